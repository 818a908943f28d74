import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { PostAnswer, PostRequest } from '../compile/post-request.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { loadClient, loadKey, newTally } from '../test/ledger-load.ts';
import { ledgerBench, move, NOW, type LedgerBench } from '../test/ledger-side.ts';
import { keyGate } from './key-gate.ts';
import { openPostgres } from './postgres-database.ts';
import { postBatched } from './post-batcher.ts';
import type { Database } from './database.ts';

let db: TestDatabase;
let side: LedgerBench;
let wide: Database;

beforeAll(async () => {
  db = await freshDatabase();
  side = await ledgerBench(db.database);
  wide = await openPostgres({ url: db.url, poolMax: 16 });
});
afterAll(async () => {
  await wide.close();
  await db.drop();
});

const CLIENTS = 16;
const KEYS = 12;
const MS = 3_000;

/** A request as the tenant's role, in a transaction of its own. */
async function postAlone(request: PostRequest): Promise<PostAnswer> {
  const { role, schema } = side.place;
  return wide.transaction({ tenant: { role, timeoutMs: 20_000 } }, async (tx) => {
    const [row] = await tx.query<{ readonly answer: string }>({
      text: `SELECT "${schema}".fw_post($1::jsonb)::text AS answer`,
      params: [JSON.stringify(request)],
    });
    return JSON.parse(must(row, 'answer').answer) as PostAnswer;
  });
}

async function load(
  post: (request: PostRequest) => Promise<PostAnswer>,
  seed: number,
): Promise<ReturnType<typeof newTally>> {
  await side.post(
    Array.from({ length: KEYS }, (_, index) =>
      move({ lines: [{ book: 'stock', key: loadKey(index), amounts: ['20'] }] }),
    ),
  );
  const tally = newTally();
  const end = Date.now() + MS;
  const clients = Array.from({ length: CLIENTS }, (_, index) =>
    loadClient(post, { seed: seed + index, keys: KEYS, now: NOW }, tally, () => Date.now() > end),
  );
  await Promise.all(clients);
  return tally;
}

async function check(tally: ReturnType<typeof newTally>): Promise<void> {
  const rows = await side.query<{ readonly id: string }>("SELECT id::text AS id FROM @.fw_posting WHERE rule = 'load'");
  const made = new Set(rows.map(({ id }) => id));
  expect(tally.contradictions).toEqual([]);
  expect([...tally.acknowledged].filter((id) => !made.has(id))).toEqual([]);
  const verification = await ledgerVerify(side.place);
  expect(verification.differences).toEqual([]);
  const below = await side.query('SELECT key FROM @.fw_balance WHERE m0 < 0 AND book = $$stock$$');
  expect(below).toEqual([]);
  expect(await deadlocks()).toBe(0);
}

const deadlocks = async (): Promise<number> =>
  must(
    (
      await wide.query<{ readonly n: number }>({
        text: 'SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()',
        params: [],
      })
    )[0],
    'row',
  ).n;

describe('16 connections on 12 balances', () => {
  it('[LED-40] every acknowledged posting is there once, nothing else is, and all adds up', async () => {
    const tally = await load(postAlone, 1_000);
    expect(tally.attempts).toBeGreaterThan(50);
    expect(tally.refused.size).toBeGreaterThan(0);
    await check(tally);
    const rows = await side.query<{ readonly n: number }>(
      "SELECT count(*)::int AS n FROM @.fw_posting WHERE rule = 'load'",
    );
    expect(must(rows[0], 'count').n).toBe(tally.acknowledged.size);
  });

  it('[LED-41] together in batches, each with its own verdict', async () => {
    const { role, schema } = side.place;
    const tally = await load((request) => postBatched({ database: wide, schema, role }, request), 2_000);
    expect(tally.attempts).toBeGreaterThan(50);
    await check(tally);
  });

  it('[LED-41] a balance that is held elsewhere does not hold up the others', async () => {
    const { role, schema } = side.place;
    const target = { database: wide, schema, role };
    const request = (key: { readonly u0: string }, amount: string): PostRequest => ({
      now: NOW,
      actor: null,
      templateVersion: 1,
      postings: [move({ lines: [{ book: 'stock', key, amounts: [amount] }] })],
    });
    const [held, free] = [{ u0: randomUUID() }, { u0: randomUUID() }];
    const order: string[] = [];
    const posts: Promise<number>[] = [];
    await wide.transaction({ tenant: { role, timeoutMs: 20_000 } }, async (tx) => {
      const mine = JSON.stringify(request(held, '1'));
      await tx.query({ text: `SELECT "${schema}".fw_post($1::jsonb)`, params: [mine] });
      posts.push(postBatched(target, request(held, '2')).then(() => order.push('held')));
      await new Promise((resolve) => setTimeout(resolve, 50));
      posts.push(postBatched(target, request(held, '3')).then(() => order.push('held too')));
      await postBatched(target, request(free, '4')).then(() => order.push('free'));
    });
    await Promise.all(posts);
    expect(order).toEqual(['free', 'held', 'held too']);
    expect(await side.balance('stock', held)).toEqual(['6', '0', '0', '0']);
  });

  it('[LED-41] a request that cannot be done at all fails alone', async () => {
    const { role, schema } = side.place;
    const target = { database: wide, schema, role };
    const request = (book: string, amount: string): PostRequest => ({
      now: NOW,
      actor: null,
      templateVersion: 1,
      postings: [move({ lines: [{ book, key: { u0: randomUUID() }, amounts: [amount] }] })],
    });
    const answers = await Promise.allSettled([
      postBatched(target, request('stock', '1')),
      postBatched(target, request('stock', 'nonsense')),
      postBatched(target, request('stock', '2')),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('two connections', () => {
  const stock = (amount: string) =>
    move({
      lines: [{ book: 'stock', key: { u0: keyId }, amounts: [amount], bounds: [{ measure: 0, lo: '0', hi: null }] }],
    });
  const keyId = randomUUID();
  const request = (posting: PostRequest['postings'][number]): PostRequest => ({
    now: NOW,
    actor: null,
    templateVersion: 1,
    postings: [posting],
  });

  it('[LED-42] the same posting at the same time is made once and answered to both', async () => {
    const posting = stock('5');
    const answers = await Promise.all(Array.from({ length: 8 }, () => postAlone(request(posting))));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(answers.filter((one) => one.ok && one.postings[0]?.replayed === false)).toHaveLength(1);
    expect(await side.balance('stock', { u0: keyId })).toEqual(['5', '0', '0', '0']);
  });

  it('[LED-42] the last piece goes to one', async () => {
    const answers = await Promise.all(Array.from({ length: 16 }, () => postAlone(request(stock('-1')))));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
    expect(await side.balance('stock', { u0: keyId })).toEqual(['0', '0', '0', '0']);
  });

  it('[LED-42] a consumption and a lapse of one reservation: one of them', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [key, record] = [{ u0: randomUUID() }, randomUUID()];
      const source = { entity: 'SalesOrder', record };
      const bounds = [{ measure: 0, lo: '0', hi: null }];
      const later = '2026-04-01T00:00:00.000Z';
      await side.post([
        move({ lines: [{ book: 'stock', key, amounts: ['5'], bounds }] }),
        {
          ...move({ lines: [{ book: 'stock', key, amounts: ['-5'], bounds }] }),
          rule: 'reserve',
          source,
          expiresAt: '2026-03-02T00:00:00Z',
        },
      ]);
      const consume = { ...move({ lines: [] }), rule: 'issue', source, consume: 'reserve' };
      const [answer] = await Promise.all([postAlone({ ...request(consume), now: later }), side.lapse(later)]);
      expect(answer.ok).toBe(true);
      expect(await side.balance('stock', key)).toEqual(['0', '0', '0', '0']);
    }
    expect((await ledgerVerify(side.place)).differences).toEqual([]);
  });

  it('[LED-43] 16 awards at once stay within cap and budget, to the point', async () => {
    const user = randomUUID();
    const budget = { book: 'points.budget', key: { t0: 'p' } };
    await side.post([
      move({
        lines: [
          { ...budget, amounts: ['33'], bounds: [{ measure: 0, lo: '0', hi: null }] },
          { book: 'points.opening', key: {}, amounts: ['-33'] },
        ],
      }),
    ]);
    const once = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, index) =>
        postAlone(
          request({
            kind: 'award',
            id: randomUUID(),
            source: null,
            ledger: 'points',
            rule: 'a',
            once: index < 4 ? once : randomUUID(),
            user,
            asked: '3',
            scale: 0,
            budget,
            wallet: { book: 'points.wallet', key: { u0: user } },
            lotExpiresAt: null,
            limits: [{ id: 'daily', key: { u0: user, t0: 'd' }, max: index % 2 === 0 ? '20' : '20' }],
            explain: {},
          }),
        ),
      ),
    );
    const granted = answers.map((one) => (one.ok ? Number(one.postings[0]?.granted) : NaN));
    expect(granted.reduce((sum, one) => sum + one, 0)).toBe(20);
    expect(granted.slice(0, 4).filter((one) => one > 0).length).toBeLessThanOrEqual(1);
    expect(await side.balance('points.budget', { t0: 'p' })).toEqual(['13', '0', '0', '0']);
    expect((await ledgerVerify(side.place)).differences).toEqual([]);
  });
});

describe('keyGate', () => {
  it('[LED-44] lets so many in at a time, in order', async () => {
    const gate = keyGate(4);
    let inside = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        gate.through(['b', 'a', 'a'], async () => {
          inside += 1;
          most = Math.max(most, inside);
          await new Promise((resolve) => setTimeout(resolve, 1));
          order.push(index);
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(4);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('[LED-44] can be asked without waiting', () => {
    const gate = keyGate(1);
    const leave = gate.tryEnter(['a', 'b', 'a']);
    expect(gate.tryEnter(['b', 'c'])).toBeUndefined();
    expect(gate.tryEnter(['c'])).toBeDefined();
    leave?.();
    expect(gate.tryEnter(['a', 'b'])).toBeDefined();
  });
});
