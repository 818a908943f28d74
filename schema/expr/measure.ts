import { LIMITS } from '../core/limits.ts';
import type { ExprNode, ExprScope, TableModel } from './ast.ts';
import { childrenOf, fieldsOfType } from './types.ts';

/**
 * Levels of nesting. A chain of one kind of operator (`a && b && c`) is one level, as a reader sees it.
 */
export function depthOf(node: ExprNode): number {
  if (node.kind === 'binary') {
    const isChain = node.left.kind === 'binary' && node.left.op === node.op;
    return Math.max(depthOf(node.left) + (isChain ? 0 : 1), depthOf(node.right) + 1);
  }
  return 1 + childrenOf(node).reduce((deepest, child) => Math.max(deepest, depthOf(child)), 0);
}

/** Steps in the worst case: nodes, those inside a list form times the longest the list can be. */
export function costOf(node: ExprNode, scope: ExprScope): number {
  if (node.kind === 'each')
    return 1 + costOf(node.list, scope) + lengthMax(node.list, scope) * costOf(node.body, scope);
  const own = node.kind === 'in' ? lengthMax(node.list, scope) : node.kind === 'table' ? tableCost(node.table) : 1;
  return childrenOf(node).reduce((sum, child) => sum + costOf(child, scope), own);
}

/** Cells are compared ten to a step: a table must not price itself out of lines. */
function tableCost({ rows, inputs }: TableModel): number {
  return 1 + Math.ceil((rows.length * inputs.length) / CELLS_PER_STEP);
}

const CELLS_PER_STEP = 10;

function lengthMax(list: ExprNode, scope: ExprScope): number {
  if (list.kind === 'list') return list.items.length;
  if (list.kind === 'each') return lengthMax(list.list, scope);
  const field = list.kind === 'field' ? fieldsOfType(list.of.type, scope)?.get(list.field) : undefined;
  return field?.listMax ?? LIMITS.linesPerDocumentMax;
}
