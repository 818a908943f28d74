import type { ReactNode } from 'react';

/** To be written. */
export function WebhooksPage(): ReactNode {
  return null;
}
