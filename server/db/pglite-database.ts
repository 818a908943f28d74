import { PGlite } from '@electric-sql/pglite';
import { CompiledQuery, Kysely, PGliteDialect } from 'kysely';
import { Committing, type Database, type SqlText, type Transaction } from './database.ts';
import { lockDataFolder, type DataLock } from './data-lock.ts';
import { pgFailureOf } from './pg-errors.ts';
import { typeParsers } from './pg-types.ts';
import { beginText, IN_FAILED_TRANSACTION } from './postgres-database.ts';

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

  async function transaction<T>(begin: string, work: (tx: Transaction) => Promise<T | Committing<T>>): Promise<T> {
    return kysely.connection().execute(async (connection) => {
      let cause: unknown;
      let sent: Promise<unknown> = Promise.resolve();
      const run = async <Row>({ text, params }: SqlText): Promise<readonly Row[]> => {
        const { rows } = await connection.executeQuery<Row>(CompiledQuery.raw(text, [...params]));
        return rows;
      };
      // One after another, as on a connection of its own; after a failure each fails for the same reason.
      const query = <Row>(statement: SqlText): Promise<readonly Row[]> => {
        const answer = sent
          .then(() => run<Row>(statement))
          .catch((error: unknown) => {
            if (pgFailureOf(error)?.sqlState !== IN_FAILED_TRANSACTION || cause === undefined) cause = error;
            throw cause;
          });
        sent = answer.catch(() => undefined);
        return answer;
      };
      try {
        for (const text of begin.split('; ')) await run({ text, params: [] });
        const done = await work({ query });
        const value = done instanceof Committing ? await done.value : done;
        // PGlite commits a failed transaction as a rollback and says nothing; this says it.
        await query({ text: 'SELECT 1', params: [] });
        await run({ text: 'COMMIT', params: [] });
        return value;
      } catch (error) {
        await sent;
        await run({ text: 'ROLLBACK', params: [] });
        throw error;
      }
    });
  }

  return {
    kind: 'pglite',
    kysely,
    lock,
    async query<Row>(statement: SqlText) {
      const { rows } = await kysely.executeQuery<Row>(CompiledQuery.raw(statement.text, [...statement.params]));
      return rows;
    },
    readAsTenant: (scope, statement) =>
      transaction(beginText({ tenant: scope }), async (tx) => {
        const [row] = await tx.query<Readonly<Record<string, string | null>>>(statement);
        return row === undefined ? null : (Object.values(row)[0] ?? null);
      }),
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
      await lock?.release();
    },
  };
}

async function start(folder: string | undefined, lock: DataLock | undefined): Promise<PGlite> {
  try {
    return await PGlite.create({ ...(folder === undefined ? {} : { dataDir: folder }), parsers: typeParsers() });
  } catch (error) {
    await lock?.release();
    throw error;
  }
}
