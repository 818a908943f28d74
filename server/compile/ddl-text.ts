import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type RawBuilder,
} from 'kysely';
import { assert } from '../../schema/core/result.ts';

/** A piece of SQL as a Kysely node: identifiers and literals are quoted by the compiler when it is printed. */
export type SqlFragment = RawBuilder<unknown>;

/** DDL takes no parameters: what would be one, as in a compiled expression, is printed as a quoted literal. */
class LiteralCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    this.appendImmediateValue(value);
  }
}

/** Prints SQL without a connection, in the way of the compiler. */
export function offlineKysely(compiler: () => PostgresQueryCompiler): Kysely<Record<string, never>> {
  return new Kysely<Record<string, never>>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: compiler,
    },
  });
}

const printer = offlineKysely(() => new LiteralCompiler());

/** The text of a statement without parameters. */
export function printDdl(fragment: SqlFragment): string {
  const { sql: text, parameters } = fragment.compile(printer);
  assert(parameters.length === 0, `every value is printed: ${text}`);
  return text;
}

/** An identifier in double quotes, for the few statements that the driver sends as plain text. */
export function quoteIdent(name: string): string {
  assert(name.length > 0 && !name.includes('\u0000'), 'an identifier is not empty and has no NUL');
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"schema"."name"`. */
export function qualified(schema: string, name: string): SqlFragment {
  return sql`${sql.id(schema)}.${sql.id(name)}`;
}

/** A string literal; `standard_conforming_strings` is on, so only the quote is special (PostgreSQL §4.1.2.1). */
export function literal(text: string): SqlFragment {
  assert(!text.includes('\u0000'), 'a text literal has no NUL');
  return sql`${sql.lit(text)}`;
}

/** Identifiers separated by commas. */
export function identList(names: readonly string[]): SqlFragment {
  return sql.join(
    names.map((name) => sql.id(name)),
    sql`, `,
  );
}
