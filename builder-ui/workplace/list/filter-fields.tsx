import { Input, type InputRef } from 'antd';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { usePinyinSearch } from '../../designer/parts/pinyin-search.ts';
import type { PathEnd } from '../documents/field-path.ts';
import { useWorkText } from '../work-texts.ts';
import './condition-editor.css';

/** What can be filtered by, found by typing, in pinyin too (SPEC [WRK-4]); the arrows go on from there. */
export function FilterFields({
  ends,
  onChoose,
}: {
  readonly ends: readonly PathEnd[];
  readonly onChoose: (path: string) => void;
}): ReactNode {
  const text = useWorkText();
  const matches = usePinyinSearch();
  const [typed, setTyped] = useState('');
  const input = useRef<InputRef>(null);
  const menu = useRef<HTMLDivElement>(null);
  // The window that it stands in takes the focus when it opens.
  useEffect(() => {
    const timer = setTimeout(() => input.current?.focus(), 0);
    return () => clearTimeout(timer);
  }, []);
  const found = ends.filter(({ label }) => matches(typed, [label]));
  const [first] = found;
  const go = (event: KeyboardEvent, at: number): void => {
    event.preventDefault();
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    if (at < 0) input.current?.focus();
    else items[Math.min(at, items.length - 1)]?.focus();
  };
  return (
    <div className="filter-fields">
      <Input
        ref={input}
        type="search"
        aria-label={text('addFilterBy')}
        placeholder={text('addFilterBy')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') go(event, 0);
        }}
        onPressEnter={(event) => {
          if (first !== undefined && !event.nativeEvent.isComposing) onChoose(first.path);
        }}
      />
      <div role="menu" aria-label={text('addFilterBy')} ref={menu}>
        {found.map(({ path, label }, index) => (
          <button
            key={path}
            type="button"
            role="menuitem"
            onClick={() => onChoose(path)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') go(event, index + 1);
              if (event.key === 'ArrowUp') go(event, index - 1);
            }}
          >
            {label}
          </button>
        ))}
      </div>
      {first === undefined && <p className="choices-none">{text('noChoices')}</p>}
    </div>
  );
}
