import type { EntityModel, FieldModel } from '../../../schema/model/model.ts';

/** Whether no two rows have the same value of the field: one's own is no other's. */
export function isUniqueField({ uniques }: EntityModel, { id, unique }: FieldModel): boolean {
  return unique || uniques.some(({ fields }) => fields.length === 1 && fields[0] === id);
}
