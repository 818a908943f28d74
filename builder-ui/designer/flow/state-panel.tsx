import { DeleteOutlined } from '@ant-design/icons';
import { Button, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { Json } from '../../../schema/model/edits.ts';
import { STATE_CLASSES, type StateDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { toJson } from '../form/to-json.ts';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { hoursOf, movedState, removedState, setOf } from './flow-edits.ts';
import type { FlowPartProps } from './flow-page.tsx';
import { useFlowText } from './flow-texts.ts';
import { Labelled } from './labelled.tsx';
import { useRoleOptions } from './use-role-names.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

/** Those that a template may name (`schema/template/text-forms.ts`). */
const COLORS = ['gray', 'blue', 'indigo', 'teal', 'green', 'amber', 'orange', 'red', 'pink', 'purple'] as const;

/** All that is set of one state. */
export function StatePanel({
  flow,
  run,
  state,
  onRemoved,
}: FlowPartProps & { readonly state: StateDef; readonly onRemoved: () => void }): ReactNode {
  const text = useFlowText();
  const { locale } = useLanguage();
  const roles = useRoleOptions();
  const name = textIn(state.label ?? humanText(state.id), locale);
  const set = (key: string, value: Json | undefined): void =>
    void run(name, [setOf(flow, { list: 'states', id: state.id }, [key, value])]);
  const setDeadline = (deadline: StateDef['deadline']): void =>
    set('deadline', deadline === undefined ? undefined : toJson(deadline));
  const { deadline } = state;
  const isInitial = flow.initial === state.id;
  return (
    <>
      <h2>{text('stateLabel', { state: name })}</h2>
      <BilingualInput
        label={text('name')}
        value={state.label}
        onCommit={(label) => set('label', label === undefined ? undefined : { ...label })}
      />
      <Labelled label={text('meaning')}>
        <Select
          aria-label={text('meaning')}
          value={state.class ?? 'open'}
          options={STATE_CLASSES.map((one) => ({ value: one, label: text(`class_${one}`) }))}
          onChange={(value: string) => set('class', value)}
        />
      </Labelled>
      <Labelled label={text('color')}>
        <Select
          aria-label={text('color')}
          value={state.color ?? 'gray'}
          options={COLORS.map((color) => ({
            value: color,
            label: (
              <span className="flow-color">
                <span className={`flow-dot is-${color}`} aria-hidden="true" /> {text(`color_${color}`)}
              </span>
            ),
          }))}
          onChange={(value: string) => set('color', value)}
        />
      </Labelled>
      <Labelled label={text('deadline')}>
        <InputNumber
          aria-label={`${text('deadline')}: ${text('deadlineHint')}`}
          min={1}
          precision={0}
          placeholder={text('none')}
          value={hoursOf(deadline?.within) ?? null}
          onChange={(hours) => setDeadline(hours === null ? undefined : { ...deadline, within: `PT${hours}H` })}
        />
        <small>{text('deadlineHint')}</small>
      </Labelled>
      {deadline !== undefined && (
        <>
          <Labelled label={text('deadlineTake')}>
            <Select
              allowClear
              aria-label={text('deadlineTake')}
              placeholder={text('none')}
              {...(deadline.take === undefined ? {} : { value: deadline.take })}
              options={flow.transitions
                .filter(({ from }) => from.includes(state.id))
                .map((step) => ({ value: step.id, label: textIn(step.label ?? humanText(step.id), locale) }))}
              onChange={(take: string | undefined) => {
                const { take: _, ...rest } = deadline;
                setDeadline(take === undefined ? rest : { ...rest, take });
              }}
            />
          </Labelled>
          <Labelled label={text('deadlineTell')}>
            <ChoiceSelect
              mode="multiple"
              aria-label={text('deadlineTell')}
              value={[...(deadline.notify ?? [])]}
              options={roles}
              onChange={(notify: string[]) => {
                const { notify: _, ...rest } = deadline;
                setDeadline(notify.length === 0 ? rest : { ...rest, notify });
              }}
            />
          </Labelled>
        </>
      )}
      <div className="flow-actions">
        {!isInitial && (
          <Button
            onClick={() =>
              run(name, [{ kind: 'setProperty', at: ['workflows', flow.id], key: 'initial', value: state.id }])
            }
          >
            {text('makeInitial')}
          </Button>
        )}
        <Button onClick={() => run(name, movedState(flow, state.id, -1))}>{text('moveLeft')}</Button>
        <Button onClick={() => run(name, movedState(flow, state.id, 1))}>{text('moveRight')}</Button>
        <Button
          danger
          icon={<DeleteOutlined aria-hidden />}
          disabled={isInitial}
          title={isInitial ? text('removeStateBlocked') : ''}
          onClick={() => {
            if (run(name, removedState(flow, state.id))) onRemoved();
          }}
        >
          {text('removeState')}
        </Button>
      </div>
    </>
  );
}
