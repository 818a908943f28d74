import type { ReactNode } from 'react';
import type { BulkRefusal } from './bulk-run.ts';

/** Rows that were refused, each with the reason. */
export function RefusedList({ refused }: { readonly refused: readonly BulkRefusal[] }): ReactNode {
  return (
    <ul className="refused-list">
      {refused.map(({ target, message, cure }) => (
        <li key={target.id}>
          <strong>{target.title}</strong> {message} <small>{cure}</small>
        </li>
      ))}
    </ul>
  );
}
