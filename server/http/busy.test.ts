import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import pino from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { ANONYMOUS, type Caller } from '../graphql/platform/caller.ts';
import { createApp, type AppParts } from './app.ts';
import { send } from './exchange.ts';
import { limiter } from './limiter.ts';
import { openMetrics } from './metrics.ts';

const BOUNDS = { quick: 1, quickMs: 5, aloneMs: 5_000, slowMs: 60_000, running: 2, runningPerKey: 1 };
const tenants = limiter({ ...BOUNDS, queued: 1, queuedInRush: 1, rushMs: 1_000, waitMs: 60_000 });

const member: Caller = {
  kind: 'token',
  token: { id: 't', label: 'member' },
  user: null,
  memberships: [{ tenantId: 'acme' as never, tenantName: 'acme', roles: [] }],
};

let resolved = 0;
const held: (() => void)[] = [];
const metrics = openMetrics();
const parts: Partial<AppParts> = {
  settings: { trustProxy: false },
  log: pino({ level: 'silent' }),
  metrics,
  limiters: { tenants, platform: tenants },
  callers: {
    resolve: ({ bearer }) => {
      resolved += 1;
      return Promise.resolve(bearer === 'member' ? member : ANONYMOUS);
    },
    forget: () => undefined,
  },
  tenants: {
    graphql: async (exchange) => {
      if (exchange.requestId.startsWith('held')) await new Promise<void>((end) => held.push(end));
      send(exchange, { status: 200, type: 'application/json', body: '{}' });
    },
  } satisfies Partial<AppParts['tenants']> as never,
};
const app = createApp(parts as AppParts);
const port = await app.listen(0, '127.0.0.1');
const agents: Agent[] = [];

afterAll(() => {
  for (const agent of agents) agent.destroy();
  app.server.closeAllConnections();
  app.server.close();
});

/** One connection of somebody. */
function connection(bearer: string): (id: string, body?: string) => Promise<readonly [number, string, unknown]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agents.push(agent);
  return (id, body = '{"query":"{ a }"}') =>
    new Promise((resolve, reject) => {
      const headers = {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        Authorization: `Bearer ${bearer}`,
        'X-Request-Id': id,
      };
      request({ port, agent, method: 'POST', path: '/t/acme/graphql', headers }, (answer) => {
        const when = answer.headers['retry-after'];
        text(answer).then((said) => resolve([answer.statusCode ?? 0, said, when]), reject);
      })
        .on('error', reject)
        .end(body);
    });
}

describe('[HTTP-6] a request that is turned away', () => {
  it('costs nothing but its answer on a connection that is known, keeps the connection, and tells strangers nothing', async () => {
    const [first, second, third, stranger] = [
      connection('member'),
      connection('member'),
      connection('member'),
      connection('stranger'),
    ];
    expect(await third('request-1')).toEqual([200, '{}', undefined]);
    const [running, waiting] = [first('held-in-place'), second('held-in-queue')];
    await expect.poll(() => [tenants.running, tenants.waiting]).toEqual([1, 1]);
    resolved = 0;
    // Its body is no JSON, and nobody has looked.
    const [status, said, when] = await third('request-2', '{'.repeat(10_000));
    expect([status, when, resolved]).toEqual([503, '1', 0]);
    expect(JSON.parse(said)).toMatchObject({
      errors: [{ extensions: { code: 'SERVER_BUSY', params: { seconds: 1 }, requestId: 'request-2' } }],
    });
    // A connection of which nothing is known is asked who it is first.
    expect([(await connection('member')('request-3'))[0], (await stranger('request-4'))[0], resolved]).toEqual([
      503, 401, 2,
    ]);
    must(held.shift(), 'held')();
    expect((await running)[0]).toBe(200);
    await expect.poll(() => held.length).toBe(1);
    // The body that nobody read is not taken for the next request.
    const next = third('request-5');
    must(held.shift(), 'held')();
    expect([(await waiting)[0], (await next)[0]]).toEqual([200, 200]);
    expect(await metrics.text()).toContain('formwork_refused_total{code="SERVER_BUSY"} 2');
  });
});
