import { CloseOutlined, UndoOutlined, VerticalAlignBottomOutlined } from '@ant-design/icons';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button, Tooltip } from 'antd';
import { useEffect, useId, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import type { ImportIssue } from '../../schema/model/import-answers.ts';
import type { ImportTable } from './import-table.ts';
import { useImportText } from './import-texts.ts';

interface CellChange {
  readonly row: number;
  readonly column: number;
  readonly value: string;
}

interface FixGridProps {
  readonly table: ImportTable;
  /** Which rows are shown. */
  readonly rows: readonly number[];
  readonly issues: ReadonlyMap<number, readonly ImportIssue[]>;
  readonly leftOut: ReadonlySet<number>;
  readonly onChange: (changes: readonly CellChange[]) => void;
  readonly onLeave: (rows: readonly number[], isLeft: boolean) => void;
}

interface Place {
  readonly at: number;
  readonly column: number;
}

const ROW_HEIGHT = 34;
const NUMBER_WIDTH = 74;

/** Rows as a sheet in which they are mended: arrows move, Enter edits, Ctrl+D fills down, Delete leaves a row out. */
export function FixGrid(props: FixGridProps): ReactNode {
  const { table, rows, issues } = props;
  const text = useImportText();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place>({ at: 0, column: 0 });
  const [edited, setEdited] = useState<string>();
  // oxlint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    scrollPaddingStart: ROW_HEIGHT,
  });
  const at = Math.min(place.at, Math.max(0, rows.length - 1));
  const row = rows[at];
  const { column } = place;
  const reason = row === undefined ? undefined : reasonOf(issues.get(row), table.header[column]);
  const widths = useWidths(table);
  const go = (next: Place): void => {
    setPlace(next);
    setEdited(undefined);
    virtual.scrollToIndex(next.at);
    scrollToColumn(scroller.current, widths, next.column);
  };
  const save = (next: Place | undefined): void => {
    if (edited !== undefined && row !== undefined && edited !== (table.rows[row]?.[column] ?? ''))
      props.onChange([{ row, column, value: edited }]);
    setEdited(undefined);
    scroller.current?.focus({ preventScroll: true });
    if (next !== undefined) go(bounded(next, rows.length, table.header.length));
  };
  const fillDown = (): void => {
    if (row === undefined) return;
    const value = table.rows[row]?.[column] ?? '';
    props.onChange(rows.slice(at + 1).map((below) => ({ row: below, column, value })));
  };
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget || row === undefined) return;
    const next = movedTo(event.key, { at, column }, { rows: rows.length, columns: table.header.length });
    const isCommand = event.ctrlKey || event.metaKey;
    if (next !== undefined) go(next);
    else if (isCommand && event.key.toLowerCase() === 'd') {
      const above = rows[at - 1];
      if (above !== undefined) props.onChange([{ row, column, value: table.rows[above]?.[column] ?? '' }]);
    } else if (event.key === 'Delete') props.onLeave([row], !props.leftOut.has(row));
    else if (event.key === 'Enter' || event.key === 'F2') setEdited(table.rows[row]?.[column] ?? '');
    else if (event.key.length === 1 && !isCommand && !event.altKey) setEdited(event.key);
    else return;
    event.preventDefault();
  };
  useEffect(() => virtual.measure(), [virtual, rows.length]);
  if (rows.length === 0) return <p className="imports-empty">{text('noRows')}</p>;
  return (
    <>
      <div
        ref={scroller}
        className="imports-grid"
        role="grid"
        aria-label={text('grid')}
        aria-rowcount={rows.length + 1}
        aria-colcount={table.header.length + 1}
        aria-activedescendant={`${id}-${String(at)}-${String(column)}`}
        tabIndex={0}
        onKeyDown={press}
      >
        <div style={{ width: NUMBER_WIDTH + widths.reduce((sum, width) => sum + width, 0) }}>
          <div className="imports-grid-head" role="row" aria-rowindex={1}>
            <span className="imports-no" role="columnheader">
              {text('row')}
            </span>
            {table.header.map((name, index) => (
              <span
                key={name}
                className="imports-cell"
                role="columnheader"
                style={{ width: widths[index] }}
                title={name}
              >
                {name}
              </span>
            ))}
          </div>
          <div className="imports-grid-body" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => (
              <GridRow
                key={rows[index] ?? index}
                {...props}
                id={`${id}-${String(index)}`}
                index={index}
                row={rows[index] ?? 0}
                widths={widths}
                active={index === at ? column : undefined}
                edited={index === at ? edited : undefined}
                style={{ transform: `translateY(${String(start)}px)`, height: ROW_HEIGHT }}
                onPlace={(next, isEdit) => {
                  setPlace({ at: index, column: next });
                  setEdited(isEdit ? (table.rows[rows[index] ?? 0]?.[next] ?? '') : undefined);
                }}
                onEdit={setEdited}
                onSave={(step) =>
                  save(step === undefined ? undefined : { at: at + step.rows, column: column + step.columns })
                }
                onCancel={() => {
                  setEdited(undefined);
                  scroller.current?.focus({ preventScroll: true });
                }}
              />
            ))}
          </div>
        </div>
      </div>
      <div className="imports-reason" role="status">
        <span className={reason === undefined ? 'imports-soft' : 'imports-reason-text'}>
          {reason ?? `${table.header[column] ?? ''} · ${row === undefined ? '' : (table.rows[row]?.[column] ?? '')}`}
        </span>
        <Tooltip title={text('fillDownHint')}>
          <Button size="small" icon={<VerticalAlignBottomOutlined aria-hidden="true" />} onClick={fillDown}>
            {text('fillDown')}
          </Button>
        </Tooltip>
      </div>
    </>
  );
}

/** As wide as the longest of the first values, within bounds. */
function useWidths({ header, rows }: ImportTable): readonly number[] {
  const [widths] = useState(() =>
    header.map((name, column) => {
      const sample = rows.slice(0, 50).map((row) => textWidth(row[column] ?? ''));
      return Math.min(260, Math.max(84, 24 + Math.max(textWidth(name) + 6, ...sample)));
    }),
  );
  return widths;
}

/** About so many pixels: an ideograph is as wide as two letters. */
function textWidth(text: string): number {
  let width = 0;
  for (const char of text.slice(0, 60)) width += char > '\u2E7F' ? 14 : 7.4;
  return width;
}

function scrollToColumn(scroller: HTMLElement | null, widths: readonly number[], column: number): void {
  if (scroller === null) return;
  const left = widths.slice(0, column).reduce((sum, width) => sum + width, 0);
  const right = left + (widths[column] ?? 0);
  const room = scroller.clientWidth - NUMBER_WIDTH;
  if (left < scroller.scrollLeft) scroller.scrollLeft = left;
  else if (right > scroller.scrollLeft + room) scroller.scrollLeft = right - room;
}

const PAGE = 15;

function movedTo(
  key: string,
  { at, column }: Place,
  size: { readonly rows: number; readonly columns: number },
): Place | undefined {
  const steps: Readonly<Record<string, Place>> = {
    ArrowUp: { at: at - 1, column },
    ArrowDown: { at: at + 1, column },
    ArrowLeft: { at, column: column - 1 },
    ArrowRight: { at, column: column + 1 },
    PageUp: { at: at - PAGE, column },
    PageDown: { at: at + PAGE, column },
    Home: { at, column: 0 },
    End: { at, column: size.columns - 1 },
  };
  const next = steps[key];
  return next === undefined ? undefined : bounded(next, size.rows, size.columns);
}

function bounded({ at, column }: Place, rows: number, columns: number): Place {
  return { at: Math.max(0, Math.min(at, rows - 1)), column: Math.max(0, Math.min(column, columns - 1)) };
}

/** Why the cell is wrong, else why its row is. */
function reasonOf(issues: readonly ImportIssue[] | undefined, column: string | undefined): string | undefined {
  const found = issues?.find((one) => one.column === column) ?? issues?.find((one) => one.column === undefined);
  return found === undefined ? undefined : `${found.message} ${found.cure}`;
}

interface GridRowProps extends FixGridProps {
  readonly id: string;
  readonly index: number;
  readonly row: number;
  readonly widths: readonly number[];
  readonly active: number | undefined;
  readonly edited: string | undefined;
  readonly style: CSSProperties;
  readonly onPlace: (column: number, isEdit: boolean) => void;
  readonly onEdit: (value: string) => void;
  readonly onSave: (step: { readonly rows: number; readonly columns: number } | undefined) => void;
  readonly onCancel: () => void;
}

function GridRow(props: GridRowProps): ReactNode {
  const { table, row, index, issues, leftOut, widths, active, edited, id } = props;
  const text = useImportText();
  const own = issues.get(row) ?? [];
  const isLeft = leftOut.has(row);
  const number = table.places[row] ?? row + 1;
  const wrong = new Map(own.map((one) => [one.column ?? '', `${one.message} ${one.cure}`]));
  const all = wrong.get('');
  return (
    <div
      className={`imports-grid-row${isLeft ? ' is-left' : own.length > 0 ? ' is-wrong' : ''}`}
      role="row"
      aria-rowindex={index + 2}
      style={props.style}
    >
      <span className="imports-no" role="rowheader" title={all}>
        <span>{number}</span>
        <button
          type="button"
          className="imports-leave"
          tabIndex={-1}
          aria-label={text(isLeft ? 'takeRow' : 'leaveRow', { row: number })}
          title={text(isLeft ? 'takeRow' : 'leaveRow', { row: number })}
          onClick={() => props.onLeave([row], !isLeft)}
        >
          {isLeft ? <UndoOutlined aria-hidden="true" /> : <CloseOutlined aria-hidden="true" />}
        </button>
      </span>
      {table.header.map((name, column) => {
        const reason = wrong.get(name);
        const value = table.rows[row]?.[column] ?? '';
        const isEdited = column === active && edited !== undefined;
        return (
          <span
            key={name}
            id={`${id}-${String(column)}`}
            role="gridcell"
            aria-invalid={reason === undefined ? undefined : true}
            className={`imports-cell${reason === undefined ? '' : ' is-wrong'}${column === active ? ' is-active' : ''}`}
            style={{ width: widths[column] }}
            title={reason ?? value}
            onMouseDown={() => {
              if (!isEdited) props.onPlace(column, false);
            }}
            onDoubleClick={() => props.onPlace(column, true)}
            onClick={({ nativeEvent }) => {
              // A finger has no second press, and no keys before it is typed.
              if (nativeEvent instanceof PointerEvent && nativeEvent.pointerType === 'touch' && !isEdited)
                props.onPlace(column, true);
            }}
          >
            {isEdited ? (
              <CellInput
                label={text('editCell', { column: name, row: number })}
                value={edited}
                onEdit={props.onEdit}
                onSave={props.onSave}
                onCancel={props.onCancel}
              />
            ) : (
              value
            )}
          </span>
        );
      })}
    </div>
  );
}

interface CellInputProps extends Pick<GridRowProps, 'onEdit' | 'onSave' | 'onCancel'> {
  readonly label: string;
  readonly value: string;
}

function CellInput({ label, value, onEdit, onSave, onCancel }: CellInputProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <input
      ref={input}
      className="imports-edit"
      aria-label={label}
      value={value}
      onChange={(event) => onEdit(event.target.value)}
      onBlur={() => onSave(undefined)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') onCancel();
        else if (event.key === 'Enter') onSave({ rows: event.shiftKey ? -1 : 1, columns: 0 });
        else if (event.key === 'Tab') onSave({ rows: 0, columns: event.shiftKey ? -1 : 1 });
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
