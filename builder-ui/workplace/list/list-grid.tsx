import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { admits, type EvalContext } from '../../../schema/expr/evaluate.ts';
import type { FieldKind } from '../../../schema/model/model.ts';
import type { Columning, ListColumn } from '../documents/list-columns.ts';
import type { SortKey } from '../documents/list-search.ts';
import { expressionRow, valueIn, type ApiRow } from '../documents/row-values.ts';
import { Cell, tint, type Reading } from './cell.tsx';
import { HeaderCell } from './header-cell.tsx';
import type { RowColor } from './list-plan.ts';
import type { ListRows } from './use-list.ts';
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
  readonly onWidth: (column: ListColumn, width: number) => void;
  readonly onRange: (from: number, to: number) => void;
  readonly onOpen: (row: ApiRow) => void;
}

const ROW_HEIGHT = 40;
const PHONE_ROW_HEIGHT = 76;

/**
 * The rows as a grid (SPEC [WRK-5]): only what is on the screen is drawn; arrows, Page, Home and End move, Enter opens.
 * On a phone each row is a card.
 */
export function ListGrid(props: ListGridProps): ReactNode {
  const { columns, rows, reading, label, onRange } = props;
  const count = rows.count ?? 0;
  const scroller = useRef<HTMLDivElement>(null);
  const isPhone = usePhone();
  const id = useId();
  const [active, setActive] = useState(0);
  const [awaited, setAwaited] = useState<number>();
  // oxlint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isPhone ? PHONE_ROW_HEIGHT : ROW_HEIGHT),
    overscan: 12,
    scrollPaddingStart: isPhone ? 0 : ROW_HEIGHT,
    scrollPaddingEnd: rows.totals.size > 0 ? ROW_HEIGHT : 0,
  });
  useEffect(() => virtual.measure(), [virtual, isPhone]);
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  useEffect(() => onRange(from, to), [onRange, from, to]);
  const at = Math.min(active, Math.max(0, count - 1));
  const move = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / ROW_HEIGHT) - 2);
    const next = movedTo(event.key, { at, count, pageRows });
    if (next !== undefined) {
      event.preventDefault();
      setActive(next);
      setAwaited(undefined);
      virtual.scrollToIndex(next);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      setAwaited(at);
    }
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
  return (
    <div
      ref={scroller}
      className={`grid${isPhone ? ' is-phone' : ''}`}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.count === undefined ? -1 : count + 1}
      aria-colcount={columns.length}
      aria-activedescendant={items.some(({ index }) => index === at) ? `${id}-${at}` : undefined}
      aria-busy={rows.isWorking}
      tabIndex={0}
      onKeyDown={move}
    >
      <div className="grid-sheet" style={sheetStyle(columns)}>
        <div className="grid-head" role="row" aria-rowindex={1}>
          {columns.map((column, index) => (
            <HeaderCell key={column.id} {...props} column={column} index={index} text={reading.text} />
          ))}
        </div>
        <div className="grid-body" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start, size }) => (
            <Row
              isPhone={isPhone}
              key={index}
              {...props}
              id={`${id}-${index}`}
              index={index}
              row={rows.rowAt(index)}
              isActive={index === at}
              style={{ transform: `translateY(${start}px)`, height: size }}
              onActive={() => setActive(index)}
            />
          ))}
        </div>
        {rows.totals.size > 0 && <TotalsRow columns={columns} totals={rows.totals} reading={reading} />}
      </div>
    </div>
  );
}

/** Where a key leads; `undefined` for a key that leads nowhere. */
export function movedTo(
  key: string,
  { at, count, pageRows }: { readonly at: number; readonly count: number; readonly pageRows: number },
): number | undefined {
  const last = Math.max(0, count - 1);
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'PageDown':
      return Math.min(last, at + pageRows);
    case 'PageUp':
      return Math.max(0, at - pageRows);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

interface RowProps extends Pick<ListGridProps, 'tenant' | 'columning' | 'columns' | 'colors' | 'context' | 'reading'> {
  readonly id: string;
  readonly index: number;
  readonly row: ApiRow | undefined;
  readonly isActive: boolean;
  readonly isPhone: boolean;
  readonly style: CSSProperties;
  readonly onActive: () => void;
  readonly onOpen: (row: ApiRow) => void;
}

function Row({ row, columns: given, reading, isActive, isPhone, index, id, style, ...props }: RowProps): ReactNode {
  const columns = isPhone ? cardColumns(given) : given;
  const color = row === undefined ? undefined : colorOf(row, props);
  const classes = `grid-row${isActive ? ' is-active' : ''}${row === undefined ? ' is-coming' : ''}`;
  const open = (): void => {
    props.onActive();
    // Who marks a text with the mouse to copy it does not want to leave.
    if (row !== undefined && (getSelection()?.isCollapsed ?? true)) props.onOpen(row);
  };
  const tinted = tint(color);
  return (
    // The grid takes the keys for its rows (`aria-activedescendant`).
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      className={classes}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isActive}
      data-color={color}
      style={{ ...style, ...tinted.style }}
      onClick={open}
    >
      {columns.map((column, place) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={place + 1}
          className={`grid-cell${column.isNumber ? ' is-number' : ''}${isPhone && column.kind === 'enum' ? ' is-beside' : ''}`}
        >
          {row === undefined ? (
            <span className="grid-coming" />
          ) : place === 0 ? (
            <FirstCell {...{ row, column, reading }} tenant={props.tenant} entity={props.columning.entity.id} />
          ) : (
            <Cell end={column} value={valueIn(row, column.steps)} reading={reading} />
          )}
        </div>
      ))}
    </div>
  );
}

interface FirstCellProps {
  readonly row: ApiRow;
  readonly column: ListColumn;
  readonly reading: Reading;
  readonly tenant: string;
  readonly entity: string;
}

/** The first column is a link, so that a row can be opened in another tab. */
function FirstCell({ row, column, reading, tenant, entity }: FirstCellProps): ReactNode {
  const value = valueIn(row, column.steps);
  const isEmpty = value === null || value === undefined || value === '';
  return (
    <Link
      to="/w/$tenant/e/$entity/$id"
      params={{ tenant, entity, id: String(row['id']) }}
      className="grid-link"
      tabIndex={-1}
      preload={false}
      onClick={(event) => {
        // The row opens; with a modifier the browser does what it does with links.
        if (!event.metaKey && !event.ctrlKey && !event.shiftKey) event.preventDefault();
        else event.stopPropagation();
      }}
    >
      {isEmpty ? '—' : <Cell end={column} value={value} reading={reading} />}
    </Link>
  );
}

/** What fits on a card: what names the row, its state beside it, beneath them an amount and two more. */
function cardColumns(columns: readonly ListColumn[]): readonly ListColumn[] {
  const [first, ...others] = columns;
  if (first === undefined) return [];
  const beside = others.find(({ kind }) => kind === 'enum');
  const amount = others.findLast(({ isNumber }) => isNumber);
  const rest = others.filter((column) => column !== beside && column !== amount).slice(0, 2);
  return [first, beside, ...rest, amount].filter((column) => column !== undefined);
}

/** The first colour whose condition is true of the row. */
function colorOf(row: ApiRow, { columning, colors, context }: Pick<RowProps, 'columning' | 'colors' | 'context'>) {
  if (colors.length === 0) return undefined;
  const doc = expressionRow(columning.model, columning.entity, row);
  return colors.find(({ when }) => admits(when, { doc }, context))?.color;
}

const GROWING: ReadonlySet<FieldKind> = new Set(['text', 'longtext', 'ref', 'user', 'org', 'multiEnum']);

interface TotalsRowProps {
  readonly columns: readonly ListColumn[];
  readonly totals: ReadonlyMap<string, string>;
  readonly reading: Reading;
}

function TotalsRow({ columns, totals, reading }: TotalsRowProps): ReactNode {
  return (
    <div className="grid-totals" role="row">
      {columns.map((column, index) => {
        const value = totals.get(column.id);
        const isCount = column.summary === 'count' || column.summary === 'countDistinct';
        return (
          <div key={column.id} role="gridcell" className={`grid-cell${column.isNumber ? ' is-number' : ''}`}>
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

/** Texts share what is left, so that no sheet ends in the middle of the screen and numbers stay near their neighbours. */
function sheetStyle(columns: readonly ListColumn[]): CSSProperties {
  const grows = columns.filter(({ kind }) => GROWING.has(kind));
  const tracks = columns.map((column, index) =>
    grows.includes(column) || (grows.length === 0 && index === columns.length - 1)
      ? `minmax(${column.width}px, ${column.width}fr)`
      : `${column.width}px`,
  );
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  const style: CSSProperties & Readonly<Record<'--tracks', string>> = { '--tracks': tracks.join(' '), minWidth: total };
  return style;
}
