import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { plainText } from '../form-runtime/form-value.ts';
import { titleName } from '../workplace/documents/field-path.ts';
import type { Columning } from '../workplace/documents/list-columns.ts';
import type { Edit, Editing } from '../workplace/record/use-edit.ts';
import type { DraftDesk } from './draft-desk.ts';
import { fittingValue, kindsOf } from './draft-value.ts';
import type { HeldEdit } from './held-edit.ts';

// The list of what waits comes with the forms that fill it: a moment later there may be no connection [OFF-4].
void import('./outbox-drawer.tsx').catch(() => undefined);

/** What was typed into the form the last time, as it fits the fields as they are now. */
export function heldDraft(desk: DraftDesk, { model, entity }: Columning): HeldEdit | undefined {
  const { found } = desk;
  if (found === undefined) return undefined;
  const value = fittingValue(found.value, found.kinds, kindsOf(model, entity));
  const base = found.base === null ? {} : found.base.value;
  // What has no field any more is as it was: nobody changed it.
  return { key: found.id, base: found.base, value: { ...base, ...value } };
}

/** The draft of a form that is open. */
export interface Draft {
  /** When what is shown was typed, where it was brought back; ISO 8601. */
  readonly restoredAt: string | undefined;
  /** The record as it is without what was brought back. */
  readonly discard: () => void;
  /** What was typed is saved, or given up: nothing of it is kept. */
  readonly end: () => void;
}

interface DraftOptions {
  readonly desk: DraftDesk;
  readonly columning: Columning;
  readonly editing: Editing;
}

/** Keeps what is typed while it is typed, until it is saved (SPEC [OFF-30]). */
export function useDraft({ desk, columning, editing }: DraftOptions): Draft {
  const { model, entity } = columning;
  const { edit, isDirty, typed, reset } = editing;
  const kinds = useMemo(() => kindsOf(model, entity), [model, entity]);
  const [restoredAt, setRestored] = useState(desk.found?.at);
  const isOver = useRef(false);
  const seen = useRef<Edit>(undefined);
  useEffect(() => {
    const before = seen.current;
    seen.current = edit;
    // What the form begins with is not typed now.
    if (isOver.current || edit === undefined || before === undefined) return;
    // What the outbox holds is kept there.
    if (!isDirty || edit.isQueued === true) {
      desk.forget();
      setRestored(undefined);
    } else if (edit.value !== before.value)
      desk.keep({ base: edit.base, value: edit.value, kinds, title: plainText(edit.value[titleName(entity)]) });
  }, [desk, edit, isDirty, kinds, entity]);
  useEffect(() => {
    // The page may be gone a moment later: what stands in the inputs is heard before.
    const leave = (): void => {
      if (document.visibilityState !== 'hidden') return;
      typed();
      desk.flush();
    };
    document.addEventListener('visibilitychange', leave);
    return () => document.removeEventListener('visibilitychange', leave);
  }, [desk, typed]);
  const end = useCallback(() => {
    isOver.current = true;
    desk.forget();
  }, [desk]);
  const discard = useCallback(() => {
    desk.forget();
    setRestored(undefined);
    reset();
  }, [desk, reset]);
  return { restoredAt, discard, end };
}
