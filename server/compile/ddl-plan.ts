import type { SqlName } from '../../schema/core/ids.ts';
import { assert, type Issue } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import { isFormula, planColumns } from './ddl-columns.ts';
import { planConstraints } from './ddl-constraints.ts';
import {
  PHASES,
  step,
  type DataCheck,
  type DdlAction,
  type DdlPlan,
  type DdlPlanOptions,
  type DdlStep,
  type Quarantined,
  type TablePlan,
} from './ddl-steps.ts';
import { tablesOf, type TableSpec } from './ddl-tables.ts';
import { quarantineName } from './sql-name.ts';

/**
 * The ordered steps from the tables of `before` to those of `after`; `null` is an empty schema. Pure: what the data
 * says is asked by `checks` and answered elsewhere. Rules: SPEC.md section DDL.
 */
export function planDdl(before: Model | null, after: Model, options: DdlPlanOptions): DdlPlan {
  assert(/^\d{14}$/.test(options.stamp), 'the stamp is yyyymmddhhmmss');
  const old = before === null ? [] : tablesOf(before);
  const wanted = tablesOf(after);
  const steps: DdlStep[] = [];
  const checks: DataCheck[] = [];
  const issues: Issue[] = [];
  const formerTables = new Map(old.map((spec) => [spec.table, spec]));
  const isUntouched = untouched(before, after);
  for (const spec of wanted) {
    const former = formerTables.get(spec.table);
    if (former === spec && isUntouched(spec)) continue;
    const aside = former === undefined && !isConverted(spec, before) ? restorable(spec, options) : undefined;
    if (former === undefined && aside === undefined) {
      steps.push(...createTable(spec));
      continue;
    }
    const start = former ?? bare(aside?.spec ?? spec);
    if (aside !== undefined)
      steps.push(step(spec.table, 'expand', { kind: 'restoreTable', from: aside.name, spec: start }));
    const plan = tablePlan({ start, spec, restored: aside !== undefined }, { before, after, options });
    planTable(plan);
    steps.push(...plan.steps);
    checks.push(...plan.checks);
    issues.push(...plan.issues);
  }
  const tables = new Set(wanted.map(({ table }) => table));
  for (const spec of old) {
    if (!tables.has(spec.table)) steps.push(...quarantineTable(spec, options.stamp));
  }
  const ordered = inOrder(withoutEarlyFormulas(steps));
  return { steps: ordered, checks, issues, tables: touchedTables(ordered) };
}

/** Whether the entity of a table is the same object in both models, and its workflow too: then nothing is to be done. */
function untouched(before: Model | null, after: Model): (spec: TableSpec) => boolean {
  const old = new Map(before?.entities.map((entity) => [entity.id, entity]));
  const now = new Map(after.entities.map((entity) => [entity.id, entity]));
  return ({ entity: id }) => {
    const entity = now.get(id);
    if (entity === undefined || old.get(id) !== entity) return false;
    const workflow = (model: Model | null): unknown => model?.workflows.find((one) => one.id === entity.workflow);
    return entity.workflow === undefined || workflow(before) === workflow(after);
  };
}

function tablePlan(
  { start, spec, restored }: { readonly start: TableSpec; readonly spec: TableSpec; readonly restored: boolean },
  {
    before,
    after,
    options,
  }: { readonly before: Model | null; readonly after: Model; readonly options: DdlPlanOptions },
): TablePlan {
  const entityAfter = after.entities.find(({ id }) => id === spec.entity);
  assert(entityAfter !== undefined, `entity ${spec.entity} is in the model`);
  return {
    before: start,
    after: spec,
    // A restored table has no model of its time at hand: a column comes back when its storage is the same.
    entityBefore: restored ? undefined : before?.entities.find(({ id }) => id === spec.entity),
    entityAfter,
    models: { before: before ?? after, after },
    options,
    steps: [],
    checks: [],
    issues: [],
  };
}

function planTable(plan: TablePlan): void {
  const work = planColumns(plan);
  planConstraints(plan, work);
  const gained = plan.after.grants.filter((grant) => !plan.before.grants.includes(grant));
  const lost = plan.before.grants.filter((grant) => !plan.after.grants.includes(grant));
  if (gained.length > 0) plan.steps.push(step(plan.after.table, 'switch', { kind: 'grant', grants: gained }));
  if (lost.length > 0) plan.steps.push(step(plan.after.table, 'switch', { kind: 'revoke', grants: lost }));
}

/**
 * While a column is being converted or restored, formulas can't read it under its name: then they are computed at the
 * switch alone.
 */
function withoutEarlyFormulas(steps: readonly DdlStep[]): readonly DdlStep[] {
  if (steps.every(({ kind }) => kind !== 'renameColumn' && kind !== 'restoreColumn')) return steps;
  const triggers = new Set(
    steps.flatMap((one) => (one.kind === 'dualWrite' && isFormula(one.fill.value) ? [one.trigger] : [])),
  );
  return steps.filter((one) => {
    if (one.kind === 'dualWrite' || one.kind === 'dropDualWrite') return !triggers.has(one.trigger);
    return !(one.kind === 'backfill' && one.phase === 'backfill' && isFormula(one.fill.value));
  });
}

/** Foreign keys come after all tables, since tables refer to each other in circles. */
function createTable(spec: TableSpec): readonly DdlStep[] {
  return [
    step(spec.table, 'expand', { kind: 'createTable', spec }),
    ...spec.foreignKeys.map((key) =>
      step(spec.table, 'expand', {
        kind: 'addConstraint',
        name: key.name,
        constraint: { kind: 'foreignKey', key },
        validated: true,
      }),
    ),
  ];
}

/** The rows stay under another name; what guards them goes, so that rows nobody sees block nobody. */
function quarantineTable(spec: TableSpec, stamp: string): readonly DdlStep[] {
  const { table } = spec;
  return [
    ...spec.foreignKeys.map(({ name }) => step(table, 'switch', { kind: 'dropConstraint', name })),
    ...spec.checks.map(({ name }) => step(table, 'switch', { kind: 'dropConstraint', name })),
    ...spec.indexes.map(({ name }) => step(table, 'switch', { kind: 'dropIndex', name })),
    step(table, 'switch', { kind: 'quarantineTable', spec: bare(spec), to: quarantineName(stamp, table) }),
  ];
}

/** The table as quarantine keeps it. */
function bare(spec: TableSpec): TableSpec {
  return { ...spec, indexes: [], foreignKeys: [], checks: [] };
}

/** A join table of a field that held its references in another way until now gets those, not what it had long ago. */
function isConverted(spec: TableSpec, before: Model | null): boolean {
  const entity = before?.entities.find(({ id }) => id === spec.entity);
  return spec.field !== undefined && entity?.fields.some(({ id }) => id === spec.field) === true;
}

function restorable(spec: TableSpec, { quarantined }: DdlPlanOptions): Quarantined | undefined {
  const candidates = (quarantined ?? []).filter(({ spec: kept, table }) => kept !== undefined && table === spec.table);
  return candidates.at(-1);
}

/** Within the switch: first what lets go, then what moves aside, then what takes the place, then what guards it. */
const SWITCH_ORDER: readonly DdlAction['kind'][] = [
  'assertEmpty',
  'dropDualWrite',
  'copyRefs',
  'dropConstraint',
  'dropIndex',
  'dropNotNull',
  'quarantineColumn',
  'quarantineTable',
  'renameColumn',
  'restoreColumn',
  'alterColumnType',
  'backfill',
  'renameConstraint',
  'renameIndex',
  'setNotNull',
  'dropDefault',
  'revoke',
  'grant',
];
const EXPAND_ORDER: readonly DdlAction['kind'][] = [
  'createTable',
  'restoreTable',
  'grant',
  'addColumn',
  'addConstraint',
  'dualWrite',
];
/** The helper constraint behind NOT NULL goes only after the column has the real one. */
function rank(one: DdlStep): number {
  if (one.phase === 'switch')
    return one.kind === 'dropConstraint' && one.name.startsWith('nn_')
      ? SWITCH_ORDER.length
      : SWITCH_ORDER.indexOf(one.kind);
  return one.phase === 'expand' ? EXPAND_ORDER.indexOf(one.kind) : 0;
}

function inOrder(steps: readonly DdlStep[]): readonly DdlStep[] {
  return steps
    .map((one, at) => ({ one, at }))
    .sort(
      (a, b) => PHASES.indexOf(a.one.phase) - PHASES.indexOf(b.one.phase) || rank(a.one) - rank(b.one) || a.at - b.at,
    )
    .map(({ one }) => one);
}

const READS_ROWS: ReadonlySet<DdlAction['kind']> = new Set([
  'backfill',
  'createIndex',
  'validateConstraint',
  'copyRefs',
  'setNotNull',
]);

/** Existing tables whose rows a step reads or writes. */
export function touchedTables(steps: readonly DdlStep[]): readonly SqlName[] {
  const made = new Set(
    steps.filter(({ kind }) => kind === 'createTable' || kind === 'restoreTable').map(({ table }) => table),
  );
  return [
    ...new Set(steps.filter(({ kind, table }) => READS_ROWS.has(kind) && !made.has(table)).map(({ table }) => table)),
  ].sort();
}
