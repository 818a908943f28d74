import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useFormText } from '../form-texts.ts';
import { Glyph } from '../glyphs.tsx';
import type { RowAction } from './row-changes.ts';
import './row-menu.css';

/** The row whose menu is open, and the button that opened it. */
export interface OpenMenu {
  readonly key: string;
  readonly index: number;
  readonly anchor: HTMLElement;
}

interface RowMenuProps {
  readonly menu: OpenMenu;
  readonly isLast: boolean;
  readonly onAction: (action: RowAction, key: string) => void;
  readonly onClose: () => void;
}

const ITEMS = [
  { action: 'up', glyph: 'up', text: 'rowUp', keys: 'Alt+↑' },
  { action: 'down', glyph: 'down', text: 'rowDown', keys: 'Alt+↓' },
  { action: 'duplicate', glyph: 'copy', text: 'rowDuplicate', keys: 'Ctrl+Shift+D' },
] as const;

/** What else can be done with a row, each with its key; in the top layer, so that no scroll box cuts it off. */
export function RowMenu({ menu, isLast, onAction, onClose }: RowMenuProps): ReactNode {
  const { key, index, anchor } = menu;
  const t = useFormText();
  const popup = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = popup.current;
    if (element === null) return;
    element.showPopover();
    const box = anchor.getBoundingClientRect();
    const isAbove = box.bottom + element.offsetHeight + 8 > window.innerHeight;
    element.style.top = `${isAbove ? box.top - element.offsetHeight - 4 : box.bottom + 4}px`;
    element.style.left = `${Math.max(4, box.right - element.offsetWidth)}px`;
    element.querySelector<HTMLElement>('button:enabled')?.focus();
  }, [anchor]);
  useEffect(() => {
    const outside = (event: Event): void => {
      if (event.target instanceof Node && popup.current?.contains(event.target) === true) return;
      onClose();
    };
    window.addEventListener('pointerdown', outside, true);
    window.addEventListener('scroll', onClose, { capture: true, passive: true });
    return () => {
      window.removeEventListener('pointerdown', outside, true);
      window.removeEventListener('scroll', onClose, { capture: true });
    };
  }, [onClose]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const items = [...(popup.current?.querySelectorAll<HTMLElement>('button:enabled') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) items[(at + step + items.length) % items.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') {
      onClose();
      anchor.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={popup}
      popover="manual"
      role="menu"
      aria-label={t('rowMenu', { row: index + 1 })}
      className="fw-row-menu"
      onKeyDown={onKeyDown}
    >
      {ITEMS.map(({ action, glyph, text, keys }) => (
        <button
          key={action}
          type="button"
          role="menuitem"
          disabled={(action === 'up' && index === 0) || (action === 'down' && isLast)}
          onClick={() => {
            onClose();
            onAction(action, key);
          }}
        >
          <Glyph name={glyph} />
          <span>{t(text)}</span>
          <kbd>{keys}</kbd>
        </button>
      ))}
    </div>
  );
}
