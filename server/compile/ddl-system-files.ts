import { sql } from 'kysely';
import type { TenantSchema } from './ddl-system.ts';
import { printDdl, qualified } from './ddl-text.ts';
import { SYSTEM_TABLES } from './storage.ts';

/**
 * What is known of uploaded files, and which rows have ever held them (SPEC [FILE-6], [FILE-8]). The tenant's role may
 * note that a file is used, and nothing else: files come and go by the server alone. May run again.
 */
export function filesSystemSql({ schema, role }: TenantSchema): readonly string[] {
  const file = qualified(schema, SYSTEM_TABLES.file);
  const use = qualified(schema, SYSTEM_TABLES.fileUse);
  const who = sql.id(role);
  return [
    printDdl(
      sql`CREATE TABLE IF NOT EXISTS ${file} (id uuid PRIMARY KEY, name text NOT NULL, size bigint NOT NULL, type text NOT NULL, sha256 text NOT NULL, preview_sha256 text, preview_type text, stored boolean NOT NULL DEFAULT false, used boolean NOT NULL DEFAULT false, created_at timestamp(3) with time zone NOT NULL DEFAULT now(), created_by uuid)`,
    ),
    printDdl(sql`CREATE INDEX IF NOT EXISTS ix_fw_file_unused ON ${file} (created_at) WHERE NOT used`),
    printDdl(sql`CREATE INDEX IF NOT EXISTS ix_fw_file_bytes ON ${file} (sha256)`),
    printDdl(sql`CREATE INDEX IF NOT EXISTS ix_fw_file_preview ON ${file} (preview_sha256)`),
    printDdl(
      sql`CREATE TABLE IF NOT EXISTS ${use} (file_id uuid NOT NULL, entity text NOT NULL, field text NOT NULL, record_id uuid NOT NULL, PRIMARY KEY (file_id, record_id, field, entity))`,
    ),
    printDdl(sql`GRANT SELECT, UPDATE (used) ON ${file} TO ${who}`),
    printDdl(sql`GRANT SELECT, INSERT ON ${use} TO ${who}`),
  ];
}
