import { dateText, localDate, localText, parseDate } from '../../../schema/expr/calendar.ts';
import { must } from '../../../schema/core/result.ts';
import { firstDay } from '../../../schema/expr/calendar-period.ts';
import type { ScheduleModel } from '../../../schema/model/build-automations.ts';

/** When a schedule is due: by the clock on the wall of a time zone. */
export interface DueSpec {
  readonly every: ScheduleModel['every'];
  /** `HH:MM[:SS]`; midnight when absent. Of `hour` only the minutes count. */
  readonly at?: string;
  readonly timeZone: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** At least as long as one unit, to find the latest occurrence from. */
const UNIT_MS = { hour: 2, day: 26, week: 8 * 24, month: 32 * 24, quarter: 93 * 24, year: 367 * 24 } as const;

/**
 * The first moment after `after` that the schedule is due. Weeks begin on Monday, quarters in January. A wall-clock
 * time that a clock change skips is due as much later as the clock jumps; one that occurs twice is due the first time.
 */
export function nextDue(spec: DueSpec, after: Date): Date {
  return spec.every === 'hour' ? nextHour(spec, after) : nextPeriod(spec, after);
}

/** The latest moment up to `now` that the schedule was due, `from` or later: what was missed is made up for once. */
export function latestDue(spec: DueSpec, { from, now }: { readonly from: Date; readonly now: Date }): Date {
  const back = now.getTime() - 2 * UNIT_MS[spec.every] * 3_600_000;
  let latest = back <= from.getTime() ? from : nextDue(spec, new Date(back));
  for (let next = nextDue(spec, latest); next <= now; next = nextDue(spec, latest)) latest = next;
  return latest;
}

function nextHour({ at = '00:00', timeZone }: DueSpec, after: Date): Date {
  const minute = at.slice(3, 5);
  const first = (Math.floor(after.getTime() / MINUTE_MS) + 1) * MINUTE_MS;
  // An hour has sixty minutes, and a clock change of half an hour repeats some of them.
  for (let step = 0; step < 180; step += 1) {
    const ms = first + step * MINUTE_MS;
    if (localText(BigInt(ms) * 1_000n, timeZone).slice(14, 16) === minute) return new Date(ms);
  }
  throw new Error(`Broken invariant: no minute ${minute} within three hours in ${timeZone}`);
}

function nextPeriod(spec: DueSpec, after: Date): Date {
  let start = periodStart(spec.every, localDate(BigInt(after.getTime()) * 1_000n, spec.timeZone));
  for (;;) {
    const due = wallInstant(`${dateText(start)} ${clock(spec.at)}`, spec.timeZone);
    if (due > after) return due;
    start = periodStart(spec.every, start + PERIOD_DAYS[spec.every]);
  }
}

function clock(at = '00:00'): string {
  return at.length === 5 ? `${at}:00` : at;
}

/** Days that lead from the start of a period into the next one, and not beyond it. */
const PERIOD_DAYS = { hour: 1, day: 1, week: 7, month: 31, quarter: 92, year: 366 } as const;

function periodStart(every: DueSpec['every'], days: number): number {
  return every === 'hour' ? days : firstDay(every, days);
}

/** The instant of a wall-clock time, by the offsets of the day before and the day after. */
function wallInstant(wall: string, timeZone: string): Date {
  const wanted = wallMs(wall);
  const offsetAt = (ms: number): number => wallMs(localText(BigInt(ms) * 1_000n, timeZone)) - ms;
  const before = offsetAt(wanted - DAY_MS);
  const candidates = [wanted - before, wanted - offsetAt(wanted + DAY_MS)].sort((a, b) => a - b);
  const found = candidates.find((ms) => ms + offsetAt(ms) === wanted);
  return new Date(found ?? wanted - before);
}

/** `2026-03-01 09:00:00` as if it were UTC, in milliseconds. */
function wallMs(wall: string): number {
  const days = must(parseDate(wall.slice(0, 10)), wall);
  const [hours = 0, minutes = 0, seconds = 0] = wall.slice(11).split(':').map(Number);
  return days * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}
