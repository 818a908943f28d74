import { EventEmitter } from 'node:events';
import { Pool, type PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import type { JoinedStatement, SqlText } from './database.ts';
import type { Answered } from './statement-sinks.ts';
import { wholeWrites, type Asked } from './whole-writes.ts';

let server: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  server = await freshDatabase();
  pool = new Pool({ connectionString: server.url, max: 4 });
  pool.on('connect', (client) => speakGerman(client));
  await pool.query('CREATE TABLE done (n int UNIQUE, text text, at bigint GENERATED ALWAYS AS IDENTITY)');
});
afterAll(async () => {
  await pool.end();
  await server.drop();
});

/** As a PostgreSQL with `lc_messages = de_DE`, whose words the binaries of the tests do not have. */
function speakGerman(client: PoolClient): void {
  const connection: unknown = Reflect.get(client, 'connection');
  if (connection instanceof EventEmitter)
    connection.prependListener('errorMessage', (error: object) => Object.assign(error, { severity: 'FEHLER' }));
}

const asked = (statement: SqlText): Asked => {
  const answer = Promise.withResolvers<Answered>();
  answer.promise.catch(() => undefined);
  return { statement, answer };
};
const named = (text: string, params: readonly unknown[]): SqlText => ({ text, params, name: text });
const settings = (): Asked => asked(named(`SELECT set_config('statement_timeout', $1, true)`, ['9000']));
const settingsWaiting = (ms: number): SqlText => named(`SELECT set_config('lock_timeout', $1, true)`, [String(ms)]);
const insert = 'INSERT INTO done (n, text) VALUES ($1::int, $2) RETURNING n, pg_current_xact_id()::text AS xid';

/** Sends a transaction of these statements; its first answer. */
function send(...statements: readonly SqlText[]): Promise<Answered> {
  const own = statements.map(asked);
  wholeWrites(pool).send({ settings: settings(), settingsWaiting, asked: own });
  return Promise.all(own.map(({ answer }) => answer.promise)).then(([first]) => first ?? { rows: [], command: '' });
}

const numbers = async (): Promise<readonly number[]> =>
  (await pool.query<{ n: number }>('SELECT n FROM done ORDER BY at')).rows.map(({ n }) => n);

describe('transactions of one message', () => {
  it('[TEN-34] of which one is refused are each sent alone, whatever language PostgreSQL speaks', async () => {
    const add = (n: unknown): Promise<Answered> => send({ ...named(insert, [n, 'own']), locks: String(n) });
    const settled = await Promise.allSettled([add(2), add('drei'), add(1)]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(settled[1]).toMatchObject({ reason: { code: '22P02', severity: 'FEHLER' } });
    expect((await numbers()).toSorted()).toEqual([1, 2]);
  });

  it('[TEN-34] are none of them done, and none sent again, when the connection is lost', async () => {
    const before = await numbers();
    const killed = send(named('SELECT pg_terminate_backend(pg_backend_pid())', []));
    const settled = await Promise.allSettled([
      killed,
      send(named(insert, [10, 'lost'])),
      send(named(insert, [11, ''])),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await numbers()).toEqual(before);
  });

  it('[TEN-34] [TEN-36] go in the order of their locks, neighbours of one kind as one statement', async () => {
    const kind = {};
    const values = new WeakMap<JoinedStatement, number>();
    const together = (parts: readonly JoinedStatement[]): SqlText =>
      named('INSERT INTO done (n, text) SELECT x, $2 FROM unnest($1::int[]) AS x RETURNING n', [
        parts.map((part) => values.get(part)),
        `as one of ${String(parts.length)}`,
      ]);
    const joins = (n: number): SqlText => {
      const joined: JoinedStatement = { kind, together };
      values.set(joined, n);
      return { ...named(insert, [n, 'alone']), joined, locks: String(n) };
    };
    await Promise.all([send(joins(26)), send({ ...named(insert, [25, 'alone']), locks: '25' }), send(joins(27))]);
    const { rows } = await pool.query<{ n: number; text: string }>('SELECT n, text FROM done WHERE n > 20 ORDER BY at');
    expect(rows).toEqual([
      { n: 25, text: 'alone' },
      { n: 26, text: 'as one of 2' },
      { n: 27, text: 'as one of 2' },
    ]);
  });

  it('[TEN-36] are each told its own rows of what all of them ask as one', async () => {
    const kind = {};
    const values = new WeakMap<JoinedStatement, number>();
    const reads = (n: number): SqlText => {
      const joined: JoinedStatement = {
        kind,
        together: (parts) =>
          named('SELECT n, text FROM done WHERE n = ANY($1::int[]) ORDER BY n DESC', [
            parts.map((part) => values.get(part)),
          ]),
        ownRows: (rows, index) => rows.filter((row) => row['n'] === 31 + index),
      };
      values.set(joined, n);
      return { ...named('SELECT n FROM done WHERE n = $1', [n]), joined };
    };
    const answers = [31, 32, 33].map(reads).map(asked);
    for (const [index, answer] of answers.entries())
      wholeWrites(pool).send({
        settings: settings(),
        settingsWaiting,
        asked: [asked({ ...named(insert, [31 + index, 'own']), locks: String(31 + index) }), answer],
      });
    expect((await Promise.all(answers.map(({ answer }) => answer.promise))).map(({ rows }) => rows)).toEqual([
      [{ n: 31, text: 'own' }],
      [{ n: 32, text: 'own' }],
      [{ n: 33, text: 'own' }],
    ]);
  });
});
