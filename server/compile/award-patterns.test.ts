import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { TiersDef } from '../../schema/template/template-rules.ts';
import { around, rankDepartments, rankPeople, topOf, type BoardMember } from './award-board.ts';
import { findBursts, findCreateCancel, findReciprocal, findSplitOrders } from './award-flags.ts';
import { mayDecide, openStep, type GiftState } from './award-gift.ts';
import { levelFor, nextStanding } from './award-tier.ts';

describe('detectors', () => {
  const window = { from: '2026-02-04', month: '2026-03', nameOf: (user: string) => `Name of ${user}` };

  it('[PTS-18] records undone count from five, and from half of those made', () => {
    const row = (created: number, cancelled: number) => ({ user: 'a', created, cancelled });
    expect(findCreateCancel([row(10, 4)], window)).toEqual([]);
    expect(findCreateCancel([row(11, 5)], window)).toEqual([]);
    expect(findCreateCancel([row(10, 5)], window)).toMatchObject([{ user: 'a', key: 'a|2026-03' }]);
  });

  it('[PTS-18] many records for one customer on a day are told against the usual day', () => {
    const row = (day: string, count: number) => ({ user: 'a', entity: 'Job', field: 'client', value: 'c', day, count });
    expect(findSplitOrders([row('1', 5), row('2', 1), row('3', 1)])).toMatchObject([
      { facts: { day: '1', usual: '1' } },
    ]);
    expect(findSplitOrders([row('1', 4), row('2', 1)])).toEqual([]);
    expect(findSplitOrders([row('1', 6), row('2', 5), row('3', 6)])).toEqual([]);
  });

  it('[PTS-18] a burst is far from the median day of four weeks, not from one quiet day', () => {
    const days = (count: number, peak: number) => [
      ...Array.from({ length: 28 }, (_, index) => ({ user: 'a', day: index, date: String(index), count })),
      { user: 'a', day: 28, date: '28', count: peak },
    ];
    expect(findBursts(days(1, 12)).map(({ key }) => key)).toContain('a|28');
    expect(findBursts(days(10, 12)).map(({ key }) => key)).not.toContain('a|28');
    expect(findBursts([{ user: 'a', day: 1, date: '1', count: 9 }])).toEqual([]);
  });

  it('[PTS-18] mutual awards flag both, each about himself', () => {
    const row = (giver: string, receiver: string, count: number) => ({ giver, receiver, count });
    const found = findReciprocal([row('a', 'b', 3), row('b', 'a', 2), row('a', 'c', 9), row('c', 'a', 1)], window);
    expect(found.map(({ user, facts }) => [user, facts['other']])).toEqual([
      ['a', 'Name of b'],
      ['b', 'Name of a'],
    ]);
  });
});

describe('leaderboards', () => {
  const member = (id: string, more: Partial<BoardMember> = {}): BoardMember => ({
    id,
    name: id,
    departments: ['x'],
    out: false,
    ...more,
  });

  it('[PTS-13] equals share a rank, the next rank counts them', () => {
    const places = rankPeople(
      [member('a'), member('b'), member('c'), member('d')],
      new Map([
        ['a', '5'],
        ['b', '7.00'],
        ['c', '7'],
      ]),
      { optOut: true },
    );
    expect(places.map(({ id, rank }) => [id, rank])).toEqual([
      ['b', 1],
      ['c', 1],
      ['a', 3],
    ]);
    expect(around(places, 'c', 1).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
    expect(topOf(places, 'topThird').map(({ id }) => id)).toEqual(['b']);
    expect(topOf(places, 'top2')).toHaveLength(2);
    expect(topOf(places, 'aroundMe')).toEqual([]);
  });

  it('[PTS-13] a department of fewer than three members is not shown', () => {
    const two = [member('a'), member('b')];
    const options = { earned: new Map([['a', '9']]), perMember: true, scale: 2 };
    const department = [{ id: 'x', name: 'X' }];
    expect(rankDepartments(department, two, options)).toEqual([]);
    expect(rankDepartments(department, [...two, member('c', { out: true })], options)).toMatchObject([{ value: '3' }]);
  });
});

describe('approvals of special awards', () => {
  const holders = [
    { id: 'g', roles: ['c'] },
    { id: 'r', roles: ['c'] },
    { id: 'm', roles: ['c'] },
    { id: 'n', roles: ['c', 'd'] },
  ];
  const gift = (mode: 'all' | 'any' | 'inOrder', roles: readonly string[], by: readonly string[] = []): GiftState => ({
    giver: 'g',
    receiver: 'r',
    steps: [{ id: 's', mode, roles }],
    decisions: by.map((user) => ({ step: 0, by: user, approved: true, comment: null, at: '' })),
  });

  it('[PTS-15] any waits for one, all for every holder who takes no part, in order for role after role', () => {
    expect(openStep(gift('any', ['c'], ['m']), holders)).toBeNull();
    expect(openStep(gift('all', ['c'], ['m']), holders)).toEqual({ step: 0, roles: ['c'] });
    expect(openStep(gift('all', ['c'], ['m', 'n']), holders)).toBeNull();
    expect(openStep(gift('inOrder', ['c', 'd'], ['m']), holders)).toEqual({ step: 0, roles: ['d'] });
    expect(openStep(gift('inOrder', ['c', 'd'], ['m', 'n']), holders)).toBeNull();
  });

  it('[PTS-15] neither giver nor receiver decides, nobody twice', () => {
    const may = (state: GiftState, id: string): boolean =>
      mayDecide(
        state,
        must(
          holders.find((one) => one.id === id),
          id,
        ),
        holders,
      );
    expect(['g', 'r', 'm', 'n'].map((id) => may(gift('all', ['c']), id))).toEqual([false, false, true, true]);
    expect(may(gift('all', ['c'], ['m']), 'm')).toBe(false);
    expect(may(gift('inOrder', ['c', 'd'], ['n']), 'n')).toBe(true);
  });
});

describe('tiers', () => {
  const TIERS: TiersDef = {
    metric: 'earned',
    levels: [
      { id: 'silver', from: '20' },
      { id: 'bronze', from: '0' },
      { id: 'gold', from: '100' },
    ],
    demote: { grace: 'P1M' },
  };
  const at = (earned: string, now = '2026-03-04T02:00:00.000Z') => ({ earned, now, timeZone: 'Asia/Shanghai' });

  it('[PTS-10] the highest level reached; without demotion a tier once reached stays', () => {
    expect(levelFor(TIERS, '99.99')?.id).toBe('silver');
    const { demote: _demote, ...kept } = TIERS;
    expect(nextStanding(kept, { tier: 'gold', graceUntil: null }, at('0'))).toEqual({ tier: 'gold', graceUntil: null });
    expect(nextStanding(TIERS, { tier: 'gone', graceUntil: null }, at('0'))).toEqual({
      tier: 'bronze',
      graceUntil: null,
    });
  });

  it('[PTS-10] property: never below what is earned now, and never lower before a grace has passed', () => {
    const seed = Math.trunc(Date.now() % 2 ** 31);
    const rank = (tier: string | undefined): number => ['bronze', 'silver', 'gold'].indexOf(tier ?? '');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(150), fc.nat(40)), { maxLength: 30 }), (looks) => {
        let held: ReturnType<typeof nextStanding> = null;
        let now = Date.parse('2026-01-01T00:00:00.000Z');
        let shortSince: number | null = null;
        for (const [earned, days] of looks) {
          now += days * 86_400_000;
          const before: ReturnType<typeof nextStanding> = held;
          const reached = rank(levelFor(TIERS, String(earned))?.id);
          if (before !== null && reached < rank(before.tier)) shortSince ??= now;
          else shortSince = null;
          held = nextStanding(TIERS, before, {
            earned: String(earned),
            now: new Date(now).toISOString(),
            timeZone: 'UTC',
          });
          expect(rank(held?.tier)).toBeGreaterThanOrEqual(reached);
          if (rank(held?.tier) < rank(before?.tier)) {
            expect(now - must(shortSince, 'too little')).toBeGreaterThanOrEqual(28 * 86_400_000);
            shortSince = null;
          }
        }
      }),
      { seed, numRuns: 300 },
    );
  });
});
