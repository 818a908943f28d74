import type { EntityModel, FieldModel } from '../../schema/model/model.ts';

/** The GraphQL type names made from an entity; `schema/model/names.ts` refuses models in which they collide. */
export function typeNames(apiName: string) {
  return {
    object: apiName,
    connection: `${apiName}Connection`,
    edge: `${apiName}Edge`,
    where: `${apiName}Where`,
    listWhere: `${apiName}ListWhere`,
    orderBy: `${apiName}OrderBy`,
    groupBy: `${apiName}GroupBy`,
    aggregate: `${apiName}Aggregate`,
    aggregateKey: `${apiName}AggregateKey`,
    aggregateNumbers: `${apiName}AggregateNumbers`,
    aggregateValues: `${apiName}AggregateValues`,
    aggregateCounts: `${apiName}AggregateCounts`,
    aggregateOrderBy: `${apiName}AggregateOrderBy`,
    aggregateNumbersOrderBy: `${apiName}AggregateNumbersOrderBy`,
    aggregateValuesOrderBy: `${apiName}AggregateValuesOrderBy`,
    aggregateCountsOrderBy: `${apiName}AggregateCountsOrderBy`,
    by: `${apiName}By`,
    input: `${apiName}Input`,
    patch: `${apiName}Patch`,
    linesPatch: `${apiName}LinesPatch`,
    lineUpdate: `${apiName}LineUpdate`,
    change: `${apiName}Change`,
    state: `${apiName}State`,
    stateFilter: `${apiName}StateFilter`,
  } as const;
}

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
  return `${entity.apiName}${capital(field.apiName)}`;
}

/** The input for a unique key of several fields, and its name within `<Entity>By`: `byNameCountry`. */
export function keyInputName(entity: EntityModel, keyId: string): { readonly type: string; readonly field: string } {
  const id = capital(keyId.replaceAll(/[^A-Za-z0-9]/g, ''));
  const field = /^By[A-Z]/.test(id) ? `b${id.slice(1)}` : `by${id}`;
  return { type: `${entity.apiName}${capital(field)}`, field };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
