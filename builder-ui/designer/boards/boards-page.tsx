import type { ReactNode } from 'react';

/** To be written. */
export function BoardsPage(): ReactNode {
  return null;
}
