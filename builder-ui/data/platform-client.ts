import type { Locale } from '../../schema/core/text.ts';
import type { TypedDocumentString } from './generated/graphql.ts';
import { keepRead, readKept } from './kept-reads.ts';

/** An error that the server gave for a whole request, in the reader's language. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  constructor(
    message: string,
    /** From the catalogue; `NETWORK` when no answer came. */
    readonly code: string,
    readonly cure: string,
  ) {
    super(message);
  }
}

interface WireError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly cure?: string };
}

/** Runs a typed operation on the platform. Throws `ServerError`. */
export async function askPlatform<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  { variables, locale }: { readonly variables?: Variables; readonly locale: Locale },
): Promise<Data> {
  const answer = await post('/platform/graphql', { query: document.toString(), variables }, locale);
  const { data, errors } = parse(answer.text);
  const [error] = errors ?? [];
  if (error !== undefined)
    throw new ServerError(error.message, error.extensions?.code ?? 'UNKNOWN', error.extensions?.cure ?? '');
  // The document was checked against the schema when its type was generated.
  return data as Data;
}

/** What a GraphQL endpoint answered, unparsed, and how long it took. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
  /** Where the server couldn't be reached: when it answered this (SPEC [OFF-7]); ISO 8601. */
  readonly asOf?: string;
}

/**
 * Posts a document to a GraphQL endpoint of this server. Where it can't be reached a read is
 * answered as it was last; anything else throws `ServerError` `NETWORK`.
 */
export async function post(
  url: string,
  body: { readonly query: string; readonly variables?: unknown; readonly operationName?: string },
  locale: Locale,
): Promise<RawAnswer> {
  const startedAt = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'Content-Type': 'application/json',
        'Accept-Language': locale,
        Accept: 'application/graphql-response+json, application/json',
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (response.ok) keepRead(url, body, { locale, text });
    return { status: response.status, text, ms: Math.round(performance.now() - startedAt) };
  } catch {
    const kept = await readKept(url, body, locale);
    if (kept !== undefined) return { status: 200, text: kept.text, ms: 0, asOf: kept.at };
    const [message, cure] = UNREACHABLE[locale];
    throw new ServerError(message, 'NETWORK', cure);
  }
}

const UNREACHABLE: Readonly<Record<Locale, readonly [string, string]>> = {
  en: ['The server can’t be reached.', 'Check your connection and try again.'],
  'zh-CN': ['无法连接服务器。', '请检查网络后重试。'],
};

function parse(text: string): { readonly data?: unknown; readonly errors?: readonly WireError[] } {
  try {
    return JSON.parse(text) as { readonly data?: unknown; readonly errors?: readonly WireError[] };
  } catch {
    return { errors: [{ message: text.slice(0, 200) }] };
  }
}
