import { CrownFilled } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { shownDuration } from './duration-words.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useMyText } from './my-texts.ts';
import { Panel } from './parts.tsx';
import { TIERS_DOCUMENT, type Tier, type Tiers, type Wallet } from './points-documents.ts';
import { pointsText, progress } from './points-figures.ts';
import { usePoints } from './use-points.ts';
import { useShownDate } from './use-shown.ts';

/** The reader's level among all, and how far it is to the next. */
export function TierPanel({ wallet }: { readonly wallet: Wallet }): ReactNode {
  const text = useMyText();
  const { locale } = useLanguage();
  const shown = useShownDate();
  const { data } = usePoints<{ readonly tiers: Tiers }>({ query: TIERS_DOCUMENT });
  if (data === undefined) return null;
  const { levels, metric, window } = data.tiers;
  const { tier, nextTier, toNextTier } = wallet;
  const counted = metric === 'balance' ? wallet.balance : wallet.earned;
  const amount = pointsText(counted);
  const basis =
    metric === 'balance'
      ? text('keptBy', { amount })
      : window === null
        ? text('earnedEver', { amount })
        : text('earnedIn', { window: shownDuration(window, locale), amount });
  const next =
    nextTier === null || toNextTier === null
      ? text('highest')
      : text('toNext', { amount: pointsText(toNextTier), level: nextTier.label });
  return (
    <Panel title={text('level')} className="pts-level">
      <div className="pts-level-now" data-rank={rankOf(levels, tier)}>
        <span className="pts-medal" aria-hidden="true">
          <CrownFilled />
        </span>
        <div>
          <strong>{tier?.label ?? text('noLevel')}</strong>
          <p>{next}</p>
        </div>
      </div>
      <ol className="pts-levels">
        {levels.map((level, index) => (
          <Level key={level.id} {...{ level, counted }} next={levels[index + 1]} isMine={level.id === tier?.id} />
        ))}
      </ol>
      <p className="pts-hint">
        {basis}
        {wallet.graceUntil !== null && <> · {text('grace', { date: shown(wallet.graceUntil) })}</>}
      </p>
    </Panel>
  );
}

/** Places of honour are coloured from the top: the highest is gold whatever it is called. */
function rankOf(levels: readonly Tier[], tier: Tier | null): number {
  const at = levels.findIndex(({ id }) => id === tier?.id);
  return at < 0 ? 0 : Math.max(1, 3 - (levels.length - 1 - at));
}

interface LevelProps {
  readonly level: Tier;
  readonly next: Tier | undefined;
  readonly counted: string;
  readonly isMine: boolean;
}

function Level({ level, next, counted, isMine }: LevelProps): ReactNode {
  const text = useMyText();
  const { roles } = useTenant();
  const isReached = Number(counted) >= Number(level.from);
  const filled = !isReached ? 0 : next === undefined ? 1 : progress(counted, { from: level.from, to: next.from });
  const brings = level.roles.map((id) => roles.find((role) => role.id === id)?.label ?? id).join(', ');
  return (
    <li className={`pts-level-step ${isReached ? 'is-reached' : ''}`} aria-current={isMine ? 'step' : undefined}>
      <span className="pts-level-bar" aria-hidden="true">
        <span style={{ inlineSize: `${filled * 100}%` }} />
      </span>
      <b>{level.label}</b> <small>{pointsText(level.from)}</small>
      {brings !== '' && <small className="pts-level-brings">{text('brings', { roles: brings })}</small>}
    </li>
  );
}
