import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { LedgerRows } from '../../../schema/model/ledger-entities.ts';
import { useWorkText } from '../work-texts.ts';
import type { LedgerSearch } from './ledger-search.ts';
import { useLedgerText } from './ledger-texts.ts';
import type { LedgerChange } from './use-ledger-search.ts';

interface LedgerNothingProps {
  readonly rows: LedgerRows | 'turnover';
  readonly search: LedgerSearch;
  readonly change: (change: LedgerChange) => void;
}

/** Why a ledger shows no rows. */
export function LedgerNothing({ rows, search, change }: LedgerNothingProps): ReactNode {
  const text = useWorkText();
  const own = useLedgerText();
  if (search.q !== undefined || search.where !== undefined)
    return (
      <div className="nothing">
        <h2>{text('noMatch')}</h2>
        <p>{text('noMatchHint')}</p>
        <Button onClick={() => change({ q: undefined, where: undefined })}>{text('clearFilters')}</Button>
      </div>
    );
  const title = rows !== 'balance' ? 'noMovements' : search.day === undefined ? 'noBalances' : 'noBalancesThen';
  return (
    <div className="nothing">
      <h2>{own(title)}</h2>
      <p>{own('nothingHint')}</p>
    </div>
  );
}
