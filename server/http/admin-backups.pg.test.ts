import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { addBackupRun, beatBackupRun } from '../db/control-backups.ts';
import { findTenant, idOf } from '../db/control-tenants.ts';
import { codes, ISSUES, only, startOffice, type Office } from '../test/admin-office.ts';
import { uniqueTenantName } from '../test/names.ts';
import { signedIn, type ServerBench, type TestClient } from '../test/running-server.ts';

let office: Office;
let folder: string;
let bench: ServerBench;
let owner: TestClient;
let acme: string;
let other: string;

beforeAll(async () => {
  office = await startOffice();
  ({ folder, bench, owner, acme, other } = office);
});
afterAll(() => office?.stop());

interface Backups {
  readonly kept: readonly { readonly id: string; readonly kind: string }[];
  readonly run: {
    readonly kind: string;
    readonly state: string;
    readonly issues: readonly { readonly code: string }[];
  } | null;
}
const backups = async (tenant = acme): Promise<Backups> =>
  only(
    await owner.ask(
      'query ($t: String!) { backups(tenant: $t) { kept { id kind } run { kind state issues { code } } } }',
      {
        t: tenant,
      },
    ),
  );

async function ended(): Promise<Backups> {
  for (;;) {
    const found = await backups();
    if (found.run?.state !== 'running') return found;
    await new Promise((later) => setTimeout(later, 50));
  }
}

const START = `mutation ($t: String!) { startBackup(tenant: $t) { ${ISSUES} } }`;

describe('backups', () => {
  it('[ADM-43] what goes on is told by every process, one at a time, and one whose process is gone is told as lost', async () => {
    const { control } = bench.server.application;
    const tenant = idOf(must(await findTenant(control, acme), 'tenant'));
    const id = '0198d2a4-0000-7000-8000-000000000001';
    expect(await addBackupRun(control, tenant, { id, kind: 'backup', name: null })).toBe(true);
    await beatBackupRun(control, tenant, { id, done: 3, total: 9 });
    expect((await backups()).run).toEqual({ kind: 'backup', state: 'running', issues: [] });
    expect(codes(await owner.ask(START, { t: acme }))).toEqual(['BACKUP_RUNNING']);
    await bench.database.database.query({
      text: `UPDATE formwork.backup_run SET beat_at = now() - interval '31 seconds' WHERE tenant_id = $1`,
      params: [tenant],
    });
    expect((await backups()).run).toEqual({ kind: 'backup', state: 'failed', issues: [{ code: 'BACKUP_LOST' }] });
    expect(codes(await owner.ask(START, { t: acme }))).toEqual([]);
    expect(await ended()).toMatchObject({ kept: [{ kind: 'manual' }], run: { kind: 'backup', state: 'done' } });
  });

  it('[ADM-44] an uploaded backup is read before it is kept, and becomes a company like any other', async () => {
    const [kept] = (await backups()).kept;
    const response = await fetch(new URL(`/t/${acme}/backup/${must(kept, 'backup').id}`, bench.url), {
      headers: { Cookie: must(owner.cookie, 'cookie'), 'apollo-require-preflight': 'true' },
    });
    const file = Buffer.from(await response.arrayBuffer());
    const lines = gunzipSync(file).toString('utf8').trimEnd().split('\n');
    const wrong: readonly (readonly [Buffer, string])[] = [
      [Buffer.from('hello'), 'BACKUP_FORMAT'],
      [gzipSync(lines.slice(0, -1).join('\n') + '\n'), 'BACKUP_CUT'],
      [file.subarray(0, file.length - 20), 'BACKUP_CUT'],
      [gzipSync(lines.join('\n').replace('Baker', 'Maker') + '\n'), 'BACKUP_CHANGED'],
      [gzipSync(lines.join('\n').replace('"format":1', '"format":2') + '\n'), 'BACKUP_FORMAT'],
    ];
    for (const [bytes, code] of wrong) {
      const sent = await office.upload(bytes);
      expect([sent.status, sent.codes]).toEqual([400, [code]]);
    }
    expect((await backups()).kept).toHaveLength(1);
    const fay = await office.invite('Fay', ['owner']);
    const sent = await office.upload(file, { Cookie: must(fay.client.cookie, 'cookie') });
    expect([sent.status, sent.body]).toMatchObject([
      201,
      { of: 'Baker & Sons', version: 1, members: expect.any(Number) },
    ]);
    expect((await backups()).kept.map(({ kind }) => kind).toSorted()).toEqual(['manual', 'uploaded']);
    expect((await office.log({ action: 'backup.upload' })).entries).toHaveLength(1);
    const name = uniqueTenantName('up');
    const restored = await owner.ask(
      `mutation ($t: String!, $id: ID!, $n: String!) { restoreBackup(tenant: $t, id: $id, name: $n, label: "Copy") { ${ISSUES} } }`,
      { t: acme, id: sent.body['id'], n: name },
    );
    expect(codes(restored)).toEqual([]);
    expect((await ended()).run).toEqual({ kind: 'restore', state: 'done', issues: [] });
    const copy = await owner.ask('{ customers { totalCount } }', {}, { path: `/t/${name}/graphql` });
    expect(copy.data).toEqual(
      (await owner.ask('{ customers { totalCount } }', {}, { path: `/t/${acme}/graphql` })).data,
    );
    const left = await readdir(
      path.join(
        folder,
        'backups',
        must((await findTenant(bench.server.application.control, acme)) ?? undefined, 'tenant').id,
        'incoming',
      ),
    );
    expect(left).toEqual([]);
  });

  it('[ADM-44] a backup of another company is an operator’s to bring, since secrets of that one could be read in it', async () => {
    const [kept] = (await backups()).kept;
    const found = must((await findTenant(bench.server.application.control, acme)) ?? undefined, 'tenant');
    const file = await readFile(path.join(folder, 'backups', found.id, `${must(kept, 'backup').id}.backup.gz`));
    const email = `gus-${Math.random().toString(36).slice(2)}@example.com`;
    const invited = await owner.ask(
      'mutation ($t: String!, $e: String!) { inviteUser(tenant: $t, email: $e, name: "Gus", roles: ["owner"]) { password } }',
      { t: other, e: email },
    );
    const { password } = only<{ password: string }>(invited);
    const { client } = await signedIn(bench.url, { email, password });
    const sent = await office.upload(file, { Cookie: must(client.cookie, 'cookie') }, other);
    expect([sent.status, sent.codes]).toEqual([400, ['BACKUP_OTHER_TENANT']]);
    expect((await office.upload(file, { Cookie: must(owner.cookie, 'cookie') }, other)).status).toBe(201);
  });
});
