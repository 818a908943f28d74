import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool, TypeOverrides, type ClientConfig } from 'pg';
import { quoteIdent } from '../compile/ddl-text.ts';
import { closing } from './closing.ts';
import { Committing, type Database, type SqlText, type Transaction, type TransactionOptions } from './database.ts';
import { typeParsers } from './pg-types.ts';
import { pipelined } from './pipelined-client.ts';
import { readConnections } from './read-connections.ts';

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
  const config: ClientConfig = {
    connectionString: options.url,
    options: '-c TimeZone=UTC -c DateStyle=ISO',
    application_name: 'formwork',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  };
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
  const reads = readConnections(config, options.readMax ?? 6);
  const kysely = new Kysely<Record<string, never>>({ dialect: new PostgresDialect({ pool }) });
  await refuseOldServer(pool);
  return {
    kind: 'postgres',
    kysely,
    query: async <Row>(statement: SqlText) => rowsOf<Row>(pool, statement),
    readAsTenant: (scope, statement) => reads.read(scope, statement),
    transaction: (txOptions, work) =>
      runTransaction(txOptions.buildsTables === true ? builders : pool, txOptions, work),
    tryLock: (key) => tryLock({ ...config, types }, key),
    listen: (channel, onNotify) => listen(config, channel, onNotify),
    async close() {
      await closing(reads.close());
      await closing(builders.end());
      // Ends the pool too.
      await closing(kysely.destroy());
    },
  };
}

const BUILDER_USES_MAX = 50;

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

async function runTransaction<T>(
  pool: Pool,
  options: TransactionOptions,
  work: (tx: Transaction) => Promise<T | Committing<T>>,
): Promise<T> {
  const client = await pool.connect();
  const sender = pipelined(client);
  const failures = firstFailure();
  let broken: Error | undefined;
  try {
    void failures.watch(sender.sendText(beginWord(options)));
    const settled = settingStatement(options);
    if (settled !== undefined) void failures.watch(sender.send(settled));
    const done = await work({
      query: async (statement: SqlText) => {
        const { rows } = await failures.watch(
          statement.params.length === 0 && statement.name === undefined
            ? sender.sendText(statement.text)
            : sender.send(statement),
        );
        return rows;
      },
    });
    const committed = failures.watch(sender.sendText('COMMIT'));
    const [answer, end] = await Promise.allSettled([done instanceof Committing ? done.value : done, committed]);
    if (answer.status === 'rejected') throw answer.reason;
    if (end.status === 'rejected') throw end.reason;
    // PostgreSQL answers the commit of a failed transaction with a rollback, and calls that no error.
    if (end.value.command !== 'COMMIT') throw failures.cause() ?? new Error('The transaction was rolled back');
    return answer.value;
  } catch (error) {
    // A connection that can't even roll back is thrown away.
    await sender.sendText('ROLLBACK').catch((reason: unknown) => {
      broken = reason instanceof Error ? reason : new Error('ROLLBACK failed');
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** In a failed transaction every statement fails because of an earlier one: whoever waits is told of that one. */
function firstFailure(): {
  readonly watch: <T>(sent: Promise<T>) => Promise<T>;
  readonly cause: () => unknown;
} {
  let cause: unknown;
  return {
    watch(sent) {
      const watched = sent.catch((error: unknown) => {
        if (Reflect.get(Object(error), 'code') !== IN_FAILED_TRANSACTION || cause === undefined) cause = error;
        throw cause;
      });
      // Not everybody waits for what they sent; the commit tells them.
      watched.catch(() => undefined);
      return watched;
    },
    cause: () => cause,
  };
}

/** What every statement of a failed transaction fails with (PostgreSQL, appendix A). */
export const IN_FAILED_TRANSACTION = '25P02';

/** `BEGIN` with the settings of just this transaction, in one round trip. */
export function beginText(options: TransactionOptions): string {
  const { first } = options;
  return [
    beginWord(options),
    ...settingsOf(options).map(([name, value]) => `SET LOCAL ${name} = ${quoteIdent(value)}`),
    ...(first === undefined ? [] : [`SELECT ${first}`]),
  ].join('; ');
}

function beginWord({ readOnly }: TransactionOptions): string {
  return readOnly === true ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN';
}

/** In the order in which they are set: the role last. */
function settingsOf(options: TransactionOptions): readonly (readonly [name: string, value: string])[] {
  const { tenant, lockTimeoutMs, timeoutMs, keepsPlans } = options;
  const statementTimeoutMs = timeoutMs ?? tenant?.timeoutMs;
  const ms = (name: string, value: number | undefined): readonly (readonly [string, string])[] =>
    value === undefined ? [] : [[name, String(Math.trunc(value))]];
  return [
    ...ms('lock_timeout', lockTimeoutMs),
    ...ms('statement_timeout', statementTimeoutMs),
    ...(keepsPlans === true ? ([['plan_cache_mode', 'force_generic_plan']] as const) : []),
    ...(tenant === undefined ? [] : ([['role', tenant.role]] as const)),
  ];
}

/**
 * The settings and what comes first as one statement that is prepared once a connection: as text, parsed and planned in
 * each transaction, they were some 15 % of what making an order with five lines costs PostgreSQL (samples of its stacks).
 */
function settingStatement(options: TransactionOptions): SqlText | undefined {
  const settings = settingsOf(options);
  if (settings.length === 0 && options.first === undefined) return undefined;
  const parts = settings.map(([name], index) => `set_config('${name}', $${String(index + 1)}, true)`);
  const text = `SELECT ${[...parts, ...(options.first === undefined ? [] : [options.first])].join(', ')}`;
  return { text, params: settings.map(([, value]) => value), name: text };
}

/** The 64-bit key of a lock by name, as a decimal string for `bigint`. */
export function lockKey(name: string): string {
  return createHash('sha256').update(name).digest().readBigInt64BE(0).toString();
}

async function tryLock(config: ClientConfig, name: string): Promise<(() => Promise<void>) | null> {
  const client = new Client(config);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      lockKey(name),
    ]);
    if (rows[0]?.taken === true) return () => client.end();
  } catch (error) {
    await client.end();
    throw error;
  }
  await client.end();
  return null;
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
