import { useAsOf } from '../data/kept-reads.ts';
import { useSyncExternalStore } from 'react';

/** Whether this device has a network, and what is shown came from the server. */
export function useOnline(): { readonly isOnline: boolean; readonly asOf: string | undefined } {
  const hasNetwork = useSyncExternalStore(listen, () => navigator.onLine);
  const { asOf } = useAsOf();
  return { isOnline: hasNetwork && asOf === undefined, asOf };
}

function listen(changed: () => void): () => void {
  addEventListener('online', changed);
  addEventListener('offline', changed);
  return () => {
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
  };
}
