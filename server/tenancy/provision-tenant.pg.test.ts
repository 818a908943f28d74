import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TENANT_NAME_PATTERN } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import { resolved } from '../../schema/cases/shipped-company.ts';
import type { Tenant } from '../db/control-entities.ts';
import { startPublication } from '../db/control-templates.ts';
import { findTenant, idOf, listTenants, tenantVersion } from '../db/control-tenants.ts';
import { issueOfError } from '../db/pg-errors.ts';
import { WriteRefused } from '../db/write-operation.ts';
import { inWriteUnit } from '../db/write-unit.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { uniqueTenantName } from '../test/names.ts';
import { documentOf, master, newBench, publishContext, templateOf } from '../test/publishing.ts';
import {
  admitTenant,
  dropTenant,
  hasSchema,
  placeOf,
  provisionTenant,
  purgeTenant,
  schemaOf,
  tenantMeta,
} from './provision-tenant.ts';
import { publishFirst } from './publish-first.ts';
import { resumePublications, type PublishContext } from './publish.ts';

let server: TestDatabase;
let elsewhere: TestDatabase;
let context: PublishContext;
beforeAll(async () => {
  server = await freshDatabase();
  elsewhere = await freshDatabase();
  context = await publishContext(server.database, new Map([['east', elsewhere.database]]));
});
afterAll(async () => {
  await elsewhere.drop();
  await server.drop();
});

describe('a tenant', () => {
  it('[TEN-1] is refused under a name that could be anything but a name', async () => {
    for (const name of ['A', 'a', 'a b', 'a"b', `a'; DROP SCHEMA public; --`, 'a_b', '-a', 'x'.repeat(41), 'ä', '']) {
      expect(await provisionTenant(context.control, context.cells, { name })).toMatchObject({
        ok: false,
        issues: [{ code: 'TENANT_NAME_INVALID' }],
      });
    }
  });

  it('[TEN-2] has a schema that no other name shares', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(TENANT_NAME_PATTERN), { minLength: 2, maxLength: 20 }), (names) => {
        expect(new Set(names.map(schemaOf)).size).toBe(names.length);
      }),
      { numRuns: 100, verbose: 1 },
    );
  });

  it('[TEN-3] exists once', async () => {
    const name = uniqueTenantName();
    expect(await provisionTenant(context.control, context.cells, { name })).toMatchObject({ ok: true });
    expect(await provisionTenant(context.control, context.cells, { name })).toMatchObject({
      ok: false,
      issues: [{ code: 'TENANT_EXISTS' }],
    });
    expect(
      await provisionTenant(context.control, context.cells, { name: uniqueTenantName(), cell: 'west' }),
    ).toMatchObject({ ok: false, issues: [{ code: 'CELL_UNKNOWN' }] });
  });

  it('[TEN-4] is walled off by its role: no other schema, no system writes, no changed events', async () => {
    const [one, two] = [await newBench(context), await newBench(context)];
    await one.publish(templateOf([master('Item', []), { ...master('Trace', []), kind: 'log' }]));
    await two.publish(templateOf([master('Item', [])]));
    const attempt = async (text: string): Promise<string | undefined> => {
      try {
        await server.database.transaction({ tenant: { role: one.place.role, timeoutMs: 5_000 } }, (tx) =>
          tx.query({ text, params: [] }),
        );
        return 'done';
      } catch (error) {
        return issueOfError(error)?.code;
      }
    };
    const [own, other] = [`"${one.place.schema}"`, `"${two.place.schema}"`];
    expect(await attempt(`SELECT * FROM ${own}.item`)).toBe('done');
    expect(await attempt(`DELETE FROM ${own}.item`)).toBe('done');
    expect(
      await attempt(
        `INSERT INTO ${own}.fw_event (entity, record_id, kind, version, template_version) VALUES ('Item', gen_random_uuid(), 'create', 1, 1)`,
      ),
    ).toBe('done');
    const forbidden = [
      `SELECT * FROM ${other}.item`,
      `UPDATE ${own}.fw_event SET kind = 'x'`,
      `DELETE FROM ${own}.fw_event`,
      `UPDATE ${own}.fw_meta SET version = 9`,
      `UPDATE ${own}.trace SET name = 'x'`,
      `DELETE FROM ${own}.trace`,
      `SELECT * FROM ${own}.fw_quarantine`,
      `SELECT * FROM formwork.tenant`,
      `CREATE TABLE ${own}.mine (id int)`,
    ];
    for (const text of forbidden) expect([text, await attempt(text)]).toEqual([text, 'DATABASE_FORBIDDEN']);
  });

  it('[TEN-5] [TEN-35] lets a writer in with the version in force and no other', async () => {
    const bench = await newBench(context);
    await bench.publish(templateOf([master('Item', [])]));
    const begin = (version: number) =>
      server.database.transaction({ tenant: { role: bench.place.role, timeoutMs: 5_000 } }, (tx) =>
        tx.query({ text: `SELECT "${bench.place.schema}".fw_begin_write($1)`, params: [version] }),
      );
    await begin(1);
    await expect(begin(0)).rejects.toMatchObject({ code: 'FW001' });
    await expect(begin(2)).rejects.toSatisfy((error) => issueOfError(error)?.code === 'SHAPE_STALE');
    // Rules of another version refuse nothing, though nothing was asked in the transaction.
    const { schema, role } = bench.place;
    const actor = { id: null, name: '', email: '', role: '', roles: [], departments: [] };
    const binding = { variables: {}, actor, now: '2026-03-01T09:00:00.000Z', today: '2026-03-01', timeZone: 'UTC' };
    const refusing = (version: number) =>
      inWriteUnit(
        server.database,
        resolved(templateOf([master('Item', [])])),
        { target: { schema, role, version }, binding, isSure: true },
        () => Promise.reject(new WriteRefused([])),
      );
    await expect(refusing(1)).rejects.toThrow(WriteRefused);
    await expect(refusing(2)).rejects.toMatchObject({ code: 'FW001' });
  });

  it('[TEN-6] leaves its rows aside when it is dropped, and its name free', async () => {
    const bench = await newBench(context);
    await bench.publish(templateOf([master('Item', [])]));
    await bench.query(
      `INSERT INTO @.item (id, version, created_at, updated_at) VALUES (gen_random_uuid(), 1, now(), now())`,
    );
    const aside = await dropTenant(context.control, context.cells, { tenant: bench.tenant, stamp: '20260301090000' });
    expect(await findTenant(context.control, bench.tenant.name)).toBeNull();
    expect(await server.database.query({ text: `SELECT count(*) AS n FROM "${aside}".item`, params: [] })).toEqual([
      { n: '1' },
    ]);
    const again = await newBench(context, { name: bench.tenant.name });
    expect(await tenantMeta(again.place)).toMatchObject({ version: 0 });
    await purgeTenant(server.database, aside);
    const [left] = await server.database.query<{ n: string }>({
      text: 'SELECT count(*) AS n FROM pg_namespace WHERE nspname = $1',
      params: [aside],
    });
    expect(left?.n).toBe('0');
  });

  describe('[TEN-40] is made whole or not at all', () => {
    const document = documentOf(templateOf([master('Item', [])]));
    const admitted = async (name: string): Promise<Tenant> => {
      const made = await admitTenant(context.control, context.cells, { name });
      return must(made.ok ? made.value : null, 'tenant');
    };
    const filling = (text: string) => ({
      document,
      fill: async (tx: { query: (statement: { text: string; params: [] }) => Promise<unknown> }) => {
        await tx.query({ text, params: [] });
      },
    });

    it('where something in it fails', async () => {
      const name = uniqueTenantName();
      const first = await admitted(name);
      expect(await publishFirst(context, first, filling('SELECT 1/0'))).toMatchObject({
        ok: false,
        issues: [{ code: 'PUBLISH_FAILED' }],
      });
      expect(await findTenant(context.control, name)).toBeNull();
      expect(await hasSchema(placeOf(context.cells, first))).toBe(false);
      const again = await admitted(name);
      expect(await publishFirst(context, again, filling('SELECT 1'))).toMatchObject({ ok: true });
      expect(await tenantMeta(placeOf(context.cells, again))).toMatchObject({ version: 1 });
      expect(await tenantVersion(context.control, idOf(again))).toMatchObject({ number: 1 });
    });

    it('where the process ends before the commit, or right behind it', async () => {
      const before = await admitted(uniqueTenantName());
      const model = context.resolve(document);
      await startPublication(context.control, idOf(before), {
        id: crypto.randomUUID(),
        number: 1,
        baseVersion: 0,
        document,
        baseDocument: document,
        shapeHash: must(model.ok ? model.value.shapeHash : null, 'hash'),
        note: '',
        author: null,
      });
      const behind = await admitted(uniqueTenantName());
      const killed = { ...context, putRecords: () => Promise.reject(new Error('killed')) };
      await expect(publishFirst(killed, behind, filling('SELECT 1'))).rejects.toThrow('killed');
      expect(await tenantVersion(context.control, idOf(behind))).toBeNull();
      await resumePublications(context);
      expect(await findTenant(context.control, before.name)).toBeNull();
      expect(await tenantVersion(context.control, idOf(behind))).toMatchObject({ number: 1 });
    });
  });

  it('[TEN-7] lives in one cell, and the emptiest gets the next', async () => {
    const far = await newBench(context, { cell: 'east' });
    expect(await far.publish(templateOf([master('Item', [])]))).toMatchObject({ ok: true });
    const schemas = async (where: TestDatabase) =>
      (await where.database.query<{ nspname: string }>({ text: 'SELECT nspname FROM pg_namespace', params: [] })).map(
        ({ nspname }) => nspname,
      );
    expect(await schemas(elsewhere)).toContain(far.place.schema);
    expect(await schemas(server)).not.toContain(far.place.schema);
    const made = await provisionTenant(context.control, context.cells, { name: uniqueTenantName() });
    const counts = new Map<string, number>();
    for (const { cell } of await listTenants(context.control)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
    expect(must(made.ok ? made.value : null, 'tenant').cell).toBe('east');
    expect(counts.get('home')).toBeGreaterThanOrEqual(must(counts.get('east'), 'east'));
  });
});
