import type { ReactNode } from 'react';

/** To be written. */
export function BackupsPage(): ReactNode {
  return null;
}
