import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { renderIssue } from '../../schema/core/issues.ts';
import type { Issue } from '../../schema/core/result.ts';
import { localeFor, type Locale } from '../../schema/core/text.ts';

/** One request and its answer, with what every route needs to know. Made once, passed explicitly. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly method: string;
  /** Path and query of the request; its host is of no meaning. */
  readonly url: URL;
  readonly requestId: string;
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
  options: { readonly trustProxy: boolean },
): Exchange {
  const given = req.headers['x-request-id'];
  return {
    req,
    res,
    method: req.method ?? 'GET',
    url: urlOf(req.url),
    requestId: typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID(),
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

/** `//host/path` and other odd targets must not read as another host's address. */
function urlOf(target: string | undefined): URL {
  const path = (target ?? '/').replace(/^[^/]*\/+/, '/');
  return URL.canParse(path, 'http://formwork') ? new URL(path, 'http://formwork') : new URL('http://formwork/');
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** Sends the whole answer. A caller that has gone away or was answered already gets nothing more. */
export function send({ req, res }: Exchange, answer: Answer): void {
  if (res.headersSent || res.destroyed) return;
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  res.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {}))
    res.setHeader(name, typeof value === 'string' ? value : [...value]);
  res.setHeader('Content-Type', answer.type);
  res.setHeader('Content-Length', body.byteLength);
  if (!res.hasHeader('Cache-Control')) res.setHeader('Cache-Control', 'no-store');
  // An unread rest of the body would be taken for the next request.
  if (!req.complete && req.method !== 'GET' && req.method !== 'HEAD') res.setHeader('Connection', 'close');
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
