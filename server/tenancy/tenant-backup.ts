import { sql } from 'kysely';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, must, ok, refused, type Result } from '../../schema/core/result.ts';
import { literal, printDdl, qualified } from '../compile/ddl-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import { listMembers } from '../db/control-people.ts';
import { templateVersion } from '../db/control-templates.ts';
import type { Tenant, TemplateVersion } from '../db/control-entities.ts';
import { idOf } from '../db/control-tenants.ts';
import type { Transaction } from '../db/database.ts';
import { pgFailureOf } from '../db/pg-errors.ts';
import type { FileStore } from '../files/file-store.ts';
import { bytesOf } from './backup-bytes.ts';
import { BACKUP_FORMAT, BackupRefused, FILE_CODES, line, writeBackup, type BackupMember } from './backup-file.ts';
import { countSql, cursorSql, storedTables, type StoredTable } from './backup-tables.ts';
import { placeOf, tenantMeta, type TenantPlace } from './provision-tenant.ts';
import type { PublishContext } from './publish.ts';

export interface BackupOptions {
  readonly tenant: Tenant;
  readonly file: string;
  /** Where the tenant's files are; without it a tenant that has some is refused. */
  readonly files?: FileStore;
  readonly onProgress?: (progress: { readonly rows: number; readonly total: number }) => void;
}

export interface BackupReport {
  readonly file: string;
  readonly version: number;
  readonly tables: number;
  readonly rows: number;
  readonly sha256: string;
}

/**
 * Writes all of a tenant into one file, as it was at one moment, while it is in use. TENANT_EMPTY before its first
 * publication, PUBLISH_IN_PROGRESS when one switches just then, BACKUP_FILE_UNWRITABLE, BACKUP_FILE_BYTES. Memory does not grow with the rows. Values of secret
 * fields stay sealed: whoever keeps the file keeps FORMWORK_SECRET_KEY with it, apart. Rules: SPEC.md BAK.
 */
export async function backupTenant(
  context: Pick<PublishContext, 'control' | 'cells' | 'resolve' | 'now'>,
  options: BackupOptions,
): Promise<Result<BackupReport>> {
  const { tenant, file } = options;
  const place = placeOf(context.cells, tenant);
  const { version } = await tenantMeta(place);
  if (version === 0) return refused([issue('TENANT_EMPTY', '', { tenant: tenant.name })]);
  const stored = await templateVersion(context.control, idOf(tenant), version);
  // The directory follows the tenant's own switch a moment later.
  if (stored === null) return refused([issue('PUBLISH_IN_PROGRESS', '')]);
  const resolved = context.resolve(stored.document);
  const { model } = must(resolved.ok ? resolved.value : null, `model of version ${version} of ${tenant.name}`);
  const members = (await listMembers(context.control, idOf(tenant))).map(({ user, roles }) => {
    const { id, email, name } = user;
    return { id, email, name, roles };
  });
  const tables = await storedTables(place.database, place.schema, model);
  const at = (context.now?.() ?? new Date()).toISOString();
  try {
    return await place.database.transaction({ readOnly: true, timeoutMs: 0 }, async (tx) => {
      if (!(await openSnapshot(tx, place, { tables, version }))) return refused([issue('PUBLISH_IN_PROGRESS', '')]);
      const written = await writeBackup(file, groupsOf(tx, { ...options, place, stored, members, tables, at }));
      return ok({ file, version, tables: tables.length, ...written });
    });
  } catch (error) {
    if (error instanceof BackupRefused) return refused([error.found]);
    // A table went while the list of them was made: a publication did that.
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (typeof code === 'string' && FILE_CODES.has(code))
      return refused([issue('BACKUP_FILE_UNWRITABLE', '', { file, reason: code })]);
    if (pgFailureOf(error)?.sqlState === '42P01') return refused([issue('PUBLISH_IN_PROGRESS', '')]);
    throw error;
  }
}

/**
 * Holds every table, then takes the snapshot: LOCK TABLE takes none itself (PostgreSQL, LOCK, Notes), so what is read
 * afterwards has the shape of the version that is in force, and keeps it. `false` when that is another version.
 */
async function openSnapshot(
  tx: Transaction,
  { schema }: TenantPlace,
  { tables, version }: { readonly tables: readonly StoredTable[]; readonly version: number },
): Promise<boolean> {
  const meta = qualified(schema, SYSTEM_TABLES.meta);
  const all = sql.join([meta, ...tables.map(({ table }) => qualified(schema, table))], sql`, `);
  await tx.query({ text: printDdl(sql`LOCK TABLE ${all} IN ACCESS SHARE MODE`), params: [] });
  const [row] = await tx.query<{ version: number }>({
    text: printDdl(sql`SELECT version FROM ${meta}`),
    params: [],
  });
  return row?.version === version;
}

interface Snapshot extends BackupOptions {
  readonly place: TenantPlace;
  readonly stored: TemplateVersion;
  readonly members: readonly BackupMember[];
  readonly tables: readonly StoredTable[];
  readonly at: string;
}

async function* groupsOf(
  tx: Transaction,
  { tenant, place, stored, members, tables, at, files, onProgress }: Snapshot,
): AsyncGenerator<{ readonly text: string; readonly rows: number }> {
  const { schema } = place;
  const counts: [string, number][] = [];
  for (const table of tables) {
    const [row] = await tx.query<{ rows: number }>({ text: countSql(schema, table), params: [] });
    counts.push([table.table, row?.rows ?? 0]);
  }
  const total = counts.reduce((sum, [, rows]) => sum + rows, 0);
  const { id, name, label, timeZone } = tenant;
  const { number: version, shapeHash, document, baseDocument, note } = stored;
  const head = line({
    kind: 'formwork-backup',
    format: BACKUP_FORMAT,
    tenant: { id, name, label, timeZone },
    version,
    shapeHash,
    createdAt: at,
    rows: Object.fromEntries(counts),
  });
  yield { text: head, rows: 0 };
  yield { text: line({ kind: 'template', document, baseDocument, note }), rows: 0 };
  yield { text: line({ kind: 'members', members }), rows: 0 };
  let done = 0;
  for (const table of tables) {
    const last = await lastNumber(tx, place, table);
    const columns = table.columns.map(({ column }) => column);
    const text = line({ kind: 'table', table: table.table, columns, ...(last === undefined ? {} : { last }) });
    yield { text, rows: 0 };
    for await (const lines of rowsOf(tx, place, table)) {
      yield { text: `${lines.join('\n')}\n`, rows: lines.length };
      done += lines.length;
      onProgress?.({ rows: done, total });
    }
  }
  yield* bytesOf(tx, schema, files === undefined ? undefined : { files, tenant: id });
}

async function* rowsOf(
  tx: Transaction,
  { schema }: TenantPlace,
  table: StoredTable,
): AsyncGenerator<readonly string[]> {
  await tx.query({ text: cursorSql(schema, table), params: [] });
  for (;;) {
    const rows = await tx.query<{ line: string }>({
      text: `FETCH ${LIMITS.backupBatchRows} FROM backup_rows`,
      params: [],
    });
    if (rows.length > 0) yield rows.map((row) => row.line);
    if (rows.length < LIMITS.backupBatchRows) break;
  }
  await tx.query({ text: 'CLOSE backup_rows', params: [] });
}

/** The last number given out, which may be of a row that is gone. */
async function lastNumber(
  tx: Transaction,
  { schema }: TenantPlace,
  { table, identity }: StoredTable,
): Promise<string | undefined> {
  if (identity === undefined) return undefined;
  const name = printDdl(qualified(schema, table));
  const [row] = await tx.query<{ last: string | null }>({
    text: printDdl(
      sql`SELECT pg_sequence_last_value(pg_get_serial_sequence(${literal(name)}, ${literal(identity)})::regclass)::text AS last`,
    ),
    params: [],
  });
  return row?.last ?? undefined;
}
