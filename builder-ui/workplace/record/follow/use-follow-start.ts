import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { followUps, type FollowUp } from '../../../../schema/model/follow-ups.ts';
import type { EntityModel } from '../../../../schema/model/model.ts';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import type { RecordValue } from '../../../form-runtime/form-value.ts';
import { entityById } from '../../documents/field-path.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { recordDocument } from '../../documents/record-document.ts';
import { formRecord, isApiRow, rowsOf, type ApiRow } from '../../documents/row-values.ts';
import { refusal } from '../../refusal.ts';
import { fetchApiRights } from '../../use-api-rights.ts';
import { openLedger, openRows, openRowsDocument } from './follow-documents.ts';
import { followValue } from './follow-value.ts';

/** How a new document names in its address what it follows from: `PurchaseOrder.<id>`; a copy names its id alone. */
export function followAddress(entity: EntityModel, id: string): string {
  return `${entity.id}.${id}`;
}

/** The record that a new document follows from, by its address. */
export function followedIn(
  { model, entity }: Columning,
  address: string | undefined,
): { readonly follow: FollowUp; readonly source: EntityModel; readonly id: string } | undefined {
  const [from = '', id] = address?.split('.') ?? [];
  const source = id === undefined ? undefined : entityById(model, from);
  const follow = source && followUps(model, source).find((one) => one.entity.id === entity.id);
  return source === undefined || follow === undefined || id === undefined ? undefined : { follow, source, id };
}

/** What a new document begins with that follows from a record (SPEC [WRK-180]): asked once, when it is begun. */
export function useFollowStart(tenant: TenantModel, columning: Columning, address: string | undefined) {
  const client = useQueryClient();
  const followed = followedIn(columning, address);
  const query = useQuery<RecordValue, ServerError>({
    queryKey: ['follow', tenant.name, tenant.version, columning.entity.id, address],
    queryFn: async () => (followed === undefined ? {} : startFrom(client, tenant, { ...followed, columning })),
    enabled: followed !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return { isWanted: followed !== undefined, query };
}

interface Followed {
  readonly follow: FollowUp;
  readonly source: EntityModel;
  readonly id: string;
  readonly columning: Columning;
}

async function startFrom(client: QueryClient, tenant: TenantModel, followed: Followed): Promise<RecordValue> {
  const { follow, source, id, columning } = followed;
  const { model, locale } = columning;
  const rights = await fetchApiRights({ client, tenant, locale }, source);
  if (!rights.reads(source)) return {};
  const query = recordDocument({ model, rights }, source, []);
  const [[row], open] = await Promise.all([
    rowsFrom(tenant, { query, variables: { id }, locale }),
    openFrom(client, tenant, followed),
  ]);
  if (row === undefined) return {};
  return followValue(columning, follow, { entity: source, row, value: formRecord(model, source, row), open });
}

async function openFrom(client: QueryClient, tenant: TenantModel, { follow, id, columning }: Followed) {
  const { model, locale } = columning;
  const book = openLedger(model, follow);
  if (book === undefined) return undefined;
  const rights = await fetchApiRights({ client, tenant, locale }, book.entity);
  const ask = rights.reads(book.entity) ? openRows(book, follow, { id, rights }) : undefined;
  if (ask === undefined) return undefined;
  const query = openRowsDocument({ model, rights }, book);
  const rows = await rowsFrom(tenant, { query, variables: { where: ask.where }, locale });
  return { entity: book.entity, rows: rows.map((row) => formRecord(model, book.entity, row)) };
}

async function rowsFrom({ name }: TenantModel, asked: Parameters<typeof askTenant>[1]): Promise<readonly ApiRow[]> {
  const answer = await askTenant<{ readonly rows?: unknown }>(name, asked);
  if (!answer.ok) throw refusal(answer.issues);
  const { rows } = answer.data;
  return rowsOf(isApiRow(rows) ? rows['nodes'] : []);
}
