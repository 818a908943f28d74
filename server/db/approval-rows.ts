import { entityId } from '../../schema/core/ids.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import { isUuid } from '../compile/sql-text.ts';
import type { KeptInput } from './approval-input.ts';
import type { ApprovalStep } from './approval-steps.ts';
import type { WriteUnit } from './write-unit.ts';

export type ApprovalState = 'pending' | 'approved' | 'rejected' | 'sentBack' | 'withdrawn' | 'lapsed';

/** A request for approval with its tasks, in the order they were given out. */
export interface ApprovalRow {
  readonly id: string;
  readonly entity: EntityModel;
  readonly recordId: string;
  readonly transition: string;
  readonly state: ApprovalState;
  readonly input: KeptInput | null;
  readonly reason: string | null;
  readonly askedBy: string | null;
  readonly askedRoles: readonly string[];
  readonly step: number;
  readonly steps: readonly ApprovalStep[];
  readonly tasks: readonly TaskRow[];
}

export interface TaskRow {
  readonly id: string;
  readonly step: number;
  readonly user: string;
  readonly role: string;
  readonly position: number;
  readonly escalation: boolean;
  readonly state: string;
}

interface Raw extends Omit<ApprovalRow, 'entity' | 'tasks' | 'input' | 'steps'> {
  readonly entity: string;
  /** JSON text, as the driver leaves it. */
  readonly input: string | null;
  readonly steps: string;
}

/**
 * The request of that id, or null where there is none or its entity is no more. `lock` holds it until the transaction
 * ends, so that one decision comes after another.
 */
export async function loadRequest(
  unit: Pick<WriteUnit, 'execute' | 'model'>,
  id: string,
  { lock }: { readonly lock: boolean },
): Promise<ApprovalRow | null> {
  if (!isUuid(id)) return null;
  const [raw] = await unit.execute<Raw>(
    `select id, entity, record_id as "recordId", transition, state, input, reason, asked_by as "askedBy", asked_roles as "askedRoles", step, steps from "@tenant".fw_approval where id = $1::uuid${lock ? ' for update' : ''}`,
    [id],
  );
  if (raw === undefined) return null;
  const entity = unit.model.entities.find((one) => one.id === entityId(raw.entity));
  if (entity === undefined) return null;
  const tasks = await unit.execute<TaskRow>(
    `select id, step, user_id as "user", role, position, escalation, state from "@tenant".fw_approval_task where request = $1::uuid order by step, position, id`,
    [id],
  );
  const input = raw.input === null ? null : (JSON.parse(raw.input) as KeptInput);
  return { ...raw, entity, tasks, input, steps: JSON.parse(raw.steps) as ApprovalStep[] };
}
