import { sql } from 'kysely';
import { placedTexts, type DdlPlace } from './ddl-places.ts';
import type { SqlName } from '../../schema/core/ids.ts';
import { constraintAction, createTableSql, stepSql, type DdlContext } from './ddl-sql.ts';
import type { DdlStep } from './ddl-steps.ts';
import type { ForeignKeySpec } from './ddl-tables.ts';
import { printDdl, qualified } from './ddl-text.ts';

type AddConstraint = Extract<DdlStep, { readonly kind: 'addConstraint' }>;

/**
 * The statements of steps that run one right behind the other, not concurrently. Constraints of one table that stand
 * together are added by one statement: each builds anew all that PostgreSQL knows of the table. Where all tables are
 * new, the keys whose targets come before are part of the making of their table. The statements that make the tables of
 * a shape are made once for all its tenants.
 */
export function batchSql(steps: readonly DdlStep[], context: DdlContext): readonly string[] {
  if (!isAllNew(steps)) return newBatchSql(steps, context);
  const placed =
    newTables.get(steps) ?? placedTexts(({ schema, role }) => newBatchSql(steps, { ...context, schema, role }));
  newTables.set(steps, placed);
  return placed({ schema: context.schema, role: context.role, lockKey: '0' });
}

const newTables = new WeakMap<readonly DdlStep[], (place: DdlPlace) => readonly string[]>();

function isAllNew(steps: readonly DdlStep[]): boolean {
  return steps.every(({ kind }) => kind === 'createTable' || kind === 'addConstraint');
}

/** Foreign keys of new tables to tables that are there by then. */
function earlyKeys(steps: readonly DdlStep[]): ReadonlySet<DdlStep> {
  if (!isAllNew(steps)) return new Set();
  const made = steps.flatMap((step) => (step.kind === 'createTable' ? [step.table] : []));
  const places = new Map(made.map((table, place): [SqlName, number] => [table, place]));
  return new Set(
    steps.filter((step) => {
      const own = places.get(step.table);
      if (step.kind !== 'addConstraint' || step.constraint.kind !== 'foreignKey' || own === undefined) return false;
      return (places.get(step.constraint.key.target) ?? -1) <= own;
    }),
  );
}

function newBatchSql(steps: readonly DdlStep[], context: DdlContext): readonly string[] {
  const early = earlyKeys(steps);
  const keysOf = (table: SqlName): readonly ForeignKeySpec[] =>
    steps.flatMap((step) =>
      step.kind === 'addConstraint' && step.table === table && step.constraint.kind === 'foreignKey' && early.has(step)
        ? [step.constraint.key]
        : [],
    );
  const texts: string[] = [];
  let waiting: AddConstraint[] = [];
  const flush = (): void => {
    const [first] = waiting;
    if (first === undefined) return;
    const actions = waiting.map((step) => constraintAction(step, context));
    texts.push(printDdl(sql`ALTER TABLE ${qualified(context.schema, first.table)} ${sql.join(actions, sql`, `)}`));
    waiting = [];
  };
  for (const step of steps) {
    if (early.has(step)) continue;
    if (step.kind !== 'addConstraint' || step.table !== waiting[0]?.table) flush();
    if (step.kind === 'addConstraint') waiting.push(step);
    else if (step.kind === 'createTable') texts.push(...createTableSql(step.spec, context, keysOf(step.table)));
    else texts.push(...stepSql(step, context, { concurrently: false }));
  }
  flush();
  return texts;
}
