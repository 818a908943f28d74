import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool, TypeOverrides, type ClientConfig, type PoolClient } from 'pg';
import { quoteIdent } from '../compile/ddl-text.ts';
import { must } from '../../schema/core/result.ts';
import { closing } from './closing.ts';
import type { Database, SqlText, TenantScope } from './database.ts';
import { typeParsers } from './pg-types.ts';
import { readConnections } from './read-connections.ts';
import { runTransaction } from './run-transaction.ts';

export interface PostgresOptions {
  readonly url: string;
  /** Connections for writes, DDL and the control plane. */
  readonly poolMax?: number;
  /** Pipelined connections for reads. */
  readonly readMax?: number;
  /** Called when an idle connection breaks; the pool replaces it. */
  readonly onError?: (error: Error) => void;
}

/** A PostgreSQL by URL. The login role owns the schemas and is a member of every tenant's role. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const types = new TypeOverrides();
  for (const [oid, parse] of Object.entries(typeParsers())) types.setTypeParser(Number(oid), parse);
  const config = {
    connectionString: options.url,
    options: '-c TimeZone=UTC -c DateStyle=ISO',
    application_name: 'formwork',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  } satisfies ClientConfig;
  const onError = options.onError ?? (() => undefined);
  const pool = new Pool({
    ...config,
    types,
    pipeline: true,
    max: options.poolMax ?? 10,
    idleTimeoutMillis: 30_000,
    maxLifetimeSeconds: 600,
  });
  pool.on('error', onError);
  // A checked-out client that breaks emits `error` on itself; without a listener that ends the process.
  pool.on('connect', (client) => client.on('error', onError));
  const builders = new Pool({
    ...config,
    types,
    pipeline: true,
    max: options.poolMax ?? 10,
    idleTimeoutMillis: 10_000,
    // What a connection knows of tables stays with it: 0.8 MB for each publication of 30.
    maxUses: BUILDER_USES_MAX,
  });
  builders.on('error', onError);
  builders.on('connect', (client) => client.on('error', onError));
  // A lock is its connection's; one that was given back is taken by the next, which saves each publication a sign-in.
  const locks = new Pool({ ...config, types, max: LOCKS_MAX, idleTimeoutMillis: 10_000 });
  locks.on('error', onError);
  locks.on('connect', (client) => client.on('error', () => undefined));
  const reads = readConnections(config, options.readMax ?? 6);
  // What writes read first are rows by their keys, and planning that anew takes longer than doing it.
  const looks = readConnections(
    { ...config, options: `${config.options} -c plan_cache_mode=force_generic_plan` },
    LOOKS,
  );
  const look = async (scope: TenantScope, statement: SqlText): Promise<string | null> =>
    (await looks.read(scope, statement))?.[0] ?? null;
  const kysely = new Kysely<Record<string, never>>({ dialect: new PostgresDialect({ pool }) });
  await refuseOldServer(pool);
  return {
    kind: 'postgres',
    kysely,
    query: async <Row>(statement: SqlText) => rowsOf<Row>(pool, statement),
    readAsTenant: async (scope, statement) => (await reads.read(scope, statement))?.[0] ?? null,
    readRowAsTenant: async (scope, statement) => must(await reads.read(scope, statement), 'row of a read'),
    transaction: (txOptions, work) =>
      runTransaction({ pool: txOptions.buildsTables === true ? builders : pool, look }, txOptions, work),
    tryLock: (key) => tryLock(locks, key),
    listen: (channel, onNotify) => listen(config, channel, onNotify),
    async close() {
      await closing(reads.close());
      await closing(looks.close());
      await closing(builders.end());
      await closing(locks.end());
      // Ends the pool too.
      await closing(kysely.destroy());
    },
  };
}

const BUILDER_USES_MAX = 50;
/** Publications, backups and restores at once; more wait for one to end. */
const LOCKS_MAX = 100;
/** Connections for what writes read first; short reads share them. */
const LOOKS = 2;

/** `pg_input_is_valid`, with which conversions are checked before they are made, came with PostgreSQL 16. */
const SERVER_VERSION_MIN = 160_000;

async function refuseOldServer(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ version: number; text: string }>(
    `SELECT current_setting('server_version_num')::integer AS version, current_setting('server_version') AS text`,
  );
  const [row] = rows;
  if (row !== undefined && row.version >= SERVER_VERSION_MIN) return;
  await pool.end();
  throw new Error(`PostgreSQL 16 or later is needed; this server is ${row?.text ?? 'unknown'}`);
}

async function rowsOf<Row>(client: Pool | Client, { text, params }: SqlText): Promise<readonly Row[]> {
  // Without values the simple protocol is used, which also allows several statements in one text.
  const { rows }: { readonly rows: readonly unknown[] } = await client.query({ text, values: [...params] });
  return rows as readonly Row[];
}

/** The 64-bit key of a lock by name, as a decimal string for `bigint`. */
export function lockKey(name: string): string {
  return createHash('sha256').update(name).digest().readBigInt64BE(0).toString();
}

async function tryLock(locks: Pool, name: string): Promise<(() => Promise<void>) | null> {
  const client = await locks.connect();
  try {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      lockKey(name),
    ]);
    if (rows[0]?.taken === true) return () => unlock(client);
  } catch (error) {
    client.release(true);
    throw error;
  }
  client.release();
  return null;
}

/** A connection that can't give its lock back is ended, and the lock with it. */
async function unlock(client: PoolClient): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_unlock_all()');
    client.release();
  } catch {
    client.release(true);
  }
}

/** Keeps one connection that listens, and opens a new one when it breaks; notices in between are lost. */
async function listen(
  config: ClientConfig,
  channel: string,
  onNotify: (payload: string) => void,
): Promise<() => Promise<void>> {
  let stopped = false;
  let current: Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  async function open(): Promise<void> {
    const client = new Client(config);
    client.on('notification', (message) => onNotify(message.payload ?? ''));
    client.on('error', () => undefined);
    client.on('end', () => {
      if (!stopped && current === client) reopenLater();
    });
    await client.connect();
    await client.query(`LISTEN ${quoteIdent(channel)}`);
    current = client;
  }
  function reopenLater(): void {
    current = undefined;
    // Callers poll as well, so a late listener costs a second and no truth.
    retry = setTimeout(() => {
      if (!stopped) open().catch(reopenLater);
    }, 1_000);
    retry.unref();
  }
  await open();
  return async () => {
    stopped = true;
    clearTimeout(retry);
    if (current !== undefined) await closing(current.end());
  };
}
