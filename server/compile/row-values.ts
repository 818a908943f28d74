import { sql, type SqlBool } from 'kysely';
import { entityId, fieldId, type EntityId, type SqlName } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import type { Expr } from '../../schema/expr/ast.ts';
import { ACCOUNT_FIELD } from '../../schema/model/ledger-entities.ts';
import type { EntityModel, FieldKind, FieldModel, FieldType, Model } from '../../schema/model/model.ts';
import type { SqlBinding, SqlContext, SqlKind, SqlList, SqlRow, SqlTarget, SqlValue } from './expr-sql-binding.ts';
import { exprToSql } from './expr-sql.ts';
import { ledgerTable } from './ledger-views.ts';
import { columnName, joinTableName, tableName } from './sql-name.ts';
import { isFileKind } from './file-kinds.ts';
import { allOf, column, Slot, tenantTable, type Sql } from './sql-text.ts';
import { entityOf, findSystemField, isLiveRollup, JOIN_COLUMNS, pgTypeOf } from './storage.ts';

/** What is needed to write the value of a field into a statement: the model, and aliases that nobody else uses. */
export interface ValueContext {
  readonly model: Model;
  readonly alias: () => string;
  /** The schema to name; left out, it is filled in when the plan meets a tenant. */
  readonly schema?: SqlName;
  /** Clock and user; left out, they come with each request. */
  readonly request?: SqlContext;
}

/** How PostgreSQL holds the values of a field kind, in the words of the expression compiler. */
const SQL_KINDS = {
  text: 'text',
  longtext: 'text',
  richtext: 'text',
  sequence: 'text',
  int: 'int',
  bool: 'bool',
  date: 'date',
  time: 'time',
  datetime: 'timestamptz',
  duration: 'seconds',
  geo: 'json',
  json: 'json',
  decimal: 'numeric',
  money: 'numeric',
  quantity: 'numeric',
  percent: 'numeric',
  enum: 'text',
  multiEnum: 'text',
  ref: 'uuid',
  multiRef: 'uuid',
  lines: 'uuid',
  user: 'uuid',
  org: 'uuid',
  file: 'json',
  image: 'json',
  signature: 'json',
} satisfies Readonly<Record<FieldKind, SqlKind>>;

function sqlKindOf(type: FieldType): SqlKind {
  return type.kind === 'text' && type.holds === 'id' ? 'uuid' : SQL_KINDS[type.kind];
}

function tableIn(context: ValueContext, table: SqlName): Sql {
  return context.schema === undefined ? tenantTable(table) : sql.id(context.schema, table);
}

/** The rows of an entity in a `from` clause: its table, or the derived rows of a ledger. */
export function entityRows(context: ValueContext, id: EntityId): Sql {
  const table = (name: SqlName): Sql => tableIn(context, name);
  return ledgerTable(context.model, id, { table }) ?? table(tableName(id));
}

/** The value of a field of the row at `alias`, as PostgreSQL keeps it, with no regard to rights. */
export function rawValue(context: ValueContext, entity: EntityModel, field: FieldModel, alias: string): Sql {
  if (field.formula !== undefined && !field.formula.stored) {
    const type = must(pgTypeOf(field.type), `type of ${field.id}`);
    // The cast rounds to the field's own scale, so a live formula and a stored one never differ.
    return sql`(${expressionValue(context, field.formula.expr, entity, alias)})::${sql.raw(type)}`;
  }
  if (isLiveRollup(field)) return rollupValue(context, field, alias);
  return column(alias, columnName(field.id));
}

function rollupValue(context: ValueContext, field: FieldModel, alias: string): Sql {
  const rollup = must(field.rollup, 'rollup');
  const source = entityOf(context.model, rollup.entity);
  const row = context.alias();
  const by = source.fields.find(({ id }) => id === rollup.by);
  const key = by === undefined ? column(row, 'parent_id') : column(row, columnName(by.id));
  const of = source.fields.find(({ id }) => id === rollup.field);
  const value = of === undefined ? sql`1` : rawValue(context, source, of, row);
  const where =
    rollup.where === undefined ? [] : [sql<SqlBool>`(${expressionValue(context, rollup.where, source, row)}) is true`];
  const condition = allOf([
    sql<SqlBool>`${key} = ${rollup.via === undefined ? column(alias, 'id') : column(alias, columnName(rollup.via))}`,
    sql<SqlBool>`${column(row, 'deleted_at')} is null`,
    ...(rollup.account === undefined
      ? []
      : [sql<SqlBool>`${column(row, columnName(ACCOUNT_FIELD))} = ${sql.lit(rollup.account)}`]),
    ...where,
  ]);
  const type = must(pgTypeOf(field.type), `type of ${field.id}`);
  const total = {
    count: sql`count(*)`,
    sum: sql`coalesce(sum(${value}), 0)`,
    avg: sql`avg(${value})`,
    min: sql`min(${value})`,
    max: sql`max(${value})`,
  }[rollup.fn];
  return sql`(select ${total}::${sql.raw(type)} from ${entityRows(context, source.id)} as ${sql.id(row)} where ${condition})`;
}

/** An expression of the entity's own over the row at `alias`; in a line, `doc` is the document that owns it. */
export function expressionValue(context: ValueContext, expr: Expr, entity: EntityModel, alias: string): Sql {
  const own: SqlRow = { entity: entity.id, alias };
  if (entity.parent === undefined || expr.reads.length === 0)
    return exprToSql(
      expr,
      bindingOf(context, () => own),
    );
  const doc: SqlRow = { entity: entity.parent.entity, alias: context.alias() };
  const value = exprToSql(
    expr,
    bindingOf(context, (variable) => (variable === 'doc' ? doc : own)),
  );
  const table = tableIn(context, tableName(entity.parent.entity));
  return sql`(select ${value} from ${table} as ${sql.id(doc.alias)} where ${column(doc.alias, 'id')} = ${column(alias, 'parent_id')})`;
}

function bindingOf(context: ValueContext, row: SqlBinding['row']): SqlBinding {
  const entityIn = (row: SqlRow): EntityModel => entityOf(context.model, entityId(row.entity));
  const table = (id: string, alias: string): Sql =>
    sql`${tableIn(context, tableName(entityId(id)))} as ${sql.id(alias)}`;
  const target = (id: string, alias: string, key: Sql): SqlTarget => ({
    row: { entity: id, alias },
    from: table(id, alias),
    on: sql`${column(alias, 'id')} = ${key}`,
  });
  return {
    newAlias: context.alias,
    row,
    column: (row, field) => columnValue(context, entityIn(row), field, row.alias),
    follow: (row, field, alias) => {
      const entity = entityIn(row);
      const key = columnValue(context, entity, field, row.alias).sql;
      return target(followedEntity(entity, field), alias, key);
    },
    rowById: (entity, id, alias) => target(entity, alias, id),
    list: (row, field, alias) => listOf(context, entityIn(row), row, { field, alias, table }),
    context: context.request ?? SLOT_CONTEXT,
  };
}

/** The entity that a reference, or a line's `parent`, leads to. */
function followedEntity(entity: EntityModel, field: string): EntityId {
  if (field === 'parent') return must(entity.parent, `parent of ${entity.id}`).entity;
  const own = must(
    entity.fields.find(({ id }) => id === field),
    field,
  );
  if (own.type.kind !== 'ref') throw new Error(`Broken invariant: ${entity.id}.${field} is no reference`);
  return own.type.to;
}

function columnValue(context: ValueContext, entity: EntityModel, field: string, alias: string): SqlValue {
  const own = entity.fields.find(({ id }) => id === field);
  if (own !== undefined) {
    const value = rawValue(context, entity, own, alias);
    if (!isFileKind(own.type.kind)) return { sql: value, as: sqlKindOf(own.type) };
    // A file is known by its id; of several, by the first one's.
    return { sql: sql`coalesce(${value} ->> 'id', ${value} -> 0 ->> 'id')`, as: 'text' };
  }
  const system = must(findSystemField(field), `system field ${field}`);
  return { sql: column(alias, system.column), as: SYSTEM_KINDS[system.pgType] ?? 'timestamptz' };
}

const SYSTEM_KINDS: Readonly<Record<string, SqlKind>> = { uuid: 'uuid', integer: 'int', text: 'text' };

function listOf(
  context: ValueContext,
  entity: EntityModel,
  row: SqlRow,
  at: { readonly field: string; readonly alias: string; readonly table: (id: string, alias: string) => Sql },
): SqlList {
  const field = must(
    entity.fields.find(({ id }) => id === at.field),
    at.field,
  );
  const { type } = field;
  if (type.kind === 'lines') {
    return {
      kind: 'rows',
      row: { entity: type.of, alias: at.alias },
      from: at.table(type.of, at.alias),
      on: sql`${column(at.alias, 'parent_id')} = ${column(row.alias, 'id')} and ${column(at.alias, 'deleted_at')} is null`,
    };
  }
  if (type.kind === 'multiRef') {
    const links = tableIn(context, joinTableName(entity.id, fieldId(at.field)));
    const target = sql`select ${sql.id(JOIN_COLUMNS.target)} from ${links} where ${sql.id(JOIN_COLUMNS.owner)} = ${column(row.alias, 'id')}`;
    return {
      kind: 'rows',
      row: { entity: type.to, alias: at.alias },
      from: at.table(type.to, at.alias),
      on: sql`${column(at.alias, 'id')} in (${target})`,
    };
  }
  return { kind: 'array', array: sql`coalesce(${column(row.alias, columnName(field.id))}, '{}')`, element: 'text' };
}

const slot = (source: Slot['source'], type: Sql): Sql => sql`${new Slot(source)}::${type}`;

/** Clock, time zone and user come with each request. */
const SLOT_CONTEXT: SqlContext = {
  now: slot({ kind: 'now' }, sql`timestamptz`),
  today: slot({ kind: 'today' }, sql`date`),
  timeZone: slot({ kind: 'timeZone' }, sql`text`),
  actor: (field) =>
    field === 'id'
      ? { sql: slot({ kind: 'actor', field: 'id' }, sql`uuid`), as: 'uuid' }
      : {
          sql: slot({ kind: 'actor', field: field === 'name' || field === 'email' ? field : 'role' }, sql`text`),
          as: 'text',
        },
  actorList: (field) =>
    field === 'departments'
      ? { kind: 'array', array: slot({ kind: 'actor', field: 'departments' }, sql`uuid[]`), element: 'uuid' }
      : { kind: 'array', array: slot({ kind: 'actor', field: 'roles' }, sql`text[]`), element: 'text' },
};
