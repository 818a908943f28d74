import { Tag } from 'antd';
import type { ReactNode } from 'react';
import type { LedgerDef } from '../../../schema/template/template-rules.ts';
import { nameOf } from '../points/award-words.ts';
import { useMistakeCount } from '../points/mistakes-at.tsx';
import { boundWords } from './posting-words.ts';
import { useLedgerDesign, type LedgerDesign } from './use-ledgers.ts';

export interface LedgerCardsProps {
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

/** The ledgers: what each is kept by, what it counts, and within which bounds. */
export function LedgerCards({ chosen, onChoose }: LedgerCardsProps): ReactNode {
  const { template } = useLedgerDesign();
  return (
    <ul className="ledgers-cards">
      {(template.ledgers ?? []).map((ledger, index) => (
        <LedgerCard
          key={ledger.id}
          ledger={ledger}
          path={`/ledgers/${index}`}
          isChosen={ledger.id === chosen}
          onChoose={() => onChoose(ledger.id)}
        />
      ))}
    </ul>
  );
}

function LedgerCard({
  ledger,
  path,
  isChosen,
  onChoose,
}: {
  readonly ledger: LedgerDef;
  readonly path: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const design = useLedgerDesign();
  const { template, text, locale } = design;
  const mistakes = useMistakeCount(path);
  const postings = (template.postings ?? []).filter((posting) => posting.ledger === ledger.id).length;
  return (
    <li data-item={ledger.id} className={isChosen ? 'ledger is-chosen' : 'ledger'}>
      <h2>
        <button type="button" aria-pressed={isChosen} onClick={onChoose}>
          {nameOf(ledger, locale)}
        </button>
        <Tag className="ledger-mode">{text(`mode_${ledger.mode}`)}</Tag>
        {mistakes > 0 && <Tag color="error">{mistakes}</Tag>}
      </h2>
      <p className="ledger-by">{keptBy(ledger, design)}</p>
      <ul className="ledger-parts">
        {partsOf(ledger, design).map(({ id, name, bounds }) => (
          <li key={id}>
            <span>{name}</span> <small>{bounds}</small>
          </li>
        ))}
      </ul>
      <p className="ledger-foot">
        {[
          text('postings', { count: postings }),
          ...(ledger.period === undefined ? [] : [text(`period_${ledger.period.by}`)]),
          ...extras(ledger, design),
        ].join(' · ')}
      </p>
    </li>
  );
}

function keptBy(ledger: LedgerDef, { text, locale }: LedgerDesign): string {
  if (ledger.mode === 'double') return ledger.unit ?? '';
  return ledger.dimensions
    .map((one) => (one.optional === true ? `${nameOf(one, locale)} (${text('optional')})` : nameOf(one, locale)))
    .join(' × ');
}

interface Part {
  readonly id: string;
  readonly name: string;
  readonly bounds: string;
}

function partsOf(ledger: LedgerDef, design: LedgerDesign): readonly Part[] {
  const { text, locale } = design;
  const bounds = ({ min, max }: { readonly min?: string; readonly max?: string }): string => {
    const both = [
      ...(min === undefined ? [] : [text('atLeast', { bound: boundWords(min, ledger, design) })]),
      ...(max === undefined ? [] : [text('atMost', { bound: boundWords(max, ledger, design) })]),
    ];
    return both.length === 0 ? text('free') : both.join(' · ');
  };
  if (ledger.mode === 'balance')
    return ledger.measures.map((one) => ({ id: one.id, name: nameOf(one, locale), bounds: bounds(one) }));
  return ledger.accounts.map((account) => {
    const by = account.by.map((id) => nameOf(ledger.dimensions?.find((one) => one.id === id) ?? { id }, locale));
    const lots = account.lots === undefined ? '' : ` · ${text('lotsShort')}`;
    const name = by.length === 0 ? nameOf(account, locale) : `${nameOf(account, locale)} / ${by.join(' × ')}`;
    return { id: account.id, name, bounds: `${bounds(account)}${lots}` };
  });
}

function extras(ledger: LedgerDef, { text }: LedgerDesign): readonly string[] {
  if (ledger.mode === 'double') return [];
  return [
    ...(ledger.valuation === undefined ? [] : [text('valuedShort')]),
    ...(ledger.override === undefined ? [] : [text('overrideShort', { floor: ledger.override.floor })]),
  ];
}
