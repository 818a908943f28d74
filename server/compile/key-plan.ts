import { sql, type SqlBool } from 'kysely';
import { must } from '../../schema/core/result.ts';
import type { EntityId } from '../../schema/core/ids.ts';
import type { Model } from '../../schema/model/model.ts';
import type { Access } from './access.ts';
import { ReadContext } from './read-context.ts';
import { columnName } from './sql-name.ts';
import { allOf, column, compileSql, Slot, tenantTable, type SqlTemplate } from './sql-text.ts';
import { pgTypeOf, SYSTEM_TABLES } from './storage.ts';

/**
 * Finds rows by one key, for many values at once: the n-th value of each part, given as arrays `p0`, `p1`, …, names the
 * n-th row. Only rows that the caller may read are found, and rows in the bin only by their id.
 */
export function planKeys(
  model: Model,
  access: Access,
  key: { readonly entity: EntityId | 'user' | 'org'; readonly fields: readonly string[] },
): SqlTemplate {
  const context = new ReadContext(model, access);
  const row = context.alias();
  const wanted = sql.id(context.alias());
  const parts = key.fields.map((field, index) => {
    const { name, pgType } = partColumn(context, key.entity, field);
    const array = new Slot({ kind: 'given', name: `p${index}` });
    return { name, value: sql.id(`v${index}`), array: sql`${array}::${sql.raw(`${pgType}[]`)}` };
  });
  const member = memberOf(key.entity);
  const isMember = member !== undefined;
  const from = member === undefined ? context.table(key.entity as EntityId) : tenantTable(SYSTEM_TABLES[member]);
  const byId = key.fields.length === 1 && key.fields[0] === 'id';
  const conditions = [
    ...parts.map(({ name, value }) => sql<SqlBool>`${column(row, name)} = ${wanted}.${value}`),
    ...(isMember ? [] : [context.rowCondition(context.entity(key.entity as EntityId), row)]),
    ...(isMember || byId ? [] : [sql<SqlBool>`${column(row, 'deleted_at')} is null`]),
  ];
  const arrays = sql.join(parts.map(({ array }) => array));
  const names = sql.join([...parts.map(({ value }) => value), sql.id('n')]);
  return compileSql(
    sql`select ${wanted}.n::int as n, ${column(row, 'id')} as id from unnest(${arrays}) with ordinality as ${wanted}(${names}) join ${from} as ${sql.id(row)} on ${allOf(conditions)}`,
  );
}

function partColumn(
  context: ReadContext,
  entity: EntityId | 'user' | 'org',
  field: string,
): { readonly name: string; readonly pgType: string } {
  if (field === 'id') return { name: 'id', pgType: 'uuid' };
  if (memberOf(entity) !== undefined) return { name: field, pgType: 'text' };
  const own = must(
    context.entity(entity as EntityId).fields.find(({ id }) => id === field),
    field,
  );
  // Without the scale: a key that has more places than the column must find nothing, not a rounded row.
  return { name: columnName(own.id), pgType: must(pgTypeOf(own.type), own.id).replace(/\(.*?\)/, '') };
}

function memberOf(entity: EntityId | 'user' | 'org'): 'user' | 'org' | undefined {
  return entity === 'user' ? 'user' : entity === 'org' ? 'org' : undefined;
}
