import dayjs, { type Dayjs } from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';

dayjs.extend(utc);
dayjs.extend(timezone);

/** The periods that are offered. */
export const LAB_PERIODS = ['lastMonth', 'lastQuarter', 'last90', 'ownPeriod'] as const;
export type LabPeriodKind = (typeof LAB_PERIODS)[number];

export interface LabPeriod {
  /** ISO 8601 instants; the end is not part of it. */
  readonly from: string;
  readonly to: string;
}

/** A period in the company's calendar, seen from a moment; `own` are days, both included. */
export function labPeriod(
  kind: LabPeriodKind,
  {
    now,
    own,
    timeZone,
  }: { readonly now: Date; readonly own: { readonly from: string; readonly to: string }; readonly timeZone: string },
): LabPeriod {
  const today = dayjs(now).tz(timeZone);
  const startOf = (year: number, month: number): Dayjs =>
    dayjs.tz(
      `${dayjs(new Date(Date.UTC(year, month, 1)))
        .utc()
        .format('YYYY-MM-DD')}T00:00`,
      timeZone,
    );
  const month = today.month();
  const quarter = Math.floor(month / 3) * 3;
  const between = (from: Dayjs, to: Dayjs): LabPeriod => ({ from: from.toISOString(), to: to.toISOString() });
  switch (kind) {
    case 'lastMonth':
      return between(startOf(today.year(), month - 1), startOf(today.year(), month));
    case 'lastQuarter':
      return between(startOf(today.year(), quarter - 3), startOf(today.year(), quarter));
    case 'last90':
      return between(today.subtract(90, 'day'), today);
    case 'ownPeriod': {
      const after = dayjs.utc(own.to).add(1, 'day').format('YYYY-MM-DD');
      return between(dayjs.tz(`${own.from}T00:00`, timeZone), dayjs.tz(`${after}T00:00`, timeZone));
    }
  }
}
