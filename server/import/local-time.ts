import {
  instantText,
  microsOf,
  MICROS_PER_SECOND,
  parseDate,
  parseTime,
  startOfDay,
} from '../../schema/expr/calendar.ts';
import { parseDecimal } from '../../schema/core/decimal.ts';

/** How the day, the month and the year stand in dates that do not begin with the year. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy';

export type DateReading = { readonly date: string; readonly rest: string } | 'ambiguous' | undefined;

const YEAR_FIRST = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?(?:[T ]\s*(.*))?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ]\s*(.*))?$/;

/**
 * A date as people write it, as ISO 8601, and what follows it. `03/04/2026` is ambiguous unless the order is said or
 * one of the two is above 12. `undefined` when it is no date.
 */
export function readDate(text: string, order: DateOrder = 'ymd'): DateReading {
  const first = YEAR_FIRST.exec(text) ?? COMPACT.exec(text);
  if (first !== null) return checked(first[1], first[2], { day: first[3], rest: first[4] });
  const last = YEAR_LAST.exec(text);
  if (last === null) return undefined;
  const [, one = '', two = '', year, rest] = last;
  const isDayFirst = order === 'dmy' || (order === 'ymd' && Number(one) > 12);
  const isMonthFirst = order === 'mdy' || (order === 'ymd' && Number(two) > 12);
  if (isDayFirst) return checked(year, two, { day: one, rest });
  if (isMonthFirst) return checked(year, one, { day: two, rest });
  return one === two ? checked(year, one, { day: two, rest }) : 'ambiguous';
}

function checked(
  year = '',
  month = '',
  { day = '', rest = '' }: { readonly day: string | undefined; readonly rest: string | undefined },
): DateReading {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return parseDate(date) === undefined ? undefined : { date, rest: rest.trim() };
}

/**
 * The instant of a date and a clock time in a time zone, ISO 8601 in UTC; midnight when the time is empty. A time that
 * a clock change skips or repeats counts from the beginning of its day. `undefined` when the time is none.
 */
export function localInstant(date: string, time: string, timeZone: string): string | undefined {
  const days = parseDate(date);
  const clock = time === '' ? '00:00:00' : parseTime(/^\d:/.test(time) ? `0${time}` : time);
  if (days === undefined || clock === undefined) return undefined;
  const [hours = '0', minutes = '0', seconds = '0'] = clock.split(':');
  const wanted = parseDecimal(String(Number(hours) * 3_600 + Number(minutes) * 60)) ?? { coefficient: 0n, scale: 0 };
  const fraction = parseDecimal(seconds) ?? { coefficient: 0n, scale: 0 };
  const sinceMidnight = microsOf(wanted) + microsOf(fraction);
  const start = startOfDay(days, timeZone);
  // Most days have no clock change, and then the length of the day says so.
  const length = startOfDay(days + 1, timeZone) - start;
  const change = length - 86_400n * MICROS_PER_SECOND;
  const isAfterChange = change !== 0n && sinceMidnight >= 4n * 3_600n * MICROS_PER_SECOND;
  return instantText(start + sinceMidnight + (isAfterChange ? change : 0n));
}
