import type { ReactNode } from 'react';

/** To be written. */
export function PrintPage(): ReactNode {
  return null;
}
