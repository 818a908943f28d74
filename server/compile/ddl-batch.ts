import { sql } from 'kysely';
import { constraintAction, stepSql, type DdlContext } from './ddl-sql.ts';
import type { DdlStep } from './ddl-steps.ts';
import { printDdl, qualified } from './ddl-text.ts';

type AddConstraint = Extract<DdlStep, { readonly kind: 'addConstraint' }>;

/**
 * The statements of steps that run one right behind the other, not concurrently. Constraints of one table that stand
 * together are added by one statement: each builds anew all that PostgreSQL knows of the table.
 */
export function batchSql(steps: readonly DdlStep[], context: DdlContext): readonly string[] {
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
