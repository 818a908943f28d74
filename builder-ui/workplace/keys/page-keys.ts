import { useEffect, useId, useRef } from 'react';
import { create } from 'zustand';

/** Something that can be done on the page that is open; the palette offers it, and its keys do it. */
export interface PageAction {
  readonly id: string;
  readonly label: string;
  /** Each a key as `KeyboardEvent.key` names it, two after another (`g h`), or with `mod+`; any of them does it. */
  readonly keys?: readonly string[];
  readonly run: () => void;
  /** Moves or chooses only: it has keys, and is no command to search for. */
  readonly isMove?: boolean;
}

interface KeyState {
  readonly pages: ReadonlyMap<string, readonly PageAction[]>;
}

const useKeyStore = create<KeyState>(() => ({ pages: new Map() }));

/** Makes these the actions of the page while the component stands (SPEC [WRK-80]). */
export function usePageActions(actions: readonly PageAction[]): void {
  const owner = useId();
  const latest = useRef(actions);
  latest.current = actions;
  const told = actions.map(({ id, label, keys = [] }) => `${id} ${label} ${keys.join()}`).join('\n');
  useEffect(() => {
    const stable = latest.current.map((action, index): PageAction => ({
      ...action,
      run: () => latest.current[index]?.run(),
    }));
    useKeyStore.setState(({ pages }) => ({ pages: new Map([...pages, [owner, stable]]) }));
    return () => useKeyStore.setState(({ pages }) => ({ pages: new Map([...pages].filter(([key]) => key !== owner)) }));
  }, [owner, told]);
}

/** All actions of what is open, those of the page after those of the frame. */
export function useKnownActions(): readonly PageAction[] {
  const { pages } = useKeyStore();
  return [...pages.values()].flat();
}

/** How long the second key of two may take. */
const SECOND_KEY_MS = 1_200;

const TYPING = 'input, textarea, select, [contenteditable="true"], .cm-editor';
/** Where keys belong to what is open on top. */
const ON_TOP = '.ant-modal, .ant-dropdown:not(.ant-dropdown-hidden), .ant-drawer-open, .ant-popover-open';

/**
 * Hears the keys of all actions, the page's before the frame's. Single keys are off where the reader wants none (WCAG
 * 2.1.4), while something is typed, and while a dialog is open.
 */
export function useActionKeys(areSinglesOn: boolean): void {
  useEffect(() => {
    let first: string | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hear = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      const isMod = event.ctrlKey || event.metaKey;
      // No character, so that it is heard while something is typed, and whatever the reader wants of single keys.
      const isHelp = event.key === 'F1' && !isMod && !isOnTop();
      if (!isMod && !isHelp && (!areSinglesOn || isTaken(event))) return;
      const pressed = isMod ? `mod+${event.key.toLowerCase()}` : event.key;
      const both = first === undefined || isMod ? undefined : `${first} ${pressed}`;
      clearTimeout(timer);
      first = undefined;
      const actions = [...useKeyStore.getState().pages.values()].flat().toReversed();
      const has = (key: string | undefined): PageAction | undefined =>
        key === undefined ? undefined : actions.find(({ keys = [] }) => keys.includes(key));
      const found = has(both) ?? has(pressed);
      if (found !== undefined && (!event.repeat || found.isMove === true)) {
        event.preventDefault();
        found.run();
        return;
      }
      if (actions.every(({ keys = [] }) => !keys.some((key) => key.startsWith(`${pressed} `)))) return;
      first = pressed;
      timer = setTimeout(() => {
        first = undefined;
      }, SECOND_KEY_MS);
    };
    addEventListener('keydown', hear);
    return () => {
      clearTimeout(timer);
      removeEventListener('keydown', hear);
    };
  }, [areSinglesOn]);
}

function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : undefined;
  const isTyping = target?.closest(TYPING);
  if (isTyping !== null && isTyping !== undefined) {
    // A box to tick takes no letters.
    if (!(isTyping instanceof HTMLInputElement && ['checkbox', 'radio'].includes(isTyping.type))) return true;
  }
  // Buttons, links and lists take their own keys first.
  const isOwn = target?.closest(
    '[role="grid"], [role="menu"], [role="listbox"], [role="tablist"], [role="radiogroup"]',
  );
  if (isOwn !== null && isOwn !== undefined && event.key.length > 1) return true;
  const isPressed = event.key === ' ' || event.key === 'Enter';
  if (isPressed && target !== undefined && target.closest('button, a, summary, label, input') !== null) return true;
  return isOnTop();
}

/** Whether a dialog or a menu is open. */
function isOnTop(): boolean {
  return [...document.querySelectorAll(ON_TOP)].some((element) => element.checkVisibility());
}
