import { lookup, type LookupAddress } from 'node:dns';
import { request as httpRequest, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { LIMITS } from '../../schema/core/limits.ts';
import { isPublicAddress } from './public-address.ts';

export interface OutsideRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface OutsideOptions {
  /** Hosts (`name` or `name:port`) that may be called although their addresses are not public; the operator's list. */
  readonly allow: readonly string[];
  readonly timeoutMs?: number;
}

/** What came of a request; `error` is one of a few words, `detail` is for people. */
export type OutsideAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  | { readonly kind: 'failed'; readonly error: OutsideError; readonly detail: string };

type OutsideError =
  'SECRET' | 'URL' | 'NAME_NOT_FOUND' | 'ADDRESS_REFUSED' | 'REDIRECT_REFUSED' | 'TIMEOUT' | 'CONNECTION';

/**
 * Posts to an address that a tenant gave. Only http and https; every address that the name stands for has to be public,
 * and the connection goes to the address that was checked, so that a second look-up can't lead elsewhere. Redirects are
 * not followed. The answer is read up to a bound, within one time limit for all of it.
 */
export async function postOutside(request: OutsideRequest, options: OutsideOptions): Promise<OutsideAnswer> {
  const url = outsideUrl(request.url);
  if (url === null) return { kind: 'failed', error: 'URL', detail: 'only http and https, without a user name' };
  const timeoutMs = options.timeoutMs ?? LIMITS.webhookTimeoutMs;
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const address = await checkedAddress(url, options.allow, deadline);
    if (address === null)
      return { kind: 'failed', error: 'ADDRESS_REFUSED', detail: `${url.hostname} is no public address` };
    const answer = await send(url, request, { address, deadline });
    return answer.status >= 300 && answer.status < 400
      ? { kind: 'failed', error: 'REDIRECT_REFUSED', detail: `answered ${String(answer.status)}` }
      : { kind: 'answered', ...answer };
  } catch (error) {
    if (deadline.aborted)
      return { kind: 'failed', error: 'TIMEOUT', detail: `no answer within ${String(timeoutMs)} ms` };
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    const detail = error instanceof Error ? error.message : 'unknown';
    return { kind: 'failed', error: code === 'ENOTFOUND' ? 'NAME_NOT_FOUND' : 'CONNECTION', detail };
  }
}

/** The address as a URL that may be called at all; `null` for other schemes and for user names in it. */
export function outsideUrl(text: string): URL | null {
  if (text.length > LIMITS.webhookUrlCharsMax || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' && url.hostname !== '' ? url : null;
}

/** The address to connect to; `null` where one of the host's addresses is not public and the host is not allowed. */
async function checkedAddress(
  url: URL,
  allow: readonly string[],
  deadline: AbortSignal,
): Promise<LookupAddress | null> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const found = family === 0 ? await within(resolve(host), deadline) : [{ address: host, family }];
  const isAllowed = allow.includes(url.host) || allow.includes(url.hostname);
  const [first] = found;
  if (first === undefined) return null;
  return isAllowed || found.every(({ address }) => isPublicAddress(address)) ? first : null;
}

function resolve(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((done, fail) => {
    lookup(host, { all: true }, (error, found) => (error === null ? done(found) : fail(error)));
  });
}

function within<T>(work: Promise<T>, deadline: AbortSignal): Promise<T> {
  return new Promise((done, fail) => {
    deadline.addEventListener('abort', () => fail(new Error('timeout')), { once: true });
    work.then(done, fail);
  });
}

function send(
  url: URL,
  { headers, body }: OutsideRequest,
  { address, deadline }: { readonly address: LookupAddress; readonly deadline: AbortSignal },
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((done, fail) => {
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      // A connection of its own, to the address that was checked and no other.
      agent: false,
      lookup: (_host, { all }, give) =>
        all === true ? give(null, [address]) : give(null, address.address, address.family),
      signal: deadline,
    };
    const request: ClientRequest = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
    request.on('error', fail);
    request.on('response', (response) => {
      readBounded(response).then((text) => done({ status: response.statusCode ?? 0, text }), fail);
    });
    request.end(body);
  });
}

/** The beginning of an answer; what is beyond the bound is not taken from the wire. */
async function readBounded(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    const bytes = Buffer.from(part);
    parts.push(bytes);
    size += bytes.length;
    if (size >= LIMITS.webhookResponseBytesMax) break;
  }
  return Buffer.concat(parts).subarray(0, LIMITS.webhookResponseBytesMax).toString('utf8');
}
