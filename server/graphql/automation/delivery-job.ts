import { LIMITS } from '../../../schema/core/limits.ts';
import { quoteIdentifier } from '../../compile/sql-text.ts';
import { postOutside, type OutsideAnswer } from '../../outside/post-outside.ts';
import { signedHeaders } from '../../outside/webhook-signature.ts';
import type { TenantJob, TenantJobContext } from '../jobs/tenant-job.ts';
import { backoffUntil } from './retry.ts';

/**
 * Sends what waits for connections, some at a time. A delivery is leased while it is on its way: a server that dies
 * meanwhile has it sent once more, under the same id, by whoever looks next. SPEC [RUN-30] to [RUN-36].
 */
export const DELIVERY_JOB: TenantJob = {
  name: 'deliveries',
  isOutside: true,
  due: `exists (select from "@tenant".fw_delivery where state = 'waiting' and next_at <= $1::timestamptz)`,
  async run(context) {
    const claimed = await claim(context);
    await Promise.all(claimed.map((delivery) => deliver(context, delivery)));
    context.report?.('deliveries_waiting', await waiting(context));
    return claimed.length;
  },
};

interface Delivery {
  readonly id: string;
  readonly body: string;
  readonly attempts: number;
  readonly url: string;
  /** Sealed, in base64, as are the headers. */
  readonly secret: string;
  readonly headers: string | null;
}

const AT_ONCE_MAX = 10;
/** Longer than one attempt can take. */
const LEASE = '60 seconds';

async function claim({ handle, now }: TenantJobContext): Promise<readonly Delivery[]> {
  const { database, schema } = handle.place;
  const ns = quoteIdentifier(schema);
  // The lease is by the database's clock, which all servers share.
  return database.query<Delivery>({
    text: `update ${ns}.fw_delivery d set leased_until = now() + $3::interval, attempts = d.attempts + 1
      from ${ns}.fw_connection c where c.id = d.connection and d.id in (
        select w.id from ${ns}.fw_delivery w join ${ns}.fw_connection o on o.id = w.connection
        where w.state = 'waiting' and o.active and w.next_at <= $1::timestamptz and (w.leased_until is null or w.leased_until < now())
        order by w.next_at, w.event_seq limit $2 for update of w skip locked)
      returning d.id::text as id, d.body, d.attempts, c.url, encode(c.secret, 'base64') as secret, encode(c.headers, 'base64') as headers`,
    params: [now.toISOString(), AT_ONCE_MAX, LEASE],
  });
}

async function deliver(context: TenantJobContext, delivery: Delivery): Promise<void> {
  const { application, handle, now } = context;
  const { secrets, outside } = application;
  const secret = secrets.open(delivery.secret, handle.ref.id);
  const headers = delivery.headers === null ? '{}' : (secrets.open(delivery.headers, handle.ref.id) ?? '');
  const answer: OutsideAnswer =
    // A restore without the key leaves an empty secret.
    secret === null || secret === '' || headers === ''
      ? { kind: 'failed', error: 'SECRET', detail: 'the signing secret was lost; renew it' }
      : await postOutside(
          {
            url: delivery.url,
            headers: {
              ...(JSON.parse(headers) as Readonly<Record<string, string>>),
              'content-type': 'application/json',
              'user-agent': 'Formwork-Webhooks/1',
              ...signedHeaders(secret, { id: delivery.id, at: now, body: delivery.body }),
            },
            body: delivery.body,
          },
          outside,
        );
  await record(context, delivery, answer);
}

/** Delivered is what was answered with 2xx. */
async function record({ handle, now }: TenantJobContext, delivery: Delivery, answer: OutsideAnswer): Promise<void> {
  const isDelivered = answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
  const isOver = isDelivered || delivery.attempts >= LIMITS.deliveryAttemptsMax;
  const error = answer.kind === 'failed' ? `${answer.error}: ${answer.detail}` : isDelivered ? null : 'STATUS';
  await handle.place.database.query({
    text: `update ${quoteIdentifier(handle.place.schema)}.fw_delivery set state = $2, status = $3, error = $4, response = $5,
      leased_until = null, next_at = $6::timestamptz, ended_at = $7::timestamptz where id = $1::uuid and state = 'waiting'`,
    params: [
      delivery.id,
      isDelivered ? 'delivered' : isOver ? 'failed' : 'waiting',
      answer.kind === 'answered' ? answer.status : null,
      error?.slice(0, 500) ?? null,
      answer.kind === 'answered' ? plainText(answer.text).slice(0, 500) : null,
      isOver ? now.toISOString() : backoffUntil(now, delivery.attempts),
      isOver ? now.toISOString() : null,
    ],
  });
}

/** PostgreSQL keeps no NUL in a text. */
function plainText(text: string): string {
  return text.replaceAll('\u0000', '');
}

async function waiting({ handle }: TenantJobContext): Promise<number> {
  const [row] = await handle.place.database.query<{ readonly count: number }>({
    text: `select count(*)::int as count from ${quoteIdentifier(handle.place.schema)}.fw_delivery where state = 'waiting'`,
    params: [],
  });
  return row?.count ?? 0;
}
