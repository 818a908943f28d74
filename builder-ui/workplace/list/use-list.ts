import { useQueries, useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { addDecimal, decimal, decimalText, parseDecimal } from '../../../schema/core/decimal.ts';
import { admits, type EvalContext } from '../../../schema/expr/evaluate.ts';
import { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import type { Columning, ListColumn } from '../documents/list-columns.ts';
import { pageDocument, totalsDocument } from '../documents/list-document.ts';
import { expressionRow, isApiRow, rowsOf, textOf, valueIn, type ApiRow } from '../documents/row-values.ts';
import { refusal } from '../refusal.ts';
import { rowsKey } from '../use-api-rights.ts';
import type { ListPlan } from './list-plan.ts';
import { PAGE_ROWS, pageKey, rowPage, type PageAsks, type PageWindow, type RowPage } from './row-pages.ts';

/** Rows that are looked at one by one where the API has no terms for a view's filter. */
const LOCAL_ROWS_MAX = 5_000;
const LOCAL_STEP = 500;

export interface ListRows {
  /** How many rows there are; `undefined` until it is known. */
  readonly count: number | undefined;
  /** Whether more rows than were looked at could match. */
  readonly isCut: boolean;
  readonly rowAt: (index: number) => ApiRow | undefined;
  /** By the id of the column. */
  readonly totals: ReadonlyMap<string, string>;
  readonly error: ServerError | null;
  readonly isWorking: boolean;
  /** When the newest of these rows came, in milliseconds; 0 before. */
  readonly at: number;
  readonly retry: () => void;
}

export interface ListChoice {
  readonly tenant: TenantModel;
  readonly columning: Columning;
  readonly columns: readonly ListColumn[];
  readonly plan: ListPlan;
  readonly context: EvalContext;
  /** The rows on the screen, `[from, to]`. */
  readonly range: readonly [number, number];
}

/** The rows of a list, page by page as they come into sight; kept, shared, and renewed when data changes. */
export function useList(choice: ListChoice): ListRows {
  const local = useLocalRows(choice);
  const paged = usePagedRows(choice);
  return choice.plan.rest === undefined ? paged : local;
}

function useAsks({ tenant, columning, plan }: ListChoice): PageAsks {
  const { locale } = useLanguage();
  const client = useQueryClient();
  const { entity } = columning;
  const { where, orderBy, bin, at, selection } = plan;
  const rowsText = pageDocument(entity, selection, { at });
  const key = useMemo<QueryKey>(
    () => [...rowsKey(tenant.name, entity.id), 'list', { locale, rowsText, where, orderBy, bin, at }],
    [tenant.name, entity.id, locale, rowsText, where, orderBy, bin, at],
  );
  return useMemo<PageAsks>(() => {
    const rows = async (window: PageWindow): Promise<RowPage> => {
      const variables = { where, orderBy, bin, at, ...window };
      const answer = await askTenant<{ readonly page?: unknown }>(tenant.name, { query: rowsText, variables, locale });
      if (!answer.ok) throw refusal(answer.issues);
      return pageIn(answer.data.page);
    };
    return { client, key, rows };
  }, [client, key, rowsText, where, orderBy, bin, at, tenant.name, locale]);
}

function usePagedRows(choice: ListChoice): ListRows {
  const { tenant, columning, columns, plan, range } = choice;
  const { locale } = useLanguage();
  const asks = useAsks(choice);
  const isWanted = plan.rest === undefined;
  const { where, bin, at } = plan;
  const totalsText = totalsDocument(columning, columns, at);
  const totals = useQuery<ApiRow, ServerError>({
    queryKey: [...rowsKey(tenant.name, columning.entity.id), 'totals', { locale, totalsText, where, bin, at }],
    queryFn: async () => {
      const variables = { where, bin, at };
      const answer = await askTenant<{ readonly totals?: unknown }>(tenant.name, {
        query: totalsText,
        variables,
        locale,
      });
      if (!answer.ok) throw refusal(answer.issues);
      return rowsOf(answer.data.totals)[0] ?? {};
    },
    enabled: isWanted,
  });
  const count = totals.data === undefined ? undefined : Number(totals.data['count'] ?? 0);
  const pages = isWanted ? pagesOf(range, count) : [];
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: pageKey(asks, page),
      queryFn: () => rowPage(asks, page, count ?? 0),
    })),
  });
  const loaded = new Map(pages.map((page, index) => [page, results[index]?.data]));
  const failed = results.find(({ error }) => error !== null)?.error ?? totals.error;
  const first = loaded.get(0);
  return {
    // A first page that is not full is all there is.
    count: count ?? (first !== undefined && first.rows.length < PAGE_ROWS ? first.rows.length : undefined),
    isCut: false,
    rowAt: (index) => loaded.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS],
    totals: summaries(columns, totals.data),
    error: failed instanceof ServerError ? failed : null,
    isWorking: totals.isFetching || results.some(({ isFetching }) => isFetching),
    at: Math.max(totals.dataUpdatedAt, ...results.map(({ dataUpdatedAt }) => dataUpdatedAt)),
    retry: () => {
      void totals.refetch();
      for (const result of results) void result.refetch();
    },
  };
}

/** The pages that the rows on the screen are on, as far as it is known that there are such rows. */
function pagesOf([from, to]: readonly [number, number], count: number | undefined): readonly number[] {
  if (count === undefined) return [0];
  const last = Math.max(0, Math.floor((Math.min(to, count) - 1) / PAGE_ROWS));
  const first = Math.min(last, Math.max(0, Math.floor(from / PAGE_ROWS)));
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function useLocalRows(choice: ListChoice): ListRows {
  const { columning, columns, plan, context } = choice;
  const { rest } = plan;
  const asks = useAsks(choice);
  const query = useQuery<{ readonly rows: readonly ApiRow[]; readonly isCut: boolean }, ServerError>({
    queryKey: [...asks.key, 'local', rest?.source ?? ''],
    queryFn: () => candidates(asks),
    enabled: rest !== undefined,
  });
  const { data } = query;
  const { model, entity } = columning;
  const rows = useMemo(
    () =>
      rest === undefined
        ? []
        : (data?.rows ?? []).filter((row) => admits(rest, { doc: expressionRow(model, entity, row) }, context)),
    [rest, data, model, entity, context],
  );
  const rowAt = useCallback((index: number) => rows[index], [rows]);
  return {
    count: data === undefined ? undefined : rows.length,
    isCut: data?.isCut ?? false,
    rowAt,
    totals: useMemo(() => localTotals(columns, rows), [columns, rows]),
    error: query.error,
    isWorking: query.isFetching,
    at: query.dataUpdatedAt,
    retry: () => void query.refetch(),
  };
}

async function candidates(asks: PageAsks): Promise<{ readonly rows: readonly ApiRow[]; readonly isCut: boolean }> {
  const rows: ApiRow[] = [];
  let after: string | undefined;
  while (rows.length < LOCAL_ROWS_MAX) {
    const page = await asks.rows({ first: LOCAL_STEP, ...(after === undefined ? {} : { after }) });
    rows.push(...page.rows);
    if (page.rows.length < LOCAL_STEP || page.endCursor === null) return { rows, isCut: false };
    after = page.endCursor;
  }
  return { rows, isCut: true };
}

function summaries(columns: readonly ListColumn[], totals: ApiRow | undefined): ReadonlyMap<string, string> {
  if (totals === undefined) return new Map();
  return new Map(
    columns.flatMap(({ id, summary, steps }) => {
      if (summary === undefined) return [];
      const value = summary === 'count' ? totals['count'] : valueIn(totals, [summary, ...steps]);
      return typeof value === 'string' || typeof value === 'number' ? [[id, String(value)] as const] : [];
    }),
  );
}

/** Sums of rows that were looked at one by one; other summaries would need all values. */
function localTotals(columns: readonly ListColumn[], rows: readonly ApiRow[]): ReadonlyMap<string, string> {
  return new Map(
    columns
      .filter(({ summary, isNumber }) => summary === 'sum' && isNumber)
      .map(({ id, steps }) => {
        const values = rows.map((row) => parseDecimal(textOf(valueIn(row, steps))) ?? decimal(0n, 0));
        return [id, decimalText(values.reduce(addDecimal, decimal(0n, 0)))] as const;
      }),
  );
}

function pageIn(page: unknown): RowPage {
  const info = isApiRow(page) ? page['pageInfo'] : undefined;
  const end = isApiRow(info) ? info['endCursor'] : undefined;
  return { rows: isApiRow(page) ? rowsOf(page['nodes']) : [], endCursor: typeof end === 'string' ? end : null };
}
