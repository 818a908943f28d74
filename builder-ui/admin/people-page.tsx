import type { ReactNode } from 'react';

/** To be written. */
export function PeoplePage(): ReactNode {
  return null;
}
