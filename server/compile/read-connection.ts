import { sql, type SqlBool } from 'kysely';
import { LIMITS } from '../../schema/core/limits.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import { leafParam, type ArgNode, type Path } from './arguments.ts';
import { ledgerEntityOf } from './ledger-views.ts';
import type { FieldSource } from './graphql-plan-types.ts';
import { pageSize, type RowsBelow } from './read-below.ts';
import type { ReadContext } from './read-context.ts';
import { flatList, FLAT_ROWS_MIN, rowsOfEach } from './read-flat.ts';
import {
  beyondCursor,
  cursorSql,
  orderKeys,
  orderName,
  orderSql,
  type CursorRef,
  type OrderKey,
} from './read-order.ts';
import { baseCondition, jsonObject, rowJson, rowList, typeNameSql } from './read-rows.ts';
import { flatShell, objectShell, textShell, valueShell, type Shell } from './read-shell.ts';
import { whereCondition } from './read-where.ts';
import type { Selection } from './selection.ts';
import { allOf, column, type Sql } from './sql-text.ts';

/** What a request brings that is checked before the plan runs: a cursor, or a number of rows to pass over. */
export type PageCheck =
  | {
      readonly kind: 'cursor';
      readonly cursor: CursorRef['cursor'];
      readonly order: { readonly name: string; readonly count: number };
    }
  | { readonly kind: 'offset'; readonly offset: number | { readonly path: Path } };

interface Page {
  readonly size: number;
  /** Reads from the end of the order and turns the result round. */
  readonly backward: boolean;
  readonly after: CursorRef | undefined;
  readonly before: CursorRef | undefined;
  readonly offset: Extract<ArgNode, { kind: 'leaf' }> | undefined;
}

/**
 * A Relay connection as values of one row. Asked for nothing but its rows it is a plain ordered list; page info costs one
 * row more, and the total count, which costs a scan, is made only when it is selected.
 */
export function connectionJson(
  context: ReadContext,
  entity: EntityModel,
  selection: Selection,
  checks: PageCheck[],
): Shell {
  const plan = (): Shell => connectionOf(context, entity, selection, checks);
  return isForExport(selection) ? context.exporting(entity.id, plan) : plan();
}

function isForExport({ args }: Selection): boolean {
  const node = args.get('forExport');
  return node?.kind === 'leaf' && node.value === true;
}

function connectionOf(context: ReadContext, entity: EntityModel, selection: Selection, checks: PageCheck[]): Shell {
  const { args } = selection;
  const { alias, keys, page, rows: rowsOf } = listOf(context, entity, selection, checks);

  const parts = selection.on();
  const lists = parts.filter(({ plan }) => plan?.source.kind === 'edges' || plan?.source.kind === 'nodes');
  const infos = parts.filter(({ plan }) => plan?.source.kind === 'pageInfo');
  const [simple] = lists;
  if (simple !== undefined && lists.length === 1 && infos.length === 0 && !page.backward) {
    const limited = rowsOf(page.size);
    const list =
      simple.plan?.source.kind === 'nodes'
        ? nodeList(context, entity, { selections: simple.on(), size: page.size, rows: { alias, from: limited } })
        : valueShell(jsonList(context, edgeJson(context, entity, { alias, keys, list: simple }), limited));
    return objectShell(
      context,
      parts.map((part) => ({
        key: part.key,
        value: part === simple ? list : plainPart(context, entity, part, args),
      })),
    );
  }

  const hasCursors = infos.some((info) => info.on().some(({ plan }) => isEdgeCursor(plan?.source)));
  const columns = [
    sql`1 as one`,
    ...(hasCursors ? [sql`${cursorSql(keys)} as c`] : []),
    ...lists.map((list, index) => {
      const item =
        list.plan?.source.kind === 'nodes'
          ? rowJson(context, entity, alias, { selections: list.on() })
          : edgeJson(context, entity, { alias, keys, list });
      return sql`${item} as ${sql.id(`j${index}`)}`;
    }),
  ];
  const inOrder = sql.id(context.alias());
  // Numbered outside: a window function beside ORDER BY would number the rows before they are sorted.
  const rows = sql`select row_number() over () as n, ${inOrder}.* from (select ${sql.join(columns)} ${rowsOf(page.size + 1)}) as ${inOrder}`;
  const order = page.backward ? sql`order by n desc` : sql``;
  const found = context.alias();
  const totals = sql.join([
    sql`count(*) as n`,
    ...(hasCursors ? [sql`array_agg(c ${order}) filter (where n <= ${sql.lit(page.size)}) as c`] : []),
    ...lists.map((_, index) => {
      const name = sql.id(`j${index}`);
      return sql`coalesce(json_agg(${name} ${order}) filter (where n <= ${sql.lit(page.size)}), '[]') as ${name}`;
    }),
  ]);
  const items = parts.map((part) => {
    const index = lists.indexOf(part);
    if (index >= 0) return { key: part.key, value: valueShell(column(found, `j${index}`)) };
    if (part.plan?.source.kind === 'pageInfo')
      return { key: part.key, value: valueShell(pageInfoJson(context, part, found, page)) };
    return { key: part.key, value: plainPart(context, entity, part, args) };
  });
  return objectShell(context, items, [
    sql`(select ${totals} from (${rows}) as ${sql.id(context.alias())}) as ${sql.id(found)}`,
  ]);
}

interface ListOf {
  readonly alias: string;
  readonly keys: readonly OrderKey[];
  readonly page: Page;
  /** From `from` on: so many rows of the page, in its order. */
  readonly rows: (limit: number) => Sql;
}

function listOf(context: ReadContext, entity: EntityModel, selection: Selection, checks: PageCheck[]): ListOf {
  const { args } = selection;
  const alias = context.alias();
  const keys = orderKeys(context, entity, alias, args.get('orderBy'));
  const page = pageOf(context, args);
  for (const side of [page.after, page.before]) {
    if (side !== undefined)
      checks.push({
        kind: 'cursor',
        cursor: side.cursor,
        order: { name: orderName(keys), count: keys.length },
      });
  }
  const { offset } = page;
  if (offset !== undefined)
    checks.push({
      kind: 'offset',
      offset: offset.path === undefined ? Number(offset.value) : { path: offset.path },
    });
  const matching = allOf([
    baseCondition(context, entity, alias, args.get('bin')),
    whereCondition(context, entity, alias, args.get('where')),
  ]);
  const inPage = allOf([
    matching,
    ...[page.after, page.before].flatMap((cursor) => (cursor === undefined ? [] : [beyondCursor(keys, cursor)])),
  ]);
  const table = sql`${context.table(entity.id)} as ${sql.id(alias)}`;
  const order = sql`order by ${orderSql(keys, page.backward)}`;
  const rows = (limit: number): Sql => {
    if (offset === undefined) return sql`from ${table} where ${inPage} ${order} limit ${sql.lit(limit)}`;
    const part = sql`${order} limit ${sql.lit(limit)} offset ${leafParam(offset)}::bigint`;
    const id = column(alias, 'id');
    // PostgreSQL works out what is selected of rows that it passes over, so only the page's own rows are looked into.
    return ledgerEntityOf(context.model, entity.id) === undefined
      ? sql`from ${table} where ${id} = any(array(select ${id} from ${table} where ${inPage} ${part})) ${order}`
      : sql`from (select ${sql.id(alias)}.* from ${table} where ${inPage} ${part}) as ${sql.id(alias)} ${order}`;
  };
  return { alias, keys, page, rows };
}

/** A list of rows: as flat rows where they are many and may come so, else as JSON. */
function nodeList(
  context: ReadContext,
  entity: EntityModel,
  at: { readonly selections: readonly Selection[]; readonly size: number; readonly rows: RowsBelow },
): Shell {
  const { selections, size, rows } = at;
  if (context.givesFlat && size * rowsOfEach(selections) >= FLAT_ROWS_MIN) {
    const { value, list } = flatList(context, entity, { rows, selections });
    return flatShell(value, list);
  }
  return valueShell(rowList(context, entity, rows.alias, { selections, from: rows.from }));
}

function jsonList(context: ReadContext, item: Sql, from: Sql): Sql {
  const rows = sql.id(context.alias());
  return sql`(select coalesce(json_agg(${rows}.j), '[]') from (select ${item} as j ${from}) as ${rows})`;
}

function isEdgeCursor(source: FieldSource | undefined): boolean {
  return source?.kind === 'pageInfoField' && (source.field === 'startCursor' || source.field === 'endCursor');
}

function pageOf(context: ReadContext, args: Selection['args']): Page {
  const first = pageSize(context, args.get('first'), LIMITS.pageSizeMax);
  const last = pageSize(context, args.get('last'), LIMITS.pageSizeMax);
  if (first !== undefined && last !== undefined) context.refuse('PAGE_FIRST_AND_LAST', '');
  const after = cursorArg(args.get('after'), 'after');
  const before = cursorArg(args.get('before'), 'before');
  const given = args.get('offset');
  const offset = given?.kind === 'leaf' ? given : undefined;
  if (offset !== undefined && (after !== undefined || before !== undefined))
    context.refuse('PAGE_OFFSET_AND_CURSOR', '');
  return { size: first ?? last ?? LIMITS.pageSizeDefault, backward: last !== undefined, after, before, offset };
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
      if (kind === 'edgeNode')
        return { key: part.key, value: rowJson(context, entity, at.alias, { selections: part.on() }) };
      return { key: part.key, value: kind === 'cursor' ? cursorSql(at.keys) : typeNameSql(part) };
    }),
  );
}

/** `totalCount` and `__typename`, which do not depend on the page. */
function plainPart(context: ReadContext, entity: EntityModel, part: Selection, args: Selection['args']): Shell {
  if (part.plan?.source.kind !== 'totalCount') return textShell(part.typeName);
  const row = context.alias();
  const matching = allOf([
    baseCondition(context, entity, row, args.get('bin')),
    whereCondition(context, entity, row, args.get('where')),
  ]);
  return valueShell(sql`(select count(*) from ${context.table(entity.id)} as ${sql.id(row)} where ${matching})`);
}

/** What the page's one pass found at `found`: `n` rows, of which one may be past the page, and the cursors `c` of those on it. */
function pageInfoJson(context: ReadContext, part: Selection, found: string, page: Page): Sql {
  const more = sql<SqlBool>`${column(found, 'n')} > ${sql.lit(page.size)}`;
  const cursors = column(found, 'c');
  return jsonObject(
    context,
    part.on().map((info) => {
      const source = info.plan?.source;
      if (source?.kind !== 'pageInfoField') return { key: info.key, value: typeNameSql(info) };
      // Relay's cursor specification: only the direction of reading tells whether more follows.
      const value = {
        hasNextPage: page.backward ? sql`false` : more,
        hasPreviousPage: page.backward ? more : sql`false`,
        startCursor: sql`${cursors}[1]`,
        endCursor: sql`${cursors}[cardinality(${cursors})]`,
      }[source.field];
      return { key: info.key, value };
    }),
  );
}
