import type { ReactNode } from 'react';
import { changeFields, dimensionsOf, measuresOf, type LedgerEntity } from '../../../../schema/model/ledger-entities.ts';
import { textIn } from '../../../../schema/core/text.ts';
import { pathEnd } from '../../documents/field-path.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { textOf, type ApiRow } from '../../documents/row-values.ts';
import { cellText, type Reading } from '../../list/cell.tsx';
import { useMovementText } from './movement-why-texts.ts';

interface MovedProps {
  readonly columning: Columning;
  readonly reading: Reading;
  readonly shown: LedgerEntity;
  readonly rows: readonly ApiRow[];
  /** The movement that was asked about, marked among the others. */
  readonly movement: string | undefined;
}

/** All that a posting moved: of what, how much, and what there was afterwards. */
export function Moved({ columning, reading, shown, rows, movement }: MovedProps): ReactNode {
  const text = useMovementText();
  const { model, entity, locale } = columning;
  const told = (row: ApiRow, id: string): string => {
    const end = pathEnd(model, entity, { path: id, locale });
    return end === undefined ? '' : cellText(end, row[end.steps[0] ?? id], reading);
  };
  const keys = ['account', ...dimensionsOf(shown.ledger).map(({ id }): string => id)];
  const measures = measuresOf(shown.ledger).map(({ id, label }) => ({ label, ...changeFields(id) }));
  return (
    <ul className="movement-why-moved">
      {rows.map((row) => (
        <li key={textOf(row['id'])} className={rows.length > 1 && row['id'] === movement ? 'is-asked' : undefined}>
          <span>
            {keys
              .map((id) => told(row, id))
              .filter((key) => key !== '')
              .join(' · ')}
          </span>
          {measures.map(({ label, change, after }) => {
            const amount = told(row, change);
            if (!/[1-9]/.test(amount)) return null;
            return (
              <span key={change} className={`ledger-amount is-${amount.startsWith('-') ? 'minus' : 'plus'}`}>
                {textIn(label, locale)} <strong>{amount.startsWith('-') ? amount : `+${amount}`}</strong>{' '}
                <small>{text('after', { amount: told(row, after) })}</small>
              </span>
            );
          })}
        </li>
      ))}
    </ul>
  );
}
