import type { ReactNode } from 'react';
import type { ListColumn } from '../documents/list-columns.ts';
import { textOf, valueIn } from '../documents/row-values.ts';
import { Cell, cellText, type Reading } from '../list/cell.tsx';
import type { FactsOf } from './use-facts.ts';
import type { InboxItem } from './inbox-items.ts';
import './facts.css';

interface FactProps {
  readonly item: InboxItem;
  readonly known: FactsOf | undefined;
  readonly reading: Reading;
}

/** How much a request is about: the amount of its record, or the points of an award; nothing where there is none. */
export function FactAmount({ item, known, reading }: FactProps): ReactNode {
  if (item.kind === 'gift') return <Amount column={POINTS} value={item.amount} reading={reading} />;
  const column = known?.facts.amount;
  return column === undefined ? null : (
    <Amount column={column} value={valueIn(known?.row ?? {}, column.steps)} reading={reading} />
  );
}

/** An amount of points is no column of a record. */
const POINTS = { kind: 'decimal', label: '', path: '', steps: [], owners: [], isSecret: false } as const;

interface AmountProps {
  readonly column: Parameters<typeof Cell>[0]['end'];
  readonly value: unknown;
  readonly reading: Reading;
}

function Amount({ column, value, reading }: AmountProps): ReactNode {
  return (
    <b className="fact-amount" title={column.label}>
      <Cell end={column} value={value} reading={reading} />
    </b>
  );
}

/** Whom a request is about and for when, in one line (SPEC [WRK-120]); who asks is told already. */
export function FactLine({ item, known, reading }: FactProps): ReactNode {
  if (known === undefined) return null;
  const { facts, row } = known;
  const { number, party, date } = facts;
  const told = [number, party, date].flatMap((column) => {
    if (column === undefined) return [];
    const shown = cellText(column, valueIn(row, column.steps), reading);
    const isTold = shown === '' || shown === item.title || (column.kind === 'user' && shown === item.askedBy?.name);
    return isTold ? [] : [{ column, shown }];
  });
  return told.map(({ column, shown }) => (
    <span key={column.id} className={column === party ? 'fact-party' : undefined} title={labelled(column, shown)}>
      {column === date && <small>{column.label} </small>}
      {shown}
    </span>
  ));
}

function labelled({ label }: ListColumn, shown: string): string {
  return `${label}: ${shown}`;
}

/** Where the record stands. */
export function FactState({ known, reading }: Omit<FactProps, 'item'>): ReactNode {
  const column = known?.facts.state;
  const value = column === undefined ? undefined : textOf(valueIn(known?.row ?? {}, column.steps));
  return column === undefined || value === '' ? null : <Cell end={column} value={value} reading={reading} />;
}
