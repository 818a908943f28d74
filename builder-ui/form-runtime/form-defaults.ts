import type { Expr } from '../../schema/expr/ast.ts';
import { evaluate, type EvalContext } from '../../schema/expr/evaluate.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import type { FormField } from './form-plan.ts';
import type { FieldValue, RecordValue } from './form-value.ts';

/**
 * The defaults that a new record starts with (SPEC [FORM-3]): those that read nothing of the record, so that they are
 * what the server will say too. What is left out here, the server fills.
 */
export function defaultValues(entity: EntityModel, fields: readonly FormField[], context: EvalContext): RecordValue {
  const given = fields.flatMap((field): readonly (readonly [string, FieldValue])[] => {
    const model = entity.fields.find(({ id }) => id === field.field);
    if (model?.default === undefined || field.lock !== undefined || !standsAlone(model.default)) return [];
    const value = fieldValue(model, evaluate(model.default, {}, context), context);
    return value === null ? [] : [[field.apiName, value]];
  });
  return Object.fromEntries(given);
}

function standsAlone({ reads, lineReads }: Expr): boolean {
  return reads.length === 0 && lineReads.length === 0;
}

/** In the form of the record: a person with a name, a whole number as one. */
function fieldValue({ type }: FieldModel, value: unknown, { actor }: EvalContext): FieldValue {
  if (type.kind === 'int') return typeof value === 'string' ? Number(value) : null;
  if (type.kind === 'user')
    return actor !== null && value === actor.id && typeof actor.name === 'string'
      ? { id: actor.id, title: actor.name }
      : null;
  if (type.kind === 'duration') return typeof value === 'string' ? `PT${value}S` : null;
  // Rows of other records have a title that only the server knows.
  if (['ref', 'org', 'multiRef', 'lines', 'file', 'image', 'signature'].includes(type.kind)) return null;
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}
