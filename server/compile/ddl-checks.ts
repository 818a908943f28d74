import { sql } from 'kysely';
import { assertNever } from '../../schema/core/result.ts';
import { castSql, hasValueSql } from './ddl-cast-sql.ts';
import { checkSql } from './ddl-sql.ts';
import type { DataCheck, DataQuestion } from './ddl-steps.ts';
import { identList, literal, printDdl, qualified, type SqlFragment } from './ddl-text.ts';
import { JOIN_COLUMNS } from './storage.ts';
import type { CastSqlContext } from './ddl-cast-sql.ts';

/**
 * One row: how many rows answer the question with "this would break" (`count`), and the ids of the first (`samples`),
 * in the order of ids.
 */
export function dataCheckSql(check: DataCheck, context: CastSqlContext, samples: number): string {
  return countedSql(brokenRowsSql(check, context, qualified(context.schema, check.table)), samples);
}

/** The ids of the rows that would break what the check asks; `rows` is the table, or a part of it. */
export function brokenRowsSql(check: DataCheck, context: CastSqlContext, rows: SqlFragment): SqlFragment {
  return badRows(check.question, rows, context);
}

/** One row with how many rows the query gives (`count`) and the first ids as a JSON text (`samples`). */
export function countedSql(rows: SqlFragment, samples: number): string {
  return printDdl(
    sql`WITH bad AS MATERIALIZED (${rows}) SELECT (SELECT count(*)::integer FROM bad) AS count, (SELECT coalesce(json_agg(s.id), '[]'::json)::text FROM (SELECT id FROM bad ORDER BY id LIMIT ${sql.lit(samples)}) AS s) AS samples`,
  );
}

function badRows(question: DataQuestion, rows: SqlFragment, context: CastSqlContext): SqlFragment {
  const where = (condition: SqlFragment): SqlFragment => sql`SELECT r.id FROM ${rows} AS r WHERE ${condition}`;
  const column = (name: string): SqlFragment => sql`r.${sql.id(name)}`;
  switch (question.kind) {
    case 'anyRow':
      return sql`SELECT r.id FROM ${rows} AS r`;
    case 'null':
      return where(sql`${column(question.column)} IS NULL`);
    case 'bound': {
      const value = column(question.check.column);
      const measured = question.through === undefined ? value : castSql(question.through, value, context);
      return where(sql`NOT (${checkSql(question.check, measured)})`);
    }
    case 'cast': {
      const value = column(question.column);
      return where(sql`${hasValueSql(question.cast, value)} AND ${castSql(question.cast, value, context)} IS NULL`);
    }
    case 'duplicate':
      return duplicates(question, rows, context);
    case 'dangling':
      return sql`SELECT ${column(question.id)} AS id FROM ${rows} AS r WHERE ${column(question.key.column)} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${qualified(context.schema, question.key.target)} AS t WHERE t.id = ${column(question.key.column)})`;
    case 'optionInUse': {
      const removed = sql.join(question.removed.map(literal), sql`, `);
      return where(
        question.many
          ? sql`${column(question.column)} && ARRAY[${removed}]`
          : sql`${column(question.column)} IN (${removed})`,
      );
    }
    case 'manyRefs': {
      const owner = sql.id(JOIN_COLUMNS.owner);
      return sql`SELECT j.${owner} AS id FROM ${qualified(context.schema, question.join)} AS j GROUP BY j.${owner} HAVING count(*) > 1`;
    }
    default:
      return assertNever(question, 'data question');
  }
}

function duplicates(
  question: Extract<DataQuestion, { readonly kind: 'duplicate' }>,
  rows: SqlFragment,
  context: CastSqlContext,
): SqlFragment {
  const names = question.columns.map((_, i) => `k${i}`);
  const values = question.columns.map((name, i) => {
    const value = sql`r.${sql.id(name)}`;
    const cast = question.through[i] ?? null;
    return sql`${cast === null ? value : castSql(cast, value, context)} AS ${sql.id(names[i] ?? 'k')}`;
  });
  const live = question.liveOnly ? sql` WHERE r.deleted_at IS NULL` : sql``;
  const known = sql.join(
    names.map((name) => sql`v.${sql.id(name)} IS NOT NULL`),
    sql` AND `,
  );
  return sql`SELECT d.id FROM (SELECT v.id, count(*) OVER (PARTITION BY ${identList(names)}) AS n FROM (SELECT r.id, ${sql.join(values, sql`, `)} FROM ${rows} AS r${live}) AS v WHERE ${known}) AS d WHERE d.n > 1`;
}
