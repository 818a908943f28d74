import { sql, type SqlBool } from 'kysely';

import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import { givesWholeKey, type ArgNode } from './arguments.ts';
import type { ReadContext } from './read-context.ts';
import { lineOrder, orderKeys, orderSql } from './read-order.ts';
import { allowedValue, instantText, jsonValue, maskOf } from './read-values.ts';
import { whereCondition } from './read-where.ts';
import type { Selection } from './selection.ts';
import { allOf, column, Slot, tenantTable, TRUE, type Condition, type Sql } from './sql-text.ts';
import { JOIN_COLUMNS, storageOf, systemField, SYSTEM_TABLES } from './storage.ts';

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
      return guarded(context, entity, field, alias, lineList(context, context.entity(type.of), alias, selection));
    case 'multiRef':
      return guarded(
        context,
        entity,
        field,
        alias,
        linkedList(context, entity, alias, { field, target: context.entity(type.to), selection }),
      );
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

/** A list is empty where the caller may not see the field. */
function guarded(context: ReadContext, entity: EntityModel, field: FieldModel, alias: string, list: Sql): Sql {
  const rule = context.shownRows(entity, field.id);
  if (rule === 'all') return list;
  if (rule === 'none') return sql`'[]'::json`;
  return sql`case when ${context.ruleCondition(rule, entity, alias)} then ${list} else '[]'::json end`;
}

/** The row that a reference points at, or null where there is none in sight. Rows in the bin stay readable from what names them. */
function toOne(context: ReadContext, target: EntityModel, key: Sql, selections: readonly Selection[]): Sql {
  const row = context.alias();
  const condition = allOf([sql<SqlBool>`${column(row, 'id')} = ${key}`, context.rowCondition(target, row)]);
  return rowJson(context, target, row, {
    selections,
    from: sql`from ${context.table(target.id)} as ${sql.id(row)} where ${condition}`,
  });
}

/** A member or department; all of them are known to every member of the tenant by name. */
export function memberJson(context: ReadContext, of: 'user' | 'org', key: Sql, selections: readonly Selection[]): Sql {
  const row = context.alias();
  const items = selections.map((selection) => ({
    key: selection.key,
    value: memberValue(context, of, row, selection),
  }));
  return jsonObject(
    context,
    items,
    sql`from ${tenantTable(SYSTEM_TABLES[of])} as ${sql.id(row)} where ${column(row, 'id')} = ${key}`,
  );
}

function memberValue(context: ReadContext, of: 'user' | 'org', row: string, selection: Selection): Sql {
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

function lineList(context: ReadContext, target: EntityModel, alias: string, selection: Selection): Sql {
  const row = context.alias();
  const join = sql<SqlBool>`${column(row, 'parent_id')} = ${column(alias, 'id')}`;
  return childList(context, target, row, {
    selection,
    join,
    from: sql`${context.table(target.id)} as ${sql.id(row)}`,
    order: orderSql(lineOrder(row), false),
    max: LIMITS.linesPerDocumentMax,
  });
}

function linkedList(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  at: { readonly field: FieldModel; readonly target: EntityModel; readonly selection: Selection },
): Sql {
  const storage = storageOf(entity, at.field);
  if (storage.kind !== 'joinTable') throw new Error('Broken invariant: a multiRef without a join table');
  const row = context.alias();
  const link = context.alias();
  const from = sql`${tenantTable(storage.table)} as ${sql.id(link)} join ${context.table(at.target.id)} as ${sql.id(row)} on ${column(row, 'id')} = ${column(link, JOIN_COLUMNS.target)}`;
  const join = allOf([
    sql<SqlBool>`${column(link, JOIN_COLUMNS.owner)} = ${column(alias, 'id')}`,
    context.rowCondition(at.target, row),
  ]);
  return childList(context, at.target, row, {
    selection: at.selection,
    join,
    from,
    order: sql`${column(link, JOIN_COLUMNS.position)}`,
    max: LIMITS.pageSizeMax,
  });
}

function childList(
  context: ReadContext,
  target: EntityModel,
  row: string,
  at: {
    readonly selection: Selection;
    readonly join: Condition;
    readonly from: Sql;
    readonly order: Sql;
    readonly max: number;
  },
): Sql {
  const { args } = at.selection;
  const where = allOf([
    at.join,
    sql<SqlBool>`${column(row, 'deleted_at')} is null`,
    whereCondition(context, target, row, args.get('where')),
  ]);
  const orderBy = args.get('orderBy');
  const order = orderBy?.kind === 'list' ? orderSql(orderKeys(context, target, row, orderBy), false) : at.order;
  const limit = sql.lit(pageSize(context, args.get('first'), at.max) ?? at.max);
  return rowList(context, target, row, {
    selections: at.selection.on(),
    from: sql`from ${at.from} where ${where} order by ${order} limit ${limit}`,
  });
}

/** A page size from an argument; refused when negative or past the limit. `undefined` when it was not given. */
export function pageSize(context: ReadContext, node: ArgNode | undefined, max: number): number | undefined {
  if (node === undefined || node.kind === 'null') return undefined;
  const size = node.kind === 'leaf' ? Number(node.value) : -1;
  if (size < 0 || size > max) {
    context.refuse('PAGE_SIZE', '', { size, max });
    return 0;
  }
  return size;
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
