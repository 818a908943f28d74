import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tenantId, type TenantId, type UserId } from '../../schema/core/ids.ts';
import { issue, ok, refused, type Issue, type Result } from '../../schema/core/result.ts';
import { isRecord } from '../../schema/template/item-key.ts';
import type { Tenant } from '../db/control-entities.ts';
import { audit, idOf, tenantById, updateTenant } from '../db/control-tenants.ts';
import { checkBackup } from './backup-file.ts';
import { backupTenant } from './tenant-backup.ts';
import { restoreTenant, type RestoreContext } from './tenant-restore.ts';

/** A backup in the data folder. */
export interface KeptBackup {
  /** `20261122T213000Z-manual`; the time is when it was begun. */
  readonly id: string;
  /** `manual` or `daily`. */
  readonly kind: string;
  readonly createdAt: Date;
  readonly bytes: number;
}

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
}

/** The backups that a server keeps in its data folder, one folder a tenant (SPEC [ADM-5]). */
export interface BackupKeep {
  /** Newest first. */
  list(tenant: TenantId): Promise<readonly KeptBackup[]>;
  run(tenant: TenantId): BackupRun | null;
  /** Begins a backup. BACKUP_RUNNING. */
  begin(tenant: Tenant, actor: UserId | null): Result<null>;
  /** Begins to make a new tenant of a backup. BACKUP_UNKNOWN, BACKUP_RUNNING. */
  restore(tenant: Tenant, actor: UserId | null, copy: RestoredCopy): Promise<Result<null>>;
  /** Where it is. BACKUP_UNKNOWN. */
  fileOf(tenant: TenantId, id: string): Promise<Result<string>>;
  remove(tenant: TenantId, id: string): Promise<Result<null>>;
  /** Reads all of it. BACKUP_UNKNOWN, and what is wrong with the file. */
  verify(tenant: TenantId, id: string): Promise<Result<null>>;
  /** How many daily backups are kept; `null` when none are made. */
  daily(tenant: TenantId): Promise<number | null>;
  setDaily(tenant: TenantId, keep: number | null): Promise<void>;
  /** Makes the daily backups that are due. */
  tick(): Promise<void>;
  close(): Promise<void>;
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

const ID = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-(manual|daily)$/;
const SUFFIX = '.backup.gz';
const SCHEDULE = 'daily.json';
const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = 10 * 60_000;

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
  private readonly runs = new Map<TenantId, BackupRun>();
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

  run(tenant: TenantId): BackupRun | null {
    return this.runs.get(tenant) ?? null;
  }

  begin(tenant: Tenant, actor: UserId | null): Result<null> {
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
    this.start(id, { kind: 'backup', name: null }, async (progress) => {
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
    const stamp = now()
      .toISOString()
      .replaceAll(/[-:]|\.\d+/g, '');
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

  private start(
    tenant: TenantId,
    { kind, name }: Pick<BackupRun, 'kind' | 'name'>,
    work: (progress: Progress) => Promise<Result<null>>,
  ): Result<null> {
    if (this.runs.get(tenant)?.state === 'running') return refused([issue('BACKUP_RUNNING', '')]);
    const set = (change: Partial<BackupRun>): void => {
      const before = this.runs.get(tenant) ?? { kind, name, state: 'running', done: 0, total: 0, issues: [] };
      this.runs.set(tenant, { ...before, ...change });
    };
    this.runs.set(tenant, { kind, name, state: 'running', done: 0, total: 0, issues: [] });
    const own: Promise<void> = this.alone(tenant, () => work(({ rows, total }) => set({ done: rows, total })))
      .then((ended) => set(ended.ok ? { state: 'done' } : { state: 'failed', issues: ended.issues }))
      .catch((error: unknown) => {
        this.options.onError(error);
        const reason = error instanceof Error ? error.message : '';
        set({ state: 'failed', issues: [issue('BACKUP_FAILED', '', { reason })] });
      })
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
