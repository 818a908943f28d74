import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Locale } from '../../../schema/core/text.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { selectionText } from '../documents/field-selection.ts';
import type { Columning } from '../documents/list-columns.ts';
import { listSelection } from '../documents/list-document.ts';
import { factColumns, recordFacts, rowsByIdDocument, type RecordFacts } from '../documents/record-facts.ts';
import { isApiRow, rowsOf, textOf, type ApiRow } from '../documents/row-values.ts';
import { refusal } from '../refusal.ts';
import { fetchApiRights } from '../use-api-rights.ts';
import type { InboxItem } from './inbox-items.ts';
import { inboxKey } from './use-waiting.ts';

/** A record that a request is about, with what there is to tell of it. */
export interface FactsOf {
  readonly facts: RecordFacts;
  readonly row: ApiRow;
}

/** What is known of the records that requests are about. */
export interface KnownFacts {
  readonly of: (item: InboxItem) => FactsOf | undefined;
  readonly isAwaited: (item: InboxItem) => boolean;
}

/** So many records are asked for in one request. */
const AT_ONCE = 50;

/**
 * What the requests are about, as far as the reader may see it (SPEC [WRK-120]). While others
 * are asked for, what was known stays.
 */
export function useFacts(tenant: TenantModel, items: readonly InboxItem[]): KnownFacts {
  const { locale } = useLanguage();
  const client = useQueryClient();
  const { name, version } = tenant;
  const asks = useMemo(() => asksOf(tenant, items), [tenant, items]);
  const { data, isLoading } = useQuery<ReadonlyMap<string, FactsOf>, ServerError>({
    queryKey: [...inboxKey(name), 'facts', { ids: asks.map(({ ids }) => ids), locale, version }],
    queryFn: async () =>
      new Map((await Promise.all(asks.map((ask) => factsOf(client, tenant, { ...ask, locale })))).flat()),
    enabled: asks.length > 0,
    placeholderData: (last) => last,
  });
  return useMemo(
    () => ({
      of: (item) => (item.kind === 'approval' ? data?.get(item.recordId) : undefined),
      isAwaited: (item) => item.kind === 'approval' && isLoading,
    }),
    [data, isLoading],
  );
}

async function factsOf(
  client: QueryClient,
  tenant: TenantModel,
  { entity, ids, locale }: Ask & { readonly locale: Locale },
): Promise<readonly (readonly [string, FactsOf])[]> {
  const { name, model } = tenant;
  const rights = await fetchApiRights({ client, tenant, locale }, entity);
  if (!rights.reads(entity)) return [];
  const columning: Columning = { model, entity, rights, locale };
  const facts = recordFacts(columning);
  const query = rowsByIdDocument(entity, selectionText(listSelection(columning, factColumns(facts), [])));
  const variables = { ids, first: ids.length };
  const answer = await askTenant<{ readonly page?: unknown }>(name, { query, variables, locale });
  if (!answer.ok) throw refusal(answer.issues);
  const { page } = answer.data;
  return rowsOf(isApiRow(page) ? page['nodes'] : []).map((row) => [textOf(row['id']), { facts, row }]);
}

interface Ask {
  readonly entity: EntityModel;
  readonly ids: readonly string[];
}

function asksOf({ model }: TenantModel, items: readonly InboxItem[]): readonly Ask[] {
  const wanted = new Map<string, Set<string>>();
  for (const item of items) {
    if (item.kind !== 'approval') continue;
    const ids = wanted.get(item.entity) ?? new Set();
    wanted.set(item.entity, ids.add(item.recordId));
  }
  return model.entities.flatMap((entity) => {
    const ids = [...(wanted.get(entity.apiName) ?? [])];
    return Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, at) => ({
      entity,
      ids: ids.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
    }));
  });
}
