import { sql } from 'kysely';
import { TENANT_NAME_PATTERN, tenantId, userId, type TenantId } from '../../schema/core/ids.ts';
import { issue, must, ok, refused, type Result } from '../../schema/core/result.ts';
import { printDdl } from '../compile/ddl-text.ts';
import type { Tenant } from '../db/control-entities.ts';
import { addUser, findUserByEmail, putMembership } from '../db/control-people.ts';
import { usersByIds } from '../db/control-queries.ts';
import { hiddenTenant, idOf, removeTenant, tenantById, updateTenant } from '../db/control-tenants.ts';
import type { ControlPlane } from '../db/control-plane.ts';
import { pgFailureOf } from '../db/pg-errors.ts';
import type { SecretBox } from '../db/secret-box.ts';
import type { FileStore } from '../files/file-store.ts';
import { BackupRefused, checkBackup, type BackupMember, type BackupSummary } from './backup-file.ts';
import { loadBackup, type BackupLoad, type Loaded } from './load-backup.ts';
import { placeOf, provisionTenant, type TenantPlace } from './provision-tenant.ts';
import { publish, type PublishContext } from './publish.ts';

export interface RestoreContext {
  readonly publishing: PublishContext;
  readonly secrets: SecretBox;
  /** Where the bytes of files are put; without it a backup that has some is refused. */
  readonly files?: FileStore;
}

export interface RestoreOptions {
  /** Of the tenant to make. */
  readonly name: string;
  readonly file: string;
  /** The cell with the fewest tenants when it is not said. */
  readonly cell?: string;
  /** Empties secret values that this server's key does not open, instead of refusing. */
  readonly withoutSecrets?: boolean;
  readonly onProgress?: (progress: { readonly rows: number; readonly total: number }) => void;
}

export interface RestoreReport {
  readonly tenant: Tenant;
  /** When the backup was made, and of which tenant and version. */
  readonly from: { readonly name: string; readonly version: number; readonly createdAt: string };
  readonly rows: number;
  readonly members: number;
  /** Whether records keep being named by the tenant's former id. */
  readonly sameId: boolean;
  /** Secret values that were emptied. */
  readonly emptied: number;
}

/**
 * Makes a new tenant of a backup: its template as version 1, all rows, numbers and events, its members. All or
 * nothing: until the end the tenant is in the directory as one that nobody finds, and a restore that was killed is
 * cleared away by the next one of that name. TENANT_NAME_INVALID, TENANT_EXISTS, CELL_UNKNOWN, BACKUP_*,
 * RESTORE_IN_PROGRESS, and what its template is refused for. Rules: SPEC.md BAK.
 */
export async function restoreTenant(context: RestoreContext, options: RestoreOptions): Promise<Result<RestoreReport>> {
  const { name, file } = options;
  const { control } = context.publishing;
  if (!TENANT_NAME_PATTERN.test(name)) return refused([issue('TENANT_NAME_INVALID', '/name', { name })]);
  const checked = await checkBackup(file);
  if (!checked.ok) return checked;
  // Its format is known, and its template must be too, before anything is made.
  const resolved = context.publishing.resolve(checked.value.template.document);
  if (!resolved.ok) return resolved;
  const release = await control.database.tryLock(`restore:${name}`);
  if (release === null) return refused([issue('RESTORE_IN_PROGRESS', '/name', { name })]);
  try {
    await clearKilledRestore(context.publishing, name);
    return await makeTenant(context, options, checked.value);
  } finally {
    await release();
  }
}

async function makeTenant(
  context: RestoreContext,
  options: RestoreOptions,
  summary: BackupSummary,
): Promise<Result<RestoreReport>> {
  const { control, cells } = context.publishing;
  const { name, cell } = options;
  const { label, timeZone, id } = summary.header.tenant;
  const isFree = (await tenantById(control, tenantId(id))) === null;
  const made = await provisionTenant(control, cells, {
    name,
    label,
    timeZone,
    state: 'dropped',
    ...(isFree ? { id: tenantId(id) } : {}),
    ...(cell === undefined ? {} : { cell }),
  });
  if (!made.ok) return made;
  try {
    const filled = await fillTenant(context, { options, summary, tenant: made.value });
    if (!filled.ok) await takeBack(context.publishing, made.value);
    return filled;
  } catch (error) {
    await takeBack(context.publishing, made.value);
    throw error;
  }
}

interface Filling {
  readonly options: RestoreOptions;
  readonly summary: BackupSummary;
  readonly tenant: Tenant;
}

async function fillTenant(
  { publishing: all, secrets, files }: RestoreContext,
  { options, summary, tenant }: Filling,
): Promise<Result<RestoreReport>> {
  const { header, template, members } = summary;
  // The records that packs ship are among the rows, as the tenant left them.
  const { putRecords: _, ...publishing } = all;
  const { control, cells } = publishing;
  const { document, baseDocument, note } = template;
  const published = await publish(publishing, tenant, { document, baseDocument, note, baseVersion: 0 });
  if (!published.ok) return published;
  const resolved = publishing.resolve(document);
  const { model } = must(resolved.ok ? resolved.value : null, 'model of what was just published');
  const people = await peopleHere(control, members);
  const loaded = await loadOrRefuse(placeOf(cells, tenant), {
    file: options.file,
    model,
    secrets,
    users: new Map(people.flatMap(({ member, id }) => (member.id === id ? [] : [[member.id, id]]))),
    tenants: { from: header.tenant.id, to: tenant.id },
    withoutSecrets: options.withoutSecrets === true,
    ...(files === undefined ? {} : { files }),
    total: Object.values(header.rows).reduce((sum, rows) => sum + rows, 0),
    onProgress: options.onProgress ?? (() => undefined),
  });
  if (!loaded.ok) return loaded;
  const joined = await putMembers(control, idOf(tenant), people);
  if (!joined.ok) return joined;
  await updateTenant(control, idOf(tenant), { state: 'active' });
  return ok({
    tenant: must(await tenantById(control, idOf(tenant)), 'the tenant just restored'),
    from: { name: header.tenant.name, version: header.version, createdAt: header.createdAt },
    ...loaded.value,
    members: members.length,
    sameId: tenant.id === header.tenant.id,
  });
}

/** What a wrong file does to the database is told; anything else is thrown. */
async function loadOrRefuse(place: TenantPlace, load: BackupLoad): Promise<Result<Loaded>> {
  try {
    return ok(await loadBackup(place, load));
  } catch (error) {
    if (error instanceof BackupRefused) return refused([error.found]);
    const failure = pgFailureOf(error);
    // Class 22, data exception; class 23, integrity constraint violation (PostgreSQL, appendix A).
    if (failure === undefined || !/^2[23]/.test(failure.sqlState)) throw error;
    return refused([issue('BACKUP_ROWS', '', { reason: failure.message })]);
  }
}

/** A member and who that is on this server: by id, else by e-mail, else new with the id that records name. */
interface Person {
  readonly member: BackupMember;
  readonly id: string;
  readonly isNew: boolean;
}

async function peopleHere(control: ControlPlane, members: readonly BackupMember[]): Promise<readonly Person[]> {
  const known = new Set(
    (
      await usersByIds(
        control,
        members.map(({ id }) => id),
      )
    ).map(({ id }) => String(id)),
  );
  const people: Person[] = [];
  for (const member of members) {
    const byEmail = known.has(member.id) ? null : await findUserByEmail(control, member.email);
    people.push({ member, id: byEmail?.id ?? member.id, isNew: byEmail === null && !known.has(member.id) });
  }
  return people;
}

/** New people have no password; an owner invites them or an operator sets one. */
async function putMembers(control: ControlPlane, tenant: TenantId, people: readonly Person[]): Promise<Result<null>> {
  for (const { member, id, isNew } of people) {
    const { email, name, roles } = member;
    if (isNew) {
      const added = await addUser(control, { id: userId(id), email, name, passwordHash: null });
      if (!added.ok) return added;
    }
    await putMembership(control, { tenant, user: userId(id), roles });
  }
  return ok(null);
}

/** Clears away what a restore of that name left when its process was killed. The lock of the name is held. */
async function clearKilledRestore(context: Pick<PublishContext, 'control' | 'cells'>, name: string): Promise<void> {
  const left = await hiddenTenant(context.control, name);
  if (left !== null) await takeBack(context, left);
}

/** The tables first: while they are there, the directory says whose they are. */
async function takeBack(
  { control, cells }: Pick<PublishContext, 'control' | 'cells'>,
  tenant: Pick<Tenant, 'id' | 'name' | 'cell'>,
): Promise<void> {
  const { schema, database } = placeOf(cells, tenant);
  await database.query({ text: printDdl(sql`DROP SCHEMA IF EXISTS ${sql.id(schema)} CASCADE`), params: [] });
  await removeTenant(control, idOf(tenant));
}
