import type { RowDerived } from '../form-rules.ts';
import type { GridColumn } from '../form-layout.ts';
import { plainText, type RowValue } from '../form-value.ts';
import { cellValue } from './grid-row.tsx';

/** How wide a column is: so many pixels, or at least so many and a share of what is left. */
export interface ColumnWidth {
  readonly px: number;
  readonly share: number;
}

/** What a column of its kind needs; a number grows with what stands in it. */
const KIND_PX: Readonly<Record<string, number>> = {
  checkbox: 68,
  number: 68,
  decimal: 76,
  date: 138,
  time: 108,
  datetime: 192,
  select: 116,
};
const NUMBER_MAX_PX = 190;
/** Columns that share what is left: names of other records tell more than texts beside them. */
const SHARED = { reference: { px: 150, share: 3 }, text: { px: 104, share: 2 } } as const;
const NUMBER_PX = 36;
const ACTIONS_PX = 60;

/** A digit of the form's text, a letter of the smaller head, and what stands around them. */
const DIGIT_PX = 8.6;
const LETTER_PX = 7.8;
const AROUND_PX = 20;

/**
 * The widths of a grid's columns (SPEC [WRK-100]): as authored, else by kind, numbers by the longest of them, so that
 * no amount is cut off and what is left goes to names and texts.
 */
export function gridWidths(
  columns: readonly GridColumn[],
  rows: readonly RowValue[],
  { derived, totals }: { readonly derived: ReadonlyMap<string, RowDerived>; readonly totals: readonly string[] },
): readonly ColumnWidth[] {
  return columns.map((column, index): ColumnWidth => {
    const { width, field } = column;
    if (width !== undefined) return { px: width, share: 0 };
    const widget = field?.widget ?? '';
    const known = KIND_PX[widget];
    if (known === undefined) return SHARED[widget === 'reference' ? 'reference' : 'text'];
    const head = headPx(column);
    if (widget !== 'number' && widget !== 'decimal') return { px: Math.max(known, head), share: 0 };
    const longest = rows.reduce(
      (most, row) => Math.max(most, shownLength(plainText(cellValue(row, derived.get(row.$key), column.apiName)))),
      (totals[index] ?? '').length,
    );
    return {
      px: Math.min(NUMBER_MAX_PX, Math.max(known, head, Math.ceil(longest * DIGIT_PX) + AROUND_PX)),
      share: 0,
    };
  });
}

/** The least width at which every column can be read and typed into; below it the grid scrolls. */
export function leastWidth(widths: readonly ColumnWidth[], isReadOnly: boolean): number {
  return widths.reduce((sum, { px }) => sum + px, NUMBER_PX + (isReadOnly ? 0 : ACTIONS_PX));
}

/** The widths as CSS, in a box whose inline size is the container's. */
export function cssWidths(widths: readonly ColumnWidth[], isReadOnly: boolean): readonly string[] {
  const fixed = leastWidth(
    widths.filter(({ share }) => share === 0),
    isReadOnly,
  );
  const shares = widths.reduce((sum, { share }) => sum + share, 0);
  return widths.map(({ px, share }) =>
    share === 0 ? `${px}px` : `max(${px}px, calc((100cqi - ${fixed}px) * ${share / shares}))`,
  );
}

/** The longest word of the head: Chinese breaks between any two characters, words do not. */
function headPx({ label, field }: GridColumn): number {
  const words = label.split(/\s+|(?=[\u2E80-\u9FFF])/);
  const star = field?.required === true ? 12 : 0;
  return Math.min(140, Math.max(...words.map(({ length }) => length)) * LETTER_PX + star + AROUND_PX);
}

/** Characters of a number as it is shown: with its thousands apart and two decimals. */
function shownLength(text: string): number {
  const [whole = '', decimals = ''] = text.split('.');
  return whole.length + Math.floor(Math.max(0, whole.length - 1) / 3) + 1 + Math.max(2, decimals.length);
}
