import type { ReactNode } from 'react';

/** To be written. */
export function LanguagesPage(): ReactNode {
  return null;
}
