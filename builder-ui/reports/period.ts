import { addMonths, parseDate } from '../../schema/expr/calendar.ts';
import { firstDay } from '../../schema/expr/calendar-period.ts';
import { BOARD_PERIODS } from '../../schema/template/template-views.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { Bucket } from './report-ask.ts';

export type PeriodName = Exclude<(typeof BOARD_PERIODS)[number], 'all'>;

/** The spans of days that a dashboard offers; any other is `2026-01-01..2026-01-31`. */
export const PERIODS = BOARD_PERIODS.filter((name): name is PeriodName => name !== 'all');

/** What is looked at where neither the address nor the template says it (SPEC [RPT-52]). */
export const FIRST_PERIOD = 'thisYear' satisfies PeriodName;

/** The address says it, so that nothing in it means the period that a page begins with. */
export const ALL_TIME = 'all';

/** What a report of an entity opens on: what there is, like customers, is not of a year. */
export function firstPeriod({ kind }: Pick<EntityModel, 'kind'>): string {
  return kind === 'master' ? ALL_TIME : FIRST_PERIOD;
}

/** Days since 1970, both in it. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** The days that a period means on a day; `undefined` for what is none. */
export function periodSpan(period: string | undefined, today: number): DaySpan | undefined {
  const [first = '', second = ''] = period?.split('..') ?? [];
  const [from, to] = [parseDate(first), parseDate(second)];
  if (from !== undefined && to !== undefined) return from <= to ? { from, to } : undefined;
  const named = PERIODS.find((one) => one === period);
  return named === undefined ? undefined : namedSpan(named, today);
}

function namedSpan(name: PeriodName, today: number): DaySpan {
  switch (name) {
    case 'today':
      return { from: today, to: today };
    case 'last7':
      return { from: today - 6, to: today };
    case 'last30':
      return { from: today - 29, to: today };
    case 'thisWeek':
      return bucketSpan(firstDay('week', today), 'week');
    case 'thisMonth':
    case 'thisQuarter':
    case 'thisYear':
      return bucketSpan(firstDay(BUCKET_OF[name], today), BUCKET_OF[name]);
    case 'lastMonth':
    case 'lastQuarter':
    case 'lastYear': {
      const bucket = BUCKET_OF[name];
      const start = firstDay(bucket, today);
      return bucketSpan(firstDay(bucket, start - 1), bucket);
    }
  }
}

const BUCKET_OF = {
  thisMonth: 'month',
  lastMonth: 'month',
  thisQuarter: 'quarter',
  lastQuarter: 'quarter',
  thisYear: 'year',
  lastYear: 'year',
} as const;

/**
 * What a period is compared with (SPEC [RPT-6]): the whole one before it, or of a period that still runs as many of its
 * days as have passed, so that a half month is held against a half month.
 */
export function formerSpan(period: string | undefined, today: number): DaySpan | undefined {
  const span = periodSpan(period, today);
  if (span === undefined) return undefined;
  const bucket = period === 'thisWeek' ? 'week' : RUNNING[period ?? ''];
  if (bucket === undefined) {
    const whole =
      period === 'lastMonth' || period === 'lastQuarter' || period === 'lastYear' ? BUCKET_OF[period] : undefined;
    if (whole !== undefined) return bucketSpan(firstDay(whole, span.from - 1), whole);
    return { from: span.from - (span.to - span.from + 1), to: span.from - 1 };
  }
  const former = bucketSpan(firstDay(bucket, span.from - 1), bucket);
  return { from: former.from, to: Math.min(former.to, former.from + (today - span.from)) };
}

const RUNNING: Readonly<Record<string, Bucket>> = { thisMonth: 'month', thisQuarter: 'quarter', thisYear: 'year' };

/** All days of the bucket that begins on a day. */
export function bucketSpan(start: number, bucket: Bucket): DaySpan {
  return { from: start, to: nextBucket(start, bucket) - 1 };
}

/** The first day of the next bucket. */
export function nextBucket(start: number, bucket: Bucket): number {
  if (bucket === 'day') return start + 1;
  if (bucket === 'week') return start + 7;
  return addMonths(start, MONTHS[bucket]) ?? start + 1;
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;
