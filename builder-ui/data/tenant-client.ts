import type { Locale } from '../../schema/core/text.ts';
import { post } from './platform-client.ts';

/** One error of a tenant's API. `path` is where in the answer, `place` where in what was sent. */
export interface TenantIssue {
  readonly code: string;
  readonly message: string;
  readonly cure: string;
  /** JSON pointer into the variables or the input, where the error has a place there. */
  readonly place: string;
  readonly entity?: string;
  readonly field?: string;
}

/** What a tenant's API answered: data, or all that was wrong. */
export type TenantAnswer<Data> =
  | { readonly ok: true; readonly data: Data; readonly asOf?: string }
  | { readonly ok: false; readonly issues: readonly TenantIssue[] };

interface WireError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * Runs a document that was made from the tenant's template on the tenant's API. Refusals are returned, all at once;
 * throws `ServerError` when no answer came. `Data` is what the caller built the document to give.
 */
export async function askTenant<Data>(
  tenant: string,
  { query, variables, locale }: { readonly query: string; readonly variables?: unknown; readonly locale: Locale },
): Promise<TenantAnswer<Data>> {
  const { text, status, asOf } = await post(`/t/${tenant}/graphql`, { query, variables }, locale);
  const { data, errors = [] } = answerIn(text, status);
  if (errors.length > 0) return { ok: false, issues: errors.map(issueOf) };
  // The document was made for this shape by the caller.
  return { ok: true, data: data as Data, ...(asOf === undefined ? {} : { asOf }) };
}

function answerIn(text: string, status: number): { readonly data?: unknown; readonly errors?: readonly WireError[] } {
  try {
    return JSON.parse(text) as { readonly data?: unknown; readonly errors?: readonly WireError[] };
  } catch {
    return { errors: [{ message: text.slice(0, 200), extensions: { code: `HTTP_${status}` } }] };
  }
}

function issueOf({ message, extensions = {} }: WireError): TenantIssue {
  const text = (key: string): string | undefined => {
    const value = extensions[key];
    return typeof value === 'string' ? value : undefined;
  };
  const entity = text('entity');
  const field = text('field');
  return {
    message,
    code: text('code') ?? 'UNKNOWN',
    cure: text('cure') ?? '',
    place: text('path') ?? '',
    ...(entity === undefined ? {} : { entity }),
    ...(field === undefined ? {} : { field }),
  };
}
