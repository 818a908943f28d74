import { sql, type RawBuilder } from 'kysely';
import type { SqlName } from '../../schema/core/ids.ts';
import { qualified, type SqlFragment } from '../compile/ddl-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { Database, SqlText } from './database.ts';
import { pgFailureOf } from './pg-errors.ts';

/** Where a tenant's own tables are. */
export interface TenantTables {
  readonly database: Database;
  readonly schema: SqlName;
}

/** A department, as references of type `org` point at it. */
export interface DepartmentRow {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
}

/** All departments by name. */
export async function listDepartments(place: TenantTables): Promise<readonly DepartmentRow[]> {
  const { org } = tablesOf(place);
  return place.database.query(
    statement(place, sql`SELECT id, name, parent_id AS ${sql.id('parentId')} FROM ${org} ORDER BY name, id`),
  );
}

/**
 * Adds a department or changes it, and with `people` who belongs to it. `cycle`: nothing was done, because the parent is
 * the department or below it.
 */
export async function putDepartment(
  place: TenantTables,
  department: DepartmentRow,
  people?: readonly string[],
): Promise<'done' | 'cycle'> {
  const { org, user } = tablesOf(place);
  const { id, name, parentId } = department;
  return place.database.transaction({ lockTimeoutMs: 5_000 }, async (tx) => {
    // Two moves at once could close a ring that neither sees.
    await tx.query(statement(place, sql`LOCK TABLE ${org} IN SHARE ROW EXCLUSIVE MODE`));
    const above = await tx.query<{ id: string }>(
      statement(
        place,
        sql`WITH RECURSIVE above AS (SELECT id, parent_id FROM ${org} WHERE id = ${parentId} UNION SELECT o.id, o.parent_id FROM ${org} AS o JOIN above ON o.id = above.parent_id) SELECT id FROM above`,
      ),
    );
    if (above.some((one) => one.id === id)) return 'cycle';
    await tx.query(
      statement(
        place,
        sql`INSERT INTO ${org} (id, name, parent_id) VALUES (${id}, ${name}, ${parentId}) ON CONFLICT (id) DO UPDATE SET name = excluded.name, parent_id = excluded.parent_id`,
      ),
    );
    if (people !== undefined)
      await tx.query(
        statement(
          place,
          sql`UPDATE ${user} SET org_ids = CASE WHEN id = ANY(${[...people]}::uuid[]) THEN org_ids || ${id}::uuid ELSE array_remove(org_ids, ${id}::uuid) END WHERE (${id}::uuid = ANY(org_ids)) <> (id = ANY(${[...people]}::uuid[]))`,
        ),
      );
    return 'done';
  });
}

/**
 * Removes a department; what belonged to it belongs to the one above it, if there is one. `used`: nothing was done,
 * because records name it.
 */
export async function dropDepartment(place: TenantTables, id: string): Promise<'done' | 'used'> {
  const { org, user } = tablesOf(place);
  try {
    return await place.database.transaction<'done'>({ lockTimeoutMs: 5_000 }, async (tx) => {
      await tx.query(statement(place, sql`LOCK TABLE ${org} IN SHARE ROW EXCLUSIVE MODE`));
      const above = sql`(SELECT parent_id FROM ${org} WHERE id = ${id})`;
      await tx.query(
        statement(
          place,
          sql`UPDATE ${user} SET org_ids = array_remove(array_remove(org_ids, ${id}::uuid), ${above}) || coalesce(nullif(ARRAY[${above}], ARRAY[NULL]::uuid[]), '{}') WHERE ${id}::uuid = ANY(org_ids)`,
        ),
      );
      await tx.query(statement(place, sql`UPDATE ${org} SET parent_id = ${above} WHERE parent_id = ${id}`));
      await tx.query(statement(place, sql`DELETE FROM ${org} WHERE id = ${id}`));
      return 'done';
    });
  } catch (error) {
    // foreign_key_violation (PostgreSQL, appendix A): fields of type `org` are the only ones left that point at it.
    if (pgFailureOf(error)?.sqlState === '23503') return 'used';
    throw error;
  }
}

/** The departments that a member belongs to. */
export async function setMemberDepartments(
  place: TenantTables,
  user: string,
  departments: readonly string[],
): Promise<void> {
  const { user: users } = tablesOf(place);
  await place.database.query(
    statement(place, sql`UPDATE ${users} SET org_ids = ${[...departments]}::uuid[] WHERE id = ${user}`),
  );
}

function tablesOf({ schema }: TenantTables): { readonly org: SqlFragment; readonly user: SqlFragment } {
  return { org: qualified(schema, SYSTEM_TABLES.org), user: qualified(schema, SYSTEM_TABLES.user) };
}

function statement({ database }: TenantTables, fragment: RawBuilder<unknown>): SqlText {
  const { sql: text, parameters } = fragment.compile(database.kysely);
  return { text, params: parameters };
}
