import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type RefObject } from 'react';
import type { TenantIssue } from '../../data/tenant-client.ts';
import { plainText, type FormIssue, type RecordValue } from '../../form-runtime/form-value.ts';
import { submit, type Delivered, type OutboxHost } from '../../offline/outbox.ts';
import { readOutbox } from '../../offline/outbox-store.ts';
import { EMPTY_OUTBOX, localId, stuckChange } from '../../offline/queued-write.ts';
import { titleName } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import { createDocument, updateDocument } from '../documents/record-document.ts';
import { mergeRecord, type MergedRecord } from '../documents/record-merge.ts';
import { createInput, formIssues, type ApiInput } from '../documents/write-input.ts';
import { renewRows } from '../use-api-rights.ts';
import type { Edit, Editing } from './use-edit.ts';
import type { StoredRecord } from './use-record-row.ts';

/** How a save went. */
export type SaveOutcome =
  | { readonly kind: 'saved'; readonly id: string }
  /** On this device, until the server can be reached (SPEC [OFF-1]). */
  | { readonly kind: 'kept'; readonly id: string }
  /** As many writes wait on this device as may. */
  | { readonly kind: 'full' }
  | { readonly kind: 'refused' }
  /** Others changed the same fields: the reader chooses, then it is saved. */
  | { readonly kind: 'conflict'; readonly theirs: StoredRecord; readonly merged: MergedRecord };

export interface Saving {
  readonly issues: readonly FormIssue[];
  readonly isSaving: boolean;
  readonly setIssues: (issues: readonly FormIssue[]) => void;
  /** Saves what is on the screen, or the value that is given. */
  readonly save: (given?: { readonly base: StoredRecord; readonly value: RecordValue }) => Promise<SaveOutcome>;
}

/** What is being saved over which state, and what the form showed when that began. */
interface Sent {
  readonly base: StoredRecord;
  readonly value: RecordValue;
  readonly shown: RecordValue;
}

interface Written {
  readonly base: StoredRecord | null;
  readonly value: RecordValue;
}

interface SaveOptions {
  readonly host: OutboxHost;
  readonly columning: Columning;
  readonly editing: Editing;
  readonly renew: () => Promise<StoredRecord | null>;
  /** What was typed is stored, or in the outbox: no draft of it is needed. */
  readonly forgetDraft: () => void;
  readonly isUnderWay: RefObject<boolean>;
}

/** Writes the record: what changed, under the version that was read; a newer version is merged and saved over. */
export function useSave({ host, columning, editing, renew, forgetDraft, isUnderWay }: SaveOptions): Saving {
  const client = useQueryClient();
  const { tenant } = host.place;
  const { model, entity } = columning;
  const [issues, setIssues] = useState<readonly FormIssue[]>([]);
  const [isSaving, setSaving] = useState(false);
  const { edit, typed, toSend, rebase } = editing;

  const write = useCallback(
    async (now: Written, input: ApiInput, made = ''): Promise<Delivered> => {
      const { base, value } = now;
      const title = plainText(value[titleName(entity)]);
      const about = { entity: entity.id, title, value };
      const toCreate = (record: string, given: ApiInput, replaced: readonly string[]): Promise<Delivered> => {
        const query = createDocument(entity);
        return submit(host, { ...about, kind: 'create', record, query, variables: { input: given } }, replaced);
      };
      if (base === null) return toCreate(made, input, []);
      const id = String(base.row['id']);
      const box = await readOutbox(host.place).catch(() => EMPTY_OUTBOX);
      // What was refused or is in conflict: what is saved now takes its place.
      const stuck = stuckChange(box, id);
      const { keys = [] } = stuck ?? {};
      // It was never made: it is made as it is now.
      if (stuck?.write.kind === 'create') return toCreate(id, createInput(columning, entity, value), keys);
      const variables = { id, version: base.version, patch: input };
      const query = updateDocument(entity);
      return submit(host, { ...about, kind: 'update', record: id, base: base.value, query, variables }, keys);
    },
    [host, columning, entity],
  );

  const goOn = useCallback(
    async (now: Sent): Promise<SaveOutcome> => {
      const input = toSend({ base: now.base, value: now.value }, now.value);
      const id = String(now.base.row['id']);
      if (input !== undefined) {
        const answer = await write(now, input);
        if (answer.kind === 'refused') return refuse(answer.issues, now, input);
        if (answer.kind === 'full') return answer;
        forgetDraft();
        if (answer.kind === 'kept') {
          rebase({ ...now.base, value: now.value }, typed());
          setIssues([]);
          return { kind: 'kept', id };
        }
      }
      const fresh = await renew();
      if (fresh !== null) {
        // What was typed while it was being saved is on top of what is stored now.
        const { value } = mergeRecord(model, entity, { base: now.shown, mine: typed(), theirs: fresh.value });
        rebase(fresh, value);
      }
      setIssues([]);
      await renewRows(client, tenant, entity.id);
      return { kind: 'saved', id };
    },
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [toSend, write, renew, typed, rebase, forgetDraft, client, tenant, entity, model],
  );

  async function refuse(told: readonly TenantIssue[], now: Sent, patch: ApiInput): Promise<SaveOutcome> {
    if (!told.some(({ code }) => code === 'VERSION_CONFLICT')) {
      setIssues(formIssues(told, { value: now.value, patch }));
      return { kind: 'refused' };
    }
    const theirs = await renew();
    if (theirs === null) {
      setIssues(formIssues(told, { value: now.value }));
      return { kind: 'refused' };
    }
    const merged = mergeRecord(model, entity, { base: now.base.value, mine: now.value, theirs: theirs.value });
    if (merged.conflicts.length > 0) return { kind: 'conflict', theirs, merged };
    return goOn({ base: theirs, value: merged.value, shown: now.shown });
  }

  const create = async (now: Edit, value: RecordValue): Promise<SaveOutcome> => {
    const record = localId();
    const answer = await write({ base: null, value }, toSend(now, value) ?? {}, record);
    if (answer.kind === 'full') return answer;
    if (answer.kind === 'refused') {
      setIssues(formIssues(answer.issues, { value }));
      return { kind: 'refused' };
    }
    if (answer.kind === 'kept') return { kind: 'kept', id: record };
    await renewRows(client, tenant, entity.id);
    return { kind: 'saved', id: answer.record.id };
  };

  const save: Saving['save'] = async (given) => {
    if (edit === undefined) return { kind: 'refused' };
    setSaving(true);
    isUnderWay.current = true;
    try {
      const value = typed();
      if (given !== undefined) return await goOn({ ...given, shown: value });
      if (edit.base === null) return await create(edit, value);
      const { pending } = edit;
      if (pending === undefined) return await goOn({ base: edit.base, value, shown: value });
      const merged = mergeRecord(model, entity, { base: edit.base.value, mine: value, theirs: pending.theirs.value });
      if (merged.conflicts.length > 0) return { kind: 'conflict', theirs: pending.theirs, merged };
      return await goOn({ base: pending.theirs, value: merged.value, shown: value });
    } finally {
      isUnderWay.current = false;
      setSaving(false);
    }
  };
  return { issues, isSaving, setIssues, save };
}
