import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { typeNames } from '../../schema/model/names.ts';
import { enumTypeName } from './api-names.ts';
import { apiKind, apiKindOf, isExtremal } from './field-kinds.ts';
import { valueType } from './value-type.ts';
import type {
  FieldPlan,
  FieldSource,
  FieldStep,
  InputFieldPlan,
  ObjectPlan,
  SystemFieldName,
  TypePlan,
} from './graphql-plan-types.ts';
import { entityOf } from './storage.ts';

const SYSTEM_TYPES: Readonly<Record<SystemFieldName, string>> = {
  id: 'ID!',
  version: 'Int!',
  state: 'String!',
  createdAt: 'DateTime!',
  updatedAt: 'DateTime!',
  deletedAt: 'DateTime',
  lineNo: 'Int!',
};

/** The system fields that rows of the entity show, in order. */
export function systemFieldsOf(entity: EntityModel): readonly SystemFieldName[] {
  return [
    'id',
    'version',
    ...(entity.workflow === undefined ? [] : (['state'] as const)),
    'createdAt',
    'updatedAt',
    'deletedAt',
    ...(entity.parent === undefined ? [] : (['lineNo'] as const)),
  ];
}

/** Lists are never null; a required value is not null unless some role sees it masked or only on some rows. */
function outputType(model: Model, entity: EntityModel, field: FieldModel): string {
  const type = valueType(model, entity, field);
  const always = type.startsWith('[') || (field.required && !field.secret && !isGuarded(model, entity, field));
  return always ? `${type}!` : type;
}

/**
 * Whether some role may get null for a value that is there: it is masked, or hidden in one of its grants, or it points
 * at rows of which the role sees only some.
 */
function isGuarded(model: Model, entity: EntityModel, field: FieldModel): boolean {
  const target = field.type.kind === 'ref' ? field.type.to : undefined;
  return model.roles.some((role) =>
    role.grants.some(
      (grant) =>
        (grant.entity === entity.id && (grant.mask.includes(field.id) || grant.hide.includes(field.id))) ||
        (grant.entity === target && grant.rows !== undefined),
    ),
  );
}

/** The object, connection, edge and change types of an entity. */
export function outputTypes(model: Model, entity: EntityModel): readonly TypePlan[] {
  const names = typeNames(entity.apiName);
  const need = { entity: entity.id, right: 'read' } as const;
  const fields: readonly FieldPlan[] = [
    ...systemFieldsOf(entity).map((field): FieldPlan => ({
      name: field,
      type: field === 'state' ? `${names.state}!` : SYSTEM_TYPES[field],
      source: { kind: 'system', field },
    })),
    { name: 'createdBy', type: 'User', source: { kind: 'createdBy' } },
    { name: 'updatedBy', type: 'User', source: { kind: 'updatedBy' } },
    ...parentField(model, entity),
    ...entity.fields.flatMap((field) => outputFields(model, entity, field)),
  ];
  return [
    ...enumTypes(model, entity),
    { kind: 'object', name: names.object, interfaces: ['Node'], fields, need, entity: entity.id },
    {
      kind: 'object',
      name: names.edge,
      need,
      fields: [
        { name: 'node', type: `${names.object}!`, source: { kind: 'edgeNode' } },
        { name: 'cursor', type: 'String!', source: { kind: 'cursor' } },
      ],
    },
    {
      kind: 'object',
      name: names.connection,
      need,
      fields: [
        { name: 'edges', type: `[${names.edge}!]!`, source: { kind: 'edges' } },
        { name: 'nodes', type: `[${names.object}!]!`, source: { kind: 'nodes' } },
        { name: 'pageInfo', type: 'PageInfo!', source: { kind: 'pageInfo' } },
        {
          name: 'totalCount',
          type: 'Int!',
          description: 'How many rows match, on all pages. Costs a count; ask only when needed.',
          source: { kind: 'totalCount' },
        },
      ],
    },
    {
      kind: 'object',
      name: names.change,
      need,
      fields: [
        { name: 'event', type: 'ChangeEvent!', source: { kind: 'changeEvent' } },
        { name: 'id', type: 'ID!', source: { kind: 'changeId' } },
        {
          name: 'node',
          type: names.object,
          description: 'The row as it is now; null when it is gone or out of sight.',
          source: { kind: 'changeNode' },
        },
      ],
    },
  ];
}

function parentField(model: Model, entity: EntityModel): readonly FieldPlan[] {
  if (entity.parent === undefined) return [];
  const parent = entityOf(model, entity.parent.entity);
  return [
    {
      name: 'parent',
      type: typeNames(parent.apiName).object,
      need: { entity: parent.id, right: 'read' },
      source: { kind: 'parent', entity: parent.id },
    },
  ];
}

function outputFields(model: Model, entity: EntityModel, field: FieldModel): readonly FieldPlan[] {
  const base: FieldPlan = {
    name: field.apiName,
    type: outputType(model, entity, field),
    args: listArgs(model, field),
    need: { entity: entity.id, field: field.id, use: 'show' },
    source: { kind: 'field', entity: entity.id, field: field.id },
  };
  return withFormerNames(base, field);
}

/** The field and, deprecated, the same under each former name. */
function withFormerNames(plan: FieldPlan, { apiName, aliases }: FieldModel): readonly FieldPlan[] {
  return [plan, ...aliases.map((name) => ({ ...plan, name, deprecated: `Renamed to \`${apiName}\`.` }))];
}

/** Child lists take a filter, an order and a length. */
function listArgs(model: Model, field: FieldModel): readonly InputFieldPlan[] {
  if (field.type.kind !== 'lines' && field.type.kind !== 'multiRef') return [];
  const target = typeNames(entityOf(model, field.type.kind === 'lines' ? field.type.of : field.type.to).apiName);
  return [
    { name: 'where', type: target.where },
    { name: 'orderBy', type: `[${target.orderBy}!]` },
    { name: 'first', type: 'Int' },
  ];
}

function enumTypes(model: Model, entity: EntityModel): readonly TypePlan[] {
  const own = entity.fields.flatMap((field): readonly TypePlan[] =>
    field.type.kind === 'enum' || field.type.kind === 'multiEnum'
      ? [
          {
            kind: 'enum',
            name: enumTypeName(entity, field),
            values: field.type.options.map(({ id }) => ({ name: id })),
          },
        ]
      : [],
  );
  const workflow = model.workflows.find(({ id }) => id === entity.workflow);
  if (workflow === undefined) return own;
  return [
    ...own,
    { kind: 'enum', name: typeNames(entity.apiName).state, values: workflow.states.map(({ id }) => ({ name: id })) },
  ];
}

/** The result types of `<plural>Aggregate`: a row has its key, its count, and functions per field. */
export function aggregateTypes(model: Model, entity: EntityModel): readonly TypePlan[] {
  const names = typeNames(entity.apiName);
  const need = { entity: entity.id, right: 'read' } as const;
  const group = (name: string, type: string, source: FieldSource): FieldPlan => ({ name, type, source });
  const numbers = stepFields(
    model,
    entity,
    ({ kind }) => kind.numeric,
    () => 'Decimal',
    true,
  );
  const values = stepFields(
    model,
    entity,
    ({ kind }) => isExtremal(kind),
    ({ type }) => type,
  );
  const counts = stepFields(
    model,
    entity,
    ({ kind }) => kind.groupable,
    () => 'Int',
  );
  const objects: readonly ObjectPlan[] = [
    {
      kind: 'object',
      name: names.aggregate,
      description: 'One group of rows.',
      need,
      fields: [
        group('key', names.aggregateKey, { kind: 'groupKey' }),
        group('count', 'Int!', { kind: 'groupCount' }),
        ...(numbers.length === 0
          ? []
          : [
              group('sum', names.aggregateNumbers, { kind: 'groupFn', fn: 'sum' }),
              group('avg', names.aggregateNumbers, { kind: 'groupFn', fn: 'avg' }),
            ]),
        group('min', names.aggregateValues, { kind: 'groupFn', fn: 'min' }),
        group('max', names.aggregateValues, { kind: 'groupFn', fn: 'max' }),
        group('countDistinct', names.aggregateCounts, { kind: 'groupFn', fn: 'countDistinct' }),
      ],
    },
    { kind: 'object', name: names.aggregateKey, need, fields: keyFields(model, entity) },
    ...(numbers.length === 0 ? [] : [{ kind: 'object', name: names.aggregateNumbers, need, fields: numbers } as const]),
    { kind: 'object', name: names.aggregateValues, need, fields: values },
    { kind: 'object', name: names.aggregateCounts, need, fields: counts },
  ];
  return objects;
}

type StepInfo = { readonly kind: ReturnType<typeof apiKind>; readonly type: string };

/** Fields of one row by the step that reaches them, for those that `keep` admits. */
function stepFields(
  model: Model,
  entity: EntityModel,
  keep: (info: StepInfo) => boolean,
  typeOf: (info: StepInfo) => string,
  rounds = false,
): readonly FieldPlan[] {
  const round: InputFieldPlan = {
    name: 'round',
    type: 'Int',
    description: 'Decimal places to round to, once, half away from zero.',
  };
  const own = entity.fields
    .filter((field) => !field.secret)
    .map((field) => ({ field, info: { kind: apiKindOf(field.type), type: valueType(model, entity, field) } }))
    .filter(({ info }) => keep(info))
    .flatMap(({ field, info }) =>
      withFormerNames(
        {
          name: field.apiName,
          type: typeOf(info),
          ...(rounds ? { args: [round] } : {}),
          need: { entity: entity.id, field: field.id, use: 'compare' },
          source: { kind: 'groupStep', step: { kind: 'field', entity: entity.id, field: field.id } },
        },
        field,
      ),
    );
  if (rounds) return own;
  const system = (['createdAt', 'updatedAt'] as const).map((field): FieldPlan => ({
    name: field,
    type: typeOf({ kind: apiKind('datetime'), type: 'DateTime' }),
    source: { kind: 'groupStep', step: { kind: 'system', field } },
  }));
  return [...system, ...own];
}

function keyFields(model: Model, entity: EntityModel): readonly FieldPlan[] {
  const field = (name: string, type: string, step: FieldStep): FieldPlan => ({
    name,
    type,
    source: { kind: 'groupStep', step },
  });
  const bucket: InputFieldPlan = {
    name: 'bucket',
    type: 'DateBucket',
    description: 'Which of several groupings of this date; the first when left out.',
  };
  const dated = (plan: FieldPlan): FieldPlan => ({ ...plan, args: [bucket] });
  const names = typeNames(entity.apiName);
  return [
    field('id', 'ID', { kind: 'system', field: 'id' }),
    ...(entity.workflow === undefined ? [] : [field('state', names.state, { kind: 'system', field: 'state' })]),
    dated(field('createdAt', 'DateTime', { kind: 'system', field: 'createdAt' })),
    dated(field('updatedAt', 'DateTime', { kind: 'system', field: 'updatedAt' })),
    field('createdBy', 'UserAggregateKey', { kind: 'system', field: 'createdBy' }),
    ...(entity.parent === undefined
      ? []
      : [
          {
            ...field('parent', typeNames(entityOf(model, entity.parent.entity).apiName).aggregateKey, {
              kind: 'parent',
              entity: entity.parent.entity,
            }),
            need: { entity: entity.parent.entity, right: 'read' } as const,
          },
        ]),
    ...entity.fields
      .filter((own) => !own.secret && apiKindOf(own.type).groupable)
      .flatMap((own) => {
        const step = { kind: 'field', entity: entity.id, field: own.id } as const;
        const plan = {
          ...field(own.apiName, keyType(model, entity, own), step),
          need: { entity: entity.id, field: own.id, use: 'compare' } as const,
        };
        return withFormerNames(apiKindOf(own.type).bucketed ? dated(plan) : plan, own);
      }),
  ];
}

function keyType(model: Model, entity: EntityModel, field: FieldModel): string {
  if (field.type.kind === 'ref') return typeNames(entityOf(model, field.type.to).apiName).aggregateKey;
  if (field.type.kind === 'user') return 'UserAggregateKey';
  if (field.type.kind === 'org') return 'OrgUnitAggregateKey';
  return valueType(model, entity, field);
}
