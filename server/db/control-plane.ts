import { MikroORM, type EntityManager } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import { PgliteDriver } from '@mikro-orm/pglite';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { sqlName, type TenantId } from '../../schema/core/ids.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import { CONTROL_ENTITIES } from './control-entities.ts';
import { Committing, type Database, type SqlText, type TransactionOptions } from './database.ts';
import { Control0001 } from './migrations/control-0001.ts';
import { Control0002 } from './migrations/control-0002.ts';
import { Control0003 } from './migrations/control-0003.ts';
import { Control0004 } from './migrations/control-0004.ts';
import { Control0005 } from './migrations/control-0005.ts';
import { Control0006 } from './migrations/control-0006.ts';
import { pgFailureOf } from './pg-errors.ts';
import { lockKey } from './postgres-database.ts';

/**
 * The control database. Template versions, drafts and publications are here and not in the cells, so that one place
 * answers who changed what, an unreachable cell can still be looked at, and a tenant moves between cells without its
 * history. What a tenant's tables are right now is the truth of its own `fw_meta` row; this follows it.
 */
export interface ControlPlane {
  readonly database: Database;
  /** Work on rows of all tenants: the directory, sign-in. One transaction. */
  readonly asSystem: <T>(work: (em: EntityManager) => Promise<T>) => Promise<T>;
  /** Work on the rows of one tenant; row-level security hides all others. One transaction. */
  readonly asTenant: <T>(tenant: TenantId, work: (em: EntityManager) => Promise<T>) => Promise<T>;
  /**
   * One statement on rows of all tenants that gives one text, or no row: what requests ask. It is one message with its
   * role and its transaction, where `asSystem` waits for each of its statements.
   */
  readonly askSystem: (statement: SqlText) => Promise<string | null>;
}

const APP_ROLE = 'formwork_app';
const MIGRATION_TABLE = 'formwork.schema_migration';
const MIGRATIONS = [
  { name: 'control-0001', class: Control0001 },
  { name: 'control-0002', class: Control0002 },
  { name: 'control-0003', class: Control0003 },
  { name: 'control-0004', class: Control0004 },
  { name: 'control-0005', class: Control0005 },
  { name: 'control-0006', class: Control0006 },
] as const;

/** Brings the control schema up to date and gives access to it. */
export async function openControlPlane(database: Database): Promise<ControlPlane> {
  const [where] = await database.query<{ name: string }>({ text: 'SELECT current_database() AS name', params: [] });
  const options = {
    // The migrator looks for a database of this name, and makes one when it is not there.
    dbName: must(where?.name, 'database name'),
    // Never `orm.close()`: it would end the pool that all share.
    driverOptions: database.kysely,
    entities: CONTROL_ENTITIES,
    extensions: [Migrator],
    migrations: {
      migrationsList: [...MIGRATIONS],
      tableName: MIGRATION_TABLE,
      snapshot: false,
      silent: true,
    },
    // Kysely speaks UTC on every connection of ours.
    forceUtcTimezone: true,
    debug: false,
  };
  const orm: MikroORM =
    database.kind === 'postgres'
      ? await MikroORM.init({ ...options, driver: PostgreSqlDriver })
      : await MikroORM.init({ ...options, driver: PgliteDriver });
  if (!(await isCurrent(database))) await migrate(database, orm);
  const run = <T>(variables: Record<string, string>, work: (em: EntityManager) => Promise<T>): Promise<T> =>
    orm.em.fork().transactional(work, { sessionContext: { role: APP_ROLE, variables } });
  return {
    database,
    asSystem: (work) => run({ 'formwork.scope': 'system', 'formwork.tenant': '' }, work),
    asTenant: (tenant, work) => run({ 'formwork.scope': 'tenant', 'formwork.tenant': tenant }, work),
    askSystem: async (statement) => {
      const [row] = await database.transaction(AS_SYSTEM, (tx) =>
        Promise.resolve(new Committing(tx.query<Readonly<Record<string, string | null>>>(statement))),
      );
      return Object.values(row ?? {})[0] ?? null;
    },
  };
}

const AS_SYSTEM = {
  tenant: { role: sqlName(APP_ROLE), timeoutMs: LIMITS.readTimeoutMs },
  first: `set_config('formwork.scope', 'system', true)`,
  keepsPlans: true,
} satisfies TransactionOptions;

/** Whether every migration was made, which nearly every start finds: two questions instead of what the migrator does. */
async function isCurrent(database: Database): Promise<boolean> {
  const [found] = await database.query<{ there: boolean }>({
    text: `SELECT to_regclass('${MIGRATION_TABLE}') IS NOT NULL AS there`,
    params: [],
  });
  if (found?.there !== true) return false;
  const rows = await database.query<{ name: string }>({ text: `SELECT name FROM ${MIGRATION_TABLE}`, params: [] });
  const made = new Set(rows.map(({ name }) => name));
  return MIGRATIONS.every(({ name }) => made.has(name));
}

/** One process migrates, the others wait. PGlite has one process, and a second connection there would wait for ever. */
async function migrate(database: Database, orm: MikroORM): Promise<void> {
  const up = async (): Promise<void> => {
    await orm.migrator.up();
  };
  if (database.kind === 'pglite') return up();
  for (let attempt = 0; ; attempt += 1) {
    try {
      await database.transaction({}, async (tx) => {
        await tx.query({ text: 'SELECT pg_advisory_xact_lock($1)', params: [lockKey('formwork.migrate')] });
        await up();
      });
      return;
    } catch (error) {
      // The role is the cluster's: another database of it granting the same role at this moment is no failure. PostgreSQL
      // has no state of its own for that, and says it in English everywhere (heapam.c, `elog`).
      const isRoleRace = pgFailureOf(error)?.message.includes('concurrently updated') === true;
      if (!isRoleRace || attempt >= 5) throw error;
    }
  }
}
