import {
  addDecimal,
  compareDecimal,
  decimal,
  decimalText,
  divideDecimal,
  parseDecimal,
  roundDecimal,
  type Decimal,
} from '../../../schema/core/decimal.ts';
import type { GridColumn } from '../form-layout.ts';
import { isEmpty, plainText, type FieldValue } from '../form-value.ts';

/**
 * The summary of a column over exact numbers (SPEC [FORM-10]); `undefined` where there is nothing to summarise. Dates
 * are compared as texts.
 */
export function summaryOf(
  { summary, field }: GridColumn,
  values: readonly (FieldValue | undefined)[],
): string | undefined {
  const given = values.filter((value) => !isEmpty(value)).map(plainText);
  if (summary === undefined) return undefined;
  if (summary === 'count') return String(given.length);
  if (summary === 'countDistinct') return String(new Set(given).size);
  if (given.length === 0) return undefined;
  if (field?.widget !== 'decimal' && field?.widget !== 'number') return extremeText(summary, given);
  const numbers = given.flatMap((text) => parseDecimal(text) ?? []);
  return summaryText(summary, numbers, field.scale ?? 0);
}

function extremeText(summary: GridColumn['summary'], texts: readonly string[]): string | undefined {
  const sorted = [...texts].sort((a, b) => (a < b ? -1 : 1));
  if (summary === 'min') return sorted[0];
  return summary === 'max' ? sorted.at(-1) : undefined;
}

function summaryText(summary: GridColumn['summary'], numbers: readonly Decimal[], scale: number): string | undefined {
  const [first] = numbers;
  if (first === undefined) return undefined;
  const sum = numbers.reduce(addDecimal, decimal(0n, 0));
  if (summary === 'sum') return decimalText(sum);
  if (summary === 'avg') {
    const mean = divideDecimal(sum, decimal(BigInt(numbers.length), 0));
    return mean && decimalText(roundDecimal(mean, Math.max(scale, 2)));
  }
  const sign = summary === 'min' ? 1 : -1;
  return decimalText(numbers.reduce((least, one) => (compareDecimal(one, least) * sign < 0 ? one : least), first));
}
