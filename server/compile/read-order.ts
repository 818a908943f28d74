import { sql, type SqlBool } from 'kysely';
import { must } from '../../schema/core/result.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { ArgNode } from './arguments.ts';
import { rowOrder } from './ledger-views.ts';
import type { ReadContext } from './read-context.ts';
import { allowedValue } from './read-values.ts';
import { allOf, anyOf, column, Slot, tenantTable, type Condition, type Sql } from './sql-text.ts';
import { pgTypeOf, systemField, SYSTEM_TABLES } from './storage.ts';

/** One key of an order. The last is always the id, so that an order is total and cursors are exact. */
export interface OrderKey {
  readonly value: Sql;
  readonly pgType: string;
  readonly direction: 'asc' | 'desc';
  /** Whether the value can be empty; empty sorts as the greatest. */
  readonly nullable: boolean;
  /** Names the key, so that a cursor of another order is recognised. */
  readonly path: string;
}

/** The order that `orderBy` asks for, ended by the id; without one, rows come as they were made. */
export function orderKeys(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  orderBy: ArgNode | undefined,
): readonly OrderKey[] {
  const items = orderBy?.kind === 'list' ? orderBy.items : [];
  const keys = items.flatMap((item) => {
    const key = orderKey(context, entity, alias, item);
    return key === undefined ? [] : [key];
  });
  const last = keys.at(-1);
  if (last?.path === 'id') return keys;
  return [
    ...keys,
    { ...rowOrder(context.model, entity, alias), direction: last?.direction ?? 'asc', nullable: false, path: 'id' },
  ];
}

/** Lines come in their own order unless told otherwise. */
export function lineOrder(alias: string): readonly OrderKey[] {
  return [{ value: column(alias, 'line_no'), pgType: 'integer', direction: 'asc', nullable: false, path: 'lineNo' }];
}

function orderKey(context: ReadContext, entity: EntityModel, alias: string, node: ArgNode): OrderKey | undefined {
  if (node.kind !== 'object' || node.fields.length !== 1) {
    context.refuse('ORDER_ONE_FIELD', '');
    return undefined;
  }
  const field = must(node.fields[0], 'order field');
  const target = must(field.plan.target, field.name);
  if (target.kind !== 'step') throw new Error(`Broken invariant: ${field.name} is no step`);
  const { step } = target;
  const direction = field.value.kind === 'leaf' && field.value.value === 'DESC' ? 'desc' : 'asc';
  const leaf = (value: Sql, pgType: string, nullable: boolean): OrderKey => ({
    value,
    pgType,
    direction,
    nullable,
    path: field.plan.name,
  });
  if (field.value.kind === 'null') {
    context.refuse('FILTER_NULL', '', { name: field.name });
    return undefined;
  }
  const below = (target_: EntityModel, key: Sql): OrderKey | undefined => {
    const row = context.alias();
    const inner = orderKey(context, target_, row, field.value);
    if (inner === undefined) return undefined;
    const condition = allOf([sql<SqlBool>`${column(row, 'id')} = ${key}`, context.rowCondition(target_, row)]);
    const value = sql`(select ${inner.value} from ${context.table(target_.id)} as ${sql.id(row)} where ${condition})`;
    return { ...inner, value, nullable: true, path: `${field.plan.name}.${inner.path}` };
  };
  switch (step.kind) {
    case 'system':
      if (step.field === 'createdBy' || step.field === 'updatedBy')
        return member(context, 'user', column(alias, systemField(step.field).column), field);
      if (step.field === 'id') {
        const { value, pgType } = rowOrder(context.model, entity, alias);
        return leaf(value, pgType, false);
      }
      return leaf(
        column(alias, systemField(step.field).column),
        systemField(step.field).pgType,
        step.field === 'deletedAt',
      );
    case 'parent':
      return below(context.entity(step.entity), column(alias, 'parent_id'));
    case 'member':
      throw new Error('Broken invariant: a member step outside a member');
    case 'field': {
      const own = must(
        entity.fields.find(({ id }) => id === step.field),
        step.field,
      );
      const value = allowedValue(context, entity, own, { alias, use: 'compare' });
      if (own.type.kind === 'ref') return below(context.entity(own.type.to), value);
      if (own.type.kind === 'user' || own.type.kind === 'org') return member(context, own.type.kind, value, field);
      const certain =
        own.required && own.formula === undefined && context.access.fieldRows(entity.id, own.id, 'compare') === 'all';
      return leaf(value, must(pgTypeOf(own.type), own.id), !certain);
    }
  }
}

function member(
  context: ReadContext,
  of: 'user' | 'org',
  key: Sql,
  field: { readonly name: string; readonly value: ArgNode },
): OrderKey | undefined {
  const inner = field.value.kind === 'object' && field.value.fields.length === 1 ? field.value.fields[0] : undefined;
  const target = inner?.plan.target;
  if (inner === undefined || target?.kind !== 'step' || target.step.kind !== 'member' || inner.value.kind !== 'leaf') {
    context.refuse('ORDER_ONE_FIELD', '');
    return undefined;
  }
  const row = context.alias();
  return {
    value: sql`(select ${column(row, target.step.column)} from ${tenantTable(SYSTEM_TABLES[of])} as ${sql.id(row)} where ${column(row, 'id')} = ${key})`,
    pgType: target.step.column === 'id' ? 'uuid' : 'text',
    direction: inner.value.value === 'DESC' ? 'desc' : 'asc',
    nullable: true,
    path: `${field.name}.${target.step.column}`,
  };
}

/** `ORDER BY` of the keys, or of their reverse. */
export function orderSql(keys: readonly OrderKey[], reversed: boolean): Sql {
  return sql.join(
    keys.map(({ value, direction }) => ((direction === 'desc') !== reversed ? sql`${value} desc` : sql`${value} asc`)),
  );
}

/** What a cursor starts with: the order it belongs to. */
export function orderName(keys: readonly OrderKey[]): string {
  return keys.map(({ path, direction }) => `${direction === 'desc' ? '-' : ''}${path}`).join(',');
}

/** The cursor of a row: its keys as text in JSON, in base64url. Opaque to clients. */
export function cursorSql(keys: readonly OrderKey[]): Sql {
  const values = sql.join([sql`${orderName(keys)}::text`, ...keys.map(({ value }) => sql`(${value})::text`)]);
  return sql`translate(encode(convert_to(json_build_array(${values})::text, 'UTF8'), 'base64'), E'+/=\n', '-_')`;
}

/** The values of a cursor, without its order name; `undefined` when it is none of ours, or of another order. */
export function readCursor(
  cursor: string,
  keys: { readonly name: string; readonly count: number },
): readonly (string | null)[] | undefined {
  if (!/^[A-Za-z0-9_-]{4,4000}$/.test(cursor)) return undefined;
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    // Days and ids are ASCII, which is UTF-8 as it is: made bytes of, a cursor took 7 % of a page's answer.
    const parsed: unknown = JSON.parse(NOT_ASCII.test(binary) ? utf8Of(binary) : binary);
    if (!Array.isArray(parsed) || parsed.length !== keys.count + 1 || parsed[0] !== keys.name) return undefined;
    const values: readonly unknown[] = parsed.slice(1);
    return values.every((value) => value === null || typeof value === 'string') ? values : undefined;
  } catch {
    // Not base64 or not JSON: the same answer as for a cursor that was never ours.
    return undefined;
  }
}

const NOT_ASCII = /[\u0080-\u00FF]/;

function utf8Of(binary: string): string {
  return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.codePointAt(0) ?? 0));
}

export interface CursorRef {
  readonly cursor: string | { readonly path: readonly (string | number)[] };
  readonly side: 'after' | 'before';
}

/**
 * Rows strictly after (or before) a cursor. Keys that are never empty and share a direction become one row comparison,
 * which walks an index; else the general form spells out each prefix, with empty as the greatest value.
 */
export function beyondCursor(keys: readonly OrderKey[], { cursor, side }: CursorRef): Condition {
  const param = (index: number, pgType: string): Sql =>
    sql`${new Slot({ kind: 'cursor', cursor, index })}::text::${sql.raw(pgType)}`;
  const forward = (key: OrderKey): boolean => (key.direction === 'asc') === (side === 'after');
  const [first] = keys;
  if (first !== undefined && keys.every((key) => !key.nullable && forward(key) === forward(first))) {
    const left = sql.join(keys.map(({ value }) => value));
    const right = sql.join(keys.map(({ pgType }, index) => param(index, pgType)));
    return forward(first) ? sql<SqlBool>`(${left}) > (${right})` : sql<SqlBool>`(${left}) < (${right})`;
  }
  return anyOf(
    keys.map((key, index) =>
      allOf([
        ...keys
          .slice(0, index)
          .map((earlier, at) => sql<SqlBool>`${earlier.value} is not distinct from ${param(at, earlier.pgType)}`),
        past(key, param(index, key.pgType), forward(key)),
      ]),
    ),
  );
}

function past({ value, nullable }: OrderKey, limit: Sql, forward: boolean): Condition {
  if (!nullable) return forward ? sql<SqlBool>`${value} > ${limit}` : sql<SqlBool>`${value} < ${limit}`;
  return forward
    ? sql<SqlBool>`(${value} > ${limit} or (${value} is null and ${limit} is not null))`
    : sql<SqlBool>`(${value} < ${limit} or (${value} is not null and ${limit} is null))`;
}
