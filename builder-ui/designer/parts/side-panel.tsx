import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import { usePartText } from './part-texts.ts';

export interface SidePanelProps {
  /** What it is of was made just now, and has a name to be given. */
  readonly isNew?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * The settings of what is chosen, beside the page it is chosen on (SPEC [DSG-121]): the keyboard goes in with the
 * choice, to the name of what is new, and back to what is chosen with Escape and when it is closed. Where it stands
 * below the page it is scrolled to.
 */
export function SidePanel({ isNew = false, onClose, children }: SidePanelProps): ReactNode {
  const text = usePartText();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = panel.current;
    if (element === null) return;
    if (isBelow(element)) element.scrollIntoView({ block: 'start' });
    if (isNew) enterName(element);
    else if (document.activeElement?.matches(`${CHOSEN}:focus-visible`) === true)
      element.focus({ preventScroll: true });
  }, [isNew]);
  const goBack = (): void => panel.current?.parentElement?.querySelector<HTMLElement>(CHOSEN)?.focus();
  return (
    <aside
      ref={panel}
      className="flow-panel"
      tabIndex={-1}
      aria-label={text('settings')}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && !isTyping(event.target)) goBack();
      }}
    >
      <Button
        type="text"
        className="flow-panel-close"
        icon={<CloseOutlined />}
        aria-label={text('closeSettings')}
        title={text('closeSettings')}
        onClick={() => {
          goBack();
          onClose();
        }}
      />
      {children}
    </aside>
  );
}

const CHOSEN = '[aria-pressed=true]';

/** The first thing that one wants to type: what is there is typed over. */
function enterName(panel: HTMLElement): void {
  const name = panel.querySelector<HTMLInputElement>('input[type=text]');
  name?.focus();
  name?.select();
}

function isBelow(panel: HTMLElement): boolean {
  const page = panel.previousElementSibling;
  return page !== null && panel.getBoundingClientRect().top >= page.getBoundingClientRect().bottom;
}

/** Escape is the field's own there: it takes back what is typed, or closes a list. */
function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, [contenteditable=true]');
}
