import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue } from '../../schema/core/result.ts';
import { isRecord } from '../../schema/template/item-key.ts';
import { HttpRefusal, type Exchange } from './exchange.ts';

const JSON_TYPE = /^application\/(?:json|graphql\+json)\s*(?:;|$)/i;

/**
 * The JSON object in the request's body. Refuses with 415 REQUEST_CONTENT_TYPE, 413 BODY_TOO_LARGE (as soon as it is
 * known: from Content-Length, or at the byte after the last allowed one), 408 REQUEST_INTERRUPTED, 400 REQUEST_JSON.
 */
export async function readJsonBody({ req }: Exchange, bytesMax: number): Promise<Readonly<Record<string, unknown>>> {
  const encoding = req.headers['content-encoding'] ?? 'identity';
  // Compressed bodies are not read: a small one can unpack to any size.
  if (!JSON_TYPE.test(req.headers['content-type'] ?? '') || encoding !== 'identity') {
    throw new HttpRefusal(415, [issue('REQUEST_CONTENT_TYPE', '')], { Accept: 'application/json' });
  }
  if (Number(req.headers['content-length'] ?? 0) > bytesMax) throw tooLarge(bytesMax);
  return parseObject(await readBytes(req, bytesMax));
}

/** By events: a body that came with its headers, as most do, costs no more than one of them. */
function readBytes(req: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    // Most bodies have come before this turn ends, and need no clock.
    let timer: NodeJS.Timeout | undefined;
    const waiting = setImmediate(() => {
      timer = setTimeout(() => req.destroy(new Error('body timeout')), LIMITS.bodyTimeoutMs);
    });
    const end = (settle: () => void): void => {
      clearImmediate(waiting);
      clearTimeout(timer);
      req.off('data', onData).off('end', onEnd).off('error', onBreak).off('close', onBreak);
      settle();
    };
    const onData = (chunk: Buffer): void => {
      bytes += chunk.byteLength;
      chunks.push(chunk);
      if (bytes <= bytesMax) return;
      req.pause();
      end(() => reject(tooLarge(bytesMax)));
    };
    const onEnd = (): void => end(() => resolve(oneBuffer(chunks)));
    const onBreak = (): void => {
      // Whoever goes away in the middle may still break the connection afterwards.
      req.on('error', () => undefined);
      end(() => reject(new HttpRefusal(408, [issue('REQUEST_INTERRUPTED', '')])));
    };
    req.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak);
  });
}

function oneBuffer(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
}

function tooLarge(max: number): HttpRefusal {
  return new HttpRefusal(413, [issue('BODY_TOO_LARGE', '', { max })]);
}

/** RFC 8259 §8.1: a byte order mark is ignored. */
const BYTE_ORDER_MARK = '\uFEFF';

function parseObject(bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    if (isUtf8(bytes)) {
      const text = bytes.toString('utf8');
      const value: unknown = JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
      if (isRecord(value)) return value;
    }
  } catch {
    // Told below: what exactly is wrong with the text helps nobody who sends programs' output.
  }
  throw new HttpRefusal(400, [issue('REQUEST_JSON', '')]);
}

/** What a request of GraphQL over HTTP may have beside `query`, each left out or nothing as well. */
const PARTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  variables: isRecord,
  operationName: (value) => typeof value === 'string',
  extensions: isRecord,
};

/** Refuses all parts of a GraphQL request that have another form than they may, with 400 REQUEST_FORM. */
export function checkGraphqlForm(body: Readonly<Record<string, unknown>>): void {
  const { query } = body;
  const wrong = Object.entries(PARTS).flatMap(([part, isFit]) =>
    body[part] === undefined || body[part] === null || isFit(body[part]) ? [] : [part],
  );
  if (typeof query !== 'string' || query === '') wrong.unshift('query');
  if (wrong.length > 0)
    throw new HttpRefusal(
      400,
      wrong.map((part) => issue('REQUEST_FORM', `/${part}`, { part })),
    );
}
