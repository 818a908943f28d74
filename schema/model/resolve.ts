import { LIMITS } from '../core/limits.ts';
import { issue, ok, refused, type Issue, type Result } from '../core/result.ts';
import type { Template } from '../template/template.ts';
import { buildModel } from './build.ts';
import type { ResolveContext } from './context.ts';
import { freeze } from './freeze.ts';
import { checkCycles } from './formula-order.ts';
import type { Model } from './model.ts';
import type { ResolveMemory } from './resolve-memory.ts';
import { checkRoles } from './rules-access.ts';
import { checkAutomation } from './rules-automation.ts';
import { checkCounts, checkEntities } from './rules-entities.ts';
import { checkFields } from './rules-fields.ts';
import { checkLedgers } from './rules-ledgers.ts';
import { checkNames } from './rules-names.ts';
import { checkPoints } from './rules-points.ts';
import { checkViews } from './rules-views.ts';
import { checkWorkflows } from './rules-workflows.ts';
import { indexTemplate } from './sources.ts';

/** One family of rules: reads the context, reports to it, and never stops at the first problem. */
export type Rule = (context: ResolveContext) => void;

const RULES: readonly Rule[] = [
  checkCounts,
  checkFields,
  checkEntities,
  checkNames,
  checkRoles,
  checkWorkflows,
  checkViews,
  checkLedgers,
  checkPoints,
  checkAutomation,
  checkCycles,
];

/**
 * The template's meaning: references hold, names are unique, expressions are typed (SPEC MOD, NAM). All issues at once,
 * in document order by rule family; codes `MODEL_*` and, inside expressions, `EXPR_*`. The model is frozen. With a
 * memory, what an earlier template had alike is not worked out again.
 */
export function resolveModel(template: Template, memory?: ResolveMemory): Result<Model> {
  memory?.begin();
  const context = indexTemplate(template, memory);
  if ((template.extends ?? []).length > 0) context.add('MODEL_EXTENDS_LEFT', '/extends', {});
  for (const rule of RULES) rule(context);
  if (context.issues.length > 0) return refused(firstIssues(context.issues));
  const model = buildModel(context);
  return ok(freeze(memory === undefined ? model : memory.keep(model)));
}

function firstIssues(issues: readonly Issue[]): readonly Issue[] {
  const more = issues.length - LIMITS.issuesPerAnswerMax;
  if (more <= 0) return issues;
  return [...issues.slice(0, LIMITS.issuesPerAnswerMax), issue('TEMPLATE_MORE_ISSUES', '', { count: more })];
}
