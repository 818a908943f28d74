import { describe, expect, it } from 'vitest';
import { addIsoDuration, alignedEnd, periodKey, periodStart, secondsOfDuration } from './business-calendar.ts';

const SHANGHAI = 'Asia/Shanghai';

describe('periods and expiry of points', () => {
  it('[PTS-4] a day is one of the tenant: 17:00 UTC is tomorrow in Shanghai', () => {
    expect(periodKey('day', '2026-03-01T17:00:00.000Z', SHANGHAI)).toBe('day:2026-03-02');
    expect(periodKey('day', '2026-03-01T15:59:59.999Z', SHANGHAI)).toBe('day:2026-03-01');
  });

  it('[PTS-4] weeks begin on Monday, months, quarters and years on their first', () => {
    const at = '2026-05-17T04:00:00.000Z';
    expect(periodKey('week', at, SHANGHAI)).toBe('week:2026-05-11');
    expect(periodKey('month', at, SHANGHAI)).toBe('month:2026-05-01');
    expect(periodKey('quarter', at, SHANGHAI)).toBe('quarter:2026-04-01');
    expect(periodKey('year', at, SHANGHAI)).toBe('year:2026-01-01');
    expect(periodStart('week', at, SHANGHAI)).toBe('2026-05-10T16:00:00.000Z');
  });

  it('[PTS-7] points expire by the calendar, the day cut to the month’s last', () => {
    expect(addIsoDuration('2026-01-31T01:00:00.000Z', 'P1M', { timeZone: SHANGHAI })).toBe('2026-02-28T01:00:00.000Z');
    expect(addIsoDuration('2026-01-31T01:00:00.000Z', 'P1Y2M3W4DT5H', { timeZone: 'UTC' })).toBe(
      '2027-04-25T06:00:00.000Z',
    );
    expect(addIsoDuration('2026-03-31T01:00:00.000Z', 'P1M', { timeZone: SHANGHAI, sign: -1 })).toBe(
      '2026-02-28T01:00:00.000Z',
    );
  });

  it('[PTS-7] a day keeps its clock over a change of summer time', () => {
    const before = '2026-03-28T11:00:00.000Z';
    expect(addIsoDuration(before, 'P1D', { timeZone: 'Europe/Berlin' })).toBe('2026-03-29T10:00:00.000Z');
    expect(secondsOfDuration(before, 'P1D', 'Europe/Berlin')).toBe(23 * 3600);
    expect(secondsOfDuration(before, 'PT24H', 'Europe/Berlin')).toBe(24 * 3600);
  });

  it('[PTS-7] aligned expiry is the end of the period', () => {
    const at = '2027-02-10T01:00:00.000Z';
    expect(alignedEnd(at, 'dayEnd', SHANGHAI)).toBe('2027-02-10T16:00:00.000Z');
    expect(alignedEnd(at, 'weekEnd', SHANGHAI)).toBe('2027-02-14T16:00:00.000Z');
    expect(alignedEnd(at, 'monthEnd', SHANGHAI)).toBe('2027-02-28T16:00:00.000Z');
    expect(alignedEnd(at, 'quarterEnd', SHANGHAI)).toBe('2027-03-31T16:00:00.000Z');
    expect(alignedEnd(at, 'yearEnd', SHANGHAI)).toBe('2027-12-31T16:00:00.000Z');
  });
});
