import type { EntityModel, FieldModel, Model } from '../../../schema/model/model.ts';
import type { RecordValue } from '../../form-runtime/form-value.ts';
import type { ApiRights } from '../documents/api-rights.ts';
import { entityById } from '../documents/field-path.ts';
import { isUniqueField } from '../documents/unique-field.ts';
import { recordsIn } from '../documents/write-input.ts';

/**
 * What a new record begins with that is made from another (SPEC [WRK-55]): what may be given of it and seen in full.
 * Numbers, computed values and what must be unique are the new one's own; lines come without their ids.
 */
export function copiedValue(
  { model, rights }: { readonly model: Model; readonly rights: ApiRights },
  entity: EntityModel,
  value: RecordValue,
): RecordValue {
  const copied = entity.fields.filter((field) => isCopied(rights, entity, field));
  return Object.fromEntries(
    copied.flatMap(({ apiName, type }): readonly (readonly [string, RecordValue[string]])[] => {
      const given = value[apiName];
      if (given === undefined || given === null) return [];
      const lines = type.kind === 'lines' ? entityById(model, type.of) : undefined;
      if (lines === undefined) return [[apiName, given]];
      return [[apiName, recordsIn(given).map((row) => copiedValue({ model, rights }, lines, row))]];
    }),
  );
}

function isCopied(rights: ApiRights, entity: EntityModel, field: FieldModel): boolean {
  const { apiName, type, secret, readonly, formula, rollup } = field;
  if (secret || readonly || formula !== undefined || rollup !== undefined || type.kind === 'sequence') return false;
  // What is masked would be copied as dots; lines are compared field by field.
  const isWhole = type.kind === 'lines' || rights.compares(entity, apiName);
  return !isUniqueField(entity, field) && isWhole && rights.gives(entity, apiName, 'create');
}
