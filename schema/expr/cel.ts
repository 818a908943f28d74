import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import { LIMITS } from '../core/limits.ts';
import { issue, ok, refused, type Result } from '../core/result.ts';

/** A node of the CEL library's tree. Only `check-*.ts` read it. */
export type CelNode = ASTNode;

/** Bounds the parser's recursion; brackets count here although they leave no node. */
const PARSE_DEPTH_MAX = LIMITS.exprDepthMax * 4;

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  limits: {
    maxAstNodes: LIMITS.exprNodesMax,
    maxDepth: PARSE_DEPTH_MAX,
    maxListElements: LIMITS.exprNodesMax,
    maxMapEntries: LIMITS.exprNodesMax,
    maxCallArguments: LIMITS.exprNodesMax,
  },
});

/** The CEL tree of a text. Issues: EXPR_EMPTY, EXPR_TOO_LONG, EXPR_TOO_MANY_NODES, EXPR_TOO_DEEP, EXPR_SYNTAX. */
export function parseCel(source: string): Result<CelNode> {
  const whole = { from: 0, to: source.length };
  if (source.trim() === '') return refused([issue('EXPR_EMPTY', '', whole)]);
  if (source.length > LIMITS.exprLengthMax) {
    return refused([issue('EXPR_TOO_LONG', '', { ...whole, length: source.length, max: LIMITS.exprLengthMax })]);
  }
  try {
    return ok(environment.parse(source).ast);
  } catch (error) {
    if (error instanceof ParseError) return refused([parseIssue(error, source)]);
    throw error;
  }
}

function parseIssue(error: ParseError, source: string) {
  const from = Math.min(error.range?.start ?? 0, source.length);
  const to = Math.max(from, Math.min(error.range?.end ?? source.length, source.length));
  if (error.code === 'limit_exceeded') {
    return error.summary.includes('maxDepth')
      ? issue('EXPR_TOO_DEEP', '', { from, to, max: LIMITS.exprDepthMax })
      : issue('EXPR_TOO_MANY_NODES', '', { from, to, max: LIMITS.exprNodesMax });
  }
  return issue('EXPR_SYNTAX', '', { from, to, detail: error.summary });
}

/**
 * The characters of a node, `[from, to)`. The library leaves out brackets around an operand, so that `(a || b) && c`
 * would begin at `a`; here a range holds as many closing brackets as opening ones.
 */
export function celRange(node: CelNode): readonly [from: number, to: number] {
  const { input } = node;
  let { start, end } = node;
  const { opening, closing } = unmatched(input.slice(start, end));
  for (let missing = closing; missing > 0; missing -= 1) {
    const bracket = input.lastIndexOf('(', start - 1);
    if (bracket >= 0 && input.slice(bracket + 1, start).trim() === '') start = bracket;
  }
  for (let missing = opening; missing > 0; missing -= 1) {
    const bracket = input.indexOf(')', end);
    if (bracket >= 0 && input.slice(end, bracket).trim() === '') end = bracket + 1;
  }
  return [start, end];
}

function unmatched(text: string): { readonly opening: number; readonly closing: number } {
  let [opening, closing] = [0, 0];
  for (const [bracket] of text.replaceAll(/(["'])(?:\\.|(?!\1)[^\\])*\1/gs, '').matchAll(/[()]/g)) {
    if (bracket === '(') opening += 1;
    else if (opening > 0) opening -= 1;
    else closing += 1;
  }
  return { opening, closing };
}
