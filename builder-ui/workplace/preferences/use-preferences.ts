import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant, type TenantIssue } from '../../data/tenant-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { isApiRow, rowsOf, textOf } from '../documents/row-values.ts';
import { refusal } from '../refusal.ts';

/** What the reader keeps in this company, by key; `undefined` until it is known. */
export type Preferences = ReadonlyMap<string, unknown>;

const ALL = '{ myPreferences { key value } }';
const SET = 'mutation ($key: String!, $value: JSON) { setPreference(key: $key, value: $value) { key } }';

/** What the reader keeps for themselves in this company (SPEC [WRK-74]). */
export function usePreferences(tenant: string, isWanted = true): Preferences | undefined {
  const { locale } = useLanguage();
  const { data } = useQuery<Preferences, ServerError>({
    queryKey: keyOf(tenant),
    queryFn: async () => {
      const answer = await askTenant<unknown>(tenant, { query: ALL, locale });
      if (!answer.ok) throw refusal(answer.issues);
      const { data: got } = answer;
      return new Map(
        rowsOf(isApiRow(got) ? got['myPreferences'] : []).map((row) => [textOf(row['key']), row['value']]),
      );
    },
    staleTime: 60_000,
    enabled: isWanted,
  });
  return data;
}

/** Keeps a value, or forgets it (`null`); the screen shows it at once and goes back if it is refused. */
export function useSetPreference(tenant: string): (key: string, value: unknown) => Promise<readonly TenantIssue[]> {
  const client = useQueryClient();
  const { locale } = useLanguage();
  return useCallback(
    async (key, value) => {
      const queryKey = keyOf(tenant);
      await client.cancelQueries({ queryKey });
      client.setQueryData<Preferences>(queryKey, (known) => {
        const rest = [...(known ?? [])].filter(([own]) => own !== key);
        return new Map(value === null ? rest : [...rest, [key, value]]);
      });
      const answer = await askTenant<unknown>(tenant, { query: SET, variables: { key, value }, locale });
      if (answer.ok) return [];
      await client.invalidateQueries({ queryKey });
      return answer.issues;
    },
    [client, tenant, locale],
  );
}

/** The values under keys that begin so, by the rest of the key. */
export function useWithPrefix(preferences: Preferences | undefined, prefix: string): ReadonlyMap<string, unknown> {
  return useMemo(
    () =>
      new Map(
        [...(preferences ?? [])]
          .filter(([key]) => key.startsWith(prefix))
          .map(([key, value]) => [key.slice(prefix.length), value]),
      ),
    [preferences, prefix],
  );
}

function keyOf(tenant: string): readonly string[] {
  return ['preferences', tenant];
}
