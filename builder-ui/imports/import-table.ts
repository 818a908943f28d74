import { LIMITS } from '../../schema/core/limits.ts';
import { issue, pointer, type Issue } from '../../schema/core/result.ts';
import type { Cells } from './table-text.ts';

/** What is imported: named columns, each name once, and rows that are not empty. */
export interface ImportTable {
  readonly header: readonly string[];
  readonly rows: Cells;
  /** Of each row, where it stands in the sheet, from 1. */
  readonly places: readonly number[];
}

/** Which row names the columns: the first that is filled about as wide as the table, with no value twice. */
export function headerRow(cells: Cells): number {
  const width = (row: readonly string[] | undefined): number => (row ?? []).filter((cell) => cell.trim() !== '').length;
  const sample = cells.slice(0, 30);
  const widest = Math.max(0, ...sample.map(width));
  // Titles and notes stand above in a cell or two.
  const found = sample.findIndex((row) => width(row) >= Math.max(1, widest * 0.6));
  return Math.max(0, found);
}

/** The table below a row of names. Columns without a name get one; a name that comes again gets a number. */
export function importTable(cells: Cells, at: number, nameless: (position: number) => string): ImportTable {
  const names = cells[at] ?? [];
  const below = cells.slice(at + 1);
  const width = Math.max(names.length, ...below.slice(0, 200).map((row) => row.length));
  const filled = Array.from({ length: width }, (_, column) => column).filter(
    (column) => (names[column] ?? '').trim() !== '' || below.some((row) => (row[column] ?? '') !== ''),
  );
  const taken = new Set<string>();
  const header = filled.map((column) => {
    const given = (names[column] ?? '').replaceAll(/\s+/g, ' ').trim();
    const base = given === '' ? nameless(column + 1) : given;
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base} (${count})`;
    taken.add(name);
    return name;
  });
  const kept = below
    .map((row, index) => ({ row, place: at + index + 2 }))
    .filter(({ row }) => row.some((cell) => cell.trim() !== ''));
  return {
    header,
    rows: kept.map(({ row }) => filled.map((column) => row[column] ?? '')),
    places: kept.map(({ place }) => place),
  };
}

/** Why the table can't be imported at all: `IMPORT_NO_ROWS`, `IMPORT_TOO_MANY_ROWS`, `IMPORT_CELL_TOO_LONG`. */
export function tableIssue({ header, rows, places }: ImportTable): Issue | undefined {
  const { importWizardRowsMax, importRowCharsMax: max } = LIMITS;
  if (rows.length === 0) return issue('IMPORT_NO_ROWS', '');
  if (rows.length > importWizardRowsMax)
    return issue('IMPORT_TOO_MANY_ROWS', '', { count: rows.length, max: importWizardRowsMax });
  const long = rows.findIndex((row) => row.reduce((sum, cell) => sum + cell.length, 0) >= max);
  if (long < 0) return undefined;
  const lengths = (rows[long] ?? []).map((cell) => cell.length);
  const count = Math.max(...lengths);
  const column = header[lengths.indexOf(count)] ?? '';
  const line = places[long] ?? long;
  return issue('IMPORT_CELL_TOO_LONG', pointer('', 'lines', line, column), { line, column, count, max });
}

/** Some values of a column, each once. */
export function samplesOf({ rows }: ImportTable, column: number, count = 3): readonly string[] {
  const found = new Set<string>();
  for (const row of rows) {
    const cell = (row[column] ?? '').trim();
    if (cell !== '') found.add(cell);
    if (found.size >= count) break;
  }
  return [...found];
}

/** All values of a column, each once; `undefined` when there are more than `max`. */
export function valuesOf({ rows }: ImportTable, column: number, max: number): readonly string[] | undefined {
  const found = new Set<string>();
  for (const row of rows) {
    const cell = (row[column] ?? '').trim();
    if (cell !== '') found.add(cell);
    if (found.size > max) return undefined;
  }
  return [...found];
}
