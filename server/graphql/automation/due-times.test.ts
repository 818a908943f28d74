import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestDue, nextDue, type DueSpec } from './due-times.ts';

const due = (spec: DueSpec, after: string): string => nextDue(spec, new Date(after)).toISOString();

describe('due times', () => {
  it('[RUN-11] are by the wall clock of a zone', () => {
    const daily: DueSpec = { every: 'day', at: '02:30', timeZone: 'Asia/Shanghai' };
    expect(due(daily, '2026-03-01T00:00:00Z')).toBe('2026-03-01T18:30:00.000Z');
    expect(due(daily, '2026-03-01T18:30:00Z')).toBe('2026-03-02T18:30:00.000Z');
    expect(due(daily, '2026-03-01T18:29:59.999Z')).toBe('2026-03-01T18:30:00.000Z');
    expect(due({ every: 'hour', at: '00:15', timeZone: 'Asia/Kolkata' }, '2026-03-01T10:00:00Z')).toBe(
      '2026-03-01T10:45:00.000Z',
    );
    expect(due({ every: 'hour', timeZone: 'UTC' }, '2026-03-01T10:00:00Z')).toBe('2026-03-01T11:00:00.000Z');
  });

  it('[RUN-11] begin weeks on Monday, months, quarters and years on their first day', () => {
    const at = (every: DueSpec['every'], after: string): string => due({ every, at: '08:00', timeZone: 'UTC' }, after);
    // A Wednesday.
    expect(at('week', '2026-03-04T12:00:00Z')).toBe('2026-03-09T08:00:00.000Z');
    expect(at('week', '2026-03-09T07:59:00Z')).toBe('2026-03-09T08:00:00.000Z');
    expect(at('month', '2026-01-31T12:00:00Z')).toBe('2026-02-01T08:00:00.000Z');
    expect(at('month', '2026-12-02T12:00:00Z')).toBe('2027-01-01T08:00:00.000Z');
    expect(at('quarter', '2026-03-31T12:00:00Z')).toBe('2026-04-01T08:00:00.000Z');
    expect(at('quarter', '2026-10-01T08:00:00Z')).toBe('2027-01-01T08:00:00.000Z');
    expect(at('year', '2028-01-01T08:00:00Z')).toBe('2029-01-01T08:00:00.000Z');
  });

  it('[RUN-12] moves a time that a clock change skips by the jump, and takes the first of one that occurs twice', () => {
    const berlin: DueSpec = { every: 'day', at: '02:30', timeZone: 'Europe/Berlin' };
    // 2026-03-29: 02:00 becomes 03:00.
    expect(due(berlin, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
    expect(due(berlin, '2026-03-29T01:30:00Z')).toBe('2026-03-30T00:30:00.000Z');
    // 2026-10-25: 03:00 becomes 02:00.
    expect(due(berlin, '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(due(berlin, '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
    // Half an hour in Lord Howe, and midnight itself in Santiago.
    expect(due({ every: 'day', at: '02:15', timeZone: 'Australia/Lord_Howe' }, '2026-10-03T10:00:00Z')).toBe(
      '2026-10-03T15:45:00.000Z',
    );
    expect(due({ every: 'day', timeZone: 'America/Santiago' }, '2026-09-05T12:00:00Z')).toBe(
      '2026-09-06T04:00:00.000Z',
    );
  });

  it('[RUN-13] makes up for what was missed once', () => {
    const spec: DueSpec = { every: 'hour', timeZone: 'UTC' };
    const now = new Date('2026-03-05T10:20:00Z');
    expect(latestDue(spec, { from: new Date('2025-01-01T01:00:00Z'), now }).toISOString()).toBe(
      '2026-03-05T10:00:00.000Z',
    );
    expect(latestDue(spec, { from: new Date('2026-03-05T10:00:00Z'), now }).toISOString()).toBe(
      '2026-03-05T10:00:00.000Z',
    );
  });

  it('[RUN-11] come one after the other, at the minute, in every zone', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia'];
    fc.assert(
      fc.property(
        fc.constantFrom('hour', 'day', 'week', 'month', 'quarter', 'year'),
        fc.constantFrom(...zones),
        fc.date({ min: new Date('1995-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        fc.tuple(fc.nat(23), fc.nat(59)),
        (every, timeZone, start, [hour, minute]) => {
          const at = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
          const spec: DueSpec = { every, at, timeZone };
          const first = nextDue(spec, start);
          const second = nextDue(spec, first);
          expect(first > start && second > first).toBe(true);
          // Nothing is due in between.
          expect(nextDue(spec, new Date((first.getTime() + second.getTime()) / 2))).toEqual(second);
        },
      ),
      { numRuns: 400, verbose: fc.VerbosityLevel.Verbose },
    );
  });
});
