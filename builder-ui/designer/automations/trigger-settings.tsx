import type { ReactNode } from 'react';
import { BOOL } from '../../../schema/expr/types.ts';
import { ROW_CHANGES, type AutomationDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { ChoiceSelect } from '../parts/choice-select.tsx';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { nameOf } from '../points/award-words.ts';
import { MistakesAt } from '../points/mistakes-at.tsx';
import { canNarrow, setAt, triggerKey, triggerOf } from './automation-edits.ts';
import type { DeedsDesign } from './use-deeds.ts';

/** What sets an automation off, and under which condition. */
export function TriggerSettings({
  design,
  def,
}: {
  readonly design: DeedsDesign;
  readonly def: AutomationDef;
}): ReactNode {
  const { wording, entity, name, path, set, run } = design;
  const { text, template, locale } = wording;
  const { on, when } = def;
  const at = ['automations', def.id];
  const steps = template.workflows?.find(({ of }) => of === on.entity)?.transitions ?? [];
  const known = [
    ...ROW_CHANGES.map((change) => ({ value: `@${change}`, label: text(`on_${change}`) })),
    { value: '@any', label: text('on_any') },
    ...steps.map((step) => ({ value: step.id, label: text('on_step', { step: nameOf(step, locale) }) })),
  ];
  return (
    <>
      <Labelled label={text('trigger')}>
        <ChoiceSelect
          aria-label={text('trigger')}
          value={triggerKey(on)}
          options={known}
          onChange={(key: string) => set(at, 'on', triggerOf(on, key), text('trigger'))}
        />
        {canNarrow(on) && (
          <ChoiceSelect
            mode="multiple"
            aria-label={text('fields')}
            placeholder={text('anyField')}
            value={[...(on.fields ?? [])]}
            options={(entity?.fields ?? []).map((field) => ({ value: field.id, label: nameOf(field, locale) }))}
            onChange={(fields: string[]) => {
              const { fields: _, ...rest } = on;
              set(at, 'on', fields.length === 0 ? rest : { ...rest, fields }, text('fields'));
            }}
          />
        )}
        {canNarrow(on) && <small>{text('fields')}</small>}
        <MistakesAt path={`${path}/on`} />
      </Labelled>
      <Labelled label={text('when')}>
        <ExpressionInput
          label={text('when')}
          placeholder={text('always')}
          value={when}
          testedAt={[...at, 'when']}
          scope={{ entity: on.entity, expected: BOOL }}
          onCommit={(made, tests) =>
            run(text('stepSet', { name, what: text('when') }), [
              ...(made === when ? [] : [setAt(at, 'when', made)]),
              ...tests,
            ])
          }
        />
        <MistakesAt path={`${path}/when`} hasEditor />
      </Labelled>
    </>
  );
}
