import { randomUUID } from 'node:crypto';
import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue } from '../../schema/core/result.ts';
import { fileKind } from '../files/file-kind.ts';
import type { Received } from '../graphql/files/file-service.ts';
import { HttpRefusal, type Exchange } from './exchange.ts';

/**
 * Writes the body of an upload into a file of its own and gives what came: how much, its hash, and what it is by its
 * bytes. `use` may take the file over; what is left of it goes in the end. 411/413 FILE_EMPTY, FILE_TOO_LARGE; 415
 * FILE_CONTENT_TYPE; 408 REQUEST_INTERRUPTED. Rules: SPEC [FILE-1], [FILE-4].
 */
export async function receiveUpload<T>(
  { req }: Exchange,
  { folder, name, bytesMax }: { readonly folder: string; readonly name: string; readonly bytesMax: number },
  use: (received: Received) => Promise<T>,
): Promise<T> {
  const isPlain = (req.headers['content-encoding'] ?? 'identity') === 'identity';
  if (!isPlain || !/^application\/octet-stream\s*(?:;|$)/i.test(req.headers['content-type'] ?? ''))
    throw new HttpRefusal(415, [issue('FILE_CONTENT_TYPE', '')], { Accept: 'application/octet-stream' });
  if (Number(req.headers['content-length'] ?? 0) > bytesMax) throw tooLarge(bytesMax);
  const file = path.join(folder, randomUUID());
  try {
    const { size, sha256 } = await writeBody(req, { file, bytesMax, pace: PACE });
    if (size === 0) throw new HttpRefusal(400, [issue('FILE_EMPTY', '')]);
    return await use({ file, size, sha256, type: await fileKind(file, name) });
  } finally {
    await rm(file, { force: true });
  }
}

/** Within `ms` come at least `bytesMin`, or all that is left: whoever sends slower keeps others from sending. */
export interface UploadPace {
  readonly ms: number;
  readonly bytesMin: number;
}

const PACE: UploadPace = { ms: LIMITS.uploadPaceMs, bytesMin: LIMITS.uploadPaceBytesMin };

/** Writes what comes into a new file. 413 FILE_TOO_LARGE; 408 REQUEST_INTERRUPTED, also where it comes too slowly. */
export async function writeBody(
  req: IncomingMessage,
  { file, bytesMax, pace }: { readonly file: string; readonly bytesMax: number; readonly pace: UploadPace },
): Promise<{ readonly size: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  let sizeBefore = 0;
  const handle = await open(file, 'wx', 0o600);
  const timer = setInterval(() => {
    if (size - sizeBefore < pace.bytesMin) req.destroy(new Error('upload too slow'));
    sizeBefore = size;
  }, pace.ms);
  try {
    // The connection stays whole when reading ends early: the refusal is still to be sent.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(chunk)) throw new Error('Broken invariant: a body comes as bytes');
      size += chunk.byteLength;
      if (size > bytesMax) throw tooLarge(bytesMax);
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
  } catch (error) {
    throw error instanceof HttpRefusal || !(req.destroyed || req.errored !== null)
      ? error
      : new HttpRefusal(408, [issue('REQUEST_INTERRUPTED', '')]);
  } finally {
    clearInterval(timer);
    await handle.close();
  }
  return { size, sha256: hash.digest('hex') };
}

function tooLarge(max: number): HttpRefusal {
  return new HttpRefusal(413, [issue('FILE_TOO_LARGE', '', { max })]);
}

/** The name in `X-File-Name`, URL-encoded, without folders and without what no file system takes. 400 FILE_NAME. */
export function uploadName({ req }: Exchange): string {
  const given = req.headers['x-file-name'];
  const name = lastPart(decoded(typeof given === 'string' ? given : ''));
  if (name === '' || [...name].length > LIMITS.fileNameCharsMax)
    throw new HttpRefusal(400, [issue('FILE_NAME', '', { max: LIMITS.fileNameCharsMax })]);
  return name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).normalize('NFC');
  } catch {
    return '';
  }
}

/** Marks that turn the direction of text would make `gpj.exe` look like `exe.jpg`. */
function lastPart(name: string): string {
  const plain = name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '').trim();
  const part = plain.split(/[/\\]/).at(-1)?.trim() ?? '';
  return part === '.' || part === '..' ? '' : part;
}
