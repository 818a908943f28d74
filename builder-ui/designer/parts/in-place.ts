import { flushSync } from 'react-dom';

/** Makes a change that gives the page another width; what has the focus stays where it is on the screen. */
export function inPlace(change: () => void): void {
  const { activeElement } = document;
  const before = activeElement?.getBoundingClientRect().top ?? 0;
  flushSync(change);
  if (activeElement === null || activeElement === document.body || !activeElement.isConnected) return;
  scrollBy({ top: activeElement.getBoundingClientRect().top - before, behavior: 'instant' });
}
