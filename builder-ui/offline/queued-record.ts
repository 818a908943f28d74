import type { StoredRecord } from '../workplace/record/use-record-row.ts';
import type { HeldEdit } from './held-edit.ts';
import { stuckChange, withQueuedValues, type Outbox, type StuckChange } from './queued-write.ts';

/** A record that waits to be made, as the one who made it sees it; `null` where there is none. */
export function queuedRecord(id: string, box: Outbox): StoredRecord | null {
  const write = box.writes.find(({ kind, record }) => kind === 'create' && record === id);
  if (write?.value === undefined) return null;
  if (stuckChange(box, id)?.write === write) {
    // Nothing of it is anywhere but here: all of it is still to be saved.
    return { row: { ...write.value, id, version: 0 }, value: {}, version: 0, isBinned: false };
  }
  const value = withQueuedValues(write.value, id, box);
  return { row: { ...value, id, version: 0 }, value, version: 0, isBinned: false };
}

/** A stored record with what waits to be sent on top. */
export function withQueued<Stored extends StoredRecord | null | undefined>(stored: Stored, id: string, box: Outbox) {
  if (stored === null || stored === undefined) return stored;
  const value = withQueuedValues(stored.value, id, box);
  return value === stored.value ? stored : { ...stored, value };
}

/** The form goes on with a change that was refused or is in conflict. */
export function heldChange({ write, value }: StuckChange, stored: StoredRecord): HeldEdit {
  const { key, kind, base, variables } = write;
  if (kind === 'create' || base === undefined) return { key, base: stored, value };
  return { key, base: { ...stored, value: base, version: Number(variables['version']) }, value };
}
