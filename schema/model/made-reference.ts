import { isComputedField } from './field-names.ts';
import type { EntityModel, FieldModel } from './model.ts';

/**
 * What a record would still need that is made from its name alone, because rows refer to it: the required fields that
 * a name is nothing for. `undefined` where such records can't be made at all. SPEC [IMP-60].
 */
export function openWhenMade(entity: EntityModel, by: FieldModel): readonly FieldModel[] | undefined {
  if (entity.parent !== undefined || by.type.kind !== 'text' || isComputedField(by)) return undefined;
  return neededFields(entity).filter(({ type }) => type.kind !== 'text');
}

/** The fields of such a record that get the name. */
export function namedFields(entity: EntityModel, by: FieldModel): readonly FieldModel[] {
  const named = new Set([by, ...neededFields(entity), ...entity.fields.filter(({ id }) => id === entity.title)]);
  return [...named].filter((field) => field.type.kind === 'text' && !isComputedField(field));
}

function neededFields(entity: EntityModel): readonly FieldModel[] {
  return entity.fields.filter(
    (field) =>
      field.required && field.default === undefined && field.type.kind !== 'sequence' && !isComputedField(field),
  );
}
