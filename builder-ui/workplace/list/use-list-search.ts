import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { listSearchFrom, type ListSearch } from '../documents/list-search.ts';

/** The part of the address that says what the list shows, and how to change it. */
export function useListSearch(): readonly [ListSearch, (change: Partial<Unset<ListSearch>>) => void] {
  const search = useSearch({ from: '/w/$tenant/e/$entity' });
  const navigate = useNavigate({ from: '/w/$tenant/e/$entity' });
  const change = useCallback(
    (next: Partial<Unset<ListSearch>>) => {
      void navigate({
        search: (last) => listSearchFrom({ ...last, ...next }),
        // Each key of a search and each tick of a filter would be a step back.
        replace: !('view' in next),
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [search, change];
}

/** Each part may be given as `undefined`: it is taken out. */
type Unset<T> = { readonly [Key in keyof T]?: T[Key] | undefined };
