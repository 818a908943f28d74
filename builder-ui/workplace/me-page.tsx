import type { ReactNode } from 'react';

/** To be written. */
export function MePage(): ReactNode {
  return null;
}
