import { lazy, Suspense, useState, type ReactNode } from 'react';
import { decimalText, parseDecimal } from '../../../../schema/core/decimal.ts';
import { groupThousands } from '../../../form-runtime/number-text.ts';
import { useTenant } from '../../../shell/tenant-frame.tsx';
import type { AskedMovement } from '../../ledgers/why/movement-why.tsx';
import type { Reading } from '../../list/cell.tsx';
import type { Effect } from './timeline-entries.ts';
import { useTimelineText } from './timeline-texts.ts';
import '../why/why-button.css';

const MovementWhy = lazy(() =>
  import('../../ledgers/why/movement-why.tsx').then((why) => ({ default: why.MovementWhy })),
);

interface EffectListProps {
  readonly effects: readonly Effect[];
  readonly reading: Reading;
}

/** What was posted: `Stock: Oolong, Main. Quantity −2`, with what is left, and why (SPEC [WRK-143]). */
export function EffectList({ effects, reading }: EffectListProps): ReactNode {
  const tenant = useTenant();
  const [asked, setAsked] = useState<AskedMovement>();
  if (effects.length === 0) return null;
  return (
    <>
      <ul className="tl-effects">
        {groupsOf(effects).map((group, index) => (
          <EffectGroup key={index} group={group} onAsk={setAsked} />
        ))}
      </ul>
      {asked !== undefined && (
        <Suspense fallback={null}>
          <MovementWhy {...{ tenant, reading, asked }} onClose={() => setAsked(undefined)} />
        </Suspense>
      )}
    </>
  );
}

/** What one posting moved of one thing: its measures stand in one line. */
type Group = readonly [Effect, ...Effect[]];

function groupsOf(effects: readonly Effect[]): readonly Group[] {
  const groups: Group[] = [];
  for (const effect of effects) {
    const last = groups.at(-1);
    if (last !== undefined && placeOf(last[0]) === placeOf(effect)) groups[groups.length - 1] = [...last, effect];
    else groups.push([effect]);
  }
  return groups;
}

/** Points are told one by one: each has words of its own. */
function placeOf({ isPoints, ledgerId, posting, key, isReversal, label }: Effect): string {
  return JSON.stringify([isPoints ? label : '', ledgerId, posting, key, isReversal]);
}

interface EffectGroupProps {
  readonly group: Group;
  readonly onAsk: (asked: AskedMovement) => void;
}

function EffectGroup({ group, onAsk }: EffectGroupProps): ReactNode {
  const text = useTimelineText();
  const [first] = group;
  const { isPoints, label, person } = first;
  const of = isPoints ? [label, person === undefined ? '' : text('pointsFor', { who: person.name })] : first.key;
  return (
    <li data-points={isPoints ? '' : undefined}>
      <span className="tl-effect">
        <span className="tl-effect-what">
          {first.ledger}
          {first.isReversal && <small>{text('takenBack')}</small>}
        </span>
        <span className="tl-effect-key">{of.filter((part) => part !== '').join(' · ')}</span>
        {group.map((effect) => (
          <span key={effect.measure} className="tl-moved">
            {!isPoints && <span>{effect.measure}</span>}
            <span className="tl-amount" data-sign={effect.change.startsWith('-') ? 'minus' : 'plus'}>
              {signed(effect.change)}
            </span>
            {effect.after !== undefined && (
              <span className="tl-after">{text('after', { amount: plainAmount(effect.after) })}</span>
            )}
          </span>
        ))}
      </span>
      <WhyEffect effect={first} onAsk={onAsk} />
    </li>
  );
}

interface WhyEffectProps {
  readonly effect: Effect;
  readonly onAsk: (asked: AskedMovement) => void;
}

/** Points say why on their own page. */
function WhyEffect({ effect, onAsk }: WhyEffectProps): ReactNode {
  const text = useTimelineText();
  const { posting, ledgerId } = effect;
  if (posting === undefined) return null;
  const label = text('whyPosted', { what: `${effect.ledger} · ${effect.key.join(' · ')}` });
  return (
    <button
      type="button"
      className="why-button tl-why"
      aria-label={label}
      title={label}
      aria-haspopup="dialog"
      onClick={() => onAsk({ ledger: ledgerId, posting })}
    >
      ?
    </button>
  );
}

function signed(change: string): string {
  const amount = plainAmount(change);
  return amount.startsWith('-') ? `−${amount.slice(1)}` : `+${amount}`;
}

function plainAmount(value: string): string {
  const number = parseDecimal(value);
  const plain = number === undefined ? value : decimalText(number);
  return groupThousands(plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain);
}
