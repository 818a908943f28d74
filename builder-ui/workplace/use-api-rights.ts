import { useQuery, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Locale } from '../../schema/core/text.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { ServerError } from '../data/platform-client.ts';
import { askTenant } from '../data/tenant-client.ts';
import { refusal } from './refusal.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { apiNamesIn, apiRights, ROOTS_QUERY, typesQueries, type ApiRights } from './documents/api-rights.ts';

export interface KnownRights {
  readonly rights: ApiRights | undefined;
  readonly error: ServerError | null;
  readonly retry: () => void;
}

/**
 * What the reader may do, asked of the API once a version (SPEC [WRK-1]); with an entity, field by field. While a new
 * version is asked about, the former answer stands, so that nothing on the screen goes away.
 */
export function useApiRights(tenant: TenantModel, entity?: EntityModel): KnownRights {
  const { locale } = useLanguage();
  const { name, version, myRoles, model } = tenant;
  const state = { version, roles: myRoles.join(',') };
  const ask = async (query: string): Promise<unknown> => {
    const answer = await askTenant<unknown>(name, { query, locale });
    if (!answer.ok) throw refusal(answer.issues);
    return answer.data;
  };
  const roots = useQuery<unknown, ServerError>({
    queryKey: ['rights', name, 'roots', state],
    queryFn: () => ask(ROOTS_QUERY),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (last: unknown) => last,
  });
  const id = entity?.id;
  const types = useQuery<readonly unknown[], ServerError>({
    queryKey: ['rights', name, id, state],
    queryFn: () => Promise.all((entity === undefined ? [] : typesQueries(model, entity)).map(ask)),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: entity !== undefined,
    placeholderData: (last, query) => (query?.queryKey[2] === id ? last : undefined),
  });
  const { data: rootData } = roots;
  const typeData = entity === undefined ? NO_TYPES : types.data;
  const rights = useMemo(
    () => (rootData === undefined || typeData === undefined ? undefined : apiRights(apiNamesIn(rootData, typeData))),
    [rootData, typeData],
  );
  return {
    rights,
    error: roots.error ?? types.error,
    retry: () => {
      void roots.refetch();
      if (entity !== undefined) void types.refetch();
    },
  };
}

/** The same, asked outside of what is drawn: what is known already is not asked again. */
export async function fetchApiRights(
  { client, tenant, locale }: { readonly client: QueryClient; readonly tenant: TenantModel; readonly locale: Locale },
  entity: EntityModel,
): Promise<ApiRights> {
  const { name, version, myRoles, model } = tenant;
  const state = { version, roles: myRoles.join(',') };
  const ask = async (query: string): Promise<unknown> => {
    const answer = await askTenant<unknown>(name, { query, locale });
    if (!answer.ok) throw refusal(answer.issues);
    return answer.data;
  };
  const staleTime = Number.POSITIVE_INFINITY;
  const [roots, types] = await Promise.all([
    client.fetchQuery<unknown>({
      queryKey: ['rights', name, 'roots', state],
      queryFn: () => ask(ROOTS_QUERY),
      staleTime,
    }),
    client.fetchQuery<readonly unknown[]>({
      queryKey: ['rights', name, entity.id, state],
      queryFn: () => Promise.all(typesQueries(model, entity).map(ask)),
      staleTime,
    }),
  ]);
  return apiRights(apiNamesIn(roots, types));
}

const NO_TYPES: readonly unknown[] = [];

/** The key of everything kept about the rows of an entity: invalidated when one of them changes. */
export function rowsKey(tenant: string, entity: string): QueryKey {
  return ['rows', tenant, entity];
}

/** Forgets what is known of the rows, so that it is asked anew where it is shown. */
export function renewRows(client: QueryClient, tenant: string, entity: string): Promise<void> {
  return client.invalidateQueries({ queryKey: rowsKey(tenant, entity) });
}
