import { request as httpRequest } from 'node:http';
import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import { openBusyFront } from '../test/busy-front.ts';
import { master, templateOf } from '../test/publishing.ts';
import { clientOf, signedIn, startBench, type ServerBench, type TestClient } from '../test/running-server.ts';

let bench: ServerBench;
let operator: TestClient;
let acme: string;

beforeAll(async () => {
  bench = await startBench();
  operator = (await signedIn(bench.url, bench.operator)).client;
  acme = await bench.makeTenant(templateOf([master('Customer', [])]));
});
afterAll(() => bench?.stop());

describe('HTTP', () => {
  it('[HTTP-3] every answer has a request id and the security headers', async () => {
    for (const at of [
      '/',
      '/health/ready',
      '/metrics',
      '/nothing.js',
      '/schema/template.schema.json',
      '/platform/schema.graphql',
    ]) {
      const response = await fetch(`${bench.url}${at}`, { headers: { 'X-Request-Id': 'trace-12345678' } });
      expect([at, response.headers.get('x-request-id'), response.headers.get('x-content-type-options')]).toEqual([
        at,
        'trace-12345678',
        'nosniff',
      ]);
      expect(response.headers.get('content-security-policy')).toContain(`script-src 'self';`);
      expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    }
    const forged = await fetch(`${bench.url}/health/live`, { headers: { 'X-Request-Id': 'a b' } });
    expect(forged.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('[HTTP-4] refuses bodies past the limit as soon as it is known, and takes the last allowed byte', async () => {
    const body = (bytes: number): string =>
      JSON.stringify({ query: '{ me { token } }', pad: '' }).replace(
        '""',
        `"${'x'.repeat(bytes - JSON.stringify({ query: '{ me { token } }', pad: '' }).length)}"`,
      );
    const post = async (text: string): Promise<readonly [number, string | undefined]> => {
      const response = await fetch(`${bench.url}/platform/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: text,
      });
      const answer = (await response.json()) as { errors?: readonly { extensions: { code: string } }[] };
      return [response.status, answer.errors?.[0]?.extensions.code];
    };
    expect(await post(body(LIMITS.requestBodyBytesMax))).toEqual([200, undefined]);
    expect(await post(body(LIMITS.requestBodyBytesMax + 1))).toEqual([413, 'BODY_TOO_LARGE']);
    expect(await streamed(LIMITS.requestBodyBytesMax * 4)).toBe(413);
  });

  it('[HTTP-7] takes JSON alone, and says what it takes', async () => {
    const post = (init: RequestInit): Promise<Response> =>
      fetch(`${bench.url}/platform/graphql`, { method: 'POST', ...init });
    expect((await post({ body: '{}', headers: { 'Content-Type': 'application/xml' } })).status).toBe(415);
    expect(
      (await post({ body: '{}', headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' } })).status,
    ).toBe(415);
    expect((await post({ body: '{', headers: { 'Content-Type': 'application/json' } })).status).toBe(400);
    expect(
      (await post({ body: 'query={me{token}}', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }))
        .status,
    ).toBe(403);
    const form = { query: 5, variables: '{}', operationName: [], extensions: null };
    const formless = await post({ body: JSON.stringify(form), headers: { 'Content-Type': 'application/json' } });
    const { errors } = (await formless.json()) as { readonly errors: readonly { readonly extensions: object }[] };
    expect([formless.status, errors.map(({ extensions }) => extensions)]).toMatchObject([
      400,
      ['query', 'variables', 'operationName'].map((part) => ({ code: 'REQUEST_FORM', path: `/${part}` })),
    ]);
    expect((await post({ body: '[]', headers: { 'Content-Type': 'application/json' } })).status).toBe(400);
    const wrong = await fetch(`${bench.url}/platform/graphql`, { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  it('[HTTP-8] answers queries by GET, and never a mutation', async () => {
    const get = (query: string): Promise<Response> =>
      fetch(`${bench.url}/platform/graphql?query=${encodeURIComponent(query)}`);
    expect(await (await get('{ me { token } }')).json()).toEqual({ data: { me: null } });
    expect((await get('mutation { signOut { issues { code } } }')).status).toBe(405);
  });

  it('[HTTP-5] a page of another site can’t use the session', async () => {
    const headers = { Origin: 'https://evil.example', Cookie: must(operator.cookie, 'cookie') };
    const answer = await clientOf(bench.url).ask('{ me { token } }', {}, { headers });
    expect([answer.status, answer.errors?.[0]?.extensions['code']]).toEqual([403, 'REQUEST_ORIGIN']);
    const own = await clientOf(bench.url).ask('{ me { token } }', {}, { headers: { ...headers, Origin: bench.url } });
    expect(own.status).toBe(200);
  });

  it('[HTTP-9] tells no stack and no text of an error of ours', async () => {
    const answer = await operator.ask(
      'mutation ($t: String!) { rollback(tenant: $t, version: 2147483648) { version } }',
      { t: acme },
    );
    expect(JSON.stringify(answer)).not.toMatch(/node_modules|\.ts:|at Object/);
  });

  it('[HTTP-10] bounds documents before anything runs', async () => {
    const aliases = Array.from({ length: LIMITS.queryAliasesMax + 1 }, (_, n) => `a${n}: __typename`).join(' ');
    expect((await operator.ask(`{ ${aliases} }`)).errors?.map(({ extensions }) => extensions['code'])).toContain(
      'QUERY_TOO_MANY_ALIASES',
    );
    const told = await operator.ask(`{ ${aliases} }`, {}, { headers: { 'Accept-Language': 'zh-CN' } });
    expect(told.errors?.map(({ message }) => message)).toContain(
      `查询中有 ${LIMITS.queryAliasesMax + 1} 个别名，最多允许 ${LIMITS.queryAliasesMax} 个。`,
    );
  });

  it('[HTTP-15] does all that GraphQL over HTTP says a server must', async () => {
    const results = await auditServer({ url: `${bench.url}/platform/graphql` });
    const failed = results.filter(({ status }) => status === 'error').map(({ name }) => name);
    expect([results.length > 50, failed]).toEqual([true, []]);
  });

  it('[HTTP-6] a request that is turned away costs nothing but its answer on a connection that is known, keeps the connection, and tells strangers nothing', async () => {
    const made = await operator.ask(
      'mutation ($t: String!) { createToken(tenant: $t, label: "busy", roles: ["owner"]) { secret } }',
      { t: acme },
    );
    const { secret: member } = must(made.data, 'token')['createToken'] as { readonly secret: string };
    const front = await openBusyFront(bench, acme);
    try {
      const [first, second, third] = [front.connect(member), front.connect(member), front.connect(member)];
      expect(await third('request-1')).toMatchObject({ status: 200, said: '{"data":{"customers":{"totalCount":0}}}' });
      const free = await front.lock('customer');
      const [running, waiting] = [first('held-in-place'), second('held-in-queue')];
      await expect.poll(() => [front.limiter.running, front.limiter.waiting]).toEqual([1, 1]);
      const before = front.resolved;
      // Its body is no JSON, and nobody has looked.
      const refused = await third('request-2', '{'.repeat(10_000));
      expect([refused.status, refused.retryAfter, front.resolved - before]).toEqual([503, '1', 0]);
      expect(JSON.parse(refused.said)).toMatchObject({
        errors: [{ extensions: { code: 'SERVER_BUSY', params: { seconds: 1 }, requestId: 'request-2' } }],
      });
      // A connection of which nothing is known is asked who it is first.
      const newcomer = front.connect(member);
      const unknown = await newcomer('request-3', '{');
      const stranger = await front.connect('stranger')('request-4');
      expect([unknown.status, stranger.status, front.resolved - before]).toEqual([503, 401, 2]);
      // Once: then it is known.
      expect([(await newcomer('request-6', '{')).status, front.resolved - before]).toEqual([503, 2]);
      await free();
      expect([(await running).status, (await waiting).status]).toEqual([200, 200]);
      // The body that nobody read is not taken for the next request.
      expect((await third('request-5')).status).toBe(200);
      expect(await front.metrics.text()).toContain('formwork_refused_total{code="SERVER_BUSY"} 3');
    } finally {
      await front.close();
    }
  });

  it('[HTTP-11] stops in good order: not ready first, running requests answered', async () => {
    const own = await startBench();
    expect((await fetch(`${own.url}/health/ready`)).status).toBe(200);
    const slow = signedIn(own.url, own.operator);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    const stopping = own.stop();
    expect((await slow).answer.status).toBe(200);
    await stopping;
    await expect(fetch(`${own.url}/health/live`)).rejects.toThrow('fetch failed');
  });
});

/** Sends that many bytes without saying how many there will be. */
function streamed(bytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${bench.url}/platform/graphql`,
      { method: 'POST', headers: { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' } },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    request.on('error', reject);
    const chunk = 'x'.repeat(64 * 1024);
    for (let sent = 0; sent < bytes; sent += chunk.length) request.write(chunk);
    request.end();
  });
}
