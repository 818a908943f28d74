import { sql } from 'kysely';
import type { TenantSchema } from './ddl-system.ts';
import { printDdl, qualified } from './ddl-text.ts';

/**
 * What people say about records. A comment that was deleted stays without its words, so that what answers it still
 * stands somewhere. Each statement may run again on a tenant that has it already.
 */
export function recordsSystemSql({ schema, role }: TenantSchema): readonly string[] {
  const comment = qualified(schema, 'fw_comment');
  return [
    printDdl(
      sql`CREATE TABLE IF NOT EXISTS ${comment} (id uuid PRIMARY KEY, entity text NOT NULL, record_id uuid NOT NULL, author uuid NOT NULL, at ${INSTANT} NOT NULL, body text NOT NULL, mentions uuid[] NOT NULL DEFAULT '{}', edited_at ${INSTANT}, deleted_at ${INSTANT})`,
    ),
    printDdl(sql`CREATE INDEX IF NOT EXISTS ix_fw_comment_record ON ${comment} (record_id, at)`),
    printDdl(
      sql`GRANT SELECT, INSERT, UPDATE (body, mentions, edited_at, deleted_at) ON ${comment} TO ${sql.id(role)}`,
    ),
    // A record's history asks for its requests.
    printDdl(sql`CREATE INDEX IF NOT EXISTS ix_fw_approval_record ON ${qualified(schema, 'fw_approval')} (record_id)`),
  ];
}

const INSTANT = sql`timestamp(3) with time zone`;
