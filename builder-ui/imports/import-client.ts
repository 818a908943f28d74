import type { Locale } from '../../schema/core/text.ts';
import type {
  ImportCheck,
  ImportedRow,
  ImportList,
  ImportRequest,
  ImportRunView,
} from '../../schema/model/import-answers.ts';
import { ServerError } from '../data/platform-client.ts';

interface Asked {
  readonly tenant: string;
  readonly locale: Locale;
}

/** What an import would do. */
export function askCheck(at: Asked, request: ImportRequest, signal?: AbortSignal): Promise<ImportCheck> {
  return ask(at, '/check', { body: request, ...(signal === undefined ? {} : { signal }) });
}

/** Starts the import; it goes on in the background. */
export function startImport(at: Asked, request: ImportRequest): Promise<ImportRunView> {
  return ask(at, '', { body: request });
}

/** The imports of an entity, the latest first. */
export function askImports(at: Asked, entity: string): Promise<ImportList> {
  return ask(at, `?entity=${encodeURIComponent(entity)}`, {});
}

/** How far an import is, and what became of it. */
export function askImport(at: Asked, id: string): Promise<ImportRunView> {
  return ask(at, `/${encodeURIComponent(id)}`, {});
}

/** The records of an import behind a line of its file. */
export function askRows(at: Asked, id: string, after: number): Promise<{ readonly rows: readonly ImportedRow[] }> {
  return ask(at, `/${encodeURIComponent(id)}/rows?after=${String(after)}`, {});
}

/** Stops an import, or takes it back. */
export function changeImport(at: Asked, id: string, what: 'stop' | 'undo'): Promise<ImportRunView> {
  return ask(at, `/${encodeURIComponent(id)}/${what}`, { body: {} });
}

interface Sent {
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Throws `ServerError`, also when no answer came. */
async function ask<Data>({ tenant, locale }: Asked, path: string, { body, signal }: Sent): Promise<Data> {
  let response: Response;
  try {
    response = await fetch(`/t/${tenant}/imports${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': locale },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    const [message, cure] = UNREACHABLE[locale];
    throw new ServerError(message, 'NETWORK', cure);
  }
  const { data, errors } = (await response.json()) as WireAnswer<Data>;
  const [first] = errors ?? [];
  if (data === undefined || first !== undefined)
    throw new ServerError(
      first?.message ?? String(response.status),
      first?.extensions?.code ?? 'UNKNOWN',
      first?.extensions?.cure ?? '',
    );
  return data;
}

interface WireAnswer<Data> {
  readonly data?: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly cure?: string };
  }[];
}

const UNREACHABLE: Readonly<Record<Locale, readonly [string, string]>> = {
  en: ['The server can’t be reached.', 'Check your connection and try again.'],
  'zh-CN': ['无法连接服务器。', '请检查网络后重试。'],
};
