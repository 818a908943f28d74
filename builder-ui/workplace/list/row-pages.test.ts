import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { KEPT_PAGES, pageKey, rowPage, type PageAsks, type PageWindow } from './row-pages.ts';

/** A list of so many rows whose cursors are their places, and what it was asked. */
function listOf(total: number) {
  const asked: PageWindow[] = [];
  const rows = (one: PageWindow) => {
    asked.push(one);
    const { first = 0, after, last, offset = 0 } = one;
    const from = last === undefined ? (after === undefined ? offset : Number(after) + 1) : total - offset - last;
    const to = last === undefined ? Math.min(total, from + first) : total - offset;
    return Promise.resolve({
      rows: Array.from({ length: Math.max(0, to - from) }, (_, index) => ({ id: from + index })),
      endCursor: from < to ? String(to - 1) : null,
    });
  };
  const client = new QueryClient();
  const asks: PageAsks = { client, key: ['list'], rows };
  const read = (page: number) =>
    client.fetchQuery({ queryKey: pageKey(asks, page), queryFn: () => rowPage(asks, page, total) });
  return { asks, asked, client, read };
}

describe('pages of a list', () => {
  it.each([0, 1, 500, 998, 999, 9_999, 10_001, 14_999])(
    '[WRK-5] page %i of 1,500,000 rows holds its own rows after one request',
    async (page) => {
      const { asked, read } = listOf(1_500_000);
      const { rows } = await read(page);
      expect([rows[0], rows.at(-1), rows.length]).toEqual([{ id: page * 100 }, { id: page * 100 + 99 }, 100]);
      expect(asked.length).toBe(1);
      expect(asked[0]?.offset ?? 0).toBeLessThanOrEqual(1_000_000);
    },
  );

  it('[WRK-5] a neighbour follows by its cursor, unless what lies before has changed; the last page may be short', async () => {
    const { asked, client, read } = listOf(100_050);
    await read(0);
    await read(1);
    await client.invalidateQueries({ queryKey: ['list'] });
    await read(2);
    expect((await read(1_000)).rows.length).toBe(50);
    expect(asked).toEqual([
      { first: 100 },
      { first: 100, after: '99' },
      { first: 100, offset: 200 },
      { first: 100, offset: 100_000 },
    ]);
  });

  it('[WRK-5] a walk from end to end keeps a bounded number of pages, those in sight among them', async () => {
    const { asks, client, read } = listOf(100_000);
    const watched = new QueryObserver(client, {
      queryKey: pageKey(asks, 0),
      queryFn: () => rowPage(asks, 0, 100_000),
    });
    const stop = watched.subscribe(() => undefined);
    let most = 0;
    for (let page = 1; page < 1_000; page += 1) {
      await read(page);
      most = Math.max(most, client.getQueryCache().getAll().length);
    }
    expect(most).toBeLessThanOrEqual(KEPT_PAGES + 2);
    expect(client.getQueryData(pageKey(asks, 0))).toBeDefined();
    expect(client.getQueryData(pageKey(asks, 999))).toBeDefined();
    stop();
    client.clear();
  });
});
