import { civilOf, daysOf } from './calendar.ts';

/** Calendar periods; weeks begin on Monday, quarters in January (SPEC [PTS-4]). */
export type Period = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** The first day of the period that a day is in; days since 1970-01-01. */
export function firstDay(period: Period, day: number): number {
  const { year, month } = civilOf(day);
  switch (period) {
    case 'day':
      return day;
    case 'week':
      // 1 January 1970 was a Thursday.
      return day - ((((day + 3) % 7) + 7) % 7);
    case 'month':
      return daysOf(year, month, 1);
    case 'quarter':
      return daysOf(year, month - ((month - 1) % 3), 1);
    case 'year':
      return daysOf(year, 1, 1);
  }
}
