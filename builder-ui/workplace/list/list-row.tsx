import { useRouter } from '@tanstack/react-router';
import { lazy, memo, Suspense, useCallback, useEffect, useRef, type MouseEvent, type ReactNode } from 'react';
import { admits, type EvalContext } from '../../../schema/expr/evaluate.ts';
import type { FieldModel } from '../../../schema/model/model.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { titleName } from '../documents/field-path.ts';
import type { Columning, ListColumn } from '../documents/list-columns.ts';
import { expressionRow, textOf, valueIn, type ApiRow } from '../documents/row-values.ts';
import { Cell, tint, type Reading } from './cell.tsx';
import { cardColumns } from './card-columns.ts';
import type { CellLeave } from './edit/cell-editor.tsx';
import type { CellEdits } from './edit/use-cell-edits.ts';
import type { RowColor } from './list-plan.ts';
import { useListWorkText } from './list-work-texts.ts';
import type { Selection } from './use-selection.ts';

/** Typing comes with the first cell that is changed. */
const CellEditor = lazy(() => import('./edit/cell-editor.tsx').then((editor) => ({ default: editor.CellEditor })));
const MarkedCell = lazy(() => import('./edit/marked-cell.tsx').then((cell) => ({ default: cell.MarkedCell })));

/** What can be done in the rows beside reading them. */
export interface GridWork {
  readonly tenantModel: TenantModel;
  readonly edits: CellEdits;
  readonly selection: Selection;
  readonly maySelect: boolean;
  /** Whether a tap chooses the row instead of opening it. */
  readonly isSelecting: boolean;
  /** Whether a click goes to a cell instead of opening the row. */
  readonly isEditing: boolean;
  readonly fieldOf: (column: ListColumn) => FieldModel | undefined;
}

export interface RowProps {
  readonly tenant: string;
  readonly columning: Columning;
  readonly columns: readonly ListColumn[];
  readonly colors: readonly RowColor[];
  readonly context: EvalContext;
  readonly reading: Reading;
  readonly work: GridWork;
  readonly id: string;
  readonly index: number;
  readonly row: ApiRow | undefined;
  readonly isActive: boolean;
  /** The column that the keys are at; -1 for the row as a whole. */
  readonly activeColumn: number;
  /** The id of the column that is typed into. */
  readonly edited: string | undefined;
  readonly isPhone: boolean;
  /** Where the row begins, and how high it is, in pixels. */
  readonly start: number;
  readonly size: number;
  readonly acts: RowActs;
  readonly onOpen: (row: ApiRow) => void;
  /** Rows that are no records say themselves what their cells show, and have no link to a record. */
  readonly cellOf?: ((column: ListColumn, row: ApiRow) => ReactNode) | undefined;
}

/** What a row tells its grid; always the same functions, so that a row that scrolls by is drawn once. */
export interface RowActs {
  readonly activate: (row: number, column: number) => void;
  readonly edit: (row: number, column: number) => void;
  readonly done: (leave: CellLeave) => void;
}

/** A row of the grid; on a phone a card. Drawn again only when something of it changes: a scrolling list has many. */
export const Row = memo(GridRow);

function GridRow(props: RowProps): ReactNode {
  const { row, columns: given, isActive, isPhone, index, id, start, size, work } = props;
  const columns = isPhone ? cardColumns(given, props.columning) : given;
  const color = row === undefined ? undefined : colorOf(row, props);
  const isChosen = row !== undefined && work.selection.has(String(row['id']));
  const classes = `grid-row${isActive ? ' is-active' : ''}${row === undefined ? ' is-coming' : ''}${isChosen ? ' is-chosen' : ''}`;
  const onOpen = work.isSelecting ? (): void => work.selection.toggle(index, false) : props.onOpen;
  const open = (): void => {
    if (work.isEditing && !isPhone) return;
    props.acts.activate(index, -1);
    // Who marks a text with the mouse to copy it does not want to leave.
    if (row !== undefined && (getSelection()?.isCollapsed ?? true)) onOpen(row);
  };
  const soon = useSoon(props);
  const tinted = tint(color);
  const offset = work.maySelect ? 2 : 1;
  return (
    // The grid takes the keys for its rows (`aria-activedescendant`).
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      className={classes}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      data-color={color}
      style={{ top: start, height: size, ...tinted.style }}
      onClick={open}
      onPointerEnter={soon}
    >
      {work.maySelect && <SelectCell {...props} isChosen={isChosen} />}
      {columns.map((column, place) => (
        <RowCell key={column.id} {...props} onOpen={onOpen} column={column} place={place} ariaIndex={place + offset} />
      ))}
    </div>
  );
}

/** Fetches the page of a record, code alone, when a row is pointed at or reached by keys: a press then finds it there. */
function useSoon({ row, tenant, columning, isActive, index, cellOf }: RowProps): () => void {
  const router = useRouter();
  const id = row === undefined || cellOf !== undefined ? undefined : String(row['id']);
  // The first row is active when the list comes: it was reached by nobody. Another that begins so was jumped to.
  const wasActive = useRef(isActive && index === 0);
  const entity = columning.entity.id;
  const soon = useCallback(() => {
    if (id !== undefined) void router.preloadRoute({ to: '/w/$tenant/e/$entity/$id', params: { tenant, entity, id } });
  }, [router, tenant, entity, id]);
  useEffect(() => {
    if (id === undefined) return;
    if (isActive && !wasActive.current) soon();
    wasActive.current = isActive;
  }, [isActive, soon, id]);
  return soon;
}

function SelectCell({ row, columning, index, work, isChosen }: RowProps & { readonly isChosen: boolean }): ReactNode {
  const text = useListWorkText();
  const title = row === undefined ? '' : textOf(row[titleName(columning.entity)]);
  return (
    // A click beside the box is one on it; the box itself has the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="gridcell"
      aria-colindex={1}
      className="grid-cell grid-select"
      onClick={(event) => {
        event.stopPropagation();
        // Shift marks text in the browser; here it means the rows between.
        if (event.shiftKey) getSelection()?.removeAllRanges();
        work.selection.toggle(index, event.shiftKey);
      }}
    >
      <input
        type="checkbox"
        tabIndex={-1}
        checked={isChosen}
        aria-label={text('selectRow', { row: title })}
        disabled={row === undefined}
        onChange={() => undefined}
      />
    </div>
  );
}

interface RowCellProps extends RowProps {
  readonly column: ListColumn;
  readonly place: number;
  readonly ariaIndex: number;
}

function RowCell(props: RowCellProps): ReactNode {
  const { column, place, ariaIndex, row, reading, isPhone, isActive, activeColumn, work, id } = props;
  const isEdited = props.edited === column.id && row !== undefined;
  const isHere = isActive && activeColumn === place && !isPhone;
  const click = (event: MouseEvent): void => {
    if (!work.isEditing || isPhone) return;
    event.stopPropagation();
    props.acts.activate(props.index, place);
  };
  const classes = [
    'grid-cell',
    ...(column.isNumber ? ['is-number'] : []),
    ...(place === 0 ? ['is-first'] : []),
    ...(isPhone && column.kind === 'enum' ? ['is-beside'] : []),
    ...(isHere ? ['is-here'] : []),
    ...(isEdited ? ['is-edited'] : []),
    ...(work.isEditing && work.fieldOf(column) !== undefined ? ['may-edit'] : []),
  ];
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="gridcell"
      id={`${id}-${place}`}
      aria-colindex={ariaIndex}
      className={classes.join(' ')}
      onClick={click}
      onDoubleClick={() => {
        if (work.isEditing && !isPhone) props.acts.edit(props.index, place);
      }}
    >
      {row === undefined ? (
        <span className="grid-coming" />
      ) : (
        <CellContent {...props} row={row} isEdited={isEdited} reading={reading} />
      )}
    </div>
  );
}

function CellContent(props: RowCellProps & { readonly row: ApiRow; readonly isEdited: boolean }): ReactNode {
  const { row, column, place, reading, work, columning, tenant, isEdited } = props;
  const text = useListWorkText();
  const rowId = String(row['id']);
  const field = work.fieldOf(column);
  const mark = field === undefined ? undefined : work.edits.markOf(rowId, field.apiName);
  if (isEdited && field !== undefined)
    return (
      <Suspense fallback={null}>
        <CellEditor
          {...{ tenant, columning, reading, field, mark }}
          tenantModel={work.tenantModel}
          id={rowId}
          label={text('cellOf', { field: column.label, row: textOf(row[titleName(columning.entity)]) })}
          edits={work.edits}
          onDone={props.acts.done}
        />
      </Suspense>
    );
  if (mark !== undefined && field !== undefined)
    return (
      <Suspense fallback={null}>
        <MarkedCell
          {...{ mark, field, reading }}
          id={rowId}
          end={column}
          edits={work.edits}
          onEdit={() => props.acts.edit(props.index, place)}
        />
      </Suspense>
    );
  if (props.cellOf !== undefined)
    return props.cellOf(column, row) ?? <Cell end={column} value={valueIn(row, column.steps)} reading={reading} />;
  if (place === 0)
    return <FirstCell {...{ row, column, reading, tenant }} entity={columning.entity.id} open={props.onOpen} />;
  return <Cell end={column} value={valueIn(row, column.steps)} reading={reading} />;
}

interface FirstCellProps {
  readonly row: ApiRow;
  readonly column: ListColumn;
  readonly reading: Reading;
  readonly tenant: string;
  readonly entity: string;
  readonly open: (row: ApiRow) => void;
}

/** The first column is a link, so that a row can be opened in another tab, and while cells are edited. */
function FirstCell({ row, column, reading, tenant, entity, open }: FirstCellProps): ReactNode {
  const value = valueIn(row, column.steps);
  const isEmpty = value === null || value === undefined || value === '';
  return (
    // A link of the router's own listens to where the reader is: rows that scroll by come and go too often for that.
    <a
      href={`/w/${tenant}/e/${entity}/${String(row['id'])}`}
      className="grid-link"
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation();
        // The row opens, from where the way back is known; with a modifier the browser does what it does with links.
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        if (getSelection()?.isCollapsed ?? true) open(row);
      }}
    >
      {isEmpty ? '—' : <Cell end={column} value={value} reading={reading} />}
    </a>
  );
}

/** The first colour whose condition is true of the row. */
function colorOf(row: ApiRow, { columning, colors, context }: Pick<RowProps, 'columning' | 'colors' | 'context'>) {
  if (colors.length === 0) return undefined;
  const doc = expressionRow(columning.model, columning.entity, row);
  return colors.find(({ when }) => admits(when, { doc }, context))?.color;
}
