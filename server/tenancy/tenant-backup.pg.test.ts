import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userId } from '../../schema/core/ids.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import { addUser, findUserByEmail, listMembers } from '../db/control-people.ts';
import { findTenant, idOf, tenantById } from '../db/control-tenants.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { openApplication, type Application } from '../graphql/application.ts';
import { ALL_OF_SHOP, allRows, answerOf, filledShop, mustHold } from '../test/backup-bench.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { flowBench } from '../test/flow-bench.ts';
import { flowTemplate } from '../test/flow-template.ts';
import { uniqueTenantName } from '../test/names.ts';
import type { TenantBench } from '../test/tenant-bench.ts';
import { writeBackup } from './backup-file.ts';
import { dropTenant, placeOf, provisionTenant, schemaOf } from './provision-tenant.ts';
import { backupTenant } from './tenant-backup.ts';
import { restoreTenant, type RestoreOptions } from './tenant-restore.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const KEY = Buffer.alloc(32, 7);

let folder: string;
let db: TestDatabase;
let other: TestDatabase;
let application: Application;
let elsewhere: Application;
let shop: TenantBench;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-backup-'));
  [db, other] = [await freshDatabase(), await freshDatabase()];
  application = await openApplication({ database: db.database, secrets: createSecretBox(KEY) });
  elsewhere = await openApplication({ database: other.database, secrets: createSecretBox(KEY) });
  shop = await filledShop(db.database);
  file = path.join(folder, 'shop.ndjson.gz');
  mustHold(await backupTenant(application.publishing, { tenant: shop.tenant, file }));
});
afterAll(async () => {
  await application.close();
  await elsewhere.close();
  await db.drop();
  await other.drop();
  await rm(folder, { recursive: true });
});

function restore(at: Application, options: Partial<RestoreOptions> = {}): ReturnType<typeof restoreTenant> {
  const { publishing, secrets } = at;
  return restoreTenant({ publishing, secrets }, { name: uniqueTenantName('back'), file, ...options });
}

async function codes(at: Application, options: Partial<RestoreOptions>): Promise<readonly string[]> {
  const done = await restore(at, options);
  return done.ok ? [] : done.issues.map(({ code }) => code);
}

/** Nothing of the name is in the directory or in the database. */
async function isGone(at: TestDatabase, name: string): Promise<boolean> {
  const [row] = await at.database.query<{ n: number }>({
    text: `SELECT (SELECT count(*)::int FROM formwork.tenant WHERE name = $1) + (SELECT count(*)::int FROM pg_namespace WHERE nspname = $2) AS n`,
    params: [name, schemaOf(name)],
  });
  return row?.n === 0;
}

/** The backup with its lines changed, and a footer that is right for them. */
async function rewritten(change: (text: string) => string): Promise<string> {
  const lines = gunzipSync(await readFile(file))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .slice(0, -1);
  const to = path.join(folder, `${randomUUID()}.ndjson`);
  async function* groups(): AsyncGenerator<{ readonly text: string; readonly rows: number }> {
    for (const one of lines)
      yield await Promise.resolve({ text: `${change(one)}\n`, rows: one.startsWith('[') ? 1 : 0 });
  }
  await writeBackup(to, groups());
  return to;
}

describe('backup and restore', () => {
  it('[BAK-1] under another name every row and every answer is equal, with secrets sealed anew', async () => {
    const name = uniqueTenantName('back');
    const seen: number[] = [];
    const done = mustHold(await restore(application, { name, onProgress: ({ rows }) => void seen.push(rows) }));
    expect(done).toMatchObject({ sameId: false, members: 1, emptied: 0, from: { name: shop.tenant.name, version: 1 } });
    expect(done.tenant).toMatchObject({ name, label: shop.tenant.label, timeZone: 'Asia/Shanghai', state: 'active' });
    const rows = await allRows(application, name);
    expect(rows).toEqual(await allRows(application, shop.tenant.name));
    const joined = must(
      Object.keys(rows).find((table) => table.startsWith('customer_')),
      'join table',
    );
    const counts = Object.fromEntries(Object.entries(rows).map(([table, list]) => [table, (list as unknown[]).length]));
    expect(counts).toMatchObject({
      customer: 2,
      [joined]: 2,
      sales_order: 2,
      sales_order_line: 4,
      fw_org: 2,
      fw_sign_in: 1,
      fw_refusal: 2,
      fw_comment: 1,
      fw_preference: 1,
      fw_saved_view: 1,
      fw_import_run: 1,
      fw_import_row: 1,
    });
    expect(seen.at(-1)).toBe(done.rows);
    const answer = await answerOf(application, name, ALL_OF_SHOP);
    expect(answer).toBe(await answerOf(application, shop.tenant.name, ALL_OF_SHOP));
    expect(answer).toContain('secret-1');
    const members = await listMembers(application.control, idOf(done.tenant));
    expect(members.map(({ user, roles }) => [user.email, roles])).toEqual([['lin@example.com', ['owner', 'sales']]]);
  });

  it('[BAK-7] numbers go on where they stood', async () => {
    const name = uniqueTenantName('back');
    mustHold(await restore(application, { name }));
    const { place } = mustHold(await application.tenantByName(name));
    const [row] = await place.database.query<{ next: string }>({
      text: `INSERT INTO "${place.schema}".fw_outbox (topic) VALUES ('next') RETURNING seq::text AS next`,
      params: [],
    });
    // The last message of the shop was sent, so it is not in the backup; its number is not given twice.
    const [last] = await shop.query<{ last: string }>('SELECT max(seq)::text AS last FROM @.fw_outbox');
    expect(Number(row?.next)).toBe(Number(last?.last) + 1);
    const order = `mutation { createSalesOrder(input: { customer: { code: "GT-1" }, lines: [{ product: { name: "Cup" }, qty: "1" }] }) { number } }`;
    expect(await answerOf(application, name, order)).toContain('SO-202603-0003');
    const [events] = await place.database.query<{ all: number; last: number }>({
      text: `SELECT count(*)::int AS "all", max(seq)::int AS last FROM "${place.schema}".fw_event`,
      params: [],
    });
    expect(events?.last).toBe(events?.all);
  });

  it('[BAK-5] on another server the id is kept and the sealed bytes are the same; another key refuses', async () => {
    const wrongKey = await openApplication({ database: other.database, secrets: createSecretBox(Buffer.alloc(32, 8)) });
    const lost = uniqueTenantName('back');
    expect(await codes(wrongKey, { name: lost })).toEqual(['BACKUP_SECRETS']);
    expect(await isGone(other, lost)).toBe(true);
    const emptied = mustHold(await restore(wrongKey, { name: lost, withoutSecrets: true }));
    expect(emptied.emptied).toBe(2);
    expect(await answerOf(wrongKey, lost, '{ customers { nodes { idCard } } }')).not.toContain('secret-1');
    await dropTenant(wrongKey.control, wrongKey.cells, { tenant: emptied.tenant, stamp: '20260101000000' });
    await other.database.query({ text: 'DELETE FROM formwork.tenant WHERE id = $1', params: [shop.tenant.id] });
    await wrongKey.close();
    const name = uniqueTenantName('back');
    const done = mustHold(await restore(elsewhere, { name }));
    expect([done.sameId, done.tenant.id]).toEqual([true, shop.tenant.id]);
    const bytes = `SELECT id_card FROM "@".customer ORDER BY id`;
    const { place } = mustHold(await elsewhere.tenantByName(name));
    const there = await place.database.query({ text: bytes.replace('@', place.schema), params: [] });
    expect(there).toEqual(await shop.query(bytes.replace('"@"', '@')));
    expect(await allRows(elsewhere, name)).toEqual(await allRows(application, shop.tenant.name));
  });

  it('[BAK-5] a secret that waits with a request for approval is sealed anew, and the request is carried out', async () => {
    const flow = flowTemplate((one) => ({
      ...one,
      transitions: one.transitions.map((step) =>
        step.id === 'confirm'
          ? { ...step, input: ['pin'], approvals: [{ id: 'one', mode: 'any', roles: ['boss'] }] }
          : step,
      ),
    }));
    const trade = await flowBench(db.database, flow);
    await trade.receive('Bolt', '10');
    const [bea, sam] = [await trade.person('Bea', ['boss']), await trade.person('Sam', ['sales'])];
    const order = await trade.order('1');
    await trade.data(`mutation { confirmOrder(id: "${order.id}", version: 1, input: { pin: "4711" }) { id } }`, sam);
    const own = path.join(folder, 'trade.ndjson.gz');
    mustHold(await backupTenant(application.publishing, { tenant: trade.tenant, file: own }));
    const name = uniqueTenantName('back');
    expect(mustHold(await restore(application, { name, file: own }))).toMatchObject({ sameId: false, emptied: 0 });
    const { place } = mustHold(await application.tenantByName(name));
    const [request] = await place.database.query<{ readonly id: string }>({
      text: `SELECT id::text AS id FROM "${place.schema}".fw_approval WHERE state = 'pending'`,
      params: [],
    });
    const decide = `mutation { decideApproval(id: "${must(request, 'request').id}", decision: APPROVE) { state } }`;
    expect(await answerOf(application, name, decide, bea.actor)).toContain('APPROVED');
    expect(await answerOf(application, name, '{ orders { nodes { state pin } } }')).toContain(
      '{"state":"confirmed","pin":"4711"}',
    );
    const noKey = await openApplication({ database: other.database, secrets: createSecretBox(Buffer.alloc(32, 9)) });
    expect(await codes(noKey, { file: own })).toEqual(['BACKUP_SECRETS']);
    await noKey.close();
  });

  it('[BAK-6] a member with another id here is that one in every record and event', async () => {
    const third = await freshDatabase();
    const there = await openApplication({ database: third.database, secrets: createSecretBox(KEY) });
    const id = randomUUID();
    mustHold(
      await addUser(there.control, {
        id: userId(id),
        email: 'LIN@example.com',
        name: 'Lin here',
        passwordHash: 'kept',
      }),
    );
    const name = uniqueTenantName('back');
    mustHold(await restore(there, { name }));
    const [before, after] = [await allRows(application, shop.tenant.name), await allRows(there, name)];
    const renamed = JSON.stringify(before).replaceAll(must(shop.user.id, 'id'), id);
    expect(byKey(after['fw_user'])).toEqual(byKey((JSON.parse(renamed) as typeof before)['fw_user']));
    expect({ ...after, fw_user: [] }).toEqual({ ...(JSON.parse(renamed) as typeof before), fw_user: [] });
    expect(renamed).not.toBe(JSON.stringify(before));
    expect((await findUserByEmail(there.control, 'lin@example.com'))?.passwordHash).toBe('kept');
    await there.close();
    await third.drop();
    // Where nobody had that address, the person is made, without a password.
    expect((await findUserByEmail(elsewhere.control, 'lin@example.com'))?.passwordHash).toBeNull();
  });

  it('[BAK-3] refuses what was cut or changed or is no backup, and makes nothing', async () => {
    const bytes = gunzipSync(await readFile(file));
    const changed = Buffer.from(bytes);
    const at = changed.indexOf('Green Tea House');
    changed[at] = 'g'.charCodeAt(0);
    const zipped = await readFile(file);
    const zipChanged = Buffer.from(zipped);
    zipChanged[zipped.length >> 1] = (zipChanged[zipped.length >> 1] ?? 0) ^ 0xff;
    const footer = bytes.lastIndexOf('{"kind":"footer"');
    const cases: readonly (readonly [string, Buffer, string])[] = [
      ['cut in a row', bytes.subarray(0, at), 'BACKUP_CUT'],
      ['cut before the footer', bytes.subarray(0, footer), 'BACKUP_CUT'],
      ['cut within the footer', bytes.subarray(0, bytes.length - 5), 'BACKUP_CUT'],
      ['cut while zipped', zipped.subarray(0, zipped.length - 9), 'BACKUP_CUT'],
      ['a byte', changed, 'BACKUP_CHANGED'],
      ['a zipped byte', zipChanged, 'BACKUP_CHANGED'],
      ['more after its end', Buffer.concat([bytes, Buffer.from('[]\n')]), 'BACKUP_CHANGED'],
      ['not UTF-8', Buffer.concat([bytes.subarray(0, footer), Buffer.from([0xff, 0x0a])]), 'BACKUP_CHANGED'],
      ['another format', Buffer.from(bytes.toString('utf8').replace('"format":1', '"format":2')), 'BACKUP_FORMAT'],
      ['another file', Buffer.from('Code;Name\nA;B\n'), 'BACKUP_FORMAT'],
      ['a zipped other file', gzipSync('hello'), 'BACKUP_FORMAT'],
      ['an empty file', Buffer.alloc(0), 'BACKUP_CUT'],
    ];
    for (const [what, content, code] of cases) {
      const broken = path.join(folder, 'broken');
      await writeFile(broken, content);
      const name = uniqueTenantName('back');
      expect([what, ...(await codes(application, { name, file: broken }))]).toEqual([what, code]);
      expect(await isGone(db, name)).toBe(true);
    }
    expect(await codes(application, { file: path.join(folder, 'nowhere') })).toEqual(['BACKUP_FILE_MISSING']);
  });

  it('[BAK-4] refuses an existing or a wrong name, and takes back what it made of a wrong file', async () => {
    expect(await codes(application, { name: shop.tenant.name })).toEqual(['TENANT_EXISTS']);
    expect(await codes(application, { name: 'No_Name' })).toEqual(['TENANT_NAME_INVALID']);
    expect(await codes(application, { cell: 'moon' })).toEqual(['CELL_UNKNOWN']);
    const orphan = await rewritten((text) =>
      text.replace(/^\["([0-9a-f-]{36})",null,.*"Green Tea House".*$/, (row) =>
        row.replace(/^\["[^"]*"/, `["${randomUUID()}"`),
      ),
    );
    const strange = await rewritten((text) => text.replace('"credit_limit"', '"debit_limit"'));
    const twice = await rewritten((text) => text.replace('"GT-1"', '"CG-1"'));
    for (const [wrong, code] of [
      [orphan, 'BACKUP_ROWS'],
      [strange, 'BACKUP_SHAPE'],
      [twice, 'BACKUP_ROWS'],
    ] as const) {
      const name = uniqueTenantName('back');
      expect(await codes(application, { name, file: wrong })).toEqual([code]);
      expect(await isGone(db, name)).toBe(true);
    }
  });

  it('[BAK-4] clears away what a killed restore left, which nobody could see; two at once never meet', async () => {
    const name = uniqueTenantName('back');
    const { control, cells } = application;
    const left = mustHold(await provisionTenant(control, cells, { name, state: 'dropped' }));
    await placeOf(cells, left).database.query({ text: `CREATE TABLE "${schemaOf(name)}".half (a int)`, params: [] });
    expect(await findTenant(control, name)).toBeNull();
    const both = await Promise.all([restore(application, { name }), restore(application, { name })]);
    expect(both.filter(({ ok: isDone }) => isDone)).toHaveLength(1);
    expect(await tenantById(control, idOf(left))).toBeNull();
    expect(await allRows(application, name)).toEqual(await allRows(application, shop.tenant.name));
  });

  it('[BAK-2] goes through many rows in constant memory', async () => {
    const source = uniqueTenantName('back');
    mustHold(await restore(application, { name: source }));
    const { tenant, place } = mustHold(await application.tenantByName(source));
    const [rows, chars] = [20_000, 2_000];
    await place.database.query({
      text: `INSERT INTO "${place.schema}".audit_note (id, version, created_at, updated_at, text) SELECT gen_random_uuid(), 1, now(), now(), n || repeat('字x', ${chars / 2}) FROM generate_series(1, ${rows}) AS n`,
      params: [],
    });
    let [low, peak, sampled] = [heldBytes(), 0, 0];
    const onProgress = ({ rows: done }: { readonly rows: number }): void => {
      if (Math.abs(done - sampled) < 4_000) return;
      sampled = done;
      const held = heldBytes();
      // What tests before this one left may go meanwhile.
      low = Math.min(low, held);
      peak = Math.max(peak, held - low);
    };
    const to = path.join(folder, 'big.ndjson.gz');
    const saved = mustHold(await backupTenant(application.publishing, { tenant, file: to, onProgress }));
    expect(saved.rows).toBeGreaterThan(rows);
    const name = uniqueTenantName('back');
    const done = mustHold(await restore(application, { name, file: to, onProgress }));
    expect(done.rows).toBe(saved.rows);
    // 80 MB go by twice; a batch has less than 1 MB.
    expect(LIMITS.backupBatchRows * chars * 2).toBeLessThan(1024 * 1024);
    expect(peak).toBeLessThan(20 * 1024 * 1024);
    expect(sampled).toBeGreaterThan(0);
    expect((await stat(to)).mode & 0o077).toBe(0);
    const hash = `SELECT md5(string_agg(md5(text), ',' ORDER BY id)) AS md5 FROM`;
    const copy = mustHold(await application.tenantByName(name)).place;
    const sums = await Promise.all(
      [place, copy].map(({ database, schema }) =>
        database.query({ text: `${hash} "${schema}".audit_note`, params: [] }),
      ),
    );
    expect(sums[0]).toEqual(sums[1]);
  }, 120_000);
});

/** Bytes of JavaScript's heap that are in use, once what is not has been collected. */
function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

function byKey(rows: unknown): readonly string[] {
  return Array.isArray(rows) ? rows.map((row) => JSON.stringify(row)).sort() : [];
}
