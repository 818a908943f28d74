import type { Model } from '../../schema/model/model.ts';
import type { FieldPlan, InputFieldPlan, TypePlan } from './graphql-plan-types.ts';
import { property } from './graphql-service-field.ts';

/** Whether anything of the model may have to be approved. */
export function usesApprovals({ behaviour }: Model): boolean {
  return behaviour.workflows.some(({ transitions }) => transitions.some(({ approvals }) => approvals.length > 0));
}

const IDEMPOTENCY_KEY: InputFieldPlan = { name: 'idempotencyKey', type: 'String' };
const COMMENT: InputFieldPlan = { name: 'comment', type: 'String' };
const ID: InputFieldPlan = { name: 'id', type: 'ID!' };
const RECORD: InputFieldPlan = { name: 'record', type: 'ID!' };

/** The inbox and the decisions; nothing in a model without approvals. */
export function approvalFields(model: Model): {
  readonly query: readonly FieldPlan[];
  readonly mutation: readonly FieldPlan[];
  readonly subscription: readonly FieldPlan[];
} {
  if (!usesApprovals(model)) return { query: [], mutation: [], subscription: [] };
  const mutation = (name: string, description: string, args: readonly InputFieldPlan[]): FieldPlan => ({
    name,
    type: 'ApprovalRequest!',
    description,
    args: [ID, ...args, IDEMPOTENCY_KEY],
    source: { kind: 'service', service: `workflow.${name}` },
  });
  return {
    query: [
      {
        name: 'inbox',
        type: 'InboxPage!',
        args: [
          { name: 'box', type: 'InboxBox!' },
          { name: 'first', type: 'Int' },
          { name: 'after', type: 'String' },
        ],
        description: 'Requests for approval, the latest first.',
        source: { kind: 'service', service: 'workflow.inbox' },
      },
      {
        name: 'approvalRequest',
        type: 'ApprovalRequest',
        args: [ID],
        source: { kind: 'service', service: 'workflow.approvalRequest' },
      },
      {
        name: 'approvalOf',
        type: 'ApprovalRequest',
        description: 'The request that waits for a decision about this record; none where the record may not be read.',
        args: [RECORD],
        source: { kind: 'service', service: 'workflow.approvalOf' },
      },
    ],
    subscription: [
      {
        name: 'approvalChanged',
        type: 'ApprovalRequest',
        description: 'The same, anew whenever it was asked for, decided, handed on, escalated or ended.',
        args: [RECORD],
        source: { kind: 'service', service: 'workflow.approvalOf' },
      },
    ],
    mutation: [
      mutation('decideApproval', 'Decides the task that waits for you. The last approval takes the transition.', [
        { name: 'decision', type: 'ApprovalDecision!' },
        COMMENT,
      ]),
      mutation('delegateApproval', 'Hands your task to another member.', [{ name: 'to', type: 'ID!' }, COMMENT]),
      mutation('withdrawApproval', 'Takes your own request back.', [COMMENT]),
    ],
  };
}

/** The types of the inbox. */
export function approvalTypes(model: Model): readonly TypePlan[] {
  return usesApprovals(model) ? TYPES : [];
}

const TYPES: readonly TypePlan[] = [
  {
    kind: 'enum',
    name: 'InboxBox',
    values: [
      { name: 'TO_DECIDE', description: 'They wait for you.' },
      { name: 'STARTED', description: 'You asked for them.' },
      { name: 'COPIED', description: 'A role of yours is kept informed of them.' },
      { name: 'DONE', description: 'You decided them.' },
    ],
  },
  { kind: 'enum', name: 'ApprovalDecision', values: ['APPROVE', 'REJECT', 'SEND_BACK'].map((name) => ({ name })) },
  {
    kind: 'enum',
    name: 'ApprovalState',
    values: ['PENDING', 'APPROVED', 'REJECTED', 'SENT_BACK', 'WITHDRAWN', 'LAPSED'].map((name) => ({ name })),
  },
  {
    kind: 'enum',
    name: 'ApprovalTaskState',
    values: ['WAITING', 'OPEN', 'APPROVED', 'REJECTED', 'SENT_BACK', 'DELEGATED', 'SKIPPED', 'ESCALATED'].map(
      (name) => ({ name }),
    ),
  },
  {
    kind: 'object',
    name: 'ApprovalPerson',
    fields: [property('id', 'ID!'), property('name', 'String!')],
  },
  {
    kind: 'object',
    name: 'ApprovalInput',
    fields: [
      property('field', 'String!', 'API name of the field.'),
      property('label', 'String!'),
      property('value', 'JSON', 'References by id; secrets and what is hidden from you are null.'),
    ],
  },
  {
    kind: 'object',
    name: 'ApprovalTask',
    fields: [
      property('id', 'ID!'),
      property('step', 'Int!'),
      property('person', 'ApprovalPerson!'),
      property('role', 'String!', 'Label of the role that the person decides for.'),
      property('state', 'ApprovalTaskState!'),
      property('dueAt', 'DateTime'),
      property('overdue', 'Boolean!'),
      property('decidedAt', 'DateTime'),
      property('decidedBy', 'ApprovalPerson'),
      property('delegatedFrom', 'ApprovalPerson'),
      property('comment', 'String'),
    ],
  },
  {
    kind: 'object',
    name: 'ApprovalStep',
    fields: [
      property('id', 'ID!'),
      property('mode', 'String!', '`all`, `any` or `inOrder`.'),
      property('roles', '[String!]!', 'Labels of the roles.'),
    ],
  },
  {
    kind: 'object',
    name: 'ApprovalRequest',
    fields: [
      property('id', 'ID!'),
      property('entity', 'String!', 'API name of the entity.'),
      property('entityLabel', 'String!'),
      property('recordId', 'ID!'),
      property('recordTitle', 'String!'),
      property('recordVersion', 'Int!', 'The version of the record when the request was made.'),
      property('transition', 'ID!'),
      property('transitionLabel', 'String!'),
      property('state', 'ApprovalState!'),
      property('reason', 'String'),
      property('input', '[ApprovalInput!]!', 'What was given with the transition.'),
      property('askedBy', 'ApprovalPerson'),
      property('askedAt', 'DateTime!'),
      property('endedAt', 'DateTime'),
      property('step', 'Int!', 'The step it is at, from 0.'),
      property('steps', '[ApprovalStep!]!'),
      property('tasks', '[ApprovalTask!]!'),
      property('canDecide', 'Boolean!', 'Whether it waits for you.'),
      property('canWithdraw', 'Boolean!'),
    ],
  },
  {
    kind: 'object',
    name: 'InboxPage',
    fields: [
      property('nodes', '[ApprovalRequest!]!'),
      property('pageInfo', 'PageInfo!'),
      property('totalCount', 'Int!'),
    ],
  },
];
