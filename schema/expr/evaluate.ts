import type { Expr } from './ast.ts';
import { compileClosure } from './closure.ts';
import { frameOf, type EvalContext } from './frame.ts';
import { exportValue, type ExprValue } from './values.ts';

export type { EvalContext } from './frame.ts';
export type { ExprValue } from './values.ts';

/**
 * The value of an expression over rows keyed by field id. Numbers come back as exact text, datetimes as UTC instants,
 * durations as seconds, rows as their id. Bad data is null, never an exception; a clock or time zone that is none
 * throws, being our own mistake.
 */
export function evaluate(expr: Expr, variables: Readonly<Record<string, unknown>>, context: EvalContext): ExprValue {
  return exportValue(compileClosure(expr)(frameOf(variables, context)), expr.root.type);
}

/** Whether a check passes: anything but false, so that a comparison with a missing value does not refuse (SPEC EXP-9). */
export function passes(expr: Expr, variables: Readonly<Record<string, unknown>>, context: EvalContext): boolean {
  return compileClosure(expr)(frameOf(variables, context)) !== false;
}

/** Whether a row rule, guard or filter admits: true only (SPEC EXP-9). */
export function admits(expr: Expr, variables: Readonly<Record<string, unknown>>, context: EvalContext): boolean {
  return compileClosure(expr)(frameOf(variables, context)) === true;
}
