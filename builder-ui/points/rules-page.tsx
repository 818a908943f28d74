import type { ReactNode } from 'react';

/** To be written. */
export function PointsRulesPage(): ReactNode {
  return null;
}
