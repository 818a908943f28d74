import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../bench/child.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { uniqueTenantName } from '../test/names.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FORMWORK = path.join(ROOT, 'server/cli/formwork.mjs');
const run = promisify(execFile);

let db: TestDatabase;
let folder: string;
beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-built-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.drop();
});

function env(): NodeJS.ProcessEnv {
  return { ...process.env, DATABASE_URL: db.url, FORMWORK_DATA: folder, FORMWORK_SECRET_KEY: '42'.repeat(32) };
}

async function formwork(...argv: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await run(process.execPath, [FORMWORK, '--json', ...argv], { env: env() });
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
}

describe('what is built', () => {
  it('[CLI-8] makes a tenant, keeps and reports points, backs up, and tests a pack in memory', async () => {
    const tenant = uniqueTenantName('built');
    expect(await formwork('tenant', 'create', tenant, '--packs', 'points')).toMatchObject({ ok: true, tenant });
    expect(await formwork('ledger', 'verify', tenant)).toMatchObject({ ok: true });
    const period = ['--from', '2026-01-01', '--to', '2026-02-01'];
    expect(await formwork('points', 'report', tenant, ...period)).toMatchObject({ ok: true });
    const file = path.join(folder, 'tenant.jsonl.gz');
    expect(await formwork('backup', tenant, file)).toMatchObject({ ok: true });
    expect((await stat(file)).size).toBeGreaterThan(100);
    expect(await formwork('template', 'test', 'points')).toMatchObject({ ok: true });
  });

  it('[CLI-8] prints the platform’s schema, the same as the sources', async () => {
    const kept = path.join(ROOT, 'builder-ui/data/platform.graphql');
    const printed = path.join(folder, 'platform.graphql');
    await run(process.execPath, [path.join(ROOT, 'dist/server/cli/print-schema.js'), printed]);
    expect(await readFile(printed, 'utf8')).toBe(await readFile(kept, 'utf8'));
  });

  it('[CLI-8] serves the pages, the platform’s API and its own figures, and ends when it is told to', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${String(port)}`;
    const server = spawn(process.execPath, [FORMWORK, 'serve'], {
      env: { ...env(), PORT: String(port), FORMWORK_DEMO: '0' },
      stdio: 'ignore',
    });
    const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
    try {
      await expect
        .poll(async () => (await fetch(`${url}/health/ready`).catch(() => undefined))?.status, { timeout: 30_000 })
        .toBe(200);
      const answer = await fetch(`${url}/platform/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ me { user { id } } __type(name: "Tenant") { name } }' }),
      });
      expect(await answer.json()).toMatchObject({ data: { __type: { name: 'Tenant' } } });
      expect(await (await fetch(`${url}/`)).text()).toContain('<script type="module"');
      expect(await (await fetch(`${url}/metrics`)).text()).toContain('nodejs_heap_size_used_bytes');
    } finally {
      server.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
  });
});
