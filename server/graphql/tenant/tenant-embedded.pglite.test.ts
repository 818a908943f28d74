import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { openPglite } from '../../db/pglite-database.ts';
import { bothWays } from '../../test/flat-answers.ts';
import { shopTemplate } from '../../test/shop-template.ts';
import { tenantBench, type TenantBench } from '../../test/tenant-bench.ts';

let database: Database;
let shop: TenantBench;

beforeAll(async () => {
  database = await openPglite({});
  shop = await tenantBench(database, shopTemplate());
});
afterAll(() => database.close());

describe('on the embedded database', () => {
  it('[API-20] answers and writes like PostgreSQL: nested writes, filters, aggregates, conflicts, secrets', async () => {
    await shop.data(`mutation {
      createCustomer(input: { name: "晨光文具", code: "CG-1", idCard: "secret" }) { id }
      createProducts(inputs: [{ name: "Pen", price: "2.50", kinds: [gift] }, { name: "Ink", price: "8" }]) { id }
    }`);
    const made = (await shop.data(
      'mutation { createSalesOrder(input: { customer: { code: "CG-1" }, lines: [{ product: { name: "Pen" }, qty: "10" }, { product: { name: "Ink" }, qty: "1" }] }) { id number total lines { share } } }',
      { now: new Date('2026-03-05T00:00:00Z') },
    )) as unknown as { createSalesOrder: { id: string } };
    expect(made).toMatchObject({
      createSalesOrder: {
        number: 'SO-202603-0001',
        total: '33.0000',
        lines: [{ share: '75.7576' }, { share: '24.2424' }],
      },
    });
    expect(
      await shop.data(
        '{ salesOrders(where: { lines: { some: { product: { kinds: { contains: [gift] } } } } }) { totalCount nodes { customer { name idCard } } } salesOrderLinesAggregate { sum { amount(round: 1) } } }',
      ),
    ).toEqual({
      salesOrders: { totalCount: 1, nodes: [{ customer: { name: '晨光文具', idCard: 'secret' } }] },
      salesOrderLinesAggregate: [{ sum: { amount: '33.0' } }],
    });
    const { id } = made.createSalesOrder;
    const update = `mutation { updateSalesOrder(id: "${id}", version: 1, patch: { note: "x" }) { version } }`;
    expect(await shop.data(update)).toEqual({ updateSalesOrder: { version: 2 } });
    expect((await shop.ask(update)).errors[0]?.extensions['code']).toBe('VERSION_CONFLICT');
    expect(
      (await shop.ask('{ customers { nodes { creditLimit } } }', { roles: ['sales'] })).errors[0]?.message,
    ).toMatch(/Cannot query field "creditLimit"/);
  });

  it('[API-21] many at once wait for the one connection, and none is lost', async () => {
    await Promise.all(
      Array.from({ length: 25 }, (_, index) =>
        shop.data(`mutation { createTag(input: { name: "t${index}" }) { id } }`),
      ),
    );
    expect(await shop.data('{ tags { totalCount } }')).toEqual({ tags: { totalCount: 25 } });
  });

  it('[API-24] long lists, which come as flat rows, say what short ones say', async () => {
    for (const { field, asText, asRows } of await bothWays(shop, ['idCard']))
      expect([field, asRows]).toEqual([field, asText]);
  });
});
