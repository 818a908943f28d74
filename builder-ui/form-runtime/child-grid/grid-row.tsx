import { memo, useCallback, useMemo, type ReactNode } from 'react';
import { useForm } from '../form-context.tsx';
import type { GridColumn } from '../form-layout.ts';
import type { RowDerived } from '../form-rules.ts';
import { useFormText } from '../form-texts.ts';
import { plainText, type FieldValue, type RowValue } from '../form-value.ts';
import { Glyph } from '../glyphs.tsx';
import { ShownValue } from '../shown-value.tsx';
import { inputId, useReading, useTold } from '../value-field.tsx';
import type { RowAction } from './row-changes.ts';
import type { OpenMenu } from './row-menu.tsx';
import { WIDGETS } from '../widgets/widget-table.ts';

export interface GridRowProps {
  readonly apiName: string;
  readonly columns: readonly GridColumn[];
  readonly row: RowValue;
  readonly derived: RowDerived | undefined;
  readonly index: number;
  readonly isReadOnly: boolean;
  readonly measure: ((element: HTMLElement | null) => void) | undefined;
  readonly onAction: (action: RowAction, key: string) => void;
  readonly onMenu: (menu: OpenMenu) => void;
}

/** A row of the grid: drawn again only when it, or what its formulas say of it, has changed. */
export const GridRow = memo(function GridRow(props: GridRowProps): ReactNode {
  const { apiName, columns, row, derived, index, isReadOnly, measure, onAction, onMenu } = props;
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
          {/* Not in the order of Tab: each has its key, and entering rows would stop twice at each end. */}
          <button
            type="button"
            tabIndex={-1}
            className="fw-row-button"
            title={t('rowMenu', { row: index + 1 })}
            aria-label={t('rowMenu', { row: index + 1 })}
            aria-haspopup="menu"
            onClick={(event) => onMenu({ key: row.$key, index, anchor: event.currentTarget })}
          >
            <Glyph name="more" />
          </button>
          <button
            type="button"
            tabIndex={-1}
            className="fw-row-button"
            title={t('rowDelete')}
            aria-label={`${t('rowDelete')} (${index + 1})`}
            onClick={() => onAction('delete', row.$key)}
          >
            <Glyph name="trash" />
          </button>
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
  const { store, idPrefix, beside } = useForm();
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
  const first = place === 0 ? ' is-first' : '';
  if (state?.visible === false) return <td {...cell} className={`fw-cell is-hidden${first}`} />;
  const widget = field?.widget;
  const rowId = row['id'];
  const why = typeof rowId === 'string' ? beside?.(column.apiName, { lines: apiName, id: rowId }) : null;
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
      // Arrows come here as well, where there is something to ask.
      <td
        {...cell}
        {...(why === null || why === undefined ? {} : { id, tabIndex: -1 })}
        className={`fw-cell is-shown${first}${isNumber ? ' is-number' : ''}`}
      >
        {field === undefined ? plainText(value) : <ShownValue field={field} value={value} reading={reading} />}
        {why}
      </td>
    );
  }
  const Widget = WIDGETS[widget];
  return (
    <td {...cell} className={`fw-cell${first}${told === undefined ? '' : ' is-wrong'}${isNumber ? ' is-number' : ''}`}>
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
      {why}
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
