import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { MoreOutlined } from '@ant-design/icons';
import { Dropdown } from 'antd';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { FieldKind } from '../../../../schema/model/model.ts';
import { admits } from '../../../../schema/expr/evaluate.ts';
import { titleName } from '../../documents/field-path.ts';
import { expressionRow, textOf, valueIn, type ApiRow } from '../../documents/row-values.ts';
import { cellText, tint } from '../cell.tsx';
import { useLookText } from '../look-texts.ts';
import { clockOf } from './calendar-days.ts';
import type { CalendarActs } from './calendar-grid.tsx';

const EVENT = Symbol('event');

/** What is being dragged: the row, and the day that it was taken from. */
export function dragged(
  data: Record<string | symbol, unknown>,
): { readonly row: ApiRow; readonly day: number } | undefined {
  const held = data[EVENT];
  if (typeof held !== 'object' || held === null || !('row' in held) || !('day' in held)) return undefined;
  const { row, day } = held;
  return typeof row === 'object' && row !== null && typeof day === 'number' ? { row: { ...row }, day } : undefined;
}

interface EventProps {
  readonly row: ApiRow;
  readonly day: number;
  readonly acts: CalendarActs;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** A row on a day: it opens, is dragged to another day, and is moved by Alt and the arrows or by its menu. */
export function CalendarEvent({ row, day, acts }: EventProps): ReactNode {
  const { columning, fields, colors, context, mayMove } = acts;
  const { entity, model } = columning;
  const text = useLookText();
  const element = useRef<HTMLDivElement>(null);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    const event = element.current;
    if (event === null || !mayMove) return undefined;
    return draggable({
      element: event,
      getInitialData: () => ({ [EVENT]: { row, day } }),
      onDragStart: () => setHeld(true),
      onDrop: () => setHeld(false),
    });
  }, [row, day, mayMove]);
  const doc = colors.length === 0 ? {} : expressionRow(model, entity, row);
  const color = colors.find(({ when }) => admits(when, { doc }, context))?.color ?? stateColor(acts, row);
  const title = textOf(row[titleName(entity)]) || textOf(row['id']).slice(0, 8);
  const clock = clockOf(fields.start, row, fields.timeZone);
  const { second } = acts;
  const more = second === undefined ? '' : cellText(second, valueIn(row, second.steps), acts.reading);
  // A number that is cut says nothing; whom the row is about does.
  const isNumbered = more !== '' && second?.kind !== 'enum' && titleKind(acts) === 'sequence';
  const press = (event: KeyboardEvent): void => {
    const by = STEPS[event.key];
    if (!event.altKey || by === undefined || !mayMove) return;
    event.preventDefault();
    acts.move(row, by, true);
  };
  return (
    <div
      ref={element}
      className={`calendar-event${isHeld ? ' is-held' : ''}${mayMove ? ' may-move' : ''}`}
      data-color={color}
      {...tint(color)}
    >
      <button
        type="button"
        className="calendar-event-open"
        data-event={String(row['id'])}
        title={[title, more, mayMove ? text('moveHint') : ''].filter((part) => part !== '').join(' · ')}
        aria-keyshortcuts={mayMove ? 'Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown' : undefined}
        onKeyDown={press}
        onClick={() => acts.open(row)}
      >
        {clock !== '' && <time>{clock} </time>}
        <span className="calendar-event-first">{isNumbered ? more : title}</span>
        {more !== '' && <span className="calendar-event-second"> {isNumbered ? title : more}</span>}
      </button>
      {mayMove && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'dayBack', label: text('dayBack'), onClick: () => acts.move(row, -1, true) },
              { key: 'dayOn', label: text('dayOn'), onClick: () => acts.move(row, 1, true) },
              { key: 'weekBack', label: text('weekBack'), onClick: () => acts.move(row, -7, true) },
              { key: 'weekOn', label: text('weekOn'), onClick: () => acts.move(row, 7, true) },
            ],
          }}
        >
          <button type="button" className="calendar-event-move" aria-label={text('moveEvent', { what: title })}>
            <MoreOutlined aria-hidden="true" />
          </button>
        </Dropdown>
      )}
    </div>
  );
}

function titleKind({ columning: { entity } }: CalendarActs): FieldKind | undefined {
  return entity.fields.find(({ id }) => id === entity.title)?.type.kind;
}

/** Where the view says nothing, a row has the colour of its state. */
function stateColor({ columning: { model, entity } }: CalendarActs, row: ApiRow): string | undefined {
  const workflow = model.behaviour.workflows.find(({ id }) => id === entity.workflow);
  return workflow?.states.find(({ id }) => id === row['state'])?.color;
}
