import { TENANT_NAME_PATTERN } from '../../../schema/core/ids.ts';
import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import type { JsonDocument } from '../../db/control-entities.ts';
import { audit, findTenant } from '../../db/control-tenants.ts';
import type { BackupRun } from '../../db/control-backups.ts';
import type { BackupKeep, KeptBackup } from '../../tenancy/backup-keep.ts';
import { userIdOf } from './caller.ts';
import { labelIssues } from './people-service.ts';
import { actorOf, tenantFor, type PlatformContext, type TenantGrant } from './platform-context.ts';

interface Kept {
  readonly granted: TenantGrant;
  readonly keep: BackupKeep;
}

/** Backups are the owner's: they hold everything, whatever anybody's rights are. BACKUP_KEEP_NONE. */
async function keepFor(context: PlatformContext, tenant: string): Promise<Result<Kept>> {
  const granted = await tenantFor(context, tenant, 'own');
  if (!granted.ok) return granted;
  const keep = context.services.backups;
  return keep === undefined ? refused([issue('BACKUP_KEEP_NONE', '')]) : ok({ granted: granted.value, keep });
}

/** What is kept, what goes on, and whether backups are made daily. */
export async function backupsOf(
  context: PlatformContext,
  tenant: string,
): Promise<
  Result<{ readonly kept: readonly KeptBackup[]; readonly run: BackupRun | null; readonly daily: number | null }>
> {
  const found = await keepFor(context, tenant);
  if (!found.ok) return found;
  const { keep, granted } = found.value;
  return ok({
    kept: await keep.list(granted.id),
    run: await keep.run(granted.id),
    daily: await keep.daily(granted.id),
  });
}

/** Begins a backup. BACKUP_RUNNING. */
export async function startBackup(context: PlatformContext, tenant: string): Promise<Result<null>> {
  const found = await keepFor(context, tenant);
  return found.ok ? found.value.keep.begin(found.value.granted.tenant, userIdOf(context.caller)) : found;
}

/** Begins to make a new tenant of a backup, never over one that is there. TENANT_NAME_INVALID, TENANT_EXISTS, LABEL_FORM. */
export async function restoreBackup(
  context: PlatformContext,
  input: { readonly tenant: string; readonly id: string; readonly name: string; readonly label: string },
): Promise<Result<null>> {
  const found = await keepFor(context, input.tenant);
  if (!found.ok) return found;
  const { id, name, label } = input;
  const isName = TENANT_NAME_PATTERN.test(name);
  const taken = isName ? await findTenant(context.services.publishing.control, name) : null;
  const issues = [
    ...(isName ? [] : [issue('TENANT_NAME_INVALID', '/name', { name })]),
    ...(taken === null ? [] : [issue('TENANT_EXISTS', '/name', { name })]),
    ...labelIssues('label', label),
  ];
  if (issues.length > 0) return refused(issues);
  const { keep, granted } = found.value;
  return keep.restore(granted.tenant, userIdOf(context.caller), { id, name, label: label.trim() });
}

/** Removes a backup for good. BACKUP_UNKNOWN. */
export async function removeBackup(
  context: PlatformContext,
  input: { readonly tenant: string; readonly id: string },
): Promise<Result<null>> {
  const found = await keepFor(context, input.tenant);
  if (!found.ok) return found;
  const { keep, granted } = found.value;
  const done = await keep.remove(granted.id, input.id);
  if (done.ok) await note(context, granted, 'backup.remove', { backup: input.id });
  return done;
}

/** Reads all of a backup. BACKUP_UNKNOWN, BACKUP_CUT, BACKUP_CHANGED. */
export async function verifyBackup(
  context: PlatformContext,
  input: { readonly tenant: string; readonly id: string },
): Promise<Result<null>> {
  const found = await keepFor(context, input.tenant);
  return found.ok ? found.value.keep.verify(found.value.granted.id, input.id) : found;
}

/** Begins or ends daily backups. BACKUP_KEEP. */
export async function setDailyBackup(
  context: PlatformContext,
  input: { readonly tenant: string; readonly keep?: number | undefined },
): Promise<Result<null>> {
  const found = await keepFor(context, input.tenant);
  if (!found.ok) return found;
  const wanted = input.keep ?? null;
  if (wanted !== null && (wanted < 1 || wanted > LIMITS.backupsKeptMax))
    return refused([issue('BACKUP_KEEP', '/keep', { keep: wanted, max: LIMITS.backupsKeptMax })]);
  const { keep, granted } = found.value;
  await keep.setDaily(granted.id, wanted);
  await note(context, granted, 'backup.schedule', wanted === null ? {} : { keep: wanted });
  return ok(null);
}

function note(context: PlatformContext, { id }: TenantGrant, action: string, detail: JsonDocument): Promise<void> {
  return audit(context.services.publishing.control, { tenant: id, ...actorOf(context.caller), action, detail });
}
