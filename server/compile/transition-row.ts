import { LIMITS } from '../../schema/core/limits.ts';
import { issue, type Issue } from '../../schema/core/result.ts';
import { textIn } from '../../schema/core/text.ts';
import { admits, evaluate } from '../../schema/expr/evaluate.ts';
import type { ApprovalModel, TransitionModel, WorkflowModel } from '../../schema/model/behaviour.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import type { Access } from './access.ts';
import { workflowOf } from './behaviour-reads.ts';
import { keepFrozen } from './frozen-rows.ts';
import { evalRow, type RowState } from './row-state.ts';
import { computeRow, setField, type CompleteContext } from './write-row.ts';

/** A transition of an entity's workflow by id, if there is one. */
export function findTransition(
  model: Model,
  entity: EntityModel,
  id: string,
): { readonly workflow: WorkflowModel; readonly transition: TransitionModel } | undefined {
  const workflow = workflowOf(model, entity);
  const transition = workflow?.transitions.find((one) => one.id === id);
  return workflow === undefined || transition === undefined ? undefined : { workflow, transition };
}

/** Whether a role of the caller may take the transition at all; rows are held against the row rules besides. */
export function mayTake(access: Access, entity: EntityModel, transition: TransitionModel): boolean {
  return access.meets({ entity: entity.id, transition: transition.id });
}

/** TRANSITION_NOT_POSSIBLE unless the transition leaves from the state; told with what is possible from there. */
export function checkFrom(
  at: { readonly workflow: WorkflowModel; readonly transition: TransitionModel },
  context: Pick<CompleteContext, 'locale'> & { readonly access: Access },
  state: { readonly entity: EntityModel; readonly state: string },
): readonly Issue[] {
  const { workflow, transition } = at;
  if (transition.from.includes(state.state)) return [];
  const label = (one: { readonly id: string; readonly label?: TransitionModel['label'] } | undefined): string =>
    (one?.label === undefined ? '' : textIn(one.label, context.locale)) || (one?.id ?? '');
  const possible = workflow.transitions.filter(
    (one) => one.from.includes(state.state) && mayTake(context.access, state.entity, one),
  );
  return [
    issue('TRANSITION_NOT_POSSIBLE', '', {
      entity: state.entity.apiName,
      transition: label(transition),
      state: label(workflow.states.find(({ id }) => id === state.state)) || state.state,
      possible: possible.map(label),
      rule: transition.id,
    }),
  ];
}

/** REASON_REQUIRED where the transition wants one and none is given; VALUE_TOO_LONG. */
export function checkReason(
  transition: TransitionModel,
  reason: string | null,
  locale: CompleteContext['locale'],
): readonly Issue[] {
  const max = LIMITS.labelCharsMax;
  if ((reason ?? '').length > max) return [issue('VALUE_TOO_LONG', '/reason', { field: 'reason', max })];
  if (transition.reason !== 'required' || (reason ?? '').trim() !== '') return [];
  return [issue('REASON_REQUIRED', '/reason', { transition: textIn(transition.label, locale), rule: transition.id })];
}

export interface BegunTransition {
  readonly issues: readonly Issue[];
  /** Approvals that apply to the row as it was given, in order. */
  readonly approvals: readonly AskedApproval[];
}

/** An approval that applies to a row, and the person of the row who has no say in it. */
export interface AskedApproval {
  readonly approval: ApprovalModel;
  readonly except: string | null;
}

/**
 * Takes the row into the transition: with its formulas up to date the guard is asked and the approvals found, then the
 * fields are set, all from the row as it was given, and the state is the next. What rules say of the outcome is
 * `completeRow`'s. When the step is only tried, a guard that reads what the step asks for is left open. Codes:
 * TRANSITION_GUARD, VALUE_TOO_PRECISE.
 */
export function beginTransition(
  context: CompleteContext,
  state: RowState,
  at: { readonly transition: TransitionModel; readonly isProbe: boolean },
): BegunTransition {
  const { transition, isProbe } = at;
  const issues: Issue[] = [...computeRow(context, state)];
  // The guard sees what was posted, not what it would come to by now.
  keepFrozen(context.model, state);
  const variables = { doc: evalRow(state) };
  const isOpen = isProbe && readsInput(transition);
  if (transition.guard !== undefined && !isOpen && !admits(transition.guard, variables, context.evaluation)) {
    const text =
      (transition.message === undefined ? '' : textIn(transition.message, context.locale)) || transition.guard.source;
    issues.push(
      issue('TRANSITION_GUARD', state.path, {
        text,
        transition: textIn(transition.label, context.locale),
        rule: transition.id,
        entity: state.entity.apiName,
      }),
    );
  }
  const approvals = transition.approvals.flatMap((approval): readonly AskedApproval[] => {
    const { when, except } = approval;
    if (when !== undefined && !admits(when, variables, context.evaluation)) return [];
    const person = except === undefined ? null : evaluate(except, variables, context.evaluation);
    return [{ approval, except: typeof person === 'string' ? person : null }];
  });
  const values = transition.set.map(({ field, value }) => ({
    field,
    value: evaluate(value, variables, context.evaluation),
  }));
  for (const { field: id, value } of values) {
    const field = state.entity.fields.find((one) => one.id === id);
    if (field !== undefined) issues.push(...setField(state, field, value));
  }
  state.values['state'] = transition.to;
  return { issues, approvals };
}

function readsInput({ guard, input }: TransitionModel): boolean {
  return guard?.reads.some(([first]) => input.some((field) => field === first)) ?? false;
}

/** Whether a transition puts other rows behind references, so that what they hold must be read again. */
export function setsReference(entity: EntityModel, transition: TransitionModel): boolean {
  return transition.set.some(({ field }) => entity.fields.some(({ id, type }) => id === field && type.kind === 'ref'));
}
