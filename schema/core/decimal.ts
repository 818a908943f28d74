/**
 * Exact decimal numbers: an integer and how many of its digits stand after the point. Sums and products are exact
 * whatever their size (SPEC EXP-4); only division and `round` round, half away from zero, as PostgreSQL's `numeric`
 * does. Made on `bigint` because a library of fixed precision would round long products that PostgreSQL keeps.
 */
export interface Decimal {
  readonly coefficient: bigint;
  /** Digits after the point, 0 or more. */
  readonly scale: number;
}

/** Digits that a quotient keeps after the point. */
export const QUOTIENT_SCALE = 12;

export const DECIMAL_ZERO: Decimal = { coefficient: 0n, scale: 0 };

const PLAIN = /^[+-]?\d+(?:\.\d+)?$/;
const SCIENTIFIC = /^([+-]?)(\d+)(?:\.(\d*))?[eE]([+-]?\d{1,3})$/;
const TEXT_LENGTH_MAX = 20_000;

/** Reads `-12.30` or `1.5e-7`; `undefined` when the text is no number. Signs and leading zeros are taken. */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > TEXT_LENGTH_MAX) return undefined;
  if (PLAIN.test(text)) {
    const point = text.indexOf('.');
    const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1);
    // By way of a number where that is exact: writes read many, nearly all of them short.
    return decimal(BigInt(digits.length < 16 ? Number(digits) : digits), point < 0 ? 0 : text.length - 1 - point);
  }
  const scientific = SCIENTIFIC.exec(text);
  if (scientific === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = scientific;
  const coefficient = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? decimal(coefficient, scale) : decimal(coefficient * power(-scale), 0);
}

/** The exact value of a text, JSON number or integer; `undefined` for anything else, `NaN` and infinities. */
export function decimalFrom(value: unknown): Decimal | undefined {
  if (typeof value === 'string') return parseDecimal(value);
  if (typeof value === 'bigint') return decimal(value, 0);
  if (typeof value === 'number' && Number.isFinite(value)) return parseDecimal(String(value));
  return undefined;
}

export function decimal(coefficient: bigint, scale: number): Decimal {
  return { coefficient, scale };
}

/** Plain notation without trailing zeros: `-0.5`, `1200`. */
export function decimalText(value: Decimal): string {
  const negative = value.coefficient < 0n;
  const digits = (negative ? -value.coefficient : value.coefficient).toString().padStart(value.scale + 1, '0');
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = digits.slice(digits.length - value.scale).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Digits before the point (at least 1) and after it, trailing zeros not counted. */
export function decimalDigits(value: Decimal): { readonly whole: number; readonly fraction: number } {
  const [whole = '', fraction = ''] = decimalText(value).replace('-', '').split('.');
  return { whole: whole.length, fraction: fraction.length };
}

export function addDecimal(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return decimal(a.coefficient + b.coefficient, a.scale);
  const scale = Math.max(a.scale, b.scale);
  return decimal(atScale(a, scale) + atScale(b, scale), scale);
}

export function subtractDecimal(a: Decimal, b: Decimal): Decimal {
  return addDecimal(a, negateDecimal(b));
}

export function multiplyDecimal(a: Decimal, b: Decimal): Decimal {
  return decimal(a.coefficient * b.coefficient, a.scale + b.scale);
}

/** The quotient rounded half away from zero at `scale` digits; `undefined` when dividing by zero. */
export function divideDecimal(a: Decimal, b: Decimal, scale: number = QUOTIENT_SCALE): Decimal | undefined {
  if (b.coefficient === 0n) return undefined;
  const shift = scale + b.scale - a.scale;
  const numerator = shift >= 0 ? a.coefficient * power(shift) : a.coefficient;
  const denominator = shift >= 0 ? b.coefficient : b.coefficient * power(-shift);
  return decimal(divideAway(numerator, denominator), scale);
}

/** The remainder with the sign of `a`; `undefined` when dividing by zero. */
export function remainderDecimal(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.coefficient === 0n) return undefined;
  const scale = Math.max(a.scale, b.scale);
  return decimal(atScale(a, scale) % atScale(b, scale), scale);
}

export function negateDecimal(value: Decimal): Decimal {
  return decimal(-value.coefficient, value.scale);
}

export function absDecimal(value: Decimal): Decimal {
  return value.coefficient < 0n ? negateDecimal(value) : value;
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compareDecimal(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const left = atScale(a, scale);
  const right = atScale(b, scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Rounds half away from zero; a scale below zero rounds tens, hundreds, … */
export function roundDecimal(value: Decimal, scale: number): Decimal {
  if (scale >= value.scale) return value;
  const rounded = divideAway(value.coefficient, power(value.scale - scale));
  return scale >= 0 ? decimal(rounded, scale) : decimal(rounded * power(-scale), 0);
}

/** Towards zero, to an integer. */
export function truncateDecimal(value: Decimal): Decimal {
  return decimal(value.coefficient / power(value.scale), 0);
}

export function floorDecimal(value: Decimal): Decimal {
  const truncated = truncateDecimal(value);
  return compareDecimal(truncated, value) > 0 ? decimal(truncated.coefficient - 1n, 0) : truncated;
}

export function ceilDecimal(value: Decimal): Decimal {
  return negateDecimal(floorDecimal(negateDecimal(value)));
}

function divideAway(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

function atScale(value: Decimal, scale: number): bigint {
  return value.scale === scale ? value.coefficient : value.coefficient * power(scale - value.scale);
}

const POWERS = Array.from({ length: 64 }, (_, exponent) => 10n ** BigInt(exponent));
function power(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}
