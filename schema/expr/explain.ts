import type { Expr, ExprNode, ExprRange, ExprType } from './ast.ts';
import { closureOf } from './closure.ts';
import { frameOf, type EvalContext } from './frame.ts';
import { childrenOf } from './types.ts';
import { exportValue, type ExprValue } from './values.ts';

/** A part of an expression and what it came to. */
export interface ExplainedPart {
  readonly range: ExprRange;
  /** The part as authored. */
  readonly text: string;
  readonly type: ExprType;
  /**
   * Its values in the order in which they were computed: none where it was never needed, one as a rule, one per element
   * (at most `VALUES_KEPT`) inside a form on a list.
   */
  readonly values: readonly ExprValue[];
  /** How often it was computed. */
  readonly runs: number;
  /** Of a decision table: the rows that matched when it was last read, counted from 0. */
  readonly rows?: readonly number[];
  readonly parts: readonly ExplainedPart[];
}

export const VALUES_KEPT = 20;

/** Answers “why?”: every part of the expression with its value, as a tree; the root's value is the expression's. */
export function explain(expr: Expr, variables: Readonly<Record<string, unknown>>, context: EvalContext): ExplainedPart {
  const seen = new Map<ExprNode, { readonly values: ExprValue[]; runs: number }>();
  const matched = new Map<ExprNode, readonly number[]>();
  const run = closureOf(expr.root, new Map(), {
    value: (node, value) => {
      const record = seen.get(node) ?? { values: [], runs: 0 };
      record.runs += 1;
      if (record.values.length < VALUES_KEPT) record.values.push(exportValue(value, node.type));
      seen.set(node, record);
    },
    rows: (node, rows) => matched.set(node, rows),
  });
  run(frameOf(variables, context));
  const partOf = (node: ExprNode, range: ExprRange): ExplainedPart => {
    const record = seen.get(node);
    const rows = matched.get(node);
    return {
      range,
      text: expr.source.slice(range[0], range[1]),
      type: node.type,
      values: record?.values ?? [],
      runs: record?.runs ?? 0,
      ...(rows === undefined ? {} : { rows }),
      parts: partsOf(node, range),
    };
  };
  // A node that was put in between (an id read from a row) has its child's range or none: one line for both.
  const partsOf = (node: ExprNode, range: ExprRange): readonly ExplainedPart[] =>
    childrenOf(node).flatMap((child) => {
      const own = child.range;
      if (own === undefined || (own[0] === range[0] && own[1] === range[1])) return partsOf(child, range);
      return isTold(child) ? [partOf(child, own)] : [];
    });
  return partOf(expr.root, expr.root.range ?? [0, expr.source.length]);
}

/** Literals and bare variables say nothing that the text does not. */
function isTold(node: ExprNode): boolean {
  return node.kind !== 'literal' && node.kind !== 'variable';
}
