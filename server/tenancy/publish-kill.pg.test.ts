import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { Template } from '../../schema/template/template.ts';
import { runningPublications, templateVersion } from '../db/control-templates.ts';
import { idOf } from '../db/control-tenants.ts';
import { openPostgres } from '../db/postgres-database.ts';
import { catalogueOf, type Catalogue } from '../test/catalogue.ts';
import { killTemplate } from '../test/kill-publisher.ts';
import { startPostgres, type PostgresServer } from '../test/postgres-server.ts';
import { benchOf, newBench, publishContext, type Bench } from '../test/publishing.ts';
import { tenantMeta } from './provision-tenant.ts';
import { resumePublications, type PublishContext } from './publish.ts';

const LONG = process.env['FORMWORK_LONG'] === '1';
const ROUNDS = LONG ? 500 : 8;
/** Every so often the database server is killed and not the publisher. */
const POSTMASTER_EVERY = 8;
/** When a publisher dies, one round after the other. */
const KILLS = ['anyTime', 'amid', 'afterAnEnd'] as const;
const SEED = Number(process.env['FORMWORK_SEED'] ?? randomInt(2 ** 30));
const CHILD = path.resolve(import.meta.dirname, '../test/kill-publisher.ts');

let server: PostgresServer;
let context: PublishContext;
let bench: Bench;
beforeAll(async () => {
  server = await startPostgres({ durable: true });
  await connect();
  bench = await newBench(context);
  must((await bench.publish(killTemplate(0))).ok ? true : null, 'first version');
  // Enough rows for the step-by-step way.
  await bench.query(
    `INSERT INTO @.item (id, version, created_at, updated_at, name, a) SELECT gen_random_uuid(), 1, now(), now(), 'i' || i, i::text FROM generate_series(1, ${LIMITS.publishAtOnceRowsMax + 1_000}) AS i`,
  );
});
afterAll(async () => {
  await context.control.database.close();
  await server.stop();
});

async function connect(): Promise<void> {
  context = await publishContext(await openPostgres({ url: server.url }));
}

describe('a publication that is killed', () => {
  it(
    `[PUB-11] is all done or all undone after a restart, and no acknowledged row is lost (seed ${SEED})`,
    { timeout: LONG ? 1_800_000 : 180_000 },
    async () => {
      const rows: string[] = [];
      let published = 0;
      let interrupted = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const child = spawn(
          process.execPath,
          ['--no-warnings', CHILD, server.url, bench.tenant.name, String(SEED + round)],
          { stdio: ['ignore', 'pipe', 'pipe'] },
        );
        const lines = collect(child);
        await lines.ready;
        await untilKill(lines, KILLS[round % KILLS.length] ?? 'anyTime', (SEED * (round + 1)) % 397);
        if (round % POSTMASTER_EVERY === POSTMASTER_EVERY - 1) await killPostmaster();
        else child.kill('SIGKILL');
        await lines.ended;
        child.kill('SIGKILL');
        rows.push(...lines.said('row'));
        published += lines.said('published').length;
        interrupted += (await settle()) ? 1 : 0;
        await expectWhole();
      }
      const found = await bench.query<{ id: string }>(`SELECT id::text FROM @.item WHERE name = 'live'`);
      const present = new Set(found.map(({ id }) => id));
      expect(rows.filter((id) => !present.has(id))).toEqual([]);
      expect(rows.length).toBeGreaterThan(ROUNDS);
      // Both sides, whatever the machine's speed: kills that hit nothing would prove nothing, nor would ends that none came to.
      expect(published).toBeGreaterThanOrEqual(Math.floor(ROUNDS / KILLS.length));
      expect(interrupted).toBeGreaterThan(ROUNDS / 10);
    },
  );
});

/** Waits for the moment at which the publisher is to die. */
async function untilKill(lines: Lines, kill: (typeof KILLS)[number], pauseMs: number): Promise<void> {
  if (kill === 'amid') {
    await until(lines, async () => (await runningPublications(context.control)).length > 0);
    return;
  }
  if (kill === 'afterAnEnd') await until(lines, () => lines.said('published').length > 0);
  await sleep(pauseMs);
}

async function until(lines: Lines, reached: () => Promise<boolean> | boolean): Promise<void> {
  let hasEnded = false;
  void lines.ended.then(() => (hasEnded = true));
  while (!(await reached())) {
    if (hasEnded) throw new Error('the publisher ended by itself');
    await sleep(2);
  }
}

interface Lines {
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
  readonly said: (word: string) => readonly string[];
}

/** What the child said; whole lines only, since a kill may cut the last. */
function collect(child: ChildProcess): Lines {
  let text = '';
  let errors = '';
  let isReady: () => void = () => undefined;
  let failed: (error: Error) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    isReady = resolve;
    failed = reject;
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.startsWith('ready\n')) isReady();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => {
      failed(new Error(`the publisher ended before it began:\n${errors}`));
      resolve();
    });
  });
  const whole = (): readonly string[] => text.split('\n').slice(0, -1);
  return {
    ready,
    ended,
    said: (word) => whole().flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : [])),
  };
}

async function killPostmaster(): Promise<void> {
  const [pid] = (await readFile(path.join(server.folder, 'postmaster.pid'), 'utf8')).split('\n');
  process.kill(Number(pid), 'SIGKILL');
  await context.control.database.close();
  // Its children notice its death and let go of the memory, which the next one asks for.
  for (let attempt = 0; ; attempt += 1) {
    await sleep(200);
    try {
      await server.start();
      break;
    } catch (error) {
      if (attempt >= 20) throw new Error('PostgreSQL did not come back', { cause: error });
    }
  }
  await connect();
  bench = benchOf(context, bench.tenant);
}

/** What a server does at its start; the dead publisher's lock may outlive it for a moment. Tells whether there was work. */
async function settle(): Promise<boolean> {
  let found = false;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const running = await runningPublications(context.control);
    if (running.length === 0) return found;
    found = true;
    await resumePublications(context);
    await sleep(20);
  }
  throw new Error('a publication does not end');
}

const fromScratch = new Map<string, Catalogue>();

/** The tenant's tables are those of the version that it says it has, and the directory says the same. */
async function expectWhole(): Promise<void> {
  const meta = await tenantMeta(bench.place);
  const version = must(
    await templateVersion(context.control, idOf(bench.tenant), meta.version),
    `version ${meta.version}`,
  );
  expect(version.shapeHash).toBe(meta.shapeHash);
  const key = JSON.stringify(version.document);
  if (!fromScratch.has(key)) {
    const other = await newBench(context);
    await other.publish(version.document as unknown as Template);
    fromScratch.set(key, await catalogueOf(other.place));
  }
  expect(await catalogueOf(bench.place)).toEqual(fromScratch.get(key));
}
