import type { EntityModel } from '../../schema/model/model.ts';
import {
  changedRowsJson,
  columnsOf,
  insertRowsSql,
  newRowsJson,
  storedFields,
  updateRowsSql,
} from '../compile/row-sql.ts';
import type { RowState } from '../compile/row-state.ts';
import { sameField, sameValue } from '../compile/same-value.ts';
import { joinTableName, tableName } from '../compile/sql-name.ts';
import { compileSql, Slot, type SqlTemplate } from '../compile/sql-text.ts';
import { sql } from 'kysely';
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

/** Rows by the statement that writes them, in the order of their dependencies: documents, then their lines. */
export interface RowGroups {
  readonly added: readonly { readonly entity: EntityModel; readonly rows: readonly RowState[] }[];
  readonly changed: readonly ChangedRows[];
}

/** Rows of one entity of which the same properties change; each has the version still that it was read with. */
export interface ChangedRows {
  readonly entity: EntityModel;
  /** Properties that differ, by id. */
  readonly columns: readonly string[];
  readonly rows: readonly RowState[];
}

/** Finds what is to be written of the rows and gives changed ones their next version. */
export function groupRows(states: readonly PersistedState[]): RowGroups {
  const all = withLines(states);
  const fresh = all.filter(({ before }) => before === null);
  // A step of the workflow is a change even where it leads back to the same state.
  const steps = new Set<RowState>(states.filter(({ event }) => event === 'transition'));
  const changes = all.flatMap((state) => changeOf(state, steps.has(state)));
  const groups = Map.groupBy(changes, ({ state, columns }) => `${state.entity.id} ${columns.join()}`);
  return {
    added: [...Map.groupBy(fresh, ({ entity }) => entity)].map(([entity, rows]) => ({ entity, rows })),
    changed: [...groups.values()].flatMap((group) =>
      group.slice(0, 1).map(({ state: { entity }, columns }) => ({
        entity,
        columns,
        rows: group.map(({ state }) => state),
      })),
    ),
  };
}

type PersistedState = RowState & { readonly event: string };

function withLines(states: readonly RowState[]): readonly RowState[] {
  return [...states, ...states.flatMap((state) => [...state.lines.values()].flat())];
}

/** Sends rows, all of one kind in one statement, each change comparing the version once more. Waits for none of them. */
export function persistRows(
  unit: WriteUnit,
  states: readonly PersistedState[],
  { added, changed }: RowGroups,
): Persisted {
  const sent = [
    ...added.map((group) => insert(unit, group)),
    ...changed.map((group) => update(unit, group)),
    ...persistRest(unit, states),
  ];
  return { sent, isGuarded: changed.length > 0 };
}

/** Sends what follows the rows themselves: removed lines go, links of `multiRef` fields are made. */
export function persistRest(unit: WriteUnit, states: readonly RowState[]): readonly Promise<unknown>[] {
  const removed = states.flatMap((state) => [...state.removed.values()]);
  return [...removed.map((lines) => remove(unit, lines)), ...writeLinks(unit, withLines(states))];
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

const inserts = new WeakMap<EntityModel, SqlTemplate>();
const ROWS = sql`${new Slot({ kind: 'given', name: 'rows' })}::text`;

function insert(unit: WriteUnit, { entity, rows }: RowGroups['added'][number]): Promise<unknown> {
  const columns = columnsOf(entity);
  const known = inserts.get(entity) ?? compileSql(insertRowsSql(entity, columns, ROWS));
  inserts.set(entity, known);
  return unit.run(known, { rows: newRowsJson(columns, rows) });
}

const updates = new WeakMap<EntityModel, Map<string, SqlTemplate>>();

/** Throws `StaleRow` unless every row still has the version that it was read with. */
async function update(unit: WriteUnit, { entity, columns, rows }: ChangedRows): Promise<void> {
  const changed = columnsOf(entity).filter(({ id }) => columns.includes(id));
  const byColumns = updates.get(entity) ?? new Map<string, SqlTemplate>();
  updates.set(entity, byColumns);
  const key = columns.join();
  const template =
    byColumns.get(key) ??
    compileSql(sql`with changed as (${updateRowsSql(entity, changed, ROWS)}) select count(*)::int as n from changed`);
  if (byColumns.size < UPDATES_KEPT_MAX) byColumns.set(key, template);
  const [row] = await unit.run<{ readonly n: number }>(template, { rows: changedRowsJson(entity, changed, rows) });
  if (row?.n !== rows.length) throw new StaleRow();
}

/** Of one entity; there are as many kinds of update as sets of fields that change together. */
const UPDATES_KEPT_MAX = 200;

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
