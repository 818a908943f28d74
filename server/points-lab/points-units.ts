import { decimal, decimalText, parseDecimal, truncateDecimal, type Decimal } from '../../schema/core/decimal.ts';
import { must } from '../../schema/core/result.ts';

/** Amounts in a simulation are whole numbers of 10⁻¹² points: more digits than any ledger keeps. */
const UNIT_SCALE = 12;
const UNIT = 10n ** BigInt(UNIT_SCALE);

/** The amount in units; digits after the twelfth are cut off. */
export function units(text: string): bigint {
  const { coefficient, scale } = must(parseDecimal(text), `a decimal text, not ${text}`);
  if (scale <= UNIT_SCALE) return coefficient * 10n ** BigInt(UNIT_SCALE - scale);
  return truncateDecimal(decimal(coefficient * UNIT, scale)).coefficient;
}

/** Cut to so many digits after the point, towards zero. */
export function truncated(amount: bigint, scale: number): bigint {
  return amount - (amount % 10n ** BigInt(Math.max(0, UNIT_SCALE - scale)));
}

export function unitsDecimal(amount: bigint): Decimal {
  return decimal(amount, UNIT_SCALE);
}

/** Plain text without trailing zeros. */
export function unitsText(amount: bigint): string {
  return decimalText(unitsDecimal(amount));
}

/** The key of a balance as the ledger writes it: dimensions that have a value, in order. */
export function keyText(key: Readonly<Record<string, string | null>>): string {
  const parts = Object.entries(key)
    .filter(([, value]) => value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{${parts.join(', ')}}`;
}
