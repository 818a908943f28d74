import { useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ServerError } from '../../data/platform-client.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useSession } from '../../shell/session-context.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { boxDocument, extrasDocument, type Box } from './inbox-documents.ts';
import { boxPageIn, extrasIn, inOrder, type BoxPage, type InboxItem } from './inbox-items.ts';
import { askInbox, inboxKey } from './use-waiting.ts';

const NOTHING: readonly InboxItem[] = [];

/** A box of the inbox. */
export interface InboxBox {
  readonly items: readonly InboxItem[];
  /** How many there are in all, also those that did not come yet. */
  readonly total: number;
  readonly isPending: boolean;
  readonly error: ServerError | null;
  readonly retry: () => void;
  /** Asks for more; absent where all are there. */
  readonly more: (() => void) | undefined;
}

/** What is in a box, late ones first, then the latest (SPEC [WRK-70]). */
export function useInbox(tenant: TenantModel, rights: ApiRights, box: Box): InboxBox {
  const { locale } = useLanguage();
  const me = useSession().me.user?.id ?? '';
  const { name, model } = tenant;
  const pages = useInfiniteQuery<BoxPage, ServerError>({
    queryKey: [...inboxKey(name), box, locale],
    queryFn: async ({ pageParam }) =>
      boxPageIn(await askInbox(name, { query: boxDocument(box), variables: { after: pageParam ?? null }, locale })),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next,
    enabled: rights.mayAsk('inbox'),
  });
  const extra = useMemo(() => extrasDocument(model, rights), [model, rights]);
  const extras = useQuery<unknown, ServerError>({
    queryKey: [...inboxKey(name), 'extras', extra, locale],
    queryFn: () => (extra === undefined ? null : askInbox(name, { query: extra, locale })),
    enabled: extra !== undefined,
  });
  const { data } = pages;
  const own = useMemo(
    () => (extras.data === undefined ? NOTHING : extrasIn(extras.data, box, me)),
    [extras.data, box, me],
  );
  const items = useMemo(() => inOrder([...own, ...(data?.pages.flatMap((page) => page.items) ?? [])]), [own, data]);
  return {
    items,
    total: (data?.pages[0]?.total ?? 0) + own.length,
    isPending: pages.isLoading || extras.isLoading,
    error: pages.error ?? extras.error,
    retry: () => {
      void pages.refetch();
      void extras.refetch();
    },
    more: pages.hasNextPage ? () => void pages.fetchNextPage() : undefined,
  };
}

/** Asks anew for everything that shows what waits. */
export async function renewInbox(client: QueryClient, tenant: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: inboxKey(tenant) }),
    client.invalidateQueries({ queryKey: ['waiting', tenant] }),
  ]);
}
