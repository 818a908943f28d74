import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { isUuid } from '../../compile/sql-text.ts';
import { readerOfRequest } from '../tenant/approval-views.ts';
import type { ServiceCall } from '../tenant/services.ts';

/** A table that is listed by time, the latest first. */
export interface Listing {
  readonly table: string;
  /** The column of time that orders it, the id deciding between equals. */
  readonly time: string;
  readonly columns: string;
  /** Conditions over `t`, with `$1`… for `params`. */
  readonly where: string;
  readonly params: readonly unknown[];
}

export interface ServicePage<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

/** A page by the arguments `first` and `after`. Codes: PAGE_SIZE, CURSOR_INVALID. */
export async function listPage<Row extends { readonly id: string }, Node extends { readonly id: string }>(
  { request, args }: ServiceCall,
  listing: Listing,
  view: (row: Row) => Node,
): Promise<Result<ServicePage<Node>>> {
  const first = typeof args['first'] === 'number' ? args['first'] : LIMITS.pageSizeDefault;
  const after = typeof args['after'] === 'string' ? args['after'] : null;
  if (first < 0 || first > LIMITS.pageSizeMax)
    return refused([issue('PAGE_SIZE', '/first', { size: first, max: LIMITS.pageSizeMax })]);
  if (after !== null && !isUuid(after)) return refused([issue('CURSOR_INVALID', '/after', { cursor: after })]);
  const { table, time, columns, where, params } = listing;
  const reader = readerOfRequest(request);
  const cursor = `$${String(params.length + 1)}::uuid`;
  const rows = await reader.rows<Row>(
    `select ${columns} from "@tenant".${table} t where ${where}
       and (${cursor} is null or (t.${time}, t.id) < (select c.${time}, c.id from "@tenant".${table} c where c.id = ${cursor}))
     order by t.${time} desc, t.id desc limit ${String(first + 1)}`,
    [...params, after],
  );
  const [total] = await reader.rows<{ readonly count: number }>(
    `select count(*)::int as count from "@tenant".${table} t where ${where}`,
    params,
  );
  const nodes = rows.slice(0, first).map(view);
  return ok({
    nodes,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== null,
      startCursor: nodes[0]?.id ?? null,
      endCursor: nodes.at(-1)?.id ?? null,
    },
    totalCount: total?.count ?? 0,
  });
}

/** A time as the API writes it. */
export function instantColumn(column: string, name: string): string {
  return `to_char(t.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "${name}"`;
}
