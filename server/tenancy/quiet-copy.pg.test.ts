import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { findTenant, idOf } from '../db/control-tenants.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { jobBench, only, type JobBench } from '../test/job-bench.ts';
import { uniqueTenantName } from '../test/names.ts';
import { benchOf, master, templateOf } from '../test/publishing.ts';
import { backupTenant } from './tenant-backup.ts';
import { restoreTenant } from './tenant-restore.ts';

let database: TestDatabase;
let bench: JobBench;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-copy-'));
  database = await freshDatabase();
  bench = await jobBench(database.database, templateOf([master('Lead', [])]));
});
afterAll(async () => {
  await bench.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

describe('a copy of a tenant', () => {
  it('[RUN-37] tells the outside nothing, and can sign when it is turned on', async () => {
    const { createWebhook } = await bench.data(
      `mutation { createWebhook(input: { name: "out", url: "https://example.invalid/x" }) { webhook { id } secret } setNotificationMail(wanted: true) }`,
    );
    const { webhook, secret } = createWebhook as unknown as { webhook: { id: string }; secret: string };
    await bench.data(`mutation { testWebhook(id: "${webhook.id}") { id } }`);
    const file = path.join(folder, 'copy.ndjson.gz');
    const { publishing, secrets, control } = bench.application;
    expect((await backupTenant(publishing, { tenant: bench.tenant.tenant, file })).ok).toBe(true);
    const name = uniqueTenantName('copy');
    expect((await restoreTenant({ publishing, secrets }, { name, file })).ok).toBe(true);
    const tenant = must(await findTenant(control, name), 'copy');
    const copy = benchOf(publishing, tenant);
    const row = only(
      await copy.query<{ active: boolean; sealed: string }>(
        `select active, encode(secret, 'base64') as sealed from @.fw_connection`,
      ),
    );
    expect(row.active).toBe(false);
    expect(createSecretBox(Buffer.alloc(32, 7)).open(row.sealed, idOf(tenant))).toBe(secret);
    expect(await copy.query('select state, error from @.fw_delivery')).toEqual([{ state: 'failed', error: 'COPIED' }]);
    expect(await copy.query('select wanted from @.fw_mail_choice')).toEqual([{ wanted: false }]);
    expect(await bench.query('select state from @.fw_delivery')).toEqual([{ state: 'waiting' }]);
    expect(await bench.query('select active from @.fw_connection')).toEqual([{ active: true }]);
  });
});
