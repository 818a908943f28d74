import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { issue, ok, refused, type Result } from '../../schema/core/result.ts';

/** The bytes of a file that can be read more than once: first to know and check it, then to write its rows. */
export interface CsvSource {
  readonly name: string;
  readonly bytes: number;
  open(): AsyncIterable<Uint8Array>;
}

/** A file on this machine: `IMPORT_FILE_MISSING`. */
export async function fileSource(file: string): Promise<Result<CsvSource>> {
  const info = await stat(file).catch(() => null);
  if (info?.isFile() !== true) return refused([issue('IMPORT_FILE_MISSING', '', { file })]);
  return ok({
    name: path.basename(file),
    bytes: info.size,
    open: () => createReadStream(file, { highWaterMark: 256 * 1024 }),
  });
}

/** Bytes or text that are in memory already, such as an upload. */
export function memorySource(name: string, content: string | Uint8Array): CsvSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name,
    bytes: bytes.length,
    async *open() {
      yield bytes;
    },
  };
}

/** SHA-256 of the content, hex: by it an import that was cut short is recognised. */
export async function hashSource(source: CsvSource): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of source.open()) hash.update(chunk);
  return hash.digest('hex');
}
