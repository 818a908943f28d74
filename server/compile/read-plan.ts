import { sql, type SqlBool } from 'kysely';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, must, ok, refused, type Result } from '../../schema/core/result.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import type { Access } from './access.ts';
import { typeNames } from '../../schema/model/names.ts';
import { leafParam, type Path, type Variables } from './arguments.ts';
import type { FlatList } from './flat-json.ts';
import { aggregateJson } from './read-aggregate.ts';
import { connectionJson, type PageCheck } from './read-connection.ts';
import { ReadContext } from './read-context.ts';
import { queryCost } from './query-cost.ts';
import { readCursor, type CursorRef } from './read-order.ts';
import { baseCondition, byCondition, jsonObject, rowJson, typeNameSql } from './read-rows.ts';
import { objectShell, shellStatement, textShell, valueShell, type Shell, type ShellTexts } from './read-shell.ts';
import { whereCondition } from './read-where.ts';
import { hasId, ledgerTable } from './ledger-views.ts';
import type { Selection } from './selection.ts';
import { allOf, column, compileSql, encodeValue, Slot, tenantTable, type Sql, type SqlTemplate } from './sql-text.ts';
import { readableEntities } from './storage.ts';

/** A whole read as one statement that gives one row; shared by all tenants and users of (shape, access). */
export interface ReadPlan {
  readonly template: SqlTemplate;
  /** What stands around the row's values (`inShell`). */
  readonly texts: ShellTexts;
  readonly checks: readonly PageCheck[];
  /** Whether the answer holds ciphertext that the server must open. */
  readonly hasSecrets: boolean;
  /** The same answer by a statement that is cheaper: lists are flat rows, which become JSON here (`inFlatShell`). */
  readonly flat?: {
    readonly template: SqlTemplate;
    readonly texts: ShellTexts;
    readonly lists: readonly (FlatList | undefined)[];
  };
  /** The same answer for several ids, each as a row with its place (from 1) as `n`; where nothing but the ids differs. */
  readonly each?: SqlTemplate;
}

/** The signed-in user as plans and expressions see him. */
export interface Actor {
  readonly id: string | null;
  readonly name: string;
  readonly email: string;
  /** The first of the roles, for rules that know just one. */
  readonly role: string;
  readonly roles: readonly string[];
  readonly departments: readonly string[];
}

/** Values that enter a plan when it runs. */
export interface ReadBinding {
  readonly variables: Variables;
  readonly actor: Actor;
  /** ISO instant. */
  readonly now: string;
  /** `YYYY-MM-DD` in the tenant's time zone. */
  readonly today: string;
  readonly timeZone: string;
  readonly given?: Readonly<Record<string, unknown>>;
}

/** Under this key, which no client can ask for, a `node` says its type when graphql-js completes the answer. */
export const NODE_TYPE_KEY = '__type name';

/** The plan of a query's root fields, or every problem with its arguments. */
export function planRead(
  model: Model,
  access: Access,
  roots: readonly Selection[],
  options: { readonly namesTypes?: boolean } = {},
): Result<ReadPlan> {
  const context = new ReadContext(model, access);
  context.namesTypes = options.namesTypes ?? false;
  const cost = queryCost(roots);
  if (cost > LIMITS.queryCostMax) context.refuse('QUERY_TOO_COSTLY', '', { cost, max: LIMITS.queryCostMax });
  const checks: PageCheck[] = [];
  const { statement, texts } = shellStatement(rootsShell(context, roots, checks));
  const plan = finish(context, statement, { texts, checks });
  // Ciphertext is opened, and types are named, in an answer that is completed value by value.
  if (!plan.ok || context.namesTypes || context.hasSecrets) return plan;
  const flat = flatPlan(new ReadContext(model, access), roots);
  return flat === undefined ? plan : ok({ ...plan.value, flat });
}

/** The same with flat rows for long lists; `undefined` where there are none. */
function flatPlan(context: ReadContext, roots: readonly Selection[]): ReadPlan['flat'] {
  if (!roots.some(({ plan }) => plan?.source.kind === 'many')) return undefined;
  context.givesFlat = true;
  const { statement, texts, lists } = shellStatement(rootsShell(context, roots, []));
  return lists.every((list) => list === undefined) ? undefined : { template: compileSql(statement), texts, lists };
}

function rootsShell(context: ReadContext, roots: readonly Selection[], checks: PageCheck[]): Shell {
  return objectShell(
    context,
    roots.map((root) => ({ key: root.key, value: rootShell(context, root, checks) })),
  );
}

/** The plan of what a write answers: the selected fields of the rows whose ids are given as `ids`, in that order. */
export function planRows(
  model: Model,
  access: Access,
  rows: { readonly entity: EntityModel; readonly selections: readonly Selection[]; readonly isList: boolean },
): Result<ReadPlan> {
  const context = new ReadContext(model, access);
  const alias = context.alias();
  const wanted = sql.id(context.alias());
  const item = rowJson(context, rows.entity, alias, rows);
  const ids = new Slot({ kind: 'given', name: 'ids' });
  const listed = sql`unnest(${ids}::uuid[]) with ordinality as ${wanted}(id, n)`;
  if (!rows.isList) {
    const one = sql`select (${item})::text as answer from ${context.table(rows.entity.id)} as ${sql.id(alias)} where ${column(alias, 'id')} = any(${ids}::uuid[])`;
    const plan = finish(context, one, ALONE);
    if (!plan.ok || !plan.value.template.params.every((param) => !(param instanceof Slot) || param === ids))
      return plan;
    const each = sql`select ${wanted}.n::int as n, (${item})::text as answer from ${listed} join ${context.table(rows.entity.id)} as ${sql.id(alias)} on ${column(alias, 'id')} = ${wanted}.id`;
    return ok({ ...plan.value, each: compileSql(each) });
  }
  // The caller has just written these rows, so they are shown even when a row rule now puts them out of sight.
  const list = sql`select coalesce(json_agg(${item} order by ${wanted}.n), '[]')::text as answer from ${listed} join ${context.table(rows.entity.id)} as ${sql.id(alias)} on ${column(alias, 'id')} = ${wanted}.id`;
  return finish(context, list, ALONE);
}

/** The plan of what subscribers get: the row with the id given as `id` where they may see it and it matches their filter. */
export function planChange(model: Model, access: Access, root: Selection): Result<ReadPlan> {
  const context = new ReadContext(model, access);
  const source = must(root.plan, 'subscription').source;
  if (source.kind !== 'changed') throw new Error(`Broken invariant: ${source.kind} is no subscription`);
  const entity = context.entity(source.entity);
  const alias = context.alias();
  const condition = allOf([
    sql<SqlBool>`${column(alias, 'id')} = ${new Slot({ kind: 'given', name: 'id' })}::uuid`,
    context.rowCondition(entity, alias),
    whereCondition(context, entity, alias, root.args.get('where')),
  ]);
  const items = root.on().map((part) => {
    const kind = part.plan?.source.kind;
    if (kind === 'changeEvent')
      return { key: part.key, value: sql`${new Slot({ kind: 'given', name: 'event' })}::text` };
    if (kind === 'changeId') return { key: part.key, value: column(alias, 'id') };
    return {
      key: part.key,
      value: kind === 'changeNode' ? rowJson(context, entity, alias, { selections: part.on() }) : typeNameSql(part),
    };
  });
  const change = jsonObject(context, items);
  return finish(
    context,
    sql`select ${jsonObject(context, [{ key: root.key, value: change }])}::text from ${context.table(entity.id)} as ${sql.id(alias)} where ${condition}`,
    ALONE,
  );
}

/** One value, which is the whole answer. */
const ALONE = { texts: ['', ''], checks: [] } as const;

function finish(context: ReadContext, statement: Sql, around: Pick<ReadPlan, 'texts' | 'checks'>): Result<ReadPlan> {
  return context.issues.length > 0
    ? refused(context.issues)
    : ok({ template: compileSql(statement), ...around, hasSecrets: context.hasSecrets });
}

function rootShell(context: ReadContext, root: Selection, checks: PageCheck[]): Shell {
  const source = root.plan?.source;
  if (source === undefined) return textShell(root.typeName);
  switch (source.kind) {
    case 'one':
      return valueShell(oneJson(context, context.entity(source.entity), root));
    case 'many':
    case 'aggregate': {
      const entity = context.entity(source.entity);
      const plan = (): Shell =>
        source.kind === 'many'
          ? connectionJson(context, entity, root, checks)
          : valueShell(aggregateJson(context, entity, root));
      return source.at === true ? context.within(entity.id, rowsAt(context, entity, root), plan) : plan();
    }
    case 'node':
      return valueShell(nodeJson(context, root));
    default:
      throw new Error(`Broken invariant: ${source.kind} is no query`);
  }
}

/** A ledger's balances at the moment that is asked for. */
function rowsAt(context: ReadContext, entity: EntityModel, root: Selection): Sql {
  const moment = root.args.get('at');
  const at = sql`${moment?.kind === 'leaf' ? leafParam(moment) : null}::timestamptz`;
  return must(ledgerTable(context.model, entity.id, { table: tenantTable, at }), `ledger of ${entity.id}`);
}

function oneJson(context: ReadContext, entity: EntityModel, root: Selection): Sql {
  const alias = context.alias();
  const id = root.args.get('id');
  const by = root.args.get('by');
  const given = [id, by].filter((node) => node !== undefined && node.kind !== 'null');
  if (given.length !== 1) context.refuse('ONE_ID_OR_KEY', '', { field: must(root.plan, 'field').name });
  const key =
    id?.kind === 'leaf'
      ? hasId(context.model, entity, alias, sql`${leafParam(id, 'uuid')}::uuid`)
      : by === undefined || by.kind === 'null'
        ? sql<SqlBool>`false`
        : byCondition(context, entity, alias, by);
  const bin = id?.kind === 'leaf' ? ({ kind: 'leaf', value: 'INCLUDE' } as const) : undefined;
  const condition = allOf([key, baseCondition(context, entity, alias, bin)]);
  return rowJson(context, entity, alias, {
    selections: root.on(),
    from: sql`from ${context.table(entity.id)} as ${sql.id(alias)} where ${condition} limit 1`,
  });
}

/** An id does not tell its type, so each entity in sight is asked by primary key, in one statement. */
function nodeJson(context: ReadContext, root: Selection): Sql {
  const id = root.args.get('id');
  if (id?.kind !== 'leaf') return sql`null`;
  const readable = readableEntities(context.model).filter((entity) =>
    context.access.meets({ entity: entity.id, right: 'read' }),
  );
  if (readable.length === 0) return sql`null::json`;
  const options = readable.map((entity) => {
    const alias = context.alias();
    const condition = allOf([
      hasId(context.model, entity, alias, sql`${leafParam(id, 'uuid')}::uuid`),
      context.rowCondition(entity, alias),
    ]);
    const type = typeNames(entity.apiName).object;
    const named = {
      key: NODE_TYPE_KEY,
      plan: null,
      isIntrospection: false,
      typeName: type,
      args: new Map(),
      on: () => [],
    };
    return rowJson(context, entity, alias, {
      selections: context.namesTypes ? [named, ...root.on(type)] : root.on(type),
      from: sql`from ${context.table(entity.id)} as ${sql.id(alias)} where ${condition}`,
    });
  });
  return sql`coalesce(${sql.join(options)})`;
}

/** The parameters of a plan for one request, in order. A cursor that is not of this order is the caller's mistake. */
export function bindRead(
  plan: Pick<ReadPlan, 'template' | 'checks'>,
  binding: ReadBinding,
): Result<readonly unknown[]> {
  if (plan.template.params.some((param) => isLongList(param, binding.variables)))
    return refused([issue('FILTER_LIST_TOO_LONG', '', { max: LIMITS.inListMax })]);
  const cursors = new Map<string, readonly (string | null)[]>();
  for (const check of plan.checks) {
    if (check.kind === 'offset') {
      const { offset: given } = check;
      const offset = Number(typeof given === 'number' ? given : valueAt(binding.variables, given.path));
      const max = LIMITS.pageOffsetMax;
      if (!(offset >= 0 && offset <= max)) return refused([issue('PAGE_OFFSET', '', { offset, max })]);
      continue;
    }
    const { cursor, order } = check;
    const text = cursorText(cursor, binding.variables);
    const values = readCursor(text, order);
    if (values === undefined) return refused([issue('CURSOR_INVALID', '', { cursor: text.slice(0, 80) })]);
    cursors.set(text, values);
  }
  return ok(plan.template.params.map((param) => (param instanceof Slot ? slotValue(param, binding, cursors) : param)));
}

/** A plan serves lists of any length, so their bound is asked of each request. */
function isLongList(param: unknown, variables: Variables): boolean {
  if (!(param instanceof Slot) || param.source.kind !== 'variable') return false;
  const value = valueAt(variables, param.source.path);
  return Array.isArray(value) && value.length > LIMITS.inListMax;
}

function cursorText(cursor: CursorRef['cursor'], variables: Variables): string {
  return typeof cursor === 'string' ? cursor : String(valueAt(variables, cursor.path));
}

function slotValue(
  { source }: Slot,
  binding: ReadBinding,
  cursors: ReadonlyMap<string, readonly (string | null)[]>,
): unknown {
  switch (source.kind) {
    case 'variable':
      return encodeValue(valueAt(binding.variables, source.path), source.encode);
    case 'cursor':
      return cursors.get(cursorText(source.cursor, binding.variables))?.[source.index] ?? null;
    case 'actor':
      return binding.actor[source.field];
    case 'now':
    case 'today':
    case 'timeZone':
      return binding[source.kind];
    case 'given':
      return must(binding.given, 'given values')[source.name];
  }
}

function valueAt(variables: Variables, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      value === null || value === undefined ? value : (value as Record<string | number, unknown>)[step],
    variables,
  );
}
