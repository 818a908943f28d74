import { describe, expect, it } from 'vitest';
import type { AwardPosting } from '../compile/post-request.ts';
import { DueQueue } from './due-queue.ts';
import { PointsBook, type SimEffect } from './points-book.ts';
import type { PointsOpening } from './points-opening.ts';
import { keyText, truncated, units, unitsText } from './points-units.ts';

const NOTHING: PointsOpening = { balances: [], onces: [], awards: [], lots: [] };
const BUDGET = { book: 'points.budget', key: { t0: 'p' } };
const WALLET = { book: 'points.wallet', key: { u0: 'ann' } };
const [DAY_1, DAY_2] = ['2026-03-01T08:00:00.000Z', '2026-03-02T08:00:00.000Z'];

function bookWith(budget: string, sweeps: 'whenDue' | 'asLogged' = 'whenDue'): PointsBook {
  const balances = [{ book: BUDGET.book, key: keyText(BUDGET.key), amount: budget, lo: '0', lastAt: null }];
  return new PointsBook({ ...NOTHING, balances }, { sweeps });
}

function award(id: string, asked: string, more: Partial<AwardPosting> = {}): AwardPosting {
  return {
    kind: 'award',
    id,
    source: { entity: 'Job', record: 'r1' },
    ledger: 'points',
    rule: 'rule',
    once: id,
    user: 'ann',
    asked,
    scale: 2,
    budget: BUDGET,
    wallet: WALLET,
    owed: { book: 'points.owed', key: { u0: 'ann' } },
    lotExpiresAt: null,
    limits: [],
    explain: null,
    ...more,
  };
}

const granted = (effects: readonly SimEffect[]): readonly unknown[] =>
  effects.map((effect) =>
    effect.kind === 'award' ? [unitsText(effect.granted), effect.cutBy] : [effect.kind, unitsText(effect.amount)],
  );
const left = (
  book: PointsBook,
  at: { readonly book: string; readonly key: Readonly<Record<string, string>> },
): string => unitsText(book.balance(at.book, keyText(at.key)));

describe('points in memory', () => {
  it('[LAB-2] the least of what is asked, each limit and the budget, cut to the digits', () => {
    const book = bookWith('12.345');
    const limits = [{ id: 'day', key: { u0: 'ann', t0: 'day:1' }, max: '10.009' }];
    expect(granted(book.post([award('a', '4.5', { limits })], DAY_1))).toEqual([['4.5', undefined]]);
    expect(granted(book.post([award('b', '7', { limits })], DAY_1))).toEqual([['5.5', 'day']]);
    expect(granted(book.post([award('c', '7')], DAY_1))).toEqual([['2.34', 'budget']]);
    expect(granted(book.post([award('d', '7')], DAY_1))).toEqual([['0', 'budget']]);
    expect(left(book, BUDGET)).toBe('0.005');
  });

  it('[LAB-2] once is once, and the same posting does nothing', () => {
    const book = bookWith('100');
    expect(granted(book.post([award('a', '1', { once: 'k' }), award('b', '1', { once: 'k' })], DAY_1))).toEqual([
      ['1', undefined],
      ['0', 'once'],
    ]);
    expect(book.post([award('a', '1', { once: 'k' })], DAY_2)).toEqual([]);
    expect(left(book, WALLET)).toBe('1');
  });

  it('[LAB-2] a cool-down counts from the last grant, to the second', () => {
    const book = bookWith('100');
    const limits = [{ id: 'pause', key: { u0: 'ann', t0: null }, cooldownSeconds: 60 }];
    const at = (seconds: number): string => new Date(Date.parse(DAY_1) + seconds * 1000).toISOString();
    const tries = [0, 59, 60, 61].map((seconds, index) =>
      book.post([award(`x${String(index)}`, '1', { limits })], at(seconds)),
    );
    expect(tries.flatMap(granted)).toEqual([
      ['1', undefined],
      ['0', 'pause'],
      ['1', undefined],
      ['0', 'pause'],
    ]);
  });

  it('[LAB-2] what was spent and taken back is owed, and settled by the next award', () => {
    const book = bookWith('100');
    book.post([award('a', '10')], DAY_1);
    const key = keyText(WALLET.key);
    book.move({ at: DAY_1, deltas: [{ book: WALLET.book, key, amount: '-7', lots: { award: 'a', expiresAt: null } }] });
    const back = { kind: 'clawback', id: 'c', source: null, ledger: 'points', rule: 'rule', record: 'r1' } as const;
    expect(granted(book.post([back], DAY_2))).toEqual([['clawed', '10']]);
    const owed = { book: 'points.owed', key: { u0: 'ann' } };
    expect([left(book, WALLET), left(book, owed), left(book, BUDGET)]).toEqual(['0', '7', '93']);
    book.post([award('b', '9', { source: null })], DAY_2);
    expect([left(book, WALLET), left(book, owed), left(book, BUDGET)]).toEqual(['2', '0', '91']);
  });

  it('[LAB-2] pending points go back when they are due, unless the outcome came', () => {
    const pending = { book: 'points.pending', key: { u0: 'ann' }, until: DAY_2 };
    const book = bookWith('100');
    book.post([award('a', '10', { pending }), award('b', '5', { pending, rule: 'other' })], DAY_1);
    expect(left(book, BUDGET)).toBe('85');
    const come = { kind: 'mature', id: 'm', source: null, ledger: 'points', rule: 'rule', record: 'r1' } as const;
    expect(granted(book.post([come], DAY_1))).toEqual([['matured', '10']]);
    expect(granted(book.sweep(DAY_2))).toEqual([['released', '5']]);
    expect([left(book, WALLET), left(book, BUDGET), left(book, pending)]).toEqual(['10', '90', '0']);
  });

  it('[LAB-2] a replay waits for the ledger to say that something lapsed', () => {
    const pending = { book: 'points.pending', key: { u0: 'ann' }, until: DAY_2 };
    const book = bookWith('100', 'asLogged');
    book.post([award('a', '10', { pending })], DAY_1);
    expect(book.sweep(DAY_2)).toEqual([]);
    expect(granted(book.move({ at: DAY_2, deltas: [], released: 'a' }))).toEqual([['released', '10']]);
  });

  it('[LAB-2] lots expire when they are due', () => {
    const book = bookWith('100');
    book.post([award('a', '10', { lotExpiresAt: DAY_2 }), award('b', '5', { rule: 'other' })], DAY_1);
    expect(granted(book.sweep(DAY_2))).toEqual([['expired', '10']]);
    expect(left(book, WALLET)).toBe('5');
  });

  it('[LAB-7] an assumed budget is not added to by what was put in', () => {
    const book = bookWith('100');
    book.assume(BUDGET.book, keyText(BUDGET.key), units('3'));
    book.move({ at: DAY_1, deltas: [{ book: BUDGET.book, key: keyText(BUDGET.key), amount: '50' }] });
    expect(granted(book.post([award('a', '10')], DAY_1))).toEqual([['3', 'budget']]);
  });

  it('[LAB-2] units keep twelve digits and cut towards zero', () => {
    expect([unitsText(units('-0.50')), unitsText(units('1.0000000000019'))]).toEqual(['-0.5', '1.000000000001']);
    expect(unitsText(truncated(units('2.349'), 2))).toBe('2.34');
    expect(keyText({ u0: 'b', t0: 'a"c', u1: null })).toBe('{"t0": "a\\"c", "u0": "b"}');
  });

  it('[LAB-2] what is due first comes first, equals in order', () => {
    const queue = new DueQueue<string>();
    for (const [at, item] of [
      [3, 'c'],
      [1, 'a'],
      [2, 'b1'],
      [2, 'b2'],
      [9, 'z'],
    ] as const)
      queue.add(at, item);
    const taken: (string | undefined)[] = [];
    for (let item = queue.take(3); item !== undefined; item = queue.take(3)) taken.push(item);
    expect(taken).toEqual(['a', 'b1', 'b2', 'c']);
    expect([queue.take(8), queue.take(9), queue.take(9)]).toEqual([undefined, 'z', undefined]);
  });
});
