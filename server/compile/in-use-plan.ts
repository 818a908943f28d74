import { sql } from 'kysely';
import type { EntityId } from '../../schema/core/ids.ts';
import type { Model } from '../../schema/model/model.ts';
import { columnName, tableName } from './sql-name.ts';
import { column, compileSql, Slot, tenantTable, type SqlTemplate } from './sql-text.ts';

/**
 * Finds, for rows given as `ids`, which entities in use point at them by a reference that restricts deletion. A bin
 * must not hollow out what is still in use, and a foreign key does not see the bin. `null` when nothing can.
 */
export function planInUse(model: Model, entity: EntityId): SqlTemplate | null {
  const ids = new Slot({ kind: 'given', name: 'ids' });
  const uses = model.entities.flatMap((source) =>
    source.fields.flatMap((field) => {
      if (field.type.kind !== 'ref' || field.type.to !== entity || field.type.onDelete !== 'restrict') return [];
      const rows = tenantTable(tableName(source.id));
      // Rows that go together may point at each other.
      const among = source.id === entity ? sql` and not (${column('r', 'id')} = any(${ids}::uuid[]))` : sql``;
      return [
        sql`select ${column('r', columnName(field.id))} as id, ${source.apiName}::text as by from ${rows} as ${sql.id('r')} where ${column('r', columnName(field.id))} = any(${ids}::uuid[]) and ${column('r', 'deleted_at')} is null${among}`,
      ];
    }),
  );
  return uses.length === 0
    ? null
    : compileSql(sql`select distinct id, by from (${sql.join(uses, sql` union all `)}) as u limit 20`);
}
