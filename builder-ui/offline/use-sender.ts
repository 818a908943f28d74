import { useCallback, useEffect, useRef } from 'react';
import { MeDocument } from '../data/generated/graphql.ts';
import { askPlatform, ServerError } from '../data/platform-client.ts';
import { doneCount } from './done-count.ts';
import type { OutboxHost } from './outbox.ts';

const AGAIN_FIRST_MS = 2_000;
const AGAIN_LAST_MS = 60_000;

/**
 * Sends what waits: when the page opens, when the network is back, and now and then while anything waits. Gives what
 * sends at once.
 */
export function useSender(host: OutboxHost, isWaiting: boolean): () => void {
  const latest = useRef(host);
  useEffect(() => {
    latest.current = host;
  });
  const isUnderWay = useRef(false);
  const send = useCallback(async (): Promise<boolean> => {
    if (isUnderWay.current || !navigator.onLine) return false;
    isUnderWay.current = true;
    try {
      if (!(await isStillMe(latest.current))) return false;
      const { drain } = await import('./outbox.ts');
      return (await drain(latest.current)) === 'empty';
    } finally {
      isUnderWay.current = false;
    }
  }, []);
  const { person, tenant } = host.place;
  useEffect(() => {
    if (!isWaiting) return undefined;
    let wait = AGAIN_FIRST_MS;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const go = (): void => {
      clearTimeout(timer);
      const before = doneCount();
      // What sends may fail to load as anything else: it is tried again like an answer that did not come.
      void send()
        .catch(() => false)
        .then(() => {
          // Where some of it went out, the rest need not wait long.
          if (doneCount() > before) wait = AGAIN_FIRST_MS;
          timer = setTimeout(go, wait * (0.8 + Math.random() * 0.4));
          wait = Math.min(AGAIN_LAST_MS, wait * 2);
        });
    };
    const back = (): void => {
      wait = AGAIN_FIRST_MS;
      go();
    };
    go();
    addEventListener('online', back);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', back);
    };
  }, [send, isWaiting, person, tenant]);
  return useCallback(() => void send(), [send]);
}

/** Another person may have signed in beside this page: nobody's changes are sent in the name of another. */
async function isStillMe({ place, reading }: OutboxHost): Promise<boolean> {
  try {
    const { me } = await askPlatform(MeDocument, { locale: reading.locale });
    return me?.user?.id === place.person;
  } catch (error) {
    if (error instanceof ServerError) return false;
    throw error;
  }
}
