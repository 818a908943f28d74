import { useCallback, useEffect, useReducer, useRef, useState } from 'react';

/** Milliseconds after the last key until the draft hears of it. */
const QUIET_MS = 400;

/** A text being typed: what the field shows, and the handlers that it needs. */
export interface Echo {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Commits at once, and shows what the draft made of it; for Enter and when the field is left. */
  readonly commit: () => void;
  /** Takes back what was typed and not yet told; whether there was anything. */
  readonly cancel: () => boolean;
  readonly onCompositionStart: () => void;
  readonly onCompositionEnd: () => void;
}

/**
 * Keys stay in the field; the draft hears of them a moment after the last one, when the field is left and at Enter,
 * and never while an input method composes. What the draft makes of them (a blank cut off, quotes put around) is shown
 * when the field is left, for one may be about to type on. What comes from outside (an undo, a colleague) is shown
 * unless something typed is still on its way.
 */
export function useEcho(outer: string, onCommit: (value: string) => void): Echo {
  const [value, setValue] = useState(outer);
  const [, drawAgain] = useReducer((round: number) => round + 1, 0);
  const pending = useRef<string>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isComposing = useRef(false);
  const isOwnEcho = useRef(false);
  const isHeld = useRef(false);
  const latest = useRef({ outer, onCommit });
  useEffect(() => {
    const isOther = latest.current.outer !== outer;
    latest.current = { outer, onCommit };
    if (isOther && !isOwnEcho.current) isHeld.current = false;
    isOwnEcho.current = false;
    if (pending.current === undefined && !isComposing.current && !isHeld.current) setValue(outer);
  });
  const tell = useCallback(() => {
    clearTimeout(timer.current);
    const typed = pending.current;
    pending.current = undefined;
    if (typed === undefined || typed === latest.current.outer) return;
    isOwnEcho.current = true;
    isHeld.current = true;
    latest.current.onCommit(typed);
    // Also where the draft is as it was, because it refused or made the same of it.
    drawAgain();
  }, []);
  const commit = useCallback(() => {
    tell();
    if (!isHeld.current) return;
    isHeld.current = false;
    drawAgain();
  }, [tell]);
  const arm = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(tell, QUIET_MS);
  }, [tell]);
  const cancel = useCallback(() => {
    if (pending.current === undefined || isComposing.current) return false;
    clearTimeout(timer.current);
    pending.current = undefined;
    setValue(latest.current.outer);
    return true;
  }, []);
  // What was typed and not yet told must not be lost with the field.
  useEffect(() => tell, [tell]);
  return {
    value,
    commit,
    cancel,
    onChange: (typed) => {
      pending.current = typed;
      setValue(typed);
      if (!isComposing.current) arm();
    },
    onCompositionStart: () => {
      isComposing.current = true;
      clearTimeout(timer.current);
    },
    onCompositionEnd: () => {
      isComposing.current = false;
      arm();
    },
  };
}
