import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { must } from '../../schema/core/result.ts';
import { ANONYMOUS } from '../graphql/platform/caller.ts';
import { keepPack } from '../graphql/platform/pack-service.ts';
import { makeTenant } from '../graphql/platform/tenant-service.ts';
import { documentOf, master, templateOf } from '../test/publishing.ts';
import { signedIn, type TestClient } from '../test/running-server.ts';
import { openLog } from './log.ts';
import { startServer, type RunningServer } from './server.ts';

let folder: string;
let server: RunningServer;
let owner: TestClient;

const template = (fields: readonly { readonly id: string; readonly type: string; readonly max?: string }[]) =>
  templateOf([master('Customer', fields)]);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-designing-'));
  server = await startServer(
    {
      port: 0,
      host: '127.0.0.1',
      dataFolder: folder,
      demo: false,
      cells: [],
      trustProxy: false,
      logLevel: 'silent',
      secretKey: new Uint8Array(32),
    },
    { log: openLog('silent'), hooks: { schedulePollMs: 200 } },
  );
  const operator = must(server.firstSignIn, 'the first sign-in');
  owner = (await signedIn(server.url, operator)).client;
  const pack = await keepPack(server.application.control, documentOf(template([{ id: 'credit', type: 'int' }])));
  const made = await makeTenant(
    { services: server.services, caller: ANONYMOUS },
    { name: 'acme', packs: ['test'], owner: operator.user },
  );
  if (!pack.ok || !made.ok) throw new Error(JSON.stringify([pack, made]));
  await owner.ask(
    'mutation { createCustomers(inputs: [{ name: "A", credit: 1 }, { name: "B", credit: 9 }]) { id } }',
    {},
    {
      path: '/t/acme/graphql',
    },
  );
}, 180_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('designing on the embedded database', () => {
  it('[PLT-7] [PLT-8] [PLT-12] [PUB-22] tells what goes on, asks the records, and publishes at a time', async () => {
    const after = documentOf(
      template([
        { id: 'credit', type: 'int', max: '5' },
        { id: 'city', type: 'text' },
      ]),
    );
    const impact = await owner.ask(
      'query ($d: JSONObject) { draftImpact(tenant: "acme", document: $d) { impact { kind checked wouldFail isExact } } }',
      { d: after },
    );
    expect(impact.data).toEqual({
      draftImpact: { impact: [{ kind: 'bound', checked: 2, wouldFail: 1, isExact: true }] },
    });
    const cookie = must(owner.cookie, 'cookie');
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/platform/graphql`,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols: string[]) {
          super(url, protocols, { headers: { Cookie: cookie } });
        }
      },
      retryAttempts: 0,
    });
    const states = client.iterate<{ readonly tenantChanged: object }>({
      query: 'subscription { tenantChanged(tenant: "acme") { version people { client place } } }',
    });
    try {
      expect((await states.next()).value).toEqual({ data: { tenantChanged: { version: 1, people: [] } } });
      await owner.ask('mutation { beHere(tenant: "acme", client: "tab", place: "roles") { issues { code } } }');
      expect((await states.next()).value).toEqual({
        data: { tenantChanged: { version: 1, people: [{ client: 'tab', place: 'roles' }] } },
      });
      const wider = documentOf(
        template([
          { id: 'credit', type: 'int' },
          { id: 'city', type: 'text' },
        ]),
      );
      await owner.ask(
        'mutation ($d: JSONObject!) { saveDraft(tenant: "acme", name: "main", document: $d, revision: 0) { issues { code } } }',
        { d: wider },
      );
      const at = new Date(Date.now() + 120_000).toISOString();
      const put = await owner.ask(
        'mutation ($at: DateTime!) { schedulePublication(tenant: "acme", at: $at) { scheduled { state } issues { code } } }',
        { at },
      );
      expect(put.data).toEqual({ schedulePublication: { scheduled: { state: 'waiting' }, issues: [] } });
      await server.application.control.database.query({
        text: 'update formwork.scheduled_publication set at = now()',
        params: [],
      });
      expect(await untilVersion(states, 2)).toBe(true);
    } finally {
      await states.return?.();
      await client.dispose();
    }
  }, 60_000);
});

/** Whether a version comes among the next messages. */
async function untilVersion(states: AsyncIterable<unknown>, version: number): Promise<boolean> {
  for await (const state of states) if (JSON.stringify(state).includes(`"version":${version}`)) return true;
  return false;
}
