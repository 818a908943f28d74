import { DeleteOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { BOOL } from '../../../schema/expr/types.ts';
import { Labelled } from '../flow/labelled.tsx';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { AftermathSettings } from './aftermath-settings.tsx';
import { TriggerInput } from './trigger-input.tsx';
import { AmountInput } from './amount-input.tsx';
import { entityOf, nameOf, triggerWords } from './award-words.ts';
import { BudgetInput } from './budget-input.tsx';
import { ExplainInput } from './explain-input.tsx';
import { LimitsEditor } from './limits-editor.tsx';
import { ManualSettings } from './manual-settings.tsx';
import { MistakesAt } from './mistakes-at.tsx';
import { OnceInput } from './once-input.tsx';
import { pointsLedgers } from './points-ledger.ts';
import { ReceiverInput } from './receiver-input.tsx';
import type { AwardDesign } from './use-award.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

export interface AwardPanelProps {
  readonly design: AwardDesign;
  /** Just made: one begins with its amount. */
  readonly isNew: boolean;
  readonly onRemoved: () => void;
}

/** All that is set of one rule of points, in the order in which it is told. */
export function AwardPanel({ design, isNew, onRemoved }: AwardPanelProps): ReactNode {
  const { award, path, set, run, wording } = design;
  const { text, template, locale } = wording;
  const ledgers = pointsLedgers(template);
  const name = nameOf(award, locale);
  const isManual = award.manual !== undefined;
  return (
    <>
      <h2>{text('panel', { name })}</h2>
      <MistakesAt path={path} isExact />
      <BilingualInput
        label={text('name')}
        value={award.label}
        onCommit={(label) => set('label', label, text('name'))}
      />
      <Labelled label={text('trigger')}>
        {isManual ? <p className="points-fact">{triggerWords(award, wording)}</p> : <TriggerInput design={design} />}
        <MistakesAt path={`${path}/on`} />
      </Labelled>
      {!isManual && <Condition design={design} />}
      {!isManual && (
        <>
          <AmountInput design={design} isNew={isNew} />
          <ReceiverInput design={design} />
          <OnceInput design={design} />
        </>
      )}
      {award.manual !== undefined && <ManualSettings design={design} manual={award.manual} />}
      <section className="points-group">
        <h3>{text(isManual ? 'receiverLimits' : 'limits')}</h3>
        <LimitsEditor
          design={design}
          value={award.limits ?? []}
          onChange={(limits) => set('limits', limits, text('limits'))}
        />
        <MistakesAt path={`${path}/limits`} />
      </section>
      {ledgers.length > 1 && (
        <Labelled label={text('ledger')}>
          <Select
            aria-label={text('ledger')}
            value={award.ledger ?? ledgers[0]?.id ?? ''}
            options={ledgers.map((ledger) => ({ value: ledger.id, label: nameOf(ledger, locale) }))}
            onChange={(ledger: string) => set('ledger', ledger, text('ledger'))}
          />
        </Labelled>
      )}
      <BudgetInput design={design} />
      <AftermathSettings design={design} />
      <ExplainInput design={design} />
      <div className="flow-actions">
        <Button
          danger
          icon={<DeleteOutlined />}
          onClick={() => {
            const done = run(text('stepRemove', { name }), [{ kind: 'removeItem', list: ['awards'], id: award.id }]);
            if (done) onRemoved();
          }}
        >
          {text('removeRule')}
        </Button>
      </div>
    </>
  );
}

function Condition({ design }: { readonly design: AwardDesign }): ReactNode {
  const { award, path, set, wording } = design;
  const { text, template, locale } = wording;
  const entity = entityOf(template, award.on?.entity ?? '');
  const canNarrow =
    award.on?.entity !== undefined && award.on.transition === undefined && award.on.change !== 'created';
  return (
    <>
      {canNarrow && (
        <Labelled label={text('changedFields')}>
          <ChoiceSelect
            mode="multiple"
            aria-label={text('changedFields')}
            placeholder={text('anyField')}
            value={[...(award.on?.fields ?? [])]}
            options={(entity?.fields ?? []).map((field) => ({ value: field.id, label: nameOf(field, locale) }))}
            onChange={(fields: string[]) => {
              const { fields: _, ...rest } = award.on ?? {};
              set('on', fields.length === 0 ? rest : { ...rest, fields }, text('changedFields'));
            }}
          />
        </Labelled>
      )}
      <Labelled label={text('when')}>
        <ExpressionInput
          label={text('when')}
          placeholder={text('always')}
          value={award.when}
          scope={{ entity: award.on?.entity ?? '', expected: BOOL }}
          onCommit={(when) => set('when', when, text('when'))}
        />
        <MistakesAt path={`${path}/when`} hasEditor />
      </Labelled>
    </>
  );
}
