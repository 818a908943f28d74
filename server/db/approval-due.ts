import { v7 as uuidV7 } from 'uuid';
import { must } from '../../schema/core/result.ts';
import { tellApprovers, tellWatchers } from './approval-notices.ts';
import { approversOf } from './approval-steps.ts';
import { loadRequest, type ApprovalRow, type TaskRow } from './approval-rows.ts';
import type { WriteUnit } from './write-unit.ts';

/** Requests with an open task whose time is over, the oldest first; those that somebody works on are left out. */
export async function dueRequests(unit: WriteUnit, limit: number): Promise<readonly string[]> {
  const rows = await unit.execute<{ readonly id: string }>(
    `select a.id from "@tenant".fw_approval a where a.state = 'pending' and exists (
       select from "@tenant".fw_approval_task t where t.request = a.id and t.state = 'open' and not t.overdue and t.due_at <= $1::timestamptz)
     order by a.id limit $2 for update skip locked`,
    [unit.binding.now, limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Requests for steps that need no approval any more, because a publication took the step or its approvals away; the
 * oldest first. Nothing holds their records, and nobody could decide about them (SPEC [WKF-34]).
 */
export async function forsakenRequests(unit: WriteUnit, limit: number): Promise<readonly string[]> {
  const asked = unit.model.behaviour.workflows.flatMap(({ entity, transitions }) =>
    transitions.filter(({ approvals }) => approvals.length > 0).map(({ id }) => `${entity} ${id}`),
  );
  const rows = await unit.execute<{ readonly id: string }>(
    `select id from "@tenant".fw_approval where state = 'pending' and not entity || ' ' || transition = any($1::text[]) order by id limit $2 for update skip locked`,
    [asked, limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Lets others decide in place of those who let the deadline pass: each late task is escalated to the active members of
 * the step's `escalateTo`, who are asked once. Without anybody to turn to the task stays open and is marked overdue
 * (SPEC [WKF-36]).
 */
export async function escalateRequest(unit: WriteUnit, id: string): Promise<void> {
  const request = await loadRequest(unit, id, { lock: true });
  if (request === null || request.state !== 'pending') return;
  const late = await unit.execute<{ readonly id: string }>(
    `select id from "@tenant".fw_approval_task where request = $1::uuid and state = 'open' and not overdue and due_at <= $2::timestamptz`,
    [id, unit.binding.now],
  );
  if (late.length > 0) await tellWatchers(unit, request.recordId);
  const ids = late.map((one) => one.id);
  const tasks = request.tasks.filter((task) => ids.includes(task.id));
  for (const [position, group] of Map.groupBy(tasks, (task) => task.position)) {
    await escalateGroup(unit, request, { position, group });
  }
}

async function escalateGroup(
  unit: WriteUnit,
  request: ApprovalRow,
  { position, group }: { readonly position: number; readonly group: readonly TaskRow[] },
): Promise<void> {
  const step = must(request.steps[request.step], 'step of a request');
  const roles = step.escalateTo ?? [];
  const ids = group.map(({ id }) => id);
  const busy = new Set(request.tasks.filter((task) => task.step === request.step).map(({ user }) => user));
  const asked = request.tasks.some(
    (task) => task.step === request.step && task.position === position && task.escalation,
  );
  const found = roles.length === 0 ? [] : await approversOf(unit, { ...step, mode: 'any', roles }, request.askedBy);
  const others = found.filter(({ user }) => !busy.has(user) && user !== request.askedBy);
  if (others.length === 0 && !asked) {
    await unit.execute('update "@tenant".fw_approval_task set overdue = true where id = any($1::uuid[])', [ids]);
    return;
  }
  await unit.execute(
    `update "@tenant".fw_approval_task set state = 'escalated', overdue = true where id = any($1::uuid[])`,
    [ids],
  );
  const made = others.map(({ user, role }) => ({ id: uuidV7(), user_id: user, role }));
  await unit.execute(
    `insert into "@tenant".fw_approval_task (id, request, step, user_id, role, position, escalation, state)
     select t.id, $2::uuid, $3::int, t.user_id, t.role, $4::int, true, 'open' from jsonb_to_recordset($1::jsonb) as t(id uuid, user_id uuid, role text)`,
    [JSON.stringify(made), request.id, request.step, position],
  );
  await tellApprovers(unit, request, { key: `late:${String(position)}`, users: others.map(({ user }) => user) });
}
