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

/** What was posted: `Stock −2 · Oolong, Main`, with what is left, and why (SPEC [WRK-143]). */
export function EffectList({ effects, reading }: EffectListProps): ReactNode {
  const text = useTimelineText();
  const tenant = useTenant();
  const [asked, setAsked] = useState<AskedMovement>();
  if (effects.length === 0) return null;
  return (
    <>
      <ul className="tl-effects">
        {effects.map((effect, index) => (
          <li key={index} data-points={effect.isPoints ? '' : undefined}>
            <span className="tl-amount" data-sign={effect.change.startsWith('-') ? 'minus' : 'plus'}>
              {signed(effect.change)}
            </span>
            <span className="tl-effect">
              <span className="tl-effect-what">
                {effect.isPoints ? effect.ledger : `${effect.ledger} · ${effect.measure}`}
                {effect.isReversal && <small>{text('takenBack')}</small>}
              </span>
              <span className="tl-effect-key">
                {effect.isPoints
                  ? [effect.label, effect.person === undefined ? '' : text('pointsFor', { who: effect.person.name })]
                      .filter((part) => part !== '')
                      .join(' · ')
                  : effect.key.join(' · ')}
                {effect.after !== undefined && (
                  <span className="tl-after">{text('after', { amount: plainAmount(effect.after) })}</span>
                )}
              </span>
            </span>
            <WhyEffect effect={effect} onAsk={setAsked} />
          </li>
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
