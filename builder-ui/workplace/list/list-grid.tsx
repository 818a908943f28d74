import { useVirtualizer } from '@tanstack/react-virtual';
import { App } from 'antd';
import {
  memo,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import type { EvalContext } from '../../../schema/expr/evaluate.ts';
import type { FieldKind } from '../../../schema/model/model.ts';
import type { Columning, ListColumn } from '../documents/list-columns.ts';
import type { SortKey } from '../documents/list-search.ts';
import type { ApiRow } from '../documents/row-values.ts';
import { cardColumns } from './card-columns.ts';
import { Cell, type Reading } from './cell.tsx';
import type { CellLeave } from './edit/cell-editor.tsx';
import { movedTo, nextCell } from './grid-keys.ts';
import { HeaderCell } from './header-cell.tsx';
import type { RowColor } from './list-plan.ts';
import { Row, type GridWork, type RowActs } from './list-row.tsx';
import { useListWorkText } from './list-work-texts.ts';
import type { ListRows } from './use-list.ts';
import { useReaderSettings } from '../../shell/reader-settings.ts';
import { usePhone } from './use-phone.ts';

export interface ListGridProps {
  readonly tenant: string;
  readonly label: string;
  readonly columning: Columning;
  readonly columns: readonly ListColumn[];
  readonly rows: ListRows;
  readonly colors: readonly RowColor[];
  readonly context: EvalContext;
  readonly reading: Reading;
  readonly sort: readonly SortKey[];
  readonly onSort: (column: ListColumn, isAdded: boolean) => void;
  readonly onWidth: (column: ListColumn, width: number | undefined, isDone: boolean) => void;
  readonly onRange: (from: number, to: number) => void;
  readonly onOpen: (row: ApiRow) => void;
  /** Asks where a row comes from (F1), where that can be asked. */
  readonly onAsk?: ((row: ApiRow) => void) | undefined;
  /** What cells of rows that are no records show. */
  readonly cellOf?: (column: ListColumn, row: ApiRow) => ReactNode;
  readonly work: GridWork;
}

const NO_ACTS: RowActs = { activate: () => undefined, edit: () => undefined, done: () => undefined };
const ROW_HEIGHTS = { comfortable: 40, compact: 32 } as const;
const SELECT_WIDTH = 34;
/** Left and right of the columns. */
const SHEET_PADDING = 24;
const PHONE_ROW_HEIGHT = 76;

/**
 * The rows as a grid (SPEC [WRK-5]): only what is on the screen is drawn; arrows, Page, Home and End move, Enter opens.
 * Cells that may be given are typed into (SPEC [WRK-30]), rows are chosen (SPEC [WRK-31]). On a phone each row is a card.
 */
export function ListGrid(props: ListGridProps): ReactNode {
  const { columns, rows, reading, label, onRange, work } = props;
  const { message } = App.useApp();
  const count = rows.count ?? 0;
  const scroller = useRef<HTMLDivElement>(null);
  const isPhone = usePhone();
  const rowHeight = ROW_HEIGHTS[useReaderSettings().density];
  const id = useId();
  const text = useListWorkText();
  const [active, setActive] = useState(0);
  const [column, setColumn] = useState(-1);
  const [edited, setEdited] = useState<string>();
  const [awaited, setAwaited] = useState<number>();
  // oxlint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isPhone ? PHONE_ROW_HEIGHT : rowHeight),
    overscan: 12,
    scrollPaddingStart: isPhone ? 0 : rowHeight,
    scrollPaddingEnd: rows.totals.size > 0 ? rowHeight : 0,
  });
  useEffect(() => virtual.measure(), [virtual, isPhone, rowHeight]);
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  useEffect(() => onRange(from, to), [onRange, from, to]);
  const at = Math.min(active, Math.max(0, count - 1));
  const go = (row: number, place: number): void => {
    setActive(row);
    setColumn(place);
    setAwaited(undefined);
    virtual.scrollToIndex(row);
  };
  const editable = columns.flatMap((one, place) => (work.fieldOf(one) === undefined ? [] : [place]));
  const edit = (row: number, place: number): void => {
    const found = columns[place];
    if (found === undefined || isPhone) return;
    go(row, place);
    if (editable.includes(place)) setEdited(found.id);
    else void message.info(text('cellReadOnly', { field: found.label }));
  };
  const done = (leave: CellLeave): void => {
    setEdited(undefined);
    if (leave === 'away') return;
    scroller.current?.focus({ preventScroll: true });
    if (leave === 'down') go(Math.min(count - 1, at + 1), column);
    if (leave !== 'next' && leave !== 'previous') return;
    const next = nextCell(editable, { row: at, column, count, by: leave === 'next' ? 1 : -1 });
    if (next !== undefined) edit(next.row, next.column);
  };
  const act = (event: KeyboardEvent): boolean => {
    const { key, ctrlKey, metaKey, shiftKey } = event;
    const { selection, maySelect } = work;
    const isChord = ctrlKey || metaKey;
    const rowHere = rows.rowAt(at);
    if (key === 'F2') edit(at, column < 0 ? (editable[0] ?? 0) : column);
    else if (key === 'Enter' && column >= 0 && editable.includes(column)) edit(at, column);
    else if (key === 'Enter') setAwaited(at);
    else if (key === 'F1' && props.onAsk !== undefined && rowHere !== undefined) props.onAsk(rowHere);
    else if ((key === 'ArrowRight' || key === 'ArrowLeft') && !isPhone)
      setColumn(Math.max(-1, Math.min(columns.length - 1, column + (key === 'ArrowRight' ? 1 : -1))));
    else if (key === ' ' && maySelect) selection.toggle(at, shiftKey);
    else if (key.toLowerCase() === 'a' && isChord && maySelect) selection.all();
    else if (key === 'Escape' && selection.countOf(count) > 0) selection.clear();
    else return false;
    return true;
  };
  const press = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
    const next = movedTo(event.key, { at, count, pageRows });
    if (next !== undefined) go(next, column);
    if (next === undefined && !act(event)) return;
    event.preventDefault();
    if (next !== undefined && event.shiftKey && work.maySelect) work.selection.toggle(next, true);
  };
  const wanted = awaited === undefined ? undefined : rows.rowAt(awaited);
  const { onOpen } = props;
  const open = useEffectEvent(onOpen);
  useEffect(() => {
    // Enter also opens a row that is still on its way.
    if (wanted === undefined) return;
    setAwaited(undefined);
    open(wanted);
  }, [wanted]);
  const latest = useRef<RowActs>(NO_ACTS);
  latest.current = {
    activate: (row, place) => {
      setActive(row);
      setColumn(place);
    },
    edit,
    done,
  };
  const acts = useMemo<RowActs>(
    () => ({
      activate: (row, place) => latest.current.activate(row, place),
      edit: (row, place) => latest.current.edit(row, place),
      done: (leave) => latest.current.done(leave),
    }),
    [],
  );
  const { tenant, columning, colors, context, cellOf } = props;
  const told = { tenant, columning, columns, colors, context, reading, work, onOpen, cellOf };
  const isInSight = items.some(({ index }) => index === at);
  const here = column >= 0 && !isPhone ? `${id}-${at}-${column}` : `${id}-${at}`;
  return (
    <div
      ref={scroller}
      className={`grid${isPhone ? ' is-phone' : ''}${work.isEditing ? ' is-editing' : ''}`}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.count === undefined ? -1 : count + 1}
      aria-colcount={columns.length + (work.maySelect ? 1 : 0)}
      aria-multiselectable={work.maySelect}
      aria-activedescendant={isInSight ? here : undefined}
      aria-busy={rows.isWorking}
      tabIndex={0}
      onKeyDown={press}
      onScroll={({ currentTarget }) => currentTarget.toggleAttribute('data-aside', currentTarget.scrollLeft > 0)}
    >
      <div className="grid-sheet" style={sheetStyle(columns, work.maySelect)}>
        <div className="grid-head" role="row" aria-rowindex={1}>
          {work.maySelect && <SelectAll work={work} count={count} />}
          {columns.map((one, index) => (
            <HeaderCell
              key={one.id}
              sort={props.sort}
              onSort={props.onSort}
              onWidth={props.onWidth}
              column={one}
              index={index + (work.maySelect ? 1 : 0)}
              isFirst={index === 0}
              text={reading.text}
            />
          ))}
        </div>
        <div className="grid-body" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start, size }) => (
            <Row
              isPhone={isPhone}
              key={index}
              {...told}
              id={`${id}-${index}`}
              index={index}
              row={rows.rowAt(index)}
              isActive={index === at}
              activeColumn={index === at ? column : -1}
              edited={index === at ? edited : undefined}
              start={start}
              size={size}
              acts={acts}
            />
          ))}
        </div>
        {rows.totals.size > 0 && (
          <Totals
            columns={isPhone ? cardColumns(columns, columning) : columns}
            totals={rows.totals}
            reading={reading}
            maySelect={work.maySelect}
          />
        )}
      </div>
    </div>
  );
}

/** All rows that the list shows, or none. */
function SelectAll({ work, count }: { readonly work: GridWork; readonly count: number }): ReactNode {
  const text = useListWorkText();
  const { selection } = work;
  const chosen = selection.countOf(count);
  return (
    <div role="columnheader" aria-colindex={1} className="grid-cell grid-select">
      <input
        type="checkbox"
        aria-label={text('selectAll')}
        checked={chosen > 0 && chosen === count}
        ref={(box) => {
          if (box !== null) box.indeterminate = chosen > 0 && chosen < count;
        }}
        onChange={() => (chosen > 0 ? selection.clear() : selection.all())}
      />
    </div>
  );
}

const GROWING: ReadonlySet<FieldKind> = new Set(['text', 'longtext', 'ref', 'user', 'org', 'multiEnum']);

interface TotalsRowProps {
  readonly columns: readonly ListColumn[];
  readonly totals: ReadonlyMap<string, string>;
  readonly reading: Reading;
  readonly maySelect: boolean;
}

const Totals = memo(TotalsRow);

function TotalsRow({ columns, totals, reading, maySelect }: TotalsRowProps): ReactNode {
  return (
    <div className="grid-totals" role="row">
      {maySelect && <div role="gridcell" className="grid-cell grid-select" />}
      {columns.map((column, index) => {
        const value = totals.get(column.id);
        const isCount = column.summary === 'count' || column.summary === 'countDistinct';
        return (
          <div
            key={column.id}
            role="gridcell"
            className={`grid-cell${column.isNumber ? ' is-number' : ''}${index === 0 ? ' is-first' : ''}`}
          >
            {index === 0 && value === undefined && reading.text('total')}
            {value !== undefined && column.summary === 'avg' && (
              <span className="cell-unit">{reading.text('average')} </span>
            )}
            {value !== undefined && (
              <Cell end={isCount ? { ...column, kind: 'int' } : column} value={value} reading={reading} />
            )}
          </div>
        );
      })}
    </div>
  );
}

/**
 * Columns grow into what is left, texts more than others and none without bound, so that numbers stay near their
 * neighbours; one whose width somebody chose has it (SPEC [WRK-122]).
 */
function sheetStyle(columns: readonly ListColumn[], maySelect: boolean): CSSProperties {
  const tracks = columns.map(({ width, kind, isSized }) =>
    isSized === true ? `${width}px` : `minmax(${width}px, ${Math.round(width * (GROWING.has(kind) ? 1.7 : 1.2))}px)`,
  );
  const total = columns.reduce((sum, { width }) => sum + width, maySelect ? SELECT_WIDTH : 0);
  const all = maySelect ? [`${SELECT_WIDTH}px`, ...tracks] : tracks;
  const style: CSSProperties & Readonly<Record<'--tracks' | '--pin', string>> = {
    '--tracks': all.join(' '),
    '--pin': `${maySelect ? SELECT_WIDTH : 0}px`,
    minWidth: total + SHEET_PADDING,
  };
  return style;
}
