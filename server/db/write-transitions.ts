import { must, type Issue } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import {
  beginTransition,
  checkFrom,
  checkReason,
  findTransition,
  mayTake,
  setsReference,
} from '../compile/transition-row.ts';
import { behaviourReads } from '../compile/behaviour-reads.ts';
import { pathTree } from '../compile/row-fetch.ts';
import type { CompleteContext } from '../compile/write-row.ts';
import type { SettledOperation, WriterOptions } from './write-operation.ts';
import { relateRows } from './write-related.ts';
import type { TakenTransition, WorkingState } from './write-states.ts';
import type { WriteUnit } from './write-unit.ts';

/**
 * What an operation takes of the row's workflow, whether the caller may, and what speaks against it before the row is
 * looked into; `undefined` for operations that take none. A transition without roles needs the right to update the row.
 */
export function takenTransition(
  model: Model,
  options: Pick<WriterOptions, 'access' | 'locale'>,
  at: { readonly operation: SettledOperation; readonly row: Readonly<Record<string, unknown>> },
): { readonly made: TakenTransition; readonly allowed: boolean; readonly issues: readonly Issue[] } | undefined {
  const { operation, row } = at;
  if (operation.kind !== 'transition') return undefined;
  const { entity, reason, input, path = '', probe = null } = operation;
  const { access, locale } = options;
  const found = must(findTransition(model, entity, operation.transition), `transition ${operation.transition}`);
  const { transition } = found;
  const allowed = mayTake(access, entity, transition) && (transition.roles.length > 0 || row['may:update'] === true);
  const issues = [
    ...checkFrom(found, { access, locale }, { entity, state: String(row['state']) }),
    ...(probe === null ? checkReason(transition, reason, locale) : []),
  ].map((one) => (one.path === '' ? { ...one, path } : one));
  const given = reason === null || reason.trim() === '' ? null : reason.trim();
  const made = { transition, reason: given, input, asks: [], approved: operation.approved ?? null, probe };
  return { made, allowed, issues };
}

/**
 * Takes the rows into their transitions. Rows that are put behind references are read again, because postings and
 * rules read through them. Approvals that apply are kept with the state, unless they have been given.
 */
export async function beginTransitions(
  unit: WriteUnit,
  context: CompleteContext,
  states: readonly WorkingState[],
): Promise<readonly Issue[]> {
  const issues: Issue[] = [];
  const again: WorkingState[] = [];
  for (const state of states) {
    if (state.taken === undefined) continue;
    const { transition, asks, approved, probe } = state.taken;
    // From a state that it does not leave, neither guard nor approvals mean anything.
    if (!transition.from.includes(String(state.before?.['state']))) continue;
    const begun = beginTransition(context, state, { transition, isProbe: probe !== null });
    issues.push(...begun.issues);
    if (approved === null) asks.push(...begun.approvals);
    if (probe !== null) probe.needsApproval = asks.length > 0;
    if (setsReference(state.entity, transition)) again.push(state);
  }
  if (again.length > 0)
    await Promise.all(relateRows(unit, again, (entity) => pathTree(behaviourReads(unit.model, entity))));
  return issues;
}
