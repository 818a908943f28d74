/** A connection to the outside, as the tenant's API tells it. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly topics: readonly string[];
  readonly headerNames: readonly string[];
  readonly active: boolean;
  readonly waiting: number;
  readonly failed: number;
}

export interface Delivery {
  readonly id: string;
  /** Of the connection; null when that was removed. */
  readonly webhookName: string | null;
  readonly topic: string;
  readonly state: 'WAITING' | 'DELIVERED' | 'FAILED';
  readonly attempts: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly response: string | null;
  readonly body: string;
  readonly createdAt: string;
}

export interface Run {
  readonly id: string;
  readonly label: string;
  readonly state: 'WAITING' | 'DONE' | 'SKIPPED' | 'REFUSED' | 'FAILED' | 'STOPPED';
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly attempts: number;
  readonly createdAt: string;
  readonly problems: readonly { readonly message: string; readonly cure: string }[];
}

const WEBHOOK = 'id name url topics headerNames active waiting failed';

/** Connections by name. */
export const WEBHOOKS = `{ webhooks { ${WEBHOOK} } }`;

/** Deliveries, the latest first. */
export const DELIVERIES = `query ($first: Int, $webhook: ID, $state: WebhookDeliveryState) { page: webhookDeliveries(first: $first, webhook: $webhook, state: $state) { totalCount nodes { id webhookName topic state attempts status error response body createdAt } } }`;

/** Runs of rules, the latest first. */
export const RUNS = `query ($first: Int, $state: AutomationRunState) { page: automationRuns(first: $first, state: $state) { totalCount nodes { id label state entity recordId attempts createdAt problems { message cure } } } }`;

export const CREATE = `mutation ($input: WebhookInput!) { made: createWebhook(input: $input) { secret } }`;
export const UPDATE = `mutation ($id: ID!, $patch: WebhookPatch!) { updateWebhook(id: $id, patch: $patch) { id } }`;
export const RENEW = `mutation ($id: ID!) { made: renewWebhookSecret(id: $id) { secret } }`;
export const REMOVE = `mutation ($id: ID!) { deleteWebhook(id: $id) }`;
export const TEST = `mutation ($id: ID!) { testWebhook(id: $id) { id } }`;
export const REPLAY = `mutation ($id: ID!) { replayWebhookDelivery(id: $id) { id } }`;
export const RERUN = `mutation ($id: ID!) { rerunAutomation(id: $id) { id } }`;
