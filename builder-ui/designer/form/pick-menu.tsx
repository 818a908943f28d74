import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { FieldKind } from '../../../schema/model/model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { FIELD_TYPE_INFO } from '../parts/field-type-info.tsx';
import { usePinyinSearch } from '../parts/pinyin-search.ts';
import { useDraft } from '../session/draft-context.tsx';
import { CANVAS_ID, canvasId } from './canvas-node.tsx';
import { refTargets } from './field-additions.ts';
import { useFormDesign, useFormEntity, useStage } from './form-context.tsx';
import { useFormDesignText } from './form-texts.ts';
import { usePaletteGroups, type EntryGroup } from './palette.tsx';

/** The menu at the selection: opened by `/`, or to ask where a reference leads. Type, choose with the arrows, Enter. */
export function PickMenu(): ReactNode {
  const picking = useStage((state) => state.picking);
  if (picking === undefined) return null;
  return picking.kind === 'add' ? <AddMenu /> : <TargetMenu type={picking.type} />;
}

function AddMenu(): ReactNode {
  const text = useFormDesignText();
  const [query, setQuery] = useState('');
  const groups = usePaletteGroups(query);
  return <Menu title={text('addHere')} query={query} setQuery={setQuery} groups={groups} />;
}

function TargetMenu({ type }: { readonly type: FieldKind }): ReactNode {
  const text = useFormDesignText();
  const { locale } = useLanguage();
  const [query, setQuery] = useState('');
  const matches = usePinyinSearch();
  const entity = useFormEntity();
  const template = useDraft(({ log }) => log.template);
  const targets = entity === undefined ? [] : refTargets(template, entity);
  const entries = targets
    .filter(({ label, id }) => matches(query, [...Object.values(label ?? {}), id]))
    .map(({ id, label }) => ({
      key: id,
      name: textIn(label, locale) || id,
      hint: '',
      icon: FIELD_TYPE_INFO[type].icon,
      item: { kind: 'type', type, to: id } as const,
    }));
  const groups = entries.length === 0 ? [] : [{ key: 'targets', name: text('chooseTarget'), entries }];
  return <Menu title={text('chooseTarget')} query={query} setQuery={setQuery} groups={groups} />;
}

interface MenuProps {
  readonly title: string;
  readonly query: string;
  readonly setQuery: (query: string) => void;
  readonly groups: readonly EntryGroup[];
}

function Menu({ title, query, setQuery, groups }: MenuProps): ReactNode {
  const { commands, stage } = useFormDesign();
  const text = useFormDesignText();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const entries = groups.flatMap((group) => group.entries);
  const active = entries[Math.min(at, entries.length - 1)];
  useStandBeside(box, commands.focused);
  useEffect(() => {
    if (active !== undefined) document.getElementById(`${id}-${active.key}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  const close = (): void => {
    stage.setState({ picking: undefined });
    document.getElementById(CANVAS_ID)?.focus({ preventScroll: true });
  };
  const choose = (entry: typeof active): void => {
    if (entry === undefined) return;
    close();
    commands.add(entry.item);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, entries.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') choose(active);
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      className="pick-menu"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) stage.setState({ picking: undefined });
      }}
    >
      <input
        autoFocus
        role="combobox"
        aria-label={title}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(active === undefined ? {} : { 'aria-activedescendant': `${id}-${active.key}` })}
        placeholder={title}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label={title} className="pick-list" tabIndex={-1}>
        {groups.map((group) => (
          <div key={group.key} role="group" aria-labelledby={`${id}-g-${group.key}`}>
            <div id={`${id}-g-${group.key}`} className="pick-group" role="presentation">
              {group.name}
            </div>
            {group.entries.map((entry) => (
              <div
                key={entry.key}
                id={`${id}-${entry.key}`}
                role="option"
                aria-selected={entry === active}
                className={entry === active ? 'pick-option is-active' : 'pick-option'}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(entry)}
              >
                <span aria-hidden="true">{entry.icon}</span>
                <span>{entry.name}</span>
                <span className="pick-hint">{entry.hint}</span>
              </div>
            ))}
          </div>
        ))}
      </div>
      {entries.length === 0 && <p className="pick-none">{text('nothingFound', { query })}</p>}
    </div>
  );
}

/** What is always above the canvas. */
const TOP_PX = 120;
const MENU_PX = { width: 320, height: 380, gap: 6 };

/** Below the selection where there is room, else above it, else beside it; without one in the canvas. */
function useStandBeside(box: { readonly current: HTMLDivElement | null }, node: string | undefined): void {
  useEffect(() => {
    const menu = box.current;
    if (menu === null) return;
    const beside =
      document.getElementById(node === undefined ? CANVAS_ID : canvasId(node)) ?? document.getElementById(CANVAS_ID);
    const area = beside?.getBoundingClientRect();
    if (area === undefined) return;
    const isBelow = area.bottom + MENU_PX.gap + MENU_PX.height < innerHeight;
    const above = area.top - MENU_PX.height - MENU_PX.gap;
    const isBeside = !isBelow && above < TOP_PX;
    const wanted = isBelow ? area.bottom + MENU_PX.gap : isBeside ? area.top : above;
    const top = Math.min(Math.max(wanted, TOP_PX), innerHeight - MENU_PX.height - 12);
    const toTheRight = area.right + MENU_PX.gap;
    const left = Math.min(isBeside ? toTheRight : area.left, innerWidth - MENU_PX.width - 12);
    menu.style.transform = `translate(${left}px, ${top}px)`;
  }, [box, node]);
}
