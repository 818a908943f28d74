import { sql } from 'kysely';
import { systemLevel, systemLevelSql } from '../compile/ddl-system.ts';
import { printDdl, qualified, type SqlFragment } from '../compile/ddl-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { Tenant } from '../db/control-entities.ts';
import type { ControlPlane } from '../db/control-plane.ts';
import { listTenants } from '../db/control-tenants.ts';
import type { Cells } from './cells.ts';
import { copyMemberRoles } from './member-roles.ts';
import { placeOf, type TenantPlace } from './provision-tenant.ts';

/**
 * Gives tenants that an older server made the system tables and functions of this one. One transaction a tenant, under
 * its lock alone; a tenant that can't be brought up to date is told and does not stop the others.
 */
export async function bringSystemsUpToDate(
  control: ControlPlane,
  cells: Cells,
  onError: (error: unknown) => void = () => undefined,
): Promise<void> {
  const older = await olderOf(cells, await listTenants(control));
  for (const tenant of older) {
    try {
      const place = placeOf(cells, tenant);
      if ((await levelOf(place)) === systemLevel()) continue;
      await bringUpToDate(place);
      await copyMemberRoles(control, tenant, place);
    } catch (error) {
      onError(error);
    }
  }
}

/** Tenants that may be of an older level. Most are not, so many are asked by one statement: a start waits for it. */
async function olderOf(cells: Cells, tenants: readonly Tenant[]): Promise<readonly Tenant[]> {
  const older: Tenant[] = [];
  const byCell = Map.groupBy(tenants, ({ cell }) => cell);
  for (const own of byCell.values())
    for (let from = 0; from < own.length; from += ASKED_AT_ONCE) {
      const some = own.slice(from, from + ASKED_AT_ONCE);
      // One that can't be asked must not hide the others: each is then asked by itself.
      const levels = await levelsOf(cells, some).catch(() => undefined);
      older.push(...some.filter((_, index) => levels?.[index] !== systemLevel()));
    }
  return older;
}

const ASKED_AT_ONCE = 50;

/** In the order of the tenants, which are in one cell. */
async function levelsOf(cells: Cells, tenants: readonly Tenant[]): Promise<readonly (string | null)[]> {
  const places = tenants.map((tenant) => placeOf(cells, tenant));
  const [first] = places;
  if (first === undefined) return [];
  const one = ({ schema }: TenantPlace, index: number): SqlFragment =>
    sql`SELECT ${sql.lit(index)} AS index, to_jsonb(m) ->> 'system_level' AS level FROM ${qualified(schema, SYSTEM_TABLES.meta)} m`;
  const rows = await first.database.query<{ readonly index: number; readonly level: string | null }>({
    text: printDdl(sql`${sql.join(places.map(one), sql` UNION ALL `)}`),
    params: [],
  });
  const levels = new Map(rows.map(({ index, level }) => [index, level]));
  return places.map((_, index) => levels.get(index) ?? null);
}

/** Null before a server that keeps levels has been here. */
async function levelOf({ database, schema }: TenantPlace): Promise<string | null> {
  const [row] = await database.query<{ readonly level: string | null }>({
    text: printDdl(sql`SELECT to_jsonb(m) ->> 'system_level' AS level FROM ${qualified(schema, SYSTEM_TABLES.meta)} m`),
    params: [],
  });
  return row?.level ?? null;
}

async function bringUpToDate(place: TenantPlace): Promise<void> {
  await place.database.transaction({ lockTimeoutMs: LOCK_TIMEOUT_MS, buildsTables: true }, async (tx) => {
    // Writers share this lock: nobody is in the middle of what changes here.
    await tx.query({ text: 'SELECT pg_advisory_xact_lock($1)', params: [place.lockKey] });
    await tx.query({ text: systemLevelSql(place).join(';\n'), params: [] });
  });
}

const LOCK_TIMEOUT_MS = 10_000;
