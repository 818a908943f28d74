import type { ImportCheck, ImportIssue } from '../../schema/model/import-answers.ts';
import type { ImportMap } from '../../schema/model/import-map.ts';
import type { ImportTable } from './import-table.ts';
import { tableText, type TableText } from './table-text.ts';

/** What a check said, by row of the table. */
export interface CheckedRows {
  readonly check: ImportCheck;
  readonly issues: ReadonlyMap<number, readonly ImportIssue[]>;
  /** Problems that belong to no row. */
  readonly general: readonly ImportIssue[];
}

/** The answer of a check by rows of the table. */
export function checkedRows(check: ImportCheck, { rowOfLine }: Pick<TableText, 'rowOfLine'>): CheckedRows {
  const issues = new Map<number, ImportIssue[]>();
  const general: ImportIssue[] = [];
  for (const one of check.issues) {
    const row = one.line === undefined ? undefined : rowOfLine.get(one.line);
    if (row === undefined) general.push(one);
    else issues.set(row, [...(issues.get(row) ?? []), one]);
  }
  return { check, issues, general };
}

/** What the server is sent of the table: the rows that are not left out; those of one document together. */
export function textToSend(table: ImportTable, leftOut: ReadonlySet<number>, map: ImportMap): TableText {
  const which = table.rows.map((_, index) => index).filter((index) => !leftOut.has(index));
  return tableText(table.header, table.rows, grouped(table, which, map));
}

function grouped({ header, rows }: ImportTable, which: readonly number[], map: ImportMap): readonly number[] {
  if (map.lines === undefined) return which;
  const keys = new Set(map.key ?? []);
  const columns = header.flatMap((name, index) =>
    map.columns?.[name]?.some(({ field }) => keys.has(field)) ? index : [],
  );
  if (columns.length === 0) return which;
  const groups = new Map<string, number[]>();
  for (const index of which) {
    const key = JSON.stringify(columns.map((column) => rows[index]?.[column] ?? ''));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  }
  return [...groups.values()].flat();
}

/** Problems that are one: the same code at the same value of the same column. */
export interface Problem {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  readonly cure: string;
  readonly column?: number;
  /** The value that is wrong, where all rows of the problem have it. */
  readonly value?: string;
  readonly rows: readonly number[];
}

/** The problems of a check, those of most rows first. */
export function problemsOf(
  table: ImportTable,
  issues: CheckedRows['issues'],
  leftOut: ReadonlySet<number>,
): readonly Problem[] {
  const found = new Map<string, { readonly problem: Problem; readonly rows: number[] }>();
  for (const [row, own] of issues) {
    if (leftOut.has(row)) continue;
    for (const one of own) {
      const column = one.column === undefined ? -1 : table.header.indexOf(one.column);
      const value = column < 0 ? undefined : (table.rows[row]?.[column] ?? '');
      // Words that name the line are of one row alone; the same value is wrong in the same way.
      const id = JSON.stringify([one.code, column, value ?? one.message]);
      const known = found.get(id);
      if (known !== undefined) {
        if (known.rows.at(-1) !== row) known.rows.push(row);
        continue;
      }
      const rows = [row];
      const { code, message, cure } = one;
      const problem = {
        id,
        code,
        message,
        cure,
        rows,
        ...(column < 0 ? {} : { column }),
        ...(value === undefined ? {} : { value }),
      };
      found.set(id, { problem, rows });
    }
  }
  return [...found.values()].map(({ problem }) => problem).sort((a, b) => b.rows.length - a.rows.length);
}

/** A table with some cells changed. */
export function withCells(
  table: ImportTable,
  changes: readonly { readonly row: number; readonly column: number; readonly value: string }[],
): ImportTable {
  const rows = [...table.rows];
  for (const { row, column, value } of changes)
    rows[row] = table.header.map((_, index) => (index === column ? value : (rows[row]?.[index] ?? '')));
  return { ...table, rows };
}
