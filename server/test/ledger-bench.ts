import { randomUUID } from 'node:crypto';
import { Client, Pool, type PoolClient } from 'pg';
import type { PostRequest } from '../compile/post-request.ts';
import type { Database } from '../db/database.ts';
import { openPostgres } from '../db/postgres-database.ts';
import { keyGate } from '../db/key-gate.ts';
import { postBatched } from '../db/post-batcher.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { ledgerBench, move, NOW, type LedgerBench } from './ledger-side.ts';
import { asAdmin } from './database.ts';
import { startPostgres } from './postgres-server.ts';

/**
 * How fast one hot balance takes postings, beside the ways it is usually done: `node server/test/ledger-bench.ts
 * [seconds] [rounds]`. A durable PostgreSQL of its own, rounds of all patterns in turn, medians and ratios. All go
 * from this process through the same pool, and every statement of every pattern is prepared. Machines differ and disks
 * are noisy: only ratios of one run mean something.
 */
interface Pattern {
  readonly name: string;
  readonly clients: number;
  /** One client's one posting; gives how many it made. */
  readonly once: (client: PoolClient) => Promise<number>;
}

const SECONDS = Number(process.argv[2] ?? 2);
const ROUNDS = Number(process.argv[3] ?? 3);
const CLIENTS = [1, 16, 64] as const;
/** How many postings may wait in PostgreSQL for one balance. */
const INSIDE = 4;
const HOT = randomUUID();
const spread = Array.from({ length: 1_000 }, () => randomUUID());
const anyKey = (): string => spread[Math.floor(Math.random() * spread.length)] ?? HOT;

function requestOn(u0: string): PostRequest {
  const lines = [{ book: 'stock', key: { u0 }, amounts: ['-1'], bounds: [{ measure: 0, lo: '0', hi: null }] }];
  return { now: NOW, actor: null, templateVersion: 1, postings: [move({ lines })] };
}

/** What the usual ways keep: a plain balance, its movements, an outbox, and which requests were done. */
const PLAIN = `
CREATE TABLE plain_balance (key uuid PRIMARY KEY, m numeric NOT NULL, version bigint NOT NULL DEFAULT 0) WITH (fillfactor = 70);
CREATE TABLE plain_movement (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, posting uuid NOT NULL UNIQUE, key uuid NOT NULL, d numeric NOT NULL, a numeric NOT NULL, at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ON plain_movement (key);
CREATE TABLE plain_outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, topic text NOT NULL, payload jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE plain_request (id uuid PRIMARY KEY, hash text NOT NULL, at timestamptz NOT NULL DEFAULT now());`;

type Way = 'FOR UPDATE' | 'SERIALIZABLE' | 'advisory + sum';

/** The usual transaction, a round trip for each statement; tried again where it could not be serialized. */
async function chatty(client: PoolClient, way: Way, key: string): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      await chattyOnce(client, way, key);
      return 1;
    } catch (error) {
      await client.query('ROLLBACK');
      if (Reflect.get(Object(error), 'code') !== '40001') throw error;
    }
  }
  return 0;
}

async function chattyOnce(client: PoolClient, way: Way, key: string): Promise<void> {
  const id = randomUUID();
  const say = async (name: string, text: string, values: readonly unknown[]): Promise<string> => {
    const { rows } = await client.query<{ m?: string }>({ name, text, values: [...values] });
    return rows[0]?.m ?? '0';
  };
  await client.query(way === 'SERIALIZABLE' ? 'BEGIN ISOLATION LEVEL SERIALIZABLE' : 'BEGIN');
  if (way === 'advisory + sum') await say('lock', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
  const there = await (way === 'FOR UPDATE'
    ? say('locked', 'SELECT m FROM plain_balance WHERE key = $1 FOR UPDATE', [key])
    : way === 'SERIALIZABLE'
      ? say('read', 'SELECT m FROM plain_balance WHERE key = $1', [key])
      : say('sum', 'SELECT 1e12 + coalesce(sum(d), 0) AS m FROM plain_movement WHERE key = $1', [key]));
  const after = String(BigInt(Math.trunc(Number(there))) - 1n);
  if (after.startsWith('-')) throw new Error('not enough');
  if (way !== 'advisory + sum')
    await say('keep', 'UPDATE plain_balance SET m = $2, version = version + 1 WHERE key = $1', [key, after]);
  await say('move', 'INSERT INTO plain_movement (posting, key, d, a) VALUES ($1, $2, -1, $3)', [id, key, after]);
  await say('tell', 'INSERT INTO plain_outbox (topic, payload) VALUES ($1, $2)', ['posted', JSON.stringify({ id })]);
  await say('done', 'INSERT INTO plain_request (id, hash) VALUES ($1, $2)', [id, 'x']);
  await client.query('COMMIT');
}

function patternsOf(side: LedgerBench, wide: Database): readonly Pattern[] {
  const { schema, role } = side.place;
  const text = `SELECT "${schema}".fw_post($1::jsonb)::text AS answer`;
  const one = async (client: PoolClient, key: string): Promise<number> => {
    const { rows } = await client.query<{ answer: string }>({
      name: 'post',
      text,
      values: [JSON.stringify(requestOn(key))],
    });
    return rows[0]?.answer.includes('"ok": true') === true ? 1 : 0;
  };
  const gate = keyGate(INSIDE);
  const target = { database: wide, schema, role };
  const ways: readonly (readonly [name: string, once: Pattern['once']])[] = [
    ['chatty FOR UPDATE', (client) => chatty(client, 'FOR UPDATE', HOT)],
    ['chatty SERIALIZABLE, retried', (client) => chatty(client, 'SERIALIZABLE', HOT)],
    ['chatty advisory lock + sum', (client) => chatty(client, 'advisory + sum', HOT)],
    ['fw_post', (client) => one(client, HOT)],
    ['fw_post behind the gate', (client) => gate.through([HOT], () => one(client, HOT))],
    ['postBatched', async () => ((await postBatched(target, requestOn(HOT))).ok ? 1 : 0)],
  ];
  const wideWays: typeof ways = [
    ['chatty, 1000 balances', (client) => chatty(client, 'FOR UPDATE', anyKey())],
    ['fw_post, 1000 balances', (client) => one(client, anyKey())],
    ['postBatched, 1000 balances', async () => ((await postBatched(target, requestOn(anyKey()))).ok ? 1 : 0)],
  ];
  return [
    ...ways.flatMap(([name, once]) => CLIENTS.map((clients) => ({ name, clients, once }))),
    ...wideWays.map(([name, once]) => ({ name, clients: 16, once })),
  ];
}

async function run(pattern: Pattern, pool: Pool): Promise<number> {
  const end = Date.now() + SECONDS * 1_000;
  const client = async (): Promise<number> => {
    const connection = await pool.connect();
    let done = 0;
    try {
      while (Date.now() < end) done += await pattern.once(connection);
    } finally {
      connection.release();
    }
    return done;
  };
  const counts = await Promise.all(Array.from({ length: pattern.clients }, client));
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
// At the end the server goes before the last connection has.
pool.on('error', () => undefined);
try {
  const side = await ledgerBench(database);
  const keys = [HOT, ...spread];
  await side.post(keys.map((u0) => move({ lines: [{ book: 'stock', key: { u0 }, amounts: ['1000000000'] }] })));
  const plain = new Client(url.href);
  plain.on('error', () => undefined);
  await plain.connect();
  await plain.query(PLAIN);
  await plain.query('INSERT INTO plain_balance SELECT key, 1e12 FROM unnest($1::uuid[]) key', [keys]);
  await plain.query('ANALYZE');
  await plain.end();
  const patterns = patternsOf(side, wide);
  const found = new Map<Pattern, number[]>(patterns.map((pattern) => [pattern, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const pattern of patterns) found.get(pattern)?.push(await run(pattern, pool));
  const chattyAt = (clients: number): number =>
    median([...found].find(([one]) => one.name === 'chatty FOR UPDATE' && one.clients === clients)?.[1] ?? []);
  for (const [{ name, clients }, rates] of found)
    process.stdout.write(
      `${name.padEnd(30)} ${String(clients).padStart(3)} clients ${median(rates).toFixed(0).padStart(7)}/s  ${(median(rates) / chattyAt(clients)).toFixed(1).padStart(5)} × chatty  [${rates.map((rate) => rate.toFixed(0)).join(' ')}]\n`,
    );
  const [row] = await database.query<{ n: number }>({
    text: 'SELECT sum(deadlocks)::int AS n FROM pg_stat_database',
    params: [],
  });
  process.stdout.write(`deadlocks ${String(row?.n ?? 0)}, adds up: ${String((await ledgerVerify(side.place)).ok)}\n`);
} finally {
  await pool.end();
  await wide.close();
  await database.close();
  await server.stop();
}
