import { LIMITS } from '../../schema/core/limits.ts';
import { issue } from '../../schema/core/result.ts';
import { HttpRefusal, type Exchange } from './exchange.ts';

const JSON_TYPE = /^application\/(?:json|graphql\+json)\s*(?:;|$)/i;

/**
 * The JSON object in the request's body. Refuses with 415 REQUEST_CONTENT_TYPE, 413 BODY_TOO_LARGE (as soon as it is
 * known: from Content-Length, or at the byte after the last allowed one), 408 REQUEST_INTERRUPTED, 400 REQUEST_JSON.
 */
export async function readJsonBody({ req }: Exchange, bytesMax: number): Promise<unknown> {
  const encoding = req.headers['content-encoding'] ?? 'identity';
  // Compressed bodies are not read: a small one can unpack to any size.
  if (!JSON_TYPE.test(req.headers['content-type'] ?? '') || encoding !== 'identity') {
    throw new HttpRefusal(415, [issue('REQUEST_CONTENT_TYPE', '')], { Accept: 'application/json' });
  }
  const tooLarge = new HttpRefusal(413, [issue('BODY_TOO_LARGE', '', { max: bytesMax })]);
  if (Number(req.headers['content-length'] ?? 0) > bytesMax) throw tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const timer = setTimeout(() => req.destroy(new Error('body timeout')), LIMITS.bodyTimeoutMs);
  try {
    for await (const chunk of req) {
      const part: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      bytes += part.byteLength;
      if (bytes > bytesMax) throw tooLarge;
      chunks.push(part);
    }
  } catch (error) {
    if (error instanceof HttpRefusal) throw error;
    throw new HttpRefusal(408, [issue('REQUEST_INTERRUPTED', '')]);
  } finally {
    clearTimeout(timer);
  }
  return parseObject(Buffer.concat(chunks));
}

function parseObject(bytes: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below: what exactly is wrong with the text helps nobody who sends programs' output.
  }
  throw new HttpRefusal(400, [issue('REQUEST_JSON', '')]);
}
