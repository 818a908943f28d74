import type { KeyboardEvent } from 'react';

/** What a key does to the list of a combobox: a number is the option that becomes active. */
export type ComboAction = 'open' | 'close' | 'pick' | number;

interface Keyed {
  readonly isOpen: boolean;
  readonly active: number;
  readonly count: number;
}

/** Reads a key and takes it from the browser and the grid around; `undefined` for what is the input's own. */
export function comboKey(
  event: KeyboardEvent<HTMLInputElement>,
  { isOpen, active, count }: Keyed,
): ComboAction | undefined {
  const { key, altKey, currentTarget } = event;
  if (!isOpen) {
    // In a grid the arrows go from row to row; F4 opens there as everywhere.
    const opens = key === 'F4' || (key === 'ArrowDown' && !altKey && currentTarget.closest('[data-grid]') === null);
    if (!opens) return undefined;
    event.preventDefault();
    return 'open';
  }
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: (active + 1) % Math.max(count, 1),
    ArrowUp: (active - 1 + count) % Math.max(count, 1),
    PageDown: Math.min(active + 8, count - 1),
    PageUp: Math.max(active - 8, 0),
  };
  const move = moves[key];
  if (move === undefined && key !== 'Enter' && key !== 'Escape') return undefined;
  event.preventDefault();
  event.stopPropagation();
  return move ?? (key === 'Enter' ? 'pick' : 'close');
}
