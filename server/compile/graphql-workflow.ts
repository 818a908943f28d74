import { must } from '../../schema/core/result.ts';
import { textIn } from '../../schema/core/text.ts';
import type { TransitionModel } from '../../schema/model/behaviour.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import {
  transitionInputName,
  transitionName,
  transitionsName,
  transitionsQueryName,
  typeNames,
} from '../../schema/model/names.ts';
import { workflowOf } from './behaviour-reads.ts';
import { approvalFields, approvalTypes } from './graphql-workflow-approvals.ts';
import type { GraphqlExtension } from './graphql-extensions.ts';
import type { FieldPlan, InputFieldPlan, InputPlan, Need, TypePlan } from './graphql-plan-types.ts';
import { property } from './graphql-service-field.ts';
import { entityOf } from './storage.ts';
import { valueType } from './value-type.ts';

/** What workflows add to the API: a mutation for each transition, what may be taken and why not, and the inbox. */
export function workflowExtension(model: Model): GraphqlExtension {
  const entities = model.entities.filter((entity) => workflowOf(model, entity) !== undefined);
  if (entities.length === 0) return {};
  const approvals = approvalFields(model);
  return {
    types: [
      ...COMMON_TYPES,
      ...approvalTypes(model),
      ...entities.flatMap((entity) => transitionsOf(model, entity).flatMap((one) => inputType(model, entity, one))),
    ],
    query: [...entities.flatMap((entity) => optionFields(entity)), WORKFLOWS, ...approvals.query],
    mutation: [
      ...entities.flatMap((entity) =>
        transitionsOf(model, entity).flatMap((transition) => transitionFields(model, entity, transition)),
      ),
      ...approvals.mutation,
    ],
    subscription: approvals.subscription,
  };
}

function transitionsOf(model: Model, entity: EntityModel): readonly TransitionModel[] {
  return must(workflowOf(model, entity), 'workflow').transitions;
}

const ID: InputFieldPlan = { name: 'id', type: 'ID!' };
const IDEMPOTENCY_KEY: InputFieldPlan = {
  name: 'idempotencyKey',
  type: 'String',
  description:
    'A key of your own, up to 200 characters: the same call under the same key is done once, and answered alike each time.',
};

/** One mutation for one row, one for several; both once more under each former name of the entity. */
function transitionFields(model: Model, entity: EntityModel, transition: TransitionModel): readonly FieldPlan[] {
  const need: Need = { entity: entity.id, transition: transition.id };
  const type = `${typeNames(entity.apiName).object}!`;
  const isNeeded = inputFields(model, entity, transition).some((field) => field.type.endsWith('!'));
  const inputName = transitionInputName(transition.id, entity.apiName);
  const given: readonly InputFieldPlan[] = [
    ...(transition.input.length === 0 ? [] : [{ name: 'input', type: isNeeded ? `${inputName}!` : inputName }]),
    ...(transition.reason === undefined
      ? []
      : [{ name: 'reason', type: transition.reason === 'required' ? 'String!' : 'String' }]),
    IDEMPOTENCY_KEY,
  ];
  const label = textIn(transition.label, 'en');
  const source = { kind: 'transition', entity: entity.id, transition: transition.id } as const;
  const names = [entity, ...entity.aliases];
  return names.flatMap((name, index): readonly FieldPlan[] => {
    const one = transitionName(transition.id, name.apiName);
    const many = transitionsName(transition.id, name.plural);
    const old = (current: string) => (index === 0 ? {} : { deprecated: `Renamed to \`${current}\`.` });
    return [
      {
        name: one,
        type,
        description: `${label}. Where it needs an approval it is asked for, and the row stays as it is.`,
        args: [
          ID,
          {
            name: 'version',
            type: 'Int!',
            description: 'The version you read; another means that somebody changed the row since.',
          },
          ...given,
        ],
        need,
        source,
        ...old(transitionName(transition.id, entity.apiName)),
      },
      {
        name: many,
        type: `[${type}]!`,
        description: `${label}. All or none.`,
        args: [{ name: 'rows', type: '[RowVersion!]!' }, ...given],
        need,
        source: { ...source, many: true },
        ...old(transitionsName(transition.id, entity.plural)),
      },
    ];
  });
}

function inputType(model: Model, entity: EntityModel, transition: TransitionModel): readonly InputPlan[] {
  if (transition.input.length === 0) return [];
  return [
    {
      kind: 'input',
      name: transitionInputName(transition.id, entity.apiName),
      description: 'The fields that the transition asks for.',
      need: { entity: entity.id, transition: transition.id },
      fields: inputFields(model, entity, transition),
    },
  ];
}

/** As in a patch; what the entity requires must be given or be there already, so no field is forced by its type. */
function inputFields(model: Model, entity: EntityModel, transition: TransitionModel): readonly InputFieldPlan[] {
  return transition.input.flatMap((id): readonly InputFieldPlan[] => {
    const field = entity.fields.find((own) => own.id === id);
    if (field === undefined) return [];
    const type =
      field.type.kind === 'lines'
        ? typeNames(entityOf(model, field.type.of).apiName).linesPatch
        : valueType(model, entity, field, 'input');
    return [
      {
        name: field.apiName,
        type: field.required && field.type.kind !== 'lines' ? `${type}!` : type,
        target: { kind: 'step', step: { kind: 'field', entity: entity.id, field: field.id } },
      },
    ];
  });
}

function optionFields(entity: EntityModel): readonly FieldPlan[] {
  return [
    {
      name: transitionsQueryName(entity.singular),
      type: '[TransitionOption!]!',
      description: 'Each transition of the workflow: whether you may take it now, and if not, why.',
      args: [ID],
      need: { entity: entity.id, right: 'read' },
      source: { kind: 'service', service: 'workflow.transitions', entity: entity.id },
    },
  ];
}

const WORKFLOWS: FieldPlan = {
  name: 'workflows',
  type: '[WorkflowDiagram!]!',
  description: 'The workflows of what you may read, as data for a diagram.',
  source: { kind: 'service', service: 'workflow.diagrams' },
};

const COMMON_TYPES: readonly TypePlan[] = [
  {
    kind: 'input',
    name: 'RowVersion',
    description: 'A row, and the version of it that you read.',
    fields: [
      { name: 'id', type: 'ID!' },
      { name: 'version', type: 'Int!' },
    ],
  },
  {
    kind: 'object',
    name: 'TransitionOption',
    fields: [
      property('id', 'ID!'),
      property('label', 'String!'),
      property('mutation', 'String!', 'The mutation that takes it.'),
      property('to', 'String!'),
      property('leavesFromHere', 'Boolean!', 'Whether it leaves from the state the row is in.'),
      property('available', 'Boolean!', 'Whether it would be taken now. What its input would answer is left open.'),
      property('needsApproval', 'Boolean!', 'Taking it asks for an approval first.'),
      property('reason', 'String', '`required` or `optional`, where a reason is asked for.'),
      property('input', '[TransitionInputField!]!'),
      property('whyNot', '[TransitionObstacle!]!', 'All that speaks against it.'),
    ],
  },
  {
    kind: 'object',
    name: 'TransitionInputField',
    fields: [
      property('field', 'String!', 'API name of the field.'),
      property('label', 'String!'),
      property('required', 'Boolean!'),
    ],
  },
  {
    kind: 'object',
    name: 'TransitionObstacle',
    fields: [
      property('code', 'String!'),
      property('message', 'String!'),
      property('cure', 'String!'),
      property('rule', 'String'),
      property('path', 'String!'),
      property('ledger', 'ID', 'The ledger that refuses, where you may read it.'),
      property('key', '[TransitionObstacleKey!]!', 'The balance of it that was met, by dimension.'),
    ],
  },
  {
    kind: 'object',
    name: 'TransitionObstacleKey',
    fields: [property('dimension', 'ID!'), property('value', 'String!')],
  },
  {
    kind: 'object',
    name: 'WorkflowDiagram',
    fields: [
      property('id', 'ID!'),
      property('entity', 'String!', 'API name of the entity.'),
      property('label', 'String!'),
      property('initial', 'ID!'),
      property('states', '[WorkflowState!]!'),
      property('transitions', '[WorkflowTransition!]!'),
    ],
  },
  {
    kind: 'object',
    name: 'WorkflowState',
    fields: [
      property('id', 'ID!'),
      property('label', 'String!'),
      property('class', 'String!', '`open`, `posted`, `closed` or `reversed`.'),
      property('color', 'String'),
      property('deadline', 'String', 'ISO 8601: how long a row may stay.'),
      property('onDeadline', 'ID', 'The transition that is taken then.'),
    ],
  },
  {
    kind: 'object',
    name: 'WorkflowTransition',
    fields: [
      property('id', 'ID!'),
      property('label', 'String!'),
      property('from', '[ID!]!'),
      property('to', 'ID!'),
      property('roles', '[String!]!', 'Labels of the roles; none means whoever may update the row.'),
      property('guard', 'String'),
      property('reason', 'String'),
      property('posts', '[String!]!', 'What is posted to ledgers, by label.'),
      property('reverses', '[String!]!'),
      property('approvals', '[WorkflowApproval!]!'),
    ],
  },
  {
    kind: 'object',
    name: 'WorkflowApproval',
    fields: [
      property('id', 'ID!'),
      property('mode', 'String!', '`all`, `any` or `inOrder`.'),
      property('roles', '[String!]!'),
      property('when', 'String'),
      property('within', 'String'),
    ],
  },
];
