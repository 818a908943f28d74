import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';

const LOOK_MS = 100;
/** Pages and the draft come later than the address. */
const LOOKS_MAX = 60;
const SHOWN_MS = 2_400;

/**
 * Shows the item that the address's hash names, once it is on the page: scrolls to it, puts the focus into it and marks
 * it for a moment (SPEC [DSG-97]). Pages say what stands for an item by `data-item`, a form's layout by `data-node`.
 */
export function useShownItem(): void {
  const hash = useRouterState({ select: ({ location }) => location.hash });
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    if (hash === '') return undefined;
    let looks = 0;
    let marked: HTMLElement | undefined;
    const look = (): void => {
      looks += 1;
      const item = itemOf(hash);
      if (item === undefined && looks < LOOKS_MAX) return;
      clearInterval(looking);
      if (item === undefined) return;
      marked = item;
      show(item);
    };
    const looking = setInterval(look, LOOK_MS);
    const ending = setTimeout(() => marked?.removeAttribute('data-shown'), LOOKS_MAX * LOOK_MS + SHOWN_MS);
    return () => {
      clearInterval(looking);
      clearTimeout(ending);
      marked?.removeAttribute('data-shown');
    };
  }, [hash, path]);
}

function itemOf(id: string): HTMLElement | undefined {
  const name = CSS.escape(id);
  return document.querySelector<HTMLElement>(`[data-item="${name}"], [data-node="${name}"]`) ?? undefined;
}

function show(item: HTMLElement): void {
  item.scrollIntoView({ block: 'center' });
  item.setAttribute('data-shown', '');
  const control = item.matches(FOCUSABLE) ? item : item.querySelector<HTMLElement>(FOCUSABLE);
  control?.focus({ preventScroll: true });
}

const FOCUSABLE = 'button:not([disabled]), a[href], input:not([type="checkbox"]):not([disabled]), [tabindex]';
