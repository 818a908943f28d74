import type { Cell } from './guess-types.ts';

/** A file past this is for the import, not for finding out what its columns are. */
const ROWS_MAX = 5_000;

/** The cells of a spreadsheet's first sheet or of a text file; `undefined` when it is neither. */
export async function readTable(file: File): Promise<readonly (readonly Cell[])[] | undefined> {
  try {
    if (/\.xlsx$/i.test(file.name)) {
      const { readSheet } = await import('read-excel-file/browser');
      const rows = await readSheet(file);
      return rows.slice(0, ROWS_MAX + 1).map((row) => row.map(cellOf));
    }
    return await csvRows(await decoded(file));
  } catch {
    return undefined;
  }
}

function cellOf(value: unknown): Cell {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date
    ? value
    : null;
}

/** UTF-8, else what Chinese spreadsheets write (GB 18030). */
async function decoded(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Fields apart by commas, semicolons or tabs, whichever the first line has most of. */
async function csvRows(source: string): Promise<readonly (readonly string[])[]> {
  const { parse } = await import('csv-parse/browser/esm/sync');
  const [line = ''] = source.split('\n');
  const delimiter = [',', ';', '\t'].toSorted((a, b) => line.split(b).length - line.split(a).length)[0] ?? ',';
  return parse(source, {
    delimiter,
    bom: true,
    to: ROWS_MAX + 1,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
}
