import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { TypedDocumentString } from '../data/generated/graphql.ts';
import { askPlatform, ServerError } from '../data/platform-client.ts';
import { askTenant } from '../data/tenant-client.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { refusal } from '../workplace/refusal.ts';

/** One thing that was refused, and what to do. */
export interface AdminIssue {
  readonly code: string;
  readonly message: string;
  readonly cure: string;
}

export interface AdminAction<Variables, Data> {
  readonly isBusy: boolean;
  readonly issues: readonly AdminIssue[];
  readonly forget: () => void;
  /** Gives what was answered, or nothing when it was refused: then `issues` says why. */
  readonly run: (variables: Variables) => Promise<Data | undefined>;
}

/** The topic of a page's platform query; all of them are asked anew after each change. */
export type AdminTopic = `admin-${string}`;

/** Changes something on the platform; what administration shows is asked anew afterwards. */
export function useAdminAction<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  issuesOf: (data: Data) => readonly AdminIssue[],
): AdminAction<Variables, Data> {
  const { locale } = useLanguage();
  const ask = useCallback(
    async (variables: Variables) => {
      const data = await askPlatform(document, { locale, variables });
      return { data, issues: issuesOf(data) };
    },
    // What takes the issues out of an answer is the same for a document.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [document, locale],
  );
  return useAction(ask);
}

/** Changes something by the tenant's own API. */
export function useTenantAction<Data>(query: string): AdminAction<Readonly<Record<string, unknown>>, Data> {
  const { name } = useTenant();
  const { locale } = useLanguage();
  const ask = useCallback(
    async (variables: Readonly<Record<string, unknown>>) => {
      const answer = await askTenant<Data>(name, { query, variables, locale });
      return answer.ok ? { data: answer.data, issues: [] } : { data: undefined, issues: answer.issues };
    },
    [name, query, locale],
  );
  return useAction(ask);
}

function useAction<Variables, Data>(
  ask: (variables: Variables) => Promise<{ readonly data: Data | undefined; readonly issues: readonly AdminIssue[] }>,
): AdminAction<Variables, Data> {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [issues, setIssues] = useState<readonly AdminIssue[]>([]);
  const run = useCallback(
    async (variables: Variables): Promise<Data | undefined> => {
      setBusy(true);
      try {
        const answer = await ask(variables);
        setIssues(answer.issues);
        if (answer.issues.length > 0) return undefined;
        await client.invalidateQueries({
          predicate: ({ queryKey }) => queryKey.some((part) => typeof part === 'string' && part.startsWith('admin-')),
        });
        return answer.data;
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        setIssues([error]);
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [ask, client],
  );
  const forget = useCallback(() => setIssues([]), []);
  return { isBusy, issues, run, forget };
}

/** An answer of the tenant's own API for a page of administration. */
export function useTenantAsk<Data>({
  query,
  topic,
  variables,
  isWanted = true,
  everyMs = () => false,
}: {
  readonly query: string;
  readonly topic: AdminTopic;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly isWanted?: boolean;
  /** How soon it is asked again by itself. */
  readonly everyMs?: (data: Data) => number | false;
}): UseQueryResult<Data, ServerError> {
  const { name, version } = useTenant();
  const { locale } = useLanguage();
  return useQuery<Data, ServerError>({
    queryKey: ['tenant', name, topic, query, variables ?? null, locale, version],
    queryFn: async () => {
      const answer = await askTenant<Data>(name, { query, variables, locale });
      if (!answer.ok) throw refusal(answer.issues);
      return answer.data;
    },
    enabled: isWanted,
    refetchInterval: ({ state }) => (state.data === undefined ? false : everyMs(state.data)),
    placeholderData: (last) => last,
  });
}
