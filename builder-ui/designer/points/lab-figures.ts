import {
  compareDecimal,
  DECIMAL_ZERO,
  decimalText,
  parseDecimal,
  subtractDecimal,
} from '../../../schema/core/decimal.ts';
import type { Locale } from '../../../schema/core/text.ts';
import type { WhatIfRunPartsFragment } from '../../data/generated/graphql.ts';

/** The answer of a what-if question. */
export type LabAnswer = NonNullable<WhatIfRunPartsFragment['answer']>;

/** People whose points lie in a range, as it is and under the draft. */
export interface Bin {
  /** Above this, up to `to`; the first bin is nothing at all. */
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly after: number;
}

const BINS_MAX = 10;

/**
 * People by their points in ranges of one round width, for both sides the same (SPEC [DSG-86]): first those with
 * nothing or less, then `(from, to]`.
 */
export function histogram(people: readonly { readonly before: string; readonly after: string }[]): readonly Bin[] {
  const values = people.map(({ before, after }) => [Number(before), Number(after)] as const);
  const highest = Math.max(0, ...values.flat());
  const width = roundWidth(highest / BINS_MAX);
  const count = highest <= 0 ? 0 : Math.ceil(highest / width);
  const place = (value: number): number => (value <= 0 ? 0 : Math.ceil(value / width));
  return Array.from({ length: count + 1 }, (_, index) => ({
    from: index === 0 ? 0 : (index - 1) * width,
    to: index * width,
    before: values.filter(([before]) => place(before) === index).length,
    after: values.filter(([, after]) => place(after) === index).length,
  }));
}

/** The next of 1, 2, 5, 10, 20, 50 … */
function roundWidth(least: number): number {
  if (least <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((step) => step * power >= least) ?? 10) * power;
}

/** How even a spread is, in words: by its Gini coefficient. */
export function evenness(gini: string): 'giniEven' | 'giniFair' | 'giniUneven' | 'giniFew' {
  const value = Number(gini);
  if (value < 0.2) return 'giniEven';
  if (value < 0.4) return 'giniFair';
  return value < 0.6 ? 'giniUneven' : 'giniFew';
}

/** `0.2857` as `28.6%`. */
export function shareText(share: string | null, locale: Locale): string {
  if (share === null) return '–';
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(Number(share));
}

/** An exact number as it is read: grouped, with at most two digits after the point. */
export function pointsText(value: string | null, locale: Locale): string {
  if (value === null) return '–';
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(Number(value));
}

/** A change with its sign. */
export function signedText(value: string, locale: Locale): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2, signDisplay: 'exceptZero' }).format(Number(value));
}

/** What the second of two exact texts has more than the first. */
export function changeText(before: string, after: string): string {
  return decimalText(subtractDecimal(parseDecimal(after) ?? DECIMAL_ZERO, parseDecimal(before) ?? DECIMAL_ZERO));
}

/** Whether an exact text is more than nothing, less, or neither. */
export function signOf(value: string): number {
  return compareDecimal(parseDecimal(value) ?? DECIMAL_ZERO, DECIMAL_ZERO);
}

/** What the columns of the sheet are called. */
export type CsvHead = Readonly<Partial<Record<string, string>>>;

/** All that the lab found as a sheet: people first, then rules, in the reader's words (RFC 4180 with a byte order mark). */
export function labCsv(answer: Pick<LabAnswer, 'people' | 'rules'>, words: CsvHead): string {
  const head = (key: string): string => words[key] ?? key;
  const rows: readonly (readonly string[])[] = [
    ['person', 'department', 'role', 'now', 'then', 'difference'].map(head),
    ...answer.people.map(({ person, before, after, difference }) => [
      person.name,
      person.department ?? '',
      person.role ?? '',
      before,
      after,
      difference,
    ]),
    [],
    [
      head('rule'),
      `${head('entries')} (${head('now')})`,
      head('now'),
      `${head('entries')} (${head('then')})`,
      head('then'),
    ],
    ...answer.rules.map(({ label, entriesBefore, pointsBefore, entriesAfter, pointsAfter }) => [
      label,
      String(entriesBefore),
      pointsBefore,
      String(entriesAfter),
      pointsAfter,
    ]),
  ];
  return `\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/** Quoted where it must be; a text that a sheet would take for a formula is kept from being one. */
function csvCell(value: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(value);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
