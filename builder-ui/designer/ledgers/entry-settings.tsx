import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { DECIMAL } from '../../../schema/expr/types.ts';
import type { DoubleLedgerDef, EntryDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { toJson } from '../form/to-json.ts';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { newId } from '../parts/new-id.ts';
import { nameOf } from '../points/award-words.ts';
import { MistakesAt } from '../points/mistakes-at.tsx';
import { KeyInput } from './move-settings.tsx';
import type { PostingDesign } from './posting-panel.tsx';

/** Every double ledger has it: what comes from outside comes from here (SPEC [LED-2]). */
const OPENING = 'opening';

/** What a posting to accounts says: what goes out of which account, and into which. */
export function EntrySettings({
  design,
  ledger,
}: {
  readonly design: PostingDesign;
  readonly ledger: DoubleLedgerDef;
}): ReactNode {
  const { posting, path, text, put } = design;
  const entries = posting.entries ?? [];
  const change = (next: readonly EntryDef[]): void => put('entries', next.map(toJson), text('entries'));
  const add = (): void => {
    const [first] = ledger.accounts;
    if (first === undefined) return;
    const id = newId({
      label: { en: 'entry' },
      taken: entries.map((one) => one.id),
      style: 'camel',
      fallback: 'entry',
    });
    change([...entries, { id, account: first.id, amount: "dec('0')" }]);
  };
  return (
    <section className="points-group">
      <h3>{text('entries')}</h3>
      <p className="flow-hint">{text('sumHint')}</p>
      {entries.map((entry, index) => (
        <div key={entry.id} className="points-approval">
          <div className="points-group-head">
            <strong>{text('entry', { number: index + 1 })}</strong>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={text('removeEntry', { number: index + 1 })}
              onClick={() => change(entries.toSpliced(index, 1))}
            />
          </div>
          <Entry
            design={design}
            ledger={ledger}
            entry={entry}
            number={index + 1}
            onChange={(made) => change(entries.with(index, made))}
          />
          <MistakesAt path={`${path}/entries/${index}`} hasEditor />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={add}>
        {text('addEntry')}
      </Button>
    </section>
  );
}

function Entry({
  design,
  ledger,
  entry,
  number,
  onChange,
}: {
  readonly design: PostingDesign;
  readonly ledger: DoubleLedgerDef;
  readonly entry: EntryDef;
  readonly number: number;
  readonly onChange: (entry: EntryDef) => void;
}): ReactNode {
  const { text, locale, scopeFor } = design;
  const account = ledger.accounts.find(({ id }) => id === entry.account);
  const dimensions = (account?.by ?? []).map((id) => ledger.dimensions?.find((one) => one.id === id) ?? { id });
  return (
    <>
      <Select
        aria-label={`${text('entry', { number })}: ${text('account')}`}
        value={entry.account}
        options={[
          ...ledger.accounts.map((one) => ({ value: one.id, label: nameOf(one, locale) })),
          { value: OPENING, label: text('openingAccount') },
        ]}
        onChange={(made: string) => {
          const by = ledger.accounts.find(({ id }) => id === made)?.by ?? [];
          const kept = Object.entries(entry.key ?? {}).filter(([id]) => by.includes(id));
          const { key: _, ...rest } = entry;
          onChange({ ...rest, account: made, ...(kept.length === 0 ? {} : { key: Object.fromEntries(kept) }) });
        }}
      />
      {dimensions.map((dimension) => (
        <KeyInput
          key={dimension.id}
          design={design}
          dimension={dimension}
          value={entry.key}
          onChange={(key) => onChange({ ...entry, key })}
        />
      ))}
      <Labelled label={text('amount')}>
        <ExpressionInput
          label={`${text('entry', { number })}: ${text('amount')}`}
          value={entry.amount}
          scope={scopeFor(DECIMAL)}
          onCommit={(amount) => onChange({ ...entry, amount: amount ?? "dec('0')" })}
        />
      </Labelled>
    </>
  );
}
