import { InputNumber, Segmented } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { DECIMAL } from '../../../schema/expr/types.ts';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { fixedAmount, fixedNumber } from './award-edits.ts';
import { MistakesAt } from './mistakes-at.tsx';
import type { AwardDesign } from './use-award.ts';

/** How many points: a number, or a formula over the record. A rule that is new begins here. */
export function AmountInput({ design, isNew }: { readonly design: AwardDesign; readonly isNew: boolean }): ReactNode {
  const { award, path, set } = design;
  const { text } = design.wording;
  const fixed = fixedNumber(award.amount);
  const [isFormula, setFormula] = useState(fixed === undefined && award.amount !== undefined);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isNew) return;
    const input = place.current?.querySelector<HTMLInputElement>('input[role=spinbutton]');
    input?.focus();
    input?.select();
  }, [isNew]);
  const commit = (amount: string | undefined): void => set('amount', amount, text('amount'));
  const isNumber = !isFormula && (fixed !== undefined || award.amount === undefined);
  return (
    <div className="labelled" ref={place}>
      <div className="amount-head">
        <span aria-hidden="true">{text('amount')}</span>
        <Segmented
          size="small"
          aria-label={text('amountKind')}
          value={isNumber ? 'fixed' : 'formula'}
          options={[
            { value: 'fixed', label: text('fixed') },
            { value: 'formula', label: text('formula') },
          ]}
          onChange={(kind) => {
            setFormula(kind === 'formula');
            if (kind === 'fixed' && fixed === undefined) commit(fixedAmount('5'));
          }}
        />
      </div>
      {isNumber ? (
        <InputNumber<string>
          stringMode
          min="0"
          className="points-number"
          aria-label={text('amount')}
          value={fixed ?? null}
          onChange={(made) => {
            const typed = made ?? '';
            if (/^\d+(\.\d+)?$/.test(typed)) commit(fixedAmount(typed));
          }}
        />
      ) : (
        <ExpressionInput
          label={text('amount')}
          value={award.amount}
          scope={{ entity: award.on?.entity ?? '', expected: DECIMAL }}
          onCommit={commit}
        />
      )}
      <MistakesAt path={`${path}/amount`} hasEditor={!isNumber} />
    </div>
  );
}
