import {
  addDecimal,
  compareDecimal,
  decimalText,
  DECIMAL_ZERO,
  parseDecimal,
  subtractDecimal,
  type Decimal,
} from '../../schema/core/decimal.ts';
import { parseDate } from '../../schema/expr/calendar.ts';
import { groupThousands } from '../form-runtime/number-text.ts';
import type { Day } from './points-documents.ts';

/** An exact text as a number to calculate with; what is none counts as nothing. */
export function exact(text: string | null | undefined): Decimal {
  return parseDecimal(text ?? '0') ?? DECIMAL_ZERO;
}

/** 1, 0 or −1. */
export function signOf(text: string): number {
  return compareDecimal(exact(text), DECIMAL_ZERO);
}

/** Points for reading: grouped, digit for digit. */
export function pointsText(text: string): string {
  return groupThousands(decimalText(exact(text))).replace('-', '−');
}

/** A change with its sign. */
export function signedText(text: string): string {
  return `${signOf(text) > 0 ? '+' : ''}${pointsText(text)}`;
}

export function sum(...texts: readonly string[]): string {
  return decimalText(texts.reduce((total, text) => addDecimal(total, exact(text)), DECIMAL_ZERO));
}

export function difference(from: string, take: string): string {
  return decimalText(subtractDecimal(exact(from), exact(take)));
}

/** How far `value` is between two marks, 0 to 1. */
export function progress(value: string, { from, to }: { readonly from: string; readonly to: string }): number {
  const [low, high] = [Number(from), Number(to)];
  return high <= low ? 1 : Math.min(1, Math.max(0, (Number(value) - low) / (high - low)));
}

/** Points of some days on end: of a day, a week from Monday, or a month. */
export interface Stretch {
  /** The first day of it that is shown. */
  readonly from: string;
  readonly earned: number;
  readonly used: number;
  /** When it ended. */
  readonly balance: number;
}

/** Days gathered into stretches, oldest first; the balance is that of a stretch's last day. */
export function stretches(days: readonly Day[], by: 'day' | 'week' | 'month'): readonly Stretch[] {
  const keyOf = ({ day }: Day): string => {
    if (by === 'day') return day;
    if (by === 'month') return day.slice(0, 7);
    // 1 January 1970 was a Thursday.
    return String(Math.floor(((parseDate(day) ?? 0) + 3) / 7));
  };
  const found = new Map<string, Stretch>();
  for (const one of days) {
    const key = keyOf(one);
    const before = found.get(key);
    found.set(key, {
      from: before?.from ?? one.day,
      earned: (before?.earned ?? 0) + Number(one.earned),
      used: (before?.used ?? 0) + Number(one.used),
      balance: Number(one.balance),
    });
  }
  return [...found.values()];
}
