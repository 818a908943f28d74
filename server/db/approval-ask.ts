import { v7 as uuidV7 } from 'uuid';
import { issue, type Issue } from '../../schema/core/result.ts';
import { textIn } from '../../schema/core/text.ts';
import { tellWatchers } from './approval-notices.ts';
import { approversOf, openStep, stepOf, unheldRoles, type Approver } from './approval-steps.ts';
import { keptInput } from './approval-input.ts';
import { WriteRefused, type WriterOptions } from './write-operation.ts';
import type { WorkingState } from './write-states.ts';
import type { WriteUnit } from './write-unit.ts';

/**
 * Makes the requests for transitions that must be approved first. The rows stay as they are; what was given with the
 * transition waits with its request. Throws `WriteRefused` with APPROVAL_NOBODY where a step has no approver.
 */
export async function askApprovals(
  unit: WriteUnit,
  options: Pick<WriterOptions, 'access' | 'locale' | 'secrets' | 'tenant'>,
  asked: readonly WorkingState[],
): Promise<void> {
  const issues: Issue[] = [];
  for (const state of asked) issues.push(...(await ask(unit, options, state)));
  if (issues.length > 0) throw new WriteRefused(issues);
}

async function ask(
  unit: WriteUnit,
  options: Pick<WriterOptions, 'access' | 'locale' | 'secrets' | 'tenant'>,
  state: WorkingState,
): Promise<readonly Issue[]> {
  const { taken } = state;
  if (taken === undefined) return [];
  const { actor, now } = unit.binding;
  const steps = taken.asks.map(stepOf);
  const approvers: (readonly Approver[])[] = [];
  for (const step of steps) approvers.push(await approversOf(unit, step, actor.id));
  const missing = steps.flatMap((step, index) => unheldRoles(step, approvers[index] ?? []));
  if (missing.length > 0) {
    const transition = textIn(taken.transition.label, options.locale);
    return [issue('APPROVAL_NOBODY', '', { transition, roles: [...new Set(missing)], rule: taken.transition.id })];
  }
  const id = uuidV7();
  const input = taken.input === null ? null : JSON.stringify(keptInput(state, taken.input, options));
  await unit.execute(
    `insert into "@tenant".fw_approval (id, entity, record_id, transition, record_version, state, input, reason, asked_by, asked_roles, asked_at, step, steps, template_version)
     values ($1, $2, $3::uuid, $4, $5, 'pending', $6::jsonb, $7, $8::uuid, $9::text[], $10::timestamptz, 0, $11::jsonb, $12)`,
    [
      id,
      state.entity.id,
      state.id,
      taken.transition.id,
      Number(state.before?.['version']),
      input,
      taken.reason,
      actor.id,
      actor.roles,
      now,
      JSON.stringify(steps),
      unit.version,
    ],
  );
  const [first] = steps;
  const { entity } = state;
  const request = { id, entity, recordId: state.id, transition: taken.transition.id, step: 0, askedBy: actor.id };
  if (first !== undefined) await openStep(unit, request, { step: 0, def: first, approvers: approvers[0] ?? [] });
  await tellWatchers(unit, state.id);
  return [];
}
