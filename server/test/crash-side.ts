import { must } from '../../schema/core/result.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import { openPostgres } from '../db/postgres-database.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { openApplication } from '../graphql/application.ts';
import { answerTenant } from '../graphql/tenant/answer-tenant.ts';

/** What the load asks; each with a key, so that it may be asked again after a crash. */
const CRASH_MUTATIONS = {
  createOrder:
    'mutation ($i: OrderInput!, $key: String) { row: createOrder(input: $i, idempotencyKey: $key) { id version state } }',
  confirmOrder:
    'mutation ($id: ID!, $v: Int!, $key: String) { row: confirmOrder(id: $id, version: $v, idempotencyKey: $key) { id version state } }',
  shipOrder:
    'mutation ($id: ID!, $v: Int!, $key: String) { row: shipOrder(id: $id, version: $v, input: { carrier: "Kite" }, idempotencyKey: $key) { id version state } }',
  cancelOrder:
    'mutation ($id: ID!, $v: Int!, $key: String) { row: cancelOrder(id: $id, version: $v, reason: "no more", idempotencyKey: $key) { id version state } }',
  createReceipt:
    'mutation ($i: ReceiptInput!, $key: String) { row: createReceipt(input: $i, idempotencyKey: $key) { id version state } }',
  receiveReceipt:
    'mutation ($id: ID!, $v: Int!, $key: String) { row: receiveReceipt(id: $id, version: $v, idempotencyKey: $key) { id version state } }',
  createJob:
    'mutation ($i: JobInput!, $key: String) { row: createJob(input: $i, idempotencyKey: $key) { id version state } }',
  finishJob:
    'mutation ($id: ID!, $v: Int!, $key: String) { row: finishJob(id: $id, version: $v, idempotencyKey: $key) { id version state } }',
  cancelJob:
    'mutation ($id: ID!, $v: Int!, $key: String) { row: cancelJob(id: $id, version: $v, idempotencyKey: $key) { id version state } }',
  createRedemption:
    'mutation ($i: RedemptionInput!, $key: String) { row: createRedemption(input: $i, idempotencyKey: $key) { id version state } }',
  redeemRedemption:
    'mutation ($id: ID!, $v: Int!, $key: String) { row: redeemRedemption(id: $id, version: $v, idempotencyKey: $key) { id version state } }',
  giveBackRedemption:
    'mutation ($id: ID!, $v: Int!, $key: String) { row: giveBackRedemption(id: $id, version: $v, idempotencyKey: $key) { id version state } }',
  redeemReward:
    'mutation ($reward: ID!, $key: String!) { row: redeemReward(reward: $reward, idempotencyKey: $key) { id number cost } }',
} as const;

export type CrashMutation = keyof typeof CRASH_MUTATIONS;

/** One request of the load, as it is written down before it is sent. */
export interface CrashRequest {
  readonly key: string;
  /** Id of the member who asks. */
  readonly person: string;
  readonly name: CrashMutation;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface CrashRow {
  readonly id: string;
  readonly version: number;
  readonly state: string;
}

/** The row of an answer, or the codes of what it was refused with. */
interface CrashAnswer {
  readonly row: CrashRow | null;
  readonly codes: readonly string[];
}

export interface CrashSide {
  /** The answer as it went over the wire. Throws when the database is not there. */
  readonly ask: (request: CrashRequest, now: Date) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** The application on a PostgreSQL that may be killed at any moment. */
export async function openCrashSide(url: string, tenantName: string): Promise<CrashSide> {
  const database = await openPostgres({ url, poolMax: 8 });
  const secrets = createSecretBox(Buffer.alloc(32, 7));
  const application = await openApplication({ database, secrets, onError: () => undefined });
  const found = await application.tenantByName(tenantName);
  const { shape, ref } = must(found.ok ? found.value : null, tenantName);
  return {
    async ask({ key, person, name, variables }, now) {
      const roles = [OWNER_ROLE];
      const actor = { id: person, name: 'Load', email: '', role: OWNER_ROLE, roles, departments: [] };
      const { body } = await answerTenant({
        shape,
        database,
        tenant: ref,
        caller: { actor, roles, locale: 'en' },
        body: { query: CRASH_MUTATIONS[name], variables: { ...variables, key } },
        secrets,
        requestId: key,
        now: () => now,
      });
      return body;
    },
    async close() {
      await application.close();
      await database.close();
    },
  };
}

/** What an answer says. */
export function readCrashAnswer(body: string): CrashAnswer {
  // An answer of the API to one of the mutations above.
  const { data, errors = [] } = JSON.parse(body) as {
    readonly data?: { readonly row: CrashRow | null } | null;
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };
  return { row: data?.row ?? null, codes: errors.map(({ extensions }) => extensions.code) };
}
