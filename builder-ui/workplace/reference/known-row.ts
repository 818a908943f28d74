import type { QueryClient } from '@tanstack/react-query';
import { isApiRow, rowsOf, type ApiRow } from '../documents/row-values.ts';
import { rowsKey } from '../use-api-rights.ts';

/** What lists and pages of this browser know of a row, the newest last; `undefined` where none has shown it. */
export function knownRow(
  client: QueryClient,
  { tenant, entity, id }: { readonly tenant: string; readonly entity: string; readonly id: string },
): ApiRow | undefined {
  const found = client
    .getQueryCache()
    .findAll({ queryKey: rowsKey(tenant, entity) })
    .toSorted((a, b) => a.state.dataUpdatedAt - b.state.dataUpdatedAt)
    .flatMap(({ state: { data } }) => rowsIn(data))
    .filter((row) => row['id'] === id);
  return found.length === 0 ? undefined : found.reduce<ApiRow>((known, row) => ({ ...known, ...row }), {});
}

/** The rows of a page of a list, or the one row of a record. */
function rowsIn(data: unknown): readonly ApiRow[] {
  if (!isApiRow(data)) return [];
  const { rows } = data;
  return Array.isArray(rows) ? rowsOf(rows) : [data];
}
