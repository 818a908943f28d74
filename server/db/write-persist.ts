import { joinTableName } from '../compile/sql-name.ts';
import { storageOf } from '../compile/storage.ts';
import type { RowState } from '../compile/row-state.ts';
import { sameField, sameValue } from '../compile/same-value.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import type { OrmRow } from './shape-orm.ts';
import type { WriteUnit } from './write-unit.ts';

/**
 * Hands the rows to MikroORM's unit of work, which writes them in the order of their dependencies, many at once, and
 * compares versions once more as it does. Links of `multiRef` fields and removed lines follow.
 */
export async function persistRows(
  unit: WriteUnit,
  states: readonly (RowState & { readonly event: string })[],
): Promise<void> {
  for (const state of states) {
    // A step of the workflow is a change even where it leads back to the same state.
    stage(unit, state, state.event === 'transition');
    for (const line of [...state.lines.values()].flat()) stage(unit, line, false);
  }
  await unit.em.flush();
  for (const state of states) {
    for (const [, lines] of state.removed) await removeLines(unit, lines);
  }
  await writeLinks(
    unit,
    states.flatMap((state) => [state, ...[...state.lines.values()].flat()]),
  );
}

function stage(unit: WriteUnit, state: RowState, isChanged: boolean): void {
  const schema = unit.orm.schemaOf(state.entity.id);
  if (state.before === null) {
    unit.em.persist(unit.em.create(schema, ormValues(state.entity, state.values) as never));
    return;
  }
  const changed = changedColumns(state);
  // A document whose lines alone changed is changed: its version guards the lines as well.
  if (!isChanged && changed.length === 0 && !linesChanged(state)) return;
  const row = unit.em.merge(schema, ormValues(state.entity, state.before) as never) as unknown as OrmRow;
  const next = ormValues(state.entity, state.values);
  for (const name of changed) row[name] = next[name];
  row.version = Number(state.before['version']) + 1;
  state.values['version'] = row.version;
}

function linesChanged(state: RowState): boolean {
  const lines = [...state.lines.values()].flat();
  return (
    [...state.removed.values()].some((removed) => removed.length > 0) ||
    lines.some((line) => line.before === null || changedColumns(line).length > 0)
  );
}

/** The properties of the unit of work that differ; lines that nothing touched are left as they are. */
function changedColumns(state: RowState): readonly string[] {
  const before = state.before ?? {};
  const fields = storedFields(state.entity).filter(
    (field) => !sameField(field, before[field.id], state.values[field.id]),
  );
  return [
    ...PERSISTED_SYSTEM.filter((name) => !sameValue(before[name], state.values[name])),
    ...fields.map(({ id }) => id),
  ];
}

const PERSISTED_SYSTEM = ['state', 'updatedAt', 'updatedBy', 'deletedAt', 'lineNo'] as const;

const stored = new WeakMap<EntityModel, readonly FieldModel[]>();

/** Found once for each entity: an import asks for every row. */
function storedFields(entity: EntityModel): readonly FieldModel[] {
  const known = stored.get(entity) ?? entity.fields.filter((field) => storageOf(entity, field).kind === 'column');
  stored.set(entity, known);
  return known;
}

function ormValues(entity: EntityModel, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const row: Record<string, unknown> = {
    id: values['id'],
    version: values['version'],
    createdAt: values['createdAt'],
    createdBy: values['createdBy'],
  };
  for (const name of PERSISTED_SYSTEM) {
    if (name === 'lineNo' && entity.parent === undefined) continue;
    if (name === 'state' && entity.workflow === undefined) continue;
    row[name] = values[name] ?? null;
  }
  if (entity.parent !== undefined) row['parent'] = idOf(values['parent']);
  for (const field of storedFields(entity)) {
    const value = values[field.id] ?? null;
    row[field.id] = field.secret && typeof value === 'string' ? Buffer.from(value, 'base64') : value;
  }
  return row;
}

function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
}

async function removeLines(unit: WriteUnit, lines: readonly RowState[]): Promise<void> {
  const [first] = lines;
  if (first === undefined) return;
  const ids = lines.map(({ id }) => id);
  await unit.em.nativeDelete(unit.orm.schemaOf(first.entity.id), { id: { $in: ids } });
}

async function writeLinks(unit: WriteUnit, states: readonly RowState[]): Promise<void> {
  for (const state of states) {
    for (const field of state.entity.fields) {
      const links = state.values[field.id];
      if (field.type.kind !== 'multiRef' || !Array.isArray(links) || sameValue(state.before?.[field.id] ?? [], links))
        continue;
      const table = `"@tenant"."${joinTableName(state.entity.id, field.id)}"`;
      if (state.before !== null) await unit.execute(`delete from ${table} where owner_id = $1::uuid`, [state.id]);
      await unit.execute(
        `insert into ${table} (owner_id, target_id, position) select $1::uuid, t.id, t.n from unnest($2::uuid[]) with ordinality as t(id, n)`,
        [state.id, links],
      );
    }
  }
}
