import { decimalFrom, parseDecimal, type Decimal } from '../../schema/core/decimal.ts';
import type { Text } from '../../schema/core/text.ts';
import type { MetricId } from './report-metrics.ts';
import { countOf, PEOPLE_MIN, ratio } from './statistics.ts';

/** One figure of one period and one set of people. */
export interface Figure {
  readonly metric: MetricId;
  readonly group?: {
    readonly kind: 'department' | 'role' | 'entity' | 'ledger' | 'rule' | 'detector';
    readonly id: string | null;
  };
  readonly numerator?: Decimal | undefined;
  readonly denominator?: Decimal | undefined;
  readonly value: Decimal | undefined;
  readonly suppressed?: boolean;
  readonly note?: Text | undefined;
}

/** A number of a statement; they come as texts or JSON numbers, or not at all. */
export type Fact = string | number | null | undefined;

export function exact(value: Fact): Decimal | undefined {
  if (typeof value === 'number') return decimalFrom(value);
  return value === null || value === undefined ? undefined : parseDecimal(value);
}

/** A part of a whole; not known where the whole is nothing. */
export function share(metric: MetricId, part: Fact, whole: Fact, more: Partial<Figure> = {}): Figure {
  const [numerator, denominator] = [exact(part), exact(whole)];
  const value = numerator && denominator && ratio(numerator, denominator);
  return { metric, numerator, denominator, value, ...more };
}

/** A number by itself. */
export function amount(metric: MetricId, value: Fact, more: Partial<Figure> = {}): Figure {
  return { metric, value: exact(value), ...more };
}

/** A figure about people that is not told when they are few: neither value nor what it is made of. */
export function ofPeople(figure: Figure, people: number): Figure {
  if (people >= PEOPLE_MIN) return figure;
  const { metric, group } = figure;
  return { metric, ...(group === undefined ? {} : { group }), value: undefined, suppressed: true };
}

/** How many cases a figure stands on. */
export function cases(count: number): Decimal {
  return countOf(count);
}
