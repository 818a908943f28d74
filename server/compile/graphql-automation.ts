import type { Model } from '../../schema/model/model.ts';
import type { GraphqlExtension } from './graphql-extensions.ts';
import type { FieldPlan, InputFieldPlan, Need, ObjectPlan, TypePlan } from './graphql-plan-types.ts';
import { property } from './graphql-service-field.ts';

const OWNER: Need = { owner: true };
const ID: InputFieldPlan = { name: 'id', type: 'ID!' };
const PAGE: readonly InputFieldPlan[] = [
  { name: 'first', type: 'Int' },
  { name: 'after', type: 'String' },
];

/** Whether anything of the model happens by itself. */
export function usesAutomation({ behaviour }: Model): boolean {
  return behaviour.automations.length > 0 || behaviour.schedules.length > 0;
}

/**
 * What automation adds to the API: runs of rules for models that have some; for every model with records the owner's
 * connections to the outside with their deliveries, how far the outbox is, and everybody's notifications.
 */
export function automationApi(model: Model): GraphqlExtension {
  if (model.entities.length === 0) return {};
  const runs = usesAutomation(model);
  return {
    types: [...(runs ? RUN_TYPES : []), ...WEBHOOK_TYPES, ...NOTIFICATION_TYPES, OUTBOX],
    query: [
      ...(runs ? [RUNS] : []),
      owned('outboxState', 'OutboxState!', 'automation.outbox', { description: 'What is still to be told and done.' }),
      owned('webhooks', '[Webhook!]!', 'webhook.list', { description: 'Connections to the outside, by name.' }),
      owned('webhookDeliveries', 'WebhookDeliveryPage!', 'webhook.deliveries', {
        description: 'Deliveries, the latest first.',
        args: [{ name: 'webhook', type: 'ID' }, { name: 'state', type: 'WebhookDeliveryState' }, ...PAGE],
      }),
      {
        name: 'notifications',
        type: 'NotificationPage!',
        description: 'What you were told, the latest first.',
        args: [{ name: 'unreadOnly', type: 'Boolean', default: false }, ...PAGE],
        source: { kind: 'service', service: 'notification.list' },
      },
      {
        name: 'notificationMail',
        type: 'Boolean!',
        description: 'Whether you are mailed what you are told.',
        source: { kind: 'service', service: 'notification.mail' },
      },
    ],
    mutation: [
      ...(runs
        ? [
            owned('rerunAutomation', 'AutomationRun!', 'automation.rerun', {
              description: 'Runs again what was refused, failed or stopped.',
              args: [ID],
            }),
          ]
        : []),
      ...webhookMutations(),
      ...notificationMutations(),
    ],
  };
}

function owned(
  name: string,
  type: string,
  service: `${string}.${string}`,
  more: { readonly description?: string; readonly args?: readonly InputFieldPlan[] } = {},
): FieldPlan {
  return { name, type, ...more, need: OWNER, source: { kind: 'service', service } };
}

const RUNS = owned('automationRuns', 'AutomationRunPage!', 'automation.runs', {
  description: 'Runs of automations and schedules, the latest first.',
  args: [{ name: 'rule', type: 'ID' }, { name: 'state', type: 'AutomationRunState' }, ...PAGE],
});

function webhookMutations(): readonly FieldPlan[] {
  return [
    owned('createWebhook', 'WebhookWithSecret!', 'webhook.create', {
      description: 'Connects an address. The signing secret is shown this once.',
      args: [{ name: 'input', type: 'WebhookInput!' }],
    }),
    owned('updateWebhook', 'Webhook!', 'webhook.update', { args: [ID, { name: 'patch', type: 'WebhookPatch!' }] }),
    owned('renewWebhookSecret', 'WebhookWithSecret!', 'webhook.renew', {
      description: 'Makes another signing secret; what is sent from now on is signed with it.',
      args: [ID],
    }),
    owned('deleteWebhook', 'Boolean!', 'webhook.delete', {
      description: 'Removes the connection; what still waited for it is given up.',
      args: [ID],
    }),
    owned('testWebhook', 'WebhookDelivery!', 'webhook.test', { description: 'Sends an event “ping”.', args: [ID] }),
    owned('replayWebhookDelivery', 'WebhookDelivery!', 'webhook.replay', {
      description: 'Sends the same message again, under the same id.',
      args: [ID],
    }),
  ];
}

function notificationMutations(): readonly FieldPlan[] {
  const service = (what: string): FieldPlan['source'] => ({ kind: 'service', service: `notification.${what}` });
  return [
    { name: 'markNotificationRead', type: 'Notification!', args: [ID], source: service('read') },
    {
      name: 'markNotificationsRead',
      type: 'Int!',
      description: 'Marks all of yours as read; gives how many there were.',
      source: service('readAll'),
    },
    {
      name: 'setNotificationMail',
      type: 'Boolean!',
      description: 'Whether you want to be mailed what you are told, in the language of this request.',
      args: [{ name: 'wanted', type: 'Boolean!' }],
      source: service('setMail'),
    },
  ];
}

/** A page by `first` and `after`; rows of services are no `Node`s, so it is no Relay connection (as `InboxPage`). */
function page(node: string, more: ObjectPlan['fields'] = []): readonly TypePlan[] {
  return [
    {
      kind: 'object',
      name: `${node}Page`,
      fields: [
        property('nodes', `[${node}!]!`),
        property('pageInfo', 'PageInfo!'),
        property('totalCount', 'Int!'),
        ...more,
      ],
    },
  ];
}

const RUN_TYPES: readonly TypePlan[] = [
  {
    kind: 'enum',
    name: 'AutomationRunState',
    values: [
      { name: 'WAITING' },
      { name: 'DONE' },
      { name: 'SKIPPED', description: 'Its condition did not hold.' },
      { name: 'REFUSED', description: 'A rule of the records stood against it; nothing was changed.' },
      { name: 'FAILED', description: 'Every attempt failed for reasons outside.' },
      { name: 'STOPPED', description: 'Too many rules had set each other off.' },
    ],
  },
  {
    kind: 'object',
    name: 'AutomationProblem',
    fields: [
      property('code', 'String!'),
      property('message', 'String!'),
      property('cure', 'String!'),
      property('path', 'String!'),
    ],
  },
  {
    kind: 'object',
    name: 'AutomationRun',
    fields: [
      property('id', 'ID!'),
      property('kind', 'String!', '`automation` or `schedule`.'),
      property('rule', 'ID!'),
      property('label', 'String!'),
      property('state', 'AutomationRunState!'),
      property('entity', 'String', 'API name of the entity.'),
      property('recordId', 'ID'),
      property('depth', 'Int!', 'How many causes stand before what it wrote.'),
      property('attempts', 'Int!'),
      property('createdAt', 'DateTime!'),
      property('nextAt', 'DateTime', 'When the next attempt is due.'),
      property('endedAt', 'DateTime'),
      property('problems', '[AutomationProblem!]!'),
    ],
  },
  ...page('AutomationRun'),
];

const OUTBOX: TypePlan = {
  kind: 'object',
  name: 'OutboxState',
  fields: [
    property('waiting', 'Int!', 'Changes that rollups, rules and webhooks have not been told of yet.'),
    property('oldestAt', 'DateTime', 'Since when the oldest of them waits: stored rollups are true up to then.'),
    property('failure', 'String', 'Why the oldest could not be told.'),
    property('runs', 'Int!', 'Runs of rules that wait.'),
    property('deliveries', 'Int!', 'Deliveries that wait.'),
  ],
};

const INPUT: readonly InputFieldPlan[] = [
  {
    name: 'topics',
    type: '[String!]',
    description: '`SalesOrder.created`, `SalesOrder.*` or `*`; none: only rules send.',
  },
  { name: 'headers', type: '[WebhookHeader!]', description: 'Sent with each message; kept sealed.' },
  { name: 'active', type: 'Boolean' },
];

const WEBHOOK_TYPES: readonly TypePlan[] = [
  { kind: 'enum', name: 'WebhookDeliveryState', values: ['WAITING', 'DELIVERED', 'FAILED'].map((name) => ({ name })) },
  {
    kind: 'object',
    name: 'Webhook',
    fields: [
      property('id', 'ID!'),
      property('name', 'String!', 'The name by which rules send to it.'),
      property('url', 'String!'),
      property('topics', '[String!]!'),
      property('headerNames', '[String!]!'),
      property('active', 'Boolean!'),
      property('createdAt', 'DateTime!'),
      property('waiting', 'Int!', 'Deliveries that wait.'),
      property('failed', 'Int!', 'Deliveries that were given up.'),
    ],
  },
  {
    kind: 'object',
    name: 'WebhookWithSecret',
    fields: [property('webhook', 'Webhook!'), property('secret', 'String!', 'As Standard Webhooks writes it.')],
  },
  {
    kind: 'object',
    name: 'WebhookDelivery',
    fields: [
      property('id', 'ID!', 'The webhook-id of the message.'),
      property('webhook', 'ID!'),
      property('webhookName', 'String', 'The name of its connection; null when that was removed.'),
      property('topic', 'String!'),
      property('state', 'WebhookDeliveryState!'),
      property('attempts', 'Int!'),
      property('status', 'Int', 'HTTP status of the last answer.'),
      property('error', 'String'),
      property('response', 'String', 'How the last answer began.'),
      property('body', 'String!'),
      property('createdAt', 'DateTime!'),
      property('nextAt', 'DateTime'),
      property('endedAt', 'DateTime'),
    ],
  },
  ...page('WebhookDelivery'),
  {
    kind: 'input',
    name: 'WebhookHeader',
    fields: [
      { name: 'name', type: 'String!' },
      { name: 'value', type: 'String!' },
    ],
  },
  {
    kind: 'input',
    name: 'WebhookInput',
    fields: [
      { name: 'name', type: 'String!' },
      { name: 'url', type: 'String!' },
      { name: 'secret', type: 'String', description: '`whsec_` and base64; made when it is left out.' },
      ...INPUT,
    ],
  },
  {
    kind: 'input',
    name: 'WebhookPatch',
    fields: [{ name: 'name', type: 'String' }, { name: 'url', type: 'String' }, ...INPUT],
  },
];

const NOTIFICATION_TYPES: readonly TypePlan[] = [
  {
    kind: 'object',
    name: 'Notification',
    fields: [
      property('id', 'ID!'),
      property('text', 'String!'),
      property('at', 'DateTime!'),
      property('entity', 'String', 'API name of the entity whose record it is about.'),
      property('recordId', 'ID'),
      property('readAt', 'DateTime'),
    ],
  },
  ...page('Notification', [property('unreadCount', 'Int!')]),
];
