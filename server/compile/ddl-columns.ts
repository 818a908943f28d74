import { issue } from '../../schema/core/result.ts';
import type { FieldId, SqlName } from '../../schema/core/ids.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import { planCast, type Cast } from './ddl-casts.ts';
import { step, type DdlAction, type Fill, type FillValue, type Phase, type TablePlan } from './ddl-steps.ts';
import type { ColumnSpec } from './ddl-tables.ts';
import { dualWriteName, joinTableName, notNullName, quarantineName, shadowName } from './sql-name.ts';
import { columnOfField } from './storage.ts';

/** Where each column of the new shape is while the publication works, and the cast its values go through. */
export type WorkColumns = ReadonlyMap<SqlName, WorkColumn>;
export interface WorkColumn {
  readonly at: SqlName;
  readonly cast?: Cast;
  /** Whether rows had no such column before: nothing in the data can contradict an index or a bound on it. */
  readonly isNew: boolean;
}

/** Plans the columns of a table that exists on both sides, and tells the constraints where they will be. */
export function planColumns(plan: TablePlan): WorkColumns {
  const work = new Map<SqlName, WorkColumn>();
  for (const column of plan.after.columns) {
    const former = plan.before.columns.find((one) => one.column === column.column);
    work.set(column.column, former === undefined ? planNew(plan, column) : planKept(plan, former, column));
  }
  for (const column of plan.before.columns) {
    if (!work.has(column.column)) planRemoved(plan, column);
  }
  return work;
}

/** Whether a column is computed from its row and others, again and again, and not just filled once. */
export function isFormula(value: FillValue): boolean {
  return value.kind === 'expr' && value.which === 'formula';
}

/** What a column's values mean; equal meanings can be restored or kept as they are. */
export function meaningOf(entity: EntityModel, column: ColumnSpec): string {
  const field = fieldOf(entity, column.field);
  const target = field?.type.kind === 'ref' ? `>${field.type.to}` : '';
  return `${column.pgType}${field?.secret === true ? '!' : ''}${target}`;
}

function planNew(plan: TablePlan, column: ColumnSpec): WorkColumn {
  const field = fieldOf(plan.entityAfter, column.field);
  const copied = copyFromJoinTable(plan, field);
  const aside = copied
    ? undefined
    : (plan.options.quarantined ?? []).findLast(
        (kept) =>
          kept.table === plan.after.table &&
          kept.column?.column === column.column &&
          kept.meaning === meaningOf(plan.entityAfter, column),
      );
  if (aside !== undefined) {
    add(plan, 'switch', { kind: 'restoreColumn', from: aside.name, column: column.column });
    fillNew(plan, column, { field, at: aside.name });
    if (column.notNull)
      makeNotNull(plan, column, { at: aside.name, asksRows: fillValue(plan, field, column) === null });
    return { at: aside.name, isNew: false };
  }
  const value = fillValue(plan, field, column);
  if (column.notNull && value?.kind === 'literal') {
    // A constant default is catalogue alone since PostgreSQL 11, and serves the old shape's writers meanwhile.
    add(plan, 'expand', { kind: 'addColumn', column, default: { text: value.text, pgType: value.pgType } });
    add(plan, 'switch', { kind: 'dropDefault', column: column.column });
    return { at: column.column, isNew: true };
  }
  add(plan, 'expand', { kind: 'addColumn', column: { ...column, notNull: false } });
  if (!copied) fillNew(plan, column, { field, at: column.column });
  if (column.notNull) {
    if (value === null && !copied) asksForNoRow(plan, column);
    makeNotNull(plan, column, { at: column.column, asksRows: false });
  }
  return { at: column.column, isNew: true };
}

function planKept(plan: TablePlan, former: ColumnSpec, column: ColumnSpec): WorkColumn {
  const [before, after] = [fieldOf(plan.entityBefore, former.field), fieldOf(plan.entityAfter, column.field)];
  const cast = castOf(plan, { former, column, before, after });
  if (cast.kind === 'replace') return replace(plan, former, column);
  if (cast.kind === 'convert') return convert(plan, { former, column, cast: cast.cast });
  if (cast.kind === 'widen')
    add(plan, 'switch', { kind: 'alterColumnType', column: column.column, pgType: column.pgType });
  removedOptions(plan, column, { before, after });
  refillFormula(plan, column, { before, after });
  if (column.notNull && !former.notNull) {
    const value = fillValue(plan, after, column);
    if (value !== null)
      addFill(plan, { table: plan.after.table, column: column.column, value, onlyNull: true, kept: true });
    makeNotNull(plan, column, { at: column.column, asksRows: value === null });
  }
  if (!column.notNull && former.notNull) add(plan, 'switch', { kind: 'dropNotNull', column: column.column });
  return { at: column.column, isNew: false };
}

type KeptCast = { readonly kind: 'same' | 'widen' | 'replace' } | { readonly kind: 'convert'; readonly cast: Cast };

function castOf(
  plan: TablePlan,
  {
    former,
    column,
    before,
    after,
  }: { former: ColumnSpec; column: ColumnSpec; before: FieldModel | undefined; after: FieldModel | undefined },
): KeptCast {
  if (before === undefined || after === undefined)
    return { kind: former.pgType === column.pgType ? 'same' : 'replace' };
  const cast = planCast(before, after, plan.models);
  // What is computed anew needs nothing of the old values.
  if (after.formula !== undefined && cast.kind !== 'same' && cast.kind !== 'widen') return { kind: 'replace' };
  if (cast.kind === 'same') return { kind: former.pgType === column.pgType ? 'same' : 'replace' };
  if (cast.kind === 'widen' || cast.kind === 'convert') return cast;
  // A join table has no column here, so these two arise as a new and a removed column.
  if (cast.kind !== 'refused') return { kind: 'replace' };
  if (plan.options.emptyTables?.has(plan.after.table) === true) {
    add(plan, 'switch', { kind: 'assertEmpty' });
  } else {
    const params = {
      entity: plan.after.entity,
      field: column.field ?? column.column,
      from: before.type.kind,
      to: after.type.kind,
    };
    plan.issues.push(
      issue(cast.why, `/entities/${plan.after.entity}/fields/${column.field ?? column.column}/type`, params),
    );
  }
  return { kind: 'replace' };
}

/** Values of the old meaning go aside, and the column starts anew: rows there are need a default where it is required. */
function replace(plan: TablePlan, former: ColumnSpec, column: ColumnSpec): WorkColumn {
  const shadow = shadowName(column.column);
  const field = fieldOf(plan.entityAfter, column.field);
  add(plan, 'expand', { kind: 'addColumn', column: { ...column, column: shadow, notNull: false } });
  quarantine(plan, former);
  add(plan, 'switch', { kind: 'renameColumn', from: shadow, to: column.column });
  fillNew(plan, column, { field, at: shadow });
  if (column.notNull) {
    if (fillValue(plan, field, column) === null) asksForNoRow(plan, column);
    makeNotNull(plan, column, { at: shadow, asksRows: false });
  }
  return { at: shadow, isNew: true };
}

/** A column of the new type is filled beside the old one, kept right by a trigger, and takes its place at the switch. */
function convert(
  plan: TablePlan,
  { former, column, cast }: { former: ColumnSpec; column: ColumnSpec; cast: Cast },
): WorkColumn {
  const shadow = shadowName(column.column);
  add(plan, 'expand', { kind: 'addColumn', column: { ...column, column: shadow, notNull: false } });
  addFill(plan, {
    table: plan.after.table,
    column: shadow,
    value: { kind: 'cast', from: former.column, cast },
    onlyNull: true,
  });
  plan.checks.push({
    code: 'DATA_CAST_FAILS',
    ...placeOf(plan, column),
    question: { kind: 'cast', column: former.column, cast },
    mayDrop: !column.notNull,
  });
  quarantine(plan, former);
  add(plan, 'switch', { kind: 'renameColumn', from: shadow, to: column.column });
  if (column.notNull) makeNotNull(plan, column, { at: shadow, asksRows: !former.notNull, asked: former.column });
  return { at: shadow, cast, isNew: false };
}

function planRemoved(plan: TablePlan, column: ColumnSpec): void {
  const before = fieldOf(plan.entityBefore, column.field);
  const after = fieldOf(plan.entityAfter, column.field);
  if (before?.type.kind === 'ref' && after?.type.kind === 'multiRef' && before.type.to === after.type.to) {
    const copy = {
      kind: 'copyRefs',
      direction: 'toJoinTable',
      join: joinTableName(plan.entityAfter.id, after.id),
      column: column.column,
    } as const;
    add(plan, 'backfill', copy);
    add(plan, 'switch', copy);
  } else if (before !== undefined && after !== undefined) {
    refuseUnlessEmpty(plan, before, after);
  }
  quarantine(plan, column);
}

function quarantine(plan: TablePlan, column: ColumnSpec): void {
  if (column.notNull) add(plan, 'switch', { kind: 'dropNotNull', column: column.column });
  const entity = plan.entityBefore ?? plan.entityAfter;
  add(plan, 'switch', {
    kind: 'quarantineColumn',
    column: { ...column, notNull: false },
    to: quarantineName(plan.options.stamp, column.column),
    entity: plan.after.entity,
    meaning: meaningOf(entity, column),
  });
}

/** `multiRef` → `ref`: at most one, which becomes the column. */
function copyFromJoinTable(plan: TablePlan, field: FieldModel | undefined): boolean {
  const before = fieldOf(plan.entityBefore, field?.id);
  if (field === undefined || before === undefined) return false;
  if (before.type.kind !== 'multiRef' || field.type.kind !== 'ref' || before.type.to !== field.type.to) {
    refuseUnlessEmpty(plan, before, field);
    return false;
  }
  const join = joinTableName(plan.entityAfter.id, before.id);
  const column = columnOfField(field.id);
  const copy = { kind: 'copyRefs', direction: 'toColumn', join, column } as const;
  add(plan, 'backfill', copy);
  add(plan, 'switch', copy);
  plan.checks.push({
    code: 'DATA_MANY_REFERENCES',
    table: plan.after.table,
    entity: plan.after.entity,
    field: field.id,
    question: { kind: 'manyRefs', join },
    mayDrop: false,
  });
  return true;
}

/** A field that moves between a column and another place, in a way that no cast covers. Computed fields hold nothing. */
function refuseUnlessEmpty(plan: TablePlan, before: FieldModel, after: FieldModel): void {
  const computed = (field: FieldModel): boolean => field.formula !== undefined || field.rollup !== undefined;
  if (computed(before) || computed(after)) return;
  const cast = planCast(before, after, plan.models);
  if (cast.kind !== 'refused') return;
  if (plan.options.emptyTables?.has(plan.after.table) === true) return add(plan, 'switch', { kind: 'assertEmpty' });
  const params = { entity: plan.after.entity, field: after.id, from: before.type.kind, to: after.type.kind };
  plan.issues.push(issue(cast.why, `/entities/${plan.after.entity}/fields/${after.id}/type`, params));
}

function fillNew(
  plan: TablePlan,
  column: ColumnSpec,
  { field, at }: { field: FieldModel | undefined; at: SqlName },
): void {
  const formula = formulaValue(plan, field);
  const value = formula ?? (column.notNull ? fillValue(plan, field, column) : null);
  if (value === null) return;
  addFill(plan, { table: plan.after.table, column: at, value, onlyNull: formula === null }, column.column);
}

function refillFormula(
  plan: TablePlan,
  column: ColumnSpec,
  { before, after }: { before: FieldModel | undefined; after: FieldModel | undefined },
): void {
  if (before === undefined || after?.formula === undefined) return;
  if (JSON.stringify(before.formula?.expr.root) === JSON.stringify(after.formula.expr.root)) return;
  const value = formulaValue(plan, after);
  // The old formula's values go aside with its column only when the type changes; the same type is computed in place at
  // the switch, because until then the old shape reads it.
  if (value !== null)
    add(plan, 'switch', {
      kind: 'backfill',
      fill: { table: plan.after.table, column: column.column, value, onlyNull: false },
    });
}

function formulaValue(plan: TablePlan, field: FieldModel | undefined): FillValue | null {
  return field?.formula === undefined
    ? null
    : { kind: 'expr', entity: plan.after.entity, field: field.id, which: 'formula' };
}

/** What a required column holds in rows that never had it; `null` when nothing says. */
function fillValue(plan: TablePlan, field: FieldModel | undefined, column?: ColumnSpec): FillValue | null {
  if (field === undefined) return column === undefined ? null : systemValue(plan, column);
  if (field.secret || field.default === undefined) return null;
  const { root } = field.default;
  if (root.kind !== 'literal') return { kind: 'expr', entity: plan.after.entity, field: field.id, which: 'default' };
  if (root.value === null || column === undefined) return null;
  return { kind: 'literal', text: String(root.value), pgType: column.pgType };
}

/** A workflow gives its rows the initial state. */
function systemValue(plan: TablePlan, column: ColumnSpec): FillValue | null {
  const workflow = plan.models.after.workflows.find(({ id }) => id === plan.entityAfter.workflow);
  if (column.column !== columnOfField('state') || workflow === undefined) return null;
  return { kind: 'literal', text: workflow.initial, pgType: column.pgType };
}

function addFill(plan: TablePlan, fill: Fill, finalName: SqlName = fill.column): void {
  const trigger = dualWriteName(plan.after.table, fill.column);
  add(plan, 'expand', { kind: 'dualWrite', trigger, fill });
  add(plan, 'backfill', { kind: 'backfill', fill });
  add(plan, 'switch', { kind: 'dropDualWrite', trigger });
  // A formula may read other rows, whose writes no trigger here sees, and columns that only now get their new type: it is
  // computed once more when nobody writes, after all names are final.
  if (isFormula(fill.value))
    add(plan, 'switch', { kind: 'backfill', fill: { ...fill, column: finalName, onlyNull: false } });
}

/** A required column that nothing fills can only come to a table without rows. */
function asksForNoRow(plan: TablePlan, column: ColumnSpec): void {
  plan.checks.push({
    code: 'DATA_REQUIRED_MISSING',
    ...placeOf(plan, column),
    question: { kind: 'anyRow' },
    mayDrop: false,
  });
}

/** By way of a validated check, so that the scan does not happen under the exclusive lock (PostgreSQL ALTER TABLE, Notes). */
function makeNotNull(
  plan: TablePlan,
  column: ColumnSpec,
  { at, asksRows, asked }: { at: SqlName; asksRows: boolean; asked?: SqlName },
): void {
  const name = notNullName(plan.after.table, column.column);
  if (asksRows)
    plan.checks.push({
      code: 'DATA_REQUIRED_MISSING',
      ...placeOf(plan, column),
      question: { kind: 'null', column: asked ?? at },
      mayDrop: false,
    });
  add(plan, 'validate', { kind: 'addConstraint', name, constraint: { kind: 'notNull', column: at }, validated: false });
  add(plan, 'validate', { kind: 'validateConstraint', name });
  add(plan, 'switch', { kind: 'setNotNull', column: column.column });
  add(plan, 'switch', { kind: 'dropConstraint', name });
}

function removedOptions(
  plan: TablePlan,
  column: ColumnSpec,
  { before, after }: { before: FieldModel | undefined; after: FieldModel | undefined },
): void {
  const [old, now] = [idsOf(plan, before, 'before', column), idsOf(plan, after, 'after', column)];
  const removed = old.filter((id) => !now.includes(id));
  if (removed.length === 0 || now.length === 0) return;
  const many = after?.type.kind === 'multiEnum';
  plan.checks.push({
    code: 'DATA_OPTION_IN_USE',
    ...placeOf(plan, column),
    question: { kind: 'optionInUse', column: column.column, many, removed },
    mayDrop: false,
  });
}

function idsOf(
  plan: TablePlan,
  field: FieldModel | undefined,
  side: 'before' | 'after',
  column: ColumnSpec,
): readonly string[] {
  if (field !== undefined)
    return field.type.kind === 'enum' || field.type.kind === 'multiEnum' ? field.type.options.map(({ id }) => id) : [];
  if (column.column !== columnOfField('state')) return [];
  const entity = side === 'before' ? plan.entityBefore : plan.entityAfter;
  return plan.models[side].workflows.find(({ id }) => id === entity?.workflow)?.states.map(({ id }) => id) ?? [];
}

function placeOf(
  plan: TablePlan,
  column: ColumnSpec,
): { readonly table: SqlName; readonly entity: TablePlan['after']['entity']; readonly field: string } {
  return { table: plan.after.table, entity: plan.after.entity, field: column.field ?? column.column };
}

function fieldOf(entity: EntityModel | undefined, id: FieldId | undefined): FieldModel | undefined {
  return id === undefined ? undefined : entity?.fields.find((field) => field.id === id);
}

function add(plan: TablePlan, phase: Phase, action: DdlAction): void {
  plan.steps.push(step(plan.after.table, phase, action));
}
