import type { ReactNode } from 'react';
import { decimalText, parseDecimal } from '../../../../schema/core/decimal.ts';
import { groupThousands } from '../../../form-runtime/number-text.ts';
import type { Effect } from './timeline-entries.ts';
import { useTimelineText } from './timeline-texts.ts';

/** What was posted: `Stock −2 · Oolong, Main`, with what is left. */
export function EffectList({ effects }: { readonly effects: readonly Effect[] }): ReactNode {
  const text = useTimelineText();
  if (effects.length === 0) return null;
  return (
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
        </li>
      ))}
    </ul>
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
