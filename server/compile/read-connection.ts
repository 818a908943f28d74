import { sql, type SqlBool } from 'kysely';
import { LIMITS } from '../../schema/core/limits.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { ArgNode } from './arguments.ts';
import type { ReadContext } from './read-context.ts';
import {
  beyondCursor,
  cursorSql,
  orderKeys,
  orderName,
  orderSql,
  type CursorRef,
  type OrderKey,
} from './read-order.ts';
import { baseCondition, jsonObject, pageSize, rowJson, typeNameSql } from './read-rows.ts';
import { whereCondition } from './read-where.ts';
import type { Selection } from './selection.ts';
import { allOf, type Sql } from './sql-text.ts';

/** A cursor that a request must bring, checked before the plan runs. */
export interface CursorCheck {
  readonly cursor: CursorRef['cursor'];
  readonly order: { readonly name: string; readonly count: number };
}

interface Page {
  readonly size: number;
  /** Reads from the end of the order and turns the result round. */
  readonly backward: boolean;
  readonly after: CursorRef | undefined;
  readonly before: CursorRef | undefined;
}

/**
 * A Relay connection in one statement. Asked for nothing but its rows it is a plain ordered list; page info costs one
 * row more, and the total count, which costs a scan, is made only when it is selected.
 */
export function connectionJson(
  context: ReadContext,
  entity: EntityModel,
  selection: Selection,
  checks: CursorCheck[],
): Sql {
  const { args } = selection;
  const alias = context.alias();
  const keys = orderKeys(context, entity, alias, args.get('orderBy'));
  const page = pageOf(context, args);
  for (const side of [page.after, page.before]) {
    if (side !== undefined) checks.push({ cursor: side.cursor, order: { name: orderName(keys), count: keys.length } });
  }
  const matching = allOf([
    baseCondition(context, entity, alias, args.get('bin')),
    whereCondition(context, entity, alias, args.get('where')),
  ]);
  const inPage = allOf([
    matching,
    ...[page.after, page.before].flatMap((cursor) => (cursor === undefined ? [] : [beyondCursor(keys, cursor)])),
  ]);
  const from = sql`from ${context.table(entity.id)} as ${sql.id(alias)} where ${inPage} order by ${orderSql(keys, page.backward)}`;

  const parts = selection.on();
  const lists = parts.filter(({ plan }) => plan?.source.kind === 'edges' || plan?.source.kind === 'nodes');
  const needsPage = lists.length !== 1 || page.backward || parts.some(({ plan }) => plan?.source.kind === 'pageInfo');
  const item = (list: Selection): Sql =>
    list.plan?.source.kind === 'nodes'
      ? rowJson(context, entity, alias, list.on())
      : edgeJson(context, entity, { alias, keys, list });

  const simple = lists[0];
  const rows = sql.id(context.alias());
  if (!needsPage && simple !== undefined) {
    const list = sql`(select coalesce(json_agg(${rows}.j), '[]') from (select ${item(simple)} as j ${from} limit ${sql.lit(page.size)}) as ${rows})`;
    return jsonObject(
      context,
      parts.map((part) => ({ key: part.key, value: part === simple ? list : plainPart(context, entity, part, args) })),
    );
  }

  const columns = [
    sql`${cursorSql(keys)} as c`,
    ...lists.map((list, index) => sql`${item(list)} as ${sql.id(`j${index}`)}`),
  ];
  const inOrder = sql.id(context.alias());
  // Numbered outside: a window function beside ORDER BY would number the rows before they are sorted.
  const pageRows = sql`select row_number() over () as n, ${inOrder}.* from (select ${sql.join(columns)} ${from} limit ${sql.lit(page.size + 1)}) as ${inOrder}`;
  const inner = (index: number): Sql =>
    sql`(select coalesce(json_agg(${sql.id(`j${index}`)} order by n ${page.backward ? sql`desc` : sql`asc`}), '[]') from ${rows} where n <= ${sql.lit(page.size)})`;
  const items = parts.map((part) => {
    const index = lists.indexOf(part);
    if (index >= 0) return { key: part.key, value: inner(index) };
    if (part.plan?.source.kind === 'pageInfo') return { key: part.key, value: pageInfoJson(context, part, rows, page) };
    return { key: part.key, value: plainPart(context, entity, part, args) };
  });
  return sql`(with ${rows} as materialized (${pageRows}) select ${jsonObject(context, items)})`;
}

function pageOf(context: ReadContext, args: Selection['args']): Page {
  const first = pageSize(context, args.get('first'), LIMITS.pageSizeMax);
  const last = pageSize(context, args.get('last'), LIMITS.pageSizeMax);
  if (first !== undefined && last !== undefined) context.refuse('PAGE_FIRST_AND_LAST', '');
  return {
    size: first ?? last ?? LIMITS.pageSizeDefault,
    backward: last !== undefined,
    after: cursorArg(args.get('after'), 'after'),
    before: cursorArg(args.get('before'), 'before'),
  };
}

function cursorArg(node: ArgNode | undefined, side: CursorRef['side']): CursorRef | undefined {
  if (node?.kind !== 'leaf') return undefined;
  return { side, cursor: node.path === undefined ? String(node.value) : { path: node.path } };
}

function edgeJson(
  context: ReadContext,
  entity: EntityModel,
  at: { readonly alias: string; readonly keys: readonly OrderKey[]; readonly list: Selection },
): Sql {
  return jsonObject(
    context,
    at.list.on().map((part) => {
      const kind = part.plan?.source.kind;
      if (kind === 'edgeNode') return { key: part.key, value: rowJson(context, entity, at.alias, part.on()) };
      return { key: part.key, value: kind === 'cursor' ? cursorSql(at.keys) : typeNameSql(part) };
    }),
  );
}

/** `totalCount` and `__typename`, which do not depend on the page. */
function plainPart(context: ReadContext, entity: EntityModel, part: Selection, args: Selection['args']): Sql {
  if (part.plan?.source.kind !== 'totalCount') return typeNameSql(part);
  const row = context.alias();
  const matching = allOf([
    baseCondition(context, entity, row, args.get('bin')),
    whereCondition(context, entity, row, args.get('where')),
  ]);
  return sql`(select count(*) from ${context.table(entity.id)} as ${sql.id(row)} where ${matching})`;
}

function pageInfoJson(context: ReadContext, part: Selection, rows: Sql, page: Page): Sql {
  const more = sql<SqlBool>`exists (select 1 from ${rows} where n > ${sql.lit(page.size)})`;
  const edge = (pick: 'first' | 'last'): Sql => {
    const ascending = (pick === 'first') !== page.backward;
    return sql`(select c from ${rows} where n <= ${sql.lit(page.size)} order by n ${ascending ? sql`asc` : sql`desc`} limit 1)`;
  };
  return jsonObject(
    context,
    part.on().map((info) => {
      const source = info.plan?.source;
      if (source?.kind !== 'pageInfoField') return { key: info.key, value: typeNameSql(info) };
      // Relay's cursor specification: only the direction of reading tells whether more follows.
      const value = {
        hasNextPage: page.backward ? sql`false` : more,
        hasPreviousPage: page.backward ? more : sql`false`,
        startCursor: edge('first'),
        endCursor: edge('last'),
      }[source.field];
      return { key: info.key, value };
    }),
  );
}
