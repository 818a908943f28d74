import type { RecordValue } from '../form-runtime/form-value.ts';
import type { StoredRecord } from '../workplace/record/use-record-row.ts';

/** Something typed before that a form goes on with: a draft, or a write that the server refused. */
export interface HeldEdit {
  readonly key: string;
  /** What the record was when it was typed; `null` for a new one. */
  readonly base: StoredRecord | null;
  readonly value: RecordValue;
}
