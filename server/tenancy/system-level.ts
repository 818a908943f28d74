import { sql } from 'kysely';
import { systemLevel, systemLevelSql } from '../compile/ddl-system.ts';
import { printDdl, qualified } from '../compile/ddl-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
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
  for (const tenant of await listTenants(control)) {
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

/** Null before a server that keeps levels has been here. */
async function levelOf({ database, schema }: TenantPlace): Promise<string | null> {
  const [row] = await database.query<{ readonly level: string | null }>({
    text: printDdl(sql`SELECT to_jsonb(m) ->> 'system_level' AS level FROM ${qualified(schema, SYSTEM_TABLES.meta)} m`),
    params: [],
  });
  return row?.level ?? null;
}

async function bringUpToDate(place: TenantPlace): Promise<void> {
  await place.database.transaction({ lockTimeoutMs: LOCK_TIMEOUT_MS }, async (tx) => {
    // Writers share this lock: nobody is in the middle of what changes here.
    await tx.query({ text: 'SELECT pg_advisory_xact_lock($1)', params: [place.lockKey] });
    for (const text of systemLevelSql(place)) await tx.query({ text, params: [] });
  });
}

const LOCK_TIMEOUT_MS = 10_000;
