import { AutoComplete } from 'antd';
import { useState, type ReactNode } from 'react';
import type { LedgerDef } from '../../../schema/template/template-rules.ts';
import { nameOf } from '../points/award-words.ts';
import { boundWords } from './posting-words.ts';
import { useLedgerDesign } from './use-ledgers.ts';

export interface BoundInputProps {
  readonly ledger: LedgerDef;
  readonly value: string | undefined;
  readonly onCommit: (value: string | undefined) => void;
  readonly label: string;
}

const NUMBER = /^(int|decimal|money|quantity|percent)/;
const BOUND = /^(-?\d+(\.\d+)?|\w+\.\w+)$/;

/** A bound: a number, or a number of what balances are kept by, as a customer's credit limit is. */
export function BoundInput({ ledger, value, onCommit, label }: BoundInputProps): ReactNode {
  const design = useLedgerDesign();
  const { template, text, locale } = design;
  const [typed, setTyped] = useState<string>();
  const fields =
    ledger.mode === 'double'
      ? []
      : ledger.dimensions.flatMap((dimension) =>
          (template.entities?.find(({ id }) => id === dimension.ref)?.fields ?? [])
            .filter(({ type }) => NUMBER.test(type))
            .map((field) => ({
              value: `${dimension.id}.${field.id}`,
              label: `${nameOf(dimension, locale)} · ${nameOf(field, locale)}`,
            })),
        );
  const finish = (made: string): void => {
    setTyped(undefined);
    const trimmed = made.trim();
    if (trimmed !== (value ?? '') && (trimmed === '' || BOUND.test(trimmed)))
      onCommit(trimmed === '' ? undefined : trimmed);
  };
  const isField = value !== undefined && value.includes('.') && fields.some((field) => field.value === value);
  return (
    <div className="bound">
      <AutoComplete
        aria-label={label}
        allowClear
        placeholder={text('free')}
        value={typed ?? value ?? ''}
        options={fields}
        onChange={(made: string | undefined) => setTyped(made ?? '')}
        onSelect={(made) => finish(made ?? '')}
        onClear={() => finish('')}
        onBlur={() => typed !== undefined && finish(typed)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && typed !== undefined) finish(typed);
        }}
      />
      {isField && <small>{boundWords(value, ledger, design)}</small>}
    </div>
  );
}
