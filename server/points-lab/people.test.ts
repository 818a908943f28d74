import { describe, expect, it } from 'vitest';
import { decimal, decimalText } from '../../schema/core/decimal.ts';
import type { People, Person } from './people.ts';
import { reportCsv } from './report-csv.ts';
import { ofPeople, share } from './report-figures.ts';
import { compareScores } from './what-if-compare.ts';

const person = (id: string, department: string | null, role: string | null, active = true): Person => ({
  id,
  name: id.toUpperCase(),
  active,
  department,
  role,
});
const points = (scores: Readonly<Record<string, number>>) =>
  new Map(Object.entries(scores).map(([id, score]) => [id, decimal(BigInt(score), 0)] as const));

const PEOPLE: People = {
  all: [
    ...['a', 'b', 'c', 'd', 'e'].map((id) => person(id, 'big', 'maker')),
    ...['f', 'g', 'h', 'i'].map((id) => person(id, 'small', 'maker')),
    person('gone', 'big', 'maker', false),
  ],
  departments: new Map([['big', 'Big']]),
};

describe('scores compared', () => {
  const found = compareScores(
    PEOPLE,
    { before: points({ a: 10, f: 10, x: 4 }), after: points({ a: 5, b: 10, c: 10, f: 10 }) },
    1,
  );

  it('[LAB-10] a group of four is not told, one of five is', () => {
    expect(
      found.departments.map(({ group, points: told }) => [group.id, group.isSmall, told && decimalText(told.after)]),
    ).toEqual([
      ['big', false, '25'],
      ['small', true, null],
      [null, true, null],
    ]);
    expect(ofPeople(share('zeroEarners', 1, 4), 4)).toEqual({
      metric: 'zeroEarners',
      value: undefined,
      suppressed: true,
    });
    expect(ofPeople(share('zeroEarners', 1, 5), 5).value).toEqual(decimal(2000n, 4));
  });

  it('[LAB-5] who left counts only with points, and whoever has points counts', () => {
    expect(found.people.map(({ person: { id } }) => id)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'x']);
  });

  it('[LAB-5] winners and losers, by how much, as many as are wanted', () => {
    expect([found.winnersCount, found.losersCount]).toEqual([2, 2]);
    expect(found.winners.map(({ person: { id }, difference }) => [id, decimalText(difference)])).toEqual([['b', '10']]);
    expect(found.losers.map(({ person: { id }, difference }) => [id, decimalText(difference)])).toEqual([['a', '-5']]);
  });

  it('[LAB-5] the Gini within roles is the mean by people', () => {
    expect(found.giniBefore && decimalText(found.giniBefore)).toBe('0.75');
    expect(found.giniWithinRolesBefore && decimalText(found.giniWithinRolesBefore)).toBe('0.7778');
  });
});

describe('CSV of a report', () => {
  it('[LAB-15] quotes what needs it, and lets no cell be a formula', () => {
    const row = {
      block: 'B, C',
      id: 'x',
      label: '=1+1',
      definition: 'say "so"',
      numerator: null,
      denominator: null,
      value: '-1.5',
      unit: 'share',
      group: null,
      suppressed: false,
      noBaseline: true,
      baseline: null,
      comparison: null,
      note: null,
    };
    const text = reportCsv({ from: '', to: '', ledger: '', baseline: null, notes: [], rows: [row] });
    expect(text.split('\r\n')[1]).toBe(`"B, C",x,'=1+1,,,-1.5,share,,,,,no baseline,,,,"say ""so"""`);
    expect(text.startsWith('\uFEFF')).toBe(true);
  });
});
