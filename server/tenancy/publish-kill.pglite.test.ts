import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { Template } from '../../schema/template/template.ts';
import { runningPublications, templateVersion } from '../db/control-templates.ts';
import { findTenant, idOf } from '../db/control-tenants.ts';
import { openPglite } from '../db/pglite-database.ts';
import { catalogueOf } from '../test/catalogue.ts';
import { killTemplate } from '../test/kill-publisher.ts';
import { uniqueTenantName } from '../test/names.ts';
import { benchOf, newBench, publishContext } from '../test/publishing.ts';
import { tenantMeta } from './provision-tenant.ts';
import { resumePublications } from './publish.ts';

const ROUNDS = process.env['FORMWORK_LONG'] === '1' ? 20 : 3;
const SEED = Number(process.env['FORMWORK_SEED'] ?? randomInt(2 ** 30));
const CHILD = path.resolve(import.meta.dirname, '../test/kill-publisher.ts');
const name = uniqueTenantName();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-kill-'));
  const database = await openPglite({ folder });
  const bench = await newBench(await publishContext(database), { name });
  await bench.publish(killTemplate(0));
  await bench.query(
    `INSERT INTO @.item (id, version, created_at, updated_at, name, a) SELECT gen_random_uuid(), 1, now(), now(), 'i' || i, i::text FROM generate_series(1, 2500) AS i`,
  );
  await database.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a publication in the embedded database that is killed', () => {
  it(
    `[PUB-12] is all done or all undone after it is opened again, and no acknowledged row is lost (seed ${SEED})`,
    { timeout: 600_000 },
    async () => {
      const rows: string[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        rows.push(...(await runAndKill(SEED + round)));
        const database = await openPglite({ folder });
        const context = await publishContext(database);
        await resumePublications(context);
        expect(await runningPublications(context.control)).toEqual([]);
        const bench = benchOf(context, must(await findTenant(context.control, name), 'tenant'));
        const { version } = await tenantMeta(bench.place);
        const { document } = must(
          await templateVersion(context.control, idOf(bench.tenant), version),
          'version in force',
        );
        const other = await newBench(context);
        await other.publish(document as unknown as Template);
        expect(await catalogueOf(bench.place)).toEqual(await catalogueOf(other.place));
        const found = await bench.query<{ id: string }>(`SELECT id::text FROM @.item WHERE name = 'live'`);
        const present = new Set(found.map(({ id }) => id));
        expect(rows.filter((id) => !present.has(id))).toEqual([]);
        await database.close();
      }
      expect(rows.length).toBeGreaterThan(0);
    },
  );
});

/** The rows that the process acknowledged before it was killed. */
async function runAndKill(seed: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--no-warnings', CHILD, folder, name, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await expect.poll(() => text.includes('\nrow '), { timeout: 60_000, interval: 20 }).toBe(true);
  await sleep(seed % 397);
  child.kill('SIGKILL');
  await ended;
  const whole = text.split('\n').slice(0, -1);
  return whole.flatMap((line) => (line.startsWith('row ') ? [line.slice(4)] : []));
}
