import { describe, expect, it } from 'vitest';
import { fittingValue } from './draft-value.ts';
import { DRAFTS_MAX, outdated } from './form-drafts.ts';

const NOW = new Date('2026-03-01T00:00:00.000Z');

describe('drafts of forms', () => {
  it('[OFF-31] are fifty, the latest, and none older than thirty days', () => {
    const at = (minute: number): string => new Date(NOW.getTime() - minute * 60_000).toISOString();
    const many = Array.from({ length: DRAFTS_MAX + 2 }, (_, minute) => ({ id: `d${minute}`, at: at(minute) }));
    expect(outdated(many.toReversed(), NOW)).toEqual([`d${DRAFTS_MAX}`, `d${DRAFTS_MAX + 1}`]);
    const days = (count: number): { readonly id: string; readonly at: string } => ({
      id: `${count}`,
      at: at(count * 24 * 60),
    });
    expect(outdated([days(30), days(31), days(1)], NOW)).toEqual(['31']);
  });

  it('[OFF-31] leave out what no longer fits its field, also in lines', () => {
    const then = { name: 'text', size: 'int', lines: 'lines', 'lines.qty': 'int', 'lines.note': 'text' };
    const now = { name: 'text', size: 'enum', lines: 'lines', 'lines.qty': 'quantity', 'lines.note': 'text' };
    const value = { id: 'r1', name: 'A', size: 3, lines: [{ id: 'l1', $key: 'k', qty: 1, note: 'x' }] };
    expect(fittingValue(value, then, now)).toEqual({
      id: 'r1',
      name: 'A',
      lines: [{ id: 'l1', $key: 'k', note: 'x' }],
    });
    expect(fittingValue(value, then, { name: 'text' })).toEqual({ id: 'r1', name: 'A' });
  });
});
