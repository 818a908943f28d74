import { useCallback, type KeyboardEvent } from 'react';
import { useFormDesign } from './form-context.tsx';
import type { FormCommands } from './form-commands.ts';
import type { Stage } from './form-stage.ts';
import { idsBetween, placedNodes } from './layout-tree.ts';

interface Keys {
  readonly commands: FormCommands;
  readonly stage: Stage;
}

/** What keys do in the canvas and in the outline alike (SPEC [DSG-33]). */
export function useFormKeys(): (event: KeyboardEvent) => void {
  const { commands, stage } = useFormDesign();
  return useCallback(
    (event) => {
      // In what is being typed, and in what stands inside, keys have their own meaning.
      if (event.target !== event.currentTarget || event.nativeEvent.isComposing) return;
      if (act({ commands, stage }, event)) event.preventDefault();
    },
    [commands, stage],
  );
}

function act(keys: Keys, event: KeyboardEvent): boolean {
  const { commands, stage } = keys;
  const { key } = event;
  const isControl = event.ctrlKey || event.metaKey;
  if (event.altKey) return moveBy(commands, event);
  if (isControl) return controlKey(keys, key.toLowerCase());
  const { focused } = commands;
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return step(keys, 1, event.shiftKey);
    case 'ArrowUp':
    case 'ArrowLeft':
      return step(keys, -1, event.shiftKey);
    case 'Home':
      return step(keys, -Infinity, event.shiftKey);
    case 'End':
      return step(keys, Infinity, event.shiftKey);
    case 'Enter':
    case 'F2':
      if (focused !== undefined)
        commands.edit(focused, event.currentTarget.id === 'form-outline' ? 'outline' : 'canvas');
      return focused !== undefined;
    case 'Delete':
    case 'Backspace':
      commands.remove();
      return true;
    case 'Escape':
      return selectParent(commands);
    case '/':
      stage.setState({ picking: { kind: 'add' } });
      return true;
    case '1':
      commands.setWidth('full');
      return true;
    case '2':
      commands.setWidth('half');
      return true;
    case '3':
      commands.setWidth('third');
      return true;
    default:
      return false;
  }
}

function moveBy(commands: FormCommands, { key, shiftKey }: KeyboardEvent): boolean {
  const isOn = key === 'ArrowDown' || key === 'ArrowRight';
  if (!isOn && key !== 'ArrowUp' && key !== 'ArrowLeft') return false;
  if (!shiftKey) commands.move(isOn ? 'on' : 'back');
  else if (isOn) commands.moveIn();
  else commands.moveOut();
  return true;
}

function controlKey({ commands }: Keys, key: string): boolean {
  if (key === 'd') commands.duplicate();
  else if (key === 'a') {
    const layout = commands.target?.view.layout ?? [];
    commands.select(placedNodes(layout).flatMap(({ node }) => ('children' in node ? [] : [node.id])));
  } else return false;
  return true;
}

function step({ commands, stage }: Keys, by: number, isExtending: boolean): boolean {
  const layout = commands.target?.view.layout ?? [];
  const ids = placedNodes(layout).map(({ node }) => node.id);
  const at = ids.indexOf(commands.focused ?? '');
  const wanted = at < 0 && by < 0 ? 0 : Math.min(Math.max(at + by, 0), ids.length - 1);
  const id = ids[wanted];
  if (id === undefined) return true;
  const { selected } = stage.getState();
  const [first] = selected;
  commands.select(isExtending && first !== undefined ? towards(idsBetween(layout, first, id), first) : [id]);
  return true;
}

/** The one that the selection began with comes first, the one that it reaches last. */
export function towards(ids: readonly string[], first: string): readonly string[] {
  return ids[0] === first ? ids : ids.toReversed();
}

function selectParent(commands: FormCommands): boolean {
  const layout = commands.target?.view.layout ?? [];
  const placed = placedNodes(layout).find(({ node }) => node.id === commands.focused);
  const parent = placed?.parents.at(-1);
  commands.select(parent === undefined ? [] : [parent.id]);
  return true;
}
