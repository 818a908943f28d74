import type { ReactNode } from 'react';

/** To be written. */
export function MyPointsPage(): ReactNode {
  return null;
}
