import { sql } from 'kysely';
import { assert, assertNever } from '../../schema/core/result.ts';
import type { ExprNode } from '../../schema/expr/ast.ts';
import type { Sql, SqlBinding, SqlList, SqlRow, SqlTarget, SqlValue } from './expr-sql-binding.ts';
import type { ListCall } from './expr-sql-calls.ts';
import { collated, commonKind, convert, isPlain, kindOf, quotientOf } from './expr-sql-values.ts';

/** What a name bound by a list form stands for. `later` is a node compiled where the name is used (`map` to rows). */
export type Element =
  | { readonly kind: 'row'; readonly row: SqlRow }
  | { readonly kind: 'id'; readonly entity: string; readonly id: SqlValue }
  | { readonly kind: 'value'; readonly value: SqlValue }
  | { readonly kind: 'later'; readonly node: ExprNode; readonly env: Env };

/** What compiling one node needs; `value` and `truth` compile children (carried here, as the files need each other). */
export interface Env {
  readonly binding: SqlBinding;
  readonly bound: ReadonlyMap<string, Element>;
  readonly value: (node: ExprNode, env: Env) => SqlValue;
  /** The condition where only truth counts. */
  readonly truth: (node: ExprNode, env: Env) => Sql;
}

/** A row with the tables that must be read to reach it. */
export interface Reached {
  readonly row: SqlRow;
  readonly from: readonly Sql[];
  readonly where: readonly Sql[];
}

/** A list as the source of a subquery. */
interface Relation {
  readonly from: readonly Sql[];
  readonly where: readonly Sql[];
  readonly element: Element;
}

/** The row that a node of row type denotes, references followed. */
export function reach(node: ExprNode, env: Env): Reached {
  if (node.kind === 'variable') {
    const element = env.bound.get(node.name);
    if (element === undefined) return { row: env.binding.row(node.name), from: [], where: [] };
    if (element.kind === 'row') return { row: element.row, from: [], where: [] };
    if (element.kind === 'later') return reach(element.node, element.env);
    assert(element.kind === 'id', 'a value is no row');
    return through(env.binding.rowById(element.entity, element.id.sql, env.binding.newAlias()), {
      from: [],
      where: [],
    });
  }
  assert(node.kind === 'field', 'a row is a variable or a reference');
  const parent = reach(node.of, env);
  return through(env.binding.follow(parent.row, node.field, env.binding.newAlias()), parent);
}

function through(
  target: SqlTarget,
  parent: { readonly from: readonly Sql[]; readonly where: readonly Sql[] },
): Reached {
  return {
    row: target.row,
    from: target.from === undefined ? parent.from : [...parent.from, target.from],
    where: target.on === undefined ? parent.where : [...parent.where, target.on],
  };
}

/** The id that a node of row type holds, without reading the row it points at. */
export function idSql(node: ExprNode, env: Env): SqlValue {
  if (node.kind === 'variable') {
    const element = env.bound.get(node.name);
    if (element?.kind === 'id') return element.id;
    if (element?.kind === 'later') return idSql(element.node, element.env);
    return env.binding.column(element?.kind === 'row' ? element.row : env.binding.row(node.name), 'id');
  }
  assert(node.kind === 'field', 'a row is a variable or a reference');
  return columnSql(node.of, node.field, env);
}

/** A column of the row that a node denotes, in a subquery when references are followed. */
export function columnSql(of: ExprNode, field: string, env: Env): SqlValue {
  const { row, from, where } = reach(of, env);
  const column = env.binding.column(row, field);
  if (from.length === 0) return column;
  return { sql: sql`(select ${column.sql} from ${sql.join(from)}${whereSql(where)})`, as: column.as };
}

/** `all` and `exists` (SPEC EXP-17). */
export function quantified(node: Extract<ExprNode, { readonly kind: 'each' }>, env: Env): Sql {
  const relation = relationOf(node.list, env);
  const inner = { ...env, bound: new Map([...env.bound, [node.variable, relation.element]]) };
  if (node.fn === 'exists') return exists(relation, env.truth(node.body, inner));
  return sql`(not ${exists(relation, sql`(${env.value(node.body, inner).sql}) is false`)})`;
}

/** `item in list`; an item that is null is in the list only if a null is (SPEC EXP-8). */
export function membership(node: Extract<ExprNode, { readonly kind: 'in' }>, env: Env): Sql {
  const item = env.value(node.item, env);
  const { list } = node;
  if (list.kind === 'list' && !list.items.some(({ nullable }) => nullable)) {
    const items = list.items.map((each) => env.value(each, env));
    const kind = commonKind([item, ...items]);
    const isSure = kind !== 'text' || [node.item, ...list.items].every(isPlain);
    const sought = isSure ? convert(item, kind) : collated(convert(item, kind));
    const found = sql`${sought} in (${sql.join(items.map((each) => convert(each, kind)))})`;
    return node.item.nullable ? sql`coalesce(${found}, false)` : sql`(${found})`;
  }
  const array = arrayOf(list, env);
  if (array !== undefined) return inArray(item, array, isPlain(node.item));
  const relation = relationOf(list, env);
  const element = elementValue(relation.element, env);
  const kind = commonKind([item, element]);
  const sought = kind === 'text' ? collated(convert(item, kind)) : convert(item, kind);
  return exists(relation, sql`${convert(element, kind)} is not distinct from ${sought}`);
}

function inArray(
  item: SqlValue,
  { array, element }: Extract<SqlList, { readonly kind: 'array' }>,
  isSure: boolean,
): Sql {
  const isSame = item.as === element;
  const sought = isSame
    ? item.sql
    : convert(item, element === 'uuid' ? 'text' : element === 'int' ? 'numeric' : element);
  const cast = isSame
    ? array
    : element === 'uuid'
      ? sql`(${array})::text[]`
      : element === 'int'
        ? sql`(${array})::numeric[]`
        : array;
  const isText = !isSure && (element === 'text' || (element === 'uuid' && !isSame));
  return sql`coalesce(${isText ? collated(sought) : sought} = any(${cast}), false)`;
}

/** The array when the list is one in a column of a row at hand; ids of its rows are its elements. */
function arrayOf(list: ExprNode, env: Env): Extract<SqlList, { readonly kind: 'array' }> | undefined {
  const isIds = list.kind === 'each' && list.fn === 'map' && isIdOf(list.body, list.variable);
  const field = isIds ? list.list : list;
  if (field.kind !== 'field') return undefined;
  if (field.of.type.kind === 'actor') return onlyArray(env.binding.context.actorList(field.field));
  const reached = reach(field.of, env);
  return reached.from.length > 0
    ? undefined
    : onlyArray(env.binding.list(reached.row, field.field, env.binding.newAlias()));
}

function isIdOf(body: ExprNode, variable: string): boolean {
  return body.kind === 'field' && body.field === 'id' && body.of.kind === 'variable' && body.of.name === variable;
}

function onlyArray(list: SqlList): Extract<SqlList, { readonly kind: 'array' }> | undefined {
  return list.kind === 'array' ? list : undefined;
}

/**
 * `size`, `sum`, `avg`, `min`, `max` of a list. The elements are computed in a subquery of their own: an aggregate
 * whose argument reads only outer columns would belong to the outer query (PostgreSQL, “Aggregate Expressions”).
 */
export function aggregate(fn: ListCall, list: ExprNode, env: Env): SqlValue {
  const relation = relationOf(list, env);
  const source = sql`from ${sql.join(relation.from)}${whereSql(relation.where)}`;
  if (fn === 'count') return { sql: sql`(select count(*)::numeric ${source})`, as: 'numeric' };
  const type = list.type.kind === 'list' ? list.type.of : list.type;
  const element = elementValue(relation.element, env);
  const kind = type.kind === 'text' ? 'text' : commonKind([element]);
  const values = sql`from (select ${convert(element, kind)} as v ${source}) as q`;
  const ordered = kind === 'text' ? collated(sql`q.v`) : sql`q.v`;
  switch (fn) {
    case 'sum':
      return { sql: sql`(select coalesce(sum(q.v), 0) ${values})`, as: kindOf(type) };
    case 'avg': {
      const mean = sql`(select sum(q.v) as a, count(q.v)::numeric as b ${values}) as q`;
      return { sql: sql`(select ${quotientOf(12)} from ${mean})`, as: 'numeric' };
    }
    case 'listMin':
      return { sql: sql`(select min(${ordered}) ${values})`, as: kind };
    case 'listMax':
      return { sql: sql`(select max(${ordered}) ${values})`, as: kind };
    default:
      return assertNever(fn);
  }
}

/** A list as an array, for expressions whose result is one. */
export function arraySql(list: ExprNode, env: Env): Sql {
  const relation = relationOf(list, env);
  const element = elementValue(relation.element, env);
  return sql`array(select ${element.sql} from ${sql.join(relation.from)}${whereSql(relation.where)})`;
}

function exists(relation: Relation, condition: Sql): Sql {
  return sql`exists (select 1 from ${sql.join(relation.from)}${whereSql([...relation.where, condition])})`;
}

function whereSql(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`` : sql` where ${sql.join(conditions, sql` and `)}`;
}

function relationOf(list: ExprNode, env: Env): Relation {
  if (list.kind === 'list') return literalRelation(list, env);
  if (list.kind === 'each') {
    const source = relationOf(list.list, env);
    const inner = { ...env, bound: new Map([...env.bound, [list.variable, source.element]]) };
    if (list.fn === 'filter') return { ...source, where: [...source.where, env.truth(list.body, inner)] };
    return { ...source, element: { kind: 'later', node: list.body, env: inner } };
  }
  assert(list.kind === 'field', 'a list is written out, made by a form, or a field');
  if (list.of.type.kind === 'actor') {
    return sourceOf(env.binding.context.actorList(list.field), { from: [], where: [] }, env);
  }
  const parent = reach(list.of, env);
  return sourceOf(env.binding.list(parent.row, list.field, env.binding.newAlias()), parent, env);
}

function literalRelation(list: Extract<ExprNode, { readonly kind: 'list' }>, env: Env): Relation {
  const values = list.items.map((item) => env.value(item, env));
  const as = commonKind(values);
  const alias = env.binding.newAlias();
  const rows = sql.join(values.map((value) => sql`(${convert(value, as)})`));
  return {
    from: [sql`(values ${rows}) as ${sql.id(alias)}(v)`],
    where: [],
    element: { kind: 'value', value: { sql: sql.ref(`${alias}.v`), as } },
  };
}

function sourceOf(list: SqlList, parent: Pick<Relation, 'from' | 'where'>, env: Env): Relation {
  if (list.kind === 'rows') {
    return {
      from: [...parent.from, list.from],
      where: [...parent.where, list.on],
      element: { kind: 'row', row: list.row },
    };
  }
  const alias = env.binding.newAlias();
  const value: SqlValue = { sql: sql.ref(`${alias}.v`), as: list.element };
  return {
    from: [...parent.from, sql`unnest(${list.array}) as ${sql.id(alias)}(v)`],
    where: parent.where,
    element: list.entity === undefined ? { kind: 'value', value } : { kind: 'id', entity: list.entity, id: value },
  };
}

function elementValue(element: Element, env: Env): SqlValue {
  switch (element.kind) {
    case 'value':
      return element.value;
    case 'id':
      return element.id;
    case 'row':
      return env.binding.column(element.row, 'id');
    case 'later':
      return element.node.type.kind === 'row' ? idSql(element.node, element.env) : env.value(element.node, element.env);
    default:
      return assertNever(element);
  }
}
