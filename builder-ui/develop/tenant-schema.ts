import { buildClientSchema, getIntrospectionQuery, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import type { Locale } from '../../schema/core/text.ts';
import { post, ServerError } from '../data/platform-client.ts';

/** The address of a tenant's API. */
export function tenantEndpoint(tenant: string): string {
  return `/t/${tenant}/graphql`;
}

interface IntrospectionAnswer {
  readonly data?: IntrospectionQuery | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly cure?: string };
  }[];
}

/** The tenant's API as far as the reader may see it. Throws `ServerError`. */
export async function loadTenantSchema(tenant: string, locale: Locale): Promise<GraphQLSchema> {
  const { text } = await post(
    tenantEndpoint(tenant),
    { query: getIntrospectionQuery({ inputValueDeprecation: true }), operationName: 'IntrospectionQuery' },
    locale,
  );
  const { data, errors } = JSON.parse(text) as IntrospectionAnswer;
  if (data === undefined || data === null) {
    const [error] = errors ?? [];
    throw new ServerError(
      error?.message ?? text.slice(0, 200),
      error?.extensions?.code ?? 'UNKNOWN',
      error?.extensions?.cure ?? '',
    );
  }
  return buildClientSchema(data);
}
