import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, decimalText, parseDecimal, type Decimal } from '../../schema/core/decimal.ts';
import { must } from '../../schema/core/result.ts';
import { spreadFigures } from './report-fairness.ts';
import { gini, meanOf, quantile, ratioOf, topTenthShare } from './statistics.ts';

const of = (...values: readonly (string | number)[]): readonly Decimal[] =>
  values.map((value) => must(parseDecimal(String(value)), 'a number'));
const text = (value: Decimal | undefined): string | null => (value === undefined ? null : decimalText(value));

describe('statistics', () => {
  it('[LAB-11] Gini of known spreads', () => {
    expect(text(gini(of(10, 10, 10, 10)))).toBe('0');
    expect(text(gini(of(0, 0, 0, 100)))).toBe('0.75');
    expect(text(gini(of(1, 2, 3, 4, 5)))).toBe('0.2667');
    expect(text(gini(of('0.10', '0.20', '0.30')))).toBe('0.2222');
    expect(text(gini(of(-5, 0, 10)))).toBe('0.6667');
  });

  it('[LAB-11] Gini of nobody, and of nothing, is not known', () => {
    expect(gini([])).toBeUndefined();
    expect(gini(of(0, 0))).toBeUndefined();
  });

  it('[LAB-11] Gini equals the mean difference of all pairs', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(amounts, (cents) => {
        const total = cents.reduce((sum, value) => sum + value, 0);
        const found = gini(cents.map((value) => decimal(BigInt(value), 2)));
        if (total === 0) return found === undefined;
        const pairs = cents.flatMap((a) => cents.map((b) => Math.abs(a - b))).reduce((sum, value) => sum + value, 0);
        const wanted = pairs / (2 * cents.length * total);
        return Math.abs(Number(text(found)) - wanted) <= 0.000_051;
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('[LAB-11] quantiles lie between neighbours in proportion', () => {
    expect(text(quantile(of(1, 2, 3, 4), 50))).toBe('2.5');
    expect(text(quantile(of(40, 10, 20, 30), 90))).toBe('37');
    expect(text(quantile(of(7), 90))).toBe('7');
    expect(text(quantile(of(1, 2), 0))).toBe('1');
    expect(text(quantile(of(1, 2), 100))).toBe('2');
    expect(quantile([], 50)).toBeUndefined();
  });

  it('[LAB-11] shares and means round half away from zero and are not known of nothing', () => {
    // Eleven people: the first, and a tenth of the second.
    expect(text(topTenthShare(of(100, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)))).toBe('0.91');
    expect(text(topTenthShare(of(5, 5, 5, 5, 5)))).toBe('0.1');
    expect(text(topTenthShare(of(-8, 0, 0, 0, 4)))).toBe('0.5');
    expect(topTenthShare(of(0, -1))).toBeUndefined();
    expect(text(ratioOf(2, 3))).toBe('0.6667');
    expect(ratioOf(0, 0)).toBeUndefined();
    expect(text(meanOf(of(1, 2, 2)))).toBe('1.67');
    expect(meanOf([])).toBeUndefined();
  });

  it('[LAB-12] figures of a department with ties and people without points, counted by hand', () => {
    const figures = (...points: readonly (string | number)[]): Readonly<Record<string, string | null>> =>
      Object.fromEntries(spreadFigures(of(...points), of(1)).map(({ metric, value }) => [metric, text(value)]));
    expect(figures(0, 40, 10, 0, 80, 0, 20, 10, 0, 40)).toMatchObject({
      perHead: '20',
      medianPoints: '10',
      lowerQuartile: '0',
      upperQuartile: '35',
      spread: null,
      gini: '0.63',
      topTenth: '0.4',
      zeroEarners: '0.4',
    });
    expect(figures(6, 6, 6, 6, 6)).toMatchObject({
      medianPoints: '6',
      lowerQuartile: '6',
      upperQuartile: '6',
      spread: '1',
      gini: '0',
      topTenth: '0.1',
      zeroEarners: '0',
    });
    // Somebody lost more than he earned in the period: he has no points, and nobody has more for that.
    expect(figures(-4, 0, 0, 0, 10)).toMatchObject({
      perHead: '1.2',
      gini: '0.8',
      topTenth: '0.5',
      zeroEarners: '0.8',
    });
    expect(figures(0, 0, 0, 0, 0)).toMatchObject({ medianPoints: '0', gini: null, topTenth: null, zeroEarners: '1' });
  });
});
