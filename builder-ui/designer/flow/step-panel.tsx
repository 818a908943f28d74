import { DeleteOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { isComputed } from '../../../schema/template/computed.ts';
import { textIn } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import { BOOL } from '../../../schema/expr/types.ts';
import type { Json } from '../../../schema/model/edits.ts';
import type { TransitionDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { ChoiceSelect } from '../parts/choice-select.tsx';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { useDraft } from '../session/draft-context.tsx';
import { ApprovalTree } from './approval-tree.tsx';
import { removedStep, setOf } from './flow-edits.ts';
import type { FlowPartProps } from './flow-page.tsx';
import { useFlowText } from './flow-texts.ts';
import { Labelled } from './labelled.tsx';
import { useRoleOptions } from './use-role-names.ts';

export interface StepPanelProps extends FlowPartProps {
  readonly step: TransitionDef;
  readonly onRemoved: () => void;
}

/** All that is set of one step: between which states, who, when, what it asks for, and what it posts. */
export function StepPanel({ entity, flow, run, step, onRemoved }: StepPanelProps): ReactNode {
  const text = useFlowText();
  const { locale } = useLanguage();
  const roles = useRoleOptions();
  const postings = useDraft(({ log }) => log.template.postings) ?? [];
  const name = textIn(step.label ?? humanText(step.id), locale);
  const stateName = (id: string): string =>
    textIn(flow.states.find((state) => state.id === id)?.label ?? humanText(id), locale);
  const item = { list: 'transitions', id: step.id } as const;
  const set = (key: string, value: Json | undefined): void => void run(name, [setOf(flow, item, [key, value])]);
  const states = flow.states.map(({ id }) => ({ value: id, label: stateName(id) }));
  const ownPostings = postings
    .filter(({ of }) => of === entity.id)
    .map(({ id, label }) => ({ value: id, label: textIn(label, locale) || id }));
  const many = (key: string, value: readonly string[] | undefined, options: { value: string; label: string }[]) => ({
    mode: 'multiple' as const,
    value: [...(value ?? [])],
    options,
    onChange: (made: string[]) => set(key, made),
  });
  return (
    <>
      <h2>{text('stepLabel', { step: name, state: stateName(step.to) })}</h2>
      <BilingualInput
        label={text('name')}
        value={step.label}
        onCommit={(label) => set('label', label === undefined ? undefined : { ...label })}
      />
      <Labelled label={text('from')}>
        <ChoiceSelect
          aria-label={text('from')}
          {...many('from', step.from, states)}
          // A step that leads from nowhere can't be taken.
          onChange={(made: string[]) => made.length > 0 && set('from', made)}
        />
      </Labelled>
      <Labelled label={text('to')}>
        <Select
          aria-label={text('to')}
          value={step.to}
          options={states}
          onChange={(value: string) => set('to', value)}
        />
      </Labelled>
      <Labelled label={text('roles')}>
        <ChoiceSelect aria-label={text('roles')} placeholder={text('rolesAll')} {...many('roles', step.roles, roles)} />
      </Labelled>
      <Labelled label={text('guard')}>
        <ExpressionInput
          label={text('guard')}
          placeholder={text('always')}
          value={step.guard}
          scope={{ entity: entity.id, expected: BOOL }}
          onCommit={(guard) => set('guard', guard)}
        />
      </Labelled>
      {step.guard !== undefined && (
        <BilingualInput
          label={text('guardMessage')}
          value={step.message}
          onCommit={(message) => set('message', message === undefined ? undefined : { ...message })}
        />
      )}
      <Labelled label={text('input')}>
        <ChoiceSelect
          aria-label={text('input')}
          placeholder={text('none')}
          {...many(
            'input',
            step.input,
            entity.fields
              .filter((field) => !isComputed(field) && field.type !== 'lines')
              .map(({ id, label }) => ({ value: id, label: textIn(label, locale) || id })),
          )}
        />
      </Labelled>
      <Labelled label={text('reason')}>
        <Select
          aria-label={text('reason')}
          value={step.reason ?? 'none'}
          options={(['none', 'optional', 'required'] as const).map((one) => ({
            value: one,
            label: text(`reason_${one}`),
          }))}
          onChange={(value: string) => set('reason', value === 'none' ? undefined : value)}
        />
      </Labelled>
      {ownPostings.length > 0 && (
        <>
          <Labelled label={text('post')}>
            <ChoiceSelect
              aria-label={text('post')}
              placeholder={text('none')}
              {...many('post', step.post, ownPostings)}
            />
          </Labelled>
          <Labelled label={text('reverse')}>
            <ChoiceSelect
              aria-label={text('reverse')}
              placeholder={text('none')}
              {...many('reverse', step.reverse, ownPostings)}
            />
          </Labelled>
        </>
      )}
      <ApprovalTree
        entity={entity}
        step={step}
        names={{ step: name, state: stateName(step.to) }}
        onChange={(approvals) => set('approvals', approvals)}
      />
      <div className="flow-actions">
        <Button
          danger
          icon={<DeleteOutlined aria-hidden />}
          onClick={() => {
            if (run(name, removedStep(flow, step.id))) onRemoved();
          }}
        >
          {text('removeStep')}
        </Button>
      </div>
    </>
  );
}
