import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { LIMITS } from '../../../schema/core/limits.ts';
import type { ApiRow } from '../documents/row-values.ts';

/** Rows that are asked for at once. */
export const PAGE_ROWS = 100;

/** The variables that say which part of a list. */
export interface PageWindow {
  readonly first?: number;
  readonly after?: string;
  readonly last?: number;
  readonly before?: string;
}

export interface RowPage {
  readonly rows: readonly ApiRow[];
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** How a list asks: for rows, or only for where a stretch of them begins and ends. */
export interface PageAsks {
  readonly client: QueryClient;
  /** Of this very list: filter, order, columns, version. */
  readonly key: QueryKey;
  readonly rows: (window: PageWindow) => Promise<RowPage>;
  readonly cursors: (window: PageWindow) => Promise<Omit<RowPage, 'rows'>>;
}

/**
 * The page with the rows `[page × 100, …)`. Pages follow each other by their cursors; one far away is reached over
 * bare cursors, a thousand rows a step, from whichever end is nearer (SPEC [WRK-5]).
 */
export async function rowPage(asks: PageAsks, page: number, total: number): Promise<RowPage> {
  const start = page * PAGE_ROWS;
  const after = await cursorOf(asks, start - 1, total);
  const answer = await asks.rows({ first: PAGE_ROWS, ...(after === undefined ? {} : { after }) });
  const last = start + answer.rows.length - 1;
  if (answer.endCursor !== null && answer.rows.length > 0)
    asks.client.setQueryData(cursorKey(asks, last), answer.endCursor);
  return answer;
}

/** The cursor of a row by its place; `undefined` before the first. */
async function cursorOf(asks: PageAsks, row: number, total: number): Promise<string | undefined> {
  if (row < 0) return undefined;
  const cursor = await asks.client.fetchQuery<string | null>({
    queryKey: cursorKey(asks, row),
    queryFn: () => (row + 1 <= total - row ? fromStart(asks, row, total) : fromEnd(asks, row, total)),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return cursor ?? undefined;
}

const STEP = LIMITS.pageSizeMax;

async function fromStart(asks: PageAsks, row: number, total: number): Promise<string | null> {
  const anchor = Math.floor(row / STEP) * STEP - 1;
  const after = await cursorOf(asks, anchor, total);
  const { endCursor } = await asks.cursors({ first: row - anchor, ...(after === undefined ? {} : { after }) });
  return endCursor;
}

async function fromEnd(asks: PageAsks, row: number, total: number): Promise<string | null> {
  const behind = total - row;
  const known = Math.floor((behind - 1) / STEP) * STEP;
  const before = known === 0 ? undefined : await cursorOf(asks, total - known, total);
  const { startCursor } = await asks.cursors({ last: behind - known, ...(before === undefined ? {} : { before }) });
  return startCursor;
}

function cursorKey({ key }: PageAsks, row: number): QueryKey {
  return [...key, 'cursor', row];
}
