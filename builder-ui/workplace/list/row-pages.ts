import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { LIMITS } from '../../../schema/core/limits.ts';
import type { ApiRow } from '../documents/row-values.ts';

/** Rows that are asked for at once. */
export const PAGE_ROWS = 100;

/** Pages out of sight that are kept for the way back: with those in sight all that a list holds, however long it is. */
export const KEPT_PAGES = 40;

/** The variables that say which part of a list. */
export interface PageWindow {
  readonly first?: number;
  readonly after?: string;
  readonly last?: number;
  readonly offset?: number;
}

export interface RowPage {
  readonly rows: readonly ApiRow[];
  readonly endCursor: string | null;
}

/** How a list asks for its rows. */
export interface PageAsks {
  readonly client: QueryClient;
  /** Of this very list: filter, order, columns, version. */
  readonly key: QueryKey;
  readonly rows: (window: PageWindow) => Promise<RowPage>;
}

/** Under what a page of a list is kept. */
export function pageKey({ key }: Pick<PageAsks, 'key'>, page: number): QueryKey {
  return [...key, 'page', page];
}

/**
 * The page with the rows `[page × 100, …)` (SPEC [WRK-5]). It follows its neighbour by the cursor, so that no row is
 * shown twice or left out between the two; any other is asked for by its place, in one request wherever it is.
 */
export async function rowPage(asks: PageAsks, page: number, total: number): Promise<RowPage> {
  const answer = await asks.rows(windowOf(asks, page, total));
  forgetFarPages(asks);
  return answer;
}

function windowOf(asks: PageAsks, page: number, total: number): PageWindow {
  const offset = page * PAGE_ROWS;
  if (page === 0) return { first: PAGE_ROWS };
  const before = asks.client.getQueryState<RowPage>(pageKey(asks, page - 1));
  // What is known to have changed is no place to go on from.
  const after = before?.isInvalidated === false ? before.data?.endCursor : undefined;
  if (typeof after === 'string' && before?.data?.rows.length === PAGE_ROWS) return { first: PAGE_ROWS, after };
  if (offset <= LIMITS.pageOffsetMax) return { first: PAGE_ROWS, offset };
  const last = Math.min(PAGE_ROWS, total - offset);
  return { last, offset: total - offset - last };
}

/** Lets go of what was read longest ago and is out of sight. */
function forgetFarPages({ client, key }: PageAsks): void {
  const cache = client.getQueryCache();
  const idle = cache.findAll({ queryKey: [...key, 'page'], type: 'inactive', fetchStatus: 'idle' });
  if (idle.length <= KEPT_PAGES) return;
  const oldest = idle.toSorted((a, b) => a.state.dataUpdatedAt - b.state.dataUpdatedAt);
  for (const query of oldest.slice(0, idle.length - KEPT_PAGES)) cache.remove(query);
}
