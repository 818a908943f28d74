import { quoteIdent } from '../compile/ddl-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { Database } from '../db/database.ts';
import type { WriteUnit } from '../db/write-unit.ts';
import type { SqlName } from '../../schema/core/ids.ts';

/** Which import: the same file read in the same way into the same entity. */
export interface ImportId {
  readonly fileHash: string;
  readonly entity: string;
  readonly mapHash: string;
}

/** How far an import has come. */
export interface ImportProgress {
  /** Records of the file that are written. */
  readonly rows: number;
  /** References among its own rows that are written. */
  readonly links: number;
  readonly created: number;
  readonly updated: number;
  /** When it was finished; null while it is not. */
  readonly doneAt: string | null;
}

export const NO_PROGRESS: ImportProgress = { rows: 0, links: 0, created: 0, updated: 0, doneAt: null };

/** What the tenant's books say of the import; `NO_PROGRESS` when they do not know it. */
export async function readProgress(database: Database, schema: SqlName, id: ImportId): Promise<ImportProgress> {
  const [row] = await database.query<{
    rows: string;
    links: string;
    created: string;
    updated: string;
    done: string | null;
  }>({
    text: `SELECT rows_done::text AS rows, links_done::text AS links, created::text AS created, updated::text AS updated, to_char(done_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS done FROM ${quoteIdent(schema)}.${quoteIdent(SYSTEM_TABLES.import)} WHERE file_hash = $1 AND entity = $2 AND map_hash = $3`,
    params: [id.fileHash, id.entity, id.mapHash],
  });
  if (row === undefined) return NO_PROGRESS;
  return {
    rows: Number(row.rows),
    links: Number(row.links),
    created: Number(row.created),
    updated: Number(row.updated),
    doneAt: row.done,
  };
}

/** Writes down how far the import has come, in the transaction that takes it there. */
export async function writeProgress(unit: WriteUnit, id: ImportId, progress: ImportProgress): Promise<void> {
  const { rows, links, created, updated, doneAt } = progress;
  await unit.execute(
    `insert into "@tenant".fw_import as i (file_hash, entity, map_hash, rows_done, links_done, created, updated, done_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz)
     on conflict (file_hash, entity, map_hash) do update set rows_done = excluded.rows_done, links_done = excluded.links_done,
       created = excluded.created, updated = excluded.updated, done_at = excluded.done_at, updated_at = now(),
       started_at = case when i.done_at is null then i.started_at else now() end`,
    [id.fileHash, id.entity, id.mapHash, rows, links, created, updated, doneAt],
  );
}
