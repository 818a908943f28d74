import type { ExprNode } from '../../../schema/expr/ast.ts';
import { childrenOf } from '../../../schema/expr/types.ts';
import type { EvalContext } from '../../../schema/expr/evaluate.ts';
import type { Choosing } from '../../form-runtime/form-sources.ts';
import { isReference } from '../../form-runtime/form-value.ts';
import { expressionWhere } from './expression-where.ts';
import { pathEnd } from './field-path.ts';
import type { Columning } from './list-columns.ts';
import { allOf } from './list-document.ts';
import type { Where } from './list-filter.ts';

/**
 * The filter of what can be chosen (SPEC [FORM-28]), of the entity that the reference leads to. A part that the form
 * can't judge, or whose own value is empty still, filters nothing: the server has the last word.
 */
export function choicesWhere(choosing: Choosing, columning: Columning, context: EvalContext): Where | undefined {
  const { model, entity } = columning;
  const { condition } = choosing;
  const parts = conjuncts(condition.root).flatMap((node): readonly Where[] => {
    const seen = fromTarget(node, choosing);
    if (seen === undefined || !pathsIn(seen).every((path) => mayCompare(columning, path))) return [];
    const { where } = expressionWhere({ ...condition, root: seen }, { model, entity, context });
    return where === undefined ? [] : [where];
  });
  return allOf(parts);
}

function conjuncts(node: ExprNode): readonly ExprNode[] {
  return node.kind === 'binary' && node.op === 'and' ? [...conjuncts(node.left), ...conjuncts(node.right)] : [node];
}

/** The condition as the row that is to be chosen sees it: itself as `doc`, and the values of the form as they are. */
function fromTarget(node: ExprNode, choosing: Choosing): ExprNode | undefined {
  const seen = (child: ExprNode): ExprNode | undefined => fromTarget(child, choosing);
  switch (node.kind) {
    case 'field': {
      if (isTarget(node, choosing)) return { kind: 'variable', name: 'doc', type: node.type, nullable: false };
      if (node.of.kind === 'variable' && node.of.name !== 'actor') return ownValue(node, node.of.name, choosing);
      const of = seen(node.of);
      return of === undefined || of.kind === 'literal' ? undefined : { ...node, of };
    }
    case 'variable':
      return node.name === 'actor' ? node : undefined;
    case 'literal':
      return node;
    case 'list': {
      const items = node.items.flatMap((item) => seen(item) ?? []);
      return items.length === node.items.length ? { ...node, items } : undefined;
    }
    case 'not':
    case 'negate':
    case 'isNull': {
      const arg = seen(node.arg);
      return arg === undefined ? undefined : { ...node, arg };
    }
    case 'binary': {
      const [left, right] = [seen(node.left), seen(node.right)];
      return left === undefined || right === undefined ? undefined : { ...node, left, right };
    }
    case 'in': {
      const [item, list] = [seen(node.item), seen(node.list)];
      return item === undefined || list === undefined ? undefined : { ...node, item, list };
    }
    case 'call': {
      const args = node.args.flatMap((arg) => seen(arg) ?? []);
      return args.length === node.args.length ? { ...node, args } : undefined;
    }
    default:
      return undefined;
  }
}

function isTarget(node: Extract<ExprNode, { kind: 'field' }>, { field, isLine }: Choosing): boolean {
  return node.field === field && node.of.kind === 'variable' && node.of.name === (isLine ? 'line' : 'doc');
}

function ownValue(node: ExprNode & { readonly field: string }, variable: string, choosing: Choosing) {
  if (variable !== 'doc' && variable !== 'line') return undefined;
  const value = choosing.valueOf(variable, node.field);
  const plain = isReference(value) ? value.id : typeof value === 'number' ? String(value) : value;
  if (typeof plain !== 'boolean' && (typeof plain !== 'string' || plain === '')) return undefined;
  return { kind: 'literal', value: plain, type: node.type, nullable: false } as const;
}

/** The paths of field ids that are read of the row. */
function pathsIn(node: ExprNode): readonly string[] {
  const path = pathOf(node);
  return path === undefined ? childrenOf(node).flatMap(pathsIn) : [path.join('.')];
}

function pathOf(node: ExprNode): readonly string[] | undefined {
  if (node.kind !== 'field') return undefined;
  if (node.of.kind === 'variable') return node.of.name === 'doc' ? [node.field] : undefined;
  const before = pathOf(node.of);
  return before === undefined ? undefined : [...before, node.field];
}

function mayCompare({ model, entity, rights, locale }: Columning, path: string): boolean {
  const end = pathEnd(model, entity, { path, locale });
  return end?.owners.every((owner, index) => rights.compares(owner, end.steps[index] ?? '')) === true;
}
