import { Link, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import type { ApiRights } from '../workplace/documents/api-rights.ts';
import { useApiRights } from '../workplace/use-api-rights.ts';
import { EntriesPanel } from './entries-panel.tsx';
import { MyFlags } from './my-flags.tsx';
import { useMyText } from './my-texts.ts';
import { useUnit } from './parts.tsx';
import { WALLET_DOCUMENT, type Wallet } from './points-documents.ts';
import { pointsText, signOf } from './points-figures.ts';
import { TierPanel } from './tier-panel.tsx';
import { TrendPanel } from './trend-panel.tsx';
import { usePoints } from './use-points.ts';
import { useShownDate } from './use-shown.ts';

/** What the reader has, where he stands, and what happened to his points and why (SPEC [PWK-2]). */
export function MyPointsPage(): ReactNode {
  const tenant = useTenant();
  const text = useMyText();
  const { rights } = useApiRights(tenant);
  const { data, error, refetch } = usePoints<{ readonly wallet: Wallet }>({ query: WALLET_DOCUMENT });
  const opened = useRouterState({ select: ({ location }) => location.hash });
  if (data === undefined || rights === undefined)
    return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  return (
    <>
      <h1 className="unseen">{text('available')}</h1>
      <MyFlags />
      <div className={`pts-top ${rights.mayAsk('pointsTiers') ? '' : 'is-single'}`}>
        <Balance wallet={data.wallet} rights={rights} />
        {rights.mayAsk('pointsTiers') && <TierPanel wallet={data.wallet} />}
      </div>
      <TrendPanel />
      <EntriesPanel key={opened} rights={rights} opened={opened} />
    </>
  );
}

const SOON_DAYS = 90;

function Balance({ wallet, rights }: { readonly wallet: Wallet; readonly rights: ApiRights }): ReactNode {
  const text = useMyText();
  const unit = useUnit(wallet.unit);
  const { name } = useTenant();
  const params = { tenant: name };
  return (
    <section className="pts-balance" aria-label={text('available')}>
      <p className="pts-balance-label">{text('available')}</p>
      <p className="pts-balance-figure">
        {pointsText(wallet.balance)} <small>{unit}</small>
      </p>
      <dl className="pts-balance-facts">
        <div>
          <dt>{text('pending')}</dt>
          <dd>{pointsText(wallet.pending)}</dd>
          {signOf(wallet.pending) > 0 && <dd className="pts-fact-hint">{text('pendingHint')}</dd>}
        </div>
        {signOf(wallet.owed) > 0 && (
          <div className="is-owed">
            <dt>{text('owed')}</dt>
            <dd>{pointsText(wallet.owed)}</dd>
            <dd className="pts-fact-hint">{text('owedHint')}</dd>
          </div>
        )}
        <Expiring wallet={wallet} />
      </dl>
      <p className="pts-balance-ways">
        {rights.mayAsk('pointsRewards') && (
          <Link to="/w/$tenant/points/rewards" params={params} className="button is-primary">
            {text('spend')}
          </Link>
        )}
        <Link to="/w/$tenant/points/rules" params={params} className="button">
          {text('howToEarn')}
        </Link>
      </p>
    </section>
  );
}

function Expiring({ wallet: { expiring } }: { readonly wallet: Wallet }): ReactNode {
  const text = useMyText();
  const shown = useShownDate();
  const soon = Date.now() + SOON_DAYS * 86_400_000;
  const next = expiring.slice(0, 3);
  if (next.length === 0) return null;
  const isSoon = Date.parse(next[0]?.expiresAt ?? '') < soon;
  return (
    <div className={isSoon ? 'is-soon' : ''}>
      <dt>{text('expiring')}</dt>
      {next.map(({ amount, expiresAt }) => (
        <dd key={expiresAt} className="pts-expiry">
          {text('expiringOn', { amount: pointsText(amount), date: shown(expiresAt) })}
        </dd>
      ))}
      {!isSoon && <dd className="pts-fact-hint">{text('expiresLater')}</dd>}
    </div>
  );
}
