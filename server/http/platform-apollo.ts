import { ApolloServer, HeaderMap, type ApolloServerOptions } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { renderIssue } from '../../schema/core/issues.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import { issueOfError } from '../db/pg-errors.ts';
import { graphqlWords } from '../graphql/graphql-words.ts';
import type { Caller } from '../graphql/platform/caller.ts';
import { openLabRuns } from '../graphql/platform/lab-runs.ts';
import { openLiveFeeds } from '../graphql/platform/live-feeds.ts';
import { platformLoaders } from '../graphql/platform/loaders.ts';
import type { PlatformContext, PlatformServices } from '../graphql/platform/platform-context.ts';
import { buildPlatformSchema, platformSdl } from '../graphql/platform/platform-schema.ts';
import { endedSessionCookie, sessionCookie } from './cookies.ts';
import { send, type Exchange } from './exchange.ts';
import { credentialsOf } from './front.ts';
import type { Logger } from './log.ts';
import { platformLimits } from './platform-limits.ts';
import { platformSockets, type PlatformSockets } from './platform-sockets.ts';
import type { GraphqlHttpRequest } from './tenant-handlers.ts';

/** What answers `/platform/graphql`. */
export interface PlatformHandler {
  answer(exchange: Exchange, request: GraphqlHttpRequest, caller: Caller): Promise<void>;
  readonly sdl: string;
  /** Its subscriptions. */
  readonly sockets: PlatformSockets;
  stop(): Promise<void>;
}

export interface PlatformOptions {
  readonly services: PlatformServices;
  readonly log: Logger;
  /** Whether people come by https, so that the cookie may be kept from plain http. */
  readonly isSecure: boolean;
}

interface ApolloContext extends PlatformContext {
  readonly requestId: string;
}

/** Starts Apollo on the platform schema. */
export async function openPlatform(options: PlatformOptions): Promise<PlatformHandler> {
  const schema = buildPlatformSchema();
  const { services, log } = options;
  const apollo = new ApolloServer<ApolloContext>(apolloOptions(schema, options));
  await apollo.start();
  const feeds = await openLiveFeeds(services.publishing.control, {
    onError: (error) => log.warn({ err: error }, 'live'),
  });
  const labs = openLabRuns(services.publishing.control, {
    onError: (error) => log.error({ err: error }, 'calculation failed'),
  });
  const sockets = platformSockets({
    schema,
    services,
    feeds,
    onError: (error, requestId) => log.error({ err: error, requestId }, 'platform socket failed'),
  });
  return {
    sdl: platformSdl(schema),
    sockets: {
      upgrade: (upgrade) => sockets.upgrade(upgrade),
      close: async () => {
        await feeds.close();
        await sockets.close();
      },
    },
    stop: async () => {
      await labs.close();
      await apollo.stop();
    },
    async answer(exchange, request, caller) {
      const cookies: string[] = [];
      const context: ApolloContext = {
        services: options.services,
        loaders: platformLoaders(options.services.publishing.control),
        caller,
        locale: exchange.locale,
        address: exchange.address,
        requestId: exchange.requestId,
        labs,
        session: {
          present: credentialsOf({ cookie: exchange.req.headers.cookie }).session,
          start: (token) => void cookies.push(sessionCookie(token, { secure: options.isSecure })),
          end: () => void cookies.push(endedSessionCookie({ secure: options.isSecure })),
        },
      };
      const response = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: request.method,
          headers: apolloHeaders(exchange),
          search: request.search,
          body: request.body,
        },
        context: async () => context,
      });
      const body = response.body.kind === 'complete' ? response.body.string : await joined(response.body.asyncIterator);
      const type = response.headers.get('content-type') ?? 'application/json; charset=utf-8';
      send(exchange, {
        status: response.status ?? 200,
        type,
        body,
        headers: cookies.length === 0 ? {} : { 'Set-Cookie': cookies },
      });
    },
  };
}

function apolloOptions(schema: GraphQLSchema, { log }: PlatformOptions): ApolloServerOptions<ApolloContext> {
  return {
    schema,
    introspection: true,
    csrfPrevention: true,
    // Documentation is public, so there is nothing that suggestions could give away.
    hideSchemaDetailsFromClientErrors: false,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    parseOptions: { maxTokens: LIMITS.queryTokensMax },
    validationRules: [platformLimits],
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (text) => log.warn(String(text)),
      error: (text) => log.error(String(text)),
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      {
        requestDidStart: async () => ({
          didEncounterErrors: async ({ errors, contextValue }) => {
            for (const error of errors)
              if (isOurFault(error))
                log.error({ err: error.originalError ?? error, requestId: contextValue.requestId }, 'platform failed');
          },
          // What went wrong inside is told by a number that leads to the log, never by its text.
          willSendResponse: async ({ response, contextValue }) => {
            if (response.body.kind !== 'single') return;
            const { singleResult } = response.body;
            if (singleResult.errors !== undefined)
              singleResult.errors = singleResult.errors.map((error) => toldError(error, contextValue));
          },
        }),
      },
    ],
    formatError: (formatted, error) => ({ ...formatted, extensions: { ...formatted.extensions, ...ownCode(error) } }),
  };
}

/** The caller's headers. Ours is the stricter check against other sites, and it has passed: Apollo's is told so. */
function apolloHeaders({ req }: Exchange): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  headers.set('apollo-require-preflight', '1');
  return headers;
}

/** `@defer` is not in our schema, so this never has more than one part. */
async function joined(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

/** The code of a database that is busy or away, and of a bound that Apollo would call a validation failure. */
function ownCode(error: unknown): Readonly<Record<string, unknown>> {
  const inner = error instanceof GraphQLError ? error.originalError : undefined;
  if (inner instanceof GraphQLError) return inner.extensions;
  const known = issueOfError(unwrapResolverError(error));
  return known === undefined ? {} : { code: known.code };
}

function isOurFault(error: GraphQLError): boolean {
  return (
    error.originalError !== undefined &&
    error.originalError !== null &&
    !(error.originalError instanceof GraphQLError) &&
    issueOfError(error.originalError) === undefined
  );
}

function toldError(error: GraphQLFormattedError, { locale, requestId }: ApolloContext): GraphQLFormattedError {
  const code = error.extensions?.['code'];
  if (code === 'INTERNAL_SERVER_ERROR')
    return rendered(error, renderIssue(issue('INTERNAL', '', { requestId }), locale));
  if (
    code === 'DATABASE_UNAVAILABLE' ||
    code === 'DATABASE_BUSY' ||
    code === 'DATABASE_CONFLICT' ||
    code === 'DATABASE_TIMEOUT'
  ) {
    return rendered(error, renderIssue(issue(code, ''), locale));
  }
  const bound = BOUND_CODES.find((one) => one === code);
  const params: unknown = error.extensions?.['params'];
  if (bound !== undefined && isNumbers(params)) return rendered(error, renderIssue(issue(bound, '', params), locale));
  return DOCUMENT_CODES.some((one) => one === code) ? toldDocumentError(error, locale) : error;
}

function rendered(
  error: GraphQLFormattedError,
  { message, code, cure, params }: ReturnType<typeof renderIssue>,
): GraphQLFormattedError {
  return { ...(error.path === undefined ? {} : { path: error.path }), message, extensions: { code, cure, params } };
}

/** What Apollo calls what graphql-js found in a document or its variables. */
const DOCUMENT_CODES = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
];

function toldDocumentError(error: GraphQLFormattedError, locale: Locale): GraphQLFormattedError {
  const text = graphqlWords(error.message, locale);
  const { message, cure } = renderIssue(issue('GRAPHQL_INVALID', '', { text }), locale);
  return { ...error, message, extensions: { ...error.extensions, params: { text: error.message }, cure } };
}

/** What `platformLimits` reports; a validation rule does not know the reader's language. */
const BOUND_CODES = [
  'QUERY_TOO_DEEP',
  'QUERY_TOO_MANY_ALIASES',
  'QUERY_TOO_MANY_DIRECTIVES',
  'QUERY_TOO_MANY_ROOTS',
] as const;

function isNumbers(value: unknown): value is Readonly<Record<string, number>> {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'number');
}
