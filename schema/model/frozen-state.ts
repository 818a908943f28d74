import type { EntityModel, Model } from './model.ts';

/**
 * Whether documents in the state are frozen but for fields marked `editableAfterPost`: its class is posted, closed or
 * reversed (SPEC [WKF-20]). Forms and the writer ask the same.
 */
export function isFrozenState(model: Model, entity: EntityModel, state: unknown): boolean {
  if (entity.workflow === undefined) return false;
  const workflow = model.behaviour.workflows.find(({ id }) => id === entity.workflow);
  const found = workflow?.states.find(({ id }) => id === state);
  return found?.class === 'posted' || found?.class === 'closed' || found?.class === 'reversed';
}
