import { App, Button } from 'antd';
import { createElement } from 'react';
import { readRecord } from '../workplace/list/edit/read-record.ts';
import { useOfflineText } from './offline-texts.ts';
import { changeOutbox } from './outbox-store.ts';
import type { OutboxHost } from './outbox.ts';
import { discardedWith, withAgain, withChanged, without, type QueuedWrite } from './queued-write.ts';

/** A write that is sent as a new one. */
export const FRESH = { isSent: false, isLater: false, state: 'waiting', issues: [] } as const;

/** What a reader can do about a write that waits. */
export interface OutboxActs {
  /** Gives writes up, with all that cannot be without them; it can be undone for a while. */
  readonly discard: (keys: readonly string[]) => Promise<void>;
  /** Sends what was refused again, as another request: what hindered it may be gone. */
  readonly retry: (write: QueuedWrite) => Promise<void>;
}

/** Giving up and trying again, wherever a write is told of (SPEC [OFF-4]). */
export function useOutboxActs(host: OutboxHost): OutboxActs {
  const text = useOfflineText();
  const { notification } = App.useApp();
  const { place } = host;
  return {
    discard: async (keys) => {
      let gone: readonly QueuedWrite[] = [];
      await changeOutbox(place, (box) => {
        gone = [...new Set(keys.flatMap((key) => discardedWith(box, key)))];
        return without(box, gone);
      });
      const key = `outbox-${keys[0] ?? ''}`;
      const undo = (): void => {
        notification.destroy(key);
        void changeOutbox(place, (box) => withAgain(box, gone));
      };
      notification.info({
        key,
        title: text('discarded', { count: gone.length }),
        duration: 10,
        actions: createElement(Button, { type: 'primary', size: 'small', onClick: undo }, text('undo')),
      });
    },
    retry: (write) => retried(host, write),
  };
}

/** Who takes a step again takes it with the record as it is now. */
async function retried(host: OutboxHost, { key, kind, entity, variables }: QueuedWrite): Promise<void> {
  const { place, reading } = host;
  const { id } = variables;
  const columning = kind === 'decide' ? undefined : await host.columningOf(entity);
  const now =
    columning === undefined || typeof id !== 'string'
      ? null
      : await readRecord({ tenant: place.tenant, columning, reading }, id);
  const own = now === null ? variables : { ...variables, version: now.version };
  await changeOutbox(place, (box) => withChanged(box, key, { ...FRESH, variables: own, key: crypto.randomUUID() }));
}
