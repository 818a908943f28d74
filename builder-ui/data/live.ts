import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createClient, type Client } from 'graphql-ws';
import { useEffect } from 'react';
import { create } from 'zustand';
import { TenantChangedDocument, type TenantChangedSubscription } from './generated/graphql.ts';
import { TEMPLATE_TOPIC } from './tenant-model.ts';

/** What goes on in a tenant right now: its version, its drafts, and who designs. */
export type TenantLive = TenantChangedSubscription['tenantChanged'];

interface LiveState {
  readonly tenants: Readonly<Record<string, TenantLive>>;
}

const useLiveStore = create<LiveState>(() => ({ tenants: {} }));

/** How long a connection that nobody uses is kept: from one page to the next. */
const IDLE_MS = 5_000;
const PING_MS = 12_000;
const RETRY_FIRST_MS = 300;
const RETRY_LAST_MS = 8_000;
/** After a refusal: who was let in a moment later (a role, a version) hears again without loading the page. */
const REFUSED_MS = 10_000;

const clients = new Map<string, Client>();

/** One connection for each endpoint; the session's cookie says who it is. It comes back by itself. */
function clientAt(path: string): Client {
  const known = clients.get(path);
  if (known !== undefined) return known;
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const made = createClient({
    url: url.href,
    lazy: true,
    lazyCloseTimeout: IDLE_MS,
    keepAlive: PING_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => sleep(Math.min(RETRY_LAST_MS, RETRY_FIRST_MS * 2 ** retries) * (0.7 + Math.random() * 0.6)),
  });
  clients.set(path, made);
  return made;
}

export interface LiveAsk<Data> {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly onData: (data: Data) => void;
}

/** Hears a subscription until what comes back is called, over lost connections and refusals. */
export function listen<Data>(path: string, { query, variables, onData }: LiveAsk<Data>): () => void {
  let isOver = false;
  let stop = (): void => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => {
    if (!isOver) timer = setTimeout(begin, REFUSED_MS);
  };
  const begin = (): void => {
    stop = clientAt(path).subscribe<Data>(
      { query, ...(variables === undefined ? {} : { variables }) },
      {
        next: ({ data }) => {
          if (data !== null && data !== undefined && !isOver) onData(data);
        },
        error: again,
        complete: again,
      },
    );
  };
  begin();
  return () => {
    isOver = true;
    clearTimeout(timer);
    stop();
  };
}

/**
 * Hears what happens in a tenant while the page is open: a version published anywhere renews the template at once, and
 * what is open follows it (SPEC [WRK-20]).
 */
export function useTenantLive(tenant: string): TenantLive | undefined {
  const client = useQueryClient();
  useEffect(
    () =>
      listen<TenantChangedSubscription>('/platform/graphql', {
        query: TenantChangedDocument.toString(),
        variables: { tenant },
        onData: ({ tenantChanged }) => take(client, tenant, tenantChanged),
      }),
    [client, tenant],
  );
  return useLiveStore(({ tenants }) => tenants[tenant]);
}

function take(client: QueryClient, tenant: string, live: TenantLive): void {
  const last = useLiveStore.getState().tenants[tenant];
  useLiveStore.setState(({ tenants }) => ({ tenants: { ...tenants, [tenant]: live } }));
  // The first message may be newer than the page as well: then the kept template is out of date too.
  if (last === undefined ? isOutOfDate(client, tenant, live) : live.version !== last.version)
    void client.invalidateQueries({ queryKey: ['platform', TEMPLATE_TOPIC] });
}

function isOutOfDate(client: QueryClient, tenant: string, { version }: TenantLive): boolean {
  return client
    .getQueriesData<{ readonly tenant?: { readonly name: string; readonly version: number } | null }>({
      queryKey: ['platform', TEMPLATE_TOPIC],
    })
    .some(([, data]) => data?.tenant?.name === tenant && data.tenant.version !== version);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
