import { canonicalJson } from '../core/canonical-json.ts';
import { compareDecimal, decimalFrom } from '../core/decimal.ts';
import type { Expr } from '../expr/ast.ts';
import { compileExpr } from '../expr/compile-expr.ts';
import { evaluate, type ExprValue } from '../expr/evaluate.ts';
import type { RuleCaseDef, RuleTestDef } from '../template/template-tests.ts';
import type { Template } from '../template/template.ts';
import { exprScopeOf } from './expr-words.ts';
import { ruleSource } from './rule-source.ts';

/** The clock of a test that does not set it (SPEC [PCK-5]). */
export const TEST_CLOCK = '2026-01-05T09:00:00Z';

/** What a row of values came to. */
export interface RuleCaseResult {
  readonly id: string;
  readonly found: ExprValue;
  readonly holds: boolean;
}

/**
 * Tries a rule on each row of its test (SPEC [PCK-30]); pure, the same in browser and server. `undefined` when there is
 * no such rule, or it can't be tried on a record alone.
 */
export function runRuleTest(template: Template, test: RuleTestDef): readonly RuleCaseResult[] | undefined {
  const source = ruleSource(template, test.rule);
  const scope = exprScopeOf(template, test.of);
  const expr = source === undefined || scope === undefined ? undefined : compileExpr(source, scope, 'any');
  if (expr?.ok !== true) return undefined;
  return test.cases.map((one) => tryCase(expr.value, one));
}

/** What an expression gives for one row: dates are read in UTC, and the clock stands. */
export function tryCase(
  expr: Expr,
  { id, doc = {}, line = {}, as, at = TEST_CLOCK, gives }: RuleCaseDef,
): RuleCaseResult {
  const actor = { id: '', roles: as === undefined ? [] : [as], departments: [] };
  const found = evaluate(expr, { doc, line }, { now: at, timeZone: 'UTC', actor });
  return { id, found, holds: isSame(found, gives) };
}

/** Numbers are compared as numbers, however they are written. */
function isSame(found: ExprValue, gives: unknown): boolean {
  if (typeof found === 'boolean' || typeof gives === 'boolean' || found === null) return found === gives;
  const [a, b] = [decimalFrom(found), decimalFrom(gives)];
  if (a !== undefined && b !== undefined) return compareDecimal(a, b) === 0;
  return canonicalJson(found) === canonicalJson(gives ?? null);
}
