import { raw, type RawQueryFragment } from '@mikro-orm/core';
import { v7 as uuid } from 'uuid';
import { LIMITS } from '../../schema/core/limits.ts';
import type { TenantId, UserId } from '../../schema/core/ids.ts';
import { issue, ok, refused, type Issue, type Result } from '../../schema/core/result.ts';
import { ScheduledPublicationEntity, type JsonDocument, type ScheduledPublication } from './control-entities.ts';
import type { ControlPlane } from './control-plane.ts';
import { pgFailureOf } from './pg-errors.ts';

/** A scheduled publication without its document. */
export type ScheduleSummary = Pick<
  ScheduledPublication,
  | 'id'
  | 'draft'
  | 'revision'
  | 'baseVersion'
  | 'note'
  | 'author'
  | 'at'
  | 'state'
  | 'issues'
  | 'version'
  | 'createdAt'
  | 'endedAt'
>;

export interface ScheduleInput {
  readonly draft: string;
  readonly revision: number;
  readonly baseVersion: number;
  readonly document: JsonDocument;
  readonly note: string;
  readonly despiteTests: string | null;
  readonly author: UserId;
  readonly at: Date;
}

/** Puts a publication off, with the draft as it is now. `SCHEDULE_TAKEN` when one of this draft waits already. */
export async function addSchedule(
  control: ControlPlane,
  tenant: TenantId,
  input: ScheduleInput,
): Promise<Result<ScheduleSummary>> {
  const row = {
    ...input,
    id: uuid(),
    tenantId: tenant,
    // MikroORM writes into the JSON it is given.
    document: structuredClone(input.document),
    state: 'waiting' as const,
    issues: { issues: [] },
    version: null,
    createdAt: new Date(),
    claimedAt: null,
    endedAt: null,
  };
  try {
    await control.asTenant(tenant, (em) => em.insert(ScheduledPublicationEntity, row));
    return ok(row);
  } catch (error) {
    if (pgFailureOf(error)?.sqlState !== '23505') throw error;
    const { draft } = input;
    const there = await control.asTenant(tenant, (em) =>
      em.findOne(ScheduledPublicationEntity, { tenantId: tenant, draft, state: { $in: ['waiting', 'running'] } }),
    );
    const at = (there?.at ?? input.at).toISOString();
    return refused([issue('SCHEDULE_TAKEN', '/draft', { draft, at })]);
  }
}

/** Takes back one that has not begun; `false` when there is none. */
export async function cancelSchedule(control: ControlPlane, tenant: TenantId, id: string): Promise<boolean> {
  const changed = await control.asTenant(tenant, (em) =>
    em.nativeUpdate(
      ScheduledPublicationEntity,
      { id, tenantId: tenant, state: 'waiting' },
      { state: 'cancelled', endedAt: new Date() },
    ),
  );
  return changed > 0;
}

/** The latest of a tenant, newest first. */
export function listSchedules(control: ControlPlane, tenant: TenantId, limit: number): Promise<ScheduleSummary[]> {
  return control.asTenant(tenant, (em) =>
    em.find(
      ScheduledPublicationEntity,
      { tenantId: tenant },
      { orderBy: { createdAt: 'desc', id: 'desc' }, limit, exclude: ['document'] },
    ),
  );
}

/**
 * Takes the next one that is due, for this process alone; also one whose process said nothing for a minute, which is
 * taken for dead. By the database's clock, which all processes share.
 */
export async function claimSchedule(control: ControlPlane): Promise<ScheduledPublication | null> {
  return control.asSystem(async (em) => {
    const now: RawQueryFragment = raw('now()');
    const lost = { $lt: raw(`now() - interval '${LIMITS.scheduleLeaseMs} milliseconds'`) };
    const due = await em.find(
      ScheduledPublicationEntity,
      {
        $or: [
          { state: 'waiting', at: { $lte: raw('now()') } },
          { state: 'running', claimedAt: lost },
        ],
      },
      { orderBy: { at: 'asc' }, limit: 20 },
    );
    for (const row of due) {
      const { id, state } = row;
      const mine = await em.nativeUpdate(
        ScheduledPublicationEntity,
        state === 'waiting' ? { id, state } : { id, state, claimedAt: lost },
        { state: 'running', claimedAt: now },
      );
      if (mine > 0) return row;
    }
    return null;
  });
}

/** Says that this process is still at it. */
export async function holdSchedule(control: ControlPlane, id: string): Promise<void> {
  const now: RawQueryFragment = raw('now()');
  await control.asSystem((em) =>
    em.nativeUpdate(ScheduledPublicationEntity, { id, state: 'running' }, { claimedAt: now }),
  );
}

export type ScheduleEnd =
  | { readonly state: 'done'; readonly version: number }
  | { readonly state: 'failed'; readonly issues: readonly Issue[] }
  /** Something else of the tenant's is in the way for the moment. */
  | { readonly state: 'waiting' };

/** What became of it; `false` when another process has said so before. */
export async function endSchedule(control: ControlPlane, id: string, end: ScheduleEnd): Promise<boolean> {
  const patch =
    end.state === 'waiting'
      ? { state: end.state, claimedAt: null }
      : {
          state: end.state,
          endedAt: new Date(),
          version: end.state === 'done' ? end.version : null,
          issues: { issues: end.state === 'failed' ? structuredClone(end.issues) : [] },
        };
  const changed = await control.asSystem((em) =>
    em.nativeUpdate(ScheduledPublicationEntity, { id, state: 'running' }, patch),
  );
  return changed > 0;
}

/** Why it failed; nothing otherwise. Written by `endSchedule` and by nothing else. */
export function issuesOfSchedule({ issues }: Pick<ScheduledPublication, 'issues'>): readonly Issue[] {
  return issues['issues'] as readonly Issue[];
}
