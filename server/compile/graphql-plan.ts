import type { EntityModel, Model } from '../../schema/model/model.ts';
import { typeNames } from '../../schema/model/names.ts';
import { rootNames } from './api-names.ts';
import { graphqlExtensions } from './graphql-extensions.ts';
import { commonTypes } from './graphql-common-types.ts';
import { queryInputs, writeInputs } from './graphql-input-types.ts';
import { aggregateTypes, outputTypes } from './graphql-output-types.ts';
import { pageArgs } from './graphql-page-args.ts';
import type { FieldPlan, GraphqlPlan, InputFieldPlan, Need, TypePlan } from './graphql-plan-types.ts';
import { reachableTypes } from './visible-plan.ts';

/**
 * The whole API of a tenant as data: for each entity its rows, connection, aggregate, filters and writes, and the
 * root fields of DESIGN §6. Same model, same plan.
 */
export function planGraphql(model: Model): GraphqlPlan {
  const entities = model.entities;
  const extensions = graphqlExtensions(model);
  const query: readonly FieldPlan[] = [
    {
      name: 'node',
      type: 'Node',
      args: [{ name: 'id', type: 'ID!' }],
      description: 'Any row by its id.',
      source: { kind: 'node' },
    },
    ...entities.flatMap(queryFields),
    ...extensions.flatMap(({ query: fields }) => fields ?? []),
  ];
  const mutation = [...entities.flatMap(mutationFields), ...extensions.flatMap(({ mutation: fields }) => fields ?? [])];
  const subscription = [
    ...entities.filter(({ kind }) => kind !== 'line').flatMap(subscriptionFields),
    ...extensions.flatMap(({ subscription: fields }) => fields ?? []),
  ];
  const root = (name: string, fields: readonly FieldPlan[]): readonly TypePlan[] =>
    fields.length === 0 ? [] : [{ kind: 'object', name, fields }];
  return {
    // Types of departments, or of changes of lines, are there only where a field leads to them.
    types: reachableTypes([
      ...root('Query', query),
      ...root('Mutation', mutation),
      ...root('Subscription', subscription),
      ...commonTypes(),
      ...extensions.flatMap(({ types }) => types ?? []),
      ...entities.flatMap((entity) => [
        ...outputTypes(model, entity),
        ...aggregateTypes(model, entity),
        ...queryInputs(model, entity),
        ...writeInputs(model, entity),
      ]),
    ]),
  };
}

/** The field under its name and, deprecated, under each former name of the entity. */
function named(entity: EntityModel, make: (names: ReturnType<typeof rootNames>) => FieldPlan): readonly FieldPlan[] {
  const current = make(rootNames(entity));
  return [
    current,
    ...entity.aliases.map((alias) => ({ ...make(rootNames(alias)), deprecated: `Renamed to \`${current.name}\`.` })),
  ];
}

const BIN: InputFieldPlan = { name: 'bin', type: 'BinFilter!', default: 'EXCLUDE' };

function queryFields(entity: EntityModel): readonly FieldPlan[] {
  const types = typeNames(entity.apiName);
  const need: Need = { entity: entity.id, right: 'read' };
  return [
    ...named(entity, (names) => ({
      name: names.one,
      type: types.object,
      description: 'By id, or by a unique key.',
      args: [
        { name: 'id', type: 'ID' },
        { name: 'by', type: types.by },
      ],
      need,
      source: { kind: 'one', entity: entity.id },
    })),
    ...named(entity, (names) => ({
      name: names.many,
      type: `${types.connection}!`,
      args: [...pageArgs(entity), BIN],
      need,
      source: { kind: 'many', entity: entity.id },
    })),
    ...named(entity, (names) => ({
      name: names.aggregate,
      type: `[${types.aggregate}!]!`,
      description: 'One row per group; without `groupBy` one row over all.',
      args: [
        { name: 'where', type: types.where },
        { name: 'groupBy', type: `[${types.groupBy}!]` },
        { name: 'orderBy', type: `[${types.aggregateOrderBy}!]` },
        { name: 'first', type: 'Int' },
        BIN,
      ],
      need,
      source: { kind: 'aggregate', entity: entity.id },
    })),
  ];
}

const IDEMPOTENCY_KEY: InputFieldPlan = {
  name: 'idempotencyKey',
  type: 'String',
  description:
    'A key of your own, up to 200 characters: the same call under the same key is done once, and answered alike each time.',
};

function mutationFields(entity: EntityModel): readonly FieldPlan[] {
  // Lines live and die with their document.
  if (entity.kind === 'line') return [];
  const types = typeNames(entity.apiName);
  const need = (right: 'create' | 'update' | 'delete'): Need => ({ entity: entity.id, right });
  const row = `${types.object}!`;
  const id: InputFieldPlan = { name: 'id', type: 'ID!' };
  const version: InputFieldPlan = {
    name: 'version',
    type: 'Int!',
    description: 'The version you read; another means that somebody changed the row since.',
  };
  const input: InputFieldPlan = { name: 'input', type: `${types.input}!` };
  const creates = [
    ...named(entity, (names) => ({
      name: names.create,
      type: row,
      args: [input, IDEMPOTENCY_KEY],
      need: need('create'),
      source: { kind: 'create', entity: entity.id },
    })),
    ...named(entity, (names) => ({
      name: names.createMany,
      type: `[${row}]!`,
      description: 'All or none.',
      args: [{ name: 'inputs', type: `[${types.input}!]!` }, IDEMPOTENCY_KEY],
      need: need('create'),
      source: { kind: 'createMany', entity: entity.id },
    })),
  ];
  if (entity.kind === 'log') return creates;
  return [
    ...creates,
    ...named(entity, (names) => ({
      name: names.update,
      type: row,
      args: [id, version, { name: 'patch', type: `${types.patch}!` }, IDEMPOTENCY_KEY],
      need: need('update'),
      source: { kind: 'update', entity: entity.id },
    })),
    ...named(entity, (names) => ({
      name: names.upsert,
      type: row,
      description: 'Updates the row that the key names, or creates it.',
      args: [{ name: 'by', type: `${types.by}!` }, input, IDEMPOTENCY_KEY],
      need: need('create'),
      source: { kind: 'upsert', entity: entity.id },
    })),
    ...named(entity, (names) => ({
      name: names.delete,
      type: row,
      description: 'Moves the row to the bin.',
      args: [id, version, IDEMPOTENCY_KEY],
      need: need('delete'),
      source: { kind: 'delete', entity: entity.id },
    })),
    ...named(entity, (names) => ({
      name: names.restore,
      type: row,
      description: 'Takes the row out of the bin.',
      args: [id, IDEMPOTENCY_KEY],
      need: need('delete'),
      source: { kind: 'restore', entity: entity.id },
    })),
  ];
}

function subscriptionFields(entity: EntityModel): readonly FieldPlan[] {
  const types = typeNames(entity.apiName);
  return named(entity, (names) => ({
    name: names.changed,
    type: `${types.change}!`,
    description: 'Each change of a row that you may see and that matches the filter.',
    args: [{ name: 'where', type: types.where }],
    need: { entity: entity.id, right: 'read' },
    source: { kind: 'changed', entity: entity.id },
  }));
}
