import { Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ActionDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { useRoleOptions } from '../flow/use-role-names.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { MessageInput } from '../parts/message-input.tsx';
import { readableFields } from '../parts/readable-fields.ts';
import { personFields } from '../points/award-starts.ts';
import { fieldName, nameOf } from '../points/award-words.ts';
import { MistakesAt } from '../points/mistakes-at.tsx';
import type { ActionDesign } from './action-list.tsx';
import { exprWords, personWords } from './automation-words.ts';

const NOBODY = '@nobody';
const FORMULA = '@formula';

/** Who is told, and what they read. */
export function NoticeSettings({
  design,
}: {
  readonly design: ActionDesign<Extract<ActionDef, { readonly kind: 'notify' }>>;
}): ReactNode {
  const { action, actionPath, wording, entity, put } = design;
  const { text, locale } = wording;
  const object = entity?.id ?? '';
  const { roles = [], to } = action;
  const known =
    entity === undefined
      ? []
      : [...personFields(entity).map(({ id }) => `doc.${id}`), 'doc.createdBy', 'doc.updatedBy'];
  const [isFormula, setFormula] = useState(to !== undefined && !known.includes(to));
  const options = useRoleOptions();
  const gone = roles.filter((id) => !options.some(({ value }) => value === id));
  const person = (source: string): string => {
    const field = entity?.fields.find(({ id }) => source === `doc.${id}`);
    return field === undefined ? personWords(source, object, wording) : nameOf(field, locale);
  };
  return (
    <>
      <Labelled label={text('roles')}>
        <ChoiceSelect
          mode="multiple"
          aria-label={text('roles')}
          placeholder={text('noRoles')}
          value={[...roles]}
          options={[...options, ...gone.map((id) => ({ value: id, label: nameOf({ id }, locale) }))]}
          onChange={(made: string[]) => put('roles', made, text('roles'))}
        />
        <MistakesAt path={`${actionPath}/roles`} />
      </Labelled>
      {entity !== undefined && (
        <Labelled label={text('person')}>
          <Select
            aria-label={text('person')}
            value={isFormula ? FORMULA : (to ?? NOBODY)}
            options={[
              { value: NOBODY, label: text('nobody') },
              ...known.map((value) => ({ value, label: person(value) })),
              { value: FORMULA, label: text('byFormula') },
            ]}
            onChange={(made: string) => {
              setFormula(made === FORMULA);
              if (made !== FORMULA) put('to', made === NOBODY ? undefined : made, text('person'));
            }}
          />
          {isFormula && (
            <ExpressionInput
              label={text('person')}
              value={to}
              scope={{ entity: object, expected: 'any' }}
              onCommit={(made) => put('to', made, text('person'))}
            />
          )}
          <MistakesAt path={`${actionPath}/to`} hasEditor={isFormula} />
        </Labelled>
      )}
      {roles.length === 0 && to === undefined && <p className="mistake-at">{text('nobodyTold')}</p>}
      <MessageInput
        label={text('message')}
        value={action.message}
        values={readableFields(entity).map(({ id }) => ({ key: `doc.${id}`, label: fieldName(entity, id, locale) }))}
        say={(source) => exprWords(source, object, wording)}
        onCommit={(message) => put('message', message ?? {}, text('message'))}
      />
      <MistakesAt path={`${actionPath}/message`} />
    </>
  );
}
