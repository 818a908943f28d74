import { LIMITS } from '../../schema/core/limits.ts';
import { issue, ok, refused, type Result } from '../../schema/core/result.ts';
import { parseTable, type Cells } from './table-text.ts';

/** The sheets of a file; CSV is one sheet without a name. */
export interface ReadFile {
  readonly name: string;
  readonly sheets: readonly Sheet[];
  /** Of text: the encoding it was read in. */
  readonly encoding?: Encoding;
  /** Of text: its bytes, to be read anew in another encoding. */
  readonly bytes?: Uint8Array;
}

export interface Sheet {
  readonly name: string;
  readonly cells: Cells;
}

/** Encodings that files of spreadsheets have; labels of the WHATWG standard. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'shift_jis', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * Reads a file that a person chose. `IMPORT_FILE_TOO_LARGE`, `IMPORT_FILE_EMPTY`, `IMPORT_NOT_A_TABLE`,
 * `IMPORT_WORKBOOK_BROKEN`, `IMPORT_ENCODING`, `IMPORT_QUOTE`.
 */
export async function readFile(file: File): Promise<Result<ReadFile>> {
  const max = LIMITS.importWizardBytesMax;
  if (file.size > max) return refused([issue('IMPORT_FILE_TOO_LARGE', '', { max: Math.round(max / 1024 / 1024) })]);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length === 0) return refused([issue('IMPORT_FILE_EMPTY', '')]);
  const kind = kindOf(bytes);
  if (kind === 'zip') return readWorkbook(file);
  if (kind !== 'text') return refused([issue('IMPORT_NOT_A_TABLE', '', { file: file.name, kind })]);
  return readBytes(file.name, bytes);
}

/** Text in an encoding; without one the first that all of it fits: UTF-8, else Chinese, else Western. */
export function readBytes(name: string, bytes: Uint8Array, wanted?: Encoding): Result<ReadFile> {
  const encodings: readonly Encoding[] = wanted === undefined ? likelyEncodings(bytes) : [wanted];
  for (const encoding of encodings) {
    const text = decoded(bytes, encoding);
    if (text === undefined) continue;
    if (text.trim() === '') return refused([issue('IMPORT_FILE_EMPTY', '')]);
    const cells = parseTable(text);
    return cells.ok ? ok({ name, sheets: [{ name: '', cells: cells.value }], encoding, bytes }) : cells;
  }
  const [encoding = 'utf-8'] = encodings;
  const line = lineOfBreak(bytes, encoding);
  return refused([issue('IMPORT_ENCODING', `/lines/${line}`, { line, encoding: encoding.toUpperCase() })]);
}

function likelyEncodings(bytes: Uint8Array): readonly Encoding[] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return ['utf-16le'];
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return ['utf-16be'];
  return ['utf-8', 'gb18030'];
}

function decoded(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The first line that is not of the encoding. */
function lineOfBreak(bytes: Uint8Array, encoding: Encoding): number {
  let line = 1;
  let from = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
    if (decoded(bytes.subarray(from, end), encoding) === undefined) return line;
    line += 1;
    from = end + 1;
  }
  return line;
}

const KINDS: readonly { readonly kind: string; readonly begin: readonly number[] }[] = [
  { kind: 'PNG', begin: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'JPEG', begin: [0xff, 0xd8, 0xff] },
  { kind: 'GIF', begin: [0x47, 0x49, 0x46, 0x38] },
  { kind: 'PDF', begin: [0x25, 0x50, 0x44, 0x46] },
  { kind: 'Excel 97–2003 (.xls)', begin: [0xd0, 0xcf, 0x11, 0xe0] },
  { kind: 'GZIP', begin: [0x1f, 0x8b] },
  { kind: 'RAR', begin: [0x52, 0x61, 0x72, 0x21] },
];

/** What the first bytes say, whatever the name: a zip is a workbook or none, and text has no zero bytes. */
function kindOf(bytes: Uint8Array): string {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return 'zip';
  const known = KINDS.find(({ begin }) => begin.every((byte, index) => bytes[index] === byte));
  if (known !== undefined) return known.kind;
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !isWide && bytes.subarray(0, 8_192).includes(0) ? '?' : 'text';
}

async function readWorkbook(file: File): Promise<Result<ReadFile>> {
  const { workbookCells } = await import('./workbook.ts');
  const sheets = await workbookCells(file);
  if (sheets === undefined) return refused([issue('IMPORT_WORKBOOK_BROKEN', '', { file: file.name })]);
  const full = sheets.filter(({ cells }) => cells.length > 0);
  return full.length === 0 ? refused([issue('IMPORT_FILE_EMPTY', '')]) : ok({ name: file.name, sheets: full });
}
