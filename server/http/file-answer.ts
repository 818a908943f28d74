import { pipeline } from 'node:stream/promises';
import { issue } from '../../schema/core/result.ts';
import { isShown } from '../files/file-kind.ts';
import type { ByteRange, FileKey, FileStore } from '../files/file-store.ts';
import { HttpRefusal, send, type Exchange } from './exchange.ts';
import { withPolicy } from './security-headers.ts';

/** What is to be sent: the file itself, or the small picture of it. */
export interface SentFile {
  readonly key: FileKey;
  readonly name: string;
  readonly type: string;
  /** Absent where it is not known before reading. */
  readonly size?: number;
  /** How long a browser may keep it unasked; 0: it asks each time, which the ETag makes cheap. */
  readonly keptSeconds: number;
  /** To be kept, even where a page could show it. */
  readonly isDownload: boolean;
}

/** A page that a file would be can load nothing and run nothing, wherever it came from. */
const FILE_POLICY = `default-src 'none'; sandbox`;

/** Sends the bytes, all or the range that was asked for (SPEC [FILE-6]). 404 FILE_NOT_FOUND where the store has none. */
export async function answerFile(exchange: Exchange, files: FileStore, file: SentFile): Promise<void> {
  const { req, res, requestId } = exchange;
  const etag = `"${file.key.sha256.slice(0, 32)}"`;
  const headers = headersOf(file, etag);
  if (isKnown(req.headers['if-none-match'], etag)) {
    send(
      { ...exchange, headers: withPolicy(exchange.headers, FILE_POLICY) },
      { status: 304, type: file.type, body: '', headers },
    );
    return;
  }
  const range = rangeOf(exchange, file, etag);
  if (range === 'unfit') {
    const all = `bytes */${String(file.size)}`;
    send(exchange, { status: 416, type: 'text/plain', body: '', headers: { 'Content-Range': all } });
    return;
  }
  const bytes = await files.read(file.key, range);
  if (bytes === undefined) throw new HttpRefusal(404, [issue('FILE_NOT_FOUND', '')]);
  const length = range === undefined ? file.size : range.last - range.first + 1;
  const head = [...withPolicy(exchange.headers, FILE_POLICY), 'X-Request-Id', requestId, 'Content-Type', file.type];
  for (const [name, value] of Object.entries(headers)) head.push(name, value);
  if (length !== undefined) head.push('Content-Length', String(length));
  if (range !== undefined) head.push('Content-Range', `bytes ${range.first}-${range.last}/${String(file.size)}`);
  res.writeHead(range === undefined ? 200 : 206, head);
  if (req.method === 'HEAD') {
    bytes.destroy();
    res.end();
    return;
  }
  // The status is out: what breaks now can only be told by breaking off.
  await pipeline(bytes, res).catch(() => res.destroy());
}

function headersOf({ name, type, keptSeconds, isDownload }: SentFile, etag: string): Readonly<Record<string, string>> {
  const way = isShown(type) && !isDownload ? 'inline' : 'attachment';
  return {
    ETag: etag,
    'Accept-Ranges': 'bytes',
    'Content-Disposition': `${way}; filename="${plainName(name)}"; filename*=UTF-8''${encodedName(name)}`,
    'Cache-Control': keptSeconds === 0 ? 'private, no-cache' : `private, max-age=${keptSeconds}`,
    // Another person in the same browser has another cookie.
    Vary: 'Cookie',
  };
}

/** For old clients; all others take the name beside it (RFC 6266 §4.3). */
function plainName(name: string): string {
  return name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
}

/** RFC 8187 §3.2.1. */
function encodedName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function isKnown(given: string | undefined, etag: string): boolean {
  return given !== undefined && given.split(',').some((one) => [etag, `W/${etag}`, '*'].includes(one.trim()));
}

/** One range; several are answered with the whole (RFC 9110 §14.2). */
function rangeOf({ req }: Exchange, { size }: SentFile, etag: string): ByteRange | 'unfit' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(req.headers.range ?? '');
  const [, from = '', to = ''] = match ?? [];
  const isCurrent = req.headers['if-range'] === undefined || req.headers['if-range'] === etag;
  if (match === null || size === undefined || !isCurrent || (from === '' && to === '')) return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return first >= size || last < first ? 'unfit' : { first, last };
}
