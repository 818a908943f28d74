import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Model } from '../../schema/model/model.ts';
import { planDdl } from '../compile/ddl-plan.ts';
import { fillExprSql } from '../compile/ddl-expr.ts';
import type { DdlContext } from '../compile/ddl-sql.ts';
import { tenantSchemaSql } from '../compile/ddl-system.ts';
import { literal, printDdl, qualified, quoteIdent } from '../compile/ddl-text.ts';
import { checkedSqlName } from '../compile/sql-name.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { Database } from '../db/database.ts';
import { lockKey } from '../db/postgres-database.ts';
import { runSteps } from '../tenancy/apply-steps.ts';
import type { TenantPlace } from '../tenancy/provision-tenant.ts';

/** A tenant that nobody sees: its own schema and role, made for one run of tests and gone after it (SPEC [PCK-2]). */
export interface EphemeralTenant {
  readonly place: TenantPlace;
  readonly model: Model;
  readonly version: number;
  readonly timeZone: string;
  /** Forgets every row, numbers and ledgers included. */
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Its tables are at this version from the beginning. */
const VERSION = 1;

/** Names of schemas and roles that a crash may leave behind begin so; no tenant's name can (tenants have no `__`). */
export const EPHEMERAL_PREFIX = 't__test_';

/** Makes the tables of the model in a schema of their own. */
export async function openEphemeralTenant(
  database: Database,
  model: Model,
  options: { readonly timeZone: string },
): Promise<EphemeralTenant> {
  const name = checkedSqlName(`${EPHEMERAL_PREFIX}${randomUUID().replaceAll('-', '')}`);
  const { timeZone } = options;
  const place: TenantPlace = { schema: name, role: name, lockKey: lockKey(`tenant:${name}`), database };
  const context: DdlContext = {
    schema: name,
    role: name,
    timeZone,
    exprSql: (value, alias) => fillExprSql(model, value, { schema: name, alias, timeZone }),
  };
  const { steps } = planDdl(null, model, { stamp: '20000101000000' });
  await database.transaction({ buildsTables: true }, async (tx) => {
    await tx.query({ text: tenantSchemaSql(place).join(';\n'), params: [] });
    const able = steps.filter(({ kind }) => kind !== 'dualWrite' && kind !== 'dropDualWrite');
    await runSteps(tx, able, context);
    await tx.query({
      text: printDdl(sql`UPDATE ${qualified(name, SYSTEM_TABLES.meta)} SET version = ${sql.lit(VERSION)}`),
      params: [],
    });
  });
  const clearing = clearSql(place);
  return {
    place,
    model,
    version: VERSION,
    timeZone,
    clear: async () => {
      await database.query({ text: clearing, params: [] });
    },
    close: () => dropEphemeral(place),
  };
}

/** What says which shape the tables have, and no row of any test. */
const KEPT: readonly string[] = [SYSTEM_TABLES.meta, SYSTEM_TABLES.publication, SYSTEM_TABLES.quarantine];

/**
 * Only tables with rows are emptied, all in one statement, so that rows may point at each other: keys are checked at its
 * end. TRUNCATE would go on to every table that refers to one of them, and costs files. Measured: 8 ms to 90 ms.
 */
function clearSql({ schema }: TenantPlace): string {
  const kept = sql.join(KEPT.map((name) => literal(name)));
  const body = printDdl(sql`
    DECLARE t text; has_rows boolean; n integer := 0; parts text := '';
    BEGIN
      FOR t IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ${literal(schema)} AND c.relkind = 'r' AND c.relname NOT IN (${kept}) LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.%I)', ${literal(schema)}, t) INTO has_rows;
        IF has_rows THEN n := n + 1; parts := parts || format(', d%s AS (DELETE FROM %I.%I)', n, ${literal(schema)}, t); END IF;
      END LOOP;
      IF n > 0 THEN EXECUTE 'WITH ' || substr(parts, 3) || ' SELECT 1'; END IF;
    END`);
  return printDdl(sql`DO ${literal(body)}`);
}

async function dropEphemeral({ database, schema, role }: TenantPlace): Promise<void> {
  await database.query({ text: `DROP SCHEMA IF EXISTS ${quoteIdent(schema)} CASCADE`, params: [] });
  await database.query({ text: `DROP ROLE IF EXISTS ${quoteIdent(role)}`, params: [] });
}
