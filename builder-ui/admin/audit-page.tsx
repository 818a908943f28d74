import type { ReactNode } from 'react';

/** To be written. */
export function AuditPage(): ReactNode {
  return null;
}
