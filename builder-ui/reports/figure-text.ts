import { decimalText, parseDecimal, roundDecimal } from '../../schema/core/decimal.ts';
import type { Locale } from '../../schema/core/text.ts';
import { civilOf, parseDate } from '../../schema/expr/calendar.ts';
import { groupThousands, shownNumber } from '../form-runtime/number-text.ts';
import { shownDate, shownMoment } from '../form-runtime/moment-text.ts';
import type { Axis, Bucket, Measure } from './report-ask.ts';
import type { GroupValue } from './report-answer.ts';
import type { ReportText } from './report-texts.ts';

export interface FigureReading {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly text: ReportText;
}

/** A measure's value in full: grouped, exact up to its digits, percents as percents. */
export function figureText(measure: Measure, value: string | null, reading: FigureReading): string {
  if (value === null) return '–';
  const { end, fn } = measure;
  if (fn === 'count' || fn === 'countDistinct' || end === undefined) return groupThousands(value);
  switch (end.kind) {
    case 'date':
      return shownDate(value, reading.locale);
    case 'datetime':
      return shownMoment(value, reading.locale, reading.timeZone);
    case 'percent':
      return `${shownNumber(rounded(value, 6), { isPercent: true, isWhole: false })}%`;
    case 'money':
      return shownNumber(rounded(value, 2), { isPercent: false, isWhole: false, isMoney: true });
    case 'int':
      return groupThousands(rounded(value, fn === 'avg' ? 2 : 0));
    default:
      return isNumber(value) ? groupThousands(trimmed(rounded(value, fn === 'avg' ? 2 : 6))) : value;
  }
}

/** The unit that stands beside a figure; `''` for none. */
export function unitOf({ end, fn }: Measure): string {
  if (end === undefined || fn === 'count' || fn === 'countDistinct') return '';
  const { currency, unit, kind } = end;
  if (currency !== undefined && /^[A-Z]{3}$/.test(currency)) return currency;
  return kind === 'percent' || kind === 'money' ? '' : (unit ?? '');
}

/** A big figure as one glance takes it: 1.23M, 12.3万; below the first such step in full. */
export function compactText(measure: Measure, value: string | null, reading: FigureReading): string {
  const number = value === null ? Number.NaN : Number(value);
  const isTimed = measure.end?.kind === 'date' || measure.end?.kind === 'datetime';
  const plain = measure.fn === 'count' || measure.fn === 'countDistinct';
  if (!Number.isFinite(number) || (isTimed && !plain) || measure.end?.kind === 'percent')
    return figureText(measure, value, reading);
  if (Math.abs(number) < COMPACT_FROM) return figureText(measure, value, reading);
  return compactNumber(number, reading.locale);
}

/** From here on English counts in thousands and Chinese in 万. */
const COMPACT_FROM = 10_000;

/** `123,456` as `123K`, in Chinese as `12.3万`. */
export function compactNumber(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, {
    notation: 'compact',
    maximumSignificantDigits: 3,
  }).format(value);
}

/** What a group is called. */
export function groupText(axis: Axis, { key, title }: GroupValue, reading: FigureReading): string {
  if (key === '') return reading.text('none');
  const { end, bucket } = axis;
  if (bucket !== undefined) return bucketText(key, bucket, reading);
  switch (end.kind) {
    case 'enum':
      return end.options?.find(({ value }) => value === key)?.label ?? key;
    case 'bool':
      return reading.text(key === 'true' ? 'yes' : 'no');
    case 'int':
    case 'decimal':
    case 'quantity':
    case 'money':
      return groupThousands(trimmed(key));
    case 'percent':
      return `${shownNumber(key, { isPercent: true, isWhole: false })}%`;
    default:
      return title;
  }
}

/** `2026-01`, `2026 Q1`, `2026年1月`. */
export function bucketText(day: string, bucket: Bucket, { locale, text }: FigureReading): string {
  const days = parseDate(day);
  if (days === undefined) return day;
  const { year, month } = civilOf(days);
  switch (bucket) {
    case 'year':
      return text('yearOf', { year });
    case 'quarter':
      return text('quarterOf', { year, quarter: Math.ceil(month / 3) });
    case 'month':
      return new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', timeZone: 'UTC' }).format(
        new Date(days * 86_400_000),
      );
    case 'week':
      return text('weekOf', { day: shownDate(day, locale) });
    case 'day':
      return shownDate(day, locale);
  }
}

function rounded(value: string, scale: number): string {
  const number = parseDecimal(value);
  return number === undefined ? value : decimalText(roundDecimal(number, scale));
}

function trimmed(value: string): string {
  return value.includes('.') ? value.replace(/\.?0+$/, '') : value;
}

function isNumber(value: string): boolean {
  return parseDecimal(value) !== undefined;
}
