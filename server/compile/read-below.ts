import { sql, type SqlBool } from 'kysely';
import { LIMITS } from '../../schema/core/limits.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import type { ArgNode } from './arguments.ts';
import type { ReadContext } from './read-context.ts';
import { lineOrder, orderKeys, orderSql } from './read-order.ts';
import { whereCondition } from './read-where.ts';
import type { Selection } from './selection.ts';
import { allOf, column, tenantTable, type Condition, type Sql } from './sql-text.ts';
import { JOIN_COLUMNS, storageOf, SYSTEM_TABLES } from './storage.ts';

/** Rows that belong to another row. */
export interface RowsBelow {
  readonly alias: string;
  /** From `from` on. */
  readonly from: Sql;
}

/** The row that a reference points at, where it is in sight. Rows in the bin stay readable from what names them. */
export function referredRow(context: ReadContext, target: EntityModel, key: Sql): RowsBelow {
  const alias = context.alias();
  const condition = allOf([sql<SqlBool>`${column(alias, 'id')} = ${key}`, context.rowCondition(target, alias)]);
  return { alias, from: sql`from ${context.table(target.id)} as ${sql.id(alias)} where ${condition}` };
}

/** A member or department; all of them are known to every member of the tenant by name. */
export function memberRow(context: ReadContext, of: 'user' | 'org', key: Sql): RowsBelow {
  const alias = context.alias();
  return {
    alias,
    from: sql`from ${tenantTable(SYSTEM_TABLES[of])} as ${sql.id(alias)} where ${column(alias, 'id')} = ${key}`,
  };
}

/** The lines of the document at `alias`, as the selection wants them. */
export function lineRows(
  context: ReadContext,
  target: EntityModel,
  alias: string,
  { args }: Pick<Selection, 'args'>,
): RowsBelow {
  const row = context.alias();
  return childRows(context, target, row, {
    args,
    join: sql<SqlBool>`${column(row, 'parent_id')} = ${column(alias, 'id')}`,
    from: sql`${context.table(target.id)} as ${sql.id(row)}`,
    order: orderSql(lineOrder(row), false),
    max: LIMITS.linesPerDocumentMax,
  });
}

/** The rows that a field of many references at `alias` names, as the selection wants them. */
export function linkedRows(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  at: { readonly field: FieldModel; readonly target: EntityModel; readonly args: Selection['args'] },
): RowsBelow {
  const storage = storageOf(entity, at.field);
  if (storage.kind !== 'joinTable') throw new Error('Broken invariant: a multiRef without a join table');
  const row = context.alias();
  const link = context.alias();
  const from = sql`${tenantTable(storage.table)} as ${sql.id(link)} join ${context.table(at.target.id)} as ${sql.id(row)} on ${column(row, 'id')} = ${column(link, JOIN_COLUMNS.target)}`;
  const join = allOf([
    sql<SqlBool>`${column(link, JOIN_COLUMNS.owner)} = ${column(alias, 'id')}`,
    context.rowCondition(at.target, row),
  ]);
  return childRows(context, at.target, row, {
    args: at.args,
    join,
    from,
    order: sql`${column(link, JOIN_COLUMNS.position)}`,
    max: LIMITS.pageSizeMax,
  });
}

function childRows(
  context: ReadContext,
  target: EntityModel,
  row: string,
  at: {
    readonly args: Selection['args'];
    readonly join: Condition;
    readonly from: Sql;
    readonly order: Sql;
    readonly max: number;
  },
): RowsBelow {
  const where = allOf([
    at.join,
    sql<SqlBool>`${column(row, 'deleted_at')} is null`,
    whereCondition(context, target, row, at.args.get('where')),
  ]);
  const orderBy = at.args.get('orderBy');
  const order = orderBy?.kind === 'list' ? orderSql(orderKeys(context, target, row, orderBy), false) : at.order;
  const limit = sql.lit(pageSize(context, at.args.get('first'), at.max) ?? at.max);
  return { alias: row, from: sql`from ${at.from} where ${where} order by ${order} limit ${limit}` };
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
