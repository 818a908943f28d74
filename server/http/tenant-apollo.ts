import { ApolloServer, HeaderMap, type ApolloServerPlugin, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { answerTenant } from '../graphql/tenant/answer-tenant.ts';
import type { CompiledShape } from '../graphql/tenant/compiled-shape.ts';
import { StaleShape } from '../graphql/tenant/stale-shape.ts';
import type { TenantRequest } from '../graphql/tenant/tenant-request.ts';
import type { GraphqlHttpRequest } from './tenant-handlers.ts';

/** What a request brings along; the body comes from Apollo, which has read it as GraphQL over HTTP asks. */
export interface TenantContext {
  readonly request: Omit<TenantRequest, 'body'>;
  /**
   * `isStale` is set when the shape turned out to be stale: nothing was done, and the answer is to be thrown away. In
   * an object of its own, because Apollo hands plugins a copy of the context.
   */
  readonly outcome: { isStale: boolean };
}

/** An answer that is JSON text already; Apollo passes it through unparsed. */
class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const servers = new WeakMap<CompiledShape, Promise<ApolloServer<TenantContext>>>();

/** Runs a request through the shape's Apollo server, which speaks GraphQL over HTTP; our planner answers in its stead. */
export async function runTenantApollo(
  shape: CompiledShape,
  http: GraphqlHttpRequest & { readonly headers: HeaderMap },
  context: TenantContext,
): Promise<HTTPGraphQLResponse> {
  const server = servers.get(shape) ?? startServer(shape);
  servers.set(shape, server);
  return (await server).executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: http.method, headers: http.headers, search: http.search, body: http.body },
    context: () => Promise.resolve(context),
  });
}

async function startServer(shape: CompiledShape): Promise<ApolloServer<TenantContext>> {
  const server = new ApolloServer<TenantContext>({
    schema: shape.schema,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), answering],
    // Validation depends on the caller's rights, so it is ours: `prepareDocument`.
    dangerouslyDisableValidation: true,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    // The HTTP layer has applied its own, stricter rule before the body was read.
    csrfPrevention: false,
    stringifyResult: (result) => {
      const data: unknown = 'data' in result ? result.data : undefined;
      return data instanceof JsonText ? data.text : JSON.stringify(result);
    },
  });
  await server.start();
  return server;
}

const answering: ApolloServerPlugin<TenantContext> = {
  requestDidStart: () =>
    Promise.resolve({
      async responseForOperation({ request, contextValue }) {
        const body = {
          query: request.query ?? '',
          operationName: request.operationName ?? undefined,
          variables: request.variables ?? undefined,
        };
        try {
          const answer = await answerTenant({ ...contextValue.request, body });
          const data = new JsonText(answer.body) as unknown as Record<string, unknown>;
          return {
            http: { status: answer.status, headers: new HeaderMap() },
            body: { kind: 'single', singleResult: { data } },
          };
        } catch (error) {
          if (!(error instanceof StaleShape)) throw error;
          contextValue.outcome.isStale = true;
          return {
            http: { status: 503, headers: new HeaderMap() },
            body: { kind: 'single', singleResult: { data: null } },
          };
        }
      },
    }),
};
