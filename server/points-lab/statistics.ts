import {
  addDecimal,
  compareDecimal,
  decimal,
  DECIMAL_ZERO,
  divideDecimal,
  multiplyDecimal,
  roundDecimal,
  subtractDecimal,
  type Decimal,
} from '../../schema/core/decimal.ts';

/** Groups of fewer people are not told, so that nobody can be read out of a group (SPEC [LAB-10]). */
export const PEOPLE_MIN = 5;

/** Digits that shares and indexes keep after the point. */
const SHARE_SCALE = 4;

/**
 * How unevenly amounts are spread: 0 when all have the same, towards 1 when one has all; G = 2·Σ(i·xᵢ)/(n·Σx) − (n+1)/n
 * over the amounts in order, i from 1. Four digits; `undefined` without people or without anything to share. What is
 * below nothing counts as nothing.
 */
export function gini(amounts: readonly Decimal[]): Decimal | undefined {
  const sorted = amounts.map((amount) => (amount.coefficient < 0n ? DECIMAL_ZERO : amount)).toSorted(compareDecimal);
  const total = sumOf(sorted);
  if (total.coefficient === 0n) return undefined;
  const count = decimal(BigInt(sorted.length), 0);
  const weighted = sumOf(sorted.map((amount, index) => multiplyDecimal(amount, decimal(BigInt(index + 1), 0))));
  // (2·weighted − (n+1)·total) / (n·total): one division, so one rounding.
  const numerator = subtractDecimal(
    multiplyDecimal(decimal(2n, 0), weighted),
    multiplyDecimal(addDecimal(count, decimal(1n, 0)), total),
  );
  return divideDecimal(numerator, multiplyDecimal(count, total), SHARE_SCALE);
}

/**
 * The value below which that share of the values lies, between neighbours in proportion, as `percentile_cont` of
 * PostgreSQL has it. `percent` is 0 to 100; `undefined` without values.
 */
export function quantile(values: readonly Decimal[], percent: number): Decimal | undefined {
  const sorted = values.toSorted(compareDecimal);
  const place = percent * (sorted.length - 1);
  const below = sorted[Math.floor(place / 100)];
  if (below === undefined) return undefined;
  const above = sorted[Math.floor(place / 100) + 1] ?? below;
  const part = decimal(BigInt(place % 100), 2);
  return addDecimal(below, multiplyDecimal(subtractDecimal(above, below), part));
}

/**
 * What the best tenth of the people have: of 25 people the first two, and of the third a half, so that a tenth is one
 * also of a few, and people with the same have the tenth of it. What is below nothing counts as nothing.
 */
export function topTenthOf(amounts: readonly Decimal[]): { readonly part: Decimal; readonly whole: Decimal } {
  const sorted = amounts
    .filter(({ coefficient }) => coefficient > 0n)
    .toSorted(compareDecimal)
    .toReversed();
  const people = Math.floor(amounts.length / 10);
  const next = multiplyDecimal(sorted[people] ?? DECIMAL_ZERO, decimal(BigInt(amounts.length % 10), 1));
  return { part: addDecimal(sumOf(sorted.slice(0, people)), next), whole: sumOf(sorted) };
}

/** The same as a share of everything; four digits, `undefined` of nothing. */
export function topTenthShare(amounts: readonly Decimal[]): Decimal | undefined {
  const { part, whole } = topTenthOf(amounts);
  return ratio(part, whole);
}

/** How many have nothing, or less. */
export function zerosIn(amounts: readonly Decimal[]): number {
  return amounts.filter(({ coefficient }) => coefficient <= 0n).length;
}

/** A part of a whole, four digits; `undefined` of nothing. */
export function ratio(part: Decimal, whole: Decimal): Decimal | undefined {
  return divideDecimal(part, whole, SHARE_SCALE);
}

export function ratioOf(part: number, whole: number): Decimal | undefined {
  return ratio(countOf(part), countOf(whole));
}

export function sumOf(values: readonly Decimal[]): Decimal {
  return values.reduce(addDecimal, DECIMAL_ZERO);
}

export function countOf(count: number): Decimal {
  return decimal(BigInt(count), 0);
}

/** A mean of so many digits; `undefined` without values. */
export function meanOf(values: readonly Decimal[], scale = 2): Decimal | undefined {
  return divideDecimal(sumOf(values), countOf(values.length), scale);
}

/** Rounded for people to read. */
export function rounded(value: Decimal | undefined, scale: number): Decimal | undefined {
  return value && roundDecimal(value, scale);
}
