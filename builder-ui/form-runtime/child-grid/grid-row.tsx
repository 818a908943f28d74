import { memo, useCallback, useMemo, type CSSProperties, type ReactNode } from 'react';
import { useForm } from '../form-context.tsx';
import type { GridColumn } from '../form-layout.ts';
import type { RowDerived } from '../form-rules.ts';
import { useFormText } from '../form-texts.ts';
import { plainText, type FieldValue, type RowValue } from '../form-value.ts';
import { Glyph } from '../glyphs.tsx';
import { ShownValue } from '../shown-value.tsx';
import { inputId, useReading, useTold } from '../value-field.tsx';
import type { RowAction } from './row-changes.ts';
import { WIDGETS } from '../widgets/widget-table.ts';

export interface GridRowProps {
  readonly apiName: string;
  readonly columns: readonly GridColumn[];
  readonly row: RowValue;
  readonly derived: RowDerived | undefined;
  readonly index: number;
  readonly isLast: boolean;
  readonly isReadOnly: boolean;
  readonly measure: ((element: HTMLElement | null) => void) | undefined;
  readonly onAction: (action: RowAction, key: string) => void;
}

const BUTTONS = [
  { action: 'up', glyph: 'up', text: 'rowUp' },
  { action: 'down', glyph: 'down', text: 'rowDown' },
  { action: 'duplicate', glyph: 'copy', text: 'rowDuplicate' },
  { action: 'delete', glyph: 'trash', text: 'rowDelete' },
] as const;

/** A row of the grid: drawn again only when it, or what its formulas say of it, has changed. */
export const GridRow = memo(function GridRow(props: GridRowProps): ReactNode {
  const { apiName, columns, row, derived, index, isLast, isReadOnly, measure, onAction } = props;
  const t = useFormText();
  return (
    <tr role="row" className="fw-row" data-index={index} ref={measure} aria-rowindex={index + 2}>
      <td role="rowheader" className="fw-row-number">
        {index + 1}
      </td>
      {columns.map((column, place) => (
        <GridCell
          key={column.id}
          apiName={apiName}
          column={column}
          place={place}
          row={row}
          derived={derived}
          index={index}
          isReadOnly={isReadOnly}
        />
      ))}
      {isReadOnly ? null : (
        <td role="cell" className="fw-row-actions">
          {/* Not in the order of Tab: each has its key, and entering rows would stop four times at each end. */}
          {BUTTONS.map(({ action, glyph, text }) => (
            <button
              key={action}
              type="button"
              tabIndex={-1}
              className="fw-row-button"
              title={t(text)}
              aria-label={`${t(text)} (${index + 1})`}
              disabled={(action === 'up' && index === 0) || (action === 'down' && isLast)}
              onClick={() => onAction(action, row.$key)}
            >
              <Glyph name={glyph} />
            </button>
          ))}
        </td>
      )}
    </tr>
  );
});

interface GridCellProps {
  readonly apiName: string;
  readonly column: GridColumn;
  readonly place: number;
  readonly row: RowValue;
  readonly derived: RowDerived | undefined;
  readonly index: number;
  readonly isReadOnly: boolean;
}

function GridCell({ apiName, column, place, row, derived, index, isReadOnly }: GridCellProps): ReactNode {
  const { store, idPrefix } = useForm();
  const t = useFormText();
  const reading = useReading();
  const { field, label } = column;
  const path = useMemo(() => [apiName, row.$key, column.apiName], [apiName, row.$key, column.apiName]);
  const told = useTold(path);
  const onChange = useCallback((next: FieldValue) => store.set(path, next), [store, path]);
  const id = inputId(idPrefix, path);
  const state = derived?.states.get(column.apiName);
  const value = cellValue(row, derived, column.apiName);
  const isNumber = field?.widget === 'decimal' || field?.widget === 'number';
  const cell = { role: 'cell', 'data-cell': place, 'data-label': label } as const;
  if (state?.visible === false) return <td {...cell} className="fw-cell is-hidden" />;
  const widget = field?.widget;
  if (
    field === undefined ||
    isReadOnly ||
    state?.readonly === true ||
    field.lock !== undefined ||
    widget === 'lines' ||
    widget === 'sequence' ||
    widget === undefined
  ) {
    return (
      <td {...cell} className={`fw-cell is-shown${isNumber ? ' is-number' : ''}`}>
        {field === undefined ? plainText(value) : <ShownValue field={field} value={value} reading={reading} />}
      </td>
    );
  }
  const Widget = WIDGETS[widget];
  return (
    <td {...cell} className={`fw-cell${told === undefined ? '' : ' is-wrong'}${isNumber ? ' is-number' : ''}`}>
      <Widget
        field={field}
        path={path}
        id={id}
        label={t('cellLabel', { label, row: index + 1 })}
        value={value}
        onChange={onChange}
        isCell
        isRequired={state?.required === true}
        isInvalid={told !== undefined}
        describedBy={told === undefined ? undefined : `${id}-told`}
      />
      {told === undefined ? null : (
        <span id={`${id}-told`} className="fw-cell-told">
          {told.message}
        </span>
      )}
    </td>
  );
}

/** What a cell shows: what its formula gives, else what the row holds. */
export function cellValue(row: RowValue, derived: RowDerived | undefined, name: string): FieldValue | undefined {
  const computed = derived?.computed;
  return computed !== undefined && Object.hasOwn(computed, name) ? computed[name] : row[name];
}

const NARROW_PX: Readonly<Record<string, number>> = {
  checkbox: 72,
  number: 92,
  decimal: 116,
  date: 142,
  time: 112,
  datetime: 196,
};
const WIDE_PX = 150;

/** The width of a column: as authored, else by what it holds; columns of text share what is left. */
export function columnStyle({ width, field }: GridColumn): CSSProperties {
  const known = width ?? NARROW_PX[field?.widget ?? ''];
  return known === undefined ? {} : { width: known };
}

/** The least width at which every column can be typed into; below it the grid scrolls. */
export function gridWidth(columns: readonly GridColumn[]): number {
  return columns.reduce((sum, { width, field }) => sum + (width ?? NARROW_PX[field?.widget ?? ''] ?? WIDE_PX), 150);
}
