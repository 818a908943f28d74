import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDay, type Period } from './calendar-period.ts';

const utc = (day: number): Date => new Date(day * 86_400_000);
const dayOf = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000;

describe('[PTS-4] periods of the calendar', () => {
  it('begin weeks on Monday and quarters in January, before 1970 too', () => {
    const cases: readonly (readonly [Period, string, string])[] = [
      ['day', '2026-11-23', '2026-11-23'],
      ['week', '2026-11-22', '2026-11-16'],
      ['week', '2026-11-23', '2026-11-23'],
      ['week', '1969-12-31', '1969-12-29'],
      ['month', '2028-02-29', '2028-02-01'],
      ['quarter', '2026-03-31', '2026-01-01'],
      ['quarter', '2026-12-31', '2026-10-01'],
      ['year', '1969-12-31', '1969-01-01'],
    ];
    for (const [period, day, first] of cases) expect(firstDay(period, dayOf(day))).toBe(dayOf(first));
  });

  it('have each day in one of them', () => {
    const seed = Number(process.env['FORMWORK_SEED'] ?? Date.now() % 2_147_483_647);
    const day = fc.integer({ min: -200_000, max: 200_000 });
    const period = fc.constantFrom<Period>('week', 'month', 'quarter', 'year');
    fc.assert(
      fc.property(day, period, (one, of) => {
        const first = firstDay(of, one);
        expect(first).toBeLessThanOrEqual(one);
        for (let at = first; at <= one; at += 1) expect(firstDay(of, at)).toBe(first);
        // The day before it is another's.
        expect(firstDay(of, first - 1)).toBeLessThan(first);
        if (of === 'week') expect(utc(first).getUTCDay()).toBe(1);
        else expect(utc(first).getUTCDate()).toBe(1);
      }),
      { seed, numRuns: 200 },
    );
  });
});
