import type { SqlName } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import type { WorkColumns } from './ddl-columns.ts';
import { step, type ConstraintSpec, type DdlAction, type Phase, type TablePlan } from './ddl-steps.ts';
import type { CheckSpec, ForeignKeySpec, IndexSpec } from './ddl-tables.ts';
import { workName } from './sql-name.ts';

/**
 * Indexes, foreign keys and bounds of a table that exists on both sides. What changes is built beside the old under a
 * name of its own and takes over at the switch, so that neither shape is ever without its guard.
 */
export function planConstraints(plan: TablePlan, work: WorkColumns): void {
  for (const index of plan.after.indexes) planIndex(plan, work, index);
  for (const key of plan.after.foreignKeys) planForeignKey(plan, work, key);
  for (const check of plan.after.checks) planCheck(plan, work, check);
  const names = new Set<SqlName>(
    [...plan.after.indexes, ...plan.after.foreignKeys, ...plan.after.checks].map(({ name }) => name),
  );
  for (const { name } of plan.before.indexes) if (!names.has(name)) add(plan, 'switch', { kind: 'dropIndex', name });
  for (const { name } of [...plan.before.foreignKeys, ...plan.before.checks]) {
    if (!names.has(name)) add(plan, 'switch', { kind: 'dropConstraint', name });
  }
}

function planIndex(plan: TablePlan, work: WorkColumns, index: IndexSpec): void {
  const former = plan.before.indexes.find(({ name }) => name === index.name);
  if (former !== undefined && isSame(former, index) && stays(work, index.columns)) return;
  const name = former === undefined ? index.name : workName(index.name);
  add(plan, 'index', {
    kind: 'createIndex',
    name,
    index: { ...index, columns: index.columns.map((column) => at(work, column)) },
  });
  if (former !== undefined) {
    add(plan, 'switch', { kind: 'dropIndex', name: index.name });
    add(plan, 'switch', { kind: 'renameIndex', from: name, to: index.name });
  }
  const columns = index.columns.map((column) => must(work.get(column), `column ${column}`));
  // A new column is NULL or one value in all rows; NULLs are distinct, but one default in many rows is a duplicate.
  const canClash = index.unique && !columns.some((column, i) => column.isNew && !isFilled(plan, index.columns[i]));
  if (!canClash) return;
  if (columns.some(({ isNew }) => isNew)) {
    plan.checks.push({
      code: 'DATA_NOT_UNIQUE',
      ...place(plan, index.columns),
      question: { kind: 'anyRow' },
      mayDrop: false,
    });
    return;
  }
  plan.checks.push({
    code: 'DATA_NOT_UNIQUE',
    ...place(plan, index.columns),
    question: {
      kind: 'duplicate',
      // What the rows hold today: a converted column still has its old name.
      columns: index.columns.map((column, i) => (columns[i]?.cast === undefined ? at(work, column) : column)),
      liveOnly: index.liveOnly,
      through: columns.map(({ cast }) => cast ?? null),
    },
    mayDrop: false,
  });
}

/** Whether a new column gets a value in the rows there are. */
function isFilled(plan: TablePlan, column: SqlName | undefined): boolean {
  return plan.after.columns.some((spec) => spec.column === column && spec.notNull);
}

function planForeignKey(plan: TablePlan, work: WorkColumns, key: ForeignKeySpec): void {
  const former = plan.before.foreignKeys.find(({ name }) => name === key.name);
  if (former !== undefined && isSame(former, key) && stays(work, [key.column])) return;
  const column = must(work.get(key.column), `column ${key.column}`);
  replaceConstraint(plan, former?.name, {
    name: key.name,
    constraint: { kind: 'foreignKey', key: { ...key, column: column.at } },
  });
  // New columns are empty and converted ones were looked up in the target, so neither dangles.
  if (!column.isNew && column.cast === undefined && former?.target !== key.target) {
    plan.checks.push({
      code: 'DATA_REFERENCE_DANGLES',
      ...place(plan, [key.column]),
      question: {
        kind: 'dangling',
        key: { ...key, column: column.at },
        id: must(plan.after.primaryKey.columns[0], 'primary key'),
      },
      mayDrop: false,
    });
  }
}

function planCheck(plan: TablePlan, work: WorkColumns, check: CheckSpec): void {
  const former = plan.before.checks.find(({ name }) => name === check.name);
  if (former !== undefined && isSame(former, check) && stays(work, [check.column])) return;
  const column = must(work.get(check.column), `column ${check.column}`);
  replaceConstraint(plan, former?.name, {
    name: check.name,
    constraint: { kind: 'check', check: { ...check, column: column.at } },
  });
  if (column.isNew) return;
  const question =
    column.cast === undefined
      ? ({ kind: 'bound', check: { ...check, column: column.at } } as const)
      : ({ kind: 'bound', check, through: column.cast } as const);
  plan.checks.push({ code: 'DATA_OUT_OF_BOUNDS', ...place(plan, [check.column]), question, mayDrop: false });
}

/**
 * Unvalidated, then validated without blocking writers. Added late, just before its validation, because from then on
 * it binds those who still write the old shape.
 */
function replaceConstraint(
  plan: TablePlan,
  former: SqlName | undefined,
  { name, constraint }: { name: SqlName; constraint: ConstraintSpec },
): void {
  const built = former === undefined ? name : workName(name);
  add(plan, 'validate', { kind: 'addConstraint', name: built, constraint, validated: false });
  add(plan, 'validate', { kind: 'validateConstraint', name: built });
  if (former === undefined) return;
  add(plan, 'switch', { kind: 'dropConstraint', name });
  add(plan, 'switch', { kind: 'renameConstraint', from: built, to: name });
}

function at(work: WorkColumns, column: SqlName): SqlName {
  return must(work.get(column), `column ${column}`).at;
}

function stays(work: WorkColumns, columns: readonly SqlName[]): boolean {
  return columns.every((column) => at(work, column) === column);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function place(
  plan: TablePlan,
  columns: readonly SqlName[],
): { readonly table: SqlName; readonly entity: TablePlan['after']['entity']; readonly field: string } {
  const fields = columns.map((column) => plan.after.columns.find((spec) => spec.column === column)?.field ?? column);
  return { table: plan.after.table, entity: plan.after.entity, field: fields.join(', ') };
}

function add(plan: TablePlan, phase: Phase, action: DdlAction): void {
  plan.steps.push(step(plan.after.table, phase, action));
}
