import { LIMITS } from '../../../schema/core/limits.ts';
import type { Issue } from '../../../schema/core/result.ts';
import { accessOf, OWNER_ROLE } from '../../compile/access.ts';
import { usesApprovals } from '../../compile/graphql-workflow-approvals.ts';
import { lapseRequest } from '../../db/approval-decide.ts';
import { dueRequests, escalateRequest, forsakenRequests } from '../../db/approval-due.ts';
import { issueOfError } from '../../db/pg-errors.ts';
import {
  claimDeadline,
  deadlineStates,
  endDeadline,
  overdueRows,
  tellOverdue,
  type DeadlineState,
  type OverdueRow,
} from '../../db/state-deadlines.ts';
import { WriteRefused } from '../../db/write-operation.ts';
import { writeRows } from '../../db/write-rows.ts';
import { inWriteUnit, type WriteUnit } from '../../db/write-unit.ts';
import { systemBinding } from '../automation/system-binding.ts';
import type { TenantJob, TenantJobContext } from './tenant-job.ts';

/** Approvals and states whose time is over, and requests that nobody needs any more (SPEC [WKF-34], [WKF-36], [WKF-60]). */
export const WORKFLOW_JOB: TenantJob = {
  name: 'workflows',
  everyMs: 30_000,
  async run(context) {
    const { model } = context.handle.shape;
    let done = await lapse(context);
    if (usesApprovals(model)) done += await escalate(context);
    for (const state of deadlineStates(model)) done += await passDeadlines(context, state);
    return done;
  },
};

async function inUnit<T>({ handle, now }: TenantJobContext, work: (unit: WriteUnit) => Promise<T>): Promise<T> {
  const { shape, place, ref } = handle;
  return inWriteUnit(place.database, shape.model, { target: ref, binding: systemBinding(now, ref.timeZone) }, work);
}

function lapse(context: TenantJobContext): Promise<number> {
  return inUnit(context, async (unit) => {
    const forsaken = await forsakenRequests(unit, LIMITS.jobItemsMax);
    for (const id of forsaken) await lapseRequest(unit, id);
    return forsaken.length;
  });
}

function escalate(context: TenantJobContext): Promise<number> {
  return inUnit(context, async (unit) => {
    const due = await dueRequests(unit, LIMITS.jobItemsMax);
    for (const id of due) await escalateRequest(unit, id);
    return due.length;
  });
}

/** Each row in a transaction of its own: one that is refused does not hold up the others. */
async function passDeadlines(context: TenantJobContext, state: DeadlineState): Promise<number> {
  const rows = await inUnit(context, (unit) => overdueRows(unit, state, LIMITS.jobItemsMax));
  let done = 0;
  for (const row of rows) if (await inUnit(context, (unit) => passDeadline(context, unit, { state, row }))) done += 1;
  return done;
}

async function passDeadline(
  { application, handle }: TenantJobContext,
  unit: WriteUnit,
  { state, row }: { readonly state: DeadlineState; readonly row: OverdueRow },
): Promise<boolean> {
  if (!(await claimDeadline(unit, state, row))) return false;
  if (row.tries === 0) await tellOverdue(unit, state, row);
  const { take } = state.deadline;
  let issues: readonly Issue[] = [];
  if (take !== undefined) {
    await unit.execute('savepoint fw_deadline', []);
    try {
      await writeRows(
        unit,
        {
          access: accessOf(unit.model, [OWNER_ROLE]),
          locale: 'en',
          requestId: `deadline:${state.state.id}`,
          secrets: application.secrets,
          tenant: handle.ref.id,
        },
        [
          {
            kind: 'transition',
            entity: state.entity,
            id: row.id,
            version: null,
            transition: take,
            input: null,
            reason: `${state.state.id}: ${state.deadline.within}`,
          },
        ],
      );
    } catch (error) {
      issues = refusalOf(error, handle.shape.constraints);
      unit.refused(issues);
      await unit.execute('rollback to savepoint fw_deadline', []);
    }
  }
  await endDeadline(unit, row, issues);
  return true;
}

/** What the row or the ledgers say against it; anything else is thrown on, and tried again with the next run. */
function refusalOf(error: unknown, constraints: Parameters<typeof issueOfError>[1]): readonly Issue[] {
  if (error instanceof WriteRefused) return error.issues;
  const found = issueOfError(error, constraints);
  if (found === undefined || found.code.startsWith('DATABASE_') || found.code === 'SHAPE_STALE') throw error;
  return [found];
}
