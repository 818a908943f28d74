import { evaluate, type EvalContext } from '../../../schema/expr/evaluate.ts';
import type { EntityModel, FieldModel } from '../../../schema/model/model.ts';
import type { FieldValue, RecordValue } from '../../form-runtime/form-value.ts';

/** What a new record begins with: the defaults that read nothing of it. The others are the server's (SPEC [WRK-9]). */
export function initialValue(entity: EntityModel, context: EvalContext): RecordValue {
  return Object.fromEntries(
    entity.fields.flatMap((field): readonly (readonly [string, FieldValue])[] => {
      const value = defaultOf(field, context);
      return value === null ? [] : [[field.apiName, value]];
    }),
  );
}

function defaultOf({ default: given, type, readonly: isReadonly }: FieldModel, context: EvalContext): FieldValue {
  if (given === undefined || isReadonly || given.reads.length > 0 || given.lineReads.length > 0) return null;
  const value = evaluate(given, { doc: {} }, context);
  switch (type.kind) {
    case 'user':
      return typeof value === 'string' && value === context.actor?.id
        ? { id: value, title: context.actor.name ?? value }
        : null;
    case 'int':
      return typeof value === 'string' ? Number(value) : null;
    case 'ref':
    case 'multiRef':
    case 'org':
    case 'lines':
    case 'duration':
      return null;
    default:
      return typeof value === 'string' || typeof value === 'boolean' ? value : null;
  }
}
