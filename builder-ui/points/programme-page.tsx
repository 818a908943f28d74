import type { ReactNode } from 'react';

/** To be written. */
export function ProgrammePage(): ReactNode {
  return null;
}
