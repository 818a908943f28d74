import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, type ReactNode, type RefObject } from 'react';
import { useForm, useFormState } from '../form-context.tsx';
import type { GridForm } from '../form-layout.ts';
import type { FormField, LinePlan } from '../form-plan.ts';
import { useFormText } from '../form-texts.ts';
import { rowsIn, type RowValue } from '../form-value.ts';
import { Glyph } from '../glyphs.tsx';
import { inputId, useTold } from '../value-field.tsx';
import { GridHead, GridTotals } from './grid-frame.tsx';
import { GridRow, gridWidth } from './grid-row.tsx';
import { PasteReport } from './paste-report.tsx';
import { useGrid } from './use-grid.ts';
import './child-grid.css';

/** Above so many rows only those in sight are in the page. */
const WHOLE_ROWS_MAX = 50;
const ROW_PX = 38;

interface ChildGridProps {
  readonly node: GridForm;
  readonly field: FormField;
  readonly lines: LinePlan;
}

/** The rows of a document as a table that is typed into (SPEC [FORM-10], [FORM-11]). */
export function ChildGrid({ node, field, lines }: ChildGridProps): ReactNode {
  const { idPrefix } = useForm();
  const t = useFormText();
  const hintId = useId();
  const rows = rowsIn(useFormState(({ value }) => value[field.apiName]));
  const derived = useFormState((state) => state.derived.rows);
  const told = useTold(useMemo(() => [field.apiName], [field.apiName]));
  const isReadOnly = useIsReadOnly(node, field);
  const grid = useGrid({ node, field, lines, isReadOnly });
  const scroll = useRef<HTMLDivElement>(null);
  const { shown, before, after, isVirtual, measure } = useShownRows(field.apiName, rows, scroll);
  const id = inputId(idPrefix, [field.apiName]);
  return (
    <div
      className="fw-grid"
      id={id}
      tabIndex={-1}
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={told === undefined ? undefined : `${id}-told`}
    >
      <div ref={scroll} className={`fw-grid-scroll${isVirtual ? ' is-virtual' : ''}`}>
        <table
          role="table"
          className="fw-grid-table"
          data-grid=""
          style={{ minWidth: gridWidth(node.columns) }}
          aria-labelledby={`${id}-label`}
          aria-describedby={isReadOnly ? undefined : hintId}
          aria-rowcount={rows.length + 1}
          onKeyDown={grid.onKeyDown}
          onPaste={grid.onPaste}
        >
          <GridHead columns={node.columns} isReadOnly={isReadOnly} />
          <tbody role="rowgroup">
            {before > 0 ? <Spacer height={before} /> : null}
            {shown.map(({ row, index }) => (
              <GridRow
                key={row.$key}
                apiName={field.apiName}
                columns={node.columns}
                row={row}
                derived={derived.get(row.$key)}
                index={index}
                isLast={index === rows.length - 1}
                isReadOnly={isReadOnly}
                measure={measure}
                onAction={grid.onAction}
              />
            ))}
            {after > 0 ? <Spacer height={after} /> : null}
          </tbody>
          <GridTotals columns={node.columns} rows={rows} derived={derived} isReadOnly={isReadOnly} />
        </table>
        {rows.length === 0 ? <p className="fw-grid-none">{t('rowsNone')}</p> : null}
      </div>
      {told === undefined ? null : (
        <p id={`${id}-told`} className="fw-told">
          {told.message}
        </p>
      )}
      {isReadOnly ? null : <GridFoot hintId={hintId} count={rows.length} rowsMax={lines.rowsMax} onAdd={grid.add} />}
      {grid.pasted === undefined ? null : <PasteReport pasted={grid.pasted} onDismiss={grid.dismiss} />}
      <span className="unseen" role="status">
        {grid.said}
      </span>
    </div>
  );
}

function useIsReadOnly(node: GridForm, field: FormField): boolean {
  const { readOnly } = useForm();
  const own = useFormState(({ derived }) => derived.states.get(field.apiName)?.readonly === true);
  const placed = useFormState(({ derived }) => derived.nodes.get(node.id)?.readonly === true);
  return readOnly || own || placed || field.lock !== undefined;
}

interface GridFootProps {
  readonly hintId: string;
  readonly count: number;
  readonly rowsMax: number;
  readonly onAdd: () => void;
}

function GridFoot({ hintId, count, rowsMax, onAdd }: GridFootProps): ReactNode {
  const t = useFormText();
  return (
    <div className="fw-grid-foot">
      <button type="button" className="fw-add" disabled={count >= rowsMax} onClick={onAdd}>
        <Glyph name="plus" />
        {t('rowAdd')}
      </button>
      <span className="fw-hint" id={hintId}>
        {t('gridKeys')}
      </span>
      <span className="fw-hint fw-grid-count">{t('rowsCount', { count })}</span>
    </div>
  );
}

interface ShownRows {
  readonly shown: readonly { readonly row: RowValue; readonly index: number }[];
  /** Pixels of the rows above and below. */
  readonly before: number;
  readonly after: number;
  readonly isVirtual: boolean;
  readonly measure: ((element: HTMLElement | null) => void) | undefined;
}

/** The rows that are in the page: all of a few, of many those in sight. */
function useShownRows(apiName: string, rows: readonly RowValue[], scroll: RefObject<HTMLDivElement | null>): ShownRows {
  const { store } = useForm();
  const isVirtual = rows.length > WHOLE_ROWS_MAX;
  const virtualizer = useVirtualizer({
    count: isVirtual ? rows.length : 0,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    getItemKey: (index) => rows[index]?.$key ?? index,
  });
  useEffect(() => {
    store.seekers.set(apiName, (key) => {
      const index = rowsIn(store.state.getState().value[apiName]).findIndex(({ $key }) => $key === key);
      if (isVirtual && index >= 0) virtualizer.scrollToIndex(index);
    });
    return () => {
      store.seekers.delete(apiName);
    };
  }, [store, apiName, isVirtual, virtualizer]);
  if (!isVirtual)
    return { shown: rows.map((row, index) => ({ row, index })), before: 0, after: 0, isVirtual, measure: undefined };
  const items = virtualizer.getVirtualItems();
  return {
    shown: items.flatMap(({ index }) => {
      const row = rows[index];
      return row === undefined ? [] : [{ row, index }];
    }),
    before: items[0]?.start ?? 0,
    after: virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0),
    isVirtual,
    measure: virtualizer.measureElement,
  };
}

function Spacer({ height }: { readonly height: number }): ReactNode {
  return (
    <tr role="presentation" className="fw-spacer" style={{ height }}>
      <td role="presentation" />
    </tr>
  );
}
