import type { IssueCode } from '../core/issues.ts';
import { issue, type Issue, type IssueParams } from '../core/result.ts';
import type { ExprNode, ExprScope, ExprType } from './ast.ts';
import { celRange, type CelNode } from './cel.ts';
import { BOOL, idOf, isNullLiteral, isNumber, rangeOf, sameType, TEXT, typeName } from './types.ts';

/** What checking one expression carries along: the scope, the names bound by list forms, and the issues so far. */
export interface CheckContext {
  readonly source: string;
  readonly scope: ExprScope;
  readonly bound: ReadonlyMap<string, Element>;
  readonly issues: Issue[];
  /** Types any node; carried here because the forms on lists and the nodes contain each other. */
  readonly check: (cel: CelNode, context: CheckContext) => ExprNode | undefined;
}

/** What a name bound by a list form stands for. */
export interface Element {
  readonly type: ExprType;
  readonly nullable: boolean;
}

/** A place in the source: any node, of CEL's tree (`start`, `end`) or of ours. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Records an issue and gives `undefined`, the mark of a part that has no type; parents of it stay silent. */
export function report(context: CheckContext, code: IssueCode, place: Place, params: IssueParams = {}): undefined {
  context.issues.push(issue(code, '', { from: place.from, to: place.to, ...params }));
  return undefined;
}

/** The type that all nodes can have together: equal types, or decimal for numbers. Null literals fit any. */
export function commonType(nodes: readonly ExprNode[]): ExprType | undefined {
  const types = nodes.filter((node) => !isNullLiteral(node)).map((node) => node.type);
  const [first, ...rest] = types;
  if (first === undefined) return undefined;
  if (types.every(isNumber)) return types.find((type) => type.kind === 'decimal') ?? first;
  return rest.every((type) => sameType(type, first)) ? first : undefined;
}

/** Gives null literals the type they stand for. */
export function typed(node: ExprNode, type: ExprType): ExprNode {
  if (node.kind === 'literal' && node.value === null) return { ...node, type };
  return node;
}

/** A row or the actor stands for its id wherever a single value is wanted (SPEC EXP-21). */
export function single(node: ExprNode): ExprNode {
  if (node.type.kind !== 'actor') return idOf(node);
  return { kind: 'field', of: node, field: 'id', type: TEXT, nullable: false, ...rangeOf(node) };
}

/** A node that must be true or false. Issue: EXPR_CONDITION. */
export function checkCondition(cel: CelNode, context: CheckContext): ExprNode | undefined {
  const node = context.check(cel, context);
  if (node === undefined) return undefined;
  if (isNullLiteral(node)) return typed(node, BOOL);
  if (node.type.kind === 'bool') return node;
  return report(context, 'EXPR_CONDITION', placeOf(cel), { given: typeName(node.type) });
}

export function placeOf(cel: CelNode): Place {
  const [from, to] = celRange(cel);
  return { from, to };
}
