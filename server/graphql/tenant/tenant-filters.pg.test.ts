import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putDepartment } from '../../db/tenant-departments.ts';
import { countingDatabase } from '../../test/counting-database.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { master, templateOf } from '../../test/publishing.ts';
import { shopTemplate } from '../../test/shop-template.ts';
import { tenantBench, type TenantBench } from '../../test/tenant-bench.ts';

let database: TestDatabase;
let shop: TenantBench;

beforeAll(async () => {
  database = await freshDatabase();
  shop = await tenantBench(database.database, shopTemplate());
  await shop.data(`mutation {
    createTags(inputs: [{ name: "new" }, { name: "old" }]) { id }
    createRegions(inputs: [{ name: "North" }, { name: "South" }]) { id }
    createCustomers(inputs: [
      { name: "甲 100%_done", code: "A-1", region: { name: "North" }, tags: [{ name: "new" }, { name: "old" }], vip: true }
      { name: "Bert's \\"Shop\\" \\\\", code: "B-2", region: { name: "South" }, tags: [{ name: "old" }], creditLimit: "5.5" }
      { name: "bert", creditLimit: "1000" }
    ]) { id }
    createProducts(inputs: [
      { name: "Tea", price: "10", weightKg: "0.5", kinds: [drink, gift], shelfLife: "P30D", opensAt: "09:30" }
      { name: "Cake", price: "20", kinds: [food], size: "{}" }
      { name: "Cup", price: "5" }
    ]) { id }
  }`);
  const order = (customer: string, orderedOn: string, dueAt: string | null, channel: string, lines: string) =>
    `createSalesOrder(input: { customer: ${customer}, orderedOn: "${orderedOn}", ${dueAt === null ? '' : `dueAt: "${dueAt}",`} channel: ${channel}, lines: [${lines}] }) { id }`;
  await shop.data(`mutation {
    a: ${order('{ code: "A-1" }', '2026-01-15', '2026-01-20T10:00:00+08:00', 'web', '{ product: { name: "Tea" }, qty: "3" }, { product: { name: "Cake" }, qty: "1" }')}
    b: ${order('{ code: "B-2" }', '2026-01-31', null, 'shop', '{ product: { name: "Cake" }, qty: "2" }')}
    c: ${order('{ code: "A-1" }', '2026-02-01', '2026-02-01T00:00:00Z', 'phone', '{ product: { name: "Cup" }, qty: "1.5" }')}
  }`);
});
afterAll(() => database.drop());

const CUSTOMERS: readonly (readonly [string, readonly string[]])[] = [
  ['{ name: { eq: "bert" } }', ['bert']],
  ['{ name: { ne: "bert" } }', ['甲 100%_done', `Bert's "Shop" \\`]],
  ['{ name: { icontains: "BERT" } }', [`Bert's "Shop" \\`, 'bert']],
  ['{ name: { contains: "100%_d" } }', ['甲 100%_done']],
  ['{ name: { contains: "100_" } }', []],
  ['{ name: { endsWith: "\\\\" } }', [`Bert's "Shop" \\`]],
  ['{ name: { startsWith: "甲" } }', ['甲 100%_done']],
  ['{ name: { in: ["bert", "nobody"] } }', ['bert']],
  ['{ code: { notIn: ["A-1"] } }', [`Bert's "Shop" \\`, 'bert']],
  ['{ code: { ne: "A-1" } }', [`Bert's "Shop" \\`, 'bert']],
  ['{ code: { isNull: true } }', ['bert']],
  ['{ code: { isNull: false } }', ['甲 100%_done', `Bert's "Shop" \\`]],
  ['{ creditLimit: { lt: "1000", gte: "5.50" } }', [`Bert's "Shop" \\`]],
  ['{ creditLimit: { in: ["1000.0", "5.5"] } }', ['甲 100%_done', `Bert's "Shop" \\`, 'bert']],
  ['{ vip: { eq: true } }', ['甲 100%_done']],
  ['{ vip: { ne: true } }', [`Bert's "Shop" \\`, 'bert']],
  ['{ region: { name: { eq: "North" } } }', ['甲 100%_done']],
  ['{ region: { isNull: true } }', ['bert']],
  ['{ not: { region: { name: { eq: "North" } } } }', [`Bert's "Shop" \\`, 'bert']],
  ['{ tags: { some: { name: { eq: "new" } } } }', ['甲 100%_done']],
  ['{ tags: { every: { name: { eq: "old" } } } }', [`Bert's "Shop" \\`, 'bert']],
  ['{ tags: { none: {} } }', ['bert']],
  ['{ or: [{ code: { eq: "A-1" } }, { creditLimit: { eq: "5.5" } }] }', ['甲 100%_done', `Bert's "Shop" \\`]],
  ['{ and: [{ vip: { eq: false } }, { code: { isNull: true } }] }', ['bert']],
  ['{ or: [] }', []],
  ['{ and: [] }', ['甲 100%_done', `Bert's "Shop" \\`, 'bert']],
  ['{ orderCount: { gte: 2 } }', ['甲 100%_done']],
  ['{ id: { eq: "not-an-id" } }', []],
  ['{ id: { in: ["not-an-id"] } }', []],
];

const ORDERS: readonly (readonly [string, readonly string[]])[] = [
  ['{ orderedOn: { gte: "2026-01-31" } }', ['0002', '0003']],
  ['{ dueAt: { lt: "2026-01-20T02:00:00.001Z" } }', ['0001']],
  ['{ dueAt: { isNull: true } }', ['0002']],
  ['{ channel: { in: [web, phone] } }', ['0001', '0003']],
  ['{ channel: { notIn: [web] } }', ['0002', '0003']],
  ['{ total: { gt: "40" } }', ['0001']],
  ['{ overLimit: { eq: true } }', ['0002']],
  ['{ lines: { some: { product: { kinds: { contains: [food] } } } } }', ['0001', '0002']],
  ['{ lines: { every: { amount: { gt: "30" } } } }', ['0002']],
  ['{ lines: { some: { qty: { eq: "1.50" } } } }', ['0003']],
  ['{ customer: { region: { name: { startsWith: "S" } } } }', ['0002']],
  ['{ assignee: { email: { eq: "lin@example.com" } } }', ['0001', '0002', '0003']],
  ['{ createdBy: { name: { ne: "Lin" } } }', []],
];

const PRODUCTS: readonly (readonly [string, readonly string[]])[] = [
  ['{ kinds: { contains: [drink, gift] } }', ['Tea']],
  ['{ kinds: { overlaps: [gift, food] } }', ['Tea', 'Cake']],
  ['{ kinds: { isEmpty: true } }', ['Cup']],
  ['{ shelfLife: { eq: "PT720H" } }', ['Tea']],
  ['{ opensAt: { lt: "09:30:01" } }', ['Tea']],
  ['{ size: { isNull: false } }', ['Cake']],
  ['{ weightKg: { ne: "0.500" } }', ['Cake', 'Cup']],
];

async function found(many: string, title: string, where: string): Promise<readonly string[]> {
  const data = (await shop.data(`{ ${many}(where: ${where}) { nodes { ${title} } } }`)) as unknown as Record<
    string,
    { nodes: Record<string, string>[] }
  >;
  return data[many]!.nodes.map((node) => (node[title] ?? '').replace(/^SO-\d+-/, ''));
}

describe('filters', () => {
  it.each(CUSTOMERS)('[FLT-1] customers where %s', async (where, expected) => {
    expect(await found('customers', 'name', where)).toEqual(expected);
  });
  it.each(ORDERS)('[FLT-1] orders where %s', async (where, expected) => {
    expect(await found('salesOrders', 'number', where)).toEqual(expected);
  });
  it.each(PRODUCTS)('[FLT-1] products where %s', async (where, expected) => {
    expect(await found('products', 'name', where)).toEqual(expected);
  });

  it('[FLT-2] the same filter by variables gives the same rows, and one plan serves all values', async () => {
    const query = 'query Q($where: CustomerWhere, $n: Int) { customers(where: $where, first: $n) { nodes { name } } }';
    const before = { ...shop.shape().counters };
    for (const name of ['bert', '甲 100%_done', 'x']) {
      const data = (await shop.data(query, { variables: { where: { name: { eq: name } }, n: 5 } })) as unknown as {
        customers: { nodes: { name: string }[] };
      };
      expect(data.customers.nodes.map((node) => node.name)).toEqual(name === 'x' ? [] : [name]);
    }
    const after = shop.shape().counters;
    expect([after.misses - before.misses, after.hits - before.hits]).toEqual([1, 2]);
    const contains = (await shop.data(query, { variables: { where: { name: { contains: '0%_' } } } })) as unknown as {
      customers: { nodes: { name: string }[] };
    };
    expect(contains.customers.nodes).toHaveLength(1);
  });
});

describe('aggregates', () => {
  it('[AGG-1] groups by date bucket, enum and related field, ordered and cut', async () => {
    expect(
      await shop.data(
        '{ salesOrdersAggregate(groupBy: [{ orderedOn: MONTH }], orderBy: [{ key: { orderedOn: DESC } }]) { key { orderedOn } count sum { total(round: 0) } } }',
      ),
    ).toEqual({
      salesOrdersAggregate: [
        { key: { orderedOn: '2026-02-01' }, count: 1, sum: { total: '8' } },
        { key: { orderedOn: '2026-01-01' }, count: 2, sum: { total: '90' } },
      ],
    });
    expect(
      await shop.data(
        '{ salesOrdersAggregate(groupBy: [{ customer: { region: { name: VALUE } } }, { channel: VALUE }], orderBy: [{ count: DESC }, { key: { channel: ASC } }], first: 2) { key { customer { region { name } } channel } count } }',
      ),
    ).toEqual({
      salesOrdersAggregate: [
        { key: { customer: { region: { name: 'North' } }, channel: 'phone' }, count: 1 },
        { key: { customer: { region: { name: 'South' } }, channel: 'shop' }, count: 1 },
      ],
    });
    expect(
      await shop.data(
        '{ salesOrdersAggregate(groupBy: [{ createdBy: { id: VALUE } }]) { key { createdBy { name email } } count } }',
      ),
    ).toEqual({
      salesOrdersAggregate: [{ key: { createdBy: { name: 'Lin', email: 'lin@example.com' } }, count: 3 }],
    });
  });

  it('[API-3] a moment belongs to the month of the tenant’s clock, which begins before that of UTC here', async () => {
    expect(
      await shop.data('{ salesOrdersAggregate(groupBy: [{ dueAt: MONTH }]) { key { dueAt(bucket: MONTH) } count } }'),
    ).toEqual({
      salesOrdersAggregate: [
        { key: { dueAt: '2025-12-31T16:00:00.000Z' }, count: 1 },
        { key: { dueAt: '2026-01-31T16:00:00.000Z' }, count: 1 },
        { key: { dueAt: null }, count: 1 },
      ],
    });
  });

  it('[AGG-2] one row over nothing at all', async () => {
    expect(
      await shop
        .data('{ salesOrdersAggregate(where: { total: { gt: "1e0" } }) { count } }')
        .catch((error: Error) => error.message),
    ).toContain('Decimal');
    expect(
      await shop.data(
        '{ salesOrdersAggregate(where: { total: { gt: "99999" } }) { count sum { total } avg { total } min { orderedOn } countDistinct { customer } } }',
      ),
    ).toEqual({
      salesOrdersAggregate: [
        {
          count: 0,
          sum: { total: null },
          avg: { total: null },
          min: { orderedOn: null },
          countDistinct: { customer: 0 },
        },
      ],
    });
  });

  it('[AGG-3] a key that is not grouped is refused', async () => {
    const { errors } = await shop.ask('{ salesOrdersAggregate(groupBy: [{ channel: VALUE }]) { key { orderedOn } } }');
    expect(errors[0]?.extensions['code']).toBe('GROUP_KEY_NOT_GROUPED');
  });
});

it('[API-23] a field may be called whatever GraphQL lets a client call it', async () => {
  const names = Array.from({ length: 9 }, (_, index) => `t${index}: name c${index}: price`).join(' ');
  const data = await shop.data(
    `{ products(first: 1, where: { name: { eq: "Tea" } }) { t1: nodes { ${names} n: name } n: edges { c: cursor j0: node { j: name } } pageInfo { endCursor } } }`,
  );
  expect(data['products']).toMatchObject({
    t1: [{ t0: 'Tea', t8: 'Tea', c5: '10.0000', n: 'Tea' }],
    n: [{ j0: { j: 'Tea' } }],
  });
});

describe('statements', () => {
  it.each([
    [
      'four levels deep',
      '{ salesOrders { totalCount nodes { customer { region { name } tags { name } } lines { product { name } parent { customer { name } } } createdBy { name } } } }',
      1,
    ],
    [
      'six roots at once',
      '{ a: customers { totalCount } b: products { nodes { name } } c: salesOrdersAggregate { count } d: regions { totalCount } e: tags { totalCount } node(id: "x") { id } }',
      1,
    ],
    ['introspection alone', '{ __schema { queryType { name } } }', 0],
    ['introspection and rows', '{ __typename __type(name: "Tag") { name } tags { nodes { name } } }', 1],
    ['secrets, opened together', '{ customers { nodes { idCard name } } }', 1],
  ])('[STM-1] %s is %s', async (_name, query, statements) => {
    const counting = countingDatabase(database.database);
    await shop.data(query, { database: counting.database });
    expect(counting.taken()).toBe(statements);
  });
});

it('[RPT-40] a department with all below it, however deep, and no further', async () => {
  const bench = await tenantBench(database.database, templateOf([master('Desk', [{ id: 'dept', type: 'org' }])]));
  const place = { database: database.database, schema: bench.place.schema };
  const ids = { company: randomUUID(), sales: randomUUID(), north: randomUUID(), lab: randomUUID() };
  const above = { company: null, sales: ids.company, north: ids.sales, lab: ids.company } as const;
  for (const name of ['company', 'sales', 'north', 'lab'] as const)
    await putDepartment(place, { id: ids[name], name, parentId: above[name] });
  const desk = (name: string, dept: string): string =>
    `${name}: createDesk(input: { name: "${name}", ${dept} }) { id }`;
  await bench.data(
    `mutation { ${Object.entries(ids)
      .map(([name, id]) => desk(name, `dept: { id: "${id}" }`))
      .join(' ')} ${desk('none', 'dept: null')} }`,
  );
  const names = async (where: string): Promise<unknown> => {
    const { desks } = await bench.data(`{ desks(where: ${where}, orderBy: [{ name: ASC }]) { nodes { name } } }`);
    return JSON.stringify(desks).match(/(?<="name":")\w+/g) ?? [];
  };
  expect(await names(`{ dept: { within: { id: { in: ["${ids.sales}"] } } } }`)).toEqual(['north', 'sales']);
  expect(await names(`{ dept: { within: { name: { eq: "company" } } } }`)).toEqual([
    'company',
    'lab',
    'north',
    'sales',
  ]);
  expect(await names(`{ dept: { within: { id: { eq: "${randomUUID()}" } } } }`)).toEqual([]);
  expect(await names(`{ not: { dept: { within: { name: { eq: "sales" } } } } }`)).toEqual(['company', 'lab', 'none']);
  expect(await names(`{ dept: { name: { ne: "north" }, within: { within: { name: { eq: "sales" } } } } }`)).toEqual([
    'sales',
  ]);
});
