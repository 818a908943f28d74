import { setImmediate as turn } from 'node:timers/promises';
import { PGlite, types } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import { must } from '../../schema/core/result.ts';
import {
  Committing,
  type Database,
  type SqlText,
  type TenantScope,
  type TextRow,
  type Transaction,
} from './database.ts';
import { lockDataFolder, type DataLock } from './data-lock.ts';
import { pgFailureOf } from './pg-errors.ts';
import { typeParsers } from './pg-types.ts';
import { createInMemory } from './prepared-database.ts';
import { beginText, IN_FAILED_TRANSACTION } from './run-transaction.ts';

export interface PgliteOptions {
  /** The data folder; without it the database lives in memory. */
  readonly folder?: string;
}

/** An embedded database and the lock on its folder, where the server may announce its address. */
export interface PgliteDatabase extends Database {
  readonly lock: DataLock | undefined;
}

/**
 * PostgreSQL in this process. It has one connection: transactions run one after another, and a query outside a
 * transaction waits for the one that is open, so never wait for one inside `transaction`. Statement timeouts are
 * ignored by PGlite. It does not fsync: it is for trying out, developing and small use.
 */
export async function openPglite(options: PgliteOptions): Promise<PgliteDatabase> {
  const lock = options.folder === undefined ? undefined : await lockDataFolder(options.folder);
  const pglite = await start(options.folder, lock);
  await pglite.exec(`SET TIME ZONE 'UTC'`);
  // Kysely gives its one connection to one user at a time; everything of ours goes through that same gate.
  const kysely = new Kysely<Record<string, never>>({ dialect: new PGliteDialect({ pglite }) });
  const held = new Set<string>();
  // Without values the simple protocol is used: one message instead of five, and several statements in one text.
  const run = async ({
    text,
    params,
  }: SqlText): Promise<{ readonly rows: readonly unknown[]; readonly command?: string }> => {
    await giveWay();
    return params.length > 0 ? pglite.query(text, [...params]) : ((await pglite.exec(text)).at(-1) ?? { rows: [] });
  };

  async function transaction<T>(begin: string, work: (tx: Transaction) => Promise<T | Committing<T>>): Promise<T> {
    return kysely.connection().execute(async () => {
      let cause: unknown;
      let sent: Promise<unknown> = Promise.resolve();
      // One after another, as on a connection of its own; after a failure each fails for the same reason.
      const query = <Row>(statement: SqlText): Promise<readonly Row[]> => {
        const answer = sent
          .then(async () => (await run(statement)).rows as readonly Row[])
          .catch((error: unknown) => {
            if (pgFailureOf(error)?.sqlState !== IN_FAILED_TRANSACTION || cause === undefined) cause = error;
            throw cause;
          });
        sent = answer.catch(() => undefined);
        return answer;
      };
      try {
        await run({ text: begin, params: [] });
        const look = async (statement: SqlText): Promise<string | null> => textOf(await query(statement));
        const done = await work({ query, look });
        const value = done instanceof Committing ? await done.value : done;
        await sent;
        const { command } = await run({ text: 'COMMIT', params: [] });
        // PostgreSQL answers the commit of a failed transaction with a rollback, and calls that no error.
        if (command !== 'COMMIT') throw cause ?? new Error('The transaction was rolled back');
        return value;
      } catch (error) {
        await sent;
        await run({ text: 'ROLLBACK', params: [] });
        throw error;
      }
    });
  }

  const readRow = (scope: TenantScope, statement: SqlText): Promise<TextRow | undefined> =>
    transaction(beginText({ tenant: scope }), async (tx) => {
      const [row] = await tx.query<Readonly<Record<string, string | null>>>(statement);
      return row === undefined ? undefined : Object.values(row);
    });

  return {
    kind: 'pglite',
    kysely,
    lock,
    async query<Row>(statement: SqlText) {
      const { rows } = await kysely.connection().execute(() => run(statement));
      return rows as readonly Row[];
    },
    readAsTenant: async (scope, statement) => (await readRow(scope, statement))?.[0] ?? null,
    readRowAsTenant: async (scope, statement) => must(await readRow(scope, statement), 'row of a read'),
    transaction: (txOptions, work) => transaction(beginText(txOptions), work),
    async tryLock(key) {
      if (held.has(key)) return null;
      held.add(key);
      return async () => {
        held.delete(key);
      };
    },
    async listen(channel, onNotify) {
      const stop = await kysely
        .connection()
        .execute(() => pglite.listen(`"${channel.replaceAll('"', '""')}"`, onNotify));
      return () => kysely.connection().execute(() => stop());
    },
    async close() {
      await kysely.destroy();
      // Kysely ends what it has used; one that nobody asked anything would keep the process.
      if (!pglite.closed) await pglite.close();
      await lock?.release();
    },
  };
}

/** So long statements may follow each other before sockets and timers are heard. */
const TURN_MS = 10;
let heardAt = -Infinity;

/** What is asked here waits for no socket, so whoever asks much and long would keep the process from everybody else. */
async function giveWay(): Promise<void> {
  if (performance.now() - heardAt <= TURN_MS) return;
  await turn();
  heardAt = performance.now();
}

/** The one text of the one row. */
function textOf([row]: readonly unknown[]): string | null {
  const [text] = Object.values(Object(row));
  return typeof text === 'string' ? text : null;
}

/** The arrays that statements of ours give: of bool, name, int2, int4, text, varchar, int8, oid, uuid (pg_type.dat). */
const ARRAYS = [1000, 1003, 1005, 1007, 1009, 1015, 1016, 1028, 2951];

/** Cleared at each start: the usual 128 MB take 100 ms and as much memory. Files are in the system's cache anyway. */
const SHARED_BUFFERS = '32MB';

async function start(folder: string | undefined, lock: DataLock | undefined): Promise<PGlite> {
  try {
    const startParams = [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`];
    const pglite = await (folder === undefined
      ? createInMemory({ startParams })
      : PGlite.create({ startParams, dataDir: folder }));
    // PGlite copies them all for every answer; with those of the arrays of all 300 types that took 0.2 ms of 0.4.
    const all = pglite.parsers;
    const arrays = ARRAYS.map((oid) => [oid, all[oid] ?? String] as const);
    pglite.parsers = { ...types.parsers, ...Object.fromEntries(arrays), ...typeParsers() };
    return pglite;
  } catch (error) {
    await lock?.release();
    throw error;
  }
}
