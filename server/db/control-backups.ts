import { raw, type RawQueryFragment } from '@mikro-orm/core';
import { LIMITS } from '../../schema/core/limits.ts';
import type { TenantId } from '../../schema/core/ids.ts';
import { issue, type Issue } from '../../schema/core/result.ts';
import { BackupRunEntity } from './control-entities.ts';
import type { ControlPlane } from './control-plane.ts';

/** What goes on with a tenant's backups, or how the last of it ended. */
export interface BackupRun {
  /** `backup` or `restore`. */
  readonly kind: 'backup' | 'restore';
  readonly state: 'running' | 'done' | 'failed';
  /** Rows. */
  readonly done: number;
  readonly total: number;
  /** The tenant that a restore makes. */
  readonly name: string | null;
  readonly issues: readonly Issue[];
  readonly endedAt: Date | null;
}

const NOW: () => RawQueryFragment = () => raw('now()');
const LONG_AGO = () => raw(`now() - interval '${LIMITS.backupBeatMs} milliseconds'`);

/**
 * Writes down that a backup or restore begins. `false`: another one is under way, in whichever process. One whose
 * process says nothing any more does not stand in the way.
 */
export async function addBackupRun(
  control: ControlPlane,
  tenant: TenantId,
  { id, kind, name }: { readonly id: string } & Pick<BackupRun, 'kind' | 'name'>,
): Promise<boolean> {
  const began = { id, kind, name, state: 'running' as const, done: 0, total: 0, issues: {}, endedAt: null };
  const long = new Date(0);
  return control.asTenant(tenant, async (em) => {
    // A row to take, when there is none yet.
    const over = { ...began, tenantId: tenant, state: 'failed' as const, beatAt: long, endedAt: long };
    await em.upsert(BackupRunEntity, over, { onConflictFields: ['tenantId'], onConflictAction: 'ignore' });
    const taken = await em.nativeUpdate(
      BackupRunEntity,
      { tenantId: tenant, $or: [{ state: { $ne: 'running' } }, { beatAt: { $lt: LONG_AGO() } }] },
      { ...began, beatAt: NOW() },
    );
    return taken > 0;
  });
}

/** How far it is, and that its process is alive. */
export async function beatBackupRun(
  control: ControlPlane,
  tenant: TenantId,
  { id, done, total }: { readonly id: string; readonly done: number; readonly total: number },
): Promise<void> {
  await control.asTenant(tenant, (em) =>
    em.nativeUpdate(BackupRunEntity, { tenantId: tenant, id, state: 'running' }, { done, total, beatAt: NOW() }),
  );
}

/** How it ended; the last word is the first. */
export async function endBackupRun(
  control: ControlPlane,
  tenant: TenantId,
  { id, issues }: { readonly id: string; readonly issues: readonly Issue[] | null },
): Promise<void> {
  const state = issues === null ? 'done' : 'failed';
  await control.asTenant(tenant, (em) =>
    em.nativeUpdate(
      BackupRunEntity,
      { tenantId: tenant, id, state: 'running' },
      { state, issues: structuredClone({ issues: issues ?? [] }), endedAt: NOW() },
    ),
  );
}

/** What goes on, by whichever process; BACKUP_LOST where its process says nothing any more. */
export async function findBackupRun(control: ControlPlane, tenant: TenantId): Promise<BackupRun | null> {
  return control.asTenant(tenant, async (em) => {
    const row = await em.findOne(BackupRunEntity, { tenantId: tenant });
    if (row === null) return null;
    const lost = await em.count(BackupRunEntity, {
      tenantId: tenant,
      state: 'running',
      beatAt: { $lt: LONG_AGO() },
    });
    const { kind, name, state, done, total, endedAt } = row;
    const shown = { kind, name: name ?? null, done, total };
    if (lost > 0) return { ...shown, state: 'failed', issues: [issue('BACKUP_LOST', '')], endedAt: row.beatAt };
    // Written by `endBackupRun` and by nothing else.
    const { issues = [] } = row.issues as { readonly issues?: readonly Issue[] };
    return { ...shown, state, issues, endedAt: endedAt ?? null };
  });
}
