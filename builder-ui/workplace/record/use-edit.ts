import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { EvalContext } from '../../../schema/expr/evaluate.ts';
import type { FieldModel } from '../../../schema/model/model.ts';
import type { RecordFormHandle } from '../../form-runtime/record-form.tsx';
import type { RecordValue } from '../../form-runtime/form-value.ts';
import { mergeRecord, type MergedRecord } from '../documents/record-merge.ts';
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
}

export interface Editing {
  readonly edit: Edit | undefined;
  readonly isDirty: boolean;
  readonly change: (value: RecordValue) => void;
  /** Everything typed so far. */
  readonly typed: () => RecordValue;
  /** What a save would send now: the input, or the patch; `undefined` for nothing. */
  readonly toSend: (edit: Edit, value: RecordValue) => ApiInput | undefined;
  /** Goes on from a newer state of the record with a value of it. */
  readonly rebase: (base: StoredRecord, value: RecordValue) => void;
}

interface EditOptions {
  readonly columning: Columning;
  readonly stored: StoredRecord | null | undefined;
  readonly isNew: boolean;
  /** What a new record has from the one that it is made from. */
  readonly seed: RecordValue | undefined;
  readonly context: EvalContext;
  readonly form: RefObject<RecordFormHandle | null>;
  /** While a save is under way it alone takes in what is stored. */
  readonly isSaving: RefObject<boolean>;
  /** Told which fields others changed while this was being edited. */
  readonly onMerged: (fields: readonly FieldModel[]) => void;
}

/** The state of the form (SPEC [WRK-12]): what comes from elsewhere meanwhile is merged in, nothing typed is lost. */
export function useEdit({ columning, stored, isNew, seed, context, form, isSaving, onMerged }: EditOptions): Editing {
  const { model, entity } = columning;
  const [first] = useState(() => (isNew ? { ...initialValue(entity, context), ...startOf(entity.id), ...seed } : {}));
  const [edit, setEdit] = useState<Edit | undefined>(isNew ? { base: null, value: first } : undefined);
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
  useEffect(() => {
    if (isNew || stored === undefined || stored === null || isSaving.current) return;
    const { edit: now, typed: flush, onMerged: tell } = latest.current;
    if (now?.base === undefined || now.base === null) {
      setEdit({ base: stored, value: stored.value });
      return;
    }
    if (stored.row === now.base.row && stored.value === now.base.value) return;
    const mine = flush();
    const merged = mergeRecord(model, entity, { base: now.base.value, mine, theirs: stored.value });
    if (merged.conflicts.length > 0 && stored.version !== now.base.version) {
      setEdit({ base: now.base, value: mine, pending: { theirs: stored, merged } });
      return;
    }
    const isEdited = toSend({ base: now.base, value: mine }, mine) !== undefined;
    setEdit({ base: stored, value: isEdited ? merged.value : stored.value });
    if (isEdited && merged.taken.length > 0 && stored.version !== now.base.version) tell(merged.taken);
  }, [stored, isNew, isSaving, model, entity, toSend]);
  const sentBlank = useMemo(
    () => (isNew ? JSON.stringify(createInput(columning, entity, first)) : ''),
    [isNew, columning, entity, first],
  );
  const isDirty = useMemo(() => {
    if (edit === undefined) return false;
    const input = toSend(edit, edit.value);
    return edit.base === null ? JSON.stringify(input) !== sentBlank : input !== undefined;
  }, [edit, toSend, sentBlank]);
  return {
    edit,
    isDirty,
    change: useCallback((value: RecordValue) => setEdit((now) => (now === undefined ? now : { ...now, value })), []),
    typed,
    toSend,
    rebase: useCallback((base: StoredRecord, value: RecordValue) => setEdit({ base, value }), []),
  };
}
