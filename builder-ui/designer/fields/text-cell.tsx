import { useState, type ReactNode } from 'react';
import { useEcho } from '../parts/use-echo.ts';

/** A cell that is typed into: keys stay in it until they rest, as in every text of the designer. */
export function TextCell({
  value,
  told,
  label,
  placeholder,
  onSet,
}: {
  readonly value: string;
  /** Shown in its place while nobody types here. */
  readonly told?: string | undefined;
  readonly label: string;
  readonly placeholder: string;
  readonly onSet: (typed: string) => void;
}): ReactNode {
  const [isIn, setIn] = useState(false);
  const echo = useEcho(value, onSet);
  return (
    <input
      type="text"
      aria-label={label}
      placeholder={placeholder}
      value={isIn || told === undefined || echo.value !== value ? echo.value : told}
      onChange={(event) => echo.onChange(event.target.value)}
      onFocus={() => setIn(true)}
      onBlur={() => {
        setIn(false);
        echo.commit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') echo.cancel();
      }}
      onCompositionStart={echo.onCompositionStart}
      onCompositionEnd={echo.onCompositionEnd}
    />
  );
}
