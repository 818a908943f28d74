import type { Delimiter } from '../../schema/model/import-map.ts';

/** Cells that a spreadsheet would run as a formula begin so (OWASP, CSV injection). */
const DANGEROUS = /^[=+\-@\t\r]/;
/** Plain numbers begin with a sign and are no formula. */
const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** What `guardedCell` makes, or a value that looks so. */
const GUARDED = /^'+[=+\-@\t\r]/;

/**
 * The value as a cell that no spreadsheet runs: a leading apostrophe guards it. A value that looks guarded gets one
 * more, so that `unguardedCell` gives back exactly what was written.
 */
export function guardedCell(value: string): string {
  return GUARDED.test(value) || (DANGEROUS.test(value) && !PLAIN_NUMBER.test(value)) ? `'${value}` : value;
}

/** What a guarded cell stands for; all others as they are. */
export function unguardedCell(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}

/** One line of CSV as RFC 4180 has it, with CRLF. */
export function csvLine(values: readonly string[], delimiter: Delimiter = ','): string {
  return `${values.map((value) => quoted(guardedCell(value), delimiter)).join(delimiter)}\r\n`;
}

function quoted(cell: string, delimiter: string): string {
  const needs =
    cell.includes('"') ||
    cell.includes('\n') ||
    cell.includes('\r') ||
    cell.includes(delimiter) ||
    cell !== cell.trim();
  return needs ? `"${cell.replaceAll('"', '""')}"` : cell;
}
