import type { Model } from '../../schema/model/model.ts';
import type { GraphqlExtension } from './graphql-extensions.ts';
import type { FieldPlan, InputFieldPlan, TypePlan } from './graphql-plan-types.ts';
import { property } from './graphql-service-field.ts';

/** What became of a record and what people say about it: for every model with records (SPEC [API-40] to [API-47]). */
export function recordApi(model: Model): GraphqlExtension {
  if (!model.entities.some(({ kind }) => kind !== 'line')) return {};
  return { types: TYPES, query: QUERIES, mutation: MUTATIONS, subscription: [COMMENTED] };
}

const ENTITY: InputFieldPlan = { name: 'entity', type: 'String!', description: 'API name of the entity.' };
const ID: InputFieldPlan = { name: 'id', type: 'ID!' };
const PAGE: readonly InputFieldPlan[] = [
  { name: 'first', type: 'Int' },
  { name: 'after', type: 'String' },
];
const BODY: InputFieldPlan = {
  name: 'body',
  type: 'String!',
  description: 'Plain text. `@name` where somebody is mentioned.',
};
const MENTIONS: InputFieldPlan = {
  name: 'mentions',
  type: '[ID!]',
  description: 'Members who are told; each must be allowed to read the record.',
};
const KEY: InputFieldPlan = { name: 'idempotencyKey', type: 'String' };

const QUERIES: readonly FieldPlan[] = [
  {
    name: 'recordHistory',
    type: 'RecordEventPage!',
    description: 'What became of a record, the latest first: changes, steps, approvals, what was posted, comments.',
    args: [
      ENTITY,
      ID,
      { name: 'parts', type: '[RecordHistoryPart!]', description: 'All of them by default.' },
      ...PAGE,
    ],
    source: { kind: 'service', service: 'record.history' },
  },
  {
    name: 'recordComments',
    type: 'RecordCommentPage!',
    description: 'What people say about a record, the latest first.',
    args: [ENTITY, ID, ...PAGE],
    source: { kind: 'service', service: 'record.comments' },
  },
  {
    name: 'recordPeople',
    type: '[RecordPerson!]!',
    description: 'Active members who may read the record: who can be mentioned in a comment.',
    args: [ENTITY, ID],
    source: { kind: 'service', service: 'record.people' },
  },
];

const MUTATIONS: readonly FieldPlan[] = [
  {
    name: 'addComment',
    type: 'RecordComment!',
    description: 'Says something about a record. For everybody who may read it.',
    args: [ENTITY, { ...ID, description: 'Of the record.' }, BODY, MENTIONS, KEY],
    source: { kind: 'service', service: 'record.addComment' },
  },
  {
    name: 'editComment',
    type: 'RecordComment!',
    description: 'Changes a comment of yours.',
    args: [{ ...ID, description: 'Of the comment.' }, BODY, MENTIONS, KEY],
    source: { kind: 'service', service: 'record.editComment' },
  },
  {
    name: 'deleteComment',
    type: 'RecordComment!',
    description: 'Takes the words of a comment of yours away; that there was one stays.',
    args: [{ ...ID, description: 'Of the comment.' }, KEY],
    source: { kind: 'service', service: 'record.deleteComment' },
  },
];

const COMMENTED: FieldPlan = {
  name: 'recordCommented',
  type: 'RecordCommentPage!',
  description: 'The latest comments after each change of the comments on a record.',
  args: [ENTITY, ID, ...PAGE],
  source: { kind: 'service', service: 'record.comments' },
};

const TYPES: readonly TypePlan[] = [
  {
    kind: 'enum',
    name: 'RecordHistoryPart',
    values: [
      { name: 'CHANGES', description: 'Created, changed, moved to the bin and back.' },
      { name: 'STEPS', description: 'Steps of the workflow, approvals, and what was posted by itself.' },
      { name: 'COMMENTS' },
    ],
  },
  {
    kind: 'enum',
    name: 'RecordEventKind',
    values: [
      ...['CREATED', 'UPDATED', 'DELETED', 'RESTORED', 'TRANSITIONED'].map((name) => ({ name })),
      { name: 'REQUESTED', description: 'An approval was asked for.' },
      { name: 'DECIDED', description: 'Somebody decided an approval, or handed it on.' },
      { name: 'WITHDRAWN', description: 'Whoever asked for the approval took it back.' },
      { name: 'LAPSED', description: 'A new version of the template took the approval away.' },
      { name: 'POSTED', description: 'Something was posted later, such as a reservation that ran out.' },
      { name: 'COMMENTED' },
    ],
  },
  {
    kind: 'enum',
    name: 'RecordDecision',
    values: ['APPROVED', 'REJECTED', 'SENT_BACK', 'DELEGATED'].map((name) => ({ name })),
  },
  {
    kind: 'enum',
    name: 'RecordLineChangeKind',
    values: ['ADDED', 'CHANGED', 'MOVED', 'REMOVED'].map((name) => ({ name })),
  },
  { kind: 'enum', name: 'RecordEffectKind', values: ['POSTING', 'POINTS'].map((name) => ({ name })) },
  { kind: 'object', name: 'RecordPerson', fields: [property('id', 'ID!'), property('name', 'String!')] },
  {
    kind: 'object',
    name: 'RecordCause',
    fields: [property('kind', 'String!', '`automation` or `schedule`.'), property('label', 'String!')],
  },
  {
    kind: 'object',
    name: 'RecordChange',
    fields: [
      property('field', 'String!', 'API name of the field; `state` for the state.'),
      property('label', 'String!'),
      property('type', 'String!', 'The type of the field as templates name it: `money`, `date`, `ref`.'),
      property('computed', 'Boolean!', 'Whether a formula or a step set it.'),
      property(
        'before',
        'String',
        'References by their titles, options by their labels; numbers, dates and times as the API writes them.',
      ),
      property('after', 'String'),
    ],
  },
  {
    kind: 'object',
    name: 'RecordLineChange',
    fields: [
      property('id', 'ID!'),
      property('field', 'String!', 'API name of the lines.'),
      property('label', 'String!', 'Label of the lines.'),
      property('kind', 'RecordLineChangeKind!'),
      property('number', 'Int', 'Where the line stands now; null for one that is gone.'),
      property('title', 'String', 'What the line is of.'),
      property('changes', '[RecordChange!]!'),
    ],
  },
  {
    kind: 'object',
    name: 'RecordEffect',
    fields: [
      property('kind', 'RecordEffectKind!'),
      property('label', 'String!', 'The posting, or what the points were given for.'),
      property('ledger', 'String!', 'Label of the ledger.'),
      property('ledgerId', 'String!', 'The ledger as templates name it.'),
      property('posting', 'ID', 'The posting that its movements are of; null of points.'),
      property('key', '[String!]!', 'What was moved, by its dimensions: `Oolong`, `Main`.'),
      property('measure', 'String!', 'Label of the measure.'),
      property('change', 'Decimal!'),
      property('after', 'Decimal', 'The balance after it.'),
      property('person', 'RecordPerson', 'Whose points.'),
      property('reverses', 'Boolean!', 'Whether it takes back what was posted before.'),
    ],
  },
  {
    kind: 'object',
    name: 'RecordEvent',
    fields: [
      property('id', 'ID!'),
      property('at', 'DateTime!'),
      property('kind', 'RecordEventKind!'),
      property('actor', 'RecordPerson', 'Null where the tenant itself did it.'),
      property('cause', 'RecordCause', 'The rule that did it.'),
      property('version', 'Int', 'Of the record after it.'),
      property('transition', 'ID'),
      property('transitionLabel', 'String'),
      property('reason', 'String', 'The reason of a step, the comment of a decision.'),
      property('decision', 'RecordDecision'),
      property('role', 'String', 'The role that the person decided for.'),
      property('changes', '[RecordChange!]!', 'What you may see of it.'),
      property('lines', '[RecordLineChange!]!'),
      property('effects', '[RecordEffect!]!'),
      property('comment', 'RecordComment'),
    ],
  },
  {
    kind: 'object',
    name: 'RecordEventPage',
    fields: [property('nodes', '[RecordEvent!]!'), property('pageInfo', 'PageInfo!')],
  },
  {
    kind: 'object',
    name: 'RecordComment',
    fields: [
      property('id', 'ID!'),
      property('at', 'DateTime!'),
      property('author', 'RecordPerson!'),
      property('body', 'String', 'Null when it was deleted.'),
      property('mentions', '[RecordPerson!]!'),
      property('editedAt', 'DateTime'),
      property('deletedAt', 'DateTime'),
      property('isMine', 'Boolean!'),
    ],
  },
  {
    kind: 'object',
    name: 'RecordCommentPage',
    fields: [property('nodes', '[RecordComment!]!'), property('pageInfo', 'PageInfo!'), property('totalCount', 'Int!')],
  },
];
