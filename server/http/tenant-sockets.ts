import { GraphQLError } from 'graphql';
import { CloseCode, makeServer, type SubscribePayload } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { LIMITS } from '../../schema/core/limits.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { TenantHandle } from '../graphql/application.ts';
import { answerTenant } from '../graphql/tenant/answer-tenant.ts';
import { isSubscription, subscribeTenant, type ChangeEvent } from '../graphql/tenant/subscribe-tenant.ts';
import type { TenantRequest } from '../graphql/tenant/tenant-request.ts';
import type { TenantCaller, TenantUpgrade } from './tenant-handlers.ts';

export interface TenantSockets {
  upgrade(upgrade: TenantUpgrade): void;
  close(): Promise<void>;
}

type RequestOf = (
  caller: TenantCaller,
) => Promise<{ readonly request: Omit<TenantRequest, 'body'>; readonly handle: TenantHandle }>;

interface SocketState extends Record<string, unknown> {
  readonly resolve: TenantUpgrade['resolve'];
  readonly requestId: string;
  caller?: TenantCaller;
  running: number;
}

/**
 * graphql-ws at a tenant's address. Who it is comes with `connection_init`; each operation is looked up anew, so a
 * publication or a right taken away holds from the next message on.
 */
export function tenantSockets(requestOf: RequestOf): TenantSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.requestBodyBytesMax });
  const feeds = new EventFeeds();
  const server = makeServer<{ readonly authorization?: unknown }, SocketState>({
    onConnect: async (context) => {
      const authorization = context.connectionParams?.authorization;
      const caller = await context.extra.resolve(typeof authorization === 'string' ? authorization : undefined);
      if (caller === undefined) return false;
      context.extra.caller = caller;
      return true;
    },
    onSubscribe: async (context, _id, payload) => {
      const { caller } = context.extra;
      if (caller === undefined) return [new GraphQLError('Not signed in')];
      if (context.extra.running >= LIMITS.subscriptionsPerConnectionMax)
        return [new GraphQLError('Too many subscriptions on one connection')];
      context.extra.running += 1;
      return {
        schema: (await requestOf(caller)).request.shape.schema,
        document: { kind: 'Document', definitions: [] },
        contextValue: { caller, payload },
      } as never;
    },
    onComplete: (context) => {
      context.extra.running -= 1;
    },
    execute: (args) => run(args as never),
    subscribe: (args) => run(args as never),
  });
  async function run({
    contextValue,
  }: {
    readonly contextValue: { readonly caller: TenantCaller; readonly payload: SubscribePayload };
  }) {
    const { request, handle } = await requestOf(contextValue.caller);
    const { query, operationName, variables } = contextValue.payload;
    const full: TenantRequest = {
      ...request,
      body: { query, operationName: operationName ?? undefined, variables: variables ?? undefined },
    };
    if (!isSubscription(full)) return JSON.parse((await answerTenant(full)).body) as { data?: never };
    const answer = subscribeTenant(full);
    if ('errors' in answer)
      return { errors: answer.errors.map(({ message, extensions }) => new GraphQLError(message, { extensions })) };
    return feeds.results(handle, answer.subscription);
  }
  return {
    upgrade({ req, socket, head, resolve, requestId }) {
      sockets.handleUpgrade(req, socket, head, (client) => open(client, { resolve, requestId, running: 0 }));
    },
    async close() {
      feeds.close();
      for (const client of sockets.clients) client.close(1001, 'Going away');
      await new Promise<void>((done) => {
        sockets.close(() => done());
      });
    },
  };

  function open(client: WebSocket, state: SocketState): void {
    const closed = server.opened(
      {
        protocol: client.protocol,
        send: (data) =>
          new Promise<void>((done, failed) => {
            client.send(data, (error) => (error instanceof Error ? failed(error) : done()));
          }),
        close: (code, reason) => client.close(code, reason),
        onMessage: (handler) =>
          client.on('message', (data) => {
            handler((Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8')).catch(() => client.close(CloseCode.InternalServerError, 'Internal error'));
          }),
      },
      state,
    );
    client.on('error', () => client.terminate());
    client.once('close', (code, reason) => void closed(code, String(reason)));
  }
}

/** How often the event log of a watched tenant is read, in milliseconds. */
const FEED_POLL_MS = 250;

type Listener = (event: ChangeEvent) => void;

interface FeedPlace {
  readonly xid: string;
  readonly seq: string;
}

/** Tails the event logs of tenants that somebody watches; one reader per tenant, however many subscribe. */
class EventFeeds {
  private readonly feeds = new Map<string, { readonly listeners: Set<Listener>; readonly stop: () => void }>();

  close(): void {
    for (const feed of this.feeds.values()) feed.stop();
    this.feeds.clear();
  }

  async *results(
    handle: TenantHandle,
    subscription: {
      readonly entity: string;
      readonly resultOf: (event: ChangeEvent) => Promise<Readonly<Record<string, unknown>> | null>;
    },
  ) {
    const waiting: ChangeEvent[] = [];
    let wake: (() => void) | undefined;
    const stop = await this.listen(handle, (event) => {
      if (event.entity !== subscription.entity) return;
      waiting.push(event);
      wake?.();
    });
    try {
      for (;;) {
        const event = waiting.shift();
        if (event === undefined) {
          await new Promise<void>((done) => {
            wake = done;
          });
          continue;
        }
        const data = await subscription.resultOf(event);
        if (data !== null) yield { data };
      }
    } finally {
      stop();
    }
  }

  private async listen(handle: TenantHandle, listener: Listener): Promise<() => void> {
    const key = handle.tenant.id;
    const feed = this.feeds.get(key) ?? (await this.start(handle));
    this.feeds.set(key, feed);
    feed.listeners.add(listener);
    return () => {
      feed.listeners.delete(listener);
      if (feed.listeners.size > 0) return;
      feed.stop();
      this.feeds.delete(key);
    };
  }

  private async start({
    place,
  }: TenantHandle): Promise<{ readonly listeners: Set<Listener>; readonly stop: () => void }> {
    const table = `${quoteIdentifier(place.schema)}.${quoteIdentifier(SYSTEM_TABLES.event)}`;
    // Only transactions older than every open one are read, in their order: none can appear before them any more.
    const read = (after: FeedPlace) =>
      place.database.query<FeedPlace & { readonly entity: string; readonly record_id: string; readonly kind: string }>({
        text: `select xid::text as xid, seq::text as seq, entity, record_id::text as record_id, kind from ${table} where (xid, seq) > ($1::xid8, $2) and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, seq limit 500`,
        params: [after.xid, after.seq],
      });
    const [now] = await place.database.query<{ readonly xid: string }>({
      text: 'select pg_snapshot_xmin(pg_current_snapshot())::text as xid',
      params: [],
    });
    const listeners = new Set<Listener>();
    let at: FeedPlace = { xid: now?.xid ?? '0', seq: '0' };
    let reading = false;
    const tick = async (): Promise<void> => {
      if (reading) return;
      reading = true;
      try {
        for (const row of await read(at)) {
          at = { xid: row.xid, seq: row.seq };
          for (const listener of listeners) listener({ entity: row.entity, recordId: row.record_id, kind: row.kind });
        }
      } catch {
        // The database is away; the next tick asks again from the same place, so nothing is lost.
      } finally {
        reading = false;
      }
    };
    const timer = setInterval(() => void tick(), FEED_POLL_MS);
    timer.unref();
    return { listeners, stop: () => clearInterval(timer) };
  }
}
