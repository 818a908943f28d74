import { memo, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { ListColumn } from '../documents/list-columns.ts';
import type { SortKey } from '../documents/list-search.ts';
import type { WorkText } from '../work-texts.ts';
import { clampWidth, COLUMN_WIDTH_MAX, COLUMN_WIDTH_MIN } from './layout-memory.ts';

interface HeaderCellProps {
  readonly column: ListColumn;
  readonly index: number;
  /** Whether it stays while the others scroll by. */
  readonly isFirst: boolean;
  readonly text: WorkText;
  readonly sort: readonly SortKey[];
  readonly onSort: (column: ListColumn, isAdded: boolean) => void;
  /** Each width while an edge is dragged, and the last; without one the column is as wide as what it holds. */
  readonly onWidth: (column: ListColumn, width: number | undefined, isDone: boolean) => void;
}

/**
 * A column's name: a press sorts by it, with Shift after what is sorted by already; its edge changes the width, a double
 * click on it or Enter fits it. It is not drawn again because rows scroll by.
 */
export const HeaderCell = memo(ColumnHead);

function ColumnHead({ column, index, isFirst, text, sort, onSort, onWidth }: HeaderCellProps): ReactNode {
  const key = sort.find(({ field }) => field === column.path);
  const direction = key === undefined ? 'none' : key.isDescending ? 'descending' : 'ascending';
  return (
    <div
      role="columnheader"
      aria-colindex={index + 1}
      {...(column.isSortable ? { 'aria-sort': direction } : {})}
      className={`grid-cell${column.isNumber ? ' is-number' : ''}${isFirst ? ' is-first' : ''}`}
    >
      {column.isSortable ? (
        <button
          type="button"
          className="grid-sort"
          title={text('sortBy', { what: column.label })}
          onClick={(event) => onSort(column, event.shiftKey)}
        >
          <span className="grid-sort-label">{column.label}</span>
          <span className="grid-sort-mark" aria-hidden="true">
            {key === undefined ? '' : key.isDescending ? '↓' : '↑'}
            {key !== undefined && sort.length > 1 && <small>{sort.indexOf(key) + 1}</small>}
          </span>
        </button>
      ) : (
        <span className="grid-sort-label">{column.label}</span>
      )}
      <WidthHandle column={column} label={text('widthOf', { what: column.label })} onWidth={onWidth} />
    </div>
  );
}

interface WidthHandleProps {
  readonly column: ListColumn;
  readonly label: string;
  readonly onWidth: HeaderCellProps['onWidth'];
}

const KEY_STEP = 16;

interface Held {
  readonly x: number;
  readonly width: number;
}

function widthAt(from: Held, { clientX }: PointerEvent): number {
  return clampWidth(from.width + clientX - from.x);
}

function WidthHandle({ column, label, onWidth }: WidthHandleProps): ReactNode {
  const [from, setFrom] = useState<Held>();
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    setFrom({ x: event.clientX, width: column.width });
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') onWidth(column, undefined, true);
    const step = event.key === 'ArrowLeft' ? -KEY_STEP : event.key === 'ArrowRight' ? KEY_STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onWidth(column, clampWidth(column.width + step), true);
  };
  return (
    // A separator that can be moved is a control (ARIA 1.2, "focusable separator").
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={column.width}
      aria-valuemin={COLUMN_WIDTH_MIN}
      aria-valuemax={COLUMN_WIDTH_MAX}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={`grid-edge${from === undefined ? '' : ' is-held'}`}
      onPointerDown={begin}
      onPointerMove={(event) => {
        if (from !== undefined) onWidth(column, widthAt(from, event), false);
      }}
      onPointerUp={(event) => {
        if (from !== undefined && event.clientX !== from.x) onWidth(column, widthAt(from, event), true);
        setFrom(undefined);
      }}
      onPointerCancel={() => setFrom(undefined)}
      onDoubleClick={() => onWidth(column, undefined, true)}
      onKeyDown={press}
    />
  );
}
