import { Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { TEXT } from '../../../schema/expr/types.ts';
import { Labelled } from '../flow/labelled.tsx';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { personFields } from './award-starts.ts';
import { entityOf, fieldName, receiverWord } from './award-words.ts';
import { MistakesAt } from './mistakes-at.tsx';
import type { AwardDesign } from './use-award.ts';

const FORMULA = 'formula';

/** Who gets the points: a person of the record, who did it, or what a formula says. */
export function ReceiverInput({ design }: { readonly design: AwardDesign }): ReactNode {
  const { award, path, set, wording } = design;
  const { text, template, locale } = wording;
  const entity = entityOf(template, award.on?.entity ?? '');
  const isLine = entity?.kind === 'line';
  const known =
    entity === undefined || isLine
      ? ['actor.id']
      : [...personFields(entity).map(({ id }) => `doc.${id}`), 'actor.id', 'doc.createdBy', 'doc.updatedBy'];
  const [isFormula, setFormula] = useState(award.to !== undefined && !known.includes(award.to));
  const options = [
    ...known.map((to) => ({ value: to, label: labelOf(to) })),
    { value: FORMULA, label: text('toFormula') },
  ];
  function labelOf(to: string): string {
    const field = entity?.fields.find(({ id }) => to === `doc.${id}`);
    return field === undefined ? receiverWord(to, award, wording) : fieldName(entity, field.id, locale);
  }
  const commit = (to: string | undefined): void => set('to', to, text('to'));
  return (
    <Labelled label={text('to')}>
      <Select
        aria-label={text('to')}
        value={isFormula || award.to === undefined ? FORMULA : award.to}
        options={options}
        onChange={(to: string) => {
          setFormula(to === FORMULA);
          if (to !== FORMULA) commit(to);
        }}
      />
      {isFormula && (
        <ExpressionInput
          label={text('to')}
          value={award.to}
          scope={{ entity: award.on?.entity ?? '', expected: TEXT }}
          onCommit={commit}
        />
      )}
      <MistakesAt path={`${path}/to`} hasEditor={isFormula} />
    </Labelled>
  );
}
