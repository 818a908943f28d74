import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { ledgerSearchFrom, type LedgerSearch } from './ledger-search.ts';

/** Each part may be given as `undefined`: it is taken out. */
export type LedgerChange = { readonly [Key in keyof LedgerSearch]?: LedgerSearch[Key] | undefined };

/** The part of the address that says what the page of a ledger shows, and how to change it. */
export function useLedgerSearch(): readonly [LedgerSearch, (change: LedgerChange) => void] {
  const search = useSearch({ from: '/w/$tenant/ledgers/$ledger' });
  const navigate = useNavigate({ from: '/w/$tenant/ledgers/$ledger' });
  const change = useCallback(
    (next: LedgerChange) => {
      void navigate({
        search: (last) => ledgerSearchFrom({ ...last, ...next }),
        // Each key of a search would be a step back.
        replace: !('rows' in next),
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [search, change];
}
