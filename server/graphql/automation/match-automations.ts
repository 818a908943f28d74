import type { ActionModel, AutomationModel } from '../../../schema/model/build-automations.ts';
import { LIMITS } from '../../../schema/core/limits.ts';
import { issue } from '../../../schema/core/result.ts';
import type { OutboxEvent } from '../../db/outbox-claim.ts';
import type { RunRequest } from '../../db/outbox-effects.ts';

/** The runs that an event starts: automations of the version that was in force when it happened. Pure. */
export function matchAutomations(automations: readonly AutomationModel[], event: OutboxEvent): readonly RunRequest[] {
  return automations
    .filter((automation) => isTriggered(automation, event))
    .map((automation) => {
      const depth = event.depth + 1;
      const isDeep = depth > LIMITS.causationDepthMax && automation.do.some(isWriting);
      return {
        key: `automation:${automation.id}:${String(event.templateVersion)}:${event.seq}`,
        kind: 'automation',
        rule: automation.id,
        templateVersion: event.templateVersion,
        eventSeq: event.seq,
        entity: event.entity,
        recordId: event.recordId,
        depth,
        state: isDeep ? 'stopped' : 'waiting',
        issues: isDeep
          ? [issue('AUTOMATION_TOO_DEEP', '', { id: automation.id, max: LIMITS.causationDepthMax })]
          : null,
      };
    });
}

/** Whether an action may cause another event. */
function isWriting(action: ActionModel): boolean {
  return action.kind === 'set' || action.kind === 'create' || action.kind === 'transition';
}

/** A transition is an update of its record as well, so `updated` hears of it too. */
function isTriggered({ on }: AutomationModel, event: OutboxEvent): boolean {
  if (on.entity !== event.entity) return false;
  if (on.transition !== undefined && (event.kind !== 'transition' || event.transition !== on.transition)) return false;
  if (on.change !== undefined && on.change !== event.kind && !(on.change === 'updated' && event.kind === 'transition'))
    return false;
  return on.fields.length === 0 || on.fields.some((field) => field in event.changes);
}
