import { must } from '../../schema/core/result.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { keyInputName, typeNames } from '../../schema/model/names.ts';
import { enumTypeName } from './api-names.ts';
import { apiKindOf, isExtremal } from './field-kinds.ts';
import { operatorFields } from './graphql-common-types.ts';
import type { FieldStep, InputFieldPlan, InputPlan, Need, TypePlan } from './graphql-plan-types.ts';
import { entityOf } from './storage.ts';
import { valueType } from './value-type.ts';

/** Filter, order, group and key inputs of an entity. */
export function queryInputs(model: Model, entity: EntityModel): readonly TypePlan[] {
  const names = typeNames(entity.apiName);
  const need = { entity: entity.id, right: 'read' } as const;
  const input = (name: string, fields: readonly InputFieldPlan[], description?: string): InputPlan =>
    description === undefined
      ? { kind: 'input', name, need, fields }
      : { kind: 'input', name, need, fields, description };
  const numbers = entity.fields.filter((field) => !field.secret && apiKindOf(field.type).numeric);
  const direction = (field: FieldModel): readonly InputFieldPlan[] =>
    withAliases(stepInput(entity, field, 'OrderDirection'), field);
  const number = numbers.flatMap(direction);
  const value = comparable(entity).filter((field) => isExtremal(apiKindOf(field.type)));
  const count = comparable(entity).filter((field) => apiKindOf(field.type).groupable);
  return [
    ...enumFilters(entity),
    input(names.where, whereFields(model, entity)),
    input(
      names.listWhere,
      (['some', 'every', 'none'] as const).map((kind) => ({ name: kind, type: names.where, target: { kind } })),
    ),
    input(names.orderBy, orderFields(model, entity), 'Exactly one field; several orders are several list items.'),
    input(names.groupBy, groupFields(model, entity), 'Exactly one field; several groupings are several list items.'),
    input(
      names.aggregateOrderBy,
      [
        { name: 'count', type: 'OrderDirection' },
        { name: 'key', type: names.orderBy },
        ...(number.length === 0
          ? []
          : (['sum', 'avg'] as const).map((name) => ({ name, type: names.aggregateNumbersOrderBy }))),
        ...(['min', 'max'] as const).map((name) => ({ name, type: names.aggregateValuesOrderBy })),
        { name: 'countDistinct', type: names.aggregateCountsOrderBy },
      ],
      'Exactly one field.',
    ),
    ...(number.length === 0 ? [] : [input(names.aggregateNumbersOrderBy, number)]),
    input(names.aggregateValuesOrderBy, [...systemDates('OrderDirection'), ...value.flatMap(direction)]),
    input(names.aggregateCountsOrderBy, [...systemDates('OrderDirection'), ...count.flatMap(direction)]),
    ...byInputs(model, entity),
  ];
}

function comparable(entity: EntityModel): readonly FieldModel[] {
  return entity.fields.filter((field) => !field.secret);
}

function systemDates(type: string): readonly InputFieldPlan[] {
  return (['createdAt', 'updatedAt'] as const).map((field) => ({
    name: field,
    type,
    target: { kind: 'step', step: { kind: 'system', field } },
  }));
}

/** An input field that steps to a declared field. */
function stepInput(entity: EntityModel, field: FieldModel, type: string): InputFieldPlan {
  return {
    name: field.apiName,
    type,
    need: { entity: entity.id, field: field.id, use: 'compare' },
    target: { kind: 'step', step: { kind: 'field', entity: entity.id, field: field.id } },
  };
}

/** The same under each former name, marked deprecated. */
function withAliases(plan: InputFieldPlan, field: FieldModel): readonly InputFieldPlan[] {
  const optional = plan.type.endsWith('!') ? plan.type.slice(0, -1) : plan.type;
  return [
    plan,
    ...field.aliases.map((name) => ({ ...plan, name, type: optional, deprecated: `Renamed to \`${field.apiName}\`.` })),
  ];
}

function step(name: string, type: string, to: FieldStep, need?: Need): InputFieldPlan {
  return need === undefined
    ? { name, type, target: { kind: 'step', step: to } }
    : { name, type, need, target: { kind: 'step', step: to } };
}

/** The relation steps that where, order and group share: the parent of a line and who made the row. */
function relationSteps(
  model: Model,
  entity: EntityModel,
  suffix: 'where' | 'orderBy' | 'groupBy',
): readonly InputFieldPlan[] {
  const member = { where: 'UserWhere', orderBy: 'UserOrderBy', groupBy: 'UserGroupBy' }[suffix];
  return [
    ...(entity.parent === undefined
      ? []
      : [
          step(
            'parent',
            typeNames(entityOf(model, entity.parent.entity).apiName)[suffix],
            { kind: 'parent', entity: entity.parent.entity },
            { entity: entity.parent.entity, right: 'read' },
          ),
        ]),
    step('createdBy', member, { kind: 'system', field: 'createdBy' }),
    step('updatedBy', member, { kind: 'system', field: 'updatedBy' }),
  ];
}

function whereFields(model: Model, entity: EntityModel): readonly InputFieldPlan[] {
  const names = typeNames(entity.apiName);
  const system = (name: 'id' | 'version' | 'createdAt' | 'updatedAt' | 'deletedAt' | 'lineNo', type: string) =>
    step(name, type, { kind: 'system', field: name });
  return [
    { name: 'and', type: `[${names.where}!]`, target: { kind: 'and' } },
    { name: 'or', type: `[${names.where}!]`, target: { kind: 'or' } },
    { name: 'not', type: names.where, target: { kind: 'not' } },
    {
      name: 'isNull',
      type: 'Boolean',
      description: 'Below a relation: whether it is empty.',
      target: { kind: 'isNull' },
    },
    system('id', 'IdFilter'),
    system('version', 'IntFilter'),
    ...(entity.workflow === undefined ? [] : [step('state', names.stateFilter, { kind: 'system', field: 'state' })]),
    system('createdAt', 'DateTimeFilter'),
    system('updatedAt', 'DateTimeFilter'),
    system('deletedAt', 'DateTimeFilter'),
    ...(entity.parent === undefined ? [] : [system('lineNo', 'IntFilter')]),
    ...relationSteps(model, entity, 'where'),
    ...comparable(entity).flatMap((field) =>
      withAliases(stepInput(entity, field, filterType(model, entity, field)), field),
    ),
  ];
}

function filterType(model: Model, entity: EntityModel, field: FieldModel): string {
  const { type } = field;
  switch (type.kind) {
    case 'enum':
    case 'multiEnum':
      return `${enumTypeName(entity, field)}Filter`;
    case 'ref':
      return typeNames(entityOf(model, type.to).apiName).where;
    case 'multiRef':
      return typeNames(entityOf(model, type.to).apiName).listWhere;
    case 'lines':
      return typeNames(entityOf(model, type.of).apiName).listWhere;
    case 'user':
      return 'UserWhere';
    case 'org':
      return 'OrgUnitWhere';
    default:
      return must(apiKindOf(type).filter, `filter of ${type.kind}`);
  }
}

function orderFields(model: Model, entity: EntityModel): readonly InputFieldPlan[] {
  const system = (['id', 'createdAt', 'updatedAt', 'deletedAt'] as const).map((name) =>
    step(name, 'OrderDirection', { kind: 'system', field: name }),
  );
  return [
    ...system,
    ...(entity.workflow === undefined ? [] : [step('state', 'OrderDirection', { kind: 'system', field: 'state' })]),
    ...(entity.parent === undefined ? [] : [step('lineNo', 'OrderDirection', { kind: 'system', field: 'lineNo' })]),
    ...relationSteps(model, entity, 'orderBy'),
    ...comparable(entity)
      .filter((field) => apiKindOf(field.type).orderable)
      .flatMap((field) =>
        withAliases(stepInput(entity, field, relationInput(model, field, 'orderBy', 'OrderDirection')), field),
      ),
  ];
}

function groupFields(model: Model, entity: EntityModel): readonly InputFieldPlan[] {
  return [
    step('id', 'GroupBy', { kind: 'system', field: 'id' }),
    ...systemDates('DateBucket'),
    ...(entity.workflow === undefined ? [] : [step('state', 'GroupBy', { kind: 'system', field: 'state' })]),
    ...relationSteps(model, entity, 'groupBy'),
    ...comparable(entity)
      .filter((field) => apiKindOf(field.type).groupable)
      .flatMap((field) => {
        const leaf = apiKindOf(field.type).bucketed ? 'DateBucket' : 'GroupBy';
        return withAliases(stepInput(entity, field, relationInput(model, field, 'groupBy', leaf)), field);
      }),
  ];
}

/** References continue in the target's input; all else ends in `leaf`. */
function relationInput(model: Model, field: FieldModel, suffix: 'orderBy' | 'groupBy', leaf: string): string {
  if (field.type.kind === 'ref') return typeNames(entityOf(model, field.type.to).apiName)[suffix];
  if (field.type.kind === 'user') return { orderBy: 'UserOrderBy', groupBy: 'UserGroupBy' }[suffix];
  if (field.type.kind === 'org') return { orderBy: 'OrgUnitOrderBy', groupBy: 'OrgUnitGroupBy' }[suffix];
  return leaf;
}

function enumFilters(entity: EntityModel): readonly TypePlan[] {
  const names = typeNames(entity.apiName);
  const own = entity.fields.flatMap((field): readonly TypePlan[] => {
    if (field.type.kind !== 'enum' && field.type.kind !== 'multiEnum') return [];
    const name = enumTypeName(entity, field);
    const operators =
      field.type.kind === 'enum'
        ? (['eq', 'ne', 'in', 'notIn', 'isNull'] as const)
        : (['containsAll', 'containsAny', 'isEmpty'] as const);
    return [{ kind: 'input', name: `${name}Filter`, fields: operatorFields(name, operators) }];
  });
  if (entity.workflow === undefined) return own;
  return [
    ...own,
    { kind: 'input', name: names.stateFilter, fields: operatorFields(names.state, ['eq', 'ne', 'in', 'notIn']) },
  ];
}

/** The fields by which one row can be named, each alone identifying it. Keys of several fields are inputs of their own. */
function byInputs(model: Model, entity: EntityModel): readonly TypePlan[] {
  const names = typeNames(entity.apiName);
  const need = { entity: entity.id, right: 'read' } as const;
  const nested: InputPlan[] = [];
  const keys = entity.uniques.flatMap((key): readonly InputFieldPlan[] => {
    const fields = key.fields.flatMap((id) => entity.fields.filter((field) => field.id === id));
    const [only] = fields;
    if (only !== undefined && fields.length === 1)
      return only.unique ? [] : withAliases(byField(model, entity, only), only);
    const name = keyInputName(entity.apiName, key.id);
    nested.push({
      kind: 'input',
      name: name.type,
      need,
      fields: fields.flatMap((field) => {
        const plan = byField(model, entity, field);
        // With a former name a part can come under either, so the reader checks that all are there instead of the type.
        return field.aliases.length === 0 ? [{ ...plan, type: `${plan.type}!` }] : withAliases(plan, field);
      }),
    });
    return [{ name: name.field, type: name.type, target: { kind: 'key', key: key.fields } }];
  });
  const singles = entity.fields
    .filter((field) => field.unique && !field.secret)
    .flatMap((field) => withAliases(byField(model, entity, field), field));
  const fields = [step('id', 'ID', { kind: 'system', field: 'id' }), ...singles, ...keys];
  return [
    ...nested,
    { kind: 'input', name: names.by, need, fields, description: 'Names one row: exactly one of the fields.' },
  ];
}

function byField(model: Model, entity: EntityModel, field: FieldModel): InputFieldPlan {
  return stepInput(entity, field, valueType(model, entity, field, 'input'));
}

/** Whether values of the field come from callers at all. */
export function isWritable(field: FieldModel): boolean {
  return !field.readonly && field.formula === undefined && field.rollup === undefined && field.type.kind !== 'sequence';
}

/** The inputs of create and update. */
export function writeInputs(model: Model, entity: EntityModel): readonly TypePlan[] {
  const names = typeNames(entity.apiName);
  const writable = entity.fields.filter(isWritable);
  const write = (field: FieldModel, use: 'create' | 'update', type: string): readonly InputFieldPlan[] =>
    withAliases({ ...stepInput(entity, field, type), need: { entity: entity.id, field: field.id, use } }, field);
  const owner = entity.parent?.entity ?? entity.id;
  const create = { entity: owner, right: 'create' } as const;
  const update = { entity: owner, right: 'update' } as const;
  const patchFields = writable.flatMap((field) =>
    write(
      field,
      'update',
      field.type.kind === 'lines'
        ? typeNames(entityOf(model, field.type.of).apiName).linesPatch
        : valueType(model, entity, field, 'input'),
    ),
  );
  const inputFields = writable.flatMap((field) => {
    const type = valueType(model, entity, field, 'input');
    // A required value with aliases can come under either name, so the writer checks it instead of the type.
    const must_ = field.required && field.default === undefined && field.aliases.length === 0;
    return write(field, 'create', must_ ? `${type}!` : type);
  });
  const empty: InputFieldPlan = {
    name: '_',
    type: 'Boolean',
    description: 'This type has no fields to give; leave it out.',
  };
  const lines: readonly TypePlan[] =
    entity.parent === undefined
      ? []
      : [
          {
            kind: 'input',
            name: names.linesPatch,
            need: update,
            description: 'Lines to add, to change and to take away; the others stay.',
            fields: [
              { name: 'create', type: `[${names.input}!]` },
              { name: 'update', type: `[${names.lineUpdate}!]` },
              { name: 'delete', type: '[ID!]' },
              {
                name: 'order',
                type: '[ID!]',
                description:
                  'Ids of lines in the order that they shall have; `+0` is the first that `create` adds. Lines not named follow as they stood.',
              },
            ],
          },
          {
            kind: 'input',
            name: names.lineUpdate,
            need: update,
            fields: [
              { name: 'id', type: 'ID!' },
              { name: 'patch', type: `${names.patch}!` },
            ],
          },
        ];
  return [
    // Lines are created within a create or an update of their document, so their input has no right of its own.
    {
      kind: 'input',
      name: names.input,
      ...(entity.parent === undefined ? { need: create } : {}),
      fields: inputFields.length === 0 ? [empty] : inputFields,
    },
    { kind: 'input', name: names.patch, need: update, fields: patchFields.length === 0 ? [empty] : patchFields },
    ...lines,
  ];
}
