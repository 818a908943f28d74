import { sql } from 'kysely';
import { assertNever } from '../../schema/core/result.ts';
import type { Cast, DirectCast, Lookup, OptionTexts, TextSource } from './ddl-casts.ts';
import { literal, qualified, type SqlFragment } from './ddl-text.ts';

export interface CastSqlContext {
  readonly schema: string;
  /** IANA zone in which a date has its midnight. */
  readonly timeZone: string;
}

/**
 * The value cast, as an expression that is NULL where it can't be and never raises. `pg_input_is_valid` asks a type
 * itself, without an exception (PostgreSQL 16, §9.26.12); the patterns keep out what PostgreSQL reads too kindly,
 * such as `tomorrow`.
 */
export function castSql(cast: Cast, value: SqlFragment, context: CastSqlContext): SqlFragment {
  switch (cast.kind) {
    case 'text':
      return textSql(cast.from, value, context);
    case 'int':
      return integerSql(sql`CASE WHEN ${trimmed(value)} ~ '^[+-]?[0-9]{1,18}$' THEN ${trimmed(value)}::numeric END`);
    case 'decimal':
      return fitting(
        sql`CASE WHEN ${trimmed(value)} ~ '^[+-]?([0-9]{1,38}([.][0-9]*)?|[.][0-9]+)$' THEN ${trimmed(value)}::numeric END`,
        cast,
      );
    case 'number':
      return fitting(sql`(${value})::numeric`, cast);
    case 'bool':
      return sql`CASE WHEN lower(${trimmed(value)}) IN ('true','t','yes','y','1','on','是') THEN true WHEN lower(${trimmed(value)}) IN ('false','f','no','n','0','off','否') THEN false END`;
    case 'date':
      return guarded(value, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', 'date');
    case 'time':
      return guarded(value, '^[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?$', 'time(0)');
    case 'datetime':
      return datetimeSql(value, context);
    case 'duration':
      return sql`CASE WHEN ${trimmed(value)} ~ '^[+-]?[0-9]{1,15}([.][0-9]{1,3})?$' THEN ${trimmed(value)}::numeric WHEN ${trimmed(value)} ~ '^P[0-9TDHMSW.]+$' AND pg_input_is_valid(${trimmed(value)}, 'interval') THEN round(extract(epoch FROM ${trimmed(value)}::interval), 3) END`;
    case 'json':
      return sql`CASE WHEN pg_input_is_valid((${value})::text, 'jsonb') THEN (${value})::text::jsonb ELSE to_jsonb((${value})::text) END`;
    case 'option':
      return optionSql(cast.options, trimmed(value));
    case 'options':
      return sql`(SELECT CASE WHEN count(*) = count(o.id) AND count(*) > 0 THEN array_agg(o.id) END FROM (SELECT ${optionSql(cast.options, sql`btrim(p.part)`)} AS id FROM unnest(string_to_array((${value})::text, ',')) AS p(part)) AS o)`;
    case 'singleton':
      return sql`CASE WHEN (${value}) IS NOT NULL THEN ARRAY[${value}] END`;
    case 'onlyElement':
      return sql`CASE WHEN cardinality(${value}) = 1 THEN (${value})[1] END`;
    case 'lookup':
      return lookupSql(cast.in, value, context);
    case 'chain':
      return castSql(cast.then, sql`(${castSql(cast.first, value, context)})::${sql.raw(cast.viaType)}`, context);
    case 'direct':
      return directSql(cast.how, value, context);
    default:
      return assertNever(cast, 'cast');
  }
}

/**
 * Whether a value may be NULL after the cast though it was not before: an empty list of options says nothing, so
 * losing it loses nothing.
 */
export function hasValueSql(cast: Cast, value: SqlFragment): SqlFragment {
  if (cast.kind === 'onlyElement') return sql`cardinality(${value}) > 0`;
  if (cast.kind === 'int' || cast.kind === 'decimal' || cast.kind === 'option' || cast.kind === 'date')
    return sql`btrim((${value})::text) <> ''`;
  if (cast.kind === 'chain' && cast.first.kind === 'text' && cast.first.from === 'jsonScalar')
    return sql`(${value}) IS NOT NULL AND (${value}) <> 'null'::jsonb`;
  return sql`(${value}) IS NOT NULL`;
}

function trimmed(value: SqlFragment): SqlFragment {
  return sql`btrim((${value})::text)`;
}

function guarded(value: SqlFragment, pattern: string, type: 'date' | 'time(0)'): SqlFragment {
  return sql`CASE WHEN ${trimmed(value)} ~ ${literal(pattern)} AND pg_input_is_valid(${trimmed(value)}, ${literal(type)}) THEN ${trimmed(value)}::${sql.raw(type)} END`;
}

function datetimeSql(value: SqlFragment, { timeZone }: CastSqlContext): SqlFragment {
  const text = trimmed(value);
  const local = literal('^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?)?$');
  const zoned = literal(
    '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$',
  );
  return sql`CASE WHEN ${text} ~ ${local} AND pg_input_is_valid(${text}, 'timestamp') THEN ${text}::timestamp AT TIME ZONE ${literal(timeZone)} WHEN ${text} ~ ${zoned} AND pg_input_is_valid(${text}, 'timestamptz') THEN ${text}::timestamptz END`;
}

/** A number that fits without losing a digit; it is computed once. */
function fitting(
  number: SqlFragment,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): SqlFragment {
  const size = literal(`1${'0'.repeat(precision - scale)}`);
  return sql`(SELECT CASE WHEN n.v = round(n.v, ${sql.lit(scale)}) AND abs(n.v) < ${size}::numeric THEN n.v END FROM (SELECT ${number} AS v) AS n)`;
}

function integerSql(number: SqlFragment): SqlFragment {
  return sql`(SELECT CASE WHEN n.v = trunc(n.v) AND n.v BETWEEN -2147483648 AND 2147483647 THEN n.v::integer END FROM (SELECT ${number} AS v) AS n)`;
}

function textSql(from: TextSource, value: SqlFragment, context: CastSqlContext): SqlFragment {
  if (typeof from === 'object') {
    const { table, column } = from.titleOf;
    return sql`CASE WHEN (${value}) IS NOT NULL THEN coalesce((SELECT k.${sql.id(column)} FROM ${qualified(context.schema, table)} AS k WHERE k.id = ${value}), (${value})::text) END`;
  }
  switch (from) {
    case 'plain':
      return sql`(${value})::text`;
    case 'number':
      return sql`trim_scale((${value})::numeric)::text`;
    case 'date':
      return sql`to_char(${value}, 'YYYY-MM-DD')`;
    case 'time':
      return sql`to_char((${value})::interval, 'HH24:MI:SS')`;
    case 'datetime':
      return sql`to_char((${value}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    case 'list':
      return sql`array_to_string(${value}, ', ')`;
    case 'jsonScalar':
      return sql`(${value}) #>> '{}'`;
    case 'fileName':
      return sql`coalesce((${value}) ->> 'name', (${value})::text)`;
    default:
      return assertNever(from, 'text source');
  }
}

function optionSql(options: readonly OptionTexts[], text: SqlFragment): SqlFragment {
  if (options.length === 0) return sql`NULL::text`;
  const cases = options.map(
    ({ id, texts }) => sql`WHEN ${text} IN (${sql.join(texts.map(literal), sql`, `)}) THEN ${literal(id)}`,
  );
  return sql`CASE ${sql.join(cases, sql` `)} END`;
}

/** The one row known by that text; two of the same name are no answer. An id finds its row too. */
function lookupSql({ table, column, binned }: Lookup, value: SqlFragment, { schema }: CastSqlContext): SqlFragment {
  const live = binned ? sql` AND k.deleted_at IS NULL` : sql``;
  const rows = qualified(schema, table);
  const byTitle = sql`(SELECT CASE WHEN count(*) = 1 THEN min(k.id::text)::uuid END FROM ${rows} AS k WHERE k.${sql.id(column)} = ${trimmed(value)}${live})`;
  const byId = sql`(SELECT k.id FROM ${rows} AS k WHERE k.id = CASE WHEN pg_input_is_valid(${trimmed(value)}, 'uuid') THEN ${trimmed(value)}::uuid END)`;
  return sql`coalesce(${byTitle}, ${byId})`;
}

function directSql(how: DirectCast, value: SqlFragment, { timeZone }: CastSqlContext): SqlFragment {
  switch (how) {
    case 'dateToDatetime':
      return sql`(${value})::timestamp AT TIME ZONE ${literal(timeZone)}`;
    case 'datetimeToDate':
      return sql`((${value}) AT TIME ZONE ${literal(timeZone)})::date`;
    case 'datetimeToTime':
      return sql`((${value}) AT TIME ZONE ${literal(timeZone)})::time(0)`;
    case 'boolToInt':
      return sql`(${value})::integer`;
    case 'numberToBool':
      return sql`CASE (${value}) WHEN 1 THEN true WHEN 0 THEN false END`;
    case 'numberToInt':
      return integerSql(sql`(${value})::numeric`);
    case 'toJson':
      return sql`to_jsonb(${value})`;
    default:
      return assertNever(how, 'direct cast');
  }
}
