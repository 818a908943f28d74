import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ledgerEntities } from '../../../schema/model/ledger-entities.ts';
import { Failure, Waiting } from '../../shell/feedback.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { NoSuchObject, NotForYou } from '../no-access.tsx';
import { useApiRights } from '../use-api-rights.ts';
import { LedgerScreen } from './ledger-screen.tsx';
import { useLedgerSearch } from './use-ledger-search.ts';

/** One ledger: what is there, and each change of it (SPEC [WRK-62]). */
export function LedgerPage(): ReactNode {
  const tenant = useTenant();
  const { ledger } = useParams({ from: '/w/$tenant/ledgers/$ledger' });
  const [{ rows = 'balance' }] = useLedgerSearch();
  const wanted = rows === 'turnover' ? 'balance' : rows;
  const shown = ledgerEntities(tenant.model).find((one) => one.ledger.id === ledger && one.rows === wanted);
  const { rights, error, retry } = useApiRights(tenant, shown?.entity);
  if (shown === undefined) return <NoSuchObject />;
  if (rights === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  if (!rights.reads(shown.entity)) return <NotForYou />;
  return <LedgerScreen key={shown.entity.id} {...{ tenant, shown, rights }} />;
}
