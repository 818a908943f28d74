import { useInfiniteQuery, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { Locale } from '../../../schema/core/text.ts';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useSession } from '../../shell/session-context.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { refusal } from '../refusal.ts';
import { boxDocument, countDocument, extrasDocument, type Box } from './inbox-documents.ts';
import { boxPageIn, countIn, extrasIn, inOrder, type BoxPage, type InboxItem } from './inbox-items.ts';

/** Anybody may ask for an approval at any time; no subscription tells of it. */
const ASK_AGAIN_MS = 15_000;

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
      boxPageIn(await asked(name, { query: boxDocument(box), variables: { after: pageParam ?? null }, locale })),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next,
    enabled: rights.mayAsk('inbox'),
  });
  const extra = useMemo(() => extrasDocument(model, rights), [model, rights]);
  const extras = useQuery<unknown, ServerError>({
    queryKey: [...inboxKey(name), 'extras', extra, locale],
    queryFn: () => (extra === undefined ? null : asked(name, { query: extra, locale })),
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

/** How much waits for the reader, asked now and then; what is shown of the inbox follows it. */
export function useWaitingCount(tenant: TenantModel, rights: ApiRights | undefined): number {
  const { locale } = useLanguage();
  const client = useQueryClient();
  const me = useSession().me.user?.id ?? '';
  const { name, model } = tenant;
  const document = rights === undefined ? undefined : countDocument(model, rights);
  const { data } = useQuery<number, ServerError>({
    queryKey: ['waiting', name, document],
    queryFn: async () => countIn(await asked(name, { query: document ?? '', locale }), me),
    enabled: document !== undefined,
    refetchInterval: ASK_AGAIN_MS,
    refetchOnWindowFocus: true,
  });
  const last = useRef(data);
  useEffect(() => {
    if (last.current !== undefined && data !== last.current)
      void client.invalidateQueries({ queryKey: inboxKey(name) });
    last.current = data;
  }, [client, name, data]);
  return data ?? 0;
}

/** Asks anew for everything that shows what waits. */
export async function renewInbox(client: QueryClient, tenant: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: inboxKey(tenant) }),
    client.invalidateQueries({ queryKey: ['waiting', tenant] }),
  ]);
}

function inboxKey(tenant: string): readonly string[] {
  return ['rows', tenant, 'inbox'];
}

interface Ask {
  readonly query: string;
  readonly variables?: unknown;
  readonly locale: Locale;
}

async function asked(tenant: string, ask: Ask): Promise<unknown> {
  const answer = await askTenant<unknown>(tenant, ask);
  if (!answer.ok) throw refusal(answer.issues);
  return answer.data;
}
