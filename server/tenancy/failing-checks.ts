import { sql } from 'kysely';
import { checkedSqlName, tableName } from '../compile/sql-name.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, pointer, type Issue } from '../../schema/core/result.ts';
import type { Expr, ReadPath } from '../../schema/expr/ast.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { brokenCheckSql } from '../compile/ddl-expr.ts';
import { countedSql } from '../compile/ddl-checks.ts';
import type { DdlContext } from '../compile/ddl-sql.ts';
import { qualified } from '../compile/ddl-text.ts';
import type { Transaction } from '../db/database.ts';

interface Models {
  readonly before: Model;
  readonly after: Model;
}

/**
 * The records that new or changed checks do not hold for. A check binds at the next change of a record, so these are
 * warnings (`DATA_CHECK_FAILS`). A check that reads what is not there yet, or changes its type, can't be asked before.
 */
export async function failingChecks(
  tx: Transaction,
  { before, after, context }: Models & { readonly context: DdlContext },
): Promise<readonly Issue[]> {
  const found: Issue[] = [];
  for (const entity of after.entities) {
    const former = before.entities.find(({ id }) => id === entity.id);
    for (const check of former === undefined ? [] : entity.checks) {
      const isOld =
        former?.checks.some(({ id, when }) => id === check.id && sameJson(when.root, check.when.root)) === true;
      if (isOld || !canRead(check.when, entity, { before, after })) continue;
      const row = { schema: context.schema, alias: checkedSqlName('doc'), timeZone: context.timeZone };
      const broken = brokenCheckSql(after, { entity, expr: check.when }, row);
      if (broken === null) continue;
      const rows = sql`SELECT doc.id FROM ${qualified(context.schema, tableName(entity.id))} AS doc WHERE doc.deleted_at IS NULL AND ${broken}`;
      const [answer] = await tx.query<{ count: number; samples: string }>({
        text: countedSql(rows, LIMITS.planSampleRows),
        params: [],
      });
      if (answer === undefined || answer.count === 0) continue;
      const samples: unknown = JSON.parse(answer.samples);
      const params = {
        entity: entity.id,
        check: check.id,
        count: answer.count,
        samples: Array.isArray(samples) ? samples.map(String) : [],
      };
      found.push(issue('DATA_CHECK_FAILS', pointer('', 'entities', entity.id, 'checks', check.id), params));
    }
  }
  return found;
}

/** Whether every field on the way is there today as it will be, so that the present rows can be asked. */
export function canRead({ reads }: Expr, entity: EntityModel, models: Models): boolean {
  return reads.every((path) => isUnchanged(path, entity, models));
}

function isUnchanged([id, ...rest]: ReadPath, entity: EntityModel, models: Models): boolean {
  if (id === undefined) return true;
  const field = entity.fields.find((one) => one.id === id);
  const old = models.before.entities.find((one) => one.id === entity.id)?.fields.find((one) => one.id === id);
  // System fields are there on both sides, but `state` only where there is a workflow.
  if (field === undefined) return id !== 'state' && id !== 'parent' && rest.length === 0;
  if (old === undefined || !sameJson([field.type, field.formula?.expr.root], [old.type, old.formula?.expr.root]))
    return false;
  if (field.formula !== undefined && !field.formula.stored && !canRead(field.formula.expr, entity, models))
    return false;
  if (field.rollup !== undefined) return false;
  const next = nextEntity(field, models.after);
  return rest.length === 0 || (next !== undefined && isUnchanged(rest, next, models));
}

function nextEntity({ type }: FieldModel, model: Model): EntityModel | undefined {
  const id = type.kind === 'lines' ? type.of : type.kind === 'ref' || type.kind === 'multiRef' ? type.to : undefined;
  return model.entities.find((entity) => entity.id === id);
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
