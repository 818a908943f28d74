import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { shopTemplate } from '../../test/shop-template.ts';
import { tenantBench, type TenantBench } from '../../test/tenant-bench.ts';

let database: TestDatabase;
let shop: TenantBench;

beforeAll(async () => {
  database = await freshDatabase();
  shop = await tenantBench(database.database, shopTemplate());
});
afterAll(() => database.drop());

describe('writes', () => {
  it('[API-1] creates a document with lines, defaults, numbers and formulas, and reads it back in one answer', async () => {
    await shop.data(`mutation { 
      a: createRegion(input: { name: "North" }) { id }
      b: createCustomer(input: { name: "Green Tea House", code: "GT-1", region: { name: "North" }, idCard: "secret-1" }) { id version creditLimit idCard region { name } }
      c: createProducts(inputs: [{ name: "Oolong", price: "12.50" }, { name: "Cup", price: "3", kinds: [gift] }]) { name price kinds }
    }`);
    const made = await shop.data(
      `mutation Make($input: SalesOrderInput!) { createSalesOrder(input: $input) { number version orderedOn channel gross total overLimit assignee { name }
        customer { name } lines { lineNo qty price amount product { name } } createdBy { email } } }`,
      {
        now: new Date('2026-03-31T17:30:00Z'),
        variables: {
          input: {
            customer: { code: 'GT-1' },
            discount: '5',
            lines: [
              { product: { name: 'Oolong' }, qty: '2' },
              { product: { name: 'Cup' }, qty: 1.5, price: '2.00' },
            ],
          },
        },
      },
    );
    expect(made['createSalesOrder']).toEqual({
      number: 'SO-202604-0001',
      version: 1,
      // The tenant is in Shanghai, where April has begun.
      orderedOn: '2026-04-01',
      channel: 'web',
      gross: '28.0000',
      total: '23.0000',
      overLimit: false,
      assignee: { name: 'Lin' },
      customer: { name: 'Green Tea House' },
      lines: [
        { lineNo: 1, qty: '2.0000', price: '12.5000', amount: '25.0000', product: { name: 'Oolong' } },
        { lineNo: 2, qty: '1.5000', price: '2.0000', amount: '3.0000', product: { name: 'Cup' } },
      ],
      createdBy: { email: 'lin@example.com' },
    });
  });

  it('[API-2] answers nested relations, filters, order and totals with one statement', async () => {
    const { salesOrders } =
      await shop.data(`{ salesOrders(where: { customer: { region: { name: { eq: "North" } } }, lines: { some: { product: { name: { startsWith: "Oo" } } } } },
      orderBy: [{ customer: { name: DESC } }], first: 10) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { number customer { region { name } orderCount } lines(where: { qty: { gt: "1.6" } }) { qty } } } } }`);
    expect(salesOrders).toMatchObject({
      totalCount: 1,
      pageInfo: { hasNextPage: false },
      edges: [{ node: { customer: { region: { name: 'North' }, orderCount: 1 }, lines: [{ qty: '2.0000' }] } }],
    });
  });

  it('[API-3] adds up by group with the key of a related row', async () => {
    const { salesOrderLinesAggregate: lines } = await shop.data(
      `{ salesOrderLinesAggregate(groupBy: [{ product: { id: VALUE } }], orderBy: [{ sum: { amount: DESC } }]) { key { product { name } } count sum { amount(round: 2) qty } max { price } countDistinct { product } } }`,
    );
    expect(lines).toEqual([
      {
        key: { product: { name: 'Oolong' } },
        count: 1,
        sum: { amount: '25.00', qty: '2.0000' },
        max: { price: '12.5000' },
        countDistinct: { product: 1 },
      },
      {
        key: { product: { name: 'Cup' } },
        count: 1,
        sum: { amount: '3.00', qty: '1.5000' },
        max: { price: '2.0000' },
        countDistinct: { product: 1 },
      },
    ]);
  });

  it('[API-4] updates with a version, patches lines, and tells a conflict with what differs', async () => {
    const { salesOrders } = await shop.data('{ salesOrders { nodes { id version lines { id qty } } } }');
    const order = (salesOrders as unknown as { nodes: { id: string; version: number; lines: { id: string }[] }[] })
      .nodes[0]!;
    const patch = `mutation P($id: ID!, $version: Int!, $patch: SalesOrderPatch!) { updateSalesOrder(id: $id, version: $version, patch: $patch) { version total note lines { lineNo qty } } }`;
    const first = await shop.data(patch, {
      variables: {
        id: order.id,
        version: 1,
        patch: {
          note: 'call first',
          lines: {
            update: [{ id: order.lines[0]!.id, patch: { qty: '4' } }],
            delete: [order.lines[1]!.id],
            create: [{ product: { name: 'Cup' }, qty: '1' }],
          },
        },
      },
    });
    expect(first['updateSalesOrder']).toEqual({
      version: 2,
      total: '48.0000',
      note: 'call first',
      lines: [
        { lineNo: 1, qty: '4.0000' },
        { lineNo: 3, qty: '1.0000' },
      ],
    });
    const { errors, data } = await shop.ask(patch, {
      variables: { id: order.id, version: 1, patch: { note: 'mine' } },
    });
    expect(data).toEqual({ updateSalesOrder: null });
    expect(errors[0]).toMatchObject({
      path: ['updateSalesOrder'],
      extensions: {
        code: 'VERSION_CONFLICT',
        current: { note: 'call first', total: '48.0000', channel: 'web' },
        params: { current: 2, expected: 1, fields: ['note', 'lines', 'gross', 'total'] },
      },
    });
  });

  it('[API-1] variables below a mutation decide what it answers, each time anew', async () => {
    const make = (least: string, numbers: boolean) =>
      shop.data(
        `mutation Make($least: Decimal!, $numbers: Boolean!) {
          createSalesOrder(input: { customer: { code: "GT-1" }, lines: [{ product: { name: "Oolong" }, qty: "2" }, { product: { name: "Cup" }, qty: "7" }] }) {
            version number @include(if: $numbers) lines(where: { qty: { gt: $least } }) { qty } } }`,
        { variables: { least, numbers } },
      );
    expect(await make('3', false)).toEqual({ createSalesOrder: { version: 1, lines: [{ qty: '7.0000' }] } });
    const all = await make('1', true);
    expect(all).toMatchObject({ createSalesOrder: { lines: [{ qty: '2.0000' }, { qty: '7.0000' }] } });
    expect(all['createSalesOrder']).toHaveProperty('number');
  });
});
