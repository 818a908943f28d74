import { randomUUID } from 'node:crypto';
import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, must, ok, refused, type Result } from '../../../schema/core/result.ts';
import { isUuid, quoteIdentifier } from '../../compile/sql-text.ts';
import { addDeliveries } from '../../db/outbox-effects.ts';
import { pgFailureOf } from '../../db/pg-errors.ts';
import { newWebhookSecret } from '../../outside/webhook-signature.ts';
import type { Service, ServiceCall } from '../tenant/services.ts';
import { instantColumn, listPage, type Listing } from './service-pages.ts';
import { readWebhookInput, shownTopic, type WebhookInput } from './webhook-input.ts';

/** Connections to the outside and their deliveries, for owners. Secrets and headers are kept sealed. */
export const WEBHOOK_SERVICES = {
  'webhook.list': list,
  'webhook.create': create,
  'webhook.update': update,
  'webhook.renew': renew,
  'webhook.delete': remove,
  'webhook.test': test,
  'webhook.deliveries': deliveries,
  'webhook.replay': replay,
} as const satisfies Record<string, Service>;

interface ConnectionRow {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly topics: readonly string[];
  readonly headers: string | null;
  readonly active: boolean;
  readonly createdAt: string;
  readonly waiting: number;
  readonly failed: number;
}

function table({ request }: ServiceCall, name: string): string {
  return `${quoteIdentifier(request.tenant.schema)}.${name}`;
}

/** Read as the server: the tenant's role sees neither secrets nor headers. */
async function connections(call: ServiceCall, id: string | null): Promise<readonly ConnectionRow[]> {
  const count = (state: string): string =>
    `(select count(*)::int from ${table(call, 'fw_delivery')} d where d.connection = t.id and d.state = '${state}')`;
  return call.request.database.query<ConnectionRow>({
    text: `select t.id::text as id, t.name, t.url, t.topics, encode(t.headers, 'base64') as headers, t.active, ${instantColumn('created_at', 'createdAt')}, ${count('waiting')} as waiting, ${count('failed')} as failed
      from ${table(call, 'fw_connection')} t where $1::uuid is null or t.id = $1::uuid order by t.name`,
    params: [id],
  });
}

function view({ request }: ServiceCall, row: ConnectionRow): Readonly<Record<string, unknown>> {
  const { headers, topics, ...rest } = row;
  const opened = headers === null ? null : request.secrets.open(headers, request.tenant.id);
  return {
    ...rest,
    topics: topics.map((topic) => shownTopic(request.shape.model, topic)),
    headerNames: opened === null || opened === '' ? [] : Object.keys(JSON.parse(opened) as object).sort(),
  };
}

async function list(call: ServiceCall): Promise<Result<unknown>> {
  return ok((await connections(call, null)).map((row) => view(call, row)));
}

async function one(call: ServiceCall, id: string): Promise<Result<ConnectionRow>> {
  const [row] = isUuid(id) ? await connections(call, id) : [];
  return row === undefined ? refused([issue('CONNECTION_NOT_FOUND', '/id', { id })]) : ok(row);
}

function inputOf(call: ServiceCall, path: '/input' | '/patch') {
  const given = call.args[path.slice(1)];
  const plain = typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
  return readWebhookInput(call.request.shape.model, plain, { path, allow: call.request.webhookAllow ?? [] });
}

/** Codes: those of the input, CONNECTION_NAME_TAKEN, CONNECTION_TOO_MANY. */
async function create(call: ServiceCall): Promise<Result<unknown>> {
  const { request } = call;
  const { input, issues } = inputOf(call, '/input');
  const count = (await connections(call, null)).length;
  const tooMany =
    count >= LIMITS.connectionsMax ? [issue('CONNECTION_TOO_MANY', '', { max: LIMITS.connectionsMax })] : [];
  if (issues.length > 0 || tooMany.length > 0) return refused([...issues, ...tooMany]);
  const id = randomUUID();
  const secret = input.secret ?? newWebhookSecret();
  return named(input.name, '/input', async () => {
    await request.database.query({
      text: `insert into ${table(call, 'fw_connection')} (id, name, url, secret, headers, topics, active, created_at, created_by) values ($1::uuid, $2, $3, decode($4, 'base64'), decode($5, 'base64'), $6::text[], $7, $8::timestamptz, $9::uuid)`,
      params: [
        id,
        input.name,
        input.url,
        request.secrets.seal(secret, request.tenant.id),
        sealedHeaders(call, input),
        input.topics ?? [],
        input.active ?? true,
        request.now().toISOString(),
        request.caller.actor.id,
      ],
    });
    const made = await one(call, id);
    return made.ok ? ok({ webhook: view(call, made.value), secret }) : made;
  });
}

function sealedHeaders({ request }: ServiceCall, { headers }: WebhookInput): string | null {
  if (headers === undefined || Object.keys(headers).length === 0) return null;
  return request.secrets.seal(JSON.stringify(headers), request.tenant.id);
}

/** Two connections of one name can't be told apart by rules. */
async function named(
  name: string | undefined,
  path: '/input' | '/patch',
  work: () => Promise<Result<unknown>>,
): Promise<Result<unknown>> {
  try {
    return await work();
  } catch (error) {
    if (pgFailureOf(error)?.sqlState !== '23505') throw error;
    return refused([issue('CONNECTION_NAME_TAKEN', `${path}/name`, { name: name ?? '' })]);
  }
}

async function update(call: ServiceCall): Promise<Result<unknown>> {
  const id = String(call.args['id']);
  const { input, issues } = inputOf(call, '/patch');
  const found = await one(call, id);
  if (!found.ok || issues.length > 0) return refused([...(found.ok ? [] : found.issues), ...issues]);
  return named(input.name, '/patch', async () => {
    await call.request.database.query({
      text: `update ${table(call, 'fw_connection')} set name = coalesce($2, name), url = coalesce($3, url), topics = coalesce($4::text[], topics),
        active = coalesce($5, active), headers = case when $6 then decode($7, 'base64') else headers end where id = $1::uuid`,
      params: [
        id,
        input.name ?? null,
        input.url ?? null,
        input.topics ?? null,
        input.active ?? null,
        input.headers !== undefined,
        sealedHeaders(call, input),
      ],
    });
    const changed = await one(call, id);
    return changed.ok ? ok(view(call, changed.value)) : changed;
  });
}

async function renew(call: ServiceCall): Promise<Result<unknown>> {
  const { request } = call;
  const found = await one(call, String(call.args['id']));
  if (!found.ok) return found;
  const secret = newWebhookSecret();
  await request.database.query({
    text: `update ${table(call, 'fw_connection')} set secret = decode($2, 'base64') where id = $1::uuid`,
    params: [found.value.id, request.secrets.seal(secret, request.tenant.id)],
  });
  return ok({ webhook: view(call, found.value), secret });
}

async function remove(call: ServiceCall): Promise<Result<unknown>> {
  const { request } = call;
  const found = await one(call, String(call.args['id']));
  if (!found.ok) return found;
  await request.database.transaction({}, async (tx) => {
    await tx.query({
      text: `delete from ${table(call, 'fw_connection')} where id = $1::uuid`,
      params: [found.value.id],
    });
    await tx.query({
      text: `update ${table(call, 'fw_delivery')} set state = 'failed', error = 'DISCONNECTED', ended_at = $2::timestamptz where connection = $1::uuid and state = 'waiting'`,
      params: [found.value.id, request.now().toISOString()],
    });
  });
  return ok(true);
}

interface DeliveryRow {
  readonly id: string;
  readonly state: string;
  readonly topic: string;
  readonly nextAt: string | null;
}

const DELIVERIES: Omit<Listing, 'where' | 'params'> = {
  table: 'fw_delivery',
  time: 'created_at',
  columns: `t.id, t.connection as webhook, (select c.name from "@tenant".fw_connection c where c.id = t.connection) as "webhookName", t.topic, t.state, t.attempts, t.status, t.error, t.response, t.body, ${instantColumn('created_at', 'createdAt')}, ${instantColumn('next_at', 'nextAt')}, ${instantColumn('ended_at', 'endedAt')}`,
};

function deliveries(call: ServiceCall): Promise<Result<unknown>> {
  const { webhook, state } = call.args;
  const isKnown = typeof webhook !== 'string' || isUuid(webhook);
  const params = [
    typeof webhook === 'string' && isKnown ? webhook : null,
    typeof state === 'string' ? state.toLowerCase() : null,
  ];
  const where = `${isKnown ? 'true' : 'false'} and ($1::uuid is null or t.connection = $1::uuid) and ($2::text is null or t.state = $2)`;
  return listPage(call, { ...DELIVERIES, where, params }, (row: DeliveryRow) => viewDelivery(call, row));
}

function viewDelivery({ request }: ServiceCall, row: DeliveryRow): DeliveryRow {
  return {
    ...row,
    topic: shownTopic(request.shape.model, row.topic),
    state: row.state.toUpperCase(),
    nextAt: row.state === 'waiting' ? row.nextAt : null,
  };
}

/** A message without an event, to see whether the other side hears and knows the signature. */
async function test(call: ServiceCall): Promise<Result<unknown>> {
  const { request } = call;
  const found = await one(call, String(call.args['id']));
  if (!found.ok) return found;
  const key = `test:${randomUUID()}`;
  const at = request.now().toISOString();
  const delivery = { key, connection: found.value.id, eventSeq: null, topic: 'ping', body: { event: 'ping', at } };
  await request.database.transaction({}, (tx) =>
    addDeliveries(tx, request.tenant.schema, { deliveries: [delivery], now: at }),
  );
  return delivered(call, 't.key = $1', [key]);
}

/** The same message under the same id waits again, at once. Codes: DELIVERY_NOT_FOUND. */
async function replay(call: ServiceCall): Promise<Result<unknown>> {
  const { request } = call;
  const id = String(call.args['id']);
  const [row] = isUuid(id)
    ? await request.database.query({
        text: `update ${table(call, 'fw_delivery')} d set state = 'waiting', attempts = 0, next_at = $2::timestamptz, ended_at = null, leased_until = null
          where d.id = $1::uuid and exists (select from ${table(call, 'fw_connection')} c where c.id = d.connection) returning d.id`,
        params: [id, request.now().toISOString()],
      })
    : [];
  return row === undefined
    ? refused([issue('DELIVERY_NOT_FOUND', '/id', { id })])
    : delivered(call, 't.id = $1::uuid', [id]);
}

async function delivered(call: ServiceCall, where: string, params: readonly unknown[]): Promise<Result<unknown>> {
  const page = await listPage({ ...call, args: { first: 1 } }, { ...DELIVERIES, where, params }, (row: DeliveryRow) =>
    viewDelivery(call, row),
  );
  return page.ok ? ok(must(page.value.nodes[0], 'delivery')) : page;
}
