import { sql } from 'kysely';
import type { TenantSchema } from './ddl-system.ts';
import { printDdl, qualified } from './ddl-text.ts';

/**
 * What people keep for themselves: favourites, settings, when they were last here, and views of lists, which some share. Only the server writes it. Each
 * statement may run again on a tenant that has it already.
 */
export function peopleSystemSql({ schema, role }: TenantSchema): readonly string[] {
  const preference = qualified(schema, 'fw_preference');
  const view = qualified(schema, 'fw_saved_view');
  return [
    printDdl(
      sql`CREATE TABLE IF NOT EXISTS ${view} (id uuid NOT NULL PRIMARY KEY, entity text NOT NULL, name text NOT NULL, state jsonb NOT NULL, roles text[], user_id uuid NOT NULL, at timestamp(3) with time zone NOT NULL DEFAULT now())`,
    ),
    printDdl(sql`CREATE INDEX IF NOT EXISTS ix_fw_saved_view ON ${view} (entity, user_id)`),
    printDdl(sql`GRANT SELECT ON ${view} TO ${sql.id(role)}`),
    // A hand-over gives shared views another owner, in the transaction that moves the records.
    printDdl(sql`GRANT UPDATE (user_id) ON ${view} TO ${sql.id(role)}`),
    printDdl(
      sql`CREATE TABLE IF NOT EXISTS ${preference} (user_id uuid NOT NULL, key text NOT NULL, value jsonb NOT NULL, at timestamp(3) with time zone NOT NULL DEFAULT now(), PRIMARY KEY (user_id, key))`,
    ),
    printDdl(sql`GRANT SELECT ON ${preference} TO ${sql.id(role)}`),
  ];
}
