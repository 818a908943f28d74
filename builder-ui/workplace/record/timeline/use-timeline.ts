import {
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { listen } from '../../../data/live.ts';
import { ServerError } from '../../../data/platform-client.ts';
import { askTenant, type TenantIssue } from '../../../data/tenant-client.ts';
import { refusal } from '../../refusal.ts';
import { rowsKey } from '../../use-api-rights.ts';
import { historyOptions, type TimelinePlace } from './history-ask.ts';
import {
  COMMENTED,
  PEOPLE_QUERY,
  peopleIn,
  type EntryPage,
  type Person,
  type TimelinePart,
} from './timeline-entries.ts';

/** The record's history, page by page; with everything that is kept of the entity's rows it is asked anew when one changes. */
export function useTimeline(
  place: TimelinePlace,
  part: TimelinePart | undefined,
): UseInfiniteQueryResult<InfiniteData<EntryPage>, ServerError> {
  const { tenant, entity, apiName, id } = place;
  const client = useQueryClient();
  useEffect(
    () =>
      listen<unknown>(`/t/${tenant}/graphql`, {
        query: COMMENTED,
        variables: { entity: apiName, id },
        onData: () => void client.invalidateQueries({ queryKey: [...rowsKey(tenant, entity), 'history', id] }),
      }),
    [client, tenant, entity, apiName, id],
  );
  return useInfiniteQuery<EntryPage, ServerError, InfiniteData<EntryPage>, readonly unknown[], string | undefined>(
    historyOptions(place, part),
  );
}

/** Who can be mentioned; asked for when the first name is typed. */
export function usePeople({ tenant, apiName, id, locale }: TimelinePlace, isWanted: boolean): readonly Person[] {
  const { data } = useQuery<readonly Person[], ServerError>({
    queryKey: ['record-people', tenant, apiName, id],
    queryFn: async () => {
      const answer = await askTenant<unknown>(tenant, {
        query: PEOPLE_QUERY,
        variables: { entity: apiName, id },
        locale,
      });
      if (!answer.ok) throw refusal(answer.issues);
      return peopleIn(answer.data);
    },
    enabled: isWanted,
    staleTime: 60_000,
  });
  return data ?? NOBODY;
}

const NOBODY: readonly Person[] = [];

export interface CommentWriting {
  readonly isSending: boolean;
  readonly issues: readonly TenantIssue[];
  /** Whether it was written. The same content has the same key until it was. */
  readonly write: (query: string, variables: Readonly<Record<string, unknown>>) => Promise<boolean>;
}

/** Writes comments, and has the history asked anew. */
export function useCommentWriting({ tenant, entity, id, locale }: TimelinePlace): CommentWriting {
  const client = useQueryClient();
  const [isSending, setSending] = useState(false);
  const [issues, setIssues] = useState<readonly TenantIssue[]>([]);
  const [once, setOnce] = useState({ text: '', key: '' });
  const write = useCallback(
    async (query: string, variables: Readonly<Record<string, unknown>>): Promise<boolean> => {
      const text = JSON.stringify([query, variables]);
      const key = once.text === text ? once.key : crypto.randomUUID();
      setOnce({ text, key });
      setSending(true);
      try {
        const answer = await askTenant<unknown>(tenant, { query, variables: { ...variables, key }, locale });
        setIssues(answer.ok ? [] : answer.issues);
        if (!answer.ok) return false;
        setOnce({ text: '', key: '' });
        await client.invalidateQueries({ queryKey: [...rowsKey(tenant, entity), 'history', id] });
        return true;
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        setIssues([{ code: error.code, message: error.message, cure: error.cure, place: '' }]);
        return false;
      } finally {
        setSending(false);
      }
    },
    [client, tenant, entity, id, locale, once],
  );
  return { isSending, issues, write };
}
