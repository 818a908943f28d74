import type { ReactNode } from 'react';

/** To be written. */
export function DepartmentsPage(): ReactNode {
  return null;
}
