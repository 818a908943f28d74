import type { ReactNode } from 'react';

/** To be written. */
export function InboxPage(): ReactNode {
  return null;
}
