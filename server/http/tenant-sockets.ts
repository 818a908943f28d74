import { GraphQLError, Kind, OperationTypeNode, type DocumentNode, type FormattedExecutionResult } from 'graphql';
import { makeServer, type SubscribePayload } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import { issueOfError } from '../db/pg-errors.ts';
import type { TenantHandle } from '../graphql/application.ts';
import { answerTenant } from '../graphql/tenant/answer-tenant.ts';
import { issueErrors, type WireError } from '../graphql/tenant/graphql-errors.ts';
import { StaleShape } from '../graphql/tenant/stale-shape.ts';
import {
  isSubscription,
  subscribeTenant,
  type ChangeEvent,
  type SubscribeAnswer,
  type TenantSubscription,
} from '../graphql/tenant/subscribe-tenant.ts';
import type { TenantRequest } from '../graphql/tenant/tenant-request.ts';
import { eventFeeds, type EventFeeds, type EventQueue } from './event-feeds.ts';
import { HttpRefusal } from './exchange.ts';
import { closeSockets, openLink } from './socket-link.ts';
import type { TenantCaller, TenantUpgrade } from './tenant-handlers.ts';

export interface TenantSockets {
  upgrade(upgrade: TenantUpgrade): void;
  close(): Promise<void>;
}

export interface TenantSocketOptions {
  /** Everything a request of the caller may use, with the shape that is in force now. */
  readonly requestOf: (
    caller: TenantCaller,
  ) => Promise<{ readonly request: Omit<TenantRequest, 'body'>; readonly handle: TenantHandle }>;
  /** Looks for new versions now. */
  readonly refresh: () => Promise<void>;
  /** Told of failures that are our own bugs; the caller gets INTERNAL with the same request id. */
  readonly onError: (error: unknown, requestId: string) => void;
}

interface SocketState extends Record<string, unknown> {
  readonly resolve: TenantUpgrade['resolve'];
  readonly requestId: string;
  authorization: string | undefined;
  locale: Locale;
}

/** One operation of a socket: who asks is looked up anew each time, so that a right taken away is gone. */
interface SocketOperation {
  readonly body: TenantRequest['body'];
  readonly locale: Locale;
  readonly requestId: string;
  readonly look: () => Promise<{ readonly request: TenantRequest; readonly handle: TenantHandle }>;
}

type SocketResult = { readonly data?: unknown; readonly errors?: readonly WireError[] };

/** How often an operation is repeated when the tenant is published under it. */
const STALE_RETRIES_MAX = 3;

/**
 * graphql-ws at a tenant's address. Who it is comes with `connection_init`. Each operation, and each event of a
 * running subscription, meets the shape and the rights that are in force then.
 */
export function tenantSockets(options: TenantSocketOptions): TenantSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.requestBodyBytesMax });
  const feeds = eventFeeds();
  const server = makeServer<{ readonly authorization?: unknown }, SocketState>({
    onConnect: async ({ connectionParams, extra }) => {
      const authorization = connectionParams?.authorization;
      extra.authorization = typeof authorization === 'string' ? authorization : undefined;
      const caller = await extra.resolve(extra.authorization);
      if (caller === undefined) return false;
      extra.locale = caller.locale;
      return true;
    },
    onSubscribe: async ({ extra, subscriptions }, _id, payload) => {
      if (Object.keys(subscriptions).length > LIMITS.subscriptionsPerConnectionMax)
        return graphqlErrors(issueErrors([issue('SERVER_BUSY', '', { seconds: 1 })], extra.locale));
      const operation = operationOf(options, extra, payload);
      const begun = await begin(feeds, options, operation);
      if (!('results' in begun)) return graphqlErrors(begun.errors);
      // graphql-ws asks only which kind of operation it is; reading the document is ours.
      const document = begun.isSubscription ? A_SUBSCRIPTION : A_QUERY;
      return { schema: begun.schema, document, contextValue: begun.results };
    },
    // Errors are on the wire as they are; graphql-ws would ask each of them to print itself.
    onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
    execute: ({ contextValue }) => contextValue as Promise<never>,
    subscribe: ({ contextValue }) => contextValue as AsyncGenerator<never>,
  });
  return {
    upgrade({ req, socket, head, resolve, requestId }) {
      sockets.handleUpgrade(req, socket, head, (client) =>
        openLink(server, client, { resolve, requestId, authorization: undefined, locale: 'en' }),
      );
    },
    async close() {
      feeds.close();
      await closeSockets(sockets);
    },
  };
}

function operationOf(
  { requestOf }: TenantSocketOptions,
  { resolve, authorization, locale, requestId }: SocketState,
  { query, operationName, variables }: SubscribePayload,
): SocketOperation {
  const body = { query, operationName: operationName ?? undefined, variables: variables ?? undefined };
  return {
    body,
    locale,
    requestId,
    look: async () => {
      const caller = await resolve(authorization);
      if (caller === undefined) throw new HttpRefusal(401, [issue('NOT_SIGNED_IN', '')]);
      const { request, handle } = await requestOf(caller);
      return { request: { ...request, body }, handle };
    },
  };
}

type Begun =
  | {
      readonly isSubscription: boolean;
      readonly schema: TenantRequest['shape']['schema'];
      readonly results: Promise<SocketResult> | AsyncGenerator<SocketResult>;
    }
  | { readonly errors: readonly WireError[] };

/** Starts an operation, or says why it cannot be. */
async function begin(feeds: EventFeeds, options: TenantSocketOptions, operation: SocketOperation): Promise<Begun> {
  try {
    const { request, handle } = await operation.look();
    const { schema } = request.shape;
    if (!isSubscription(request)) return { isSubscription: false, schema, results: answer(options, operation) };
    const planned = subscribeTenant(request);
    if ('errors' in planned) return planned;
    const queue = await feeds.open(handle.tenant.id, handle.place, planned.subscription.entity);
    const watched = { key: watchKey(request), subscription: planned.subscription };
    return { isSubscription: true, schema, results: results(queue, options, operation, watched) };
  } catch (error) {
    return { errors: wireErrors(options, operation, error) };
  }
}

/** Answers a query or mutation as over HTTP. */
async function answer(options: TenantSocketOptions, operation: SocketOperation): Promise<SocketResult> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const { request } = await operation.look();
      return JSON.parse((await answerTenant(request)).body) as SocketResult;
    } catch (error) {
      if (!(error instanceof StaleShape) || attempt >= STALE_RETRIES_MAX)
        return { errors: wireErrors(options, operation, error) };
      await options.refresh();
    }
  }
}

interface Watched {
  /** Version and caller that the plan was made for. */
  readonly key: string;
  readonly subscription: TenantSubscription;
}

function watchKey({ tenant, caller }: TenantRequest): string {
  return JSON.stringify([tenant.version, caller.roles, caller.actor]);
}

/** The results of a subscription. Ending it while it waits for an event must free it, which a bare generator can't. */
function results(
  queue: EventQueue,
  options: TenantSocketOptions,
  operation: SocketOperation,
  first: Watched,
): AsyncGenerator<SocketResult> {
  const inner = generate();
  return {
    next: () => inner.next(),
    return: (value) => {
      queue.end();
      return inner.return(value);
    },
    throw: (error) => {
      queue.end();
      return inner.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return(undefined);
    },
  };

  async function* generate(): AsyncGenerator<SocketResult, undefined> {
    let watched = first;
    try {
      for (;;) {
        const event = await queue.next();
        if (event === 'ended') return undefined;
        if (event === 'overrun')
          throw new Ended(issueErrors([issue('SERVER_BUSY', '', { seconds: 1 })], operation.locale));
        const shown = await resultOf(options, operation, { watched, event });
        watched = shown.watched;
        if (shown.data !== null) yield { data: shown.data };
      }
    } catch (error) {
      if (error instanceof Ended) throw error;
      throw new Ended(wireErrors(options, operation, error));
    } finally {
      queue.end();
    }
  }
}

/** Ends a subscription with what went wrong, in graphql-js's form, which graphql-ws prints. */
class Ended extends GraphQLError {
  constructor([first]: readonly WireError[]) {
    super(first?.message ?? '', { extensions: first?.extensions ?? null });
  }
}

/** The data for an event under the shape and the rights in force; a plan made for former ones is made anew. */
async function resultOf(
  options: TenantSocketOptions,
  operation: SocketOperation,
  { watched, event }: { readonly watched: Watched; readonly event: ChangeEvent },
): Promise<{ readonly watched: Watched; readonly data: Readonly<Record<string, unknown>> | null }> {
  for (let attempt = 0; ; attempt += 1) {
    const { request } = await operation.look();
    const key = watchKey(request);
    const now = key === watched.key ? watched : { key, subscription: subscriptionOf(subscribeTenant(request)) };
    try {
      return { watched: now, data: await now.subscription.resultOf(event) };
    } catch (error) {
      const isStale = issueOfError(error)?.code === 'SHAPE_STALE';
      if (!isStale || attempt >= STALE_RETRIES_MAX) throw error;
      await options.refresh();
    }
  }
}

function subscriptionOf(planned: SubscribeAnswer): TenantSubscription {
  if ('errors' in planned) throw new Ended(planned.errors);
  return planned.subscription;
}

function wireErrors(
  { onError }: TenantSocketOptions,
  { locale, requestId }: SocketOperation,
  error: unknown,
): readonly WireError[] {
  if (error instanceof HttpRefusal) return issueErrors(error.issues, locale);
  if (error instanceof StaleShape) return issueErrors([issue('SHAPE_STALE', '')], locale);
  const known = issueOfError(error);
  if (known === undefined) onError(error, requestId);
  return issueErrors([known ?? issue('INTERNAL', '', { requestId })], locale);
}

function graphqlErrors(errors: readonly WireError[]): GraphQLError[] {
  return errors.map(({ message, extensions }) => new GraphQLError(message, { extensions }));
}

function documentOf(operation: OperationTypeNode): DocumentNode {
  const selectionSet = { kind: Kind.SELECTION_SET, selections: [] } as const;
  return { kind: Kind.DOCUMENT, definitions: [{ kind: Kind.OPERATION_DEFINITION, operation, selectionSet }] };
}

const A_SUBSCRIPTION = documentOf(OperationTypeNode.SUBSCRIPTION);
const A_QUERY = documentOf(OperationTypeNode.QUERY);
