import { randomUUID } from 'node:crypto';
import { Client, Pool, type PoolClient } from 'pg';
import type { PostRequest } from '../compile/post-request.ts';
import type { Database } from '../db/database.ts';
import { openPostgres } from '../db/postgres-database.ts';
import { postBatched } from '../db/post-batcher.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { ledgerBench, move, NOW, type LedgerBench } from './ledger-side.ts';
import { asAdmin } from './database.ts';
import { startPostgres } from './postgres-server.ts';

/**
 * How fast one hot balance takes postings, beside the ways it is usually done: `node server/test/ledger-bench.ts
 * [seconds] [rounds]`. A durable PostgreSQL of its own, rounds of all patterns in turn, medians and ratios. Machines
 * differ and disks are noisy: only ratios of one run mean something.
 */
interface Pattern {
  readonly name: string;
  readonly clients: number;
  /** One client's one posting; gives how many it made. */
  readonly once: (client: PoolClient, index: number) => Promise<number>;
}

const SECONDS = Number(process.argv[2] ?? 3);
const ROUNDS = Number(process.argv[3] ?? 3);
const HOT = { u0: randomUUID() };
const spread = Array.from({ length: 1_000 }, () => ({ u0: randomUUID() }));

function requestOn(key: { readonly u0: string }): PostRequest {
  const lines = [{ book: 'stock', key, amounts: ['-1'], bounds: [{ measure: 0, lo: '0', hi: null }] }];
  return { now: NOW, actor: null, templateVersion: 1, postings: [move({ lines })] };
}

/** What each pattern keeps besides ours: a plain balance and its movements. */
const PLAIN = `
CREATE TABLE plain_balance (key uuid PRIMARY KEY, m numeric NOT NULL, version bigint NOT NULL DEFAULT 0);
CREATE TABLE plain_movement (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, posting uuid NOT NULL UNIQUE, key uuid NOT NULL, d numeric NOT NULL, a numeric NOT NULL);
CREATE TABLE plain_posting (id uuid PRIMARY KEY, hash text NOT NULL, at timestamptz NOT NULL DEFAULT now());
INSERT INTO plain_balance VALUES ('${HOT.u0}', 1e12);`;

/** The usual transaction: begin, look whether it was done, lock, check in the application, write, commit. */
async function chatty(client: PoolClient, mode: 'FOR UPDATE' | 'SERIALIZABLE'): Promise<number> {
  const id = randomUUID();
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      await client.query(mode === 'SERIALIZABLE' ? 'BEGIN ISOLATION LEVEL SERIALIZABLE' : 'BEGIN');
      await client.query('SELECT 1 FROM plain_posting WHERE id = $1', [id]);
      const { rows } = await client.query<{ m: string }>(
        `SELECT m FROM plain_balance WHERE key = $1 ${mode === 'FOR UPDATE' ? 'FOR UPDATE' : ''}`,
        [HOT.u0],
      );
      const after = BigInt(Math.trunc(Number(rows[0]?.m ?? '0'))) - 1n;
      await client.query('INSERT INTO plain_posting (id, hash) VALUES ($1, $2)', [id, 'x']);
      await client.query('INSERT INTO plain_movement (posting, key, d, a) VALUES ($1, $2, -1, $3)', [id, HOT.u0, String(after)]);
      await client.query('UPDATE plain_balance SET m = $2, version = version + 1 WHERE key = $1', [HOT.u0, String(after)]);
      await client.query('COMMIT');
      return 1;
    } catch {
      await client.query('ROLLBACK');
    }
  }
  return 0;
}

function patternsOf(side: LedgerBench, wide: Database): readonly Pattern[] {
  const { schema, role } = side.place;
  const text = `SELECT "${schema}".fw_post($1::jsonb)::text`;
  const one = (key: () => { readonly u0: string }) => async (client: PoolClient) => {
    await client.query({ name: 'post', text, values: [JSON.stringify(requestOn(key()))] });
    return 1;
  };
  const hot = one(() => HOT);
  const target = { database: wide, schema, role };
  const batched = async () => ((await postBatched(target, requestOn(HOT))).ok ? 1 : 0);
  return [
    { name: 'fw_post, one balance', clients: 1, once: hot },
    { name: 'fw_post, one balance', clients: 16, once: hot },
    { name: 'fw_post, one balance', clients: 64, once: hot },
    { name: 'fw_post, 1000 balances', clients: 16, once: one(() => spread[Math.floor(Math.random() * spread.length)] ?? HOT) },
    { name: 'in batches, one balance', clients: 16, once: batched },
    { name: 'in batches, one balance', clients: 64, once: batched },
    { name: 'chatty FOR UPDATE', clients: 16, once: (client) => chatty(client, 'FOR UPDATE') },
    { name: 'chatty FOR UPDATE', clients: 64, once: (client) => chatty(client, 'FOR UPDATE') },
    { name: 'chatty SERIALIZABLE, 10 tries', clients: 16, once: (client) => chatty(client, 'SERIALIZABLE') },
  ];
}

async function run(pattern: Pattern, pool: Pool): Promise<number> {
  const end = Date.now() + SECONDS * 1_000;
  const client = async (index: number): Promise<number> => {
    const connection = await pool.connect();
    let done = 0;
    try {
      while (Date.now() < end) done += await pattern.once(connection, index);
    } finally {
      connection.release();
    }
    return done;
  };
  const counts = await Promise.all(Array.from({ length: pattern.clients }, (_, index) => client(index)));
  return counts.reduce((sum, count) => sum + count, 0) / SECONDS;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const server = await startPostgres({ durable: true });
await asAdmin(server.url, 'CREATE DATABASE bench');
const url = new URL(server.url);
url.pathname = '/bench';
const database = await openPostgres({ url: url.href });
const wide = await openPostgres({ url: url.href, poolMax: 4 });
const pool = new Pool({ connectionString: url.href, max: 64 });
try {
  const side = await ledgerBench(database);
  await side.post([HOT, ...spread].map((key) => move({ lines: [{ book: 'stock', key, amounts: ['1000000000'] }] })));
  const plain = new Client(url.href);
  await plain.connect();
  await plain.query(PLAIN);
  await plain.end();
  const patterns = patternsOf(side, wide);
  const found = new Map<Pattern, number[]>(patterns.map((pattern) => [pattern, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const pattern of patterns) found.get(pattern)?.push(await run(pattern, pool));
  const usual = [...found].find(([{ name, clients }]) => name === 'chatty FOR UPDATE' && clients === 16);
  const base = median(usual?.[1] ?? []);
  for (const [{ name, clients }, rates] of found)
    process.stdout.write(
      `${name.padEnd(32)} ${String(clients).padStart(3)} clients ${median(rates).toFixed(0).padStart(7)}/s  ${(median(rates) / base).toFixed(1).padStart(5)} × chatty  [${rates.map((rate) => rate.toFixed(0)).join(' ')}]\n`,
    );
  const [row] = await database.query<{ n: number }>({ text: 'SELECT sum(deadlocks)::int AS n FROM pg_stat_database', params: [] });
  process.stdout.write(`deadlocks ${String(row?.n ?? 0)}, adds up: ${String((await ledgerVerify(side.place)).ok)}\n`);
} finally {
  await pool.end();
  await wide.close();
  await database.close();
  await server.stop();
}
