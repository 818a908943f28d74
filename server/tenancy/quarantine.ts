import { sql } from 'kysely';
import { LIMITS } from '../../schema/core/limits.ts';
import type { SqlName } from '../../schema/core/ids.ts';
import { sqlName } from '../../schema/core/ids.ts';
import { printDdl, qualified } from '../compile/ddl-text.ts';
import type { TenantPlace } from './provision-tenant.ts';
import { retrying } from './apply-steps.ts';
import { quarantineTable } from './switch-version.ts';

/** Something that a publication put aside: a column with its values, or a table with its rows. */
export interface QuarantineEntry {
  readonly table: SqlName;
  readonly name: SqlName;
  readonly kind: 'column' | 'table';
  readonly entity: string;
  /** The version that removed it. */
  readonly version: number;
  readonly at: string;
  /** ISO date from which it may be purged. */
  readonly purgeableFrom: string;
}

/** What the tenant can still have back, newest first. */
export async function listQuarantine(place: TenantPlace): Promise<readonly QuarantineEntry[]> {
  const rows = await place.database.query<{
    table_name: string;
    name: string;
    is_table: boolean;
    entity: string;
    version: number;
    at: string;
    from: string;
  }>({
    text: `SELECT table_name, name, table_spec IS NOT NULL AS is_table, entity, version, at, at + make_interval(days => $1) AS from FROM ${quarantineTable(place)} ORDER BY id DESC`,
    params: [LIMITS.quarantineDays],
  });
  return rows.map((row) => ({
    table: sqlName(row.table_name),
    name: sqlName(row.name),
    kind: row.is_table ? 'table' : 'column',
    entity: row.entity,
    version: row.version,
    at: row.at,
    purgeableFrom: row.from,
  }));
}

/**
 * Destroys what was put aside before the instant, and nothing younger than the days it is promised to be kept. Only by
 * the owner's explicit wish; nothing brings it back. Gives what is gone.
 */
export async function purgeQuarantine(
  place: TenantPlace,
  options: { readonly before: Date; readonly now: Date },
): Promise<readonly QuarantineEntry[]> {
  const due = (await listQuarantine(place)).filter(
    ({ at, purgeableFrom }) =>
      Date.parse(at) < options.before.getTime() && Date.parse(purgeableFrom) <= options.now.getTime(),
  );
  await retrying({ place }, {}, async (tx) => {
    for (const entry of due) {
      const text =
        entry.kind === 'table'
          ? printDdl(sql`DROP TABLE IF EXISTS ${qualified(place.schema, entry.name)} CASCADE`)
          : printDdl(
              sql`ALTER TABLE IF EXISTS ${qualified(place.schema, entry.table)} DROP COLUMN IF EXISTS ${sql.id(entry.name)}`,
            );
      await tx.query({ text, params: [] });
      // A table takes along what was put aside within it.
      const alsoOf = entry.kind === 'table' ? 'OR (table_name = $1 AND id < (SELECT id FROM this))' : '';
      await tx.query({
        text: `WITH this AS (SELECT id FROM ${quarantineTable(place)} WHERE table_name = $1 AND name = $2) DELETE FROM ${quarantineTable(place)} WHERE (table_name = $1 AND name = $2) ${alsoOf}`,
        params: [entry.table, entry.name],
      });
    }
  });
  return due;
}
