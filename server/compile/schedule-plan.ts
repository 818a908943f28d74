import { sql, type SqlBool } from 'kysely';
import type { EntityId } from '../../schema/core/ids.ts';
import type { Expr } from '../../schema/expr/ast.ts';
import type { Model } from '../../schema/model/model.ts';
import { expressionValue, type ValueContext } from './row-values.ts';
import { tableName } from './sql-name.ts';
import { allOf, column, compileSql, Slot, tenantTable, type SqlTemplate } from './sql-text.ts';
import { entityOf } from './storage.ts';

/** A page of the rows outside the bin that the condition admits, by id: those after `after`, `limit` of them. */
export function planScheduleRows(model: Model, id: EntityId, where: Expr | undefined): SqlTemplate {
  let count = 0;
  const context: ValueContext = { model, alias: () => `s${String((count += 1))}` };
  const entity = entityOf(model, id);
  const after = new Slot({ kind: 'given', name: 'after' });
  const limit = new Slot({ kind: 'given', name: 'limit' });
  const condition = allOf([
    sql<SqlBool>`${column('t', 'deleted_at')} is null`,
    sql<SqlBool>`(${after}::uuid is null or ${column('t', 'id')} > ${after}::uuid)`,
    ...(where === undefined ? [] : [sql<SqlBool>`(${expressionValue(context, where, entity, 't')}) is true`]),
  ]);
  return compileSql(
    sql`select ${column('t', 'id')}::text as id from ${tenantTable(tableName(id))} as t where ${condition} order by ${column('t', 'id')} limit ${limit}::int`,
  );
}
