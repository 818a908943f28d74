import { describe, expect, it } from 'vitest';
import { newsIn } from './news-figures.ts';
import type { Entry } from './points-documents.ts';
import { pointsText, progress, signedText, stretches } from './points-figures.ts';

const entry = (id: string, change: Partial<Entry>): Entry => ({
  id,
  at: '2026-03-04T02:00:00.000Z',
  kind: 'AWARD',
  rule: 'finished',
  label: 'Job finished',
  text: null,
  balance: '0',
  pending: '0',
  owed: '0',
  entity: null,
  recordId: null,
  why: null,
  ...change,
});

describe('figures of points', () => {
  it('[PWK-2] amounts are exact and grouped, changes have their sign, and days gather into weeks and months', () => {
    expect(pointsText('12345678901234567.50')).toBe('12,345,678,901,234,567.5');
    expect(signedText('6.50')).toBe('+6.5');
    expect(signedText('-60')).toBe('−60');
    expect(progress('250', { from: '0', to: '500' })).toBe(0.5);
    expect(progress('900', { from: '500', to: '500' })).toBe(1);
    const day = (date: string, earned: string, balance: string) => ({ day: date, earned, used: '1', balance });
    // 2026-03-08 is a Sunday.
    const days = [day('2026-02-28', '1', '1'), day('2026-03-08', '2', '2'), day('2026-03-09', '3', '4')];
    expect(stretches(days, 'week')).toEqual([
      { from: '2026-02-28', earned: 1, used: 1, balance: 1 },
      { from: '2026-03-08', earned: 2, used: 1, balance: 2 },
      { from: '2026-03-09', earned: 3, used: 1, balance: 4 },
    ]);
    expect(stretches(days, 'month')).toEqual([
      { from: '2026-02-28', earned: 1, used: 1, balance: 1 },
      { from: '2026-03-08', earned: 5, used: 2, balance: 4 },
    ]);
  });

  it('[PWK-8] news are what came or was taken back since the last look; many at once are told as one', () => {
    const seen = entry('seen', { balance: '5' });
    const spent = entry('spent', { kind: 'POSTED', balance: '-60' });
    const matured = entry('matured', { kind: 'MATURED', balance: '7.2', pending: '-7.2' });
    const waiting = entry('waiting', { pending: '3' });
    const back = entry('back', { kind: 'TAKEN_BACK', balance: '-2' });
    const nothing = entry('nothing', {});
    expect(newsIn([seen], 'seen')).toEqual([]);
    expect(newsIn([spent, nothing, seen], 'seen')).toEqual([]);
    expect(newsIn([waiting, matured, seen], 'seen')).toMatchObject([
      { id: 'matured', amount: '7.2', isWaiting: false },
      { id: 'waiting', amount: '3', isWaiting: true },
    ]);
    expect(newsIn([back, seen], 'seen')).toMatchObject([{ amount: '-2' }]);
    expect(newsIn([waiting, matured, entry('more', { balance: '1' }), seen], 'seen')).toMatchObject([
      { id: 'waiting', amount: '11.2', count: 3 },
    ]);
    expect(newsIn([waiting], undefined)).toHaveLength(1);
  });
});
