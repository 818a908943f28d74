import {
  addMonths,
  civilOf,
  dateText,
  daysInMonth,
  daysOf,
  instantText,
  localDate,
  parseDate,
  parseInstant,
  startOfDay,
} from '../../../../schema/expr/calendar.ts';
import { instantOfLocal, localInput } from '../../../form-runtime/moment-text.ts';
import type { PathEnd } from '../../documents/field-path.ts';
import { allOf } from '../../documents/list-document.ts';
import type { Where } from '../../documents/list-filter.ts';
import { textOf, valueIn, type ApiRow } from '../../documents/row-values.ts';

/** The days that a calendar shows, since 1970, both included. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** Which field says when something is, and until when. */
export interface CalendarFields {
  readonly start: PathEnd;
  readonly end: PathEnd | undefined;
  readonly timeZone: string;
}

const WEEK = 7;

/** Weeks begin on Monday, as everywhere that ISO 8601 is used; 1970-01-01 was a Thursday. */
function monday(day: number): number {
  return day - ((((day + 3) % WEEK) + WEEK) % WEEK);
}

/** The weeks of the month that the day is in, or its week alone. */
export function shownSpan(day: number, span: 'month' | 'week'): DaySpan {
  if (span === 'week') return { from: monday(day), to: monday(day) + WEEK - 1 };
  const { year, month } = civilOf(day);
  const first = daysOf(year, month, 1);
  const last = first + daysInMonth(year, month) - 1;
  return { from: monday(first), to: monday(last) + WEEK - 1 };
}

/** A month or a week on or back. */
export function turned(day: number, span: 'month' | 'week', by: 1 | -1): number {
  return span === 'week' ? day + by * WEEK : (addMonths(day, by) ?? day);
}

/** The day of a value; `undefined` for none. */
export function dayOf(end: PathEnd, row: ApiRow, timeZone: string): number | undefined {
  const text = textOf(valueIn(row, end.steps));
  if (end.kind === 'date') return parseDate(text.slice(0, 10));
  const instant = parseInstant(text);
  return instant === undefined ? undefined : localDate(instant, timeZone);
}

/** The clock of a moment, `09:30`; `''` for a day. */
export function clockOf(end: PathEnd, row: ApiRow, timeZone: string): string {
  return end.kind === 'datetime' ? localInput(textOf(valueIn(row, end.steps)), timeZone).slice(11, 16) : '';
}

/** Rows that are on one of the days. */
export function spanWhere({ start, end, timeZone }: CalendarFields, { from, to }: DaySpan): Where {
  const since = (field: PathEnd): Where => nested(field, { gte: boundary(field, from, timeZone) });
  const until = nested(
    start,
    start.kind === 'date' ? { lte: dateText(to) } : { lt: boundary(start, to + 1, timeZone) },
  );
  const begun = end === undefined ? since(start) : { or: [since(start), since(end)] };
  return allOf([until, begun]) ?? until;
}

function boundary({ kind }: PathEnd, day: number, timeZone: string): string {
  return kind === 'date' ? dateText(day) : instantText(startOfDay(day, timeZone));
}

function nested({ steps }: PathEnd, leaf: Where): Where {
  return steps.reduceRight<Where>((below, step) => ({ [step]: below }), leaf);
}

/** The rows by the days that they are on, each day in the order of the clock. */
export function rowsByDay(
  rows: readonly ApiRow[],
  fields: CalendarFields,
  { from, to }: DaySpan,
): ReadonlyMap<number, readonly ApiRow[]> {
  const { start, end, timeZone } = fields;
  const days = new Map<number, ApiRow[]>();
  for (const row of rows) {
    const first = dayOf(start, row, timeZone);
    if (first === undefined) continue;
    const last = Math.max(first, end === undefined ? first : (dayOf(end, row, timeZone) ?? first));
    for (let day = Math.max(first, from); day <= Math.min(last, to); day += 1) {
      const known = days.get(day);
      if (known === undefined) days.set(day, [row]);
      else known.push(row);
    }
  }
  for (const list of days.values())
    list.sort((a, b) => (clockOf(start, a, timeZone) < clockOf(start, b, timeZone) ? -1 : 1));
  return days;
}

/** What changes when a row goes to another day: its start, and its end by as much; clocks stay as they are. */
export function movePatch(fields: CalendarFields, row: ApiRow, by: number): Readonly<Record<string, string>> {
  const moved = [fields.start, fields.end].flatMap((end): readonly (readonly [string, string])[] => {
    const [name = ''] = end?.steps ?? [];
    const day = end === undefined ? undefined : dayOf(end, row, fields.timeZone);
    if (end === undefined || day === undefined) return [];
    if (end.kind === 'date') return [[name, dateText(day + by)]];
    const clock = localInput(textOf(row[name]), fields.timeZone).slice(11);
    const instant = instantOfLocal(`${dateText(day + by)}T${clock}:00`, fields.timeZone);
    return instant === undefined ? [] : [[name, instant]];
  });
  return Object.fromEntries(moved);
}

/** The value with which a new row of this day begins: the day, or nine o'clock on it. */
export function startValue({ start, timeZone }: CalendarFields, day: number): string {
  if (start.kind === 'date') return dateText(day);
  return instantOfLocal(`${dateText(day)}T09:00:00`, timeZone) ?? instantText(startOfDay(day, timeZone));
}
