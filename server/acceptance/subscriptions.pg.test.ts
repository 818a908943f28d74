import { createClient, type Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { liveTenant, startLive, type LiveMember, type LiveServer, type LiveTenant } from '../test/live-server.ts';
import { shopTemplate } from '../test/shop-template.ts';

let database: TestDatabase;
let server: LiveServer;
let second: LiveServer;
let shop: LiveTenant;
let owner: LiveMember;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startLive(database.url);
  second = await startLive(database.url);
  shop = await liveTenant(server, shopTemplate());
  owner = await shop.member();
  await shop.data(owner.token, 'mutation { createProduct(input: { name: "Tea", price: "10" }) { id } createCustomer(input: { name: "Acme", code: "AC-1" }) { id } }');
});
afterAll(async () => {
  await second.stop();
  await server.stop();
  await database.drop();
});

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

interface Change {
  readonly event: string;
  readonly id: string;
  readonly node: Readonly<Record<string, unknown>> | null;
}

/** What a subscriber has received so far, and a way to wait for more. */
interface Watcher {
  readonly changes: Change[];
  /** Resolves when the condition holds of what has come, and rejects when the subscription ends before. */
  until(holds: (changes: readonly Change[]) => boolean): Promise<void>;
  readonly ended: Promise<unknown>;
  stop(): void;
}

function connect(node: LiveServer, token: string): Client {
  const client = createClient({
    url: `${node.url.replace('http', 'ws')}${shop.path}`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  clients.push(client);
  return client;
}

/** Subscribes, and lets `poke` make changes until the first of them has arrived: the protocol acknowledges nothing. */
async function watch(
  client: Client,
  query: string,
  poke: (n: number) => Promise<unknown>,
): Promise<Watcher> {
  const watcher = listen(client, query);
  let ready = false;
  const first = watcher.until(({ length }) => length > 0).then(() => {
    ready = true;
  });
  for (let n = 0; !ready && n < 100; n += 1) {
    await poke(n);
    await Promise.race([first, new Promise((done) => setTimeout(done, 100))]);
  }
  await first;
  return watcher;
}

function listen(client: Client, query: string): Watcher {
  const changes: Change[] = [];
  const waiting = new Set<() => void>();
  let stop = (): void => undefined;
  const ended = new Promise<unknown>((done) => {
    stop = client.subscribe<Record<string, Change>>(
      { query },
      {
        next: ({ data, errors }) => {
          if (errors !== undefined) done(errors);
          changes.push(...Object.values(data ?? {}));
          for (const look of waiting) look();
        },
        error: done,
        complete: () => done('complete'),
      },
    );
  });
  const until = (holds: (changes: readonly Change[]) => boolean): Promise<void> =>
    new Promise((done, failed) => {
      const look = (): void => {
        if (!holds(changes)) return;
        waiting.delete(look);
        done();
      };
      waiting.add(look);
      void ended.then((why) => failed(new Error(`ended: ${JSON.stringify(why)}`)));
      look();
    });
  return { changes, until, ended, stop: () => stop() };
}

const isPoke = ({ node }: Change): boolean => String(node?.['name'] ?? node?.['note']).includes('poke');
const own = (watcher: Watcher): readonly Change[] => watcher.changes.filter((change) => !isPoke(change));
const pokeProduct = (prefix: string) => (n: number) =>
  shop.data(owner.token, `mutation { createProduct(input: { name: "${prefix}poke-${n}", price: "1" }) { id } }`);
const products = (prefix: string): string =>
  `subscription { productChanged(where: { name: { startsWith: "${prefix}" } }) { event id node { name price } } }`;

describe('subscriptions', () => {
  it('[ACPT-30] tell each create, update, delete and restore once and in order, on every node', async () => {
    const watchers = await Promise.all(
      [server, second].map((node) => watch(connect(node, owner.token), products('a-'), pokeProduct(`a-${node.port}-`))),
    );
    const { createProduct: made } = (await shop.data(
      owner.token,
      'mutation { createProduct(input: { name: "a-pot", price: "2" }) { id } }',
    )) as { createProduct: { id: string } };
    const { id } = made;
    await shop.data(owner.token, `mutation { updateProduct(id: "${id}", version: 1, patch: { price: "3" }) { id } }`);
    await shop.data(owner.token, `mutation { deleteProduct(id: "${id}", version: 2) { id } }`);
    await shop.data(owner.token, `mutation { restoreProduct(id: "${id}") { id } }`);
    await shop.data(owner.token, 'mutation { createProduct(input: { name: "b-other", price: "2" }) { id } }');
    await shop.data(owner.token, 'mutation { createProduct(input: { name: "a-last", price: "4" }) { id } }');
    for (const watcher of watchers) {
      await watcher.until((changes) => changes.some(({ node }) => node?.['name'] === 'a-last'));
      const seen = own(watcher);
      expect(seen.map(({ event, node }) => [event, node?.['name']])).toEqual([
        ['CREATED', 'a-pot'],
        ['UPDATED', 'a-pot'],
        ['DELETED', 'a-pot'],
        ['RESTORED', 'a-pot'],
        ['CREATED', 'a-last'],
      ]);
      expect(new Set(seen.slice(0, 4).map((change) => change.id))).toEqual(new Set([id]));
    }
  });
});
