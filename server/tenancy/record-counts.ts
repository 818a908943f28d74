import { sql } from 'kysely';
import { LIMITS } from '../../schema/core/limits.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { literal, printDdl, qualified, type SqlFragment } from '../compile/ddl-text.ts';
import { tableName } from '../compile/sql-name.ts';
import type { TenantPlace } from './provision-tenant.ts';

/** How many records an object has. */
export interface RecordCount {
  /** The object's id. */
  readonly entity: string;
  readonly count: number;
  /** Counted; else what the planner of PostgreSQL thinks. */
  readonly isExact: boolean;
}

/**
 * How many records each object of the model has, the bin apart (SPEC [DSG-131]). One statement, which counts no table
 * further than a limit: of larger ones the planner's estimate is told.
 */
export async function recordCounts(place: TenantPlace, model: Model): Promise<readonly RecordCount[]> {
  if (model.entities.length === 0) return [];
  const max = LIMITS.mapCountMax;
  const one = (entity: EntityModel): SqlFragment => {
    const table = tableName(entity.id);
    const some = sql`SELECT 1 FROM ${qualified(place.schema, table)} WHERE deleted_at IS NULL LIMIT ${sql.lit(max + 1)}`;
    return sql`SELECT ${literal(entity.id)} AS entity, (SELECT count(*)::integer FROM (${some}) AS few) AS few, (SELECT greatest(c.reltuples, 0)::integer FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = ${literal(place.schema)} AND c.relname = ${literal(table)}) AS estimate`;
  };
  const text = printDdl(sql`${sql.join(model.entities.map(one), sql` UNION ALL `)}`);
  return place.database.transaction({ readOnly: true, timeoutMs: LIMITS.planTimeoutMs }, async (tx) => {
    const counted = await tx.query<{ readonly entity: string; readonly few: number; readonly estimate: number }>({
      text,
      params: [],
    });
    return counted.map(({ entity, few, estimate }) =>
      few <= max ? { entity, count: few, isExact: true } : { entity, count: Math.max(few, estimate), isExact: false },
    );
  });
}
