import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Edit } from '../../../schema/model/edits.ts';
import type { EntityDef, FieldDef } from '../../../schema/template/template.ts';
import { useDraftSession } from '../session/draft-context.tsx';
import { useFieldText } from './field-texts.ts';

export interface BulkBarProps {
  readonly entity: EntityDef;
  readonly chosen: readonly FieldDef[];
  /** Called when the chosen fields are gone. */
  readonly done: () => void;
}

/** What can be done with several fields at once; each is one step to undo. */
export function BulkBar({ entity, chosen, done }: BulkBarProps): ReactNode {
  const text = useFieldText();
  const session = useDraftSession();
  const list = ['entities', entity.id, 'fields'];
  const require = (value: boolean): void => {
    const edits = chosen.map(({ id }): Edit => ({
      kind: 'setProperty',
      at: [...list, id],
      key: 'required',
      ...(value ? { value } : {}),
    }));
    session.run(text('stepBulk', { count: chosen.length }), edits);
  };
  return (
    <div className="bulk-bar" role="toolbar" aria-label={text('selected', { count: chosen.length })}>
      <strong>{text('selected', { count: chosen.length })}</strong>
      <Button size="small" onClick={() => require(true)}>
        {text('makeRequired')}
      </Button>
      <Button size="small" onClick={() => require(false)}>
        {text('makeOptional')}
      </Button>
      <Button
        size="small"
        icon={<ArrowUpOutlined aria-hidden />}
        onClick={() => session.run(text('stepMove'), moveEdits(entity, chosen, 'up'))}
      >
        {text('up')}
      </Button>
      <Button
        size="small"
        icon={<ArrowDownOutlined aria-hidden />}
        onClick={() => session.run(text('stepMove'), moveEdits(entity, chosen, 'down'))}
      >
        {text('down')}
      </Button>
      <Button
        size="small"
        danger
        icon={<DeleteOutlined aria-hidden />}
        title={text('removeHint')}
        onClick={() => {
          const edits = chosen.map(({ id }): Edit => ({ kind: 'removeItem', list, id }));
          if (session.run(text('stepRemove'), edits)) done();
        }}
      >
        {text('remove')}
      </Button>
    </div>
  );
}

/** Moves the chosen as a block by one place, keeping their order. */
function moveEdits(entity: EntityDef, chosen: readonly FieldDef[], way: 'up' | 'down'): readonly Edit[] {
  const list = ['entities', entity.id, 'fields'];
  const ids = entity.fields.map(({ id }) => id);
  const isChosen = new Set(chosen.map(({ id }) => id));
  const places = chosen.map(({ id }) => ids.indexOf(id)).toSorted((a, b) => a - b);
  const [first = 0] = places;
  const last = places.at(-1) ?? 0;
  // Everything chosen comes to stand before this one; at the end when there is none.
  const rest = ids.filter((id) => !isChosen.has(id));
  const before =
    way === 'up' ? rest.findLast((id) => ids.indexOf(id) < first) : rest.find((id) => ids.indexOf(id) > last);
  const target = way === 'up' ? before : before === undefined ? undefined : rest[rest.indexOf(before) + 1];
  if (before === undefined) return [];
  return places.map((place): Edit => {
    const id = ids[place] ?? '';
    return { kind: 'moveItem', list, id, ...(target === undefined ? {} : { before: target }) };
  });
}
