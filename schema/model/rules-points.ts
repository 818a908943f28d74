import { pointer } from '../core/result.ts';
import { overlapsOf } from './table-report.ts';
import type { ResolveContext } from './context.ts';
import { checkAwards } from './rules-awards.ts';
import { checkRewards } from './rules-rewards.ts';
import { checkRoleNames } from './rules-workflows.ts';

/** Rules of tables, awards, tiers and rewards (SPEC [MOD-50] to [MOD-59]). */
export function checkPoints(context: ResolveContext): void {
  checkTables(context);
  checkAwards(context);
  for (const [index, { grants = [] }] of (context.template.tiers?.levels ?? []).entries()) {
    checkRoleNames(context, grants, pointer('/tiers/levels', index, 'grants'));
  }
  checkRewards(context);
}

/** A table of which at most one row may match says where two do. */
function checkTables(context: ResolveContext): void {
  context.issues.push(...context.tables.issues);
  for (const [index, { id }] of (context.template.tables ?? []).entries()) {
    const table = context.tables.models.get(id);
    if (table?.hit !== 'unique') continue;
    for (const { first, second, example } of overlapsOf(table)) {
      const rows = pointer('/tables', index, 'rows');
      const params = { id, first: first + 1, second: second + 1, example };
      context.add('MODEL_TABLE_OVERLAP', pointer(rows, second), params, [pointer(rows, first)]);
    }
  }
}
