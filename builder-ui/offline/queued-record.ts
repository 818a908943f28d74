import type { StoredRecord } from '../workplace/record/use-record-row.ts';
import { withQueuedValues, type Outbox } from './queued-write.ts';

/** A record that waits to be made, as the one who made it sees it; `null` where there is none. */
export function queuedRecord(id: string, box: Outbox): StoredRecord | null {
  const write = box.writes.find(({ kind, record }) => kind === 'create' && record === id);
  if (write?.value === undefined) return null;
  const value = withQueuedValues(write.value, id, box);
  return { row: { ...value, id, version: 0 }, value, version: 0, isBinned: false };
}

/** A stored record with what waits to be sent on top. */
export function withQueued<Stored extends StoredRecord | null | undefined>(stored: Stored, id: string, box: Outbox) {
  if (stored === null || stored === undefined) return stored;
  const value = withQueuedValues(stored.value, id, box);
  return value === stored.value ? stored : { ...stored, value };
}
