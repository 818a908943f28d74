import { Link } from '@tanstack/react-router';
import { Input } from 'antd';
import { lazy, Suspense, useId, useMemo, type ReactNode } from 'react';
import { instantText, parseDate, startOfDay } from '../../../schema/expr/calendar.ts';
import { textIn } from '../../../schema/core/text.ts';
import { ledgerEntities, type LedgerEntity } from '../../../schema/model/ledger-entities.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { Waiting } from '../../shell/feedback.tsx';
import type { Columning } from '../documents/list-columns.ts';
import type { Reading } from '../list/cell.tsx';
import { useWorkText } from '../work-texts.ts';
import type { LedgerSearch } from './ledger-search.ts';
import { LedgerRowsPart } from './ledger-rows.tsx';
import { useLedgerText } from './ledger-texts.ts';
import { useLedgerLive } from './use-ledger-live.ts';
import { useLedgerSearch, type LedgerChange } from './use-ledger-search.ts';
import '../list/list.css';
import './ledgers.css';

/** What came and went comes with the first that is looked at. */
const TurnoverPart = lazy(() =>
  import('./turnover/turnover-part.tsx').then((part) => ({ default: part.TurnoverPart })),
);
const TurnoverPeriod = lazy(() =>
  import('./turnover/turnover-period.tsx').then((part) => ({ default: part.TurnoverPeriod })),
);

interface LedgerScreenProps {
  readonly tenant: TenantModel;
  /** The balances or the movements. */
  readonly shown: LedgerEntity;
  readonly rights: ApiRights;
}

/** The balances of a ledger, now or as of a day, or its movements. */
export function LedgerScreen({ tenant, shown, rights }: LedgerScreenProps): ReactNode {
  const { locale } = useLanguage();
  const text = useWorkText();
  const [search, change] = useLedgerSearch();
  const { model, timeZone, name } = tenant;
  const { entity } = shown;
  const columning = useMemo<Columning>(() => ({ model, entity, rights, locale }), [model, entity, rights, locale]);
  const reading = useMemo<Reading>(() => ({ text, locale, timeZone, tenant: name }), [text, locale, timeZone, name]);
  const movements = ledgerEntities(model).find(
    ({ ledger, rows }) => ledger.id === shown.ledger.id && rows === 'movement',
  );
  useLedgerLive(shown, { tenant: name, model, rights, movements: movements ?? shown });
  return (
    <div className="list">
      <LedgerHead tenant={name} {...{ shown, search, change, locale }} />
      {search.rows === 'turnover' && movements !== undefined ? (
        <Suspense fallback={<Waiting />}>
          <TurnoverPart {...{ tenant, movements, columning, reading, search, change }} balances={shown} />
        </Suspense>
      ) : (
        <LedgerRowsPart {...{ tenant, shown, columning, reading, search, change }} at={momentOf(search, timeZone)} />
      )}
    </div>
  );
}

/** The last moment of the day that is asked for. */
function momentOf({ day, rows }: LedgerSearch, timeZone: string): string | undefined {
  const days = day === undefined || rows !== undefined ? undefined : parseDate(day);
  return days === undefined ? undefined : instantText(startOfDay(days + 1, timeZone) - 1n);
}

interface LedgerHeadProps {
  readonly tenant: string;
  readonly shown: LedgerEntity;
  readonly search: LedgerSearch;
  readonly change: (change: LedgerChange) => void;
  readonly locale: Columning['locale'];
}

function LedgerHead({ tenant, shown, search, change, locale }: LedgerHeadProps): ReactNode {
  const own = useLedgerText();
  const text = useWorkText();
  const dayId = useId();
  const { ledger } = shown;
  const rows = search.rows ?? 'balance';
  const names = {
    balance: own('balances'),
    movement: own('movements'),
    turnover: own(ledger.mode === 'double' ? 'trialBalance' : 'turnover'),
  };
  const params = { tenant, ledger: ledger.id };
  return (
    <header className="list-head">
      <h1>{textIn(ledger.label, locale)}</h1>
      <nav className="list-views" aria-label={text('views')}>
        {(['balance', 'movement', 'turnover'] as const).map((one) => (
          <Link
            key={one}
            to="/w/$tenant/ledgers/$ledger"
            params={params}
            search={one === 'balance' ? {} : { rows: one }}
            className={`list-view${one === rows ? ' is-chosen' : ''}`}
            aria-current={one === rows ? 'page' : undefined}
            activeProps={{}}
          >
            {names[one]}
          </Link>
        ))}
      </nav>
      <span className="list-head-space" />
      {rows === 'turnover' && (
        <Suspense fallback={null}>
          <TurnoverPeriod period={search.period} onChange={(period) => change({ period })} />
        </Suspense>
      )}
      {rows === 'balance' && (
        <span className="ledger-day">
          <label htmlFor={dayId}>{own('asOf')}</label>
          <Input
            id={dayId}
            type="date"
            value={search.day ?? ''}
            allowClear
            onChange={(event) => change({ day: event.target.value === '' ? undefined : event.target.value })}
          />
        </span>
      )}
    </header>
  );
}
