import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { jobBench, type JobBench } from '../../test/job-bench.ts';
import { master, templateOf } from '../../test/publishing.ts';
import { signedHeaders } from '../../outside/webhook-signature.ts';
import type { Mail } from '../../outside/mailer.ts';

const TEMPLATE = templateOf(
  [
    master('Lead', [
      { id: 'score', type: 'int' },
      { id: 'code', type: 'text', secret: true },
    ]),
    { ...master('Deal', []), id: 'Deal', apiName: 'BigDeal' },
  ],
  {
    automations: [
      {
        id: 'hot',
        on: { entity: 'Lead', change: 'created' },
        when: 'doc.score > 90',
        do: [
          { kind: 'webhook', id: 'send', connection: 'crm' },
          { kind: 'notify', id: 'tell', roles: ['seller'], message: { en: 'A hot lead', 'zh-CN': '热门线索' } },
        ],
      },
    ],
    roles: [{ id: 'seller', label: { en: 'Seller', 'zh-CN': '销售' }, grants: [] }],
  },
);

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let database: TestDatabase;
let bench: JobBench;
let server: Server;
let origin: string;
const received: Received[] = [];
const mails: Mail[] = [];
/** How the other side answers next, by path. */
const answers = new Map<string, { status: number; headers?: Record<string, string>; body?: string; hangs?: boolean }>();

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => (body += part));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      const answer = answers.get(request.url ?? '') ?? { status: 200, body: 'ok' };
      if (answer.hangs === true) return;
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body ?? '');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${String(port)}`;
  database = await freshDatabase();
  bench = await jobBench(database.database, TEMPLATE, {
    outside: {
      allow: [`127.0.0.1:${String(port)}`],
      timeoutMs: 300,
      mailer: {
        send: async (mail) => {
          mails.push(mail);
        },
      },
    },
  });
});
afterAll(async () => {
  await bench.close();
  await database.drop();
  server.closeAllConnections();
  server.close();
});

interface Made {
  readonly webhook: { readonly id: string };
  readonly secret: string;
}

async function connect(input: string): Promise<Made> {
  const { createWebhook } = await bench.data(`mutation { createWebhook(input: ${input}) { webhook { id } secret } }`);
  return createWebhook as unknown as Made;
}

const deliveries = async (id: string): Promise<readonly Record<string, unknown>[]> => {
  const { webhookDeliveries } = await bench.data(
    `{ webhookDeliveries(webhook: "${id}") { nodes { id topic state attempts status error response body nextAt } } }`,
  );
  return (webhookDeliveries as unknown as { nodes: Record<string, unknown>[] }).nodes;
};

const later = (minutes: number): void => bench.clock.set(new Date(bench.clock.now().getTime() + minutes * 60_000));

describe('webhooks', () => {
  it('[RUN-30] send signed events in the names of the API, secrets left out, once', async () => {
    const { webhook, secret } = await connect(
      `{ name: "events", url: "${origin}/events", topics: ["Lead.*", "BigDeal.created"], headers: [{ name: "X-Key", value: "abc" }] }`,
    );
    await bench.data(
      `mutation { createLead(input: { name: "Gu", score: 5, code: "hush" }) { id } createBigDeal(input: { name: "d" }) { id } }`,
    );
    await bench.settle();
    await bench.settle();
    const own = received.filter(({ path }) => path === '/events');
    expect(own.map(({ body }) => (JSON.parse(body) as { event: string }).event).sort()).toEqual([
      'BigDeal.created',
      'Lead.created',
    ]);
    const first = own.find(({ body }) => body.includes('Lead.created'));
    const body = JSON.parse(first?.body ?? '{}') as Record<string, unknown>;
    expect(body).toMatchObject({
      entity: 'Lead',
      version: 1,
      at: '2026-03-02T09:00:00.000Z',
      changes: { name: [null, 'Gu'], score: [null, 5], code: ['•••', '•••'] },
    });
    expect(first?.body).not.toContain('hush');
    expect(first?.headers).toMatchObject({
      'x-key': 'abc',
      'content-type': 'application/json',
      ...signedHeaders(secret, { id: String(body['id']), at: bench.clock.now(), body: first?.body ?? '' }),
    });
    expect(await deliveries(webhook.id)).toMatchObject([
      { state: 'DELIVERED', attempts: 1, status: 200, response: 'ok' },
      { state: 'DELIVERED', attempts: 1, status: 200 },
    ]);
  });

  it('[RUN-33] are tried again later and later, given up after 8 attempts, and sent again when asked, under one id', async () => {
    answers.set('/broken', { status: 500, body: 'sorry' });
    const { webhook } = await connect(`{ name: "broken", url: "${origin}/broken", topics: ["BigDeal.*"] }`);
    await bench.data(`mutation { createBigDeal(input: { name: "e" }) { id } }`);
    await bench.settle();
    const [waiting] = await deliveries(webhook.id);
    expect(waiting).toMatchObject({
      state: 'WAITING',
      attempts: 1,
      status: 500,
      response: 'sorry',
      nextAt: '2026-03-02T09:00:05.000Z',
    });
    for (let attempt = 2; attempt <= 9; attempt += 1) {
      later(400);
      await bench.settle();
    }
    const [failed] = await deliveries(webhook.id);
    expect(failed).toMatchObject({ state: 'FAILED', attempts: 8 });
    answers.delete('/broken');
    await bench.data(`mutation { replayWebhookDelivery(id: "${String(failed?.['id'])}") { state } }`);
    await bench.settle();
    expect((await deliveries(webhook.id))[0]).toMatchObject({ id: failed?.['id'], state: 'DELIVERED', attempts: 1 });
    const ids = new Set(received.filter(({ path }) => path === '/broken').map(({ headers }) => headers['webhook-id']));
    expect(ids.size).toBe(1);
  });

  it('[RUN-34] follow no redirect, wait for no answer longer than allowed, and keep the beginning of one', async () => {
    answers.set('/moved', { status: 302, headers: { location: `${origin}/target` } });
    answers.set('/slow', { status: 200, hangs: true });
    answers.set('/long', { status: 200, body: `a\u0000${'b'.repeat(3_000_000)}` });
    const made = [];
    for (const name of ['moved', 'slow', 'long'])
      made.push(await connect(`{ name: "${name}", url: "${origin}/${name}" }`));
    for (const { webhook } of made) await bench.data(`mutation { testWebhook(id: "${webhook.id}") { state topic } }`);
    await bench.settle();
    const [moved, slow, long] = await Promise.all(made.map(({ webhook }) => deliveries(webhook.id)));
    expect(moved?.[0]).toMatchObject({ state: 'WAITING', error: 'REDIRECT_REFUSED: answered 302', topic: 'ping' });
    expect(slow?.[0]).toMatchObject({ state: 'WAITING', error: 'TIMEOUT: no answer within 300 ms' });
    expect(long?.[0]).toMatchObject({ state: 'DELIVERED', response: `a${'b'.repeat(499)}` });
    expect(received.some(({ path }) => path === '/target')).toBe(false);
    for (const { webhook } of made) await bench.data(`mutation { deleteWebhook(id: "${webhook.id}") }`);
    expect(await bench.query(`select count(*)::int as n from @.fw_delivery where error = 'DISCONNECTED'`)).toEqual([
      { n: 2 },
    ]);
  });

  it('[RUN-34] are sent once more, under the same id, when the server dies while one is on its way', async () => {
    const { webhook } = await connect(`{ name: "twice", url: "${origin}/twice" }`);
    await bench.data(`mutation { testWebhook(id: "${webhook.id}") { id } }`);
    // As a server leaves it that died after it had sent: leased, counted, without an answer.
    await bench.query(
      `update @.fw_delivery set attempts = 1, leased_until = now() + interval '1 minute' where connection = $1::uuid`,
      [webhook.id],
    );
    await bench.settle();
    expect(received.some(({ path }) => path === '/twice')).toBe(false);
    await bench.query(
      `update @.fw_delivery set leased_until = now() - interval '1 second' where connection = $1::uuid`,
      [webhook.id],
    );
    await Promise.all([bench.settle(), bench.settle()]);
    const sent = received.filter(({ path }) => path === '/twice');
    expect(sent).toHaveLength(1);
    const [delivery] = await deliveries(webhook.id);
    expect(delivery).toMatchObject({ id: sent[0]?.headers['webhook-id'], state: 'DELIVERED', attempts: 2 });
  });

  it('[RUN-31] reach no address that is not public, whatever its name is', async () => {
    const before = received.length;
    const port = new URL(origin).port;
    // Not on the list: only the written address is.
    const { webhook } = await connect(`{ name: "inside", url: "http://127.0.0.1.nip.invalid/" }`);
    await bench.query(`update @.fw_connection set url = $2 where id = $1::uuid`, [
      webhook.id,
      `http://localhost:${port}/inside`,
    ]);
    await bench.data(`mutation { testWebhook(id: "${webhook.id}") { id } }`);
    await bench.settle();
    expect((await deliveries(webhook.id))[0]).toMatchObject({
      state: 'WAITING',
      error: 'ADDRESS_REFUSED: localhost is no public address',
    });
    expect(received.length).toBe(before);
    await bench.data(`mutation { deleteWebhook(id: "${webhook.id}") }`);
  });

  it('[RUN-35] tells everything that is wrong with a connection at once', async () => {
    const { errors } = await bench.ask(
      `mutation { createWebhook(input: { name: "0 x", url: "http://169.254.169.254/latest", secret: "short", topics: ["Lead.created", "Nobody.created", "Lead.exploded"], headers: [{ name: "Host", value: "x" }, { name: "A", value: "b\\nc" }] }) { secret } }`,
    );
    expect(errors.map(({ extensions }) => `${String(extensions['code'])} ${String(extensions['path'])}`)).toEqual([
      'CONNECTION_NAME /input/name',
      'CONNECTION_URL /input/url',
      'CONNECTION_SECRET /input/secret',
      'CONNECTION_TOPIC /input/topics/1',
      'CONNECTION_TOPIC /input/topics/2',
      'CONNECTION_HEADER /input/headers/0',
      'CONNECTION_HEADER /input/headers/1',
    ]);
    const taken = await bench.ask(
      `mutation { createWebhook(input: { name: "events", url: "https://example.com" }) { secret } }`,
    );
    expect(taken.errors[0]?.extensions['code']).toBe('CONNECTION_NAME_TAKEN');
    const missing = await bench.ask(`mutation { testWebhook(id: "nothing") { id } }`);
    expect(missing.errors[0]?.extensions['code']).toBe('CONNECTION_NOT_FOUND');
  });

  it('[RUN-36] are the owner’s alone, and show no secret again', async () => {
    const { errors } = await bench.ask('{ webhooks { id } }', { roles: ['seller'] });
    expect(errors[0]?.message).toContain('webhooks');
    const { webhooks } = await bench.data('{ webhooks { name url topics headerNames active } }');
    expect((webhooks as unknown as { name: string }[]).find(({ name }) => name === 'events')).toEqual({
      name: 'events',
      url: `${origin}/events`,
      topics: ['Lead.*', 'BigDeal.created'],
      headerNames: ['x-key'],
      active: true,
    });
    const [kept] = await bench.query<{ all: string }>(
      `select string_agg(encode(secret || coalesce(headers, ''), 'escape'), ' ') as all from @.fw_connection`,
    );
    expect(kept?.all).not.toMatch(/whsec_|abc/);
  });

  it('[RUN-10] are sent by rules to a connection by its name; a rule without one is refused and can be run again', async () => {
    const lead = `mutation { createLead(input: { name: "Hot", score: 99 }) { id } }`;
    await bench.data(lead);
    await bench.settle();
    const { automationRuns } = await bench.data(
      `{ automationRuns(state: REFUSED) { totalCount nodes { id rule label entity problems { code message cure path } } } }`,
      { locale: 'zh-CN' },
    );
    const [run] = (automationRuns as unknown as { nodes: { id: string }[] }).nodes;
    expect(run).toMatchObject({
      rule: 'hot',
      entity: 'Lead',
      problems: [
        {
          code: 'AUTOMATION_CONNECTION_UNKNOWN',
          path: '/do/0/connection',
          message: '规则 hot 要发送到连接 crm，但该连接不存在。',
        },
      ],
    });
    await connect(`{ name: "crm", url: "${origin}/crm" }`);
    const { rerunAutomation } = await bench.data(`mutation { rerunAutomation(id: "${run?.id ?? ''}") { state } }`);
    expect(rerunAutomation).toEqual({ state: 'WAITING' });
    await bench.settle();
    const sent = received.filter(({ path }) => path === '/crm');
    expect(sent).toHaveLength(1);
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      event: 'Lead.created',
      rule: 'automation:hot',
      changes: { score: [null, 99] },
    });
    const again = await bench.ask(`mutation { rerunAutomation(id: "${run?.id ?? ''}") { state } }`);
    expect(again.errors[0]?.extensions['code']).toBe('RUN_NOT_REPEATABLE');
  });
});

describe('notifications', () => {
  it('[RUN-40] tell holders of a role in their language, mail who asked for it, and are read by their owner', async () => {
    await bench.query(`update @.fw_user set roles = '{seller}' where id = $1::uuid`, [bench.tenant.user.id]);
    expect(await bench.data('mutation { setNotificationMail(wanted: true) }', { locale: 'zh-CN' })).toEqual({
      setNotificationMail: true,
    });
    await bench.data(`mutation { createLead(input: { name: "Hotter", score: 100 }) { id } }`);
    await bench.settle();
    const asked = `{ notifications { totalCount unreadCount nodes { id text entity readAt } } }`;
    const { notifications } = await bench.data(asked, { locale: 'zh-CN', roles: ['seller'] });
    expect(notifications).toMatchObject({
      totalCount: 1,
      unreadCount: 1,
      nodes: [{ text: '热门线索', entity: 'Lead', readAt: null }],
    });
    expect(mails).toEqual([{ to: 'lin@example.com', subject: '热门线索', text: '热门线索', locale: 'zh-CN' }]);
    const [own] = (notifications as unknown as { nodes: { id: string }[] }).nodes;
    const read = `mutation { markNotificationRead(id: "${own?.id ?? ''}") { readAt } }`;
    const stranger = await bench.ask(read, { actor: { id: '00000000-0000-4000-8000-000000000001' } });
    expect(stranger.errors[0]?.extensions['code']).toBe('NOTIFICATION_NOT_FOUND');
    await bench.data(read);
    expect(await bench.data(asked)).toMatchObject({ notifications: { unreadCount: 0 } });
    expect(await bench.data('{ outboxState { waiting runs deliveries oldestAt failure } }')).toEqual({
      outboxState: { waiting: 0, runs: 0, deliveries: 0, oldestAt: null, failure: null },
    });
  });
});
