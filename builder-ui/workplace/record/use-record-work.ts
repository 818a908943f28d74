import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useCallback, useMemo, useRef, useState, type RefObject } from 'react';
import type { FieldModel } from '../../../schema/model/model.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import type { RecordFormHandle } from '../../form-runtime/record-form.tsx';
import type { RecordValue } from '../../form-runtime/form-value.ts';
import type { DraftDesk } from '../../offline/draft-desk.ts';
import { heldChange } from '../../offline/queued-record.ts';
import { stuckChange, type Outbox } from '../../offline/queued-write.ts';
import { heldDraft, useDraft } from '../../offline/use-draft.ts';
import { useOutboxHost } from '../../offline/use-outbox-host.ts';
import type { Columning } from '../documents/list-columns.ts';
import type { MergedRecord } from '../documents/record-merge.ts';
import type { Reading } from '../list/cell.tsx';
import type { useEvalContext } from '../use-clock.ts';
import type { FollowOffer } from './follow/use-follow-offers.ts';
import { followAddress } from './follow/use-follow-start.ts';
import { useRecordText } from './record-texts.ts';
import type { TransitionOption } from './transition-options.ts';
import { useEdit } from './use-edit.ts';
import { useRecordActions } from './use-record-actions.ts';
import { fieldNames } from './use-record-form.ts';
import type { StoredRecord } from './use-record-row.ts';
import { useSave } from './use-save.ts';

/** Which record is worked on, and how it is read. */
export interface RecordPlace {
  readonly tenant: TenantModel;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly id: string;
  readonly isNew: boolean;
  readonly stored: StoredRecord | undefined;
  /** What a new record begins with besides its defaults. */
  readonly seed?: RecordValue | undefined;
  readonly renew: () => Promise<StoredRecord | null>;
  /** Where what is typed is kept until it is saved. */
  readonly desk: DraftDesk;
  readonly outbox: Outbox;
}

type Conflict = { readonly theirs: StoredRecord; readonly merged: MergedRecord };

/** Everything that can be done to a record. */
export type RecordWork = ReturnType<typeof useRecordWork>;

interface WorkTools {
  readonly handle: RefObject<RecordFormHandle | null>;
  readonly context: ReturnType<typeof useEvalContext>;
}

/** Saving, steps and the bin, and how they lead to each other. */
export function useRecordWork(
  { tenant, columning, reading, id, isNew, stored, seed, renew, desk, outbox }: RecordPlace,
  { handle, context }: WorkTools,
) {
  const { entity } = columning;
  const text = useRecordText();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const host = useOutboxHost(tenant);
  const isSaving = useRef(false);
  const isFree = useRef(false);
  const [conflict, choose] = useState<Conflict>();
  const onMerged = useCallback(
    (fields: readonly FieldModel[]) => void message.info(text('merged', { fields: fieldNames(fields, reading) }), 6),
    [message, text, reading],
  );
  const found = useMemo(() => heldDraft(desk, columning), [desk, columning]);
  const stuck = useMemo(() => (isNew ? undefined : stuckChange(outbox, id)), [isNew, outbox, id]);
  const refused = useMemo(
    () => (stuck === undefined || stored === undefined ? undefined : heldChange(stuck, stored)),
    [stuck, stored],
  );
  const editing = useEdit({
    ...{ columning, stored, isNew, seed, refused, context, isSaving, onMerged },
    draft: found,
    form: handle,
  });
  const draft = useDraft({ desk, columning, editing });
  const saving = useSave({ host, columning, editing, renew, forgetDraft: desk.forget, isUnderWay: isSaving });
  const actions = useRecordActions(host, columning);

  /** The id of what was saved; `undefined` where it was not. */
  const save = async (given?: {
    readonly base: StoredRecord;
    readonly value: RecordValue;
  }): Promise<string | undefined> => {
    if (given === undefined && (handle.current?.validate() ?? []).length > 0) {
      handle.current?.focusFirstIssue();
      return undefined;
    }
    const outcome = await saving.save(given);
    if (outcome.kind === 'conflict') choose(outcome);
    if (outcome.kind === 'full') void message.error(text('keptFull'), 6);
    if (outcome.kind !== 'saved' && outcome.kind !== 'kept') return undefined;
    if (isNew) draft.end();
    choose(undefined);
    void (outcome.kind === 'saved'
      ? message.success(text('saved'), 1.5)
      : message.info({ key: 'kept', content: text('keptHere'), duration: 4 }));
    return outcome.id;
  };
  const saveHere = async (): Promise<void> => {
    if (!isNew && !editing.isDirtyNow()) return;
    const saved = await save();
    if (saved === undefined || !isNew) return;
    isFree.current = true;
    await navigate({
      to: '/w/$tenant/e/$entity/$id',
      params: { tenant: tenant.name, entity: entity.id, id: saved },
      replace: true,
    });
  };
  const step = async (option: TransitionOption): Promise<void> => {
    // What a step does, it does to what is on the screen.
    const isDirty = editing.isDirtyNow();
    if (isDirty && (await save()) === undefined) return;
    if (option.input.length > 0 || option.reason !== undefined) {
      actions.ask(option);
      return;
    }
    const now = isDirty ? await renew() : (editing.edit?.base ?? null);
    if (now !== null) await actions.take(option, now, {});
  };
  const duplicate = (copy: string): void =>
    void navigate({
      to: '/w/$tenant/e/$entity/$id',
      params: { tenant: tenant.name, entity: entity.id, id: 'new' },
      search: { copy },
    });
  const follow = (offer: FollowOffer): void =>
    void navigate({
      to: '/w/$tenant/e/$entity/$id',
      params: { tenant: tenant.name, entity: offer.follow.entity.id, id: 'new' },
      search: { copy: followAddress(entity, id) },
    });
  const remove = (record: StoredRecord, title: string): void => {
    isFree.current = true;
    void actions.remove(record, title).finally(() => {
      isFree.current = false;
    });
  };
  return {
    editing,
    draft,
    stuck,
    host,
    saving,
    actions,
    conflict,
    choose,
    isFree,
    save,
    saveHere,
    step,
    duplicate,
    follow,
    remove,
  };
}
