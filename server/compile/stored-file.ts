import { sql, type SqlBool } from 'kysely';
import { isRecord } from '../../schema/template/item-key.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import type { Access } from './access.ts';
import { isFileKind } from './file-kinds.ts';
import { ReadContext } from './read-context.ts';
import { columnName } from './sql-name.ts';
import { allOf, anyOf, column, compileSql, Slot, type SqlTemplate } from './sql-text.ts';

/** What a row keeps of a file: the bytes and all else are found by the id. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

const fileFields = new WeakMap<EntityModel, readonly FieldModel[]>();

/** The fields of an entity that hold files. */
export function fileFieldsOf(entity: EntityModel): readonly FieldModel[] {
  const known = fileFields.get(entity) ?? entity.fields.filter(({ type }) => isFileKind(type.kind));
  fileFields.set(entity, known);
  return known;
}

/** The files of a field's value: one, or those of a list. */
export function filesIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter(isRecord);
}

/**
 * Whether one of the rows given as `ids` holds the file in the field, for who may read the row and the field: a row
 * with one column, or none. `one` and `many` are the forms of a value that names it (`holderValues`).
 */
export function planHolder(model: Model, access: Access, place: HolderPlace): SqlTemplate {
  const { entity, field } = place;
  const context = new ReadContext(model, access);
  const value = column('r', columnName(field.id));
  const given = (name: string): Slot => new Slot({ kind: 'given', name });
  const condition = allOf([
    sql<SqlBool>`${column('r', 'id')} = any(${given('ids')}::uuid[])`,
    anyOf([sql<SqlBool>`${value} @> ${given('one')}::jsonb`, sql<SqlBool>`${value} @> ${given('many')}::jsonb`]),
    context.rowCondition(entity, 'r'),
    context.ruleCondition(access.fieldRows(entity.id, field.id, 'show'), entity, 'r'),
  ]);
  return compileSql(
    sql`select '1' as found from ${context.table(entity.id)} as ${sql.id('r')} where ${condition} limit 1`,
  );
}

/** A field that may hold a file. */
export interface HolderPlace {
  readonly entity: EntityModel;
  readonly field: FieldModel;
}

/** A value that names the file alone, and one that has it among others. */
export function holderValues(file: string): { readonly one: string; readonly many: string } {
  return { one: JSON.stringify({ id: file }), many: JSON.stringify([{ id: file }]) };
}
