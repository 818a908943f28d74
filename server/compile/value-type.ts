import { must } from '../../schema/core/result.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { typeNames } from '../../schema/model/names.ts';
import { enumTypeName } from './api-names.ts';
import { apiKindOf } from './field-kinds.ts';
import { entityOf } from './storage.ts';

/**
 * The GraphQL type of a field's value without its null marker. As output a reference is the row it points at; as input
 * it is named by its key, and lines are given whole.
 */
export function valueType(
  model: Model,
  entity: EntityModel,
  field: FieldModel,
  as: 'output' | 'input' = 'output',
): string {
  const { type } = field;
  const names = (id: EntityModel['id']) => typeNames(entityOf(model, id).apiName);
  const row = (id: EntityModel['id']): string => (as === 'output' ? names(id).object : names(id).by);
  switch (type.kind) {
    case 'enum':
      return enumTypeName(entity, field);
    case 'multiEnum':
      return `[${enumTypeName(entity, field)}!]`;
    case 'ref':
      return row(type.to);
    case 'multiRef':
      return `[${row(type.to)}!]`;
    case 'lines':
      return `[${as === 'output' ? names(type.of).object : names(type.of).input}!]`;
    case 'user':
      return as === 'output' ? 'User' : 'UserKey';
    case 'org':
      return as === 'output' ? 'OrgUnit' : 'OrgUnitKey';
    default:
      return field.secret ? 'String' : must(apiKindOf(type).scalar, `scalar of ${type.kind}`);
  }
}
