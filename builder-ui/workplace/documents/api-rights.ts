import type { EntityModel, Model } from '../../../schema/model/model.ts';
import { mutationNames, typeNames } from '../../../schema/model/names.ts';
import { LIMITS } from '../../../schema/core/limits.ts';

/** Names that introspection showed the caller: root fields, and the fields of types that were asked for. */
export interface ApiNames {
  readonly queries: ReadonlySet<string>;
  readonly mutations: ReadonlySet<string>;
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What the caller may ask of one tenant's API (SPEC [WRK-1]): what is left out here would only be refused there. */
export interface ApiRights {
  readonly reads: (entity: EntityModel) => boolean;
  readonly creates: (entity: EntityModel) => boolean;
  readonly updates: (entity: EntityModel) => boolean;
  readonly deletes: (entity: EntityModel) => boolean;
  /** Whether the API names the field for this use; `apiName` of a declared or a system field. */
  readonly shows: (entity: EntityModel, apiName: string) => boolean;
  readonly compares: (entity: EntityModel, apiName: string) => boolean;
  readonly orders: (entity: EntityModel, apiName: string) => boolean;
  readonly adds: (entity: EntityModel, apiName: string) => boolean;
  readonly gives: (entity: EntityModel, apiName: string, use: 'create' | 'update') => boolean;
  readonly mayCall: (mutation: string) => boolean;
  readonly mayAsk: (query: string) => boolean;
}

export function apiRights({ queries, mutations, types }: ApiNames): ApiRights {
  const has = (type: string, field: string): boolean => types.get(type)?.has(field) ?? false;
  return {
    reads: ({ plural }) => queries.has(plural),
    creates: ({ apiName }) => mutations.has(`create${apiName}`),
    updates: ({ apiName }) => mutations.has(`update${apiName}`),
    deletes: ({ apiName }) => mutations.has(`delete${apiName}`),
    shows: (entity, field) => has(typeNames(entity.apiName).object, field),
    compares: (entity, field) => has(typeNames(entity.apiName).where, field),
    orders: (entity, field) => has(typeNames(entity.apiName).orderBy, field),
    adds: (entity, field) => has(typeNames(entity.apiName).aggregateNumbers, field),
    gives: (entity, field, use) => {
      const { input, patch } = typeNames(entity.apiName);
      return has(use === 'create' ? input : patch, field);
    },
    mayCall: (mutation) => mutations.has(mutation),
    mayAsk: (query) => queries.has(query),
  };
}

/** The root fields that the caller has. */
export const ROOTS_QUERY = '{ __schema { queryType { fields { name } } mutationType { fields { name } } } }';

/**
 * Documents that ask for the fields of everything that a list or a form of the entity touches: itself, its lines, and
 * what both refer to, two steps deep. Several where one would ask too much at once.
 */
export function typesQueries(model: Model, entity: EntityModel): readonly string[] {
  const names = [...new Set(typeNamesFor(model, entity))];
  const size = Math.min(LIMITS.queryAliasesMax, LIMITS.queryRootFieldsMax);
  const chunks = Array.from({ length: Math.ceil(names.length / size) }, (_, index) =>
    names.slice(index * size, (index + 1) * size),
  );
  return chunks.map((chunk) => {
    const asked = chunk.map((name, index) => `t${index}: __type(name: ${JSON.stringify(name)}) { ...T }`);
    return `{ ${asked.join(' ')} } fragment T on __Type { name fields { name } inputFields { name } }`;
  });
}

function typeNamesFor(model: Model, entity: EntityModel): readonly string[] {
  const byId = new Map<string, EntityModel>(model.entities.map((one) => [one.id, one]));
  const targets = ({ fields }: EntityModel): readonly EntityModel[] =>
    fields.flatMap(({ type }) => {
      const found = type.kind === 'ref' || type.kind === 'multiRef' ? byId.get(type.to) : undefined;
      return found === undefined ? [] : [found];
    });
  const lines = entity.fields.flatMap(({ type }) => {
    const found = type.kind === 'lines' ? byId.get(type.of) : undefined;
    return found === undefined ? [] : [found];
  });
  const own = typeNames(entity.apiName);
  const first = [entity, ...lines].flatMap(targets);
  return [
    ...[own.object, own.where, own.orderBy, own.input, own.patch, own.aggregateNumbers],
    ...lines
      .map(({ apiName }) => typeNames(apiName))
      .flatMap(({ object, where, input, patch }) => [object, where, input, patch]),
    ...first.flatMap(({ apiName }) => [
      typeNames(apiName).object,
      typeNames(apiName).where,
      typeNames(apiName).orderBy,
    ]),
    ...first.flatMap(targets).map(({ apiName }) => typeNames(apiName).object),
  ];
}

/** Root fields out of the answer to `ROOTS_QUERY`, and fields of types out of those to `typesQueries`. */
export function apiNamesIn(roots: unknown, types: readonly unknown[]): ApiNames {
  const schema = at(roots, '__schema');
  const found = types.flatMap((answer) => (isRecord(answer) ? Object.values(answer) : [])).filter(isRecord);
  return {
    queries: namesIn(at(at(schema, 'queryType'), 'fields')),
    mutations: namesIn(at(at(schema, 'mutationType'), 'fields')),
    types: new Map(
      found.map((type) => [
        String(type['name']),
        new Set([...namesIn(type['fields']), ...namesIn(type['inputFields'])]),
      ]),
    ),
  };
}

/** All names of one entity, for who may do everything; also what a preview without a server goes by. */
export function allNames(model: Model): ApiNames {
  const transitions = (entity: EntityModel): readonly string[] =>
    model.behaviour.workflows
      .filter((one) => one.entity === entity.id)
      .flatMap((one) => one.transitions.map(({ id }) => id));
  const fields = (entity: EntityModel): ReadonlySet<string> =>
    new Set([
      ...['id', 'version', 'state', 'createdAt', 'updatedAt', 'createdBy', 'updatedBy', 'deletedAt'],
      ...entity.fields.map(({ apiName }) => apiName),
    ]);
  return {
    queries: new Set(model.entities.flatMap(({ singular, plural }) => [singular, plural, `${plural}Aggregate`])),
    mutations: new Set(model.entities.flatMap((entity) => mutationNames(entity, transitions(entity)))),
    types: new Map(
      model.entities.flatMap((entity) =>
        Object.values(typeNames(entity.apiName)).map((name) => [name, fields(entity)] as const),
      ),
    ),
  };
}

function namesIn(fields: unknown): ReadonlySet<string> {
  const list = Array.isArray(fields) ? fields : [];
  return new Set(list.filter(isRecord).map(({ name }) => String(name)));
}

function at(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
