import { open } from 'node:fs/promises';
import { isUtf8 } from 'node:buffer';
import { fileTypeFromFile } from 'file-type';

/** Pictures that every browser shows and that hold no script. */
const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** What a page may show in place: nothing in it is ever run. */
const SHOWN: ReadonlySet<string> = new Set([
  ...PICTURES,
  'text/plain',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'video/mp4',
  'video/webm',
]);

/** Plain texts have no mark of their own: the name says which of these they are. */
const TEXTS: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  md: 'text/markdown',
  txt: 'text/plain',
  log: 'text/plain',
};

/** The type of files that are nothing else we know. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** Whether the type is a picture that fields for pictures take. */
export function isPicture(type: string): boolean {
  return PICTURES.has(type);
}

/** Whether a page may show files of the type; all others are only given to be kept. */
export function isShown(type: string): boolean {
  return SHOWN.has(type);
}

/**
 * What the bytes are, whatever the caller says (SPEC [FILE-4]): by their own marks, else by the name where they are
 * UTF-8 text of a harmless sort. HTML, SVG and scripts are `application/octet-stream`.
 */
export async function fileKind(file: string, name: string): Promise<string> {
  const found = await fileTypeFromFile(file);
  if (found !== undefined) return found.mime.startsWith('application/xml') ? UNKNOWN_TYPE : plainMime(found.mime);
  const type = TEXTS[name.split('.').at(-1)?.toLowerCase() ?? ''];
  return type !== undefined && (await beginsAsText(file)) ? type : UNKNOWN_TYPE;
}

function plainMime(mime: string): string {
  const bare = (mime.split(';')[0] ?? '').trim().toLowerCase();
  return /^[a-z]+\/[a-z0-9.+-]+$/.test(bare) && !/html|svg|xml$|javascript/.test(bare) ? bare : UNKNOWN_TYPE;
}

const LOOKED_AT_BYTES = 64 * 1024;

async function beginsAsText(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LOOKED_AT_BYTES), 0, LOOKED_AT_BYTES, 0);
    const bytes = buffer.subarray(0, bytesRead);
    // A character may be cut at the end of what was looked at.
    const whole =
      bytesRead < LOOKED_AT_BYTES ? [bytes] : [0, 1, 2, 3].map((less) => bytes.subarray(0, bytesRead - less));
    return !bytes.includes(0) && whole.some((one) => isUtf8(one));
  } finally {
    await handle.close();
  }
}
