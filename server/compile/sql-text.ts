import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type RawBuilder,
  type SqlBool,
} from 'kysely';
import { sqlName, type SqlName } from '../../schema/core/ids.ts';

/** A piece of SQL as Kysely keeps it: text, identifiers and values apart. */
export type Sql<T = unknown> = RawBuilder<T>;
export type Condition = RawBuilder<SqlBool>;

/** A value that is known only when the plan runs. Plans are shared by all requests and tenants of a shape. */
export class Slot {
  readonly source: SlotSource;
  constructor(source: SlotSource) {
    this.source = source;
  }
}

export type SlotSource =
  /** A coerced GraphQL variable, or a part of it. */
  | { readonly kind: 'variable'; readonly path: readonly (string | number)[]; readonly encode?: SlotEncoding }
  /** One value within the cursor that another slot or a literal gives. */
  | {
      readonly kind: 'cursor';
      readonly cursor: string | { readonly path: readonly (string | number)[] };
      readonly index: number;
    }
  | { readonly kind: 'actor'; readonly field: 'id' | 'name' | 'email' | 'role' | 'roles' | 'departments' }
  | { readonly kind: 'now' | 'today' | 'timeZone' }
  /** Given by the caller of the plan, such as the id of the row that a mutation wrote. */
  | { readonly kind: 'given'; readonly name: string };

/**
 * How a variable's value becomes the parameter. `LIKE` patterns are escaped, so a `%` finds a `%`; an id that is no
 * UUID becomes one that no row has, because ids are opaque and an unknown one just matches nothing.
 */
export type SlotEncoding = 'contains' | 'startsWith' | 'endsWith' | 'uuid' | 'uuids';

/** Stands for the tenant's schema in a plan; replaced by the quoted name when the plan meets a tenant. */
export const TENANT_SCHEMA: SqlName = sqlName('@tenant');

/** A statement of a plan. `parts` are joined by the quoted schema name. */
export interface SqlTemplate {
  readonly parts: readonly string[];
  readonly params: readonly unknown[];
}

const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** Text and parameters of a fragment; equal parameters are kept once each, in order of appearance. */
export function compileSql(fragment: Sql): SqlTemplate {
  const { sql: text, parameters } = fragment.compile(compiler);
  return { parts: text.split(`"${TENANT_SCHEMA}"`), params: parameters };
}

/** The statement's text for one tenant. */
export function textFor(template: SqlTemplate, schema: SqlName): string {
  return template.parts.join(quoteIdentifier(schema));
}

/** `"name"` with quotes doubled (PostgreSQL manual §4.1.1). */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A table of the tenant. */
export function tenantTable(table: SqlName): Sql {
  return sql.id(TENANT_SCHEMA, table);
}

/** A column of an alias. */
export function column(alias: string, name: string): Sql {
  return sql.id(alias, name);
}

export const TRUE: Condition = sql<SqlBool>`true`;
export const FALSE: Condition = sql<SqlBool>`false`;

export function allOf(conditions: readonly Condition[]): Condition {
  const needed = conditions.filter((condition) => condition !== TRUE);
  if (needed.length === 0) return TRUE;
  const [only] = needed;
  return needed.length === 1 && only !== undefined ? only : sql<SqlBool>`(${sql.join(needed, sql` and `)})`;
}

export function anyOf(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  if (only === undefined) return FALSE;
  return conditions.length === 1 ? only : sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}

/** `%`, `_` and the escape character stand for themselves in a LIKE pattern. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}

/** The LIKE pattern for a text, with its own `%` and `_` taken literally. */
export function likePattern(text: string, encode: 'contains' | 'startsWith' | 'endsWith'): string {
  const escaped = escapeLike(text);
  return `${encode === 'startsWith' ? '' : '%'}${escaped}${encode === 'endsWith' ? '' : '%'}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NO_ROW = '00000000-0000-0000-0000-000000000000';

/** Whether the text has the form of our ids. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** An id as it is kept: one that was given in capitals is the same id. All else as it was given. */
export function keptId(text: string): string {
  return isUuid(text) ? text.toLowerCase() : text;
}

/** The parameter for a value under an encoding. */
export function encodeValue(value: unknown, encode: SlotEncoding | undefined): unknown {
  switch (encode) {
    case undefined:
      return value;
    case 'uuid':
      return isUuid(String(value)) ? value : NO_ROW;
    case 'uuids':
      return Array.isArray(value) ? value.filter((item) => isUuid(String(item))) : value;
    default:
      return likePattern(String(value), encode);
  }
}
