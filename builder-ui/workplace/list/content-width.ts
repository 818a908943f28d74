import type { FieldKind } from '../../../schema/model/model.ts';
import type { ListColumn } from '../documents/list-columns.ts';
import { textOf, valueIn, type ApiRow } from '../documents/row-values.ts';
import { cellText, digitsOf, type Reading } from './cell.tsx';

/** How wide a text is in a list, in pixels; what names a row is bold. */
export type MeasureText = (text: string, isBold: boolean) => number;

interface Holding {
  readonly columns: readonly ListColumn[];
  readonly rows: readonly ApiRow[];
  readonly reading: Reading;
  readonly measure: MeasureText;
}

/**
 * Widths by the ids of columns for what they hold (SPEC [WRK-122]): nine of ten values of the first rows and the name
 * of the column fit, within bounds of the kind. Columns whose width somebody chose, and pictures, keep theirs.
 */
export function contentWidths({ columns, rows, reading, measure }: Holding): ReadonlyMap<string, number> {
  return new Map(
    columns.flatMap((column, place): readonly (readonly [string, number])[] => {
      const most = MOST[column.kind];
      if (most === undefined || column.isSized === true || rows.length === 0) return [];
      const widths = rows
        .map((row) => cellText(column, valueIn(row, column.steps), reading))
        .map((text) => (text === '' ? 0 : measure(text, place === 0) + (EXTRA[column.kind] ?? 0)))
        .toSorted((a, b) => a - b);
      const held = widths[Math.floor((widths.length - 1) * (place === 0 ? 1 : 0.9))] ?? 0;
      const named = measure(column.label, false) + SORT_MARK;
      const bound = place === 0 ? TITLE_MOST : most;
      return [[column.id, Math.ceil(Math.max(LEAST, Math.min(bound, Math.max(held, named)) + PADDING))]];
    }),
  );
}

/**
 * How many digits the amounts of a column show, by its id: as many as any of the first rows has, so that points stand
 * in a line (SPEC [WRK-164]).
 */
export function amountDigits({ columns, rows }: Pick<Holding, 'columns' | 'rows'>): ReadonlyMap<string, number> {
  return new Map(
    columns
      .filter(({ kind }) => AMOUNTS.has(kind))
      .map((column) => {
        const digits = rows.map((row) => digitsOf(textOf(valueIn(row, column.steps))));
        return [column.id, Math.min(DIGITS_MOST, Math.max(0, ...digits))];
      }),
  );
}

const AMOUNTS: ReadonlySet<FieldKind> = new Set(['money', 'quantity', 'decimal']);
/** What is finer than these, such as a factor, stands out of line rather than drowning all others in zeros. */
const DIGITS_MOST = 4;

/** So many rows are looked at. */
export const MEASURED_ROWS = 60;

const PADDING = 18;
const LEAST = 72;
const TITLE_MOST = 340;
/** Heads show their order. */
const SORT_MARK = 26;

const MOST: Readonly<Partial<Record<FieldKind, number>>> = {
  sequence: 240,
  text: 300,
  longtext: 340,
  ref: 280,
  user: 220,
  org: 220,
  enum: 200,
  multiEnum: 260,
  date: 160,
  datetime: 200,
  time: 120,
  duration: 140,
  bool: 120,
  int: 180,
  decimal: 200,
  quantity: 200,
  percent: 140,
  money: 220,
};

/** What stands beside the text: the initial of a person, the edges of a tag, a unit. */
const EXTRA: Readonly<Partial<Record<FieldKind, number>>> = {
  user: 30,
  enum: 18,
  multiEnum: 18,
  money: 34,
  quantity: 34,
  decimal: 26,
  percent: 18,
};

/** Measures as the list writes. */
export function textMeasure(): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return (text) => text.length * 8;
  const family = getComputedStyle(document.body).fontFamily;
  return (text, isBold) => {
    const font = `${isBold ? 600 : 400} 14px ${family}`;
    if (context.font !== font) context.font = font;
    return context.measureText(text).width;
  };
}
