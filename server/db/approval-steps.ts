import { v7 as uuidV7 } from 'uuid';
import { OWNER_ROLE } from '../compile/access.ts';
import { addIsoDuration } from '../compile/business-calendar.ts';
import type { ApprovalModel } from '../../schema/model/behaviour.ts';
import type { AskedApproval } from '../compile/transition-row.ts';
import { tellApprovers } from './approval-notices.ts';
import type { WriteUnit } from './write-unit.ts';

/** One approval of a request as it is kept with the request: the template may change while it waits. */
export interface ApprovalStep {
  readonly id: string;
  readonly mode: ApprovalModel['mode'];
  readonly roles: readonly string[];
  /** The person of the row who does not decide. */
  readonly except?: string;
  /** ISO 8601. */
  readonly within?: string;
  readonly escalateTo?: readonly string[];
  readonly copyTo?: readonly string[];
}

/** An active member who may decide, and for which role. */
export interface Approver {
  readonly user: string;
  readonly role: string;
  /** Place of the role in the step. */
  readonly position: number;
}

/** The step as it is kept. */
export function stepOf({ approval, except }: AskedApproval): ApprovalStep {
  const { id, mode, roles, within, escalateTo, copyTo } = approval;
  return {
    id,
    mode,
    roles,
    ...(except === null ? {} : { except }),
    ...(within === undefined ? {} : { within }),
    ...(escalateTo === undefined ? {} : { escalateTo }),
    ...(copyTo === undefined ? {} : { copyTo }),
  };
}

/** The roles of the member `u`: of the membership, and those that a tier of points grants, never the owner's. */
export const HELD_ROLES = `select u.roles || coalesce((select array_remove(t.roles, '${OWNER_ROLE}') from "@tenant".fw_tier t where t.user_id = u.id), '{}') as roles`;

/**
 * Who decides a step: each active member with one of the roles, once, for the first of them; in order, once for each
 * role. Who asked does not decide, unless nobody else can (SPEC [WKF-31]); whom the step excepts never does ([WKF-43]).
 */
export async function approversOf(
  unit: Pick<WriteUnit, 'execute'>,
  step: Pick<ApprovalStep, 'mode' | 'roles' | 'except'>,
  asker: string | null,
): Promise<readonly Approver[]> {
  const members = await unit.execute<{ readonly id: string; readonly roles: readonly string[] }>(
    `select u.id, h.roles from "@tenant".fw_user u cross join lateral (${HELD_ROLES}) h where u.active and h.roles && $1::text[] and u.id is distinct from $2::uuid order by u.name, u.id`,
    [step.roles, step.except ?? null],
  );
  const holders = step.roles.flatMap((role, position) => {
    const all = members.filter(({ roles }) => roles.includes(role));
    const others = all.filter(({ id }) => id !== asker);
    return (step.mode === 'inOrder' && others.length === 0 ? all : others).map(({ id }) => ({
      user: id,
      role,
      position,
    }));
  });
  if (step.mode === 'inOrder') return holders;
  const once = holders.filter(({ user }, index) => holders.findIndex((one) => one.user === user) === index);
  const self = members.find(({ id }) => id === asker);
  if (once.length > 0 || self === undefined) return once.map((one) => ({ ...one, position: 0 }));
  return [{ user: self.id, role: step.roles.find((role) => self.roles.includes(role)) ?? '', position: 0 }];
}

/** Roles of a step that no approver stands for: nobody can give this approval. */
export function unheldRoles(step: ApprovalStep, approvers: readonly Approver[]): readonly string[] {
  if (step.mode !== 'inOrder') return approvers.length === 0 ? step.roles : [];
  return step.roles.filter((role) => !approvers.some((approver) => approver.role === role));
}

/** Gives the step out: tasks of the first role are open at once, those of the roles after it wait. */
export async function openStep(
  unit: WriteUnit,
  request: Parameters<typeof tellApprovers>[1],
  at: { readonly step: number; readonly def: ApprovalStep; readonly approvers: readonly Approver[] },
): Promise<void> {
  const { step, def, approvers } = at;
  const { now, timeZone } = unit.binding;
  const due = def.within === undefined ? null : addIsoDuration(now, def.within, { timeZone });
  const tasks = approvers.map(({ user, role, position }) => {
    const open = def.mode !== 'inOrder' || position === 0;
    return {
      id: uuidV7(),
      user_id: user,
      role,
      position,
      state: open ? 'open' : 'waiting',
      due_at: open ? due : null,
    };
  });
  await unit.execute(
    `insert into "@tenant".fw_approval_task (id, request, step, user_id, role, position, state, due_at)
     select t.id, $2::uuid, $3::int, t.user_id, t.role, t.position, t.state, t.due_at
     from jsonb_to_recordset($1::jsonb) as t(id uuid, user_id uuid, role text, position int, state text, due_at timestamptz)`,
    [JSON.stringify(tasks), request.id, step],
  );
  const users = tasks.filter(({ state }) => state === 'open').map((task) => task.user_id);
  await tellApprovers(unit, { ...request, step }, { key: 'open', users });
}
