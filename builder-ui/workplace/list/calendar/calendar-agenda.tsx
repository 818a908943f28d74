import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { civilOf, dateText } from '../../../../schema/expr/calendar.ts';
import { shownDate } from '../../../form-runtime/moment-text.ts';
import { useLookText } from '../look-texts.ts';
import { CalendarEvent } from './calendar-event.tsx';
import type { DaysProps } from './calendar-grid.tsx';

/** The days of a month that have something, one below the other: for a phone. */
export function Agenda({ acts, days, shown, today, month, mayCreate }: DaysProps): ReactNode {
  const text = useLookText();
  const { locale } = acts.reading;
  const all = Array.from({ length: shown.to - shown.from + 1 }, (_, index) => shown.from + index);
  const filled = all.filter((day) => civilOf(day).month === month && (days.has(day) || day === today));
  if (filled.length === 0) return <p className="calendar-none">{text('nothingThisMonth')}</p>;
  return (
    <ol className="agenda">
      {filled.map((day) => {
        const date = shownDate(dateText(day), locale);
        const name = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
          new Date(day * 86_400_000),
        );
        return (
          <li key={day} className={day === today ? 'is-today' : undefined}>
            <div className="agenda-head">
              <h3>
                {date} <small>{day === today ? text('today') : name}</small>
              </h3>
              {mayCreate && (
                <Button
                  size="small"
                  type="text"
                  icon={<PlusOutlined aria-hidden="true" />}
                  aria-label={text('newOn', { day: date })}
                  onClick={() => acts.create(day)}
                />
              )}
            </div>
            {(days.get(day) ?? []).map((row) => (
              <CalendarEvent key={String(row['id'])} {...{ row, day, acts }} />
            ))}
          </li>
        );
      })}
    </ol>
  );
}
