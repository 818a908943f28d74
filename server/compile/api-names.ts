import { enumTypeName as enumName } from '../../schema/model/names.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';

/** Root field names of an entity under its API name or one of its former ones. */
export function rootNames(name: { readonly apiName: string; readonly singular: string; readonly plural: string }) {
  const many = name.plural.charAt(0).toUpperCase() + name.plural.slice(1);
  return {
    one: name.singular,
    many: name.plural,
    aggregate: `${name.plural}Aggregate`,
    create: `create${name.apiName}`,
    createMany: `create${many}`,
    update: `update${name.apiName}`,
    upsert: `upsert${name.apiName}`,
    delete: `delete${name.apiName}`,
    restore: `restore${name.apiName}`,
    changed: `${name.singular}Changed`,
  } as const;
}

/** The enum type of an `enum` or `multiEnum` field: `SalesOrderChannel`. */
export function enumTypeName(entity: EntityModel, field: FieldModel): string {
  return enumName(entity.apiName, field.apiName);
}
