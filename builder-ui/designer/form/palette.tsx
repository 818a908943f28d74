import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import {
  AppstoreOutlined,
  BlockOutlined,
  CommentOutlined,
  InsertRowBelowOutlined,
  PicCenterOutlined,
  PlusOutlined,
  SearchOutlined,
} from '@ant-design/icons';
import { Input, Tooltip } from 'antd';
import { memo, useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { EntityKind } from '../../../schema/template/template.ts';
import { parseFieldType } from '../../../schema/template/field-types.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { FIELD_TYPE_INFO } from '../parts/field-type-info.tsx';
import { usePinyinSearch } from '../parts/pinyin-search.ts';
import { useFormDesign, useFormEntity, useFormTarget } from './form-context.tsx';
import { useFormDesignText, type FormDesignText } from './form-texts.ts';
import {
  PARTS,
  typeGroups,
  unplacedFields,
  wordsOfField,
  wordsOfType,
  type PaletteItem,
  type Part,
} from './palette-items.ts';

export const PART_ICONS: Readonly<Record<Part, ReactNode>> = {
  section: <InsertRowBelowOutlined />,
  tabs: <BlockOutlined />,
  columns: <PicCenterOutlined />,
  text: <CommentOutlined />,
};

/** Icon of a field's type. */
export function typeIcon(type: string): ReactNode {
  const parsed = parseFieldType(type);
  return parsed.ok ? FIELD_TYPE_INFO[parsed.value.kind].icon : <AppstoreOutlined />;
}

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly hint: string;
  readonly icon: ReactNode;
  readonly item: PaletteItem;
}

export interface EntryGroup {
  readonly key: string;
  readonly name: string;
  readonly entries: readonly Entry[];
}

/** Everything that can be added, by group, as far as it is meant by what was typed. */
export function usePaletteGroups(query: string): readonly EntryGroup[] {
  const entity = useFormEntity();
  const layout = useFormTarget()?.view.layout;
  const text = useFormDesignText();
  const { locale } = useLanguage();
  const matches = usePinyinSearch();
  const isMeant = useCallback(
    (texts: readonly string[]): boolean => query.trim() === '' || matches(query, texts),
    [query, matches],
  );
  const kind = entity?.kind;
  const isNumbered = entity?.number !== undefined;
  // What stays the same from edit to edit is not drawn anew with each of them.
  const fixed = useMemo(
    () =>
      kind === undefined ? [] : [...typeEntries({ kind, isNumbered, locale, isMeant }), partEntries(text, isMeant)],
    [kind, isNumbered, locale, isMeant, text],
  );
  const fields = useMemo<EntryGroup>(() => {
    const unplaced = entity === undefined || layout === undefined ? [] : unplacedFields(entity, layout);
    const entries = unplaced
      .filter((field) => isMeant(wordsOfField(field, locale)))
      .map((field): Entry => ({
        key: `field.${field.id}`,
        name: textIn(field.label, locale) || field.id,
        hint: textIn(field.help, locale),
        icon: typeIcon(field.type),
        item: { kind: 'field', field },
      }));
    return { key: 'unplaced', name: text('unplaced'), entries };
  }, [entity, layout, locale, isMeant, text]);
  return [fields, ...fixed].filter(({ entries }) => entries.length > 0);
}

type IsMeant = (texts: readonly string[]) => boolean;

interface TypesFor {
  readonly kind: EntityKind;
  readonly isNumbered: boolean;
  readonly locale: Locale;
  readonly isMeant: IsMeant;
}

function typeEntries({ kind, isNumbered, locale, isMeant }: TypesFor): readonly EntryGroup[] {
  return typeGroups(kind, isNumbered).map((group) => ({
    key: group.key,
    name: group.name[locale],
    entries: group.kinds
      .filter((type) => isMeant(wordsOfType(type)))
      .map((type): Entry => ({
        key: `type.${type}`,
        name: FIELD_TYPE_INFO[type].name[locale],
        hint: FIELD_TYPE_INFO[type].hint[locale],
        icon: FIELD_TYPE_INFO[type].icon,
        item: { kind: 'type', type },
      })),
  }));
}

function partEntries(text: FormDesignText, isMeant: IsMeant): EntryGroup {
  const entries = PARTS.filter((part) => isMeant([text(part), text(`${part}Hint`), part])).map((part): Entry => ({
    key: `part.${part}`,
    name: text(part),
    hint: text(`${part}Hint`),
    icon: PART_ICONS[part],
    item: { kind: 'part', part },
  }));
  return { key: 'parts', name: text('parts'), entries };
}

/** What can be put on the form: a click adds it after the selection. */
export function Palette(): ReactNode {
  const text = useFormDesignText();
  const [query, setQuery] = useState('');
  const groups = usePaletteGroups(query);
  return (
    <div className="palette">
      <Input
        allowClear
        size="middle"
        prefix={<SearchOutlined />}
        placeholder={text('searchTypes')}
        aria-label={text('searchTypes')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <div
        className="palette-groups"
        role="toolbar"
        aria-orientation="vertical"
        aria-label={text('palette')}
        onKeyDown={walk}
      >
        {groups.map(({ key, name, entries }) => (
          <section key={key} aria-labelledby={`palette-${key}`}>
            <h2 id={`palette-${key}`}>
              {name}
              {key === 'unplaced' && <span className="count">{entries.length}</span>}
            </h2>
            <ul className={key === 'unplaced' ? 'palette-list' : 'palette-list is-two'}>
              {entries.map((entry) => (
                <PaletteButton
                  key={entry.key}
                  entry={entry}
                  isField={key === 'unplaced'}
                  isStop={entry === groups[0]?.entries[0]}
                />
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 && <p className="palette-none">{text('nothingFound', { query })}</p>}
      </div>
    </div>
  );
}

/** The palette is one stop of the Tab key; arrows walk in it. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowDown' || event.key === 'ArrowRight' ? 1 : -1;
  if (by === -1 && event.key !== 'ArrowUp' && event.key !== 'ArrowLeft') return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  buttons[(at + by + buttons.length) % buttons.length]?.focus();
  event.preventDefault();
}

interface ButtonProps {
  readonly entry: Entry;
  readonly isField: boolean;
  /** Where the Tab key enters. */
  readonly isStop: boolean;
}

const PaletteButton = memo(function PaletteButton({ entry, isField, isStop }: ButtonProps): ReactNode {
  const { commands, drag } = useFormDesign();
  const element = useRef<HTMLButtonElement>(null);
  const { item } = entry;
  const latest = useRef(item);
  useEffect(() => {
    latest.current = item;
  });
  useEffect(() => {
    if (element.current === null) return undefined;
    return draggable({
      element: element.current,
      onDragStart: () => {
        drag.current = { kind: 'item', item: latest.current };
      },
    });
  }, [drag]);
  const button = (
    <button
      ref={element}
      type="button"
      className="palette-item"
      tabIndex={isStop ? 0 : -1}
      onClick={() => commands.add(item)}
    >
      <span aria-hidden="true">{entry.icon}</span>
      <span>{entry.name}</span>
      {isField && <PlusOutlined className="palette-plus" aria-hidden="true" />}
    </button>
  );
  return (
    <li>
      {entry.hint === '' ? (
        button
      ) : (
        <Tooltip title={entry.hint} placement="right" mouseEnterDelay={0.5}>
          {button}
        </Tooltip>
      )}
    </li>
  );
});
