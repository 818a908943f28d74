import { useCallback, useEffect, useState } from 'react';
import { ServerError } from '../data/platform-client.ts';

/** What is being fetched, came, or failed. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly error: ServerError };

/** Fetches when `load` changes (keep it with `useCallback`) and on `reload`; an answer that came too late is dropped. */
export function useLoaded<T>(load: () => Promise<T>): { readonly loaded: Loaded<T>; readonly reload: () => void } {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    load().then(
      (value) => isCurrent && setLoaded({ state: 'ready', value }),
      (error: unknown) => isCurrent && setLoaded({ state: 'failed', error: asServerError(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [load, round]);
  return { loaded, reload: useCallback(() => setRound((before) => before + 1), []) };
}

function asServerError(error: unknown): ServerError {
  return error instanceof ServerError ? error : new ServerError(String(error), 'UNKNOWN', '');
}
