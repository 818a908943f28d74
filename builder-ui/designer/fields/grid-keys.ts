import type { KeyboardEvent } from 'react';

/**
 * Up, Down and Enter move between the cells of a column; Left and Right at the end of a text to the next cell. Cells
 * carry `data-row` and `data-column`. A list that is open keeps its keys.
 */
export function moveInGrid(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
  const { target, currentTarget, key } = event;
  if (!(target instanceof HTMLElement)) return;
  const cell = target.closest<HTMLElement>('[data-row]');
  if (cell === null || target.getAttribute('aria-expanded') === 'true') return;
  const step = stepOf(key, target, event.shiftKey);
  if (step === undefined) return;
  const row = Number(cell.dataset['row']) + step[0];
  const column = Number(cell.dataset['column']) + step[1];
  const next = currentTarget.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`);
  const inner = next?.matches('input,button') === true ? next : next?.querySelector<HTMLElement>('input,button,select');
  if (inner === undefined || inner === null) return;
  event.preventDefault();
  inner.focus();
  if (inner instanceof HTMLInputElement && inner.type === 'text') inner.select();
}

function stepOf(
  key: string,
  target: HTMLElement,
  isShift: boolean,
): readonly [rows: number, columns: number] | undefined {
  const isSelect = target instanceof HTMLSelectElement || target.getAttribute('role') === 'combobox';
  if (key === 'ArrowDown') return isSelect ? undefined : [1, 0];
  if (key === 'ArrowUp') return isSelect ? undefined : [-1, 0];
  if (key === 'Enter') return isSelect ? undefined : [isShift ? -1 : 1, 0];
  const isText = target instanceof HTMLInputElement && target.type === 'text';
  const atStart = !isText || (target.selectionStart === 0 && target.selectionEnd === 0);
  const atEnd = !isText || target.selectionStart === target.value.length;
  if (key === 'ArrowLeft' && atStart) return [0, -1];
  if (key === 'ArrowRight' && atEnd) return [0, 1];
  return undefined;
}
