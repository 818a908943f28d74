import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { EvalContext } from '../../../schema/expr/evaluate.ts';
import type { FieldModel } from '../../../schema/model/model.ts';
import type { RecordFormHandle } from '../../form-runtime/record-form.tsx';
import type { RecordValue } from '../../form-runtime/form-value.ts';
import { mergeRecord, type MergedRecord } from '../documents/record-merge.ts';
import type { HeldEdit } from '../../offline/held-edit.ts';
import type { Columning } from '../documents/list-columns.ts';
import { createInput, updatePatch, type ApiInput } from '../documents/write-input.ts';
import { initialValue } from './initial-value.ts';
import { startOf } from './start-values.ts';
import type { StoredRecord } from './use-record-row.ts';

/** A record being edited: what it was when it was read, and what it is on the screen. */
export interface Edit {
  /** `null` for a new record. */
  readonly base: StoredRecord | null;
  readonly value: RecordValue;
  /** A newer state of the record that changed the same fields; settled when it is saved. */
  readonly pending?: { readonly theirs: StoredRecord; readonly merged: MergedRecord };
  /** It stands in the outbox as it is. */
  readonly isQueued?: boolean;
}

export interface Editing {
  readonly edit: Edit | undefined;
  readonly isDirty: boolean;
  /** The same of what was typed a moment ago, which the page does not show yet. */
  readonly isDirtyNow: () => boolean;
  readonly change: (value: RecordValue) => void;
  /** Everything typed so far. */
  readonly typed: () => RecordValue;
  /** What a save would send now: the input, or the patch; `undefined` for nothing. */
  readonly toSend: (edit: Edit, value: RecordValue) => ApiInput | undefined;
  /** Goes on from a newer state of the record with a value of it. */
  readonly rebase: (base: StoredRecord, value: RecordValue) => void;
  /** Gives up what was typed: the record as it is stored, or as a new one begins. */
  readonly reset: () => void;
  /** Another one after `reset`: the form begins anew. */
  readonly begun: number;
}

interface Begun {
  readonly base: StoredRecord;
  readonly value: RecordValue;
}

interface EditOptions {
  readonly columning: Columning;
  readonly stored: StoredRecord | null | undefined;
  readonly isNew: boolean;
  /** What a new record has from the one that it is made from. */
  readonly seed: RecordValue | undefined;
  /** What was typed the last time and not saved. */
  readonly draft: HeldEdit | undefined;
  /** What was sent and refused, or is in conflict: it is typed on. */
  readonly refused: HeldEdit | undefined;
  readonly context: EvalContext;
  readonly form: RefObject<RecordFormHandle | null>;
  /** While a save is under way it alone takes in what is stored. */
  readonly isSaving: RefObject<boolean>;
  /** Told which fields others changed while this was being edited. */
  readonly onMerged: (fields: readonly FieldModel[]) => void;
}

/** The state of the form (SPEC [WRK-12]): what comes from elsewhere meanwhile is merged in, nothing typed is lost. */
export function useEdit(options: EditOptions): Editing {
  const { columning, stored, isNew, seed, draft, refused, context, form, isSaving, onMerged } = options;
  const { model, entity } = columning;
  const [first] = useState(() => (isNew ? { ...initialValue(entity, context), ...startOf(entity.id), ...seed } : {}));
  const [edit, setEdit] = useState<Edit | undefined>(isNew ? { base: null, value: draft?.value ?? first } : undefined);
  const [begun, begin] = useState(0);
  const toSend = useCallback(
    ({ base }: Edit, value: RecordValue): ApiInput | undefined =>
      base === null
        ? createInput(columning, entity, value)
        : updatePatch(columning, entity, { stored: base.value, value }),
    [columning, entity],
  );
  const typed = useCallback((): RecordValue => form.current?.flush() ?? edit?.value ?? {}, [form, edit]);
  const latest = useRef({ edit, typed, onMerged });
  useEffect(() => {
    latest.current = { edit, typed, onMerged };
  });
  // The refused write that stands in the form.
  const taken = useRef<HeldEdit>(undefined);
  useEffect(() => {
    if (isNew || stored === undefined || stored === null || isSaving.current) return;
    const { edit: now, typed: flush, onMerged: tell } = latest.current;
    const former = taken.current;
    taken.current = refused;
    let from: Begun;
    let isQueued = false;
    if (now?.base === undefined || now.base === null) {
      const held = draft ?? refused;
      if (held?.base === undefined || held.base === null) {
        setEdit({ base: stored, value: stored.value });
        return;
      }
      from = { base: held.base, value: held.value };
      isQueued = held === refused;
    } else if (refused?.base !== undefined && refused.base !== null && refused.key !== former?.key) {
      const mine = flush();
      const isTyped = toSend({ base: now.base, value: mine }, mine) !== undefined;
      from = { base: refused.base, value: isTyped ? mine : refused.value };
      isQueued = !isTyped;
    } else if (former !== undefined && refused === undefined) {
      // It was given up, or is sent once more: what was typed since stays.
      const rest = { base: former.value, mine: flush(), theirs: stored.value };
      setEdit({ base: stored, value: mergeRecord(model, entity, rest).value });
      return;
    } else {
      const isSame = stored.row === now.base.row && stored.value === now.base.value;
      if (isSame || stored.version < now.base.version) return;
      from = { base: now.base, value: flush() };
      isQueued = now.isQueued === true;
    }
    const { base, value: mine } = from;
    // Without a connection an answer of the device may be older than what is known by now.
    if (stored.version < base.version) {
      setEdit({ base, value: mine, isQueued });
      return;
    }
    const merged = mergeRecord(model, entity, { base: base.value, mine, theirs: stored.value });
    if (merged.conflicts.length > 0 && stored.version !== base.version) {
      setEdit({ base, value: mine, pending: { theirs: stored, merged }, isQueued });
      return;
    }
    const isEdited = toSend({ base, value: mine }, mine) !== undefined;
    setEdit({ base: stored, value: isEdited ? merged.value : stored.value, isQueued });
    if (isEdited && merged.taken.length > 0 && stored.version !== base.version) tell(merged.taken);
  }, [stored, draft, refused, isNew, isSaving, model, entity, toSend]);
  const sentBlank = useMemo(
    () => (isNew ? JSON.stringify(createInput(columning, entity, first)) : ''),
    [isNew, columning, entity, first],
  );
  const isOther = useCallback(
    (now: Edit, value: RecordValue): boolean => {
      const input = toSend(now, value);
      return now.base === null ? JSON.stringify(input) !== sentBlank : input !== undefined;
    },
    [toSend, sentBlank],
  );
  const isDirty = useMemo(() => edit !== undefined && isOther(edit, edit.value), [edit, isOther]);
  return {
    edit,
    isDirty,
    isDirtyNow: useCallback(() => edit !== undefined && isOther(edit, typed()), [edit, isOther, typed]),
    change: useCallback(
      (value: RecordValue) => setEdit((now) => (now === undefined ? now : { ...now, value, isQueued: false })),
      [],
    ),
    typed,
    toSend,
    rebase: useCallback((base: StoredRecord, value: RecordValue) => {
      // What was refused is part of what is saved now.
      taken.current = undefined;
      setEdit({ base, value });
    }, []),
    reset: useCallback(() => {
      setEdit((now) => {
        const base = now?.pending?.theirs ?? now?.base ?? null;
        return { base, value: base?.value ?? first };
      });
      begin((count) => count + 1);
    }, [first]),
    begun,
  };
}
