import { issue, ok, pointer, refused, type Result } from '../../schema/core/result.ts';
import { DELIMITERS, type Delimiter } from '../../schema/model/import-map.ts';

/** The cells of one sheet, as texts. Rows may be of different lengths. */
export type Cells = readonly (readonly string[])[];

/**
 * The cells of CSV text as RFC 4180 has it, by the delimiter that stands most often in the first line.
 * `IMPORT_QUOTE` where a quotation mark is never closed: everything behind it would be one cell.
 */
export function parseTable(text: string, delimiter: Delimiter = likelyDelimiter(text)): Result<Cells> {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  const endRow = (): void => {
    rows.push(row);
    row = [];
  };
  while (at <= text.length) {
    if (text[at] === '"') {
      const quoted = readQuoted(text, at);
      if (quoted === undefined) return refused([issue('IMPORT_QUOTE', pointer('', 'lines', line), { line })]);
      row.push(quoted.cell);
      line += countBreaks(quoted.cell);
      at = quoted.end;
      // What stands behind the closing mark belongs to the cell: people write so, and nothing may be lost.
      const end = endOfCell(text, at, delimiter);
      if (end > at) row.push(`${row.pop() ?? ''}${text.slice(at, end)}`);
      at = end;
    } else {
      const end = endOfCell(text, at, delimiter);
      row.push(text.slice(at, end));
      at = end;
    }
    if (at >= text.length) break;
    if (text[at] === delimiter) at += 1;
    else {
      endRow();
      line += 1;
      at += text.startsWith('\r\n', at) ? 2 : 1;
      if (at >= text.length) return ok(rows);
    }
  }
  endRow();
  return ok(rows);
}

function readQuoted(text: string, from: number): { readonly cell: string; readonly end: number } | undefined {
  let cell = '';
  let at = from + 1;
  for (;;) {
    const mark = text.indexOf('"', at);
    if (mark < 0) return undefined;
    cell += text.slice(at, mark);
    if (text[mark + 1] !== '"') return { cell, end: mark + 1 };
    cell += '"';
    at = mark + 2;
  }
}

function endOfCell(text: string, from: number, delimiter: string): number {
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === delimiter || char === '\n' || char === '\r') return at;
  }
  return text.length;
}

function countBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** The delimiter that stands most often in the first line outside quotation marks; a comma when none does. */
function likelyDelimiter(text: string): Delimiter {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (const char of text.slice(0, 64 * 1024)) {
    if (char === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if ((char === '\n' || char === '\r') && counts.size > 0) break;
    if (DELIMITERS.some((one) => one === char)) counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  return DELIMITERS.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best), ',');
}

/** CSV for the server, and which of its lines is which row. */
export interface TableText {
  readonly csv: string;
  readonly rowOfLine: ReadonlyMap<number, number>;
}

/** Writes some rows of a table under their column names. Rows are padded and cut to the columns. */
export function tableText(
  header: readonly string[],
  rows: Cells,
  which: readonly number[] = rows.map((_, index) => index),
): TableText {
  const parts = [lineText(header)];
  const rowOfLine = new Map<number, number>();
  let line = 2;
  for (const index of which) {
    const cells = rows[index] ?? [];
    const text = lineText(header.map((_, column) => cells[column] ?? ''));
    rowOfLine.set(line, index);
    line += countBreaks(text);
    parts.push(text);
  }
  return { csv: parts.join(''), rowOfLine };
}

function lineText(cells: readonly string[]): string {
  return `${cells.map((cell) => (/["\n\r,]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
}

/** A cell that no spreadsheet runs as a formula (OWASP, CSV injection). */
function guarded(cell: string): string {
  return /^'*[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;
}

/** A CSV file for people, which Excel opens in the right encoding. */
export function csvFile(rows: Cells): Blob {
  const text = rows.map((cells) => lineText(cells.map(guarded)).replace(/\n$/, '\r\n')).join('');
  return new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' });
}
