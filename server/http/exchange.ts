import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { renderIssue } from '../../schema/core/issues.ts';
import type { Issue } from '../../schema/core/result.ts';
import { localeFor, type Locale } from '../../schema/core/text.ts';
import { withStyleNonce } from './security-headers.ts';

/** One request and its answer, with what every route needs to know. Made once, passed explicitly. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly method: string;
  /** Path and query of the request; its host is of no meaning. */
  readonly url: Pick<URL, 'pathname' | 'search'>;
  readonly requestId: string;
  /** Headers that every answer has, names and values in turn. */
  readonly headers: readonly string[];
  readonly locale: Locale;
  /** The caller's network address. */
  readonly address: string;
}

/** A request that is turned away: the status, why, and headers that go with it. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  constructor(
    readonly status: number,
    readonly issues: readonly Issue[],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(issues.map(({ code }) => code).join(', '));
  }
}

/** What the caller's own request id may look like; any other gets a new one, so that logs can't be forged. */
const REQUEST_ID = /^[\w.:-]{8,80}$/;

export function exchangeOf(
  req: IncomingMessage,
  res: ServerResponse,
  options: { readonly trustProxy: boolean; readonly headers: readonly string[] },
): Exchange {
  const given = req.headers['x-request-id'];
  return {
    req,
    res,
    method: req.method ?? 'GET',
    url: urlOf(req.url),
    requestId: typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID(),
    headers: options.headers,
    locale: localeFor(req.headers['accept-language']),
    address: addressOf(req, options.trustProxy),
  };
}

/** The last entry of `X-Forwarded-For` is what our own proxy saw; those before it are anybody's claim. */
function addressOf(req: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? req.headers['x-forwarded-for'] : undefined;
  const last = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',').at(-1)?.trim();
  return last === undefined || last === '' ? (req.socket.remoteAddress ?? '') : last;
}

const PLAIN_PATH = /^(?:\/[\w-]+)+$/;

/** `//host/path` and other odd targets must not read as another host's address. */
function urlOf(target: string | undefined): Exchange['url'] {
  // Nothing in it that the URL standard would write otherwise, so it need not be parsed.
  if (target !== undefined && PLAIN_PATH.test(target)) return { pathname: target, search: '' };
  const path = (target ?? '/').replace(/^[^/]*\/+/, '/');
  return URL.canParse(path, 'http://formwork') ? new URL(path, 'http://formwork') : new URL('http://formwork/');
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Of a page: what its style elements carry. */
  readonly styleNonce?: string;
}

/** Sends the whole answer. A caller that has gone away or was answered already gets nothing more. */
export function send({ req, res, requestId, headers }: Exchange, answer: Answer): void {
  if (res.headersSent || res.destroyed) return;
  const { status, type, body, styleNonce } = answer;
  const common = styleNonce === undefined ? headers : withStyleNonce(headers, styleNonce);
  const head: string[] = [...common, 'X-Request-Id', requestId, 'Content-Type', type];
  head.push('Content-Length', String(typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength));
  let isCachingSaid = false;
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    isCachingSaid ||= name === 'Cache-Control';
    for (const one of typeof value === 'string' ? [value] : value) head.push(name, one);
  }
  if (!isCachingSaid) head.push('Cache-Control', 'no-store');
  // An unread rest of the body would be taken for the next request.
  if (!req.complete && req.method !== 'GET' && req.method !== 'HEAD') head.push('Connection', 'close');
  res.writeHead(status, head);
  res.end(req.method === 'HEAD' ? undefined : body);
}

/** GraphQL's own form of an error, for every refusal of ours: message, code, where, and what to do. */
function errorBody(issues: readonly Issue[], locale: Locale, requestId: string): string {
  const errors = issues.map((one) => {
    const { code, path, params, message, cure } = renderIssue(one, locale);
    return { message, extensions: { code, path, params, cure, requestId } };
  });
  return JSON.stringify({ errors });
}

export function sendRefusal(exchange: Exchange, refusal: HttpRefusal): void {
  const body = errorBody(refusal.issues, exchange.locale, exchange.requestId);
  send(exchange, { status: refusal.status, type: 'application/json; charset=utf-8', body, headers: refusal.headers });
}
