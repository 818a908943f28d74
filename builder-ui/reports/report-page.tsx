import type { ReactNode } from 'react';

/** To be written. */
export function ReportPage(): ReactNode {
  return null;
}
