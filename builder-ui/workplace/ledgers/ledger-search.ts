import { listSearchFrom, type ListSearch } from '../documents/list-search.ts';

/** What a ledger's page shows, as its address says it. */
export interface LedgerSearch extends ListSearch {
  /** The movements, or what came and went over a period, instead of the balances. */
  readonly rows?: 'movement' | 'turnover';
  /** The period of a turnover: a usual one by its name, or `2026-10-01..2026-10-31`. */
  readonly period?: string;
  /** The day at whose end balances are meant, `2026-10-31`; now without it. */
  readonly day?: string;
}

/** The address's part, whatever somebody wrote into it: what is none is left out. */
export function ledgerSearchFrom(raw: Readonly<Record<string, unknown>>): LedgerSearch {
  const { rows, day, period } = raw;
  const { q, sort, where } = listSearchFrom(raw);
  return {
    ...(q === undefined ? {} : { q }),
    ...(sort === undefined ? {} : { sort }),
    ...(where === undefined ? {} : { where }),
    ...(rows === 'movement' || rows === 'turnover' ? { rows } : {}),
    ...(typeof period === 'string' && /^[\w.-]{1,30}$/.test(period) ? { period } : {}),
    ...(typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? { day } : {}),
  };
}
