import { sql, type SqlBool } from 'kysely';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import { givesWholeKey, type ArgNode } from './arguments.ts';
import { lineRows, linkedRows, memberRow, referredRow, type RowsBelow } from './read-below.ts';
import type { ReadContext } from './read-context.ts';
import { allowedValue, instantText, jsonValue, maskOf } from './read-values.ts';
import { whereCondition } from './read-where.ts';
import type { Selection } from './selection.ts';
import { allOf, column, Slot, TRUE, type Condition, type Sql } from './sql-text.ts';
import { systemField } from './storage.ts';

/** A JSON object with one member per item. The alias is the key, which is why keys have at most 63 bytes. */
export function jsonObject(context: ReadContext, items: readonly Item[], from?: Sql): Sql {
  if (items.length === 0) return from === undefined ? sql`'{}'::json` : sql`(select '{}'::json ${from})`;
  const row = sql.id(context.alias());
  return sql`(select row_to_json(${row}) from (select ${columnList(context, items)} ${from ?? sql``}) as ${row})`;
}

interface Item {
  readonly key: string;
  readonly value: Sql;
}

/** A key is the name of a column on its way. */
export function checkKey(context: ReadContext, key: string): void {
  if (key.length > LIMITS.sqlNameBytesMax)
    context.refuse('ALIAS_TOO_LONG', '', { alias: key, max: LIMITS.sqlNameBytesMax });
}

function columnList(context: ReadContext, items: readonly Item[]): Sql {
  for (const { key } of items) checkKey(context, key);
  return sql.join(items.map(({ key, value }) => sql`${value} as ${sql.id(key)}`));
}

/**
 * A JSON list of the rows that `from` gives, in its order. PostgreSQL makes the JSON of a row that it holds already
 * at about two thirds of what a query of its own for each row costs.
 */
export function rowList(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  at: { readonly selections: readonly Selection[]; readonly from: Sql },
): Sql {
  const list = sql.id(context.alias());
  const columns = columnList(context, rowItems(context, entity, alias, at.selections));
  return sql`(select coalesce(json_agg(${list}), '[]') from (select ${columns} ${at.from}) as ${list})`;
}

/** The row at `alias` as a JSON object of the selected fields; with `from`, that one row. */
export function rowJson(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  at: { readonly selections: readonly Selection[]; readonly from?: Sql },
): Sql {
  return jsonObject(context, rowItems(context, entity, alias, at.selections), at.from);
}

function rowItems(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  selections: readonly Selection[],
): readonly Item[] {
  return selections.map((selection) => ({ key: selection.key, value: rowValue(context, entity, alias, selection) }));
}

/** The value of a selected field of the row at `alias`, as JSON takes it. */
export function rowValue(context: ReadContext, entity: EntityModel, alias: string, selection: Selection): Sql {
  const source = selection.plan?.source;
  if (source === undefined) return typeNameSql(selection);
  switch (source.kind) {
    case 'system': {
      const value = column(alias, systemField(source.field).column);
      return source.field === 'createdAt' || source.field === 'updatedAt' || source.field === 'deletedAt'
        ? instantText(value)
        : value;
    }
    case 'createdBy':
    case 'updatedBy':
      return memberJson(context, 'user', column(alias, systemField(source.kind).column), selection.on());
    case 'parent':
      return toOne(context, context.entity(source.entity), column(alias, 'parent_id'), selection.on());
    case 'field':
      return fieldJson(context, entity, alias, {
        field: must(
          entity.fields.find(({ id }) => id === source.field),
          source.field,
        ),
        selection,
      });
    default:
      throw new Error(`Broken invariant: ${source.kind} on a row`);
  }
}

export function typeNameSql(selection: Selection): Sql {
  return sql`${selection.typeName}::text`;
}

function fieldJson(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  at: { readonly field: FieldModel; readonly selection: Selection },
): Sql {
  const { field, selection } = at;
  const { type } = field;
  const value = (): Sql => allowedValue(context, entity, field, { alias, use: 'show' });
  switch (type.kind) {
    case 'ref':
      return toOne(context, context.entity(type.to), value(), selection.on());
    case 'user':
    case 'org':
      return memberJson(context, type.kind, value(), selection.on());
    case 'lines':
    case 'multiRef': {
      const target = context.entity(type.kind === 'lines' ? type.of : type.to);
      const rows = listRows(context, entity, alias, at);
      const list = rowList(context, target, rows.alias, { selections: selection.on(), from: rows.from });
      return guarded(context, entity, alias, { field, list, none: sql`'[]'::json` });
    }
    default:
      return scalarJson(context, entity, alias, field);
  }
}

function scalarJson(context: ReadContext, entity: EntityModel, alias: string, field: FieldModel): Sql {
  const rule = context.shownRows(entity, field.id);
  if (rule === 'none') return maskOf(field.type.kind);
  if (field.secret) context.hasSecrets = true;
  const value = secretOr(field, allowedValue(context, entity, field, { alias, use: 'show' }));
  if (rule === 'all' || !context.access.isMasked(entity.id, field.id)) return value;
  return sql`case when ${context.ruleCondition(rule, entity, alias)} then ${value} else ${maskOf(field.type.kind)} end`;
}

/** Ciphertext leaves the database as base64 and is opened by the server's own resolver. */
function secretOr(field: FieldModel, value: Sql): Sql {
  return field.secret ? sql`encode(${value}, 'base64')` : jsonValue(field.type.kind, value);
}

/** The rows of a list within the row at `alias`. */
export function listRows(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  { field, selection: { args } }: { readonly field: FieldModel; readonly selection: Selection },
): RowsBelow {
  const { type } = field;
  if (type.kind === 'lines') return lineRows(context, context.entity(type.of), alias, { args });
  if (type.kind !== 'multiRef') throw new Error(`Broken invariant: ${type.kind} is no list`);
  return linkedRows(context, entity, alias, { field, target: context.entity(type.to), args });
}

/** A list is empty where the caller may not see the field. */
export function guarded(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  { field, list, none }: { readonly field: FieldModel; readonly list: Sql; readonly none: Sql },
): Sql {
  const rule = context.shownRows(entity, field.id);
  if (rule === 'all') return list;
  if (rule === 'none') return none;
  return sql`case when ${context.ruleCondition(rule, entity, alias)} then ${list} else ${none} end`;
}

/** The row that a reference points at, or null where there is none in sight. */
function toOne(context: ReadContext, target: EntityModel, key: Sql, selections: readonly Selection[]): Sql {
  const { alias, from } = referredRow(context, target, key);
  return rowJson(context, target, alias, { selections, from });
}

/** A member or department. */
function memberJson(context: ReadContext, of: 'user' | 'org', key: Sql, selections: readonly Selection[]): Sql {
  const { alias, from } = memberRow(context, of, key);
  const items = selections.map((selection) => ({
    key: selection.key,
    value: memberValue(context, of, alias, selection),
  }));
  return jsonObject(context, items, from);
}

export function memberValue(context: ReadContext, of: 'user' | 'org', row: string, selection: Selection): Sql {
  const source = selection.plan?.source;
  if (source === undefined) return typeNameSql(selection);
  if (source.kind !== 'member') throw new Error(`Broken invariant: ${source.kind} on a member`);
  if (source.column === 'parent') return memberJson(context, of, column(row, 'parent_id'), selection.on());
  if (source.column === 'email' && !context.access.all) return ownEmail(row);
  return column(row, source.column);
}

/** An address is its owner's own, and the company's owners' (SPEC [ACC-13]). */
function ownEmail(row: string): Sql {
  const reader = new Slot({ kind: 'actor', field: 'id' });
  return sql`case when ${column(row, 'id')} = ${reader}::uuid then ${column(row, 'email')} end`;
}

/** The rows of an entity that a list looks at: in sight, and in use unless the bin is asked for. */
export function baseCondition(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  bin: ArgNode | undefined,
): Condition {
  const which = bin?.kind === 'leaf' ? bin.value : 'EXCLUDE';
  const deleted = column(alias, 'deleted_at');
  const inBin =
    which === 'ONLY'
      ? sql<SqlBool>`${deleted} is not null`
      : which === 'INCLUDE'
        ? TRUE
        : sql<SqlBool>`${deleted} is null`;
  return allOf([inBin, context.rowCondition(entity, alias)]);
}

/** The condition that a `by` input states: exactly one key, all of its fields. */
export function byCondition(context: ReadContext, entity: EntityModel, alias: string, by: ArgNode): Condition {
  if (by.kind !== 'object' || by.fields.length !== 1)
    return context.refuse('KEY_ONE_FIELD', '', { entity: entity.apiName });
  const [field] = by.fields;
  const target = field?.plan.target;
  if (field === undefined || target === undefined)
    return context.refuse('KEY_ONE_FIELD', '', { entity: entity.apiName });
  const compare = (name: string, plan: typeof field.plan, value: ArgNode): Condition =>
    whereCondition(context, entity, alias, { kind: 'object', fields: [{ name, plan, value: asFilter(value) }] });
  if (target.kind === 'step') return compare(field.name, field.plan, field.value);
  if (target.kind !== 'key' || field.value.kind !== 'object' || !givesWholeKey(target.key, field.value.fields))
    return context.refuse('KEY_ONE_FIELD', '', { entity: entity.apiName });
  return allOf(field.value.fields.map(({ name, plan, value }) => compare(name, plan, value)));
}

/** A key's value as the filter that equals it: `{ eq: value }`; references name a row in turn. */
function asFilter(value: ArgNode): ArgNode {
  if (value.kind === 'object') {
    return { kind: 'object', fields: value.fields.map((field) => ({ ...field, value: asFilter(field.value) })) };
  }
  if (value.kind === 'null') return value;
  return {
    kind: 'object',
    fields: [{ name: 'eq', plan: { name: 'eq', type: '', target: { kind: 'operator', operator: 'eq' } }, value }],
  };
}
