import { useEffect, useRef, useState, type ReactNode } from 'react';

/**
 * A label being typed where it stands. Enter and leaving keep it, Escape does not; a key that an input method takes is
 * none of ours.
 */
export function LabelEditor({
  value,
  name,
  onDone,
}: {
  readonly value: string;
  readonly name: string;
  /** What was typed; `undefined` when it was given up. `byKey` when the keyboard should go on from here. */
  readonly onDone: (typed: string | undefined, byKey: boolean) => void;
}): ReactNode {
  const [typed, setTyped] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  const isTouched = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
    input.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const finish = (result: string | undefined, byKey: boolean): void => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(result, byKey);
  };
  return (
    <input
      ref={input}
      className="label-editor"
      aria-label={name}
      value={typed}
      size={Math.max(typed.length + 2, 8)}
      onChange={(event) => {
        isTouched.current = true;
        setTyped(event.target.value);
      }}
      onBlur={() => finish(typed, false)}
      onKeyDown={(event) => {
        if (!isTouched.current && (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) {
          // Nothing of it is this field's: the step before is taken back (SPEC [DSG-123]).
          finish(undefined, true);
          return;
        }
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') finish(typed, true);
        else if (event.key === 'Escape') finish(undefined, true);
        else return;
        event.preventDefault();
      }}
    />
  );
}
