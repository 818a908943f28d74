import type { ExprNode } from '../expr/ast.ts';
import { isNullLiteral } from '../expr/types.ts';
import type { ResolveContext } from './context.ts';

/** Whether an expression names a person, or nobody: a user field, who made or changed the row, or who acts. */
export function namesPerson(context: ResolveContext, node: ExprNode): boolean {
  if (isNullLiteral(node)) return true;
  if (node.kind === 'if') return namesPerson(context, node.then) && namesPerson(context, node.else);
  if (node.kind === 'call' && node.fn === 'coalesce') return node.args.every((arg) => namesPerson(context, arg));
  if (node.kind !== 'field') return false;
  const { type } = node.of;
  if (type.kind === 'actor') return node.field === 'id';
  if (type.kind !== 'row') return false;
  if (node.field === 'createdBy' || node.field === 'updatedBy') return true;
  return context.entities.get(type.entity)?.fields.get(node.field)?.type?.kind === 'user';
}
