import type { ReactNode } from 'react';
import './person-mark.css';

const TINTS = ['blue', 'teal', 'green', 'amber', 'orange', 'pink', 'purple', 'indigo'] as const;

/** A person's initial in a colour that stays theirs; the name itself stands beside it. */
export function PersonMark({ name, size = 'normal' }: PersonMarkProps): ReactNode {
  const sum = [...name].reduce((all, letter) => all + (letter.codePointAt(0) ?? 0), 0);
  return (
    <span className={`person-mark is-${size}`} data-color={TINTS[sum % TINTS.length]} aria-hidden="true">
      {[...name][0] ?? '·'}
    </span>
  );
}

interface PersonMarkProps {
  readonly name: string;
  readonly size?: 'normal' | 'small';
}
