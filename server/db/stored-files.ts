import { LIMITS } from '../../schema/core/limits.ts';
import type { SqlName } from '../../schema/core/ids.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import type { StoredFile } from '../compile/stored-file.ts';
import type { Database, Transaction } from './database.ts';

/** Where a tenant's rows are. */
interface Place {
  readonly schema: SqlName;
  readonly database: Database;
}

/** All that is known of a file. */
export interface FileRow extends StoredFile {
  readonly sha256: string;
  readonly previewSha256: string | null;
  readonly previewType: string | null;
  readonly used: boolean;
  readonly createdBy: string | null;
}

const COLUMNS = `id::text as id, name, size::float8 as size, type, sha256, preview_sha256 as "previewSha256", preview_type as "previewType", used, created_by::text as "createdBy"`;

function tables(schema: SqlName): { readonly file: string; readonly use: string } {
  const ns = quoteIdentifier(schema);
  return { file: `${ns}.fw_file`, use: `${ns}.fw_file_use` };
}

/**
 * Says that a file's bytes are about to be kept (SPEC [FILE-7]): whatever happens afterwards, the sweep finds them.
 * `false` where the person has too many files that nothing uses.
 */
export function announceFile(
  place: Place,
  file: Omit<FileRow, 'used' | 'previewSha256' | 'previewType'>,
): Promise<boolean> {
  const { file: table } = tables(place.schema);
  return place.database.transaction({}, async (tx) => {
    await lockBytes(tx, place.schema, file.sha256);
    const rows = await tx.query({
      text: `insert into ${table} (id, name, size, type, sha256, created_by) select $1::uuid, $2, $3::bigint, $4, $5, $6::uuid
        where (select count(*) from ${table} where not used and created_by is not distinct from $6::uuid) < $7 returning 1`,
      params: [file.id, file.name, file.size, file.type, file.sha256, file.createdBy, LIMITS.filesUnusedMax],
    });
    return rows.length > 0;
  });
}

/** Says that the bytes are there: the file may now be used. */
export async function confirmFile({ schema, database }: Place, id: string): Promise<void> {
  await database.query({ text: `update ${tables(schema).file} set stored = true where id = $1`, params: [id] });
}

/** Says which bytes stand for the picture in small; `false` where it is used already or has one. */
export function announcePreview(
  { schema, database }: Place,
  preview: { readonly file: string; readonly createdBy: string | null; readonly sha256: string; readonly type: string },
): Promise<boolean> {
  return database.transaction({}, async (tx) => {
    await lockBytes(tx, schema, preview.sha256);
    const rows = await tx.query({
      text: `update ${tables(schema).file} set preview_sha256 = $2, preview_type = $3 where id = $1 and stored and not used
        and preview_sha256 is null and created_by is not distinct from $4::uuid and type like 'image/%' returning 1`,
      params: [preview.file, preview.sha256, preview.type, preview.createdBy],
    });
    return rows.length > 0;
  });
}

/** The file with that id, once its bytes are there. */
export async function fileRow({ schema, database }: Place, id: string): Promise<FileRow | undefined> {
  const [row] = await database.query<FileRow>({
    text: `select ${COLUMNS} from ${tables(schema).file} where id = $1 and stored`,
    params: [id],
  });
  return row;
}

/** A row that has ever held a file. */
export interface FileUse {
  readonly entity: string;
  readonly field: string;
  readonly recordId: string;
}

/** Where a file was ever put. */
export async function fileUses({ schema, database }: Place, id: string): Promise<readonly FileUse[]> {
  return database.query<FileUse>({
    text: `select entity, field, record_id::text as "recordId" from ${tables(schema).use} where file_id = $1 limit $2`,
    params: [id, LIMITS.fileUsesMax],
  });
}

/**
 * Takes away what nobody has used in time, and gives how many. First such a file can't be used any more; then its bytes
 * go, where no other file has the same, and its row with them. A crash in between leaves it to the next sweep. New
 * files with the same bytes wait, so that theirs are never taken (SPEC [FILE-8]).
 */
export async function sweepFiles(
  { schema, database }: Place,
  { before, remove }: { readonly before: string; readonly remove: (sha256: string) => Promise<void> },
): Promise<number> {
  const { file } = tables(schema);
  const unused = await database.query<Pick<FileRow, 'id' | 'sha256' | 'previewSha256'>>({
    text: `update ${file} set stored = false where id in (select id from ${file} where not used and created_at < $1::timestamptz order by created_at limit $2)
      and not used returning id::text as id, sha256, preview_sha256 as "previewSha256"`,
    params: [before, SWEPT_AT_ONCE],
  });
  for (const { id, sha256, previewSha256 } of unused) {
    // Always in this order: two servers may sweep at once.
    const bytes = [...new Set([sha256, ...(previewSha256 === null ? [] : [previewSha256])])].sort();
    await database.transaction({}, async (tx) => {
      for (const one of bytes) await lockBytes(tx, schema, one);
      await tx.query({ text: `delete from ${file} where id = $1`, params: [id] });
      for (const one of bytes) if (!(await isKept(tx, file, one))) await remove(one);
    });
  }
  return unused.length;
}

async function isKept(tx: Transaction, file: string, sha256: string): Promise<boolean> {
  const rows = await tx.query({
    text: `select 1 from ${file} where sha256 = $1 union all select 1 from ${file} where preview_sha256 = $1 limit 1`,
    params: [sha256],
  });
  return rows.length > 0;
}

const SWEPT_AT_ONCE = 100;

/** Held until the transaction ends, by whoever announces bytes and whoever takes them away. */
async function lockBytes(tx: Transaction, schema: SqlName, sha256: string): Promise<void> {
  await tx.query({
    text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
    params: [`file ${schema} ${sha256}`],
  });
}
