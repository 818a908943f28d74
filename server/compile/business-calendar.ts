import { must } from '../../schema/core/result.ts';
import {
  addMonths,
  dateText,
  instantText,
  localDate,
  localText,
  microsOf,
  parseDuration,
  parseInstant,
  startOfDay,
} from '../../schema/expr/calendar.ts';
import { firstDay, type Period } from '../../schema/expr/calendar-period.ts';
import type { ALIGNMENTS } from '../../schema/template/template-rules.ts';

export type Alignment = (typeof ALIGNMENTS)[number];

/** The period that an instant is in, by its first date: `day:2026-03-04`, `week:2026-03-02`, `quarter:2026-01-01`. */
export function periodKey(period: Period, instant: string, timeZone: string): string {
  const day = localDate(microsOfInstant(instant), timeZone);
  return `${period}:${dateText(firstDay(period, day))}`;
}

/** The instant at which the period of an instant begins. */
export function periodStart(period: Period, instant: string, timeZone: string): string {
  const day = localDate(microsOfInstant(instant), timeZone);
  return instantText(startOfDay(firstDay(period, day), timeZone));
}

/**
 * The instant an ISO 8601 duration later; negative with `sign` −1. Years, months, weeks and days go by the calendar of
 * the time zone and keep the clock; hours, minutes and seconds are exact.
 */
export function addIsoDuration(
  instant: string,
  duration: string,
  options: { readonly timeZone: string; readonly sign?: 1 | -1 },
): string {
  const { timeZone, sign = 1 } = options;
  const parts = must(ISO_DURATION.exec(duration), `an ISO 8601 duration, not ${duration}`);
  const count = (index: number): number => Number(parts[index] ?? 0) * sign;
  const months = count(1) * 12 + count(2);
  const days = count(3) * 7 + count(4);
  const time = parts[5] === undefined ? 0n : microsOf(must(parseDuration(`PT${parts[5]}`), 'time')) * BigInt(sign);
  const from = microsOfInstant(instant);
  if (months === 0 && days === 0) return instantText(from + time);
  const day = localDate(from, timeZone);
  const there = must(addMonths(day, months), 'a date within the years that are kept') + days;
  const clock = clockOf(from, timeZone);
  const near = startOfDay(there, timeZone) + clock;
  // On a day of 23 or 25 hours the clock shows something else that long after midnight.
  const shown = localDate(near, timeZone) === there ? clockOf(near, timeZone) : clock;
  return instantText(near + clock - shown + time);
}

/** Microseconds on the local clock since midnight. */
function clockOf(instant: bigint, timeZone: string): bigint {
  const [hours = '0', minutes = '0', seconds = '0'] = localText(instant, timeZone).slice(11).split(':');
  const whole = BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds);
  return whole * 1_000_000n + (((instant % 1_000_000n) + 1_000_000n) % 1_000_000n);
}

const ISO_DURATION =
  /^P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T((?:\d{1,9}H)?(?:\d{1,9}M)?(?:\d{1,9}(?:\.\d{1,6})?S)?))?$/;

/** The end of the day, week, month, quarter or year that an instant is in: the first instant after it. */
export function alignedEnd(instant: string, align: Alignment, timeZone: string): string {
  const day = localDate(microsOfInstant(instant), timeZone);
  return instantText(startOfDay(nextFirstDay(PERIOD_OF[align], day), timeZone));
}

const PERIOD_OF = {
  dayEnd: 'day',
  weekEnd: 'week',
  monthEnd: 'month',
  quarterEnd: 'quarter',
  yearEnd: 'year',
} as const satisfies Readonly<Record<Alignment, Period>>;

/** Whole seconds of a duration, its calendar parts counted from an instant: for cool-downs. */
export function secondsOfDuration(instant: string, duration: string, timeZone: string): number {
  const end = microsOfInstant(addIsoDuration(instant, duration, { timeZone }));
  return Number((end - microsOfInstant(instant)) / 1_000_000n);
}

/** The local date, `2026-03-04`. */
export function localDayOf(instant: string, timeZone: string): string {
  return dateText(localDate(microsOfInstant(instant), timeZone));
}

function microsOfInstant(instant: string): bigint {
  return must(parseInstant(instant), `an ISO instant, not ${instant}`);
}

function nextFirstDay(period: Period, day: number): number {
  const first = firstDay(period, day);
  if (period === 'day') return first + 1;
  if (period === 'week') return first + 7;
  return must(addMonths(first, { month: 1, quarter: 3, year: 12 }[period]), 'a date within the years that are kept');
}
