import { createClient, type Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { must } from '../../schema/core/result.ts';
import { documentOf, master, templateOf } from '../test/publishing.ts';
import { signedIn, startBench, type ServerBench, type TestClient } from '../test/running-server.ts';
import { openLog } from './log.ts';
import { startServer, type RunningServer } from './server.ts';

let bench: ServerBench;
let second: RunningServer;
let owner: TestClient;
let acme: string;
let other: string;

beforeAll(async () => {
  bench = await startBench();
  second = await startServer(
    {
      port: 0,
      host: '127.0.0.1',
      databaseUrl: bench.database.url,
      dataFolder: '.data',
      demo: false,
      cells: [],
      trustProxy: false,
      logLevel: 'silent',
      secretKey: new Uint8Array(32),
    },
    { log: openLog('silent') },
  );
  owner = (await signedIn(bench.url, bench.operator)).client;
  acme = await bench.makeTenant(template());
  other = await bench.makeTenant(template());
});
afterAll(async () => {
  await second?.stop();
  await bench?.stop();
});

/** A second, and what a machine that is busy with other things adds: some thirty times what it takes to ask anything. */
async function within(): Promise<number> {
  const startedAt = performance.now();
  await owner.ask('{ me { token } }');
  return 1_000 + 30 * (performance.now() - startedAt);
}

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

const template = (label = 'Customer') =>
  templateOf([master('Customer', [{ id: 'city', type: 'text' }], { label: { en: label, 'zh-CN': '客户' } })], {
    roles: [{ id: 'sales', label: { en: 'Sales', 'zh-CN': '销售' }, grants: [{ entity: 'Customer', can: ['read'] }] }],
  });

interface Live {
  readonly version: number;
  readonly drafts: readonly { readonly name: string; readonly revision: number; readonly updatedBy: unknown }[];
  readonly people: readonly {
    readonly user: { readonly name: string };
    readonly client: string;
    readonly place: string;
  }[];
}

/** What a subscriber has received. */
interface Watch {
  readonly states: Live[];
  readonly ended: Promise<unknown>;
  until(holds: (state: Live) => boolean, ms?: number): Promise<Live>;
}

const LIVE =
  'subscription ($t: String!) { tenantChanged(tenant: $t) { version drafts { name revision updatedBy { name } } people { user { id name } client draft place at } } }';

function connect(url: string, cookie: string | undefined): Client {
  class WithCookie extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols, cookie === undefined ? {} : { headers: { Cookie: cookie } });
    }
  }
  const client = createClient({
    url: `${url.replace('http', 'ws')}/platform/graphql`,
    webSocketImpl: WithCookie,
    retryAttempts: 0,
  });
  clients.push(client);
  return client;
}

function watch(client: Client, tenant: string, query = LIVE): Watch {
  const states: Live[] = [];
  const looks = new Set<() => void>();
  const ended = new Promise<unknown>((done) => {
    client.subscribe<{ readonly tenantChanged: Live }>(
      { query, variables: { t: tenant } },
      {
        next: ({ data, errors }) => {
          if (errors !== undefined) done(errors);
          if (data !== null && data !== undefined) states.push(data.tenantChanged);
          for (const look of looks) look();
        },
        error: done,
        complete: () => done('complete'),
      },
    );
  });
  return {
    states,
    ended,
    until: (holds, ms = 30_000) =>
      new Promise((done, failed) => {
        const late = setTimeout(() => failed(new Error(`not in time: ${JSON.stringify(states)}`)), ms);
        const look = (): void => {
          const found = states.find(holds);
          if (found === undefined) return;
          clearTimeout(late);
          looks.delete(look);
          done(found);
        };
        looks.add(look);
        look();
      }),
  };
}

const BE_HERE =
  'mutation ($t: String!, $c: String!, $p: String!) { beHere(tenant: $t, client: $c, place: $p) { issues { code path } } }';
const SAVE =
  'mutation ($t: String!, $d: JSONObject!, $r: Int!, $n: String!) { saveDraft(tenant: $t, document: $d, revision: $r, name: $n) { draft { revision } issues { code } } }';

async function member(roles: readonly string[]): Promise<{ readonly client: TestClient; readonly id: string }> {
  const email = `m-${Math.random().toString(36).slice(2)}@example.com`;
  const answer = await owner.ask(
    'mutation ($t: String!, $e: String!, $r: [String!]!) { inviteUser(tenant: $t, email: $e, name: "Mei", roles: $r) { password member { user { id } } issues { code } } }',
    { t: acme, e: email, r: roles },
  );
  const invited = must(answer.data, 'data')['inviteUser'] as { password: string; member: { user: { id: string } } };
  const { client } = await signedIn(bench.url, { email, password: invited.password });
  return { client, id: invited.member.user.id };
}

describe('what goes on in a tenant', () => {
  it('[PLT-7] is told at once, and within a second of a saved draft and a publication, on another node too', async () => {
    const [here, there] = [bench.url, second.url].map((url) => watch(connect(url, owner.cookie), acme));
    for (const one of [here, there]) await must(one, 'watch').until(({ version }) => version === 1, 30_000);
    await owner.ask(SAVE, { t: acme, d: documentOf(template('Client')), r: 0, n: 'main' });
    for (const one of [here, there]) {
      const state = await must(one, 'watch').until(({ drafts }) => drafts.length === 1, await within());
      expect(state.drafts).toEqual([
        { name: 'main', revision: 1, updatedBy: { name: bench.server.firstSignIn?.user.name } },
      ]);
    }
    const done = await owner.ask('mutation ($t: String!) { publish(tenant: $t) { version issues { code } } }', {
      t: acme,
    });
    expect(done.data).toEqual({ publish: { version: 2, issues: [] } });
    for (const one of [here, there]) {
      const state = await must(one, 'watch').until(
        ({ version, drafts }) => version === 2 && drafts.length === 0,
        await within(),
      );
      expect(state.people).toEqual([]);
    }
  });

  it('[PLT-8] names who is here and where, on every node, until they leave or are not heard of for 15 s', async () => {
    const { client, id } = await member(['template.publish']);
    const there = watch(connect(second.url, owner.cookie), acme);
    await there.until(() => true, 30_000);
    const here = (place: string) => client.ask(BE_HERE, { t: acme, c: 'tab-1', p: place });
    expect((await here('entities/Customer/form')).data).toEqual({ beHere: { issues: [] } });
    const came = await there.until(({ people }) => people.length === 1, await within());
    expect(came.people).toMatchObject([
      { user: { id, name: 'Mei' }, client: 'tab-1', draft: 'main', place: 'entities/Customer/form' },
    ]);
    await here('roles/sales');
    const before =
      (await there.until(({ people }) => people[0]?.place === 'roles/sales', await within())) && there.states.length;
    await here('roles/sales');
    await new Promise((done) => setTimeout(done, 1_000));
    expect(there.states.length, 'a heartbeat is no news').toBe(before);
    await bench.database.database.query({
      text: `update formwork.presence set seen_at = now() - interval '14 seconds 200 milliseconds'`,
      params: [],
    });
    await there.until((state) => state === there.states.at(-1) && state.people.length === 0, 1_500 + (await within()));
    await here('views');
    await there.until(({ people }) => people[0]?.place === 'views', await within());
    await client.ask('mutation ($t: String!) { beGone(tenant: $t, client: "tab-1") { issues { code } } }', { t: acme });
    await there.until((state) => state === there.states.at(-1) && state.people.length === 0, await within());
  });

  it('[PLT-8] asks for a right to design, and for texts of a sensible length', async () => {
    const { client } = await member(['sales']);
    const refused = await client.ask(BE_HERE, { t: acme, c: 'tab', p: '' });
    expect(refused.data).toEqual({ beHere: { issues: [{ code: 'FORBIDDEN', path: '' }] } });
    const long = await owner.ask(BE_HERE, { t: acme, c: '', p: 'x'.repeat(301) });
    expect(long.data).toEqual({
      beHere: {
        issues: [
          { code: 'PRESENCE_FORM', path: '/client' },
          { code: 'PRESENCE_FORM', path: '/place' },
        ],
      },
    });
    const fits = await owner.ask(BE_HERE, { t: acme, c: 'c'.repeat(300), p: 'x'.repeat(300) });
    expect(fits.data).toEqual({ beHere: { issues: [] } });
  });

  it('[PLT-9] shows drafts and people to designers alone, and ends for who is taken out', async () => {
    const { client, id } = await member(['sales']);
    const theirs = watch(connect(bench.url, client.cookie), acme);
    await theirs.until(({ version }) => version > 0, 30_000);
    await owner.ask(BE_HERE, { t: acme, c: 'owner', p: 'a' });
    await owner.ask(SAVE, { t: acme, d: documentOf(template('Buyer')), r: 0, n: 'quiet' });
    await new Promise((done) => setTimeout(done, 1_000));
    expect(theirs.states.map(({ drafts, people }) => [drafts, people])).toEqual([[[], []]]);
    await owner.ask('mutation ($t: String!, $u: ID!) { removeMember(tenant: $t, user: $u) { issues { code } } }', {
      t: acme,
      u: id,
    });
    await owner.ask(BE_HERE, { t: acme, c: 'owner', p: 'b' });
    expect(await theirs.ended).toMatchObject([{ extensions: { code: 'TENANT_NOT_FOUND' } }]);
  });

  it('[PLT-9] is not for strangers, nor for who is not signed in', async () => {
    const { client } = await member(['sales']);
    const foreign = watch(connect(bench.url, client.cookie), other);
    expect(await foreign.ended).toMatchObject([{ extensions: { code: 'TENANT_NOT_FOUND' } }]);
    const nobody = watch(connect(bench.url, undefined), acme);
    expect(await nobody.ended).toMatchObject({ code: 4403 });
    const socket = new WebSocket(`${bench.url.replace('http', 'ws')}/platform/graphql`, 'graphql-transport-ws', {
      headers: { Cookie: must(owner.cookie, 'cookie'), Origin: 'https://elsewhere.example' },
    });
    expect(await new Promise((done) => socket.on('error', (error) => done(error.message)))).toContain('403');
  });

  it('[HTTP-16] runs nothing but subscriptions over the platform’s socket', async () => {
    const client = connect(bench.url, owner.cookie);
    expect(await watch(client, acme, 'mutation { signOut { issues { code } } }').ended).toMatchObject([
      { extensions: { code: 'SOCKET_SUBSCRIPTIONS_ONLY' } },
    ]);
    expect(await watch(client, acme, 'subscription { nothing }').ended).toMatchObject([{ message: /nothing/ }]);
    expect((await owner.ask('{ me { user { id } } }')).data?.['me']).not.toBeNull();
  });
});
