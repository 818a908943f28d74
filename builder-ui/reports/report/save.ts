import { saveFile } from '../../data/save-file.ts';
import { plainFigure, reportSheet, type SheetCell, type SheetShape } from './report-sheet.ts';

export interface SheetFile extends SheetShape {
  readonly name: string;
}

/** The report as a CSV that spreadsheets open as it is: with a byte order mark, or Excel takes Chinese for something else. */
export function saveCsv(file: SheetFile): void {
  const text = csvText(reportSheet(file).map((row) => row.map((cell) => plainFigure(cell, file.reading))));
  saveFile(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }), `${fileName(file.name)}.csv`);
}

/**
 * RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe: a customer called `=…` must not run
 * on the reader's machine.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(csvCell).join(',')).join('\r\n');
}

function csvCell(text: string): string {
  const isNumber = /^[+-]?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The report as a workbook, figures as numbers. */
export async function saveExcel(file: SheetFile): Promise<void> {
  const { default: writeExcel } = await import('write-excel-file/browser');
  const rows = reportSheet(file);
  const widths = (rows[0] ?? []).map((_, column) => ({
    width: Math.min(40, Math.max(10, ...rows.slice(0, 200).map((row) => lengthOf(row[column])))),
  }));
  const data = rows.map((row) => row.map(excelCell));
  await writeExcel(data, { columns: widths, stickyRowsCount: 1 }).toFile(`${fileName(file.name)}.xlsx`);
}

function excelCell(cell: SheetCell) {
  if (cell.kind === 'text') return { value: cell.text, type: String, ...(cell.isHead ? BOLD : {}) };
  const { value, measure, isTotal } = cell;
  const number = value === null ? Number.NaN : Number(value);
  const style = isTotal ? BOLD : {};
  // Digits that a spreadsheet's number can't hold stay a text rather than become others.
  if (!Number.isFinite(number) || (value ?? '').replace(/[-.]/g, '').length > SAFE_DIGITS)
    return value === null ? null : { value, type: String, ...style };
  const isCount = measure.fn === 'count' || measure.fn === 'countDistinct';
  const kind = measure.end?.kind;
  const format = isCount || kind === 'int' ? '#,##0' : kind === 'percent' ? '0.00%' : '#,##0.00';
  return { value: number, type: Number, format, ...style };
}

const BOLD = { fontWeight: 'bold' } as const;
const SAFE_DIGITS = 15;

function lengthOf(cell: SheetCell | undefined): number {
  const text = cell === undefined ? '' : cell.kind === 'text' ? cell.text : (cell.value ?? '');
  return [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 2 : 1), 2);
}

/** The chart as an SVG that stands by itself. */
export function saveChart(home: HTMLElement | null, name: string): void {
  const svg = home?.querySelector('svg');
  if (svg === null || svg === undefined) return;
  const text = new XMLSerializer().serializeToString(svg);
  saveFile(new Blob([text], { type: 'image/svg+xml' }), `${fileName(name)}.svg`);
}

/** A name that every system takes. */
export function fileName(name: string): string {
  return name.replace(/[\\/:*?"<>|]/g, ' ').trim() || 'report';
}
