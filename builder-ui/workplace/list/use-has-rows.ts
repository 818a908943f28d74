import { useState } from 'react';

/**
 * Whether a list has rows, by its number of them; while that is asked anew, what was known of it. What is offered for
 * rows stays meanwhile, or its open menu would go from under the pointer.
 */
export function useHasRows(count: number | undefined): boolean {
  const [had, setHad] = useState(false);
  const has = count === undefined ? had : count > 0;
  if (has !== had) setHad(has);
  return has;
}
