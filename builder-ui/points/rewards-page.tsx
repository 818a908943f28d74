import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import type { ServerError } from '../data/platform-client.ts';
import { askTenant } from '../data/tenant-client.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { rowsKey, useApiRights } from '../workplace/use-api-rights.ts';
import { MyRedemptions } from './my-redemptions.tsx';
import { Nothing } from './parts.tsx';
import { REWARDS_DOCUMENT, type Reward } from './points-documents.ts';
import { pointsText } from './points-figures.ts';
import { RewardCard } from './reward-card.tsx';
import { useRewardsText } from './rewards-texts.ts';
import { rewardsDocument, rewardsMore, shopOf, type RewardMore } from './shop.ts';
import { usePoints } from './use-points.ts';

const RedeemDialog = lazy(() => import('./redeem-dialog.tsx').then((made) => ({ default: made.RedeemDialog })));

interface RewardsAnswer {
  readonly rewards: readonly Reward[];
  readonly wallet: { readonly unit: string | null; readonly balance: string };
}

/** What points buy, and what the reader has bought (SPEC [PWK-11]). */
export function RewardsPage(): ReactNode {
  const text = useRewardsText();
  const [shown, setShown] = useState<'all' | 'affordable'>('all');
  const [chosen, setChosen] = useState<Reward>();
  const { data, error, refetch } = usePoints<RewardsAnswer>({ query: REWARDS_DOCUMENT });
  const more = useRewardsMore();
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const { rewards, wallet } = data;
  const listed = shown === 'all' ? rewards : rewards.filter(({ affordable }) => affordable);
  return (
    <>
      <header className="pts-head">
        <div>
          <h1 className="pts-title">{text('title')}</h1>
          <p className="pts-lead">{text('lead', { amount: pointsText(wallet.balance) })}</p>
        </div>
        {rewards.length > 1 && (
          <Segmented<'all' | 'affordable'>
            aria-label={text('show')}
            value={shown}
            onChange={setShown}
            options={(['all', 'affordable'] as const).map((value) => ({ value, label: text(value) }))}
          />
        )}
      </header>
      {listed.length === 0 && <Nothing title={text(rewards.length === 0 ? 'empty' : 'emptyAffordable')} />}
      <ul className="pts-shop">
        {listed.map((reward) => (
          <RewardCard
            key={reward.id}
            reward={reward}
            more={more.get(reward.id)}
            balance={wallet.balance}
            onRedeem={() => setChosen(reward)}
          />
        ))}
      </ul>
      <MyRedemptions />
      <Suspense>
        {chosen !== undefined && (
          <RedeemDialog reward={chosen} balance={wallet.balance} onClose={() => setChosen(undefined)} />
        )}
      </Suspense>
    </>
  );
}

/** What the records of the rewards tell beside their price: nothing where the reader may not see it. */
function useRewardsMore(): ReadonlyMap<string, RewardMore> {
  const tenant = useTenant();
  const { locale } = useLanguage();
  const shop = shopOf(tenant.model);
  const { rights } = useApiRights(tenant, shop?.rewards);
  const query = shop === undefined || rights === undefined ? undefined : rewardsDocument(shop, rights);
  const { data } = useQuery<unknown, ServerError>({
    queryKey: [...rowsKey(tenant.name, shop?.rewards.id ?? ''), 'shop', query],
    queryFn: async () => {
      const answer = await askTenant<unknown>(tenant.name, { query: query ?? '', locale });
      return answer.ok ? answer.data : {};
    },
    enabled: query !== undefined,
  });
  return useMemo(
    () => (shop === undefined || data === undefined ? new Map() : rewardsMore(shop, data, locale)),
    [shop, data, locale],
  );
}
