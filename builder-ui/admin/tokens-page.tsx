import type { ReactNode } from 'react';

/** To be written. */
export function TokensPage(): ReactNode {
  return null;
}
