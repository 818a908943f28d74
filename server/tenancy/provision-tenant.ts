import { TENANT_NAME_PATTERN, type SqlName, type TenantId, type UserId } from '../../schema/core/ids.ts';
import { assert, issue, refused, type Result } from '../../schema/core/result.ts';
import { sql } from 'kysely';
import { tenantSchemaSql, type TenantSchema } from '../compile/ddl-system.ts';
import { printDdl, quoteIdent } from '../compile/ddl-text.ts';
import { checkedSqlName, quarantineName } from '../compile/sql-name.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { Tenant } from '../db/control-entities.ts';
import type { ControlPlane } from '../db/control-plane.ts';
import { addTenant, idOf, removeTenant, updateTenant } from '../db/control-tenants.ts';
import type { Database, Transaction } from '../db/database.ts';
import { lockKey } from '../db/postgres-database.ts';
import { chosenCell, type Cells } from './cells.ts';

/** Where a tenant's tables are and as whom they are used. */
export interface TenantPlace extends TenantSchema {
  readonly database: Database;
}

/** The schema of a tenant name: `acme-east` → `t_acme_east`. Names have no underscore, so no two share one. */
export function schemaOf(name: string): SqlName {
  assert(TENANT_NAME_PATTERN.test(name), `tenant name ${JSON.stringify(name)}`);
  return checkedSqlName(`t_${name.replaceAll('-', '_')}`);
}

/** The place of a tenant that is in the directory. */
export function placeOf(cells: Cells, tenant: Pick<Tenant, 'name' | 'cell'>): TenantPlace {
  const schema = schemaOf(tenant.name);
  return { schema, role: schema, lockKey: lockKey(`tenant:${schema}`), database: cells.databaseOf(tenant) };
}

export interface TenantInput {
  readonly name: string;
  readonly label?: string;
  /** The cell with the fewest tenants when it is not said. */
  readonly cell?: string;
  /** IANA zone; UTC when it is not said. */
  readonly timeZone?: string;
  /** A new one when it is not said. */
  readonly id?: TenantId;
  /** `dropped` while it is being restored: nobody finds it until it is whole. */
  readonly state?: Tenant['state'];
}

/**
 * Writes a new tenant down in the directory; its tables are to be made (`makeSchema`). `TENANT_NAME_INVALID`,
 * `TENANT_EXISTS`, `CELL_UNKNOWN`.
 */
export async function admitTenant(control: ControlPlane, cells: Cells, input: TenantInput): Promise<Result<Tenant>> {
  const { name } = input;
  if (!TENANT_NAME_PATTERN.test(name)) return refused([issue('TENANT_NAME_INVALID', '/name', { name })]);
  const cell = chosenCell(cells, input.cell ?? (await cells.leastUsed()));
  if (!cell.ok) return cell;
  return addTenant(control, {
    name,
    label: input.label ?? name,
    cell: cell.value,
    timeZone: input.timeZone ?? 'UTC',
    ...(input.id === undefined ? {} : { id: input.id }),
    ...(input.state === undefined ? {} : { state: input.state }),
  });
}

/** Makes a tenant's schema with the system's tables, at version 0. In one message: 180 by themselves take half as long again. */
export async function makeSchema(tx: Transaction, place: TenantPlace): Promise<void> {
  const alone = lockTenant(tx, place);
  await tx.query({ text: [NO_HELPERS, ...tenantSchemaSql(place)].join(';\n'), params: [] });
  await alone;
}

async function lockTenant(tx: Transaction, { lockKey: key }: TenantPlace): Promise<void> {
  await tx.query({ text: 'SELECT pg_advisory_xact_lock($1)', params: [key] });
}

/** For each index PostgreSQL would work out how many processes shall help with it: 3 % of a new tenant, for empty tables. */
const NO_HELPERS = 'SET LOCAL max_parallel_maintenance_workers = 0';

/** Makes an empty tenant at version 0. Refuses as `admitTenant` does. Rules: SPEC.md TEN. */
export async function provisionTenant(
  control: ControlPlane,
  cells: Cells,
  input: TenantInput,
): Promise<Result<Tenant>> {
  const added = await admitTenant(control, cells, input);
  if (!added.ok) return added;
  try {
    const place = placeOf(cells, added.value);
    await place.database.transaction({ buildsTables: true }, (tx) => makeSchema(tx, place));
  } catch (error) {
    // The directory must not name a tenant that is not there.
    await removeTenant(control, idOf(added.value));
    throw error;
  }
  return added;
}

/**
 * Takes the tenant out of use: its schema is renamed aside with all its rows, its name is free again. Gives the name
 * under which `purgeTenant` finds it.
 */
export async function dropTenant(
  control: ControlPlane,
  cells: Cells,
  { tenant, stamp }: { readonly tenant: Tenant; readonly stamp: string },
): Promise<SqlName> {
  const place = placeOf(cells, tenant);
  const aside = quarantineName(stamp, place.schema);
  await place.database.transaction({ lockTimeoutMs: 5_000 }, async (tx) => {
    await tx.query({ text: 'SELECT pg_advisory_xact_lock($1)', params: [place.lockKey] });
    await tx.query({
      text: printDdl(sql`REVOKE USAGE ON SCHEMA ${sql.id(place.schema)} FROM ${sql.id(place.role)}`),
      params: [],
    });
    await tx.query({
      text: printDdl(sql`ALTER SCHEMA ${sql.id(place.schema)} RENAME TO ${sql.id(aside)}`),
      params: [],
    });
  });
  await updateTenant(control, idOf(tenant), { state: 'dropped', name: `${tenant.name}~${stamp}` });
  return aside;
}

/** Destroys what `dropTenant` put aside. Nothing brings it back. */
export async function purgeTenant(database: Database, aside: SqlName): Promise<void> {
  assert(aside.startsWith('q_'), 'only what was put aside is purged');
  await database.query({ text: `DROP SCHEMA IF EXISTS ${quoteIdent(aside)} CASCADE`, params: [] });
}

export interface TenantUser {
  readonly id: UserId;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  /** The roles of the membership; those it has stay when they are not said. */
  readonly roles?: readonly string[];
}

/** Copies a member into the tenant, where references and labels find it; the directory stays the authority. */
export async function putTenantUser(
  place: TenantPlace,
  user: TenantUser,
  on: Pick<Transaction, 'query'> = place.database,
): Promise<void> {
  const table = `${quoteIdent(place.schema)}.${quoteIdent(SYSTEM_TABLES.user)}`;
  await on.query({
    text: `INSERT INTO ${table} AS u (id, name, email, active, roles) VALUES ($1, $2, $3, $4, coalesce($5::text[], '{}')) ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, active = excluded.active, roles = coalesce($5::text[], u.roles)`,
    params: [user.id, user.name, user.email, user.active, user.roles ?? null],
  });
}

/** Whether the tenant's tables were made. Waits for a transaction that makes them, also of a process that has ended. */
export async function hasSchema(place: TenantPlace): Promise<boolean> {
  return place.database.transaction({}, async (tx) => {
    await lockTenant(tx, place);
    const [row] = await tx.query<{ there: boolean }>({
      text: 'SELECT to_regnamespace($1) IS NOT NULL AS there',
      params: [quoteIdent(place.schema)],
    });
    return row?.there === true;
  });
}

/** What the tenant's own schema says it is. */
export interface TenantMeta {
  readonly version: number;
  readonly shapeHash: string;
  readonly publication: string | null;
}

export async function tenantMeta(place: TenantPlace): Promise<TenantMeta> {
  const table = `${quoteIdent(place.schema)}.${quoteIdent(SYSTEM_TABLES.meta)}`;
  const [row] = await place.database.query<{ version: number; shape_hash: string; publication: string | null }>({
    text: `SELECT version, shape_hash, publication FROM ${table}`,
    params: [],
  });
  assert(row !== undefined, `${place.schema} has a meta row`);
  return { version: row.version, shapeHash: row.shape_hash, publication: row.publication };
}
