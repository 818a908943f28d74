import { sql } from 'kysely';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import { FORESEEN, TAKEN_NUMBER } from '../compile/ddl-system-writes.ts';
import type { RowState } from '../compile/row-state.ts';
import { sameField, sameValue } from '../compile/same-value.ts';
import { joinTableName, tableName } from '../compile/sql-name.ts';
import { column, compileSql, Slot, tenantTable, type Sql, type SqlTemplate } from '../compile/sql-text.ts';
import { storageOf, systemColumns } from '../compile/storage.ts';
import type { WriteUnit } from './write-unit.ts';

/** A row that somebody else has written since it was read: its version is not the one that was read. */
export class StaleRow extends Error {
  override readonly name = 'StaleRow';
}

/** What was sent: new rows, which nothing can have changed, and changes, whose versions somebody must look at. */
export interface Persisted {
  readonly sent: readonly Promise<unknown>[];
  /** Whether `sent` ends well only if versions were right: its answers are then waited for before anything commits. */
  readonly isGuarded: boolean;
}

export interface PersistOptions {
  /** A change of a row that somebody else has written makes the statement itself fail. */
  readonly isSure?: boolean;
  /** What stands in new rows for the number that was taken in this transaction. */
  readonly mark?: string | undefined;
}

/**
 * Sends the rows in the order of their dependencies, all of one kind in one statement: documents and then their lines,
 * changes (each compares the version once more), removed lines, links of `multiRef` fields. Waits for none of them.
 */
export function persistRows(
  unit: WriteUnit,
  states: readonly (RowState & { readonly event: string })[],
  { isSure = false, mark }: PersistOptions = {},
): Persisted {
  const lines = states.flatMap((state) => [...state.lines.values()].flat());
  const all: readonly RowState[] = [...states, ...lines];
  const sent: Promise<unknown>[] = [];
  for (const [entity, rows] of Map.groupBy(
    all.filter(({ before }) => before === null),
    (state) => state.entity,
  ))
    sent.push(insert(unit, { entity, rows, mark: states.some((state) => state.entity === entity) ? mark : undefined }));
  // A step of the workflow is a change even where it leads back to the same state.
  const steps = new Set<RowState>(states.filter(({ event }) => event === 'transition'));
  const changes = all.flatMap((state) => changeOf(state, steps.has(state)));
  for (const group of Map.groupBy(changes, ({ state, columns }) => `${state.entity.id} ${columns.join()}`).values())
    sent.push(update(unit, group, isSure));
  for (const removed of states.flatMap((state) => [...state.removed.values()])) sent.push(remove(unit, removed));
  sent.push(...writeLinks(unit, all));
  return { sent, isGuarded: !isSure && changes.length > 0 };
}

interface Change {
  readonly state: RowState;
  /** Properties that differ, by id. */
  readonly columns: readonly string[];
}

function changeOf(state: RowState, isStep: boolean): readonly Change[] {
  if (state.before === null) return [];
  const columns = changedColumns(state);
  // A document whose lines alone changed is changed: its version guards the lines as well.
  if (!isStep && columns.length === 0 && !linesChanged(state)) return [];
  state.values['version'] = Number(state.before['version']) + 1;
  return [{ state, columns }];
}

function linesChanged(state: RowState): boolean {
  const lines = [...state.lines.values()].flat();
  return (
    [...state.removed.values()].some((removed) => removed.length > 0) ||
    lines.some((line) => line.before === null || changedColumns(line).length > 0)
  );
}

/** The properties that differ; lines that nothing touched are left as they are. */
function changedColumns(state: RowState): readonly string[] {
  const before = state.before ?? {};
  const fields = storedFields(state.entity).filter(
    (field) => !sameField(field, before[field.id], state.values[field.id]),
  );
  return [...CHANGING.filter((name) => !sameValue(before[name], state.values[name])), ...fields.map(({ id }) => id)];
}

const CHANGING = ['state', 'updatedAt', 'updatedBy', 'deletedAt', 'lineNo'] as const;

const stored = new WeakMap<EntityModel, readonly FieldModel[]>();

/** Found once for each entity: an import asks for every row. */
function storedFields(entity: EntityModel): readonly FieldModel[] {
  const known = stored.get(entity) ?? entity.fields.filter((field) => storageOf(entity, field).kind === 'column');
  stored.set(entity, known);
  return known;
}

/** A column of an entity's table: what it holds of a row, by id. */
interface ColumnOf {
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

function columnsOf(entity: EntityModel): readonly ColumnOf[] {
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

const inserts = new WeakMap<EntityModel, SqlTemplate>();
const numberedInserts = new WeakMap<EntityModel, SqlTemplate>();

interface NewRows {
  readonly entity: EntityModel;
  readonly rows: readonly RowState[];
  readonly mark: string | undefined;
}

function insert(unit: WriteUnit, { entity, rows, mark }: NewRows): Promise<unknown> {
  const columns = columnsOf(entity);
  const templates = mark === undefined ? inserts : numberedInserts;
  const known = templates.get(entity) ?? compileSql(insertSql(entity, columns, mark !== undefined));
  templates.set(entity, known);
  return unit.run(known, { rows: rowsJson(columns, rows), ...(mark === undefined ? {} : { mark }) });
}

function insertSql(entity: EntityModel, columns: readonly ColumnOf[], isNumbered: boolean): Sql {
  return sql`insert into ${tenantTable(tableName(entity.id))} (${names(columns)}) select ${values(columns)} from ${given(columns, isNumbered)}`;
}

const updates = new WeakMap<EntityModel, Map<string, SqlTemplate>>();

/** Throws `StaleRow` unless every row still has the version that it was read with. */
async function update(unit: WriteUnit, changes: readonly Change[], isSure: boolean): Promise<void> {
  const [first] = changes;
  if (first === undefined) return;
  const { entity } = first.state;
  const changed = columnsOf(entity).filter(({ id }) => first.columns.includes(id));
  const byColumns = updates.get(entity) ?? new Map<string, SqlTemplate>();
  updates.set(entity, byColumns);
  const key = `${isSure ? 'sure ' : ''}${first.columns.join()}`;
  const template = byColumns.get(key) ?? compileSql(updateSql(entity, changed, isSure));
  if (byColumns.size < UPDATES_KEPT_MAX) byColumns.set(key, template);
  const rows = rowsJson(
    [WAS, ...columnsOf(entity).filter(({ id }) => id === 'id'), ...changed],
    changes.map(({ state }) => state),
  );
  const [row] = await unit.run<{ readonly n: number }>(template, {
    rows,
    ...(isSure ? { count: changes.length } : {}),
  });
  if (isSure) return;
  if (row?.n !== changes.length) throw new StaleRow();
}

/** Of one entity; there are as many kinds of update as sets of fields that change together. */
const UPDATES_KEPT_MAX = 200;

/** The version that a row was read with; the row itself tells the next. */
const WAS: ColumnOf = { id: 'was', name: 'was', pgType: 'integer' };

function updateSql(entity: EntityModel, changed: readonly ColumnOf[], isSure: boolean): Sql {
  const sets = sql.join([
    sql`version = t.version + 1`,
    ...changed.map((one) => sql`${sql.id(one.name)} = ${value(one)}`),
  ]);
  const counted = isSure
    ? sql`${tenantTable(FORESEEN)}(count(*) = ${new Slot({ kind: 'given', name: 'count' })}::int)`
    : sql`count(*)::int as n`;
  const rows = given([WAS, { id: 'id', name: 'id', pgType: 'uuid' }, ...changed]);
  return sql`with changed as (update ${tenantTable(tableName(entity.id))} as t set ${sets} from ${rows} where t.id = r.id and t.version = r.was returning 1) select ${counted} from changed`;
}

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

function given(columns: readonly ColumnOf[], isNumbered = false): Sql {
  const types = columns.map(
    ({ name, pgType }) => sql`${sql.id(name)} ${sql.raw(pgType === 'bytea' ? 'text' : pgType)}`,
  );
  const rows = sql`${new Slot({ kind: 'given', name: 'rows' })}::text`;
  const filled = isNumbered
    ? sql`replace(${rows}, ${new Slot({ kind: 'given', name: 'mark' })}::text, current_setting(${sql.lit(TAKEN_NUMBER)}))`
    : rows;
  return sql`jsonb_to_recordset(${filled}::jsonb) as r(${sql.join(types)})`;
}

/** Values are text, numbers and lists already as the columns take them: nothing is rounded on the way. */
function rowsJson(columns: readonly ColumnOf[], rows: readonly RowState[]): string {
  return JSON.stringify(
    rows.map((state) => Object.fromEntries(columns.map(({ id, name }) => [name, valueOf(state, id)]))),
  );
}

function valueOf({ values: own, before }: RowState, id: string): unknown {
  if (id === 'was') return before?.['version'];
  if (id === 'parent') return idOf(own['parent']);
  return own[id] ?? null;
}

function idOf(reference: unknown): unknown {
  return typeof reference === 'object' && reference !== null && 'id' in reference ? reference.id : reference;
}

async function remove(unit: WriteUnit, lines: readonly RowState[]): Promise<void> {
  const [first] = lines;
  if (first === undefined) return;
  await unit.execute(`delete from "@tenant"."${tableName(first.entity.id)}" where id = any($1::uuid[])`, [
    lines.map(({ id }) => id),
  ]);
}

function writeLinks(unit: WriteUnit, states: readonly RowState[]): readonly Promise<unknown>[] {
  return states.flatMap((state) =>
    state.entity.fields.flatMap((field) => {
      const links = state.values[field.id];
      if (field.type.kind !== 'multiRef' || !Array.isArray(links) || sameValue(state.before?.[field.id] ?? [], links))
        return [];
      const table = `"@tenant"."${joinTableName(state.entity.id, field.id)}"`;
      const cleared =
        state.before === null ? [] : [unit.execute(`delete from ${table} where owner_id = $1::uuid`, [state.id])];
      const added = unit.execute(
        `insert into ${table} (owner_id, target_id, position) select $1::uuid, t.id, t.n from unnest($2::uuid[]) with ordinality as t(id, n)`,
        [state.id, links],
      );
      return [...cleared, added];
    }),
  );
}
