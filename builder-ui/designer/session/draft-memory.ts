import { createStore, del, get, set } from 'idb-keyval';
import type { DraftLog } from './draft-log.ts';
import type { KeptDraft } from './draft-server.ts';

/** What this browser remembers of a draft: its steps, and what the server had when it last answered. */
export interface RememberedDraft {
  readonly log: DraftLog;
  readonly saved: KeptDraft;
}

/** Where it is remembered between visits: what a lost connection kept from the server, and what can be undone. */
export interface DraftMemory {
  read(): Promise<RememberedDraft | undefined>;
  write(draft: RememberedDraft): Promise<void>;
  forget(): Promise<void>;
}

/** In the browser's own database, one entry for each person and tenant. Where there is none, nothing is remembered. */
export function browserMemory(person: string, tenant: string): DraftMemory {
  const store = createStore('formwork-drafts', 'drafts');
  const key = `1/${person}/${tenant}/main`;
  let waiting: RememberedDraft | undefined;
  let writing: Promise<void> | undefined;
  const writeLatest = async (): Promise<void> => {
    while (waiting !== undefined) {
      const draft = waiting;
      waiting = undefined;
      // Private windows may have no database: the server still keeps the draft.
      await set(key, draft, store).catch(() => undefined);
    }
    writing = undefined;
  };
  return {
    read: async () => get<RememberedDraft>(key, store).catch(() => undefined),
    // While one is written, only the latest of those that come waits: a burst of keys is two writes.
    write(draft) {
      waiting = draft;
      writing ??= writeLatest();
      return writing;
    },
    forget: async () => del(key, store).catch(() => undefined),
  };
}
