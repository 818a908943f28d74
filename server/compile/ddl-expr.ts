import { PostgresQueryCompiler, sql, type Kysely } from 'kysely';
import { assertNever, must } from '../../schema/core/result.ts';
import type { Expr } from '../../schema/expr/ast.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import type { FillValue } from './ddl-steps.ts';
import { literal, offlineKysely, printDdl, type SqlFragment } from './ddl-text.ts';
import { expressionValue, rawValue } from './row-values.ts';
import { Slot, TENANT_SCHEMA, type SlotSource } from './sql-text.ts';
import { entityOf, pgTypeOf } from './storage.ts';

/** The row over which a stored value is computed, and where. */
export interface FillRow {
  readonly schema: string;
  readonly alias: string;
  readonly timeZone: string;
}

/**
 * A stored formula or a default as SQL over a row of its table, as reads compute live formulas. `null` when it asks who
 * is signed in: nobody is, when a publication fills rows.
 */
export function fillExprSql(
  model: Model,
  value: Extract<FillValue, { readonly kind: 'expr' }>,
  row: FillRow,
): SqlFragment | null {
  const entity = entityOf(model, value.entity);
  const field = must(
    entity.fields.find(({ id }) => id === value.field),
    value.field,
  );
  const expr = value.which === 'formula' ? field.formula?.expr : field.default;
  if (expr === undefined || expr.usesActor) return null;
  const type = must(pgTypeOf(field.type), `type of ${field.id}`);
  return sql`(${sql.raw(exprText(model, { entity, expr }, row))})::${sql.raw(type)}`;
}

/**
 * The present value of a field over a row of its table, live formulas and rollups included; `null` where it has none of
 * its own (lines, many references), is secret, or asks who is signed in.
 */
export function fieldValueSql(
  model: Model,
  { entity, field }: { readonly entity: EntityModel; readonly field: FieldModel },
  row: FillRow,
): SqlFragment | null {
  if (field.secret || field.formula?.expr.usesActor === true || pgTypeOf(field.type) === null) return null;
  let aliases = 0;
  const context = {
    model,
    alias: (): string => {
      aliases += 1;
      return `v${aliases}`;
    },
  };
  return sql`(${sql.raw(rawValue(context, entity, field, row.alias).compile(printerFor(row)).sql)})`;
}

/** Rows of the entity of which a condition holds, as a condition over `alias`; `null` when it asks for the user. */
export function heldSql(
  model: Model,
  condition: { readonly entity: EntityModel; readonly expr: Expr },
  row: FillRow,
): SqlFragment | null {
  if (condition.expr.usesActor) return null;
  return sql`(${sql.raw(exprText(model, condition, row))}) IS TRUE`;
}

/** Rows of the entity on which a check does not hold, as a condition over `alias`; `null` when it asks for the user. */
export function brokenCheckSql(
  model: Model,
  check: { readonly entity: EntityModel; readonly expr: Expr },
  row: FillRow,
): SqlFragment | null {
  if (check.expr.usesActor) return null;
  return sql`(${sql.raw(exprText(model, check, row))}) IS FALSE`;
}

function exprText(
  model: Model,
  { entity, expr }: { readonly entity: EntityModel; readonly expr: Expr },
  row: FillRow,
): string {
  let aliases = 0;
  const context = {
    model,
    alias: (): string => {
      aliases += 1;
      return `f${aliases}`;
    },
  };
  return expressionValue(context, expr, entity, row.alias).compile(printerFor(row)).sql;
}

function printerFor(row: FillRow): Kysely<Record<string, never>> {
  return offlineKysely(() => new FillCompiler(row));
}

/** Prints what a plan leaves open, schema and slots, for the one tenant whose rows are filled. */
class FillCompiler extends PostgresQueryCompiler {
  readonly #row: FillRow;
  constructor(row: FillRow) {
    super();
    this.#row = row;
  }
  protected override appendValue(value: unknown): void {
    if (value instanceof Slot) this.append(printDdl(slotSql(value.source, this.#row)));
    else this.appendImmediateValue(value);
  }
  protected override sanitizeIdentifier(identifier: string): string {
    return super.sanitizeIdentifier(identifier === TENANT_SCHEMA ? this.#row.schema : identifier);
  }
}

function slotSql(source: SlotSource, { timeZone }: FillRow): SqlFragment {
  switch (source.kind) {
    case 'now':
      return sql`now()`;
    case 'today':
      return sql`(now() AT TIME ZONE ${literal(timeZone)})::date`;
    case 'timeZone':
      return literal(timeZone);
    case 'variable':
    case 'cursor':
    case 'given':
    case 'actor':
      throw new Error(`Broken invariant: a stored value reads ${source.kind}`);
    default:
      return assertNever(source, 'slot');
  }
}
