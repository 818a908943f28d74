import { describe, expect, it } from 'vitest';
import { changeText, evenness, histogram, labCsv, shareText, signedText, type LabAnswer } from './lab-figures.ts';
import { labPeriod } from './lab-period.ts';

const person = (name: string, before: string, after: string) => ({
  person: { id: name, name, department: null, role: 'member' },
  before,
  after,
  difference: '0',
});

describe('figures of the lab', () => {
  it('[DSG-86] everybody is in one range on each side, those with nothing in the first', () => {
    const people = [
      person('a', '0', '0'),
      person('b', '-3', '12'),
      person('c', '95', '100'),
      person('d', '10', '10.01'),
    ];
    const bins = histogram(people);
    expect(bins[0]).toEqual({ from: 0, to: 0, before: 2, after: 1 });
    expect(bins[1]).toEqual({ from: 0, to: 10, before: 1, after: 0 });
    expect(bins[2]).toEqual({ from: 10, to: 20, before: 0, after: 2 });
    expect(bins.at(-1)).toEqual({ from: 90, to: 100, before: 1, after: 1 });
    for (const side of ['before', 'after'] as const)
      expect(bins.reduce((sum, bin) => sum + bin[side], 0)).toBe(people.length);
    expect(histogram([])).toEqual([{ from: 0, to: 0, before: 0, after: 0 }]);
  });

  it('[DSG-86] evenness, shares and changes are told in words and with their sign', () => {
    expect(['0.1', '0.35', '0.5', '0.9'].map(evenness)).toEqual(['giniEven', 'giniFair', 'giniUneven', 'giniFew']);
    expect(shareText('0.2857', 'en')).toBe('28.6%');
    expect(shareText(null, 'en')).toBe('–');
    expect(signedText('21.6', 'en')).toBe('+21.6');
    expect(signedText('0', 'en')).toBe('0');
    expect([changeText('129.8', '108.2'), changeText('3', '3')]).toEqual(['-21.6', '0']);
  });

  it('[DSG-87] no cell of the sheet can be taken for a formula', () => {
    const answer = { people: [person('=A1, "x"', '-2', '3')], rules: [] } satisfies Pick<LabAnswer, 'people' | 'rules'>;
    const sheet = labCsv(answer, { person: 'Person' });
    expect(sheet.startsWith('\uFEFFPerson,department,')).toBe(true);
    expect(sheet).toContain(`"'=A1, ""x""",,member,-2,3,0\r\n`);
  });

  it('[DSG-85] periods are those of the company’s calendar', () => {
    const own = { from: '2026-03-01', to: '2026-03-31' };
    const at = { now: new Date('2026-01-31T20:00:00Z'), own, timeZone: 'Asia/Shanghai' };
    // In Shanghai it is the first of February already.
    expect(labPeriod('lastMonth', at)).toEqual({ from: '2025-12-31T16:00:00.000Z', to: '2026-01-31T16:00:00.000Z' });
    expect(labPeriod('lastQuarter', at)).toEqual({ from: '2025-09-30T16:00:00.000Z', to: '2025-12-31T16:00:00.000Z' });
    expect(labPeriod('ownPeriod', at)).toEqual({ from: '2026-02-28T16:00:00.000Z', to: '2026-03-31T16:00:00.000Z' });
    expect(labPeriod('last90', at).to).toBe('2026-01-31T20:00:00.000Z');
  });
});
