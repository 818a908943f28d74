import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../db/postgres-database.ts';
import type { Database } from '../db/database.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { ledgerBench, move, type LedgerBench } from '../test/ledger-side.ts';
import { loadKey } from '../test/ledger-load.ts';
import { startPostgres, type PostgresServer } from '../test/postgres-server.ts';

const LONG = process.env['FORMWORK_LONG'] === '1';
const KILLS = LONG ? 1_000 : 5;
const CLIENTS = 4;
const KEYS = 12;
const SEED = Number(process.env['FORMWORK_SEED'] ?? Date.now() % 1_000_000);

let server: PostgresServer;
let database: Database;
let side: LedgerBench;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  server = await startPostgres({ durable: true });
  database = await openPostgres({ url: server.url });
  side = await ledgerBench(database);
  await side.post(
    Array.from({ length: KEYS }, (_, index) =>
      move({ lines: [{ book: 'stock', key: loadKey(index), amounts: ['50'] }] }),
    ),
  );
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await database.close();
  await server.stop();
});

/** Ids of postings that were acknowledged to a process, as it says them. */
function startWorker(seed: number, acknowledged: Set<string>): ChildProcess {
  const { schema, role } = side.place;
  const script = fileURLToPath(new URL('../test/ledger-worker.ts', import.meta.url));
  const args = [script, server.url, schema, role, String(seed), String(CLIENTS), String(KEYS)];
  const worker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  workers.push(worker);
  createInterface({ input: worker.stdout }).on('line', (line) => acknowledged.add(line));
  return worker;
}

async function killPostgres(): Promise<void> {
  const [pid] = (await readFile(path.join(server.folder, 'postmaster.pid'), 'utf8')).split('\n');
  process.kill(Number(pid), 'SIGKILL');
  // Its children notice that it has gone; a new one starts when the last has let go of the memory.
  for (let attempt = 0; ; attempt += 1) {
    await sleep(500);
    try {
      await server.start();
      return;
    } catch (error) {
      if (attempt > 20) throw error;
    }
  }
}

describe('kill -9 under load', () => {
  it(
    `[LED-46] loses no acknowledged posting, invents none, and everything adds up (seed ${String(SEED)})`,
    { timeout: LONG ? 7_200_000 : 240_000 },
    async () => {
      const acknowledged = new Set<string>();
      for (let kill = 0; kill < KILLS; kill += 1) {
        const before = acknowledged.size;
        const worker = startWorker(SEED + kill, acknowledged);
        for (let waits = 0; acknowledged.size < before + 20 && waits < 200; waits += 1) await sleep(50);
        await sleep(100 + ((SEED * (kill + 1)) % 397));
        // In turn the database and the process that posts.
        if (kill % 2 === 0) {
          await killPostgres();
          await sleep(500);
        }
        worker.kill('SIGKILL');
        await sleep(200);
      }
      expect(acknowledged.size).toBeGreaterThan(20 * KILLS - 1);
      const rows = await side.query<{ readonly id: string }>(
        "SELECT id::text AS id FROM @.fw_posting WHERE rule = 'load'",
      );
      const there = new Set(rows.map(({ id }) => id));
      expect([...acknowledged].filter((id) => !there.has(id))).toEqual([]);
      // What was committed but not heard of: at most what each client of a killed process had under way.
      expect(there.size - acknowledged.size).toBeLessThanOrEqual(KILLS * CLIENTS);
      expect((await ledgerVerify(side.place)).differences).toEqual([]);
    },
  );
});
