import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { EntityModel, Model } from '../../../schema/model/model.ts';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { isApiRow, rowsOf, textOf } from '../documents/row-values.ts';
import { refusal } from '../refusal.ts';

/** Something that the reader was told. */
export interface Told {
  readonly id: string;
  readonly text: string;
  readonly at: string;
  /** API name. */
  readonly entity: string | undefined;
  readonly recordId: string | undefined;
  readonly isUnread: boolean;
}

interface ToldPage {
  readonly told: readonly Told[];
  readonly unread: number;
  readonly next: string | undefined;
}

const PAGE =
  'query ($after: String) { notifications(first: 20, after: $after) { unreadCount pageInfo { hasNextPage endCursor } nodes { id text at entity recordId readAt } } }';
const READ = 'mutation ($id: ID!) { markNotificationRead(id: $id) { id } }';
const READ_ALL = 'mutation { markNotificationsRead }';

/** What rules tell comes with no subscription. */
const ASK_AGAIN_MS = 15_000;

export interface Notifications {
  readonly told: readonly Told[] | undefined;
  readonly unread: number;
  readonly more: (() => void) | undefined;
  readonly markRead: (told: Told) => void;
  readonly markAll: () => void;
}

/** What the reader was told, the latest first, and how much of it is unread; at most 15 s old. */
export function useNotifications(tenant: string, isWanted: boolean): Notifications {
  const { locale } = useLanguage();
  const client = useQueryClient();
  const { data, hasNextPage, fetchNextPage } = useInfiniteQuery<ToldPage, ServerError>({
    queryKey: ['notifications', tenant, locale],
    queryFn: async ({ pageParam }) => {
      const answer = await askTenant<unknown>(tenant, { query: PAGE, variables: { after: pageParam ?? null }, locale });
      if (!answer.ok) throw refusal(answer.issues);
      return pageIn(answer.data);
    },
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ASK_AGAIN_MS,
    refetchOnWindowFocus: true,
    enabled: isWanted,
  });
  const shownRead = useCallback(
    (isRead: (told: Told) => boolean) => {
      client.setQueriesData<InfiniteData<ToldPage>>({ queryKey: ['notifications', tenant] }, (known) =>
        known === undefined
          ? known
          : {
              ...known,
              pages: known.pages.map((page) => {
                const read = page.told.filter((one) => one.isUnread && isRead(one)).length;
                return {
                  ...page,
                  unread: Math.max(0, page.unread - read),
                  told: page.told.map((one) => (isRead(one) ? { ...one, isUnread: false } : one)),
                };
              }),
            },
      );
    },
    [client, tenant],
  );
  const ask = async (query: string, variables: unknown): Promise<void> => {
    await askTenant<unknown>(tenant, { query, variables, locale });
    await client.invalidateQueries({ queryKey: ['notifications', tenant] });
  };
  return {
    told: data?.pages.flatMap((page) => page.told),
    unread: data?.pages[0]?.unread ?? 0,
    more: hasNextPage ? () => void fetchNextPage() : undefined,
    markRead: ({ id, isUnread }) => {
      if (!isUnread) return;
      shownRead((one) => one.id === id);
      void ask(READ, { id });
    },
    markAll: () => {
      shownRead(() => true);
      void ask(READ_ALL, {});
    },
  };
}

/** The entity whose record a notification is about. */
export function entityOf({ entities }: Model, { entity }: Told): EntityModel | undefined {
  return entities.find(({ apiName }) => apiName === entity);
}

function pageIn(answer: unknown): ToldPage {
  const page = isApiRow(answer) ? answer['notifications'] : undefined;
  if (!isApiRow(page)) return { told: [], unread: 0, next: undefined };
  const info = isApiRow(page['pageInfo']) ? page['pageInfo'] : {};
  return {
    unread: Number(page['unreadCount'] ?? 0),
    next: info['hasNextPage'] === true ? textOf(info['endCursor']) : undefined,
    told: rowsOf(page['nodes']).map((row) => ({
      id: textOf(row['id']),
      text: textOf(row['text']),
      at: textOf(row['at']),
      entity: textOf(row['entity']) || undefined,
      recordId: textOf(row['recordId']) || undefined,
      isUnread: row['readAt'] === null,
    })),
  };
}
