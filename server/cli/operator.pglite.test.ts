import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPglite, type PgliteDatabase } from '../db/pglite-database.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { openApplication, type Application } from '../graphql/application.ts';
import { callersOf } from '../graphql/platform/caller.ts';
import { signInThrottle } from '../graphql/platform/sign-in-throttle.ts';
import { putShippedRecords } from '../import/put-shipped.ts';
import { main } from './main.ts';
import { openOperatorListener, OPERATOR_PATH, operatorAddress } from './operator-listener.ts';

let folder: string;
let database: PgliteDatabase;
let application: Application;
let listener: { readonly close: () => Promise<void> };
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-operator-'));
  database = await openPglite({ folder: path.join(folder, 'database') });
  application = await openApplication({
    database,
    secrets: createSecretBox(Buffer.alloc(32, 7)),
    putRecords: putShippedRecords,
  });
  const services = {
    publishing: application.publishing,
    callers: callersOf(application.control),
    throttle: signInThrottle(),
    now: application.now,
    refresh: () => application.registry.refresh(),
  };
  listener = await openOperatorListener(application, { services, dataFolder: folder });
});
afterAll(async () => {
  await listener.close();
  await application.close();
  await database.close();
  await rm(folder, { recursive: true });
});

async function json(...argv: readonly string[]): Promise<unknown> {
  let out = '';
  await main(
    ['--json', ...argv],
    { FORMWORK_DATA: folder },
    { stdout: (text) => void (out += text), stderr: () => undefined, isTerminal: false },
  );
  return JSON.parse(out);
}

describe('commands while a server has the data folder', () => {
  it('[CLI-6] run in that server: a second process on an embedded database would destroy it', async () => {
    expect(await json('tenant', 'create', 'side', '--packs', 'core')).toMatchObject({ ok: true, tenant: 'side' });
    const data = await application.tenantByName('side');
    expect(data.ok).toBe(true);
    const rows = await database.query({ text: 'SELECT count(*)::int AS n FROM t_side.currency', params: [] });
    expect(rows).toEqual([{ n: 8 }]);
    expect(await json('tenant', 'create', 'Side', '--packs', 'core')).toMatchObject({
      ok: false,
      issues: [{ code: 'TENANT_NAME_INVALID' }],
    });
  });

  it('[CLI-7] are taken from who can read the key in the folder, and from nobody else', async () => {
    const address = await operatorAddress(folder);
    expect((await stat(path.join(folder, 'operator.key'))).mode & 0o077).toBe(0);
    const post = (authorization: string): Promise<Response> =>
      fetch(`${address?.url ?? ''}${OPERATOR_PATH}`, {
        method: 'POST',
        headers: { authorization },
        body: JSON.stringify({ command: 'tenant.list', args: {} }),
      });
    expect((await post('Bearer wrong')).status).toBe(403);
    expect((await post('')).status).toBe(403);
    expect((await post(`Bearer ${address?.key ?? ''}`)).status).toBe(200);
    expect(address?.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    const unknown = await fetch(`${address?.url ?? ''}${OPERATOR_PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${address?.key ?? ''}` },
      body: JSON.stringify({ command: 'rm' }),
    });
    expect(await unknown.text()).toContain('CLI_COMMAND_UNKNOWN');
    expect((await readFile(path.join(folder, 'operator.key'), 'utf8')).length).toBeLessThan(200);
  });
});
