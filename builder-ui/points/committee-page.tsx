import type { ReactNode } from 'react';

/** To be written. */
export function CommitteePage(): ReactNode {
  return null;
}
