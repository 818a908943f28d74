import { CoffeeOutlined, GiftOutlined, HeartOutlined, ReadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTenant } from '../shell/tenant-frame.tsx';
import type { Reward } from './points-documents.ts';
import { Amount } from './parts.tsx';
import { difference, pointsText, progress, signOf } from './points-figures.ts';
import { useRewardsText } from './rewards-texts.ts';
import type { RewardMore } from './shop.ts';

interface RewardCardProps {
  readonly reward: Reward;
  readonly more: RewardMore | undefined;
  readonly balance: string;
  readonly onRedeem: () => void;
}

/** A reward: what it is, what it costs, whether there is one for the reader, or how far it is. */
export function RewardCard({ reward, more, balance, onRedeem }: RewardCardProps): ReactNode {
  const text = useRewardsText();
  const { name, cost, affordable } = reward;
  const missing = difference(cost, balance);
  const isFar = signOf(missing) > 0;
  return (
    <li className="pts-reward">
      <Picture more={more} />
      <div className="pts-reward-body">
        <h2>{name}</h2>
        {more !== undefined && more.description !== '' && <p className="pts-hint">{more.description}</p>}
        <p className="pts-reward-cost">
          <Amount value={cost} />
        </p>
        <Supply reward={reward} period={more?.period ?? ''} />
        <span className="pts-space" />
        {isFar ? (
          <div className="pts-far">
            <span className="pts-bar" aria-hidden="true">
              <span style={{ inlineSize: `${progress(balance, { from: '0', to: cost }) * 100}%` }} />
            </span>
            <small>{text('missing', { amount: pointsText(missing) })}</small>
          </div>
        ) : (
          <Button
            type="primary"
            block
            disabled={!affordable}
            aria-label={text('redeemWhat', { what: name })}
            onClick={onRedeem}
          >
            {text('redeem')}
          </Button>
        )}
      </div>
    </li>
  );
}

const SIGNS: Readonly<Record<string, ReactNode>> = {
  leave: <CoffeeOutlined />,
  course: <ReadOutlined />,
  charity: <HeartOutlined />,
};

function Picture({ more }: { readonly more: RewardMore | undefined }): ReactNode {
  const { name } = useTenant();
  const [isBroken, setBroken] = useState(false);
  const kind = more?.kind ?? '';
  return (
    <div className="pts-picture" data-kind={kind}>
      {more?.image !== undefined && !isBroken ? (
        <img src={`/t/${name}/files/${more.image}/preview`} alt="" loading="lazy" onError={() => setBroken(true)} />
      ) : (
        <span aria-hidden="true">{SIGNS[kind] ?? <GiftOutlined />}</span>
      )}
      {more !== undefined && more.kindLabel !== '' && <span className="pts-kind">{more.kindLabel}</span>}
    </div>
  );
}

const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;

function Supply({ reward, period }: { readonly reward: Reward; readonly period: string }): ReactNode {
  const text = useRewardsText();
  const { left, mine } = reward;
  const known = PERIODS.find((one) => one === period);
  const word = known === undefined ? undefined : text(`period_${known}`);
  if (left === 0) return <p className="pts-supply">{text('soldOut')}</p>;
  // Where the stock is what bounds the reader too, it is said once.
  const isShare = mine !== null && mine !== left;
  return (
    <p className="pts-supply">
      {left !== null && <span>{text('left', { count: left })}</span>}
      {isShare && mine === 0 && (
        <span>{word === undefined ? text('mineNone') : text('mineNonePeriod', { period: word })}</span>
      )}
      {isShare && mine > 0 && (
        <span>
          {word === undefined ? text('mine', { count: mine }) : text('minePeriod', { count: mine, period: word })}
        </span>
      )}
    </p>
  );
}
