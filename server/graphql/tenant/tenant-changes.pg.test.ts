import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { shopTemplate } from '../../test/shop-template.ts';
import { tenantBench, type TenantBench } from '../../test/tenant-bench.ts';
import { StaleShape } from './stale-shape.ts';

let database: TestDatabase;
let shop: TenantBench;

beforeAll(async () => {
  database = await freshDatabase();
  shop = await tenantBench(database.database, shopTemplate());
  await shop.data(
    'mutation { createProduct(input: { name: "Tea", price: "10" }) { id } createCustomer(input: { name: "Acme", code: "AC-1" }) { id } }',
  );
});
afterAll(() => database.drop());

const ORDER =
  'mutation M($key: String, $qty: Decimal!) { createSalesOrder(input: { customer: { code: "AC-1" }, lines: [{ product: { name: "Tea" }, qty: $qty }] }, idempotencyKey: $key) { id number total } }';

async function count(): Promise<number> {
  const { salesOrdersAggregate: groups } = (await shop.data('{ salesOrdersAggregate { count } }')) as unknown as {
    salesOrdersAggregate: { count: number }[];
  };
  return groups[0]!.count;
}

describe('idempotency', () => {
  it('[IDM-1] the same key and request is done once and answered alike, also at the same time', async () => {
    const before = await count();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => shop.ask(ORDER, { variables: { key: 'k-1', qty: '2' } })),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });

  it('[IDM-2] the same key for another request is refused', async () => {
    const { errors } = await shop.ask(ORDER, { variables: { key: 'k-1', qty: '3' } });
    expect(errors[0]?.extensions['code']).toBe('IDEMPOTENCY_MISMATCH');
    const long = await shop.ask(ORDER, { variables: { key: 'x'.repeat(201), qty: '3' } });
    expect(long.errors[0]?.extensions['code']).toBe('IDEMPOTENCY_KEY_FORM');
  });

  it('[IDM-3] a refused request leaves its key free', async () => {
    const first = await shop.ask(ORDER, { variables: { key: 'k-2', qty: '0' } });
    expect(first.errors[0]?.extensions['code']).toBe('VALUE_BELOW_MIN');
    expect((await shop.ask(ORDER, { variables: { key: 'k-2', qty: '1' } })).errors).toEqual([]);
  });
});

describe('concurrency', () => {
  it('[VER-1] of many writers with one version exactly one wins, and the others are told', async () => {
    const { createSalesOrder: made } = await shop.data(ORDER, { variables: { qty: '1' } });
    const { id } = made as unknown as { id: string };
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        shop.ask(
          'mutation U($id: ID!, $note: String) { updateSalesOrder(id: $id, version: 1, patch: { note: $note }) { version } }',
          { variables: { id, note: `n${index}` } },
        ),
      ),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions['code'])))).toEqual(
      new Set(['VERSION_CONFLICT']),
    );
  });

  it('[NUM-1] gapless numbers are given once each, without gaps, whoever asks', async () => {
    await Promise.all(Array.from({ length: 20 }, () => shop.data(ORDER, { variables: { qty: '1' } })));
    const { salesOrders } = (await shop.data(
      '{ salesOrders(first: 1000, bin: INCLUDE) { nodes { number } } }',
    )) as unknown as { salesOrders: { nodes: { number: string }[] } };
    const numbers = salesOrders.nodes.map(({ number }) => Number(number.slice(-4))).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
    // The log tells the numbers that the rows have.
    const [events] = await database.database.query<{ readonly told: number; readonly same: number }>({
      text: `SELECT count(*)::int AS told, count(*) FILTER (WHERE e.changes->'number'->>1 = o.number)::int AS same
        FROM "${shop.place.schema}".fw_event e JOIN "${shop.place.schema}".sales_order o ON o.id = e.record_id WHERE e.kind = 'created'`,
      params: [],
    });
    expect(events).toEqual({ told: numbers.length, same: numbers.length });
  });
});

describe('bin, upsert and events', () => {
  it('[BIN-1] deleting moves to the bin, frees unique values, and restoring brings the row back', async () => {
    const { createTag: tag } = (await shop.data('mutation { createTag(input: { name: "t1" }) { id } }')) as unknown as {
      createTag: { id: string };
    };
    expect(
      await shop.data(`mutation { deleteTag(id: "${tag.id}", version: 1) { name version deletedAt } }`, {
        now: new Date('2026-05-01T00:00:00Z'),
      }),
    ).toEqual({
      deleteTag: { name: 't1', version: 2, deletedAt: '2026-05-01T00:00:00.000Z' },
    });
    expect(await shop.data('{ tags { totalCount } bin: tags(bin: ONLY) { nodes { name } } }')).toEqual({
      tags: { totalCount: 0 },
      bin: { nodes: [{ name: 't1' }] },
    });
    const { createTag: again } = (await shop.data(
      'mutation { createTag(input: { name: "t1" }) { id } }',
    )) as unknown as { createTag: { id: string } };
    const taken = await shop.ask(`mutation { restoreTag(id: "${tag.id}") { id } }`, { locale: 'zh-CN' });
    // Who reads it knows the labels; who programs, the ids.
    expect(taken.errors[0]).toMatchObject({
      message: expect.stringContaining('已有其他“标签”'),
      extensions: { code: 'RECORD_NOT_UNIQUE', entity: 'Tag', field: 'name' },
    });
    await shop.data(`mutation { deleteTag(id: "${again.id}", version: 1) { id } }`);
    expect(await shop.data(`mutation { restoreTag(id: "${tag.id}") { name deletedAt version } }`)).toEqual({
      restoreTag: { name: 't1', deletedAt: null, version: 3 },
    });
  });

  it('[BIN-2] what is still used cannot go to the bin', async () => {
    await shop.data(ORDER, { variables: { qty: '1' } });
    const { customers } = (await shop.data(
      '{ customers(where: { code: { eq: "AC-1" } }) { nodes { id version } } }',
    )) as unknown as { customers: { nodes: { id: string; version: number }[] } };
    const { errors } = await shop.ask(
      'mutation D($id: ID!, $version: Int!) { deleteCustomer(id: $id, version: $version) { id } }',
      { variables: customers.nodes[0]! },
    );
    expect(errors[0]?.extensions['code']).toBe('RECORD_IN_USE');
  });

  it('[UPS-1] upsert creates, then updates by the same key, also by a key of several fields', async () => {
    await shop.data('mutation { createRegion(input: { name: "North" }) { id } }');
    const upsert = (input: string) =>
      `mutation { upsertCustomer(by: { byNameRegion: { name: "Nan", region: { name: "North" } } }, input: ${input}) { name version vip creditLimit region { name } } }`;
    expect(await shop.data(upsert('{ name: "Nan", region: { name: "North" }, vip: true }'))).toEqual({
      upsertCustomer: { name: 'Nan', version: 1, vip: true, creditLimit: '1000.0000', region: { name: 'North' } },
    });
    expect(await shop.data(upsert('{ name: "Nan", creditLimit: "3" }'))).toEqual({
      upsertCustomer: { name: 'Nan', version: 2, vip: true, creditLimit: '3.0000', region: { name: 'North' } },
    });
    expect(
      await shop.data('{ customer(by: { byNameRegion: { name: "Nan", region: { name: "North" } } }) { version } }'),
    ).toEqual({ customer: { version: 2 } });
  });

  it('[EVT-1] each write leaves one event with what changed, and its outbox entry, in the same transaction', async () => {
    const { createProduct: made } = (await shop.data(
      'mutation { createProduct(input: { name: "Pot", price: "1.50" }) { id } }',
    )) as unknown as { createProduct: { id: string } };
    await shop.data(
      `mutation { updateProduct(id: "${made.id}", version: 1, patch: { price: "2", weightKg: "1.0" }) { id } }`,
    );
    await shop.ask(`mutation { updateProduct(id: "${made.id}", version: 2, patch: { price: "-2" }) { id } }`);
    const events = await shop.query(
      'select kind, version, changes::text from @.fw_event where record_id = $1 order by seq',
      [made.id],
    );
    expect(
      events.map((event) => ({ ...(event as object), changes: JSON.parse((event as { changes: string }).changes) })),
    ).toEqual([
      { kind: 'created', version: 1, changes: { name: [null, 'Pot'], price: [null, '1.5'] } },
      { kind: 'updated', version: 2, changes: { price: ['1.5000', '2'], weightKg: [null, '1'] } },
    ]);
    expect(
      await shop.query(
        'select topic from @.fw_outbox o join @.fw_event e on e.seq = o.event_seq where record_id = $1 order by o.seq',
        [made.id],
      ),
    ).toEqual([{ topic: 'Product.created' }, { topic: 'Product.updated' }]);
  });

  it('[EVT-3] an update that changes nothing keeps the version and tells nobody', async () => {
    const { createProduct: made } = (await shop.data(
      'mutation { createProduct(input: { name: "Jar", price: "3.00", kinds: [gift] }) { id } }',
    )) as unknown as { createProduct: { id: string } };
    const same = `mutation { updateProduct(id: "${made.id}", version: 1, patch: { price: "3", kinds: [gift], name: "Jar" }) { version updatedAt } }`;
    expect(await shop.data(same)).toMatchObject({ updateProduct: { version: 1 } });
    expect(await shop.query('select 1 from @.fw_event where record_id = $1', [made.id])).toHaveLength(1);
  });

  it('[EVT-2] the tenant role can add events, and change or remove none', async () => {
    const tenant = { role: shop.place.role, timeoutMs: 1000 };
    for (const text of [
      'delete from @.fw_event',
      'update @.fw_event set actor = null',
      'truncate @.fw_event',
      'delete from @.audit_note',
    ]) {
      const attempt = database.database.transaction({ tenant }, (tx) =>
        tx.query({ text: text.replaceAll('@', `"${shop.place.schema}"`), params: [] }),
      );
      await expect(attempt).rejects.toThrow(/permission denied/);
    }
  });
});

describe('after a publication', () => {
  it('[ALS-1] a renamed entity and field answer under their old names, deprecated, reading and writing', async () => {
    const renamed = shopTemplate((entities) =>
      entities.map((entity) =>
        entity.id === 'Product'
          ? {
              ...entity,
              apiName: 'Article',

              fields: entity.fields.map((field) => (field.id === 'price' ? { ...field, apiName: 'listPrice' } : field)),
            }
          : entity,
      ),
    );
    await shop.republish(renamed);
    expect(
      await shop.data(
        'mutation { createProduct(input: { name: "Mug", price: "4" }) { listPrice price } createArticle(input: { name: "Jug", listPrice: "9" }) { price } }',
      ),
    ).toEqual({
      createProduct: { listPrice: '4.0000', price: '4.0000' },
      createArticle: { price: '9.0000' },
    });
    expect(
      await shop.data(
        '{ products(where: { price: { eq: "4" } }, orderBy: [{ listPrice: ASC }]) { nodes { name } } articles(where: { listPrice: { eq: "9" } }) { nodes { name } } }',
      ),
    ).toEqual({
      products: { nodes: [{ name: 'Mug' }] },
      articles: { nodes: [{ name: 'Jug' }] },
    });
    const twice = await shop.ask('mutation { createArticle(input: { name: "X", listPrice: "9", price: "9" }) { id } }');
    expect(twice.errors[0]?.extensions['code']).toBe('VALUE_TWICE');
  });

  it('[PUB-20] a request compiled for the former shape does nothing and asks to be repeated', async () => {
    const former = { shape: shop.shape(), version: shop.version() };
    await shop.republish(
      shopTemplate((entities) =>
        entities.map((entity) =>
          entity.id === 'Tag'
            ? { ...entity, fields: [{ id: 'color', type: 'text' }, ...entity.fields] }
            : entity.id === 'Product'
              ? { ...entity, fields: entity.fields.filter(({ id }) => id !== 'opensAt') }
              : entity,
        ),
      ),
    );
    const write = 'mutation { createTag(input: { name: "fresh" }) { name } }';
    await expect(shop.ask(write, { former })).rejects.toThrow(StaleShape);
    await expect(shop.ask('{ products { nodes { opensAt } } }', { former })).rejects.toThrow(StaleShape);
    expect(await shop.data(write)).toEqual({ createTag: { name: 'fresh' } });
  });
});
