import { raw, type RawQueryFragment } from '@mikro-orm/core';
import { LIMITS } from '../../schema/core/limits.ts';
import type { TenantId, UserId } from '../../schema/core/ids.ts';
import { issue, type Issue } from '../../schema/core/result.ts';
import { LabRunEntity, type LabRun } from './control-entities.ts';
import type { ControlPlane } from './control-plane.ts';

/** What a calculation has come to. */
export type LabEnd =
  | { readonly state: 'done'; readonly answer: Readonly<Record<string, unknown>> }
  | { readonly state: 'failed'; readonly issues: readonly Issue[] };

/** A calculation as whoever asks for it sees it. */
export interface LabProgress {
  readonly id: string;
  readonly state: LabRun['state'];
  readonly done: number;
  readonly total: number;
  readonly answer: Readonly<Record<string, unknown>> | null;
  readonly issues: readonly Issue[];
}

/** Writes down that a calculation begins, and forgets those of an hour ago. */
export async function addLabRun(
  control: ControlPlane,
  tenant: TenantId,
  { id, author }: { readonly id: string; readonly author: UserId | null },
): Promise<void> {
  const now: RawQueryFragment = raw('now()');
  await control.asTenant(tenant, async (em) => {
    const old = { $lt: raw(`now() - interval '${LIMITS.labAnswerMs} milliseconds'`) };
    await em.nativeDelete(LabRunEntity, { tenantId: tenant, createdAt: old });
    await em.insert(LabRunEntity, {
      id,
      tenantId: tenant,
      author,
      state: 'running',
      done: 0,
      total: 0,
      answer: {},
      createdAt: now,
      beatAt: now,
      endedAt: null,
    });
  });
}

/** How far it is, and that its process is alive. */
export async function beatLabRun(
  control: ControlPlane,
  tenant: TenantId,
  { id, done, total }: { readonly id: string; readonly done: number; readonly total: number },
): Promise<void> {
  const now: RawQueryFragment = raw('now()');
  await control.asTenant(tenant, (em) =>
    em.nativeUpdate(LabRunEntity, { id, state: 'running' }, { done, total, beatAt: now }),
  );
}

/** What it came to; the last word is the first. */
export async function endLabRun(control: ControlPlane, tenant: TenantId, id: string, end: LabEnd): Promise<void> {
  const now: RawQueryFragment = raw('now()');
  const answer = end.state === 'done' ? { answer: end.answer } : { issues: end.issues };
  await control.asTenant(tenant, (em) =>
    em.nativeUpdate(
      LabRunEntity,
      { id, state: 'running' },
      { state: end.state, answer: structuredClone(answer), endedAt: now },
    ),
  );
}

/** A calculation of the tenant, by whichever process; one whose process says nothing any more was cut short. */
export async function findLabRun(control: ControlPlane, tenant: TenantId, id: string): Promise<LabProgress | null> {
  return control.asTenant(tenant, async (em) => {
    const row = await em.findOne(LabRunEntity, { id, tenantId: tenant });
    if (row === null) return null;
    const lost = await em.count(LabRunEntity, {
      id,
      state: 'running',
      beatAt: { $lt: raw(`now() - interval '${LIMITS.labBeatMs} milliseconds'`) },
    });
    const { state, done, total } = row;
    if (lost > 0) return { id, state: 'failed', done, total, answer: null, issues: [issue('LAB_RUN_LOST', '')] };
    // Written by `endLabRun` and by nothing else.
    const kept = row.answer as { readonly answer?: LabProgress['answer']; readonly issues?: readonly Issue[] };
    return { id, state, done, total, answer: kept.answer ?? null, issues: kept.issues ?? [] };
  });
}
