import { sql } from 'kysely';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import type { RowState } from './row-state.ts';
import { tableName } from './sql-name.ts';
import { column, tenantTable, type Sql } from './sql-text.ts';
import { storageOf, systemColumns } from './storage.ts';

const stored = new WeakMap<EntityModel, readonly FieldModel[]>();

/** The fields that have a column. Found once for each entity: an import asks for every row. */
export function storedFields(entity: EntityModel): readonly FieldModel[] {
  const known = stored.get(entity) ?? entity.fields.filter((field) => storageOf(entity, field).kind === 'column');
  stored.set(entity, known);
  return known;
}

/** A column of an entity's table: what it holds of a row, by id. */
export interface ColumnOf {
  readonly id: string;
  readonly name: string;
  readonly pgType: string;
}

const SYSTEM_IDS: Readonly<Record<string, string>> = {
  created_at: 'createdAt',
  created_by: 'createdBy',
  updated_at: 'updatedAt',
  updated_by: 'updatedBy',
  deleted_at: 'deletedAt',
  parent_id: 'parent',
  line_no: 'lineNo',
};

const columnsByEntity = new WeakMap<EntityModel, readonly ColumnOf[]>();

/** All columns of an entity's rows, those of the system first. */
export function columnsOf(entity: EntityModel): readonly ColumnOf[] {
  const known = columnsByEntity.get(entity);
  if (known !== undefined) return known;
  const system = systemColumns(entity).map(({ column: name, pgType }) => ({
    id: SYSTEM_IDS[name] ?? name,
    name,
    pgType,
  }));
  const own = storedFields(entity).flatMap((field) => {
    const storage = storageOf(entity, field);
    return storage.kind === 'column' ? [{ id: field.id, name: storage.column, pgType: storage.pgType }] : [];
  });
  const made = [...system, ...own];
  columnsByEntity.set(entity, made);
  return made;
}

/** Adds the rows that `json` gives. */
export function insertRowsSql(entity: EntityModel, columns: readonly ColumnOf[], json: Sql): Sql {
  return sql`insert into ${tenantTable(tableName(entity.id))} (${names(columns)}) select ${values(columns)} from ${given(columns, json)}`;
}

/** Changes the rows that `json` gives and that have the version still that they were read with, and gives one each. */
export function updateRowsSql(entity: EntityModel, changed: readonly ColumnOf[], json: Sql): Sql {
  const sets = sql.join([
    sql`version = t.version + 1`,
    ...changed.map((one) => sql`${sql.id(one.name)} = ${value(one)}`),
  ]);
  const rows = given([WAS, { id: 'id', name: 'id', pgType: 'uuid' }, ...changed], json);
  return sql`update ${tenantTable(tableName(entity.id))} as t set ${sets} from ${rows} where t.id = r.id and t.version = r.was returning 1`;
}

/** The version that a row was read with; the row itself tells the next. */
const WAS: ColumnOf = { id: 'was', name: 'was', pgType: 'integer' };

function names(columns: readonly ColumnOf[]): Sql {
  return sql.join(columns.map(({ name }) => sql.id(name)));
}

function values(columns: readonly ColumnOf[]): Sql {
  return sql.join(columns.map(value));
}

/** Ciphertext travels as base64. */
function value({ name, pgType }: ColumnOf): Sql {
  return pgType === 'bytea' ? sql`decode(${column('r', name)}, 'base64')` : column('r', name);
}

function given(columns: readonly ColumnOf[], json: Sql): Sql {
  const types = columns.map(
    ({ name, pgType }) => sql`${sql.id(name)} ${sql.raw(pgType === 'bytea' ? 'text' : pgType)}`,
  );
  return sql`jsonb_to_recordset(${json}::jsonb) as r(${sql.join(types)})`;
}

/** New rows as `insertRowsSql` takes them: text, numbers and lists as the columns take them, nothing rounded. */
export function newRowsJson(columns: readonly ColumnOf[], rows: readonly RowState[]): string {
  return JSON.stringify(
    rows.map((state) => {
      const row: Record<string, unknown> = {};
      for (const { id, name } of columns) row[name] = valueOf(state, id);
      return row;
    }),
  );
}

/** Changed rows as `updateRowsSql` takes them. */
export function changedRowsJson(entity: EntityModel, changed: readonly ColumnOf[], rows: readonly RowState[]): string {
  return newRowsJson([WAS, ...columnsOf(entity).filter(({ id }) => id === 'id'), ...changed], rows);
}

function valueOf({ values: own, before }: RowState, id: string): unknown {
  if (id === 'was') return before?.['version'];
  if (id === 'parent') return idOf(own['parent']);
  return own[id] ?? null;
}

function idOf(reference: unknown): unknown {
  return typeof reference === 'object' && reference !== null && 'id' in reference ? reference.id : reference;
}
