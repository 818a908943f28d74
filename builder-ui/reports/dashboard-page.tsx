import type { ReactNode } from 'react';

/** To be written. */
export function DashboardPage(): ReactNode {
  return null;
}
