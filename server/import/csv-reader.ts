import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { CsvError, parse } from 'csv-parse';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, ok, pointer, refused, type Issue, type Result } from '../../schema/core/result.ts';
import { DELIMITERS, type Delimiter } from '../../schema/model/import-map.ts';
import type { CsvSource } from './csv-source.ts';

export interface CsvFormat {
  /** Found in the first line when it is not given. */
  readonly delimiter?: Delimiter;
  /** A label of the WHATWG Encoding standard; UTF-8 when it is not given, UTF-16 where the file begins with its mark. */
  readonly encoding?: string;
}

/** One record and the line of the file on which it begins, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A CSV file whose first line was read. Rows come once; a row that cannot be read ends them with a `CsvBroken`. */
export interface CsvFile {
  readonly header: readonly string[];
  readonly delimiter: Delimiter;
  readonly rows: AsyncIterable<CsvRow>;
  /** Lets go of the file; needed only where the rows are not read to their end. */
  close(): void;
}

/** What ends the reading of a file: not to be caught per row, since nobody knows where the next row begins. */
export class CsvBroken extends Error {
  override readonly name = 'CsvBroken';
  readonly issue: Issue;
  constructor(found: Issue) {
    super(found.code);
    this.issue = found;
  }
}

/**
 * Opens a file as RFC 4180 has it, more kindly: BOM, CRLF or LF, any of four delimiters, empty lines passed over.
 * `IMPORT_FILE_EMPTY`, `IMPORT_ENCODING`, `IMPORT_ENCODING_UNKNOWN`, `IMPORT_QUOTE`, `IMPORT_ROW_TOO_LONG`,
 * `IMPORT_HEADER_EMPTY`, `IMPORT_HEADER_TWICE`. Rules: SPEC.md IMP.
 */
export async function openCsv(source: CsvSource, format: CsvFormat = {}): Promise<Result<CsvFile>> {
  try {
    return await open(source, format);
  } catch (error) {
    const broken = await whereOpened(error, source, format);
    if (broken === undefined) throw error;
    return refused([broken.issue]);
  }
}

async function open(source: CsvSource, format: CsvFormat): Promise<Result<CsvFile>> {
  const text = decoded(source, format.encoding)[Symbol.asyncIterator]();
  const head = await readHead(text);
  const delimiter = format.delimiter ?? detectDelimiter(head);
  const input = Readable.from(joined(head, text));
  const parser = input.pipe(
    parse({
      delimiter,
      bom: false,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
      max_record_size: LIMITS.importRowCharsMax,
    }),
  );
  input.on('error', (error) => parser.destroy(error));
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<ParsedRecord>;
  const first = await records.next();
  if (first.done === true) return refused([issue('IMPORT_FILE_EMPTY', '')]);
  const header = first.value.record.map((name) => name.trim());
  const issues = headerIssues(header);
  const close = (): void => {
    input.destroy();
    parser.destroy();
  };
  if (issues.length > 0) {
    close();
    return refused(issues);
  }
  return ok({
    header,
    delimiter,
    rows: rowsOf(records, first.value.info.lines, (error) => whereOpened(error, source, format)),
    close,
  });
}

interface ParsedRecord {
  readonly record: readonly string[];
  /** `lines` counts the lines up to the end of the record. */
  readonly info: { readonly lines: number };
}

async function* rowsOf(
  records: AsyncIterator<ParsedRecord>,
  headerLines: number,
  explain: (error: unknown) => Promise<CsvBroken | undefined>,
): AsyncGenerator<CsvRow> {
  let before = headerLines;
  try {
    for (let next = await records.next(); next.done !== true; next = await records.next()) {
      const { record, info } = next.value;
      const breaks = record.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
      // Empty lines stand between the record before and this one; its own line breaks are inside it.
      yield { line: Math.max(before + 1, info.lines - breaks), cells: record };
      before = info.lines;
    }
  } catch (error) {
    throw (await explain(error)) ?? error;
  }
}

const QUOTE_CODES: ReadonlySet<string> = new Set([
  'CSV_QUOTE_NOT_CLOSED',
  'CSV_INVALID_CLOSING_QUOTE',
  'INVALID_OPENING_QUOTE',
  'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE',
]);

/** A mark that is never closed is noticed at the end of the file; the line where it was opened is looked for anew. */
async function whereOpened(error: unknown, source: CsvSource, format: CsvFormat): Promise<CsvBroken | undefined> {
  if (!(error instanceof CsvError) || error.code !== 'CSV_QUOTE_NOT_CLOSED') return brokenOf(error);
  let line = 1;
  let openedAt = 1;
  let isQuoted = false;
  for await (const text of decoded(source, format.encoding)) {
    for (const char of text) {
      if (char === '\n') line += 1;
      if (char !== '"') continue;
      isQuoted = !isQuoted;
      if (isQuoted) openedAt = line;
    }
  }
  return new CsvBroken(issue('IMPORT_QUOTE', pointer('', 'lines', openedAt), { line: openedAt }));
}

function brokenOf(error: unknown): CsvBroken | undefined {
  if (error instanceof CsvBroken) return error;
  if (!(error instanceof CsvError)) return undefined;
  const line = Number(Reflect.get(error, 'lines') ?? 0);
  const path = pointer('', 'lines', line);
  if (QUOTE_CODES.has(error.code)) return new CsvBroken(issue('IMPORT_QUOTE', path, { line }));
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return new CsvBroken(issue('IMPORT_ROW_TOO_LONG', path, { line, max: LIMITS.importRowCharsMax }));
  return undefined;
}

function headerIssues(header: readonly string[]): readonly Issue[] {
  const seen = new Set<string>();
  return header.flatMap((column, index) => {
    const path = pointer('', 'lines', 1, column);
    if (column === '') return [issue('IMPORT_HEADER_EMPTY', pointer('', 'lines', 1), { line: 1, position: index + 1 })];
    if (seen.has(column)) return [issue('IMPORT_HEADER_TWICE', path, { line: 1, column })];
    seen.add(column);
    return [];
  });
}

const HEAD_CHARS = 64 * 1024;

/** The text up to the end of the first line, at least; what was read is given on by `joined`. */
async function readHead(text: AsyncIterator<string>): Promise<string> {
  let head = '';
  while (head.length < HEAD_CHARS && !/[\r\n]/.test(head.trimStart())) {
    const next = await text.next();
    if (next.done === true) break;
    head += next.value;
  }
  return head;
}

async function* joined(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** The delimiter that stands most often in the first line outside quotation marks; a comma when none does. */
export function detectDelimiter(text: string): Delimiter {
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let isQuoted = false;
  for (const char of text.trimStart()) {
    if (char === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (char === '\n' || char === '\r') break;
    const count = counts.get(char);
    if (count !== undefined) counts.set(char, count + 1);
  }
  return DELIMITERS.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best), ',');
}

/** The text of the bytes, strictly: a byte that belongs to no character ends it with the line it is on. */
async function* decoded(source: CsvSource, encoding: string | undefined): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let line = 1;
  for await (const chunk of source.open()) {
    decoder ??= decoderFor(encoding ?? markedEncoding(chunk) ?? 'utf-8');
    const text = decodePart(decoder, chunk, line);
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) line += 1;
    yield text;
  }
  if (decoder !== undefined) yield decodePart(decoder, undefined, line);
}

function decodePart(decoder: TextDecoder, chunk: Uint8Array | undefined, line: number): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw encodingBroken(decoder, chunk, line);
  }
}

/** Finds the line: whole lines before the wrong byte still decode. */
function encodingBroken(decoder: TextDecoder, chunk: Uint8Array = new Uint8Array(), from: number): CsvBroken {
  let line = from;
  let start = 0;
  for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
    try {
      new TextDecoder(decoder.encoding, { fatal: true }).decode(chunk.subarray(start, end));
    } catch {
      break;
    }
    line += 1;
    start = end + 1;
  }
  return new CsvBroken(
    issue('IMPORT_ENCODING', pointer('', 'lines', line), { line, encoding: decoder.encoding.toUpperCase() }),
  );
}

const LINE_FEED = 10;

function decoderFor(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new CsvBroken(issue('IMPORT_ENCODING_UNKNOWN', '', { encoding }));
  }
}

/** UTF-16 as Excel's "Unicode text" begins. The mark of UTF-8 the decoder takes off itself. */
function markedEncoding(chunk: Uint8Array): string | undefined {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
  return chunk[0] === 0xfe && chunk[1] === 0xff ? 'utf-16be' : undefined;
}
