import { useCallback, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useForm } from '../form-context.tsx';
import type { GridColumn, GridForm } from '../form-layout.ts';
import type { FormField, LinePlan } from '../form-plan.ts';
import type { FormStore } from '../form-store.ts';
import { useFormText } from '../form-texts.ts';
import { newRow, rowsIn, type RowValue } from '../form-value.ts';
import { inputId } from '../value-field.tsx';
import { focusSoon } from './focus-soon.ts';
import { gridAction, type GridAction } from './grid-keys.ts';
import { clipboardCells, pasteCells, type Pasted } from './grid-paste.ts';
import { addRow, changeRow, type RowAction, type RowChange } from './row-changes.ts';

interface GridUse {
  readonly node: GridForm;
  readonly field: FormField;
  readonly lines: LinePlan;
  readonly isReadOnly: boolean;
}

/** What a grid does: changes of its rows, where the focus goes, and what is said of it. */
export function useGrid({ node: { columns }, field, lines, isReadOnly }: GridUse) {
  const { store, idPrefix } = useForm();
  const t = useFormText();
  const [said, setSaid] = useState('');
  const { apiName } = field;
  const { rowsMax } = lines;
  const { pasted, setPasted, onPaste } = useGridPaste({ apiName, columns, rowsMax, isReadOnly });

  const focusCell = (index: number, place: number): void => {
    const row = rowsNow(store, apiName)[index];
    const column = columns[place];
    if (row === undefined || column === undefined) return;
    store.seekers.get(apiName)?.(row.$key);
    focusSoon(inputId(idPrefix, [apiName, row.$key, column.apiName]));
  };
  const make = (change: RowChange | undefined, place: number): void => {
    if (change === undefined) return;
    store.setRows(apiName, change.rows);
    setSaid(t(change.said, { row: change.row }));
    focusCell(change.focus, place);
  };
  const add = (place: number): void => {
    const rows = flushedRows(store, apiName);
    if (rows.length >= rowsMax) setSaid(t('rowsFull', { count: rowsMax }));
    make(
      addRow(rows, rows.length, { row: newRow(store.rowDefaults(apiName)), rowsMax }),
      openPlace(columns, place, { step: 1 }) ?? 0,
    );
  };
  const act = (action: RowAction, key: string, place: number): void =>
    make(changeRow(flushedRows(store, apiName), action, { key, rowsMax }), place);
  const go = ({ rows, columns: step, adds }: Extract<GridAction, { kind: 'go' }>, at: CellPlace): void => {
    const target = at.row + rows;
    const place = step === 0 ? at.place : openPlace(columns, at.place + step, { step, isAsked: true });
    if (target >= rowsNow(store, apiName).length) {
      if (adds) add(at.place);
    } else if (target >= 0 && place !== undefined) focusCell(target, place);
  };
  const firstPlace = openPlace(columns, 0, { step: 1 }) ?? 0;
  const latestAct = useRef(act);
  latestAct.current = act;

  return {
    said,
    pasted,
    onPaste,
    dismiss: () => setPasted(undefined),
    add: () => add(firstPlace),
    onAction: useCallback((action: RowAction, key: string) => latestAct.current(action, key, firstPlace), [firstPlace]),
    onKeyDown: (event: KeyboardEvent<HTMLElement>): void => {
      const at = placeOf(event.target);
      const row = at && rowsNow(store, apiName)[at.row];
      const action = isReadOnly ? undefined : gridAction(event);
      if (at === undefined || row === undefined || action === undefined) return;
      event.preventDefault();
      if (action.kind === 'go') go(action, at);
      else act(action.kind === 'move' ? (action.by < 0 ? 'up' : 'down') : action.kind, row.$key, at.place);
    },
  };
}

interface PasteUse {
  readonly apiName: string;
  readonly columns: readonly GridColumn[];
  readonly rowsMax: number;
  readonly isReadOnly: boolean;
}

/** Several cells on the clipboard are laid over the rows; a single one goes into the input as everywhere. */
function useGridPaste({ apiName, columns, rowsMax, isReadOnly }: PasteUse) {
  const { store, sources } = useForm();
  const t = useFormText();
  const [pasted, setPasted] = useState<Pasted>();
  const onPaste = (event: ClipboardEvent<HTMLElement>): void => {
    const at = placeOf(event.target);
    const text = event.clipboardData.getData('text/plain');
    if (isReadOnly || at === undefined || !/[\t\n]/.test(text.replace(/\r?\n$/, ''))) return;
    event.preventDefault();
    const done = pasteCells({
      cells: clipboardCells(text),
      rows: () => flushedRows(store, apiName),
      columns,
      at: { row: at.row, column: at.place },
      rowsMax,
      sources,
      newRow: () => newRow(store.rowDefaults(apiName)),
      words: { yes: t('yes'), no: t('no') },
    });
    void done.then((result) => {
      store.setRows(apiName, result.rows);
      setPasted(result);
    });
  };
  return { pasted, setPasted, onPaste };
}

interface CellPlace {
  readonly row: number;
  readonly place: number;
}

function placeOf(target: EventTarget): CellPlace | undefined {
  if (!(target instanceof Element)) return undefined;
  const place = target.closest<HTMLElement>('[data-cell]')?.dataset['cell'];
  const row = target.closest<HTMLElement>('[data-index]')?.dataset['index'];
  return place === undefined || row === undefined ? undefined : { row: Number(row), place: Number(place) };
}

function rowsNow(store: FormStore, apiName: string): readonly RowValue[] {
  return rowsIn(store.state.getState().value[apiName]);
}

/** The rows with everything that was typed into them. */
function flushedRows(store: FormStore, apiName: string): readonly RowValue[] {
  for (const [key, buffer] of store.buffers) if (key.startsWith(`${apiName}/`)) buffer.flush();
  return rowsNow(store, apiName);
}

/** The nearest column that can be typed into, or with `isAsked` also one that is computed, from a place on. */
function openPlace(
  columns: readonly GridColumn[],
  place: number,
  { step, isAsked = false }: { readonly step: number; readonly isAsked?: boolean },
): number | undefined {
  for (let at = place; at >= 0 && at < columns.length; at += step) {
    const lock = columns[at]?.field === undefined ? 'none' : columns[at]?.field?.lock;
    if (lock === undefined || (isAsked && lock === 'computed')) return at;
  }
  return undefined;
}
