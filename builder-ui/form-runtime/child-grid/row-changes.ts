import { newRow, type RowValue } from '../form-value.ts';

/** What is done to a row: by its buttons or its keys. */
export type RowAction = 'up' | 'down' | 'duplicate' | 'delete';

/** The rows after a change, which of them has the focus then, and what is said of it. */
export interface RowChange {
  readonly rows: readonly RowValue[];
  readonly focus: number;
  readonly said: 'rowAdded' | 'rowDeleted' | 'rowMoved';
  /** The row that is spoken of, counted from 1. */
  readonly row: number;
}

/** Adds a row at a place; `undefined` where no more fit. */
export function addRow(
  rows: readonly RowValue[],
  at: number,
  added: { readonly row: RowValue; readonly rowsMax: number },
): RowChange | undefined {
  if (rows.length >= added.rowsMax) return undefined;
  return { rows: rows.toSpliced(at, 0, added.row), focus: at, said: 'rowAdded', row: at + 1 };
}

/** Moves, doubles or removes the row of a key; `undefined` where nothing is to be done. */
export function changeRow(
  rows: readonly RowValue[],
  action: RowAction,
  at: { readonly key: string; readonly rowsMax: number },
): RowChange | undefined {
  const index = rows.findIndex(({ $key }) => $key === at.key);
  const row = rows[index];
  if (row === undefined) return undefined;
  if (action === 'delete')
    return {
      rows: rows.toSpliced(index, 1),
      focus: Math.min(index, rows.length - 2),
      said: 'rowDeleted',
      row: index + 1,
    };
  if (action === 'duplicate') {
    // A copy is a row of its own: what is stored under the id stays one row.
    const { id: _, $key: _key, ...values } = row;
    return addRow(rows, index + 1, { row: newRow(values), rowsMax: at.rowsMax });
  }
  const target = index + (action === 'up' ? -1 : 1);
  if (target < 0 || target >= rows.length) return undefined;
  return { rows: rows.toSpliced(index, 1).toSpliced(target, 0, row), focus: target, said: 'rowMoved', row: target + 1 };
}
