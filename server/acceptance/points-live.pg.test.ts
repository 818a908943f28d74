import { createClient, type Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { addSession } from '../db/control-people.ts';
import { newSessionToken, tokenHash } from '../graphql/platform/secret-token.ts';
import { SESSION_COOKIE } from '../http/cookies.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { liveTenant, startLive, type LiveMember, type LiveServer, type LiveTenant } from '../test/live-server.ts';
import { FINISHED, pointsTemplate, SPECIAL } from '../test/points-template.ts';

let database: TestDatabase;
let server: LiveServer;
let company: LiveTenant;
let owner: LiveMember;
const clients: Client[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  server = await startLive(database.url);
  company = await liveTenant(server, pointsTemplate({ awards: [{ ...FINISHED, limits: [] }, SPECIAL] }));
  owner = await company.member();
  await company.data(owner.token, 'mutation { createProgramme(input: {code: "jobs"}) { id } }');
  await company.data(
    owner.token,
    'mutation { fundPoints(award: "finished", amount: "1000", reason: "Start", idempotencyKey: "f") { left } }',
  );
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

async function finishJob(member: LiveMember, size: string): Promise<void> {
  const { createJob } = (await company.data(
    member.token,
    'mutation ($doer: ID!, $size: Decimal!) { createJob(input: {name: "Roof", doer: {id: $doer}, size: $size}) { id } }',
    { doer: member.user.id, size },
  )) as { readonly createJob: { readonly id: string } };
  await company.data(member.token, 'mutation ($id: ID!) { finishJob(id: $id, version: 1) { id } }', {
    id: createJob.id,
  });
}

/** The headers of a person who signed in. */
async function sessionOf({ user }: LiveMember): Promise<Readonly<Record<string, string>>> {
  const session = newSessionToken();
  await addSession(server.application.control, {
    tokenHash: tokenHash(session),
    userId: user.id,
    expiresAt: new Date(Date.now() + 3_600_000),
  });
  return { Cookie: `${SESSION_COOKIE}=${session}` };
}

describe('points as they happen', () => {
  it('[PTS-21] who earns hears of it at once, and of nobody else’s points', async () => {
    const [ann, ben] = [await company.member(['member']), await company.member(['member'])];
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}${company.path}`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${ann.token}` },
      retryAttempts: 0,
    });
    clients.push(client);
    const balances: unknown[] = [];
    let wake = (): void => undefined;
    client.subscribe<{ readonly pointsChanged: { readonly balance: string } }>(
      { query: 'subscription { pointsChanged { balance } }' },
      {
        next: ({ data }) => {
          balances.push(data?.pointsChanged.balance);
          wake();
        },
        error: (error) => balances.push(error),
        complete: () => undefined,
      },
    );
    // The protocol acknowledges no subscription: jobs are finished until the first is heard of.
    let finished = 0;
    while (balances.length === 0 && finished < 60) {
      await finishJob(ben, '1');
      await finishJob(ann, '2');
      finished += 1;
      await new Promise<void>((done) => {
        wake = done;
        setTimeout(done, 200);
      });
    }
    expect(balances.length).toBeGreaterThan(0);
    expect(balances.every((balance) => Number(balance) % 6 === 0)).toBe(true);
  });

  it('[PTS-10] a tier’s roles are in effect for the person’s own session, and not for tokens', async () => {
    const cem = await company.member(['member']);
    await finishJob(cem, '60');
    const ask = async (headers: Readonly<Record<string, string>>): Promise<string> => {
      const response = await fetch(`${server.url}${company.path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: server.url, ...headers },
        body: JSON.stringify({ query: '{ clients { nodes { name } } }' }),
      });
      return response.text();
    };
    const bySession = await sessionOf(cem);
    // The server's own jobs put the person into the tier; the caches of his standing last five seconds.
    let answer = '';
    for (let attempt = 0; attempt < 80 && !answer.includes('"nodes"'); attempt += 1) {
      answer = await ask(bySession);
      await new Promise((done) => setTimeout(done, 250));
    }
    expect(JSON.parse(answer)).toEqual({ data: { clients: { nodes: [] } } });
    expect(await ask({ Authorization: `Bearer ${cem.token}` })).toContain('errors');
  });

  it('[PTS-10] a tier may let people publish: the platform sees its roles as well, for sessions alone', async () => {
    const dee = await company.member(['member']);
    const session = await sessionOf(dee);
    const discard = async (headers: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      const response = await fetch(`${server.url}/platform/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: server.url, ...headers },
        body: JSON.stringify({
          query: 'mutation ($tenant: String!) { discardDraft(tenant: $tenant, name: "none") { issues { code } } }',
          variables: { tenant: company.tenant.name },
        }),
      });
      const { data } = (await response.json()) as {
        readonly data: { readonly discardDraft: { readonly issues: readonly { readonly code: string }[] } };
      };
      return data.discardDraft.issues.map(({ code }) => code);
    };
    expect(await discard(session)).toEqual(['FORBIDDEN']);
    const { schema, database: tenants } = company.place;
    await tenants.query({
      text: `insert into "${schema}".fw_tier (user_id, tier, roles, earned, since, checked_at, seen) values ($1, 'silver', '{template.publish,owner}', 20, now(), now(), 0)`,
      params: [dee.user.id],
    });
    expect(await discard(session)).toEqual([]);
    expect(await discard({ Authorization: `Bearer ${dee.token}` })).toEqual(['FORBIDDEN']);
  });
});
