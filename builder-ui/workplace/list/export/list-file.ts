import { localText, parseDate, parseInstant } from '../../../../schema/expr/calendar.ts';
import type { ListColumn } from '../../documents/list-columns.ts';
import { textOf, valueIn, type ApiRow } from '../../documents/row-values.ts';
import { cellText, type Reading } from '../cell.tsx';

/** A cell of a spreadsheet: what it is, so that one can go on calculating with it. */
export type FileCell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string; readonly isPercent: boolean; readonly isWhole: boolean }
  | { readonly kind: 'date' | 'datetime'; readonly text: string; readonly at: Date };

/** Digits that a spreadsheet's number holds; one with more stays a text rather than become another. */
const SAFE_DIGITS = 15;

/** A value of a list as a cell (SPEC [WRK-41]): numbers and dates as such, everything else as the list shows it. */
export function fileCell(column: ListColumn, row: ApiRow, reading: Reading): FileCell {
  const value = valueIn(row, column.steps);
  const text = textOf(value);
  if (text === '') return { kind: 'text', text: cellText(column, value, reading) };
  if (column.isNumber && text.replace(/[-.]/g, '').length <= SAFE_DIGITS)
    return { kind: 'number', text, isPercent: column.kind === 'percent', isWhole: column.kind === 'int' };
  if (column.kind === 'date') {
    const days = parseDate(text.slice(0, 10));
    if (days !== undefined) return { kind: 'date', text: text.slice(0, 10), at: new Date(days * DAY_MS) };
  }
  if (column.kind === 'datetime') {
    const instant = parseInstant(text);
    if (instant !== undefined) {
      // Spreadsheets know no time zones: what the clock of the tenant shows is what stands there.
      const shown = localText(instant, reading.timeZone).replace(' ', 'T').slice(0, 16);
      return { kind: 'datetime', text: shown.replace('T', ' '), at: new Date(`${shown}:00Z`) };
    }
  }
  return { kind: 'text', text: cellText(column, value, reading) };
}

/** The last row of a file: its name, and below each number what all of them are together. */
export function totalCells(
  columns: readonly ListColumn[],
  { name, sums }: { readonly name: string; readonly sums: ReadonlyMap<string, string> },
  reading: Reading,
): readonly FileCell[] {
  return columns.map((column, index) => {
    const sum = sums.get(column.id);
    if (sum === undefined) return { kind: 'text', text: index === 0 ? name : '' };
    return fileCell({ ...column, steps: ['sum'] }, { sum }, reading);
  });
}

const DAY_MS = 86_400_000;

/** The cell as a CSV has it: the list's words, numbers and dates as machines read them. */
export function plainCell(cell: FileCell): string {
  return cell.text;
}

/** The cell of a workbook. */
export function excelCell(cell: FileCell) {
  switch (cell.kind) {
    case 'text':
      return cell.text === '' ? null : { value: cell.text, type: String };
    case 'number': {
      const format = cell.isPercent ? '0.00%' : cell.isWhole ? '#,##0' : '#,##0.00##';
      return { value: Number(cell.text), type: Number, format };
    }
    case 'date':
      return { value: cell.at, type: Date, format: 'yyyy-mm-dd' };
    case 'datetime':
      return { value: cell.at, type: Date, format: 'yyyy-mm-dd hh:mm' };
  }
}
