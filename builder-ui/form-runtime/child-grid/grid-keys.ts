import type { KeyboardEvent } from 'react';

/** What a key does in a grid. */
export type GridAction =
  | { readonly kind: 'go'; readonly rows: number; readonly columns: number; readonly adds: boolean }
  | { readonly kind: 'move'; readonly by: number }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'delete' };

/** Inputs of the browser whose parts the arrows change. */
const PARTED = ['date', 'time', 'datetime-local'];

/** Reads a key pressed in a cell (SPEC [FORM-10]); `undefined` for what is the cell's own. */
export function gridAction(event: KeyboardEvent<HTMLElement>): GridAction | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (event.nativeEvent.isComposing) return undefined;
  const isCtrl = ctrlKey || metaKey;
  if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) return { kind: 'move', by: key === 'ArrowUp' ? -1 : 1 };
  if (isCtrl && shiftKey && key.toLowerCase() === 'd') return { kind: 'duplicate' };
  if (isCtrl && key === 'Delete') return { kind: 'delete' };
  if (altKey || isCtrl) return undefined;
  if (key === 'Enter') return { kind: 'go', rows: shiftKey ? -1 : 1, columns: 0, adds: !shiftKey };
  const { target } = event;
  const isParted = target instanceof HTMLInputElement && PARTED.includes(target.type);
  if (isParted || shiftKey) return undefined;
  if (key === 'ArrowDown') return { kind: 'go', rows: 1, columns: 0, adds: false };
  if (key === 'ArrowUp') return { kind: 'go', rows: -1, columns: 0, adds: false };
  if (key === 'ArrowLeft' && isAtEdge(target, 'start')) return { kind: 'go', rows: 0, columns: -1, adds: false };
  if (key === 'ArrowRight' && isAtEdge(target, 'end')) return { kind: 'go', rows: 0, columns: 1, adds: false };
  return undefined;
}

/** Whether the caret stands where there is no more text to walk through; a whole selection is no caret. */
function isAtEdge(target: EventTarget, edge: 'start' | 'end'): boolean {
  if (!(target instanceof HTMLInputElement) && !(target instanceof HTMLTextAreaElement)) return true;
  if (target instanceof HTMLInputElement && target.type === 'checkbox') return true;
  const { selectionStart, selectionEnd, value } = target;
  if (selectionStart === null || selectionStart !== selectionEnd)
    return value === '' || (selectionEnd === value.length && selectionStart === 0);
  return edge === 'start' ? selectionStart === 0 : selectionEnd === value.length;
}
