import type { ReactNode } from 'react';

/** To be written. */
export function ImportPage(): ReactNode {
  return null;
}
