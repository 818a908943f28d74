import { sql } from 'kysely';
import { stepSql, type DdlContext } from './ddl-sql.ts';
import type { DdlStep } from './ddl-steps.ts';
import { printDdl, qualified } from './ddl-text.ts';

/**
 * What takes back a step from before the switch; nothing when it leaves nothing behind. Steps are undone in reverse
 * order, and each may have happened or not.
 */
export function undoSql(step: DdlStep, context: DdlContext): readonly string[] {
  const table = qualified(context.schema, step.table);
  if (step.phase === 'switch') return [];
  switch (step.kind) {
    case 'createTable':
      return [printDdl(sql`DROP TABLE IF EXISTS ${table} CASCADE`)];
    case 'addColumn':
      return [printDdl(sql`ALTER TABLE IF EXISTS ${table} DROP COLUMN IF EXISTS ${sql.id(step.column.column)}`)];
    case 'dualWrite':
      return [
        printDdl(sql`DROP TRIGGER IF EXISTS ${sql.id(step.trigger)} ON ${table}`),
        printDdl(sql`DROP FUNCTION IF EXISTS ${qualified(context.schema, step.trigger)}()`),
      ];
    case 'createIndex':
      return [printDdl(sql`DROP INDEX IF EXISTS ${qualified(context.schema, step.name)}`)];
    case 'addConstraint':
      return [printDdl(sql`ALTER TABLE IF EXISTS ${table} DROP CONSTRAINT IF EXISTS ${sql.id(step.name)}`)];
    case 'restoreTable':
      return stepSql({ ...step, kind: 'quarantineTable', to: step.from }, context, { concurrently: false });
    default:
      return [];
  }
}
