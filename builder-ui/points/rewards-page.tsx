import type { ReactNode } from 'react';

/** To be written. */
export function RewardsPage(): ReactNode {
  return null;
}
