import { sql } from 'kysely';
import type { ShapeHash, SqlName } from '../../schema/core/ids.ts';
import { sqlName } from '../../schema/core/ids.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, must, ok, pointer, refused, type Issue, type Result } from '../../schema/core/result.ts';
import { lintBehaviour } from '../../schema/model/lint-behaviour.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { dataCheckSql } from '../compile/ddl-checks.ts';
import { planDdl } from '../compile/ddl-plan.ts';
import type { DdlContext } from '../compile/ddl-sql.ts';
import type { DataCheck, DdlPlan, DdlStep, Quarantined } from '../compile/ddl-steps.ts';
import { tablesOf, type ColumnSpec, type TableSpec } from '../compile/ddl-tables.ts';
import { literal, printDdl, qualified, type SqlFragment } from '../compile/ddl-text.ts';
import type { Transaction } from '../db/database.ts';
import { pgFailureOf } from '../db/pg-errors.ts';
import { canFill } from './apply-steps.ts';
import { failingChecks } from './failing-checks.ts';
import { ledgerImpact } from './ledger-columns.ts';
import type { TenantPlace } from './provision-tenant.ts';
import { quarantineTable } from './switch-version.ts';

/** What publishing would do, to what, and what stands in the way. Printable JSON. */
export interface PublicationPlan {
  readonly baseVersion: number;
  readonly version: number;
  readonly shapeHash: ShapeHash;
  readonly ddl: DdlPlan;
  /** Tables whose rows are read or written. */
  readonly tables: readonly TableImpact[];
  /** Everything that refuses the publication, with counts and sample ids. */
  readonly issues: readonly Issue[];
  /** Values that will be emptied because the publisher chose so. */
  readonly dropped: readonly Issue[];
  /** Rows that new or changed checks would refuse at their next change; they refuse no publication. */
  readonly warnings: readonly Issue[];
  /** What changes for programs that use the API; of a plan that was carried out, nothing: it is for who decides. */
  readonly apiChanges: readonly ApiChange[];
  /** In one transaction, or step by step beside the running work. */
  readonly atOnce: boolean;
  readonly estimateMs: number;
}

/** One difference of the tenant's GraphQL schema. */
export interface ApiChange {
  readonly kind: 'breaking' | 'dangerous' | 'safe';
  readonly text: string;
}

export interface TableImpact {
  readonly table: SqlName;
  readonly rows: number;
  /** `rows` is the planner's estimate. */
  readonly isEstimate: boolean;
}

export interface PlanInput {
  readonly before: Model | null;
  readonly after: Model;
  readonly baseVersion: number;
  readonly shapeHash: ShapeHash;
  /** `yyyymmddhhmmss` */
  readonly stamp: string;
  /** `Entity.field` of conversions whose failing values may be emptied. */
  /** Differences of the two APIs; the API's part of the server knows. */
  readonly apiChanges?: (before: Model | null, after: Model) => readonly ApiChange[];
  readonly onFailedCast?: Readonly<Record<string, 'setNull'>>;
}

/**
 * Asks the present data what the change would do to it, in a read-only transaction with a time limit. Issues are in
 * the plan, all of them; a refusal is only for what kept it from being made (`PUBLISH_PLAN_TIMEOUT`). SPEC.md PUB.
 */
export async function planPublication(
  place: TenantPlace,
  context: DdlContext,
  input: PlanInput,
): Promise<Result<PublicationPlan>> {
  try {
    return ok(
      await place.database.transaction({ readOnly: true, timeoutMs: LIMITS.planTimeoutMs }, (tx) =>
        planWith(tx, place, { ...input, context }),
      ),
    );
  } catch (error) {
    if (pgFailureOf(error)?.sqlState !== '57014') throw error;
    return refused([
      issue('PUBLISH_PLAN_TIMEOUT', '', { entity: input.after.entities.map(({ id }) => id).slice(0, 3) }),
    ]);
  }
}

async function planWith(
  tx: Transaction,
  place: TenantPlace,
  input: PlanInput & { readonly context: DdlContext },
): Promise<PublicationPlan> {
  const { before, after, context, baseVersion, shapeHash } = input;
  const quarantined = await readQuarantine(tx, place);
  const stamp = freeStamp(input.stamp, quarantined);
  const rows =
    before === null ? new Map<SqlName, TableImpact>() : await countRows(tx, place, changedTables(before, after));
  const emptyTables = new Set([...rows.values()].filter((one) => one.rows === 0).map(({ table }) => table));
  const ddl =
    before === null && quarantined.length === 0
      ? firstPlan(after, stamp)
      : planDdl(before, after, { stamp, quarantined, emptyTables });
  const found = await answerChecks(tx, ddl, { context, emptyTables });
  const may = (check: DataCheck): boolean =>
    check.mayDrop && input.onFailedCast?.[`${check.entity}.${check.field}`] === 'setNull';
  const touched = ddl.tables.map((table) => rows.get(table) ?? { table: table, rows: 0, isEstimate: true });
  const ledgers = await ledgerImpact(tx, place, { before, after });
  const restores = ddl.steps.some(({ kind }) => kind === 'restoreTable');
  return {
    baseVersion,
    version: baseVersion + 1,
    shapeHash,
    ddl,
    tables: touched,
    issues: [
      ...ddl.issues,
      ...found.filter(({ check }) => !may(check)).map((one) => one.issue),
      ...uncomputable(ddl, { context, rows }),
      ...ledgers.issues,
    ],
    dropped: found.filter(({ check }) => may(check)).map((one) => one.issue),
    warnings: [
      ...lintBehaviour(after),
      ...ledgers.warnings,
      ...(before === null ? [] : await failingChecks(tx, { before, after, context })),
    ],
    apiChanges: input.apiChanges?.(before, after) ?? [],
    atOnce: !restores && touched.every((one) => one.rows <= LIMITS.publishAtOnceRowsMax),
    estimateMs: estimateMs(ddl.steps, rows),
  };
}

const firstPlans = new WeakMap<Model, DdlPlan>();

/** What makes the tables of a new tenant: the same for all of a model, as it puts nothing aside. */
export function firstPlan(model: Model, stamp: string): DdlPlan {
  const plan = firstPlans.get(model) ?? planDdl(null, model, { stamp });
  firstPlans.set(model, plan);
  return plan;
}

/** Two publications within one second must not put two things aside under one name. */
function freeStamp(stamp: string, quarantined: readonly Quarantined[]): string {
  const isTaken = quarantined.some(({ name }) => name.startsWith(`q_${stamp}_`));
  return isTaken ? freeStamp(String(BigInt(stamp) + 1n), quarantined) : stamp;
}

/** What was put aside in the tenant, oldest first. */
export async function readQuarantine(
  tx: Pick<Transaction, 'query'>,
  place: TenantPlace,
): Promise<readonly Quarantined[]> {
  const rows = await tx.query<{
    table_name: string;
    name: string;
    column_spec: string | null;
    table_spec: string | null;
    meaning: string;
  }>({
    text: `SELECT table_name, name, column_spec, table_spec, meaning FROM ${quarantineTable(place)} ORDER BY id`,
    params: [],
  });
  return rows.map(({ table_name: table, name, column_spec: column, table_spec: spec, meaning }) => ({
    table: sqlName(table),
    name: sqlName(name),
    meaning,
    // Written by `noteQuarantine` and by nothing else.
    ...(column === null ? {} : { column: JSON.parse(column) as ColumnSpec }),
    ...(spec === null ? {} : { spec: JSON.parse(spec) as TableSpec }),
  }));
}

function changedTables(before: Model, after: Model): readonly SqlName[] {
  const wanted = new Map(tablesOf(after).map((spec) => [spec.table, spec]));
  const said = (model: Model): ReadonlyMap<string, EntityModel> =>
    new Map(model.entities.map((entity) => [entity.id, entity]));
  const [old, now] = [said(before), said(after)];
  const isSame = (a: EntityModel | undefined, b: EntityModel | undefined): boolean =>
    a === b || sameJson([a?.fields, a?.workflow], [b?.fields, b?.workflow]);
  return tablesOf(before)
    .filter((spec) => !sameJson(wanted.get(spec.table), spec) || !isSame(old.get(spec.entity), now.get(spec.entity)))
    .map(({ table }) => table);
}

function sameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Exact up to the limit of doing it at once, the planner's estimate above. */
async function countRows(
  tx: Transaction,
  place: TenantPlace,
  tables: readonly SqlName[],
): Promise<Map<SqlName, TableImpact>> {
  if (tables.length === 0) return new Map();
  const one = (table: SqlName): SqlFragment =>
    sql`SELECT ${literal(table)} AS name, (SELECT count(*)::integer FROM (SELECT 1 FROM ${qualified(place.schema, table)} LIMIT ${sql.lit(LIMITS.publishAtOnceRowsMax + 1)}) AS few) AS few, (SELECT greatest(c.reltuples, 0)::integer FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = ${literal(place.schema)} AND c.relname = ${literal(table)}) AS estimate`;
  const counted = await tx.query<{ name: string; few: number; estimate: number }>({
    text: printDdl(sql`${sql.join(tables.map(one), sql` UNION ALL `)}`),
    params: [],
  });
  return new Map(
    counted.map(({ name, few, estimate }) => {
      const isEstimate = few > LIMITS.publishAtOnceRowsMax;
      return [sqlName(name), { table: sqlName(name), rows: isEstimate ? Math.max(few, estimate) : few, isEstimate }];
    }),
  );
}

interface Found {
  readonly check: DataCheck;
  readonly issue: Issue;
}

async function answerChecks(
  tx: Transaction,
  ddl: DdlPlan,
  { context, emptyTables }: { readonly context: DdlContext; readonly emptyTables: ReadonlySet<SqlName> },
): Promise<readonly Found[]> {
  const restored = new Map(
    ddl.steps.flatMap((step) => (step.kind === 'restoreTable' ? [[step.table, step.from] as const] : [])),
  );
  const found: Found[] = [];
  for (const check of ddl.checks) {
    if (emptyTables.has(check.table)) continue;
    const text = dataCheckSql(whereItIs(check, restored), context, LIMITS.planSampleRows);
    const [answer] = await tx.query<{ count: number; samples: string }>({ text, params: [] });
    const { count, samples } = must(answer, 'answer');
    if (count > 0) found.push({ check, issue: dataIssue(check, count, samples) });
  }
  return found;
}

/** A table that is about to come back still has the name under which it was put aside. */
function whereItIs(check: DataCheck, restored: ReadonlyMap<SqlName, SqlName>): DataCheck {
  const place = (table: SqlName): SqlName => restored.get(table) ?? table;
  const { question } = check;
  if (question.kind !== 'dangling') return { ...check, table: place(check.table) };
  const key = { ...question.key, target: place(question.key.target) };
  return { ...check, table: place(check.table), question: { ...question, key } };
}

function dataIssue(check: DataCheck, count: number, samples: string): Issue {
  const ids: unknown = JSON.parse(samples);
  return issue(check.code, pointer('', 'entities', check.entity, 'fields', check.field), {
    entity: check.entity,
    field: check.field,
    count,
    samples: Array.isArray(ids) ? ids.map(String) : [],
  });
}

/** Values that only the expression compiler can give, where there are rows that need them. */
function uncomputable(
  ddl: DdlPlan,
  { context, rows }: { readonly context: DdlContext; readonly rows: ReadonlyMap<SqlName, TableImpact> },
): readonly Issue[] {
  return ddl.steps.flatMap((step) => {
    if (step.kind !== 'dualWrite' && !(step.kind === 'backfill' && step.phase === 'switch')) return [];
    const { value } = step.fill;
    const count = rows.get(step.table)?.rows ?? 0;
    if (value.kind !== 'expr' || count === 0 || canFill(value, context)) return [];
    return [
      issue('DATA_EXPR_NOT_COMPUTED', pointer('', 'entities', value.entity, 'fields', value.field), {
        entity: value.entity,
        field: value.field,
        count,
      }),
    ];
  });
}

/**
 * Milliseconds per row, measured on 1 million rows with a live writer: backfill 45.8 s, concurrent index 1.2 s,
 * validation 0.3 s.
 */
const MS_PER_ROW: Partial<Record<DdlStep['kind'], number>> = {
  backfill: 0.046,
  copyRefs: 0.046,
  createIndex: 0.0012,
  validateConstraint: 0.0003,
};

function estimateMs(steps: readonly DdlStep[], rows: ReadonlyMap<SqlName, TableImpact>): number {
  const perStep = steps.map(({ kind, table }) => 1 + (MS_PER_ROW[kind] ?? 0) * (rows.get(table)?.rows ?? 0));
  return Math.ceil(perStep.reduce((sum, ms) => sum + ms, 10));
}
