import { createClient, type Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { LIMITS } from '../../schema/core/limits.ts';
import type { FieldDef } from '../../schema/template/template.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import { changeMembership } from '../db/control-queries.ts';
import { idOf } from '../db/control-tenants.ts';
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
  await shop.data(
    owner.token,
    'mutation { createProduct(input: { name: "Tea", price: "10" }) { id } createCustomer(input: { name: "Acme", code: "AC-1" }) { id } }',
  );
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
async function watch(client: Client, query: string, poke: (n: number) => Promise<unknown>): Promise<Watcher> {
  const watcher = listen(client, query);
  const state = { ready: false };
  const first = watcher
    .until(({ length }) => length > 0)
    .then(() => {
      state.ready = true;
    });
  // Told by the `await` below; until then it is nobody's.
  first.catch(() => undefined);
  for (let n = 0; !state.ready && n < 100; n += 1) {
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

  it('[API-46] tell whoever has a record open of each change of its comments, and of no other', async () => {
    const made = async (name: string): Promise<string> =>
      (
        (await shop.data(
          owner.token,
          `mutation { made: createProduct(input: { name: "${name}", price: "2" }) { id } }`,
        )) as {
          made: { id: string };
        }
      ).made.id;
    const [id, other] = [await made('talked of'), await made('not talked of')];
    const say = (record: string, body: string) =>
      shop.data(
        owner.token,
        'mutation ($id: ID!, $body: String!) { addComment(entity: "Product", id: $id, body: $body) { id } }',
        { id: record, body },
      );
    const query = `subscription { recordCommented(entity: "Product", id: "${id}", first: 1) { totalCount nodes { body } } }`;
    const watcher = await watch(connect(second, owner.token), query, (n) => say(id, `poke ${n}`));
    await say(other, 'elsewhere');
    await say(id, 'here');
    await watcher.until((changes) => JSON.stringify(changes.at(-1)).includes('here'));
    expect(JSON.stringify(watcher.changes)).not.toContain('elsewhere');
  });

  it('[ACPT-31] hold row rules, masks and hidden fields', async () => {
    const [mine, other] = [await shop.member(['sales', 'manager']), await shop.member(['sales'])];
    const order = (note: string, assignee: string) =>
      shop.data(
        owner.token,
        'mutation ($note: String!, $assignee: ID!) { createSalesOrder(input: { customer: { code: "AC-1" }, assignee: { id: $assignee }, note: $note, lines: [{ product: { name: "Tea" }, qty: "1" }] }) { id } }',
        { note, assignee },
      );
    const query =
      'subscription { salesOrderChanged { event id node { note customer { code } lines { product { name } } } } }';
    const watcher = await watch(connect(server, other.token), query, (n) => order(`poke-${n}`, other.user.id));
    await order('for somebody else', mine.user.id);
    await order('for me', other.user.id);
    await watcher.until((changes) => changes.some(({ node }) => node?.['note'] === 'for me'));
    expect(own(watcher).map(({ event, node }) => [event, node])).toEqual([
      ['CREATED', { note: 'for me', customer: { code: '•••' }, lines: [{ product: { name: 'Tea' } }] }],
    ]);
    const hidden = [
      'subscription { salesOrderChanged { node { customer { creditLimit } } } }',
      'subscription { productChanged { node { cost } } }',
      'subscription { productChanged(where: { cost: { gt: "1" } }) { id } }',
      'subscription { tagChanged { id } }',
    ];
    const reasons = await Promise.all(hidden.map((one) => listen(connect(server, other.token), one).ended));
    expect(reasons).toMatchObject(hidden.map(() => [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]));
  });

  it('[ACPT-32] lose nothing when the tenant is published meanwhile, and follow a renamed field by its old name', async () => {
    const watchers = await Promise.all(
      [server, second].map((node) => watch(connect(node, owner.token), products('p-'), pokeProduct(`p-${node.port}-`))),
    );
    const writing = { on: true };
    const names: string[] = [];
    const writer = (async () => {
      for (let n = 0; writing.on; n += 1) {
        await shop.data(owner.token, `mutation { createProduct(input: { name: "p-${n}", price: "2" }) { id } }`);
        names.push(`p-${n}`);
      }
    })();
    const changed = (price: Partial<FieldDef>, more: readonly FieldDef[]) =>
      shopTemplate((entities) =>
        entities.map((entity) =>
          entity.id === 'Product'
            ? {
                ...entity,
                fields: [
                  ...entity.fields.map((field) => (field.id === 'price' ? { ...field, ...price } : field)),
                  ...more,
                ],
              }
            : entity,
        ),
      );
    await shop.publish(changed({}, [{ id: 'origin', type: 'text' }]));
    await shop.publish(changed({ apiName: 'listPrice', formerApiNames: ['price'] }, []));
    writing.on = false;
    await writer;
    await shop.data(owner.token, 'mutation { createProduct(input: { name: "p-last", listPrice: "7" }) { id } }');
    for (const watcher of watchers) {
      await watcher.until((changes) => changes.some(({ node }) => node?.['name'] === 'p-last'));
      expect(own(watcher).map(({ node }) => node?.['name'])).toEqual([...names, 'p-last']);
      expect(watcher.changes.at(-1)?.node).toEqual({ name: 'p-last', price: '7.0000' });
    }
    expect(names.length).toBeGreaterThan(0);
    // Aggregates and groups know the old name as well.
    const old = `productsAggregate(where: { price: { eq: "7" } }, groupBy: [{ price: VALUE }], orderBy: [{ sum: { price: ASC } }]) { key { price } sum { price } max { price } }`;
    expect(await shop.data(owner.token, `{ ${old} }`)).toEqual({
      productsAggregate: [{ key: { price: '7.0000' }, sum: { price: '7.0000' }, max: { price: '7.0000' } }],
    });
    await shop.publish(shopTemplate());
  });

  it('[ACPT-33] end with the reason when a publication takes away what they ask for', async () => {
    const query = 'subscription { productChanged(where: { name: { startsWith: "w-" } }) { node { name weightKg } } }';
    const watcher = await watch(connect(second, owner.token), query, pokeProduct('w-'));
    await shop.publish(
      shopTemplate((entities) =>
        entities.map((entity) => ({ ...entity, fields: entity.fields.filter(({ id }) => id !== 'weightKg') })),
      ),
    );
    await pokeProduct('w-after-')(0);
    expect(await watcher.ended).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    await shop.publish(shopTemplate());
  });

  it('[ACPT-34] are for members alone: no token, a false one, another tenant’s, and one that was revoked', async () => {
    const elsewhere = await (await liveTenant(server, shopTemplate())).member();
    const tokens = [
      '',
      'fw_00000000_no',
      `${owner.token.slice(0, -1)}${owner.token.endsWith('A') ? 'B' : 'A'}`,
      elsewhere.token,
    ];
    const reasons = await Promise.all(tokens.map((token) => listen(connect(server, token), products('')).ended));
    expect(reasons).toMatchObject(tokens.map(() => ({ code: 4403 })));
    const leaver = await shop.member();
    const watcher = await watch(connect(server, leaver.token), products('l-'), pokeProduct('l-'));
    await changeMembership(server.application.control, idOf(shop.tenant), {
      user: leaver.user.id,
      roles: [],
      neverLost: OWNER_ROLE,
      at: new Date(),
    });
    server.services.callers.forget();
    await pokeProduct('l-after-')(0);
    expect(await watcher.ended).toMatchObject([{ extensions: { code: 'NOT_SIGNED_IN' } }]);
    expect(watcher.changes.every(({ node }) => !String(node?.['name']).startsWith('l-after-'))).toBe(true);
  });

  it('[ACPT-35] tell every one of 200 concurrent writes, once', async () => {
    const watchers = await Promise.all(
      [server, second].map((node) => watch(connect(node, owner.token), products('c-'), pokeProduct(`c-${node.port}-`))),
    );
    const names = Array.from({ length: 200 }, (_, n) => `c-${n}`);
    await Promise.all(
      Array.from({ length: 20 }, async (_, lane) => {
        for (const name of names.slice(lane * 10, lane * 10 + 10))
          await shop.data(owner.token, `mutation { createProduct(input: { name: "${name}", price: "2" }) { id } }`);
      }),
    );
    for (const watcher of watchers) {
      await watcher.until((changes) => changes.filter((change) => !isPoke(change)).length >= 200);
      expect(
        own(watcher)
          .map(({ node }) => node?.['name'])
          .sort(),
      ).toEqual([...names].sort());
    }
  });

  it('[ACPT-36] share the socket with queries and mutations, which answer as over HTTP', async () => {
    const client = connect(server, owner.token);
    const ask = async (query: string): Promise<unknown> => {
      for await (const result of client.iterate({ query })) return result;
      return undefined;
    };
    expect(await ask('mutation { createTag(input: { name: "socket" }) { name } }')).toEqual({
      data: { createTag: { name: 'socket' } },
    });
    expect(await ask('{ tags { nodes { name } } }')).toEqual({ data: { tags: { nodes: [{ name: 'socket' }] } } });
    expect(await ask('mutation { createTag(input: { name: "socket" }) { name } }')).toMatchObject({
      data: { createTag: null },
      errors: [{ extensions: { code: 'RECORD_NOT_UNIQUE' } }],
    });
    expect(await ask('{ tags { nope } }')).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
  });

  it('[ACPT-37] are bounded per connection, and ending one makes room for another', async () => {
    const client = connect(server, owner.token);
    const most = Array.from({ length: LIMITS.subscriptionsPerConnectionMax - 1 }, () => listen(client, products('m-')));
    await watch(client, products('m-'), async (n) => {
      // Only when all the others have been told something is the connection known to be full.
      if (most.some(({ changes }) => changes.length === 0) || n === 0) await pokeProduct('m-')(n);
    });
    for (const one of most) await one.until(({ length }) => length > 0);
    expect(await listen(client, products('m-')).ended).toMatchObject([{ extensions: { code: 'SERVER_BUSY' } }]);
    most[0]?.stop();
    const late = await watch(client, products('late-'), pokeProduct('late-'));
    expect(late.changes.length).toBeGreaterThan(0);
  });
});
