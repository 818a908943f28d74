import { sql } from 'kysely';
import { assertNever, must } from '../../schema/core/result.ts';
import type { Expr, ExprNode } from '../../schema/expr/ast.ts';
import type { Sql, SqlBinding, SqlValue } from './expr-sql-binding.ts';
import { callSql, isListCall } from './expr-sql-calls.ts';
import { aggregate, arraySql, columnSql, idSql, membership, quantified, type Env } from './expr-sql-lists.ts';
import { tableSql } from './expr-sql-table.ts';
import {
  arithmetic,
  commonKind,
  convert,
  equality,
  kindOf,
  literalSql,
  order,
  type Mode,
  type Side,
} from './expr-sql-values.ts';

/**
 * The expression as SQL, equal in value to `evaluate` on every row (SPEC EXP; held by the differential test). Literals
 * are parameters, names come from the binding. Numbers are `numeric`, durations `numeric` seconds, a row its id, a
 * list an array.
 */
export function exprToSql(expr: Expr, binding: SqlBinding): Sql {
  return exprToValue(expr, binding).sql;
}

/** The same with the kind of SQL type that it has. */
export function exprToValue(expr: Expr, binding: SqlBinding): SqlValue {
  return valueSql(expr.root, envOf(binding));
}

/**
 * A condition for a `where` clause: true on just the rows for which the expression is true. It may be null where the
 * expression is false, and so compares in a way that indexes serve; for checks, which must tell the two apart, take
 * `exprToSql`.
 */
export function exprToCondition(expr: Expr, binding: SqlBinding): Sql {
  return conditionSql(expr.root, envOf(binding), 'truth');
}

function envOf(binding: SqlBinding): Env {
  return { binding, bound: new Map(), value: valueSql, truth: (node, env) => conditionSql(node, env, 'truth') };
}

function valueSql(node: ExprNode, env: Env): SqlValue {
  if (node.type.kind === 'bool') return { sql: conditionSql(node, env, 'exact'), as: 'bool' };
  switch (node.kind) {
    case 'literal':
      return literalSql(node.value, node.type);
    case 'variable':
      return variableSql(node, env);
    case 'field':
      return fieldSql(node, env);
    case 'negate':
      return { sql: sql`(- ${convert(valueSql(node.arg, env), 'numeric')})`, as: kindOf(node.type) };
    case 'binary':
      return { sql: arithmetic(node.op, sideOf(node.left, env), sideOf(node.right, env)), as: kindOf(node.type) };
    case 'if': {
      const [then, otherwise] = [valueSql(node.then, env), valueSql(node.else, env)];
      const as = commonKind([then, otherwise]);
      const test = conditionSql(node.test, env, 'truth');
      return { sql: sql`case when ${test} then ${convert(then, as)} else ${convert(otherwise, as)} end`, as };
    }
    case 'call': {
      if (isListCall(node.fn)) return aggregate(node.fn, must(node.args[0], 'list'), env);
      const args = node.args.map((arg) => valueSql(arg, env));
      const types = node.args.map(({ type }) => type);
      return callSql(node.fn, { args, types, nodes: node.args, context: env.binding.context }, node.type);
    }
    case 'table':
      return tableSql(node, env);
    case 'list':
    case 'each':
      return { sql: arraySql(node, env), as: 'text' };
    case 'not':
    case 'isNull':
    case 'in':
      throw new Error(`Broken invariant: a ${node.kind} is a condition`);
    default:
      return assertNever(node);
  }
}

function variableSql(node: Extract<ExprNode, { readonly kind: 'variable' }>, env: Env): SqlValue {
  if (node.type.kind === 'actor') return env.binding.context.actor('id');
  const element = env.bound.get(node.name);
  if (element?.kind === 'value') return element.value;
  if (element?.kind === 'later' && node.type.kind !== 'row') return valueSql(element.node, element.env);
  return idSql(node, env);
}

function fieldSql(node: Extract<ExprNode, { readonly kind: 'field' }>, env: Env): SqlValue {
  if (node.type.kind === 'list') return { sql: arraySql(node, env), as: 'text' };
  if (node.of.type.kind === 'actor') return env.binding.context.actor(node.field);
  return node.field === 'id' ? idSql(node.of, env) : columnSql(node.of, node.field, env);
}

function sideOf(node: ExprNode, env: Env): Side {
  return { node, value: valueSql(node, env) };
}

/** A node of type bool. In mode `truth`, null may stand for false. */
function conditionSql(node: ExprNode, env: Env, mode: Mode): Sql {
  switch (node.kind) {
    case 'literal':
      return literalSql(node.value, node.type).sql;
    case 'variable':
      return variableSql(node, env).sql;
    case 'field':
      return fieldSql(node, env).sql;
    case 'not':
      return sql`(not ${conditionSql(node.arg, env, 'exact')})`;
    case 'isNull':
      return sql`((${valueSql(node.arg, env).sql}) is null)`;
    case 'binary':
      return binaryCondition(node, env, mode);
    case 'in':
      return membership(node, env);
    case 'if': {
      const test = conditionSql(node.test, env, 'truth');
      return sql`case when ${test} then ${conditionSql(node.then, env, mode)} else ${conditionSql(node.else, env, mode)} end`;
    }
    case 'call': {
      if (isListCall(node.fn)) throw new Error(`Broken invariant: ${node.fn} is no condition`);
      const args = node.args.map((arg) => valueSql(arg, env));
      const types = node.args.map(({ type }) => type);
      return callSql(node.fn, { args, types, nodes: node.args, context: env.binding.context }, node.type).sql;
    }
    case 'table':
      return tableSql(node, env).sql;
    case 'each':
      return quantified(node, env);
    case 'negate':
    case 'list':
      throw new Error(`Broken invariant: a ${node.kind} is no condition`);
    default:
      return assertNever(node);
  }
}

function binaryCondition(node: Extract<ExprNode, { readonly kind: 'binary' }>, env: Env, mode: Mode): Sql {
  const { op } = node;
  if (op === 'and' || op === 'or') {
    const [left, right] = [conditionSql(node.left, env, mode), conditionSql(node.right, env, mode)];
    return op === 'and' ? sql`(${left} and ${right})` : sql`(${left} or ${right})`;
  }
  const [left, right] = [sideOf(node.left, env), sideOf(node.right, env)];
  if (op === 'eq' || op === 'ne') return equality(op, left, { right, mode });
  if (op === 'lt' || op === 'lte' || op === 'gt' || op === 'gte') return order(op, left, right);
  throw new Error(`Broken invariant: ${op} is no condition`);
}
