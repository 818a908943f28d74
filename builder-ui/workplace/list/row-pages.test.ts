import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { rowPage, type PageAsks, type PageWindow } from './row-pages.ts';

/** A list of so many rows whose cursors are their places, and what it was asked. */
function listOf(total: number): { readonly asks: PageAsks; readonly asked: PageWindow[] } {
  const asked: PageWindow[] = [];
  const window = ({ first, after, last, before }: PageWindow): readonly [number, number] => {
    const from = after === undefined ? 0 : Number(after) + 1;
    const to = before === undefined ? total : Number(before);
    if (last !== undefined) return [Math.max(from, to - last), to];
    return [from, Math.min(to, from + (first ?? 0))];
  };
  const answer = (one: PageWindow) => {
    asked.push(one);
    const [from, to] = window(one);
    return Promise.resolve({
      rows: Array.from({ length: to - from }, (_, index) => ({ id: from + index })),
      startCursor: from < to ? String(from) : null,
      endCursor: from < to ? String(to - 1) : null,
    });
  };
  const client = new QueryClient();
  return { asks: { client, key: ['list'], rows: answer, cursors: answer }, asked };
}

describe('pages of a list', () => {
  it.each([0, 1, 9, 10, 11, 99, 500, 499, 900, 998, 999])(
    '[WRK-5] page %i of 100,000 rows holds its own rows',
    async (page) => {
      const { asks, asked } = listOf(100_000);
      const { rows } = await rowPage(asks, page, 100_000);
      expect([rows[0], rows.at(-1), rows.length]).toEqual([{ id: page * 100 }, { id: page * 100 + 99 }, 100]);
      expect(Math.max(...asked.map(({ first = 0, last = 0 }) => first + last))).toBeLessThanOrEqual(1_000);
      expect(asked.length).toBeLessThanOrEqual(52);
    },
  );

  it('[WRK-5] the next page follows without asking for cursors; the last is reached from the end', async () => {
    const { asks, asked } = listOf(100_050);
    await rowPage(asks, 0, 100_050);
    await rowPage(asks, 1, 100_050);
    expect(asked).toEqual([{ first: 100 }, { first: 100, after: '99' }]);
    const { rows } = await rowPage(asks, 1_000, 100_050);
    expect(rows.length).toBe(50);
    expect(asked.length).toBe(4);
  });

  it('[WRK-5] places reached once are known', async () => {
    const { asks, asked } = listOf(40_000);
    await rowPage(asks, 150, 40_000);
    const before = asked.length;
    await rowPage(asks, 151, 40_000);
    await rowPage(asks, 155, 40_000);
    expect(asked.length - before).toBeLessThanOrEqual(3);
  });
});
