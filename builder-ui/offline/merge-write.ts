import { readRecord } from '../workplace/list/edit/read-record.ts';
import type { Columning } from '../workplace/documents/list-columns.ts';
import { mergeRecord, type MergedRecord } from '../workplace/documents/record-merge.ts';
import { updateDocument } from '../workplace/documents/record-document.ts';
import { updatePatch } from '../workplace/documents/write-input.ts';
import type { StoredRecord } from '../workplace/record/use-record-row.ts';
import type { RecordValue } from '../form-runtime/form-value.ts';
import type { OutboxHost } from './outbox.ts';
import type { MadeRecord, QueuedWrite } from './queued-write.ts';

/** What a queued change is on top of what the server has now. */
export type WriteMerge =
  | { readonly kind: 'merged'; readonly change: Partial<QueuedWrite> }
  /** The server already has it. */
  | { readonly kind: 'same'; readonly record: MadeRecord }
  | {
      readonly kind: 'conflict';
      readonly columning: Columning;
      readonly theirs: StoredRecord;
      readonly merged: MergedRecord;
    }
  /** The record is gone, or the reader may no longer see it. */
  | { readonly kind: 'gone' };

/** Merges a queued change with the record as it is now (SPEC [OFF-5]). */
export async function mergeWrite(host: OutboxHost, write: QueuedWrite): Promise<WriteMerge> {
  const { place, reading } = host;
  const columning = await host.columningOf(write.entity);
  const { id } = write.variables;
  const { base, value } = write;
  if (columning === undefined || typeof id !== 'string' || base === undefined || value === undefined)
    return { kind: 'gone' };
  const theirs = await readRecord({ tenant: place.tenant, columning, reading }, id);
  if (theirs === null) return { kind: 'gone' };
  const { model, entity } = columning;
  const merged = mergeRecord(model, entity, { base, mine: value, theirs: theirs.value });
  if (merged.conflicts.length > 0) return { kind: 'conflict', columning, theirs, merged };
  return rewritten(columning, { id, theirs, value: merged.value });
}

/** The change that leads from what the server has to a value. */
export function rewritten(
  columning: Columning,
  { id, theirs, value }: { readonly id: string; readonly theirs: StoredRecord; readonly value: RecordValue },
): Extract<WriteMerge, { readonly kind: 'merged' | 'same' }> {
  const { entity } = columning;
  const patch = updatePatch(columning, entity, { stored: theirs.value, value });
  const { version } = theirs;
  if (patch === undefined) return { kind: 'same', record: { id, version } };
  const query = updateDocument(entity);
  return { kind: 'merged', change: { query, variables: { id, version, patch }, base: theirs.value, value } };
}
