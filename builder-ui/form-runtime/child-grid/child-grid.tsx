import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useId, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useForm, useFormState } from '../form-context.tsx';
import type { GridForm } from '../form-layout.ts';
import type { FormField, LinePlan } from '../form-plan.ts';
import { useFormText } from '../form-texts.ts';
import { rowsIn, type RowValue } from '../form-value.ts';
import { Glyph } from '../glyphs.tsx';
import { inputId, useTold } from '../value-field.tsx';
import { GridHead, GridTotals, useTotals } from './grid-frame.tsx';
import { GridRow } from './grid-row.tsx';
import { gridWidths, leastWidth } from './grid-widths.ts';
import { PasteReport } from './paste-report.tsx';
import { RowMenu, type OpenMenu } from './row-menu.tsx';
import { useGrid } from './use-grid.ts';
import './child-grid.css';

/** Above so many rows only those in sight are in the page. */
const WHOLE_ROWS_MAX = 50;
/** More rows than these scroll under their head, over their totals. */
const TALL_ROWS = 12;
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
  const totals = useTotals(node.columns, rows, derived);
  const widths = useMemo(
    () => gridWidths(node.columns, rows, { derived, totals }),
    [node.columns, rows, derived, totals],
  );
  const [menu, setMenu] = useState<OpenMenu>();
  const closeMenu = useCallback(() => setMenu(undefined), []);
  const isTall = rows.length > TALL_ROWS;
  const least = leastWidth(widths, isReadOnly);
  const isWide = useIsWide(scroll, least);
  return (
    <div
      className="fw-grid"
      id={id}
      tabIndex={-1}
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={told === undefined ? undefined : `${id}-told`}
    >
      <div
        ref={scroll}
        className={`fw-grid-scroll${isTall ? ' is-tall' : ''}${isWide ? ' is-wide' : ''}${isVirtual ? ' is-virtual' : ''}`}
      >
        <table
          role="table"
          className="fw-grid-table"
          data-grid=""
          style={{ minWidth: least }}
          aria-labelledby={`${id}-label`}
          aria-describedby={isReadOnly ? undefined : hintId}
          aria-rowcount={rows.length + 1}
          onKeyDown={grid.onKeyDown}
          onPaste={grid.onPaste}
        >
          <GridHead columns={node.columns} widths={widths} isReadOnly={isReadOnly} />
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
                isReadOnly={isReadOnly}
                measure={measure}
                onAction={grid.onAction}
                onMenu={setMenu}
              />
            ))}
            {after > 0 ? <Spacer height={after} /> : null}
          </tbody>
          <GridTotals columns={node.columns} totals={totals} isReadOnly={isReadOnly} />
        </table>
        {rows.length === 0 ? <p className="fw-grid-none">{t('rowsNone')}</p> : null}
      </div>
      {menu === undefined ? null : (
        <RowMenu menu={menu} isLast={menu.index === rows.length - 1} onAction={grid.onAction} onClose={closeMenu} />
      )}
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

/**
 * Whether the columns do not fit. Only then do cells stay in place beside them: each that does is a layer of its own,
 * and 150 of them cost 50 ms with every key.
 */
function useIsWide(scroll: RefObject<HTMLDivElement | null>, least: number): boolean {
  const [width, setWidth] = useState<number>();
  useEffect(() => {
    const box = scroll.current;
    if (box === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(box.clientWidth));
    observer.observe(box);
    return () => observer.disconnect();
  }, [scroll]);
  return width !== undefined && width < least;
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
