import { sql } from 'kysely';
import type { EntityModel, FieldKind, FieldModel } from '../../schema/model/model.ts';
import { must } from '../../schema/core/result.ts';
import { rawValue } from './row-values.ts';
import type { Sql } from './sql-text.ts';
import { pgTypeOf } from './storage.ts';
import type { ReadContext } from './read-context.ts';

/** The value where the caller may use it, null elsewhere. */
export function allowedValue(
  context: ReadContext,
  entity: EntityModel,
  field: FieldModel,
  options: { readonly alias: string; readonly use: 'show' | 'compare' },
): Sql {
  const rule =
    options.use === 'show'
      ? context.shownRows(entity, field.id)
      : context.access.fieldRows(entity.id, field.id, options.use);
  const value = rawValue(context, entity, field, options.alias);
  if (rule === 'all') return value;
  if (rule === 'none') return sql`null::${sql.raw(must(pgTypeOf(field.type), `type of ${field.id}`))}`;
  return sql`case when ${context.ruleCondition(rule, entity, options.alias)} then ${value} end`;
}

/** Text of an instant in UTC with milliseconds, whatever the session's time zone. */
export function instantText(value: Sql): Sql {
  return sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

const asIs = (value: Sql): Sql => value;
const asText = (value: Sql): Sql => sql`(${value})::text`;

/** How a stored value appears in JSON: exact numbers as text, instants in UTC, durations in ISO 8601. */
const JSON_FORMATS = {
  text: asIs,
  longtext: asIs,
  richtext: asIs,
  sequence: asIs,
  int: asIs,
  bool: asIs,
  date: asIs,
  time: asIs,
  datetime: instantText,
  duration: (value) => sql`('PT' || trim_scale(${value})::text || 'S')`,
  geo: asIs,
  json: asIs,
  decimal: asText,
  money: asText,
  quantity: asText,
  percent: asText,
  enum: asIs,
  multiEnum: (value) => sql`coalesce(${value}, '{}')`,
  ref: asIs,
  multiRef: asIs,
  lines: asIs,
  user: asIs,
  org: asIs,
  file: asIs,
  image: asIs,
  signature: asIs,
} satisfies Readonly<Record<FieldKind, (value: Sql) => Sql>>;

/** The JSON form of a value of the kind. */
export function jsonValue(kind: FieldKind, value: Sql): Sql {
  return JSON_FORMATS[kind](value);
}

/** What stands for a masked value: dots for text, nothing for all else. */
export function maskOf(kind: FieldKind): Sql {
  return kind === 'text' || kind === 'longtext' || kind === 'richtext' || kind === 'sequence' ? sql`'•••'` : sql`null`;
}
