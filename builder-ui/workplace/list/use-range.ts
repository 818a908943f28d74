import { useCallback, useEffect, useRef, useState } from 'react';
import { PAGE_ROWS } from './row-pages.ts';

/** A place further away than this is asked for when the scrolling rests there: each place on the way would be read. */
const NEAR_ROWS = 3 * PAGE_ROWS;
const REST_MS = 140;

/** The rows on the screen, `[from, to]`, in whole pages: what is asked for changes once a hundred rows, not with each of them. */
export function useRange(): readonly [readonly [number, number], (from: number, to: number) => void] {
  const [range, setRange] = useState<readonly [number, number]>([0, PAGE_ROWS - 1]);
  const held = useRef(range);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onRange = useCallback((from: number, to: number) => {
    const first = Math.floor(from / PAGE_ROWS) * PAGE_ROWS;
    const last = (Math.floor(to / PAGE_ROWS) + 1) * PAGE_ROWS;
    clearTimeout(timer.current);
    const [heldFirst, heldLast] = held.current;
    if (heldFirst === first && heldLast === last) return;
    const take = (): void => {
      held.current = [first, last];
      setRange([first, last]);
    };
    if (Math.abs(first - heldFirst) <= NEAR_ROWS) take();
    else timer.current = setTimeout(take, REST_MS);
  }, []);
  return [range, onRange];
}
