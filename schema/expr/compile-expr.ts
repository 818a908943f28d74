import { LIMITS } from '../core/limits.ts';
import { issue, ok, refused, type Issue, type Result } from '../core/result.ts';
import type { Expr, ExprNode, ExprScope, ExprType } from './ast.ts';
import { parseCel } from './cel.ts';
import { report, single, typed, type CheckContext } from './check-context.ts';
import { checkNode } from './check-node.ts';
import { costOf, depthOf } from './measure.ts';
import { readsOf } from './reads.ts';
import { isNullLiteral, sameType, typeName } from './types.ts';

/**
 * Reads, types and measures an expression. All mistakes are returned at once, with the characters they are about in
 * the params `from` and `to` and with the path `''` (the caller knows where the expression stands). Codes: EXPR_*.
 *
 * `expected` is what the place needs: an int serves where a decimal is expected and a row where a text (its id) is.
 */
export function compileExpr(source: string, scope: ExprScope, expected: ExprType | 'any'): Result<Expr> {
  const parsed = parseCel(source);
  if (!parsed.ok) return parsed;
  const issues: Issue[] = [];
  const context: CheckContext = { source, scope, bound: new Map(), issues, check: checkNode };
  const checked = checkNode(parsed.value, context);
  const root = checked && asExpected(checked, expected, context);
  if (root !== undefined) issues.push(...measureIssues(root, scope, source));
  if (root === undefined || issues.length > 0) return refused(issues.slice(0, LIMITS.issuesPerAnswerMax));
  return ok({ source, root, ...readsOf(root) });
}

function asExpected(node: ExprNode, expected: ExprType | 'any', context: CheckContext): ExprNode | undefined {
  const whole = { from: 0, to: context.source.length };
  if (expected === 'any') {
    if (isNullLiteral(node)) return report(context, 'EXPR_NULL_ALONE', whole);
    return node.type.kind === 'actor' ? single(node) : node;
  }
  if (isNullLiteral(node) && expected.kind !== 'list') return typed(node, expected);
  const fitted = expected.kind === 'text' ? single(node) : node;
  if (sameType(fitted.type, expected)) return fitted;
  if (fitted.type.kind === 'int' && expected.kind === 'decimal') return { ...fitted, type: expected };
  return report(context, 'EXPR_RESULT', whole, { given: typeName(node.type), expected: typeName(expected) });
}

function measureIssues(root: ExprNode, scope: ExprScope, source: string): readonly Issue[] {
  const whole = { from: 0, to: source.length };
  const found: Issue[] = [];
  if (depthOf(root) > LIMITS.exprDepthMax)
    found.push(issue('EXPR_TOO_DEEP', '', { ...whole, max: LIMITS.exprDepthMax }));
  const cost = costOf(root, scope);
  if (cost > LIMITS.exprCostMax) found.push(issue('EXPR_TOO_COSTLY', '', { ...whole, cost, max: LIMITS.exprCostMax }));
  return found;
}
