import { assertNever } from '../core/result.ts';
import type { ExprField, ExprNode, ExprScope, ExprType } from './ast.ts';

export const BOOL: ExprType = { kind: 'bool' };
export const INT: ExprType = { kind: 'int' };
export const DECIMAL: ExprType = { kind: 'decimal' };
export const TEXT: ExprType = { kind: 'text' };
export const DATE: ExprType = { kind: 'date' };
export const TIME: ExprType = { kind: 'time' };
export const DATETIME: ExprType = { kind: 'datetime' };
export const DURATION: ExprType = { kind: 'duration' };

/**
 * The id of nobody: what `actor.id` is without a signed-in user. Not null, because null equals null: a rule such as
 * `doc.assignee == actor.id` would hand unassigned rows to callers without an identity.
 */
export const NOBODY_ID = '00000000-0000-0000-0000-000000000000';

/** What `actor` offers (SPEC EXP-22). */
export const ACTOR_FIELDS: ReadonlyMap<string, ExprField> = new Map<string, ExprField>([
  ['id', { type: TEXT, nullable: false }],
  ['name', { type: TEXT, nullable: true }],
  ['email', { type: TEXT, nullable: true }],
  ['role', { type: TEXT, nullable: false }],
  ['roles', { type: { kind: 'list', of: TEXT }, nullable: false, listMax: 100 }],
  ['departments', { type: { kind: 'list', of: TEXT }, nullable: false, listMax: 100 }],
]);

/** A type as messages show it: `decimal`, `list of text`, `Customer record`. */
export function typeName(type: ExprType): string {
  switch (type.kind) {
    case 'list':
      return `list of ${typeName(type.of)}`;
    case 'row':
      return `${type.entity} record`;
    case 'actor':
      return 'signed-in user';
    case 'bool':
    case 'int':
    case 'decimal':
    case 'text':
    case 'date':
    case 'time':
    case 'datetime':
    case 'duration':
    case 'json':
      return type.kind;
    default:
      return assertNever(type);
  }
}

export function sameType(a: ExprType, b: ExprType): boolean {
  if (a.kind === 'list') return b.kind === 'list' && sameType(a.of, b.of);
  if (a.kind === 'row') return b.kind === 'row' && a.entity === b.entity;
  return a.kind === b.kind;
}

export function isNumber(type: ExprType): boolean {
  return type.kind === 'int' || type.kind === 'decimal';
}

/** Types with an order: everything single-valued but bool and json. */
export function isOrdered(type: ExprType): boolean {
  return isNumber(type) || ['text', 'date', 'time', 'datetime', 'duration'].includes(type.kind);
}

export function isScalar(type: ExprType): boolean {
  return isOrdered(type) || type.kind === 'bool';
}

/** The fields of a row or of the actor; `undefined` when the type has none. */
export function fieldsOfType(type: ExprType, scope: ExprScope): ReadonlyMap<string, ExprField> | undefined {
  if (type.kind === 'row') return scope.fieldsOf(type.entity);
  return type.kind === 'actor' ? ACTOR_FIELDS : undefined;
}

/** A row where a text is wanted stands for its id (SPEC EXP-21); other nodes come back as they are. */
export function idOf(node: ExprNode): ExprNode {
  if (node.type.kind !== 'row') return node;
  return { kind: 'field', of: node, field: 'id', type: TEXT, nullable: node.nullable, ...rangeOf(node) };
}

/** The range of a node, to be spread into the node made from it. */
export function rangeOf(node: ExprNode): { readonly range?: readonly [number, number] } {
  return node.range === undefined ? {} : { range: node.range };
}

export function isNullLiteral(node: ExprNode): boolean {
  return node.kind === 'literal' && node.value === null;
}

/** The node's children in source order. */
export function childrenOf(node: ExprNode): readonly ExprNode[] {
  switch (node.kind) {
    case 'literal':
    case 'variable':
      return [];
    case 'list':
      return node.items;
    case 'field':
      return [node.of];
    case 'not':
    case 'negate':
    case 'isNull':
      return [node.arg];
    case 'binary':
      return [node.left, node.right];
    case 'in':
      return [node.item, node.list];
    case 'if':
      return [node.test, node.then, node.else];
    case 'call':
    case 'table':
      return node.args;
    case 'each':
      return [node.list, node.body];
    default:
      return assertNever(node);
  }
}
