import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tenantId, type TenantId, type UserId } from '../../schema/core/ids.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, ok, refused, type Result } from '../../schema/core/result.ts';
import { isRecord } from '../../schema/template/item-key.ts';
import { addBackupRun, beatBackupRun, endBackupRun, findBackupRun, type BackupRun } from '../db/control-backups.ts';
import type { Tenant } from '../db/control-entities.ts';
import { audit, idOf, tenantById, updateTenant } from '../db/control-tenants.ts';
import { checkBackup } from './backup-file.ts';
import { backupTenant } from './tenant-backup.ts';
import { restoreTenant, type RestoreContext } from './tenant-restore.ts';

/** A backup in the data folder. */
export interface KeptBackup {
  /** `20261122T213000Z-manual`; the time is when it was begun. */
  readonly id: string;
  /** `manual`, `daily` or `uploaded`. */
  readonly kind: string;
  readonly createdAt: Date;
  readonly bytes: number;
}

/** The backups that a server keeps in its data folder, one folder a tenant (SPEC [ADM-5]). */
export interface BackupKeep {
  /** Newest first. */
  list(tenant: TenantId): Promise<readonly KeptBackup[]>;
  run(tenant: TenantId): Promise<BackupRun | null>;
  /** Begins a backup. BACKUP_RUNNING. */
  begin(tenant: Tenant, actor: UserId | null): Promise<Result<null>>;
  /** Begins to make a new tenant of a backup. BACKUP_UNKNOWN, BACKUP_RUNNING. */
  restore(tenant: Tenant, actor: UserId | null, copy: RestoredCopy): Promise<Result<null>>;
  /** Where it is. BACKUP_UNKNOWN. */
  fileOf(tenant: TenantId, id: string): Promise<Result<string>>;
  remove(tenant: TenantId, id: string): Promise<Result<null>>;
  /**
   * Keeps an uploaded file, after all of it was read; nothing else is touched. What `checkBackup` finds,
   * BACKUP_TEMPLATE, BACKUP_OTHER_TENANT, BACKUP_UPLOADS.
   */
  add(tenant: Tenant, upload: UploadedBackup): Promise<Result<AddedBackup>>;
  /** Where uploads are written until they are kept. */
  incoming(tenant: TenantId): Promise<string>;
  /** Reads all of it. BACKUP_UNKNOWN, and what is wrong with the file. */
  verify(tenant: TenantId, id: string): Promise<Result<null>>;
  /** How many daily backups are kept; `null` when none are made. */
  daily(tenant: TenantId): Promise<number | null>;
  setDaily(tenant: TenantId, keep: number | null): Promise<void>;
  /** Makes the daily backups that are due. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

/** A file that came in. */
export interface UploadedBackup {
  readonly file: string;
  /** Whether it may be of another tenant: secrets of that one could be read in what is made of it. */
  readonly mayBeOther: boolean;
}

/** What an uploaded backup is. */
export interface AddedBackup {
  readonly id: string;
  /** The company that it is of. */
  readonly of: string;
  readonly version: number;
  readonly createdAt: string;
  readonly rows: number;
  readonly members: number;
}

/** What is made of a backup. */
export interface RestoredCopy {
  readonly id: string;
  /** Of the new tenant. */
  readonly name: string;
  readonly label: string;
}

export interface BackupKeepOptions extends RestoreContext {
  readonly folder: string;
  readonly now: () => Date;
  /** Told when a new tenant is there. */
  readonly restored: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

const ID = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-(manual|daily|uploaded)$/;
const SUFFIX = '.backup.gz';
const SCHEDULE = 'daily.json';
const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = 10 * 60_000;
const BEAT_MS = 500;

/** Opens the folder. One backup or restore a tenant at a time; those of several processes are kept apart by a lock. */
export function openBackupKeep(options: BackupKeepOptions): BackupKeep {
  const keep = new FolderKeep(options);
  const timer = setInterval(() => void keep.tick().catch(options.onError), LOOK_EVERY_MS);
  timer.unref();
  return Object.assign(keep, {
    close: async () => {
      clearInterval(timer);
      await keep.settled();
    },
  });
}

type Progress = (at: { readonly rows: number; readonly total: number }) => void;

class FolderKeep implements Omit<BackupKeep, 'close'> {
  private readonly options: BackupKeepOptions;
  private readonly working = new Set<Promise<void>>();

  constructor(options: BackupKeepOptions) {
    this.options = options;
  }

  async list(tenant: TenantId): Promise<readonly KeptBackup[]> {
    const folder = this.folderOf(tenant);
    const found: KeptBackup[] = [];
    for (const name of await namesIn(folder)) {
      const id = name.slice(0, -SUFFIX.length);
      const match = ID.exec(id);
      if (match === null || !name.endsWith(SUFFIX)) continue;
      const [, year, month, day, hour, minute, second, kind = ''] = match;
      const { size } = await stat(path.join(folder, name));
      found.push({
        id,
        kind,
        bytes: size,
        createdAt: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`),
      });
    }
    return found.toSorted((a, b) => (a.id < b.id ? 1 : -1));
  }

  run(tenant: TenantId): Promise<BackupRun | null> {
    return findBackupRun(this.options.publishing.control, tenant);
  }

  begin(tenant: Tenant, actor: UserId | null): Promise<Result<null>> {
    return this.start(idOf(tenant), { kind: 'backup', name: null }, (progress) =>
      this.backUp(tenant, { actor, kind: 'manual', progress }),
    );
  }

  async restore(tenant: Tenant, actor: UserId | null, copy: RestoredCopy): Promise<Result<null>> {
    const id = idOf(tenant);
    const file = await this.fileOf(id, copy.id);
    if (!file.ok) return file;
    return this.start(id, { kind: 'restore', name: copy.name }, async (onProgress) => {
      const { name, label } = copy;
      const { control } = this.options.publishing;
      const made = await restoreTenant(this.options, { name, file: file.value, onProgress });
      if (!made.ok) return made;
      await updateTenant(control, idOf(made.value.tenant), { label });
      await this.options.restored();
      const by = actor === null ? {} : { actor };
      const { rows, members, from } = made.value;
      await audit(control, { tenant: id, ...by, action: 'backup.restore', detail: { backup: copy.id, name } });
      const detail = { rows, members, from };
      await audit(control, { tenant: idOf(made.value.tenant), ...by, action: 'tenant.restore', detail });
      return ok(null);
    });
  }

  async fileOf(tenant: TenantId, id: string): Promise<Result<string>> {
    const file = path.join(this.folderOf(tenant), `${id}${SUFFIX}`);
    const isThere = ID.test(id) && (await namesIn(this.folderOf(tenant))).includes(`${id}${SUFFIX}`);
    return isThere ? ok(file) : refused([issue('BACKUP_UNKNOWN', '/id')]);
  }

  async incoming(tenant: TenantId): Promise<string> {
    const folder = path.join(this.folderOf(tenant), 'incoming');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await namesIn(folder)) {
      const file = path.join(folder, name);
      // Left by a process that was killed.
      if (this.options.now().getTime() - (await stat(file)).mtimeMs > DAY_MS) await rm(file, { force: true });
    }
    return folder;
  }

  async add(tenant: Tenant, { file, mayBeOther }: UploadedBackup): Promise<Result<AddedBackup>> {
    const id = idOf(tenant);
    const uploads = (await this.list(id)).filter(({ kind }) => kind === 'uploaded').length;
    if (uploads >= LIMITS.backupUploadsMax)
      return refused([issue('BACKUP_UPLOADS', '', { max: LIMITS.backupUploadsMax })]);
    const checked = await checkBackup(file, { bytesMax: LIMITS.backupUploadBytesMax });
    if (!checked.ok) return checked;
    const { header, template, members } = checked.value;
    if (!mayBeOther && header.tenant.id !== id)
      return refused([issue('BACKUP_OTHER_TENANT', '', { name: header.tenant.label })]);
    const resolved = this.options.publishing.resolve(template.document);
    if (!resolved.ok) return refused([issue('BACKUP_TEMPLATE', '', { reason: resolved.issues[0]?.code ?? '' })]);
    const name = `${stampOf(new Date(header.createdAt))}-uploaded`;
    await rename(file, path.join(this.folderOf(id), `${name}${SUFFIX}`));
    const rows = Object.values(header.rows).reduce((sum, count) => sum + count, 0);
    const { version, createdAt } = header;
    return ok({ id: name, of: header.tenant.label, version, createdAt, rows, members: members.length });
  }

  async remove(tenant: TenantId, id: string): Promise<Result<null>> {
    const file = await this.fileOf(tenant, id);
    if (!file.ok) return file;
    await rm(file.value, { force: true });
    return ok(null);
  }

  async verify(tenant: TenantId, id: string): Promise<Result<null>> {
    const file = await this.fileOf(tenant, id);
    if (!file.ok) return file;
    const checked = await checkBackup(file.value);
    return checked.ok ? ok(null) : checked;
  }

  async daily(tenant: TenantId): Promise<number | null> {
    try {
      const kept: unknown = JSON.parse(await readFile(path.join(this.folderOf(tenant), SCHEDULE), 'utf8'));
      const keep = isRecord(kept) ? kept['keep'] : undefined;
      return typeof keep === 'number' ? keep : null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async setDaily(tenant: TenantId, keep: number | null): Promise<void> {
    const folder = this.folderOf(tenant);
    const file = path.join(folder, SCHEDULE);
    if (keep === null) {
      await rm(file, { force: true });
      return;
    }
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, JSON.stringify({ keep }), { mode: 0o600 });
    await this.backUpWhenDue(tenant, keep);
  }

  async tick(): Promise<void> {
    for (const name of await namesIn(this.options.folder)) {
      const tenant = tenantId(name);
      const keep = await this.daily(tenant);
      if (keep !== null) await this.backUpWhenDue(tenant, keep);
    }
  }

  /** Waits for what runs. */
  async settled(): Promise<void> {
    await Promise.all(this.working);
  }

  private async backUpWhenDue(id: TenantId, keep: number): Promise<void> {
    const newest = (await this.list(id)).find(({ kind }) => kind === 'daily');
    const now = this.options.now().getTime();
    if (newest !== undefined && now - newest.createdAt.getTime() < DAY_MS) return;
    const tenant = await tenantById(this.options.publishing.control, id);
    if (tenant === null || tenant.state === 'dropped') return;
    await this.start(id, { kind: 'backup', name: null }, async (progress) => {
      const done = await this.backUp(tenant, { actor: null, kind: 'daily', progress });
      // Older ones go once there is a newer one, never before.
      if (done.ok) await this.forgetOld(id, keep);
      return done;
    });
  }

  private async forgetOld(tenant: TenantId, keep: number): Promise<void> {
    const daily = (await this.list(tenant)).filter(({ kind }) => kind === 'daily');
    for (const { id } of daily.slice(keep)) await this.remove(tenant, id);
  }

  private async backUp(
    tenant: Tenant,
    how: { readonly actor: UserId | null; readonly kind: 'manual' | 'daily'; readonly progress: Progress },
  ): Promise<Result<null>> {
    const { publishing, files, now } = this.options;
    const folder = this.folderOf(idOf(tenant));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const stamp = stampOf(now());
    const done = await backupTenant(publishing, {
      tenant,
      file: path.join(folder, `${stamp}-${how.kind}${SUFFIX}`),
      ...(files === undefined ? {} : { files }),
      onProgress: how.progress,
    });
    if (!done.ok) return done;
    const { rows, sha256 } = done.value;
    await audit(publishing.control, {
      tenant: idOf(tenant),
      ...(how.actor === null ? {} : { actor: how.actor }),
      action: 'tenant.backup',
      detail: { rows, sha256 },
    });
    return ok(null);
  }

  private async start(
    tenant: TenantId,
    { kind, name }: Pick<BackupRun, 'kind' | 'name'>,
    work: (progress: Progress) => Promise<Result<null>>,
  ): Promise<Result<null>> {
    const { control } = this.options.publishing;
    const id = randomUUID();
    if (!(await addBackupRun(control, tenant, { id, kind, name }))) return refused([issue('BACKUP_RUNNING', '')]);
    let [done, total] = [0, 0];
    const beat = setInterval(() => {
      beatBackupRun(control, tenant, { id, done, total }).catch(this.options.onError);
    }, BEAT_MS);
    const own: Promise<void> = this.alone(tenant, () => work((at) => ([done, total] = [at.rows, at.total])))
      .catch((error: unknown) => {
        this.options.onError(error);
        return refused([issue('BACKUP_FAILED', '', { reason: error instanceof Error ? error.message : '' })]);
      })
      .then(async (ended) => {
        clearInterval(beat);
        await beatBackupRun(control, tenant, { id, done, total });
        await endBackupRun(control, tenant, { id, issues: ended.ok ? null : ended.issues });
      })
      .catch(this.options.onError)
      .finally(() => this.working.delete(own));
    this.working.add(own);
    return ok(null);
  }

  /** Processes that share the folder do not back up the same tenant at once. */
  private async alone(tenant: TenantId, work: () => Promise<Result<null>>): Promise<Result<null>> {
    const release = await this.options.publishing.control.database.tryLock(`backup:${tenant}`);
    if (release === null) return refused([issue('BACKUP_RUNNING', '')]);
    try {
      return await work();
    } finally {
      await release();
    }
  }

  private folderOf(tenant: TenantId): string {
    return path.join(this.options.folder, tenant);
  }
}

/** `20261122T213000Z` */
function stampOf(at: Date): string {
  return at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'ENOENT';
}
