import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LineRequest, PostAnswer, PostingRequest } from '../compile/post-request.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { awardTo, callsOf, instant, type Call } from '../test/ledger-calls.ts';
import { uuidOf } from '../test/ledger-load.ts';
import { ledgerBench, move, NOW, type LedgerBench } from '../test/ledger-side.ts';
import { postAsDocument, postTogether } from '../test/ledger-flat.ts';
import { wholeRuns } from '../test/whole-runs.ts';

/**
 * Two tenants are asked the same. One answers everyday requests by the short way, the other everything by the general
 * way; a third cannot go the general way at all.
 */
let db: TestDatabase;
let short: LedgerBench;
let general: LedgerBench;
let shortOnly: LedgerBench;
let sure: LedgerBench;

beforeAll(async () => {
  db = await freshDatabase();
  short = await ledgerBench(db.database);
  general = await ledgerBench(db.database);
  shortOnly = await ledgerBench(db.database);
  sure = await ledgerBench(db.database);
  await replaceFunction(general, 'fw_post_one(request jsonb)', 'RETURN NULL;');
  await replaceFunction(general, 'fw_post_plain(requests jsonb)', 'RETURN NULL;');
  await replaceFunction(shortOnly, 'fw_post_try(requests jsonb)', "RAISE EXCEPTION 'the general way';");
});
afterAll(() => db.drop());

const replaceFunction = (side: LedgerBench, signature: string, body: string): Promise<unknown> =>
  side.query(
    `CREATE OR REPLACE FUNCTION @.${signature} RETURNS jsonb LANGUAGE plpgsql AS $$ BEGIN ${body} RETURN NULL; END $$`,
  );

/** What is the same on both sides: everything but numbers that are drawn and ids of lots and expiries. */
const ROWS = [
  `SELECT (to_jsonb(p) - 'seq' - 'xid' - CASE p.kind WHEN 'expire' THEN 'id' ELSE '' END)::text AS row FROM @.fw_posting p ORDER BY p.seq`,
  `SELECT (to_jsonb(m) - 'seq' - 'lot' - CASE p.kind WHEN 'expire' THEN 'posting' ELSE '' END)::text || (m.lot IS NULL)::text AS row
     FROM @.fw_movement m JOIN @.fw_posting p ON p.id = m.posting ORDER BY m.seq`,
  `SELECT to_jsonb(b)::text AS row FROM @.fw_balance b ORDER BY b.book, b.key`,
  `SELECT (to_jsonb(l) - 'id' - 'seq')::text AS row FROM @.fw_lot l ORDER BY l.seq`,
];

/** Zeros at the end of a number say nothing: a sum keeps as many digits as what was added. */
async function rowsIn(side: LedgerBench, text: string): Promise<readonly string[]> {
  const rows = await side.query<{ readonly row: string }>(text);
  return rows.map(({ row }) => row.replaceAll(/(\.\d*?)0+(?=[,}])/g, '$1').replaceAll(/\.(?=[,}])/g, ''));
}

const EMPTY =
  'WITH a AS (DELETE FROM @.fw_posting), b AS (DELETE FROM @.fw_movement), c AS (DELETE FROM @.fw_lot), d AS (DELETE FROM @.fw_period) DELETE FROM @.fw_balance';

async function call(side: LedgerBench, { requests, day, many, close }: Call): Promise<readonly PostAnswer[]> {
  if (close !== undefined)
    await side.query(
      "INSERT INTO @.fw_period (ledger, closed_until, closed_at) VALUES ('stock', $1, $1) RETURNING seq",
      [instant(close)],
    );
  if (many) return side.postMany(requests, instant(day));
  const answers: PostAnswer[] = [];
  for (const request of requests) answers.push(await side.post(request, instant(day)));
  return answers;
}

/** The answers, or the code of the error: what cannot be done at all cannot be done by either. */
const outcome = (side: LedgerBench, one: Call): Promise<unknown> =>
  call(side, one).catch((error: unknown) => String(Reflect.get(Object(error), 'code')));

/** The long version has five times as long. */
const TIME_MS = process.env['FORMWORK_LONG'] === '1' ? 30_000 : 6_000;

const { whole, ended } = wholeRuns();

describe('the short way', () => {
  const seed = Number(process.env['FORMWORK_SEED'] ?? Date.now() % 2_147_483_647);

  it(`[LED-47] answers and writes what the general way does (seed ${String(seed)})`, { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        callsOf(String(seed)),
        whole(async (calls: readonly Call[]) => {
          for (const side of [short, general]) await side.query(EMPTY);
          for (const one of calls) expect(await outcome(short, one)).toEqual(await outcome(general, one));
          for (const text of ROWS) {
            expect(await rowsIn(short, text)).toEqual(await rowsIn(general, text));
          }
        }),
      ),
      { seed, numRuns: 400, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false },
    );
    await ended();
  });

  it(
    `[LED-47] of documents writes what the general way does (seed ${String(seed)})`,
    { timeout: 120_000 },
    async () => {
      const run = String(seed);
      const users = [10, 11].map((user) => uuidOf(`${run} ${String(user)}`));
      await sure.query(
        `INSERT INTO @.fw_user (id, name, email) SELECT id, 'Ann', 'ann' FROM unnest($1::uuid[]) AS u(id) RETURNING id`,
        [users],
      );
      const flat = { taken: 0, left: 0 };
      const callSurely = async (one: Call): Promise<void> => {
        await call(sure, { ...one, many: false, requests: [] });
        if (one.many && (await postTogether(sure, one.requests, instant(one.day)))) return;
        for (const postings of one.requests) flat[await postAsDocument(sure, postings, instant(one.day))] += 1;
      };
      await fc.assert(
        fc.asyncProperty(
          callsOf(run),
          whole(async (calls: readonly Call[]) => {
            for (const side of [sure, general]) await side.query(EMPTY);
            for (const one of calls) {
              const codes = [callSurely(one), call(general, { ...one, many: false })].map((done) =>
                done.then(
                  () => null,
                  (error: unknown) => String(Reflect.get(Object(error), 'code')),
                ),
              );
              const [ours, theirs] = await Promise.all(codes);
              expect(ours).toEqual(theirs);
            }
            for (const text of ROWS) {
              expect(await rowsIn(sure, text)).toEqual(await rowsIn(general, text));
            }
          }),
        ),
        { seed, numRuns: 400, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false },
      );
      await ended();
      // Both ways were met, however little a slow machine does in the time.
      expect(Math.min(flat.taken, flat.left)).toBeGreaterThan(0);
    },
  );

  it('[LED-47] of documents that go together writes what one after the other does', async () => {
    const keys = [1, 2, 3].map((n) => ({ u0: uuidOf(`together ${String(n)}`) }));
    const users = [4, 5].map((n) => ({ u0: uuidOf(`together ${String(n)}`) }));
    const bounds = [{ measure: 0, lo: '0', hi: null }];
    const document = (amounts: readonly (string | null)[], user: number): PostingRequest[] => {
      const lines = keys.flatMap((key, index) => {
        const amount = amounts[index] ?? null;
        return amount === null ? [] : [{ book: 'stock', key, amounts: [amount], bounds }];
      });
      return [move({ lines }), awardTo(users[user] ?? {})];
    };
    const first = [document(['19', '9.5', '9'], 0), document(['1', '1', '1'], 1)];
    const documents = [
      ...[document(['-1', '-2.25', null], 0), document([null, '-3', '-4'], 1), document(['-9', '1', null], 0)],
      ...[document(['4', null, '-6'], 0), document(['-5', '0.125', '7'], 1)],
    ];
    // The second takes what the first has not brought yet.
    const apart = [document(['-90', null, null], 0), document(['90', null, null], 1)];
    for (const side of [sure, general]) {
      await side.query(EMPTY);
      await side.query(
        `INSERT INTO @.fw_user (id, name, email) SELECT id, 'Ann', 'ann' FROM unnest($1::uuid[]) AS u(id) ON CONFLICT DO NOTHING RETURNING id`,
        [users.map(({ u0 }) => u0)],
      );
      for (const postings of first) expect(await side.post(postings)).toMatchObject({ ok: true });
    }
    expect(await postTogether(sure, documents, NOW)).toBe(true);
    for (const postings of documents) expect(await general.post(postings)).toMatchObject({ ok: true });
    for (const text of ROWS) expect(await rowsIn(sure, text)).toEqual(await rowsIn(general, text));
    expect(await postTogether(sure, apart, NOW)).toBe(false);
    for (const text of ROWS) expect(await rowsIn(sure, text)).toEqual(await rowsIn(general, text));
    // As writes of documents, all at once: the one that is refused leaves the others alone.
    await Promise.allSettled(apart.map((postings) => postAsDocument(sure, postings, NOW)));
    expect((await sure.balance('stock', keys[0] ?? {}))[0]).toMatch(/^(9|99)$/);
  });

  it('[LED-47] is what everyday requests go', async () => {
    const keys = Array.from({ length: 3 }, () => ({ u0: randomUUID() }));
    const bounds = [{ measure: 0, lo: '0', hi: null }];
    const lines = (amount: string): LineRequest[] =>
      keys.map((key) => ({ book: 'stock', key, amounts: [amount], bounds }));
    const first = move({ lines: lines('9') });
    expect(await shortOnly.post([first])).toEqual({ ok: true, postings: [{ id: first.id, replayed: false }] });
    const [one] = lines('-1');
    const asked: PostingRequest[][] = [
      [move({ lines: one === undefined ? [] : [one] })],
      [{ ...move({ lines: lines('-1') }), rule: 'reserve', expiresAt: '2026-04-01T00:00:00.000Z' }],
      [move({ lines: lines('2') }), move({ lines: lines('-1') })],
    ];
    for (const postings of asked) expect(await shortOnly.post(postings)).toMatchObject({ ok: true });
    const again = asked.map((postings) => postings.map((posting) => ({ ...posting, id: randomUUID() })));
    expect((await shortOnly.postMany(again)).map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(await shortOnly.post([move({ lines: lines('1') }), awardTo(keys[0] ?? {})])).toMatchObject({
      ok: true,
      postings: [{ replayed: false }, { replayed: false, granted: '3' }],
    });
    await expect(shortOnly.post([first])).rejects.toThrow('the general way');
    expect(await shortOnly.balance('stock', keys[0] ?? {})).toEqual(['8', '0', '0', '0']);
    expect((await ledgerVerify(shortOnly.place)).differences).toEqual([]);
  });
});
