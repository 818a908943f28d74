import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { HolderOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useAdminText } from './admin-texts.ts';
import { usePeopleText } from './people-texts.ts';

/** What a department that is dragged carries. */
const DEPARTMENT = 'department';

/** The id of the department that is dragged; `undefined` for whatever else is. */
export function draggedDepartment(data: Readonly<Record<string | symbol, unknown>>): string | undefined {
  const id = data[DEPARTMENT];
  return typeof id === 'string' ? id : undefined;
}

interface Moves {
  /** Whether the department may be put there. */
  readonly mayTake: (id: string) => boolean;
  readonly onTake: (id: string) => void;
}

interface RowProps extends Moves {
  readonly id: string;
  readonly name: string;
  readonly people: readonly string[];
  readonly onAdd: () => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

/** A department: dragged as a whole, and wherever on it another is dropped, that one stands below it. */
export function DepartmentRow({ id, name, people, onAdd, onEdit, onRemove, mayTake, onTake }: RowProps): ReactNode {
  const text = usePeopleText();
  const adminText = useAdminText();
  const row = useRef<HTMLSpanElement>(null);
  const [isHeld, setHeld] = useState(false);
  const isOver = useTaking(row, { mayTake, onTake });
  useEffect(() => {
    if (row.current === null) return undefined;
    return draggable({
      element: row.current,
      getInitialData: () => ({ [DEPARTMENT]: id }),
      onDragStart: () => setHeld(true),
      onDrop: () => setHeld(false),
    });
  }, [id]);
  return (
    <span ref={row} className={`adm-dept${isOver ? ' is-over' : ''}${isHeld ? ' is-held' : ''}`}>
      <HolderOutlined className="adm-grip" aria-hidden />
      <strong>{name}</strong>
      <span className="adm-soft" title={people.join(' · ')}>
        {text('count', { count: people.length })}
        {people.length > 0 && ` · ${people.slice(0, 3).join(' · ')}${people.length > 3 ? '…' : ''}`}
      </span>
      <span className="adm-dept-acts">
        <Button size="small" type="text" onClick={onEdit}>
          {adminText('edit')}
          <span className="unseen"> {name}</span>
        </Button>
        <Button size="small" type="text" onClick={onAdd}>
          {text('addBelow')}
          <span className="unseen"> {name}</span>
        </Button>
        <Button size="small" type="text" danger onClick={onRemove}>
          {text('removeDepartment')}
          <span className="unseen"> {name}</span>
        </Button>
      </span>
    </span>
  );
}

/** Where a department is dropped that shall stand at the top; shown while one is dragged. */
export function TopTarget(moves: Moves): ReactNode {
  const text = usePeopleText();
  const place = useRef<HTMLDivElement>(null);
  const isOver = useTaking(place, moves);
  return (
    <div ref={place} className={`adm-dept-top${isOver ? ' is-over' : ''}`}>
      {text('dropTop')}
    </div>
  );
}

/** Lets departments be dropped on an element; tells whether one that may is over it. */
function useTaking(place: RefObject<HTMLElement | null>, { mayTake, onTake }: Moves): boolean {
  const [isOver, setOver] = useState(false);
  const may = useEffectEvent((data: Readonly<Record<string | symbol, unknown>>) => {
    const id = draggedDepartment(data);
    return id !== undefined && mayTake(id);
  });
  const take = useEffectEvent((data: Readonly<Record<string | symbol, unknown>>) => {
    const id = draggedDepartment(data);
    if (id !== undefined) onTake(id);
  });
  useEffect(() => {
    if (place.current === null) return undefined;
    return dropTargetForElements({
      element: place.current,
      canDrop: ({ source }) => may(source.data),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        take(source.data);
      },
    });
  }, [place]);
  return isOver;
}
