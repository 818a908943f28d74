import { sql } from 'kysely';
import type { TenantSchema } from './ddl-system.ts';
import { printDdl, qualified } from './ddl-text.ts';

/**
 * Imports that people make: what is asked for, how far it is, and which records came of it, so that it can be taken
 * back. May run again.
 *
 * The tenant's role may write what commits together with the rows: how far the import is, and the records. The file
 * and who asked are written by the server alone.
 */
export function importSystemSql({ schema, role }: TenantSchema): readonly string[] {
  const run = qualified(schema, 'fw_import_run');
  const row = qualified(schema, 'fw_import_row');
  return [
    printDdl(sql`CREATE TABLE IF NOT EXISTS ${run} (${RUN})`),
    printDdl(
      sql`CREATE INDEX IF NOT EXISTS ${sql.id('ix_fw_import_run_open')} ON ${run} (asked_at) WHERE state IN ('waiting', 'writing', 'undoing')`,
    ),
    printDdl(
      sql`CREATE INDEX IF NOT EXISTS ${sql.id('ix_fw_import_run_list')} ON ${run} (entity, asked_at DESC, id DESC)`,
    ),
    printDdl(sql`CREATE TABLE IF NOT EXISTS ${row} (${ROW})`),
    printDdl(sql`ALTER TABLE ${row} ADD COLUMN IF NOT EXISTS entity text`),
    printDdl(sql`CREATE INDEX IF NOT EXISTS ${sql.id('ix_fw_import_row_line')} ON ${row} (run, line)`),
    printDdl(
      sql`GRANT SELECT, UPDATE (state, rows_done, links_done, created, updated, unchanged, wrong, issues, claimed_until) ON ${run} TO ${sql.id(role)}`,
    ),
    printDdl(sql`GRANT SELECT, INSERT, UPDATE ON ${row} TO ${sql.id(role)}`),
  ];
}

const INSTANT = sql`timestamp(3) with time zone`;

/** `content` is the file, until it is worked off. `roles` are those of who asked, and then of who takes it back. */
const RUN = sql`id uuid PRIMARY KEY, entity text NOT NULL, file_name text NOT NULL, header text[] NOT NULL, map jsonb NOT NULL, content text, content_hash text NOT NULL, state text NOT NULL DEFAULT 'waiting', stop boolean NOT NULL DEFAULT false, total integer NOT NULL, rows_done integer NOT NULL DEFAULT 0, links_done integer NOT NULL DEFAULT 0, created integer NOT NULL DEFAULT 0, updated integer NOT NULL DEFAULT 0, unchanged integer NOT NULL DEFAULT 0, wrong integer NOT NULL DEFAULT 0, issues jsonb NOT NULL DEFAULT '[]', claimed_until ${INSTANT}, asked_by uuid, is_person boolean NOT NULL, roles text[] NOT NULL, locale text NOT NULL, asked_at ${INSTANT} NOT NULL, ended_at ${INSTANT}, undo_by uuid, undone_at ${INSTANT}`;

/**
 * `version` is the record's after the import; `undone` says whether it was taken back, and `issue` why not. A record
 * that was made because rows refer to it has its `entity` as well.
 */
const ROW = sql`run uuid NOT NULL, record_id uuid NOT NULL, line integer NOT NULL, kind text NOT NULL, version integer NOT NULL, undone boolean, issue jsonb, PRIMARY KEY (run, record_id)`;
