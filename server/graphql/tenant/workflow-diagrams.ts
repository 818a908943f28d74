import { ok, type Result } from '../../../schema/core/result.ts';
import { textIn } from '../../../schema/core/text.ts';
import type { TransitionModel, WorkflowModel } from '../../../schema/model/behaviour.ts';
import { entityOf } from '../../compile/storage.ts';
import type { ServiceCall } from './services.ts';

/** The workflows of what the caller may read, as data for a diagram, in the caller's language. */
export function workflowDiagrams(call: ServiceCall): Promise<Result<unknown>> {
  const { model } = call.request.shape;
  const { access } = call.caller;
  const visible = model.behaviour.workflows.filter(({ entity }) => access.meets({ entity, right: 'read' }));
  return Promise.resolve(ok(visible.map((workflow) => diagram(call, workflow))));
}

function diagram({ request }: ServiceCall, workflow: WorkflowModel): unknown {
  const { model } = request.shape;
  const { locale } = request.caller;
  const roleLabels = (roles: readonly string[]): readonly string[] =>
    roles.map((id) => {
      const role = model.roles.find((one) => one.id === id);
      return role === undefined ? id : textIn(role.label, locale);
    });
  const postingLabels = (ids: readonly string[]): readonly string[] =>
    ids.map((id) => {
      const posting = model.behaviour.postings.find((one) => one.id === id);
      return posting === undefined ? id : textIn(posting.label, locale);
    });
  return {
    id: workflow.id,
    entity: entityOf(model, workflow.entity).apiName,
    label: textIn(workflow.label, locale),
    initial: workflow.initial,
    states: workflow.states.map((state) => ({
      id: state.id,
      label: (state.label === undefined ? '' : textIn(state.label, locale)) || state.id,
      class: state.class ?? 'open',
      color: state.color ?? null,
      deadline: state.deadline?.within ?? null,
      onDeadline: state.deadline?.take ?? null,
    })),
    transitions: workflow.transitions.map((transition: TransitionModel) => ({
      id: transition.id,
      label: textIn(transition.label, locale),
      from: transition.from,
      to: transition.to,
      roles: roleLabels(transition.roles),
      guard: transition.guard?.source ?? null,
      reason: transition.reason ?? null,
      posts: postingLabels(transition.post),
      reverses: postingLabels(transition.reverse),
      approvals: transition.approvals.map(({ id, mode, roles, when, within }) => ({
        id,
        mode,
        roles: roleLabels(roles),
        when: when?.source ?? null,
        within: within ?? null,
      })),
    })),
  };
}
