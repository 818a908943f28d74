import { Link } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import { changeFields, measuresOf, type LedgerEntity } from '../../../schema/model/ledger-entities.ts';
import type { Columning, ListColumn } from '../documents/list-columns.ts';
import { textOf, valueIn, type ApiRow } from '../documents/row-values.ts';
import { Cell, cellText, type Reading } from '../list/cell.tsx';
import '../record/why/why-button.css';
import { useLedgerText } from './ledger-texts.ts';
import { DOCUMENT_COLUMN, documentOf, keyConditions } from './ledger-view.ts';

interface LedgerCellProps {
  readonly tenant: string;
  readonly shown: LedgerEntity;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly column: ListColumn;
  readonly row: ApiRow;
  readonly isFirst: boolean;
  /** Asks why there is this movement. */
  readonly onAsk: (row: ApiRow) => void;
}

/** A cell of a ledger: the first of a balance leads to its movements, a movement's document to itself. */
export function LedgerCell(props: LedgerCellProps): ReactNode {
  const { tenant, shown, columning, reading, column, row, isFirst } = props;
  const value = valueIn(row, column.steps);
  if (column.id === DOCUMENT_COLUMN) return <DocumentCell {...props} />;
  const shows = <Cell end={column} value={value} reading={reading} />;
  if (isFirst && shown.rows === 'balance')
    return (
      <Link
        to="/w/$tenant/ledgers/$ledger"
        params={{ tenant, ledger: shown.ledger.id }}
        search={{ rows: 'movement', where: keyConditions(shown, columning, { row, reading }) }}
        className="grid-link"
        tabIndex={-1}
        preload={false}
        onClick={keep}
      >
        {cellText(column, value, reading) === '' ? '—' : shows}
      </Link>
    );
  const plain = textOf(value);
  const sign = plain.startsWith('-') ? 'minus' : /[1-9]/.test(plain) ? 'plus' : 'none';
  if (!column.isNumber) return shows;
  return (
    <span className={`ledger-amount is-${sign}`}>
      {sign === 'plus' && isChange(shown, column.id) && '+'}
      {shows}
    </span>
  );
}

/** The link is what was meant; the row would open the same once more. */
function keep(event: MouseEvent): void {
  event.stopPropagation();
}

function isChange({ ledger }: LedgerEntity, id: string): boolean {
  return measuresOf(ledger).some((measure) => changeFields(measure.id).change === id);
}

function DocumentCell({ tenant, columning, reading, row, onAsk }: LedgerCellProps): ReactNode {
  const text = useLedgerText();
  const found = documentOf(columning, row, reading);
  return (
    <span className="ledger-document">
      {found === undefined ? (
        <span className="ledger-none">{text('byHand')}</span>
      ) : (
        <Link
          to="/w/$tenant/e/$entity/$id"
          params={{ tenant, entity: found.entity.id, id: found.id }}
          className="grid-link"
          tabIndex={-1}
          preload={false}
          onClick={keep}
        >
          {found.title}
        </Link>
      )}
      {textOf(row['reversesId']) !== '' && <span className="ledger-mark">{text('reversal')}</span>}
      {textOf(row['reversedById']) !== '' && <span className="ledger-mark">{text('reversed')}</span>}
      <button
        type="button"
        className="why-button ledger-why"
        tabIndex={-1}
        aria-label={text('askWhy', { what: found?.title ?? text('byHand') })}
        title={`${text('whyMovement')} (F1)`}
        onClick={(event) => {
          event.stopPropagation();
          onAsk(row);
        }}
      >
        ?
      </button>
    </span>
  );
}
