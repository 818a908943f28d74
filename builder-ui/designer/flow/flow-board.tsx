import { PlusOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { addedStep } from './flow-edits.ts';
import type { FlowPartProps, FlowSelection } from './flow-page.tsx';
import { useFlowText } from './flow-texts.ts';
import { useRoleNames } from './use-role-names.ts';

export interface FlowBoardProps extends FlowPartProps {
  readonly selection: FlowSelection | undefined;
  readonly onSelect: (selection: FlowSelection) => void;
  /** A step is there that was not, and is chosen. */
  readonly onMade: (selection: FlowSelection) => void;
}

/** States from left to right as records pass through them, each with the steps that lead on. */
export function FlowBoard({ flow, run, selection, onSelect, onMade }: FlowBoardProps): ReactNode {
  const text = useFlowText();
  const { locale } = useLanguage();
  const roleName = useRoleNames();
  const stateName = (id: string): string =>
    textIn(flow.states.find((state) => state.id === id)?.label ?? humanText(id), locale);
  const isChosen = (list: FlowSelection['list'], id: string): boolean =>
    selection?.list === list && selection.id === id;
  return (
    <ol className="flow-board">
      {flow.states.map((state) => {
        const name = stateName(state.id);
        return (
          <li key={state.id} data-item={state.id} className={`flow-state is-${state.class ?? 'open'}`}>
            <button
              type="button"
              className="flow-state-head"
              aria-pressed={isChosen('states', state.id)}
              aria-label={text('stateLabel', { state: name })}
              onClick={() => onSelect({ list: 'states', id: state.id })}
            >
              <span className={`flow-dot is-${state.color ?? 'gray'}`} aria-hidden="true" />
              <strong>{name}</strong>
              {flow.initial === state.id && <em>{text('initial')}</em>}
            </button>
            <ul>
              {flow.transitions
                .filter(({ from }) => from.includes(state.id))
                .map((step) => {
                  const stepName = textIn(step.label ?? humanText(step.id), locale);
                  return (
                    <li key={step.id} data-item={step.id}>
                      <button
                        type="button"
                        className="flow-step"
                        aria-pressed={isChosen('transitions', step.id)}
                        aria-label={text('stepLabel', { step: stepName, state: stateName(step.to) })}
                        onClick={() => onSelect({ list: 'transitions', id: step.id })}
                      >
                        <span>{stepName}</span>
                        <span className="flow-step-to">
                          <RightOutlined aria-hidden="true" /> {stateName(step.to)}
                        </span>
                        {step.roles !== undefined && (
                          <small>{step.roles.map(roleName).join(locale === 'zh-CN' ? '、' : ', ')}</small>
                        )}
                        {step.approvals !== undefined && step.approvals.length > 0 && (
                          <small className="flow-step-approvals">
                            {text('approvals')} × {step.approvals.length}
                          </small>
                        )}
                      </button>
                    </li>
                  );
                })}
            </ul>
            <Button
              type="text"
              size="small"
              icon={<PlusOutlined aria-hidden />}
              aria-label={text('addStepFrom', { state: name })}
              onClick={() => {
                const { edit, id } = addedStep(flow, { [locale]: text('newStep') }, { from: state.id });
                if (run(text('newStep'), [edit])) onMade({ list: 'transitions', id });
              }}
            >
              {text('addStep')}
            </Button>
          </li>
        );
      })}
    </ol>
  );
}
