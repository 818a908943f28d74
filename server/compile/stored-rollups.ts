import { sql } from 'kysely';
import type { EntityId } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import type { Expr, ReadPath } from '../../schema/expr/ast.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { rawValue, type ValueContext } from './row-values.ts';
import { columnName, joinTableName, tableName } from './sql-name.ts';
import { column, compileSql, Slot, tenantTable, type Sql, type SqlTemplate } from './sql-text.ts';
import { entityOf, JOIN_COLUMNS } from './storage.ts';

/**
 * A rollup that is kept in a column, with what keeps it true: which changes concern it, which rows a change reaches,
 * and the statement that computes it again (SPEC [RUN-20] to [RUN-24]).
 */
export interface StoredRollup {
  readonly entity: EntityModel;
  readonly field: FieldModel;
  readonly source: EntityModel;
  /** The field of the source, or `parent`, that leads to the row. */
  readonly by: string;
  readonly watches: readonly RollupWatch[];
  /** Computes the rollup of the rows `ids` and gives the ids of those it changed. */
  readonly update: SqlTemplate;
  /** Locks the rows `ids`, in order; who refers to them may go on doing so. */
  readonly lock: SqlTemplate;
}

/** Changes of these fields of an entity concern the rollup; `rows` finds the rollup's rows from the changed `ids`. */
interface RollupWatch {
  readonly entity: EntityId;
  readonly fields: ReadonlySet<string>;
  readonly rows: SqlTemplate;
}

const known = new WeakMap<Model, readonly StoredRollup[]>();

/** The stored rollups of a model; most models have none. Found once for each. */
export function storedRollups(model: Model): readonly StoredRollup[] {
  const found =
    known.get(model) ??
    model.entities.flatMap((entity) =>
      entity.fields
        .filter(({ rollup }) => rollup?.mode === 'stored')
        .map((field) => storedRollup(model, entity, field)),
    );
  known.set(model, found);
  return found;
}

function storedRollup(model: Model, entity: EntityModel, field: FieldModel): StoredRollup {
  const rollup = must(field.rollup, 'rollup');
  const source = entityOf(model, rollup.entity);
  const reads = new Map<string, { readonly path: ReadPath; readonly fields: Set<string> }>();
  const own: readonly ReadPath[] = [
    [rollup.by],
    ...(rollup.field === undefined ? [] : [[rollup.field]]),
    ...(rollup.where === undefined ? [] : pathsOf(source, rollup.where)),
  ];
  for (const path of own) follow(model, source, { path, reads, prefix: [] });
  const ids = new Slot({ kind: 'given', name: 'ids' });
  const table = tenantTable(tableName(entity.id));
  return {
    entity,
    field,
    source,
    by: rollup.by,
    watches: [...reads.values()].map(({ path, fields }) => watchOf(model, source, { by: rollup.by, path, fields })),
    update: updateSql(model, entity, field),
    lock: compileSql(sql`select id from ${table} where id = any(${ids}::uuid[]) order by id for no key update`),
  };
}

/** What an expression of the source reads, as paths from the source's row; a line's document is its `parent`. */
function pathsOf(source: EntityModel, expr: Expr): readonly ReadPath[] {
  if (source.parent === undefined) return expr.reads;
  return [...expr.lineReads, ...expr.reads.map((path) => ['parent', ...path])];
}

/** Notes which fields are read where; live formulas on the way are what they are made of. */
function follow(
  model: Model,
  entity: EntityModel,
  at: {
    readonly path: ReadPath;
    readonly prefix: ReadPath;
    readonly reads: Map<string, { readonly path: ReadPath; readonly fields: Set<string> }>;
  },
): void {
  const [step, ...rest] = at.path;
  if (step === undefined) return;
  const key = at.prefix.join('.');
  const noted = at.reads.get(key) ?? { path: at.prefix, fields: new Set<string>() };
  at.reads.set(key, noted);
  noted.fields.add(step);
  const prefix = [...at.prefix, step];
  if (step === 'parent' && entity.parent !== undefined)
    return follow(model, entityOf(model, entity.parent.entity), { ...at, path: rest, prefix });
  const field = entity.fields.find(({ id }) => id === step);
  if (field?.formula !== undefined && !field.formula.stored) {
    for (const path of pathsOf(entity, field.formula.expr)) follow(model, entity, { ...at, path });
    return;
  }
  // Lines change in the event of their document, under the name of this field.
  if (field?.type.kind === 'ref' || field?.type.kind === 'multiRef')
    follow(model, entityOf(model, field.type.to), { ...at, path: rest, prefix });
}

/** Lines have no events of their own: a change of theirs is one of their document's list. */
function watchOf(
  model: Model,
  source: EntityModel,
  read: { readonly by: string; readonly path: ReadPath; readonly fields: ReadonlySet<string> },
): RollupWatch {
  const end = entityAt(model, source, read.path);
  if (end.parent === undefined) return { entity: end.id, fields: read.fields, rows: rowsSql(model, source, read) };
  return {
    entity: end.parent.entity,
    fields: new Set([end.parent.field]),
    rows: rowsSql(model, source, { ...read, path: [...read.path, 'parent'] }),
  };
}

function entityAt(model: Model, source: EntityModel, path: ReadPath): EntityModel {
  return path.reduce((entity, step) => next(model, entity, step), source);
}

function next(model: Model, entity: EntityModel, step: string): EntityModel {
  if (step === 'parent' && entity.parent !== undefined) return entityOf(model, entity.parent.entity);
  const field = must(
    entity.fields.find(({ id }) => id === step),
    `field ${step}`,
  );
  if (field.type.kind !== 'ref' && field.type.kind !== 'multiRef')
    throw new Error(`Broken invariant: ${entity.id}.${step} leads nowhere`);
  return entityOf(model, field.type.to);
}

/** Rows of the rollup that are reached from the rows `ids` at the end of the path. Rows in the bin count as well. */
function rowsSql(
  model: Model,
  source: EntityModel,
  { by, path }: { readonly by: string; readonly path: ReadPath },
): SqlTemplate {
  let entity = source;
  let alias = 's0';
  let from: Sql = sql`${tenantTable(tableName(source.id))} as ${sql.id(alias)}`;
  for (const [index, step] of path.entries()) {
    const to = next(model, entity, step);
    const own = `s${String(index + 1)}`;
    from = sql`${from} join ${tenantTable(tableName(to.id))} as ${sql.id(own)} on ${linked(entity, { step, alias, own })}`;
    entity = to;
    alias = own;
  }
  const key = column('s0', by === 'parent' ? 'parent_id' : columnName(fieldOf(source, by).id));
  const ids = new Slot({ kind: 'given', name: 'ids' });
  return compileSql(
    sql`select distinct ${key} as id from ${from} where ${column(alias, 'id')} = any(${ids}::uuid[]) and ${key} is not null`,
  );
}

function linked(
  entity: EntityModel,
  { step, alias, own }: { readonly step: string; readonly alias: string; readonly own: string },
): Sql {
  if (step === 'parent' && entity.parent !== undefined)
    return sql`${column(own, 'id')} = ${column(alias, 'parent_id')}`;
  const field = fieldOf(entity, step);
  if (field.type.kind === 'ref') return sql`${column(own, 'id')} = ${column(alias, columnName(field.id))}`;
  const links = tenantTable(joinTableName(entity.id, field.id));
  return sql`${column(own, 'id')} in (select ${sql.id(JOIN_COLUMNS.target)} from ${links} where ${sql.id(JOIN_COLUMNS.owner)} = ${column(alias, 'id')})`;
}

function fieldOf(entity: EntityModel, id: string): FieldModel {
  return must(
    entity.fields.find((field) => field.id === id),
    `field ${id}`,
  );
}

/** The stored value is the live one at this moment, to the digit: the same SQL computes both. */
function updateSql(model: Model, entity: EntityModel, field: FieldModel): SqlTemplate {
  let count = 0;
  const context: ValueContext = { model, alias: () => `r${String((count += 1))}` };
  const live: FieldModel = { ...field, rollup: { ...must(field.rollup, 'rollup'), mode: 'live' } };
  const ids = new Slot({ kind: 'given', name: 'ids' });
  const table = tenantTable(tableName(entity.id));
  const target = sql.id(columnName(field.id));
  return compileSql(
    sql`update ${table} as t set ${target} = n.value from (select x.id, ${rawValue(context, entity, live, 'x')} as value from ${table} as x where x.id = any(${ids}::uuid[])) as n where t.id = n.id and t.${target} is distinct from n.value returning t.id`,
  );
}

/** A text that is another one when the rollup means something else. */
export function rollupDefinition({ field }: StoredRollup): string {
  const { entity, by, fn, field: of, where } = must(field.rollup, 'rollup');
  return JSON.stringify([entity, by, fn, of ?? null, where?.root ?? null, field.type]);
}
