import { v7 as uuidV7 } from 'uuid';
import { issue, must, ok, refused, type Issue, type Result } from '../../schema/core/result.ts';
import { textIn } from '../../schema/core/text.ts';
import type { Access } from '../compile/access.ts';
import { courseAfter } from '../compile/approval-flow.ts';
import { addIsoDuration } from '../compile/business-calendar.ts';
import type { Actor } from '../compile/read-plan.ts';
import { isUuid, keptId } from '../compile/sql-text.ts';
import { findTransition } from '../compile/transition-row.ts';
import { givenAgain } from './approval-input.ts';
import { tellApprovers, tellAsker, tellWatchers } from './approval-notices.ts';
import { loadRequest, type ApprovalRow, type ApprovalState, type TaskRow } from './approval-rows.ts';
import { approversOf, HELD_ROLES, openStep, unheldRoles } from './approval-steps.ts';
import type { WriterOptions } from './write-operation.ts';
import { writeRows } from './write-rows.ts';
import type { WriteUnit } from './write-unit.ts';

/** As whom an approval is decided, and how the access of who asked is found again. */
export interface DecisionContext {
  readonly unit: WriteUnit;
  readonly options: Omit<WriterOptions, 'access' | 'wrongValues'>;
  readonly accessOf: (roles: readonly string[]) => Access;
}

export type Decision = 'approve' | 'reject' | 'sendBack';

/**
 * Decides the caller's open task. The last approval takes the transition as the person who asked, within the same
 * transaction: what the writer refuses is thrown, and the task stays open. Codes: APPROVAL_NOT_FOUND, APPROVAL_OVER,
 * APPROVAL_NOT_YOURS, COMMENT_REQUIRED, APPROVAL_NOBODY.
 */
export async function decideApproval(
  context: DecisionContext,
  given: { readonly request: string; readonly decision: Decision; readonly comment: string | null },
): Promise<Result<null>> {
  const { unit } = context;
  const found = await openTask(unit, given.request);
  if (!found.ok) return found;
  const { request, task } = found.value;
  const { decision, comment } = given;
  await tellWatchers(unit, request.recordId);
  // A publication took the step or its approvals away: the record may be another by now than what is approved.
  if (decision === 'approve' && !asksApproval(unit, request)) {
    await endRequest(unit, request, 'lapsed');
    return ok(null);
  }
  if (decision !== 'approve') {
    if (comment === null) return refused([issue('COMMENT_REQUIRED', '/comment')]);
    const state = decision === 'reject' ? 'rejected' : 'sentBack';
    await endTask(unit, task, { state, comment });
    await endRequest(unit, request, state);
    return ok(null);
  }
  await endTask(unit, task, { state: 'approved', comment });
  const step = must(request.steps[request.step], 'step of a request');
  const tasks = request.tasks.filter((one) => one.step === request.step);
  const course = courseAfter(step.mode, tasks, task);
  await setTasks(unit, course.skip, 'skipped');
  const due =
    step.within === undefined
      ? null
      : addIsoDuration(unit.binding.now, step.within, { timeZone: unit.binding.timeZone });
  if (course.open.length > 0) {
    await unit.execute(
      `update "@tenant".fw_approval_task set state = 'open', due_at = $2::timestamptz where id = any($1::uuid[])`,
      [course.open, due],
    );
    const users = tasks.filter(({ id }) => course.open.includes(id)).map(({ user }) => user);
    await tellApprovers(unit, request, { key: `turn:${course.open[0] ?? ''}`, users });
  }
  return course.done ? nextStep(context, request) : ok(null);
}

async function nextStep(context: DecisionContext, request: ApprovalRow): Promise<Result<null>> {
  const { unit, options } = context;
  const step = request.step + 1;
  const def = request.steps[step];
  if (def === undefined) {
    await endRequest(unit, request, 'approved');
    await carryOut(context, request);
    return ok(null);
  }
  const approvers = await approversOf(unit, def, request.askedBy);
  const missing = unheldRoles(def, approvers);
  if (missing.length > 0) {
    const found = findTransition(unit.model, request.entity, request.transition);
    const transition = found === undefined ? request.transition : textIn(found.transition.label, options.locale);
    return refused([issue('APPROVAL_NOBODY', '', { transition, roles: missing, rule: request.transition })]);
  }
  await unit.execute('update "@tenant".fw_approval set step = $2 where id = $1::uuid', [request.id, step]);
  await openStep(unit, request, { step, def, approvers });
  return ok(null);
}

/** Takes the transition as who asked, with the roles they hold now. */
async function carryOut({ unit, options, accessOf }: DecisionContext, request: ApprovalRow): Promise<void> {
  const actor = await askerOf(unit, request);
  const { entity } = request;
  const input = request.input === null ? null : givenAgain(unit.model, entity, { kept: request.input, options });
  await writeRows(unit.as({ ...unit.binding, actor }), { ...options, access: accessOf(actor.roles) }, [
    {
      kind: 'transition',
      entity,
      id: request.recordId,
      version: null,
      transition: request.transition,
      input,
      reason: request.reason,
      approved: request.id,
    },
  ]);
}

/** Who asked, as they are now; a program without a person keeps the roles it asked with. */
async function askerOf(unit: WriteUnit, request: ApprovalRow): Promise<Actor> {
  const nobody: Actor = {
    id: null,
    name: '',
    email: '',
    role: request.askedRoles[0] ?? '',
    roles: request.askedRoles,
    departments: [],
  };
  if (request.askedBy === null) return nobody;
  const [row] = await unit.execute<{
    readonly name: string;
    readonly email: string;
    readonly roles: readonly string[];
    readonly departments: readonly string[];
  }>(
    `select u.name, u.email, case when u.active then h.roles else '{}' end as roles, u.org_ids::text[] as departments from "@tenant".fw_user u cross join lateral (${HELD_ROLES}) h where u.id = $1::uuid`,
    [request.askedBy],
  );
  if (row === undefined) return { ...nobody, roles: [], role: '' };
  // The role they acted in then, while they still hold it.
  const role = request.askedRoles.find((one) => row.roles.includes(one)) ?? row.roles[0] ?? '';
  return { id: request.askedBy, ...row, role };
}

/** Hands the caller's open task to another active member. Code APPROVAL_DELEGATE besides those of a decision. */
export async function delegateApproval(
  { unit }: Pick<DecisionContext, 'unit'>,
  given: { readonly request: string; readonly to: string; readonly comment: string | null },
): Promise<Result<null>> {
  const found = await openTask(unit, given.request);
  if (!found.ok) return found;
  const to = keptId(given.to);
  const passed = await passTask(unit, found.value, { to, comment: given.comment });
  return passed ? ok(null) : refused([issue('APPROVAL_DELEGATE', '/to')]);
}

/**
 * Gives a task that is open or to come to another active member; `false` where that one asked for it, is not to decide
 * it, or decides beside already: nothing was done.
 */
export async function passTask(
  unit: WriteUnit,
  { request, task }: { readonly request: ApprovalRow; readonly task: TaskRow },
  { to, comment }: { readonly to: string; readonly comment: string | null },
): Promise<boolean> {
  const { except } = must(request.steps[task.step], 'step of a request');
  const busy = request.tasks.some(
    (one) => one.user === to && one.step === task.step && (one.state === 'open' || one.state === 'waiting'),
  );
  const active = isUuid(to)
    ? await unit.execute('select id from "@tenant".fw_user where id = $1::uuid and active', [to])
    : [];
  if (busy || active.length === 0 || to === request.askedBy || to === except) return false;
  await tellWatchers(unit, request.recordId);
  await endTask(unit, task, { state: 'delegated', comment });
  // Who is not to decide yet is told when it is their turn.
  if (task.state === 'open') await tellApprovers(unit, request, { key: `from:${task.id}`, users: [to] });
  await unit.execute(
    `insert into "@tenant".fw_approval_task (id, request, step, user_id, role, position, escalation, state, due_at, overdue, delegated_from)
     select $1::uuid, request, step, $2::uuid, role, position, escalation, $4, due_at, overdue, user_id from "@tenant".fw_approval_task where id = $3::uuid`,
    [uuidV7(), to, task.id, task.state],
  );
  return true;
}

/** Takes the caller's own request back. Codes: APPROVAL_NOT_FOUND, APPROVAL_OVER, APPROVAL_NOT_ASKER. */
export async function withdrawApproval(
  { unit }: Pick<DecisionContext, 'unit'>,
  given: { readonly request: string },
): Promise<Result<null>> {
  const request = await loadRequest(unit, given.request, { lock: true });
  if (request === null) return refused([issue('APPROVAL_NOT_FOUND', '/id')]);
  const me = unit.binding.actor.id;
  if (request.askedBy === null || request.askedBy !== me) {
    const isKnown = request.tasks.some(({ user }) => user === me);
    return refused([issue(isKnown ? 'APPROVAL_NOT_ASKER' : 'APPROVAL_NOT_FOUND', '/id')]);
  }
  if (request.state !== 'pending') return refused([over(request)]);
  await tellWatchers(unit, request.recordId);
  await endRequest(unit, request, 'withdrawn');
  return ok(null);
}

async function openTask(
  unit: WriteUnit,
  id: string,
): Promise<Result<{ readonly request: ApprovalRow; readonly task: TaskRow }>> {
  // Whoever decides at the same moment waits here, and then sees what was decided.
  const request = await loadRequest(unit, id, { lock: true });
  const me = unit.binding.actor.id;
  const mine = request?.tasks.filter(({ user }) => user === me) ?? [];
  if (request === null || me === null || (mine.length === 0 && request.askedBy !== me))
    return refused([issue('APPROVAL_NOT_FOUND', '/id')]);
  if (request.state !== 'pending') return refused([over(request)]);
  const task = mine.find((one) => one.step === request.step && one.state === 'open');
  return task === undefined ? refused([issue('APPROVAL_NOT_YOURS', '/id')]) : ok({ request, task });
}

function over(request: ApprovalRow): Issue {
  return issue('APPROVAL_OVER', '/id', { state: request.state });
}

async function endTask(
  unit: WriteUnit,
  task: TaskRow,
  { state, comment }: { readonly state: string; readonly comment: string | null },
): Promise<void> {
  await unit.execute(
    'update "@tenant".fw_approval_task set state = $2, decided_by = $3::uuid, decided_at = $4::timestamptz, comment = $5 where id = $1::uuid',
    [task.id, state, unit.binding.actor.id, unit.binding.now, comment],
  );
}

async function setTasks(unit: WriteUnit, ids: readonly string[], state: string): Promise<void> {
  if (ids.length === 0) return;
  await unit.execute('update "@tenant".fw_approval_task set state = $2 where id = any($1::uuid[])', [ids, state]);
}

/** Ends the request; what was still open or to come is skipped. */
function asksApproval({ model }: Pick<WriteUnit, 'model'>, { entity, transition }: ApprovalRow): boolean {
  return (findTransition(model, entity, transition)?.transition.approvals.length ?? 0) > 0;
}

/** Ends a request that waits for what no longer needs an approval, and tells who asked. */
export async function lapseRequest(unit: WriteUnit, id: string): Promise<void> {
  const request = await loadRequest(unit, id, { lock: true });
  if (request !== null && request.state === 'pending') {
    await tellWatchers(unit, request.recordId);
    await endRequest(unit, request, 'lapsed');
  }
  // Its entity is gone as well: there is no record to tell of.
  if (request === null)
    await unit.execute(
      `update "@tenant".fw_approval set state = 'lapsed', ended_at = $2::timestamptz where id = $1::uuid`,
      [id, unit.binding.now],
    );
}

async function endRequest(unit: WriteUnit, request: ApprovalRow, state: ApprovalState): Promise<void> {
  await unit.execute('update "@tenant".fw_approval set state = $2, ended_at = $3::timestamptz where id = $1::uuid', [
    request.id,
    state,
    unit.binding.now,
  ]);
  await unit.execute(
    `update "@tenant".fw_approval_task set state = 'skipped' where request = $1::uuid and state in ('open', 'waiting')`,
    [request.id],
  );
  await tellAsker(unit, request, state);
}
