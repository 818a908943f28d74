import { useInfiniteQuery, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { ServerError } from '../data/platform-client.ts';
import { askTenant, type TenantIssue } from '../data/tenant-client.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { refusal } from '../workplace/refusal.ts';
import { pointsKey } from './points-key.ts';
import { ENTRIES_DOCUMENT, type Entry, type EntryPage } from './points-documents.ts';

interface PointsAsk {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly isWanted?: boolean;
}

/** An answer of the points API, kept while the page is open and renewed with the reader's points. */
export function usePoints<Data>({ query, variables, isWanted = true }: PointsAsk): UseQueryResult<Data, ServerError> {
  const { name, version } = useTenant();
  const { locale } = useLanguage();
  return useQuery<Data, ServerError>({
    queryKey: [...pointsKey(name), query, variables ?? null, locale, version],
    queryFn: async () => {
      const answer = await askTenant<Data>(name, { query, variables, locale });
      if (!answer.ok) throw refusal(answer.issues);
      return answer.data;
    },
    enabled: isWanted,
    placeholderData: (last) => last,
  });
}

/** What entries are asked for. */
export interface EntryFilter {
  readonly kind?: string;
  readonly rule?: string;
  readonly from?: string;
}

const PAGE_ENTRIES = 20;

/** The entries of the reader's points, page by page. */
export function useEntries(filter: EntryFilter) {
  const { name, version } = useTenant();
  const { locale } = useLanguage();
  const query = useInfiniteQuery<EntryPage, ServerError>({
    queryKey: [...pointsKey(name), 'entries', filter, locale, version],
    queryFn: async ({ pageParam }) => {
      const variables = { ...filter, first: PAGE_ENTRIES, after: pageParam };
      const answer = await askTenant<{ readonly page: EntryPage }>(name, {
        query: ENTRIES_DOCUMENT,
        variables,
        locale,
      });
      if (!answer.ok) throw refusal(answer.issues);
      return answer.data.page;
    },
    initialPageParam: null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
  });
  const entries: readonly Entry[] | undefined = query.data?.pages.flatMap(({ nodes }) => nodes);
  return { query, entries };
}

export interface PointsAction<Data> {
  readonly isBusy: boolean;
  readonly issues: readonly TenantIssue[];
  readonly forget: () => void;
  /** Gives what was answered, or nothing when it was refused: then `issues` says why. */
  readonly run: (variables: Readonly<Record<string, unknown>>) => Promise<Data | undefined>;
}

/** Does something to points; afterwards all that is shown of them is asked anew. */
export function usePointsAction<Data>(query: string): PointsAction<Data> {
  const { name } = useTenant();
  const { locale } = useLanguage();
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [issues, setIssues] = useState<readonly TenantIssue[]>([]);
  const run = useCallback(
    async (variables: Readonly<Record<string, unknown>>): Promise<Data | undefined> => {
      setBusy(true);
      try {
        const answer = await askTenant<Data>(name, { query, variables, locale });
        setIssues(answer.ok ? [] : answer.issues);
        if (!answer.ok) return undefined;
        await client.invalidateQueries({ queryKey: pointsKey(name) });
        return answer.data;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const cure = 'cure' in error && typeof error.cure === 'string' ? error.cure : '';
        setIssues([{ code: 'NETWORK', message: error.message, cure, place: '' }]);
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [client, name, locale, query],
  );
  const forget = useCallback(() => setIssues([]), []);
  return { isBusy, issues, run, forget };
}

/** The same request has the same key, so that an answer that was lost on the way does nothing twice. */
export function useOnceKey(): { readonly keyOf: (request: unknown) => string; readonly done: () => void } {
  const once = useRef<{ readonly text: string; readonly key: string }>(undefined);
  const keyOf = useCallback((request: unknown): string => {
    const text = JSON.stringify(request);
    const key = once.current?.text === text ? once.current.key : crypto.randomUUID();
    once.current = { text, key };
    return key;
  }, []);
  const done = useCallback(() => {
    once.current = undefined;
  }, []);
  return { keyOf, done };
}
