import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { TransitionDef, WorkflowDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import type { FlowSelection } from './flow-page.tsx';
import { useFlowText } from './flow-texts.ts';
import { useRoleNames } from './use-role-names.ts';

/** What a flow is in short while nothing of it is chosen: who takes which steps (SPEC [DSG-121]). */
export function FlowSummary({
  flow,
  onSelect,
}: {
  readonly flow: WorkflowDef;
  readonly onSelect: (selection: FlowSelection) => void;
}): ReactNode {
  const text = useFlowText();
  const { locale } = useLanguage();
  const roleName = useRoleNames();
  const roles = new Map<string, TransitionDef[]>();
  for (const step of flow.transitions)
    for (const role of step.roles ?? [EVERYBODY]) roles.set(role, [...(roles.get(role) ?? []), step]);
  const approved = flow.transitions.filter(({ approvals }) => (approvals?.length ?? 0) > 0).length;
  return (
    <aside className="flow-panel" aria-label={text('summary')}>
      <h2>{text('summary')}</h2>
      <p className="flow-hint">
        {[
          text('states', { count: flow.states.length }),
          text('steps', { count: flow.transitions.length }),
          ...(approved === 0 ? [] : [text('approved', { count: approved })]),
        ].join(' · ')}
      </p>
      <h3>{text('whoTakes')}</h3>
      <dl className="flow-who">
        {[...roles].map(([role, steps]) => (
          <div key={role}>
            <dt>{role === EVERYBODY ? text('rolesAll') : roleName(role)}</dt>
            <dd>
              {steps.map((step) => (
                <button
                  key={step.id}
                  type="button"
                  className="flow-who-step"
                  onClick={() => onSelect({ list: 'transitions', id: step.id })}
                >
                  {textIn(step.label ?? humanText(step.id), locale)}
                </button>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="flow-hint">{text('choose')}</p>
    </aside>
  );
}

/** No role has this id. */
const EVERYBODY = '';
