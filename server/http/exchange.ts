import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { renderIssue } from '../../schema/core/issues.ts';
import { issue, type Issue } from '../../schema/core/result.ts';
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
  if (!isReadSoon(req)) head.push('Connection', 'close');
  res.writeHead(status, head);
  res.end(req.method === 'HEAD' ? undefined : body);
}

/** A body of which nothing was read, and of which so much is still to come, is read and dropped once it was answered. */
const DROPPED_BYTES_MAX = 65_536;

/** Whether the connection will be free for the next request: an unread rest of a body would be taken for it. */
function isReadSoon(req: IncomingMessage): boolean {
  if (req.complete || req.method === 'GET' || req.method === 'HEAD') return true;
  return !req.readableDidRead && Number(req.headers['content-length']) <= DROPPED_BYTES_MAX;
}

/** GraphQL's own form of an error, for every refusal of ours: message, code, where, and what to do. */
function errorBody(issues: readonly Issue[], locale: Locale, requestId: string): string {
  const errors = issues.map((one) => {
    const { code, path, params, message, cure } = renderIssue(one, locale);
    return { message, extensions: { code, path, params, cure, requestId } };
  });
  return JSON.stringify({ errors });
}

const BUSY = issue('SERVER_BUSY', '', { seconds: 1 });
const BUSY_HEADERS = { 'Retry-After': '1' };

/** There is more to do than can be done in time. */
export function busyRefusal(): HttpRefusal {
  return new HttpRefusal(503, [BUSY], BUSY_HEADERS);
}

export function isBusyRefusal({ issues }: HttpRefusal): boolean {
  return issues[0] === BUSY;
}

/** What is around the request's id, by language. */
const busyTexts = new Map<Locale, readonly string[]>();
const ID_MARK = 'the request id';

/** Sends `busyRefusal`, as cheaply as it goes: where it is needed, it is most of what is sent. */
export function sendBusy(exchange: Exchange): void {
  const { locale, requestId } = exchange;
  const texts = busyTexts.get(locale) ?? errorBody([BUSY], locale, ID_MARK).split(ID_MARK);
  busyTexts.set(locale, texts);
  const body = texts.join(requestId);
  send(exchange, { status: 503, type: ERROR_TYPE, body, headers: BUSY_HEADERS });
}

const ERROR_TYPE = 'application/json; charset=utf-8';

export function sendRefusal(exchange: Exchange, refusal: HttpRefusal): void {
  const body = errorBody(refusal.issues, exchange.locale, exchange.requestId);
  send(exchange, { status: refusal.status, type: ERROR_TYPE, body, headers: refusal.headers });
}
