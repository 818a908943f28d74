import { sql } from 'kysely';
import { placedTexts, type DdlPlace } from './ddl-places.ts';
import { constraintAction, stepSql, type DdlContext } from './ddl-sql.ts';
import type { DdlStep } from './ddl-steps.ts';
import { printDdl, qualified } from './ddl-text.ts';

type AddConstraint = Extract<DdlStep, { readonly kind: 'addConstraint' }>;

/**
 * The statements of steps that run one right behind the other, not concurrently. Constraints of one table that stand
 * together are added by one statement: each builds anew all that PostgreSQL knows of the table. Those that make the
 * tables of a shape are made once for all its tenants.
 */
export function batchSql(steps: readonly DdlStep[], context: DdlContext): readonly string[] {
  if (steps.some(({ kind }) => kind !== 'createTable' && kind !== 'addConstraint')) return newBatchSql(steps, context);
  const placed =
    newTables.get(steps) ?? placedTexts(({ schema, role }) => newBatchSql(steps, { ...context, schema, role }));
  newTables.set(steps, placed);
  return placed({ schema: context.schema, role: context.role, lockKey: '0' });
}

const newTables = new WeakMap<readonly DdlStep[], (place: DdlPlace) => readonly string[]>();

function newBatchSql(steps: readonly DdlStep[], context: DdlContext): readonly string[] {
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
    if (step.kind !== 'addConstraint' || step.table !== waiting[0]?.table) flush();
    if (step.kind === 'addConstraint') waiting.push(step);
    else texts.push(...stepSql(step, context, { concurrently: false }));
  }
  flush();
  return texts;
}
