import type { ReactNode } from 'react';

/** To be written. */
export function RankingPage(): ReactNode {
  return null;
}
