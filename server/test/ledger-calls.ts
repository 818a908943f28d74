import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { AwardPosting, BoundRequest, LineRequest, MovePosting, PostingRequest } from '../compile/post-request.ts';
import { uuidOf } from './ledger-load.ts';
import { move } from './ledger-side.ts';

/** What both ways are asked. */
export interface Call {
  readonly requests: readonly (readonly PostingRequest[])[];
  readonly day: number;
  readonly many: boolean;
  /** Closes the ledger `stock` up to this day first. */
  readonly close?: number;
}

/** The beginning of a day of 2026, as an instant. */
export const instant = (day: number): string => new Date(Date.UTC(2026, 0, 1) + day * 86_400_000).toISOString();

const BOUNDS: readonly (readonly BoundRequest[])[] = [
  [],
  [{ measure: 0, lo: '0', hi: null }],
  [{ measure: 0, lo: '0', hi: '40' }],
  [
    { measure: 0, lo: '-5', hi: null },
    { measure: 1, lo: '0', hi: '90.5' },
  ],
  [
    { measure: 0, lo: null, hi: '30' },
    { measure: 0, lo: '0', hi: '35' },
  ],
];
const AMOUNT = fc.oneof(
  { arbitrary: fc.integer({ min: -6, max: 9 }).map(String), weight: 8 },
  { arbitrary: fc.constantFrom('0.10', '-0.250', '1e1', '0'), weight: 3 },
  { arbitrary: fc.constant(null), weight: 1 },
  { arbitrary: fc.constantFrom('=5', '=0.5', '=-1'), weight: 1 },
);
const COST = { quantity: 0, amount: 1, scale: 2 };

/** Draws lines on the balances of a run. */
function linesOf(run: string): fc.Arbitrary<readonly LineRequest[]> {
  const key = (index: number): LineRequest['key'] => ({ u0: uuidOf(`${run} ${String(index)}`) });
  const stock = fc
    .record({
      key: fc.nat(3).map(key),
      amounts: fc.oneof(
        { arbitrary: fc.tuple(AMOUNT), weight: 6 },
        { arbitrary: fc.tuple(AMOUNT, AMOUNT), weight: 2 },
        { arbitrary: AMOUNT.map((amount) => [amount, '~0']), weight: 1 },
        { arbitrary: AMOUNT.map((amount) => [amount, 'auto']), weight: 2 },
      ),
      bounds: fc.constantFrom(...BOUNDS),
      place: fc.constantFrom('/a', '/b'),
    })
    .map((line): LineRequest => ({
      book: 'stock',
      ...line,
      ...(line.amounts[1] === 'auto' ? { cost: COST } : {}),
    }));
  const pair = fc
    .tuple(fc.nat(1), fc.integer({ min: -4, max: 6 }), fc.constantFrom(0, 0, 0, 1), fc.constantFrom(...BOUNDS))
    .map(([user, amount, off, bounds]): readonly LineRequest[] => [
      { book: 'points.wallet', key: key(10 + user), amounts: [String(amount)], bounds },
      { book: 'points.opening', key: {}, amounts: [String(off - amount)], bounds: [] },
    ]);
  const funds = fc
    .tuple(
      fc.constantFrom<readonly [string, LineRequest['key']]>(['points.budget', {}], ['points.owed', key(10)]),
      AMOUNT,
    )
    .map(([[book, of], amount]): readonly LineRequest[] => [
      { book, key: of, amounts: [String(Number(amount ?? 0) * 7 || 20)], bounds: [{ measure: 0, lo: '0', hi: null }] },
      { book: 'points.opening', key: {}, amounts: [String(-(Number(amount ?? 0) * 7 || 20))], bounds: [] },
    ]);
  return fc.oneof(
    { arbitrary: fc.array(stock, { minLength: 1, maxLength: 1 }), weight: 4 },
    { arbitrary: fc.array(stock, { minLength: 0, maxLength: 4 }), weight: 3 },
    { arbitrary: pair, weight: 2 },
    { arbitrary: funds, weight: 2 },
  );
}

function postingOf(run: string, day: number): fc.Arbitrary<PostingRequest> {
  const id = fc.oneof(
    { arbitrary: fc.uuid(), weight: 12 },
    { arbitrary: fc.nat(3).map((n) => uuidOf(`${run} id ${String(n)}`)), weight: 1 },
  );
  const record = fc.nat(3).map((index) => uuidOf(`${run} record ${String(index)}`));
  const source = fc.option(record.map((one) => ({ entity: 'Doc', record: one, transition: 'go' })));
  const plain = fc
    .record({ id, source, lines: linesOf(run), explain: fc.constantFrom(null, { why: 1 }) })
    .map((given) => ({ ...move({ ledger: 'stock', lines: given.lines }), ...given }));
  const more = (given: Partial<MovePosting>) => plain.map((one): PostingRequest => ({ ...one, ...given }));
  return fc.oneof(
    { arbitrary: plain, weight: 12 },
    { arbitrary: more({ rule: 'reserve', expiresAt: instant(day + 2) }), weight: 2 },
    { arbitrary: fc.integer({ min: -1, max: 1 }).chain((by) => more({ effectiveAt: instant(day + by) })), weight: 4 },
    {
      arbitrary: fc.record({ id, record }).map((one): PostingRequest => ({
        ...move({ ledger: 'stock', lines: [] }),
        id: one.id,
        rule: 'issue',
        source: { entity: 'Doc', record: one.record },
        consume: 'reserve',
      })),
      weight: 1,
    },
    {
      arbitrary: fc
        .record({ id, record })
        .map((one): PostingRequest => ({ kind: 'reverse', source: null, rules: ['adjust'], ...one })),
      weight: 1,
    },
    {
      arbitrary: fc.tuple(id, awardOf(run, day)).map(([own, award]): PostingRequest => ({ ...award, id: own })),
      weight: 6,
    },
  );
}

/** Most have all that they need; some meet an empty budget, a debt, a limit or a wait. */
function awardOf(run: string, day: number): fc.Arbitrary<Omit<AwardPosting, 'id'>> {
  const often = <T, U>(usual: T, weight: number, ...others: readonly U[]): fc.Arbitrary<T | U> =>
    fc.oneof({ arbitrary: fc.constant(usual), weight }, ...others.map((one) => fc.constant(one)));
  return fc
    .record({
      user: fc.nat(1),
      once: fc.nat(200),
      asked: fc.constantFrom('3', '2.75', '0.5', '3.00'),
      scale: fc.nat(2),
      budget: often('points.budget', 4, null),
      hasOwed: fc.boolean(),
      expires: often(null, 2, instant(day + 2)),
      limits: often([], 8, [{ id: 'daily', key: { t0: run }, max: '5' }]),
      waits: often(false, 8, true),
      explain: fc.constantFrom(null, { why: 1 }),
    })
    .map(({ user, once, budget, hasOwed, expires, waits, ...more }) => {
      const key = { u0: uuidOf(`${run} ${String(10 + user)}`) };
      return {
        kind: 'award',
        source: null,
        ledger: 'points',
        rule: 'a',
        once: `${run} ${String(once)}`,
        user: key.u0,
        budget: budget === null ? null : { book: budget, key: {} },
        wallet: { book: 'points.wallet', key },
        ...(hasOwed ? { owed: { book: 'points.owed', key } } : {}),
        ...(waits ? { pending: { book: 'points.pending', key, until: instant(day + 1) } } : {}),
        ...(expires === null ? {} : { expireTo: { book: 'points.breakage', key: {} } }),
        lotExpiresAt: expires,
        ...more,
      };
    });
}

/** Draws calls, day after day, on the balances of a run. */
export const callsOf = (run: string): fc.Arbitrary<readonly Call[]> =>
  fc
    .array(fc.constantFrom(0, 0, 0, 1), { minLength: 8, maxLength: 16 })
    .map((steps) => steps.map((_, index) => steps.slice(0, index + 1).reduce((sum, step) => sum + step, 5)))
    .chain((days) =>
      fc.tuple(
        ...days.map((day) =>
          fc.record(
            {
              requests: fc.array(fc.array(postingOf(run, day), { minLength: 1, maxLength: 2 }), {
                minLength: 1,
                maxLength: 5,
              }),
              day: fc.constant(day),
              many: fc.boolean(),
              close: fc.constantFrom(day - 2, day),
            },
            { requiredKeys: ['requests', 'day', 'many'] },
          ),
        ),
      ),
    );

/** Points for somebody who has some already, as a step of a workflow gives them beside its movements. */
export function awardTo(key: { readonly u0?: string }): AwardPosting {
  const user = key.u0 ?? '';
  return {
    kind: 'award',
    id: randomUUID(),
    source: null,
    ledger: 'points',
    rule: 'a',
    once: randomUUID(),
    user,
    asked: '3',
    scale: 0,
    budget: null,
    wallet: { book: 'points.wallet', key: { u0: user } },
    owed: { book: 'points.owed', key: { u0: user } },
    lotExpiresAt: null,
    limits: [],
    explain: null,
  };
}
