import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  getOperationAST,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { makeServer } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, type Issue } from '../../schema/core/result.ts';
import { localeFor, type Locale } from '../../schema/core/text.ts';
import { issueOfError } from '../db/pg-errors.ts';
import type { Caller } from '../graphql/platform/caller.ts';
import { issueError } from '../graphql/platform/issue-types.ts';
import type { LiveFeeds } from '../graphql/platform/live-feeds.ts';
import { platformLoaders } from '../graphql/platform/loaders.ts';
import type { PlatformContext, PlatformServices } from '../graphql/platform/platform-context.ts';
import { credentialsOf } from './front.ts';
import { platformLimits } from './platform-limits.ts';
import { closeSockets, openLink } from './socket-link.ts';

/** Subscriptions at `/platform/graphql`. */
export interface PlatformSockets {
  /** Takes over a connection whose origin was checked. */
  upgrade(upgrade: { readonly req: IncomingMessage; readonly socket: Duplex; readonly head: Buffer }): void;
  close(): Promise<void>;
}

export interface PlatformSocketOptions {
  readonly schema: GraphQLSchema;
  readonly services: PlatformServices;
  readonly feeds: LiveFeeds;
  /** Told of failures that are our own bugs; the caller gets INTERNAL with the same request id. */
  readonly onError: (error: unknown, requestId: string) => void;
}

interface SocketState extends Record<string, unknown> {
  readonly req: IncomingMessage;
  readonly requestId: string;
  readonly locale: Locale;
  authorization: string | undefined;
}

/**
 * graphql-ws beside the platform's HTTP: subscriptions alone, since what starts and ends sessions needs cookies. Who it
 * is comes with `connection_init` (`authorization`), else by the session cookie, and is asked anew as it goes on.
 */
export function platformSockets(options: PlatformSocketOptions): PlatformSockets {
  const { schema, services } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.requestBodyBytesMax });
  const server = makeServer<{ readonly authorization?: unknown }, SocketState>({
    onConnect: async ({ connectionParams, extra }) => {
      const authorization = connectionParams?.authorization;
      extra.authorization = typeof authorization === 'string' ? authorization : undefined;
      return (await callerOf(services, extra)).kind !== 'anonymous';
    },
    onSubscribe: async ({ extra, subscriptions }, _id, { query, operationName, variables }) => {
      if (Object.keys(subscriptions).length > LIMITS.subscriptionsPerConnectionMax)
        return [issueError(issue('SERVER_BUSY', '', { seconds: 1 }), extra.locale)];
      const document = readDocument(schema, query, extra.locale);
      if (Array.isArray(document)) return document;
      if (getOperationAST(document, operationName)?.operation !== 'subscription')
        return [issueError(issue('SOCKET_SUBSCRIPTIONS_ONLY', ''), extra.locale)];
      const contextValue = await contextOf(options, extra);
      return { schema, document, contextValue, operationName, variableValues: variables ?? {} };
    },
    onError: ({ extra }, _id, _payload, errors) => errors.map((error) => toldError(options, extra, error).toJSON()),
    onNext: ({ extra }, _id, _payload, _args, result) =>
      result.errors === undefined
        ? undefined
        : {
            ...(result.data === undefined ? {} : { data: result.data }),
            errors: result.errors.map((error) => toldError(options, extra, error).toJSON()),
          },
  });
  return {
    upgrade({ req, socket, head }) {
      const locale = localeFor(req.headers['accept-language']);
      sockets.handleUpgrade(req, socket, head, (client) =>
        openLink(server, client, { req, requestId: randomUUID(), locale, authorization: undefined }),
      );
    },
    close: () => closeSockets(sockets),
  };
}

/** The document, or what keeps it from being run. */
function readDocument(schema: GraphQLSchema, query: string, locale: Locale): DocumentNode | GraphQLError[] {
  try {
    const document = parse(query, { maxTokens: LIMITS.queryTokensMax });
    const errors = validate(schema, document, [...specifiedRules, platformLimits]);
    return errors.length === 0 ? document : [...errors];
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    return [issueError(issue('SOCKET_SUBSCRIPTIONS_ONLY', ''), locale)];
  }
}

function callerOf({ callers }: PlatformServices, { req, authorization }: SocketState): Promise<Caller> {
  return callers.resolve(
    credentialsOf({ authorization: authorization ?? req.headers.authorization, cookie: req.headers.cookie }),
  );
}

async function contextOf(options: PlatformSocketOptions, state: SocketState): Promise<PlatformContext> {
  const { services, feeds } = options;
  return {
    services,
    loaders: platformLoaders(services.publishing.control),
    caller: await callerOf(services, state),
    locale: state.locale,
    address: state.req.socket.remoteAddress ?? '',
    // Nothing that runs here begins or ends a session.
    session: { present: undefined, start: () => undefined, end: () => undefined },
    socket: { feeds, again: () => contextOf(options, state) },
  };
}

/** What went wrong inside is told by a number that leads to the log, never by its text. */
function toldError(
  { onError }: PlatformSocketOptions,
  { locale, requestId }: SocketState,
  error: Pick<GraphQLError, 'message' | 'extensions'> & { readonly originalError?: unknown },
): GraphQLError {
  const { originalError } = error;
  if (originalError === undefined || originalError === null || originalError instanceof GraphQLError) {
    return new GraphQLError(error.message, { extensions: error.extensions });
  }
  const known: Issue | undefined = issueOfError(originalError);
  if (known === undefined) onError(originalError, requestId);
  return issueError(known ?? issue('INTERNAL', '', { requestId }), locale);
}
