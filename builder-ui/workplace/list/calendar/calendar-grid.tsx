import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { PlusOutlined } from '@ant-design/icons';
import { Popover } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { civilOf, dateText } from '../../../../schema/expr/calendar.ts';
import type { EvalContext } from '../../../../schema/expr/evaluate.ts';
import { shownDate } from '../../../form-runtime/moment-text.ts';
import type { Columning, ListColumn } from '../../documents/list-columns.ts';
import type { ApiRow } from '../../documents/row-values.ts';
import type { Reading } from '../cell.tsx';
import type { RowColor } from '../list-plan.ts';
import { useLookText } from '../look-texts.ts';
import type { CalendarFields, DaySpan } from './calendar-days.ts';
import { CalendarEvent, dragged } from './calendar-event.tsx';

/** What can be done with the rows of a calendar, and how they look. */
export interface CalendarActs {
  readonly columning: Columning;
  readonly reading: Reading;
  readonly fields: CalendarFields;
  /** Shown behind what names a row. */
  readonly second: ListColumn | undefined;
  readonly colors: readonly RowColor[];
  readonly context: EvalContext;
  readonly mayMove: boolean;
  readonly open: (row: ApiRow) => void;
  readonly create: (day: number) => void;
  /** So many days on. */
  readonly move: (row: ApiRow, by: number, isByKeys: boolean) => void;
}

export interface DaysProps {
  readonly acts: CalendarActs;
  readonly days: ReadonlyMap<number, readonly ApiRow[]>;
  readonly shown: DaySpan;
  readonly today: number;
  readonly month: number;
  readonly mayCreate: boolean;
}

interface GridProps extends DaysProps {
  readonly span: 'month' | 'week';
  readonly onDay: (day: number) => void;
}

/** Weeks of days; what does not fit on a day is behind a button. */
export function CalendarGrid(props: GridProps): ReactNode {
  const { shown, span, acts } = props;
  const all = Array.from({ length: shown.to - shown.from + 1 }, (_, index) => shown.from + index);
  const weeks = Array.from({ length: all.length / 7 }, (_, index) => all.slice(index * 7, index * 7 + 7));
  return (
    <table className={`calendar-grid is-${span}`}>
      <thead>
        <tr>
          {all.slice(0, 7).map((day) => (
            <th key={day} scope="col">
              {weekday(day, acts.reading.locale)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <Day key={day} {...props} day={day} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function weekday(day: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(new Date(day * 86_400_000));
}

const SHOWN = { month: 3, week: 40 } as const;

function Day({
  day,
  acts,
  days,
  today,
  month,
  span,
  mayCreate,
  onDay,
}: GridProps & { readonly day: number }): ReactNode {
  const text = useLookText();
  const cell = useRef<HTMLTableCellElement>(null);
  const [isOver, setOver] = useState(false);
  const { move } = acts;
  useEffect(() => {
    const element = cell.current;
    if (element === null) return undefined;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => dragged(source.data) !== undefined,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        const held = dragged(source.data);
        if (held !== undefined) move(held.row, day - held.day, false);
      },
    });
  }, [day, move]);
  const rows = days.get(day) ?? [];
  // One more takes no more room than the button that would stand for it.
  const most = rows.length === SHOWN[span] + 1 ? rows.length : SHOWN[span];
  const date = shownDate(dateText(day), acts.reading.locale);
  const own = civilOf(day);
  const isOutside = span === 'month' && own.month !== month;
  return (
    <td
      ref={cell}
      className={`calendar-day${isOutside ? ' is-outside' : ''}${day === today ? ' is-today' : ''}${isOver ? ' is-over' : ''}`}
    >
      <div className="calendar-day-head">
        <button type="button" className="calendar-number" aria-label={date} onClick={() => onDay(day)}>
          {own.day}
        </button>
        {mayCreate && (
          <button
            type="button"
            className="calendar-new"
            aria-label={text('newOn', { day: date })}
            onClick={() => acts.create(day)}
          >
            <PlusOutlined aria-hidden="true" />
          </button>
        )}
      </div>
      {rows.slice(0, most).map((row) => (
        <CalendarEvent key={String(row['id'])} {...{ row, day, acts }} />
      ))}
      {rows.length > most && (
        <Popover
          trigger="click"
          destroyOnHidden
          content={
            <div className="calendar-more-list" role="dialog" aria-label={date}>
              <strong>{date}</strong>
              {rows.map((row) => (
                <CalendarEvent key={String(row['id'])} {...{ row, day, acts }} />
              ))}
            </div>
          }
        >
          <button type="button" className="calendar-more">
            {text('moreOn', { count: rows.length - most })}
          </button>
        </Popover>
      )}
    </td>
  );
}
