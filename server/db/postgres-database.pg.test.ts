import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlName } from '../../schema/core/ids.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { uniqueTenantName } from '../test/names.ts';
import { Committing, type SharedStatement, type SqlText } from './database.ts';
import { issueOfError } from './pg-errors.ts';
import { openPostgres } from './postgres-database.ts';

let server: TestDatabase;
const role = sqlName(`r_${uniqueTenantName('reader').replaceAll('-', '_')}`);
const scope = { role, timeoutMs: 2_000 };
beforeAll(async () => {
  server = await freshDatabase();
  for (const text of [
    `CREATE ROLE ${role} NOLOGIN`,
    'CREATE TABLE secret (id int)',
    'CREATE TABLE shown (id int)',
    `GRANT SELECT ON shown TO ${role}`,
    'INSERT INTO shown SELECT generate_series(1, 5)',
  ]) {
    await server.database.query({ text, params: [] });
  }
});
afterAll(async () => {
  await server.drop();
});

const read = (text: string, params: readonly unknown[] = [], name?: string) =>
  server.database.readAsTenant(scope, { text, params, ...(name === undefined ? {} : { name }) });
const codeOf = async (work: Promise<unknown>): Promise<string | undefined> => {
  try {
    await work;
    return 'done';
  } catch (error) {
    return issueOfError(error)?.code ?? `not an issue: ${String(error)}`;
  }
};

describe('reading as a tenant', () => {
  it('[TEN-37] what is shared is never older than what was committed when it was asked for', async () => {
    await server.database.query({ text: 'CREATE TABLE counted (n int)', params: [] });
    await server.database.query({ text: 'INSERT INTO counted VALUES (0)', params: [] });
    await server.database.query({ text: `GRANT SELECT ON counted TO ${role}`, params: [] });
    const text = 'SELECT n::text FROM counted, pg_sleep(0.003)';
    const is = { committed: 0 };
    const writer = async (): Promise<void> => {
      for (let n = 1; n <= 100; n += 1) {
        await server.database.query({ text: 'UPDATE counted SET n = $1', params: [n] });
        is.committed = n;
      }
    };
    const stale: string[] = [];
    const reader = async (): Promise<void> => {
      while (is.committed < 100) {
        const known = is.committed;
        const seen = Number(await read(text, [], text));
        if (seen < known) stale.push(`${String(seen)} after ${String(known)}`);
      }
    };
    await Promise.all([writer(), ...Array.from({ length: 12 }, reader)]);
    expect(stale).toEqual([]);
  });

  it('[TEN-8] runs under the role and leaves nothing of it behind', async () => {
    expect(await read('SELECT current_user::text')).toBe(role);
    expect(await codeOf(read('SELECT count(*)::text FROM secret'))).toBe('DATABASE_FORBIDDEN');
    expect(await codeOf(read('INSERT INTO shown VALUES (1) RETURNING id::text'))).not.toBe('done');
    expect(await server.database.query({ text: 'SELECT current_user::text AS me', params: [] })).toEqual([
      { me: 'postgres' },
    ]);
  });

  it('[TEN-8] a role that can be taken no more gives nobody another one', async () => {
    const one = await openPostgres({ url: server.url, readMax: 1 });
    try {
      const asked = (role_: string) =>
        one.readAsTenant(
          { role: sqlName(role_), timeoutMs: 2_000 },
          { text: 'SELECT current_user::text', params: [], name: 'me' },
        );
      expect(await asked(role)).toBe(role);
      // All leave at once: what is asked as the missing role runs as the one before it, and is given to nobody.
      const answers = await Promise.allSettled([asked('no_such_role'), asked('no_such_role'), asked(role)]);
      expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
      expect(answers[2]).toMatchObject({ value: role });
      expect(await codeOf(asked('no_such_role'))).not.toBe('done');
      expect(await asked(role)).toBe(role);
    } finally {
      await one.close();
    }
  });

  it('[TEN-9] stays usable after every kind of failure', async () => {
    for (let round = 0; round < 3; round += 1) {
      const results = await Promise.allSettled([
        read('SELECT nonsense FROM shown', [], 'bad'),
        read('SELECT (1 / ($1::int))::text', [0], 'divide'),
        read('SELECT sum(id)::text FROM shown WHERE id > $1', [0], 'sum'),
        server.database.readAsTenant(
          { role: sqlName('no_such_role'), timeoutMs: 100 },
          { text: 'SELECT 1::text', params: [] },
        ),
        read('SELECT (6 / ($1::int))::text', [2], 'divide'),
      ]);
      expect(results.map(({ status }) => status)).toEqual([
        'rejected',
        'rejected',
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
      expect(results[2]).toMatchObject({ value: '15' });
      expect(results[4]).toMatchObject({ value: '3' });
    }
  });

  it('[TEN-32] asks again for what stood behind one that failed', async () => {
    const one = await openPostgres({ url: server.url, readMax: 1 });
    try {
      const asked = (by: number) =>
        one.readAsTenant(scope, { text: 'SELECT (6 / $1::int)::text', params: [by], name: 'divide' });
      // From the second time on it is known to be short.
      for (let time = 0; time < 20; time += 1) await asked(1);
      const answers = await Promise.allSettled([1, 0, 2, 0, 3, 6].map((by) => asked(by)));
      expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed'))).toEqual([
        '6',
        'failed',
        '3',
        'failed',
        '2',
        '1',
      ]);
    } finally {
      await one.close();
    }
  });

  it('[TEN-10] ends a statement that runs too long', async () => {
    expect(
      await codeOf(
        server.database.readAsTenant({ role, timeoutMs: 50 }, { text: 'SELECT pg_sleep(5)::text', params: [] }),
      ),
    ).toBe('DATABASE_TIMEOUT');
    expect(await read('SELECT 1::text')).toBe('1');
  });

  it('[TEN-11] keeps a bounded number of prepared statements on a connection', async () => {
    const one = await openPostgres({ url: server.url, readMax: 1 });
    try {
      for (let i = 0; i < LIMITS.preparedStatementsPerConnectionMax + 20; i += 1) {
        expect(
          await one.readAsTenant(scope, { text: `SELECT (${i} + $1::int)::text`, params: [1], name: `statement ${i}` }),
        ).toBe(String(i + 1));
      }
      const kept = await one.readAsTenant(scope, {
        text: 'SELECT count(*)::text FROM pg_prepared_statements',
        params: [],
      });
      expect(Number(kept)).toBeLessThanOrEqual(LIMITS.preparedStatementsPerConnectionMax);
      expect(
        await one.readAsTenant(scope, { text: 'SELECT (0 + $1::int)::text', params: [1], name: 'statement 0' }),
      ).toBe('1');
    } finally {
      await one.close();
    }
  });

  it('[TEN-12] opens a new connection when the old one was cut', async () => {
    expect(await read('SELECT 1::text')).toBe('1');
    await server.database.query({
      text: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      params: [],
    });
    for (let attempt = 0; attempt < 20; attempt += 1) await read('SELECT 1::text').catch(() => undefined);
    expect(await read('SELECT 1::text')).toBe('1');
  });
});

describe('a transaction', () => {
  it('rolls back what throws, and gives values as exact text', async () => {
    const failing = server.database.transaction({}, async (tx) => {
      await tx.query({ text: 'INSERT INTO shown VALUES (99)', params: [] });
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    const [row] = await server.database.query<{ n: string }>({
      text: 'SELECT count(*) AS n FROM shown WHERE id = 99',
      params: [],
    });
    expect(row?.n).toBe('0');
    const exact = await server.database.query({
      text: `SELECT 9007199254740993::int8 AS i, 0.10::numeric AS n, '2026-01-02'::date AS d, '2026-01-02T03:04:05.678Z'::timestamptz AS t, '{"a": 1.10}'::jsonb AS j`,
      params: [],
    });
    expect(exact).toEqual([
      { i: '9007199254740993', n: '0.10', d: '2026-01-02', t: '2026-01-02T03:04:05.678Z', j: '{"a": 1.10}' },
    ]);
  });

  it('[TEN-30] sends its commit behind what nobody waited for, and tells what failed of it', async () => {
    const insert = (id: string) => ({ text: 'INSERT INTO shown VALUES ($1::int)', params: [id], name: 'insert' });
    const count = { text: 'SELECT count(*)::int AS n FROM shown WHERE id > 100', params: [] };
    const answered = await server.database.transaction({}, (tx) => {
      tx.query(insert('101')).catch(() => undefined);
      return Promise.resolve(new Committing(tx.query<{ n: number }>(count)));
    });
    expect(answered).toEqual([{ n: 1 }]);
    const failed = server.database.transaction({}, (tx) => {
      tx.query(insert('102')).catch(() => undefined);
      tx.query(insert('one hundred')).catch(() => undefined);
      return Promise.resolve(new Committing(Promise.resolve('done')));
    });
    // Not that the transaction is aborted: why.
    await expect(failed).rejects.toMatchObject({ code: '22P02' });
    const waiting = server.database.transaction({}, async (tx) => {
      tx.query(insert('one hundred')).catch(() => undefined);
      await tx.query(count);
    });
    await expect(waiting).rejects.toMatchObject({ code: '22P02' });
    const mended = await server.database.transaction({}, async (tx) => {
      await tx.query({ text: 'SAVEPOINT s', params: [] });
      await tx.query(insert('one hundred')).catch(() => undefined);
      await tx.query({ text: 'ROLLBACK TO SAVEPOINT s', params: [] });
      await tx.query(insert('103'));
      return new Committing(tx.query<{ n: number }>(count));
    });
    expect(mended).toEqual([{ n: 2 }]);
    expect(await server.database.query(count)).toEqual([{ n: 2 }]);
  });

  it('[TEN-31] is one message where nothing is waited for, and all of it or nothing', async () => {
    const one = await openPostgres({ url: server.url, poolMax: 1 });
    const named = (text: string, params: readonly unknown[] = []) => ({ text, params, name: text });
    try {
      await one.query({
        text: 'CREATE TABLE held (id int UNIQUE DEFERRABLE INITIALLY DEFERRED, x text[], j jsonb, b bytea)',
        params: [],
      });
      const insert = named('INSERT INTO held VALUES ($1, $2, $3, $4)').text;
      const add = (id: unknown, x: readonly (string | null)[] = []) =>
        named(insert, [id, x, { a: 'ü"' }, Buffer.from([0, 255])]);
      const marked = ['{"a":"b \\\\ \u2028 😀"}', 'two "lines",\n\t\\ \u0085 and a \u007f'];
      const given = ['', 'a "b" \\ {c}, NULL', null, '名', ...marked];
      const sent = (ids: readonly unknown[]) =>
        one.transaction({ lockTimeoutMs: 900 }, (tx) => {
          const all = ids.map((id) => tx.query(add(id, given)));
          for (const each of all) each.catch(() => undefined);
          return Promise.resolve(
            new Committing(
              tx.query(named(`SELECT current_setting('lock_timeout') AS t, count(*)::int AS n FROM held`)),
            ),
          );
        });
      // What was never prepared because the message failed before is prepared by the next.
      await expect(sent(['two'])).rejects.toMatchObject({ code: '22P02' });
      expect(await sent([1, 2])).toEqual([{ t: '900ms', n: 2 }]);
      await expect(sent([3, 'four', 5])).rejects.toMatchObject({ code: '22P02' });
      // Found at the commit alone.
      await expect(sent([6, 1])).rejects.toMatchObject({ code: '23505' });
      expect(await sent([7])).toEqual([{ t: '900ms', n: 3 }]);
      const [row] = await one.query({ text: `SELECT x, j->>'a' AS a, b::text AS b FROM held LIMIT 1`, params: [] });
      expect(row).toEqual({ x: given, a: 'ü"', b: '\\x00ff' });
      expect(await one.query({ text: `SELECT current_setting('lock_timeout') AS t`, params: [] })).toEqual([
        { t: '0' },
      ]);
    } finally {
      await one.close();
    }
  });

  it('[TEN-34] goes together with others that are one message, each wholly or not at all', async () => {
    const one = await openPostgres({ url: server.url, poolMax: 6 });
    const named = (text: string, params: readonly unknown[], more: Partial<SqlText> = {}) => ({
      ...{ text, params, name: text },
      ...more,
    });
    const added = 'INSERT INTO gone VALUES ($1::int, $2) RETURNING n, pg_current_xact_id()::text AS xid';
    const all = 'INSERT INTO gone SELECT x, $2::text FROM unnest($1::int[]) AS x';
    const lists = new WeakMap<SharedStatement, readonly number[]>();
    const shares = (ids: readonly number[]): SharedStatement => {
      const shared: SharedStatement = {
        paramsOf: (parts) => [parts.flatMap((part) => lists.get(part) ?? []), parts.length],
      };
      lists.set(shared, ids);
      return shared;
    };
    const write = (id: unknown, more: readonly number[] = []) =>
      one.transaction({ lockTimeoutMs: 9_000 }, async (tx) => {
        const row = tx.query<{ n: number; xid: string }>(named(added, [id, 'own'], { locks: String(id) }));
        if (more.length > 0) tx.query(named(all, [more, 1], { shared: shares(more) })).catch(() => undefined);
        return new Committing(row);
      });
    const waitingForLocks = async (): Promise<number | undefined> => {
      const text = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      return (await one.query<{ n: number }>({ text, params: [] }))[0]?.n;
    };
    const rows = (): Promise<readonly { n: number; text: string }[]> =>
      one.query({ text: 'SELECT n, text FROM gone ORDER BY n', params: [] });
    try {
      await one.query({ text: 'CREATE TABLE gone (n int UNIQUE, text text)', params: [] });
      const answers = await Promise.all([write(3, [10]), write(1, [11, 12]), write(2)]);
      expect(answers.map(([row]) => row?.n)).toEqual([3, 1, 2]);
      expect(new Set(answers.map(([row]) => row?.xid)).size).toBe(1);
      // What several do as one statement is told how many they are.
      expect((await rows()).map(({ n, text }) => `${String(n)} ${text}`)).toEqual([
        ...['1 own', '2 own', '3 own'],
        ...['10 2', '11 2', '12 2'],
      ]);
      const mixed = await Promise.allSettled([write(4, [13]), write('five'), write(6, [11]), write(7)]);
      expect(mixed.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
      expect(mixed[1]).toMatchObject({ reason: { code: '22P02' } });
      expect(mixed[2]).toMatchObject({ reason: { code: '23505' } });
      expect((await rows()).map(({ n }) => n)).toEqual([1, 2, 3, 4, 7, 10, 11, 12, 13]);
      // Those that wait for a lock do not keep who comes later.
      const waiters: Promise<unknown>[] = [];
      await one.transaction({}, async (tx) => {
        await tx.query(named('UPDATE gone SET text = $1 WHERE n IN (1, 2)', ['held']));
        for (const id of [1, 2]) {
          const raised = named('UPDATE gone SET text = $2 WHERE n = $1', [id, 'raised']);
          waiters.push(one.transaction({ lockTimeoutMs: 9_000 }, async (other) => new Committing(other.query(raised))));
          // Each leaves by itself.
          await expect.poll(waitingForLocks).toBe(id);
        }
        expect((await Promise.all([write(20), write(21)])).map(([row]) => row?.n)).toEqual([20, 21]);
        // Nor for long those that left with them.
        const raised = named('UPDATE gone SET text = $2 WHERE n = $1', [1, 'raised']);
        waiters.push(one.transaction({ lockTimeoutMs: 9_000 }, async (other) => new Committing(other.query(raised))));
        expect((await write(22)).map(({ n }) => n)).toEqual([22]);
      });
      await Promise.all(waiters);
      expect((await rows()).slice(0, 2).map(({ text }) => text)).toEqual(['raised', 'raised']);
    } finally {
      await one.close();
    }
  });

  it('[TEN-35] looks apart from itself as long as nothing was asked in it, and sees its own rows then', async () => {
    const own = 'SELECT pg_backend_pid()::text AS pid';
    const first = {
      text: 'SELECT max(id)::text AS id FROM shown WHERE id > $1',
      params: [0],
      name: 'first of a write',
    };
    const tenant = { role, timeoutMs: 2_000 };
    const seen = await server.database.transaction({ tenant }, async (tx) => {
      const [before, apart] = [await tx.look(first), await tx.look({ text: own, params: [] })];
      const [inside] = await tx.query<{ pid: string }>({ text: own, params: [] });
      const after = await tx.look({ text: own, params: [] });
      return { before, isApart: apart !== inside?.pid, isInside: after === inside?.pid };
    });
    expect(seen).toEqual({ before: expect.any(String), isApart: true, isInside: true });
    const secret = { text: 'SELECT count(*)::text FROM secret', params: [] };
    await expect(server.database.transaction({ tenant }, (tx) => tx.look(secret))).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('[TEN-31] gives back plans that a connection has kept too many of', async () => {
    const one = await openPostgres({ url: server.url, poolMax: 1 });
    try {
      const statements = Array.from({ length: LIMITS.preparedStatementsPerConnectionMax + 20 }, (_, index) => {
        const text = `SELECT $1::int + ${String(index)} AS n`;
        return { text, params: [1], name: text };
      });
      for (let round = 0; round < 2; round += 1) {
        const sums = await one.transaction({}, (tx) => Promise.all(statements.map((each) => tx.query(each))));
        expect(sums.at(-1)).toEqual([{ n: statements.length }]);
      }
      const [kept] = await one.transaction({}, (tx) =>
        tx.query<{ n: number }>({ text: 'SELECT count(*)::int AS n FROM pg_prepared_statements', params: [] }),
      );
      // Those of the message that is on its way stand beside those that are given back with the next.
      expect(kept?.n).toBeLessThan(2 * LIMITS.preparedStatementsPerConnectionMax);
    } finally {
      await one.close();
    }
  });

  it('holds a lock that one holder at a time has', async () => {
    const first = await server.database.tryLock('one');
    expect(first).not.toBeNull();
    expect(await server.database.tryLock('one')).toBeNull();
    await first?.();
    const second = await server.database.tryLock('one');
    expect(second).not.toBeNull();
    await second?.();
  });

  it('is told of notices until it stops listening', async () => {
    const heard: string[] = [];
    const stop = await server.database.listen('news', (payload) => void heard.push(payload));
    await server.database.query({ text: `SELECT pg_notify('news', 'hello')`, params: [] });
    await expect.poll(() => heard).toEqual(['hello']);
    await stop();
  });
});
