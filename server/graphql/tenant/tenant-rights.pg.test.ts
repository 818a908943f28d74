import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { bothWays } from '../../test/flat-answers.ts';
import { shopTemplate } from '../../test/shop-template.ts';
import { tenantBench, type Ask, type TenantBench } from '../../test/tenant-bench.ts';

let database: TestDatabase;
let shop: TenantBench;
const ME = '01890000-0000-7000-8000-000000000001';
const OTHER = '01890000-0000-7000-8000-000000000002';
const sales: Ask = { roles: ['sales'], actor: { id: ME, name: 'Mei' } };

beforeAll(async () => {
  database = await freshDatabase();
  shop = await tenantBench(database.database, shopTemplate());
  for (const [id, name] of [
    [ME, 'Mei'],
    [OTHER, 'Ole'],
  ] as const) {
    await shop.query('insert into @.fw_user (id, name, email) values ($1, $2, $3)', [id, name, `${name}@example.com`]);
  }
  await shop.data(`mutation {
    createCustomer(input: { name: "Acme", code: "AC-1", idCard: "card-9", creditLimit: "77" }) { id }
    createProduct(input: { name: "Tea", price: "10", cost: "4" }) { id }
    mine: createSalesOrder(input: { customer: { code: "AC-1" }, assignee: { id: "${ME}" }, note: "mine", lines: [{ product: { name: "Tea" }, qty: "1" }] }) { id }
    theirs: createSalesOrder(input: { customer: { code: "AC-1" }, assignee: { id: "${OTHER}" }, note: "theirs", lines: [{ product: { name: "Tea" }, qty: "2" }] }) { id }
  }`);
});
afterAll(() => database.drop());

/** What GraphQL says of a name that was never declared. */
async function unknown(query: string): Promise<string> {
  const { errors } = await shop.ask(query, sales);
  return errors[0]?.message ?? '';
}

describe('rights', () => {
  it('[ACC-1] a row rule holds in lists, totals, single rows, nodes and aggregates', async () => {
    const data = await shop.data(
      `{ salesOrders { totalCount nodes { note lines { qty } } } salesOrdersAggregate { count sum { total } } salesOrderLines { nodes { qty } } salesOrderLinesAggregate { sum { qty } } }`,
      sales,
    );
    expect(data).toEqual({
      salesOrders: { totalCount: 1, nodes: [{ note: 'mine', lines: [{ qty: '1.0000' }] }] },
      salesOrdersAggregate: [{ count: 1, sum: { total: '10.0000' } }],
      salesOrderLines: { nodes: [{ qty: '1.0000' }] },
      salesOrderLinesAggregate: [{ sum: { qty: '1.0000' } }],
    });
    const { salesOrders } = (await shop.data(
      '{ salesOrders(where: { note: { eq: "theirs" } }) { nodes { id } } }',
    )) as unknown as { salesOrders: { nodes: { id: string }[] } };
    const id = salesOrders.nodes[0]!.id;
    expect(await shop.data(`{ salesOrder(id: "${id}") { id } node(id: "${id}") { id } }`, sales)).toEqual({
      salesOrder: null,
      node: null,
    });
    const update = await shop.ask(
      `mutation { updateSalesOrder(id: "${id}", version: 1, patch: { note: "x" }) { id } }`,
      sales,
    );
    expect(update.errors[0]?.extensions['code']).toBe('NOT_FOUND');
  });

  it('[ACC-2] a hidden field answers exactly like one that was never declared, on every path', async () => {
    const paths = [
      (field: string) => `{ products { nodes { ${field} } } }`,
      (field: string) => `{ products(where: { ${field}: { eq: "1" } }) { totalCount } }`,
      (field: string) => `{ products(orderBy: [{ ${field}: ASC }]) { totalCount } }`,
      (field: string) => `{ productsAggregate { sum { ${field} } } }`,
      (field: string) => `{ productsAggregate(groupBy: [{ ${field}: VALUE }]) { count } }`,
      (field: string) => `{ productsAggregate(orderBy: [{ max: { ${field}: ASC } }]) { count } }`,
      (field: string) =>
        `{ salesOrders(where: { lines: { some: { product: { ${field}: { gt: "1" } } } } }) { totalCount } }`,
    ];
    for (const path of paths) {
      const [hidden, undeclared] = [await unknown(path('cost')), await unknown(path('zzzz'))];
      expect(hidden.replaceAll('cost', 'zzzz').replace(/ Did you mean.*/, '')).toBe(
        undeclared.replace(/ Did you mean.*/, ''),
      );
      expect(undeclared).not.toBe('');
    }
  });

  it('[ACC-13] addresses are one’s own and the owners’, and nobody else compares them', async () => {
    const asked = '{ salesOrders(orderBy: [{ number: ASC }]) { nodes { assignee { name email } } } }';
    const seen = async (ask: Ask): Promise<unknown> => (await shop.data(asked, ask))['salesOrders'];
    const [mei, ole] = [
      { assignee: { name: 'Mei', email: 'Mei@example.com' } },
      { assignee: { name: 'Ole', email: 'Ole@example.com' } },
    ];
    expect(await seen({})).toEqual({ nodes: [mei, ole] });
    expect(await seen({ roles: ['auditor'], actor: { id: OTHER, name: 'Ole' } })).toEqual({
      nodes: [{ assignee: { name: 'Mei', email: null } }, ole],
    });
    expect(await seen({ roles: ['auditor'], actor: { id: null } })).toEqual({
      nodes: [{ assignee: { name: 'Mei', email: null } }, { assignee: { name: 'Ole', email: null } }],
    });
    for (const query of [
      '{ salesOrders(where: { assignee: { email: { startsWith: "O" } } }) { totalCount } }',
      '{ salesOrders(orderBy: [{ assignee: { email: ASC } }]) { totalCount } }',
      '{ salesOrdersAggregate(groupBy: [{ assignee: { email: VALUE } }]) { count } }',
      '{ salesOrdersAggregate(groupBy: [{ assignee: { id: VALUE } }]) { key { assignee { email } } } }',
    ])
      expect(await unknown(query)).toMatch(/email/);
  });

  it('[ACC-3] hidden input fields are unknown in variables too, and locked ones can neither be given nor missed', async () => {
    const query = 'query Q($where: ProductWhere) { products(where: $where) { totalCount } }';
    const { errors, status } = await shop.ask(query, { ...sales, variables: { where: { cost: { eq: '4' } } } });
    expect(status).toBe(400);
    expect(errors[0]?.message).toContain('Field "cost" is not defined by type "ProductWhere"');
    const create = 'mutation M($input: SalesOrderInput!) { createSalesOrder(input: $input) { total } }';
    const lines = [{ product: { name: 'Tea' }, qty: '1' }];
    const { customers } = (await shop.data('{ customers { nodes { id } } }')) as unknown as {
      customers: { nodes: { id: string }[] };
    };
    const customer = { id: customers.nodes[0]!.id };
    const locked = await shop.ask(create, { ...sales, variables: { input: { customer, lines, discount: '1' } } });
    expect(locked.errors[0]?.message).toContain('Field "discount" is not defined by type "SalesOrderInput"');
    expect(await shop.data(create, { ...sales, variables: { input: { customer, lines } } })).toEqual({
      createSalesOrder: { total: '10.0000' },
    });
  });

  it('[ACC-4] a masked field shows dots and cannot be compared', async () => {
    expect(await shop.data('{ customers { nodes { code name } } }', sales)).toEqual({
      customers: { nodes: [{ code: '•••', name: 'Acme' }] },
    });
    expect(await unknown('{ customers(where: { code: { eq: "AC-1" } }) { totalCount } }')).toContain(
      'Field "code" is not defined',
    );
  });

  it('[ACC-5] without a right to an entity its types and fields do not exist', async () => {
    expect(await unknown('{ regions { totalCount } }')).toMatch(/^Cannot query field "regions" on type "Query"/);
    expect(await unknown('{ customers { nodes { region { name } } } }')).toMatch(
      /^Cannot query field "region" on type "Customer"/,
    );
    expect(await unknown('mutation { createProduct(input: { name: "x", price: "1" }) { id } }')).toMatch(
      /^Cannot query field "createProduct" on type "Mutation"/,
    );
    expect(await unknown('mutation { deleteSalesOrder(id: "1", version: 1) { id } }')).toMatch(
      /^Cannot query field "deleteSalesOrder"/,
    );
    expect(await unknown('fragment F on Region { id } { customers { nodes { id } } }')).toMatch(
      /Unknown type "Region"/,
    );
  });

  it('[ACC-6] introspection shows what the caller may use, and nothing else', async () => {
    const { __schema: schema } = (await shop.data(
      '{ __schema { types { name fields { name } inputFields { name } } } }',
      sales,
    )) as unknown as {
      __schema: {
        types: { name: string; fields: { name: string }[] | null; inputFields: { name: string }[] | null }[];
      };
    };
    const text = JSON.stringify(schema);
    expect(text).not.toMatch(/"Region|"Tag|"cost"|"creditLimit"|"idCard"|AuditNote|deleteSalesOrder/);
    expect(
      schema.types.find(({ name }) => name === 'SalesOrderInput')?.inputFields?.map(({ name }) => name),
    ).not.toContain('discount');
    const own = await shop.data('{ __type(name: "Product") { name } customers { totalCount } }', sales);
    expect(own).toEqual({ __type: { name: 'Product' }, customers: { totalCount: 1 } });
  });

  it('[ACC-7] a create outside one’s own rows is refused and leaves nothing behind', async () => {
    const { customers } = (await shop.data('{ customers { nodes { id } } }')) as unknown as {
      customers: { nodes: { id: string }[] };
    };
    const before = await shop.data('{ salesOrdersAggregate { count } }');
    const { errors } = await shop.ask(
      'mutation M($input: SalesOrderInput!) { createSalesOrder(input: $input) { id } }',
      {
        ...sales,
        variables: {
          input: {
            customer: { id: customers.nodes[0]!.id },
            assignee: { id: OTHER },
            lines: [{ product: { name: 'Tea' }, qty: '1' }],
          },
        },
      },
    );
    expect(errors[0]?.extensions['code']).toBe('FORBIDDEN');
    expect(await shop.data('{ salesOrdersAggregate { count } }')).toEqual(before);
  });

  it('[ACC-8] secrets are ciphertext at rest, open for those who may, and never in events', async () => {
    const rows = await shop.query<{ readonly id_card: Buffer }>('select id_card from @.customer');
    expect(rows[0]!.id_card.toString('utf8')).not.toContain('card-9');
    expect(await shop.data('{ customers { nodes { idCard } } }')).toEqual({
      customers: { nodes: [{ idCard: 'card-9' }] },
    });
    expect(JSON.stringify(await shop.query('select changes from @.fw_event'))).not.toContain('card-9');
    expect(await unknown('{ customers { nodes { idCard } } }')).toMatch(/^Cannot query field "idCard"/);
  });

  it('[ACC-9] a role of nobody sees nothing', async () => {
    const { errors } = await shop.ask('{ customers { totalCount } }', { roles: [] });
    expect(errors[0]?.message).toMatch(/^Cannot query field "customers"/);
    expect(
      await shop.data('{ node(id: "01890000-0000-7000-8000-000000000001") { id } }', { roles: ['no-such-role'] }),
    ).toEqual({ node: null });
  });

  it('[ACC-10] of two roles each gives its fields on its own rows', async () => {
    const both: Ask = { ...sales, roles: ['auditor', 'sales'] };
    const data = await shop.data(
      '{ salesOrders(orderBy: [{ createdAt: ASC }], first: 2) { nodes { note total channel } } }',
      both,
    );
    expect(data).toEqual({
      salesOrders: {
        nodes: [
          { note: 'mine', total: '10.0000', channel: 'web' },
          { note: null, total: null, channel: 'web' },
        ],
      },
    });
    const probe =
      '{ salesOrders(where: { note: { eq: "theirs" } }) { totalCount } max: salesOrdersAggregate { max { total } } }';
    expect(await shop.data(probe, both)).toEqual({
      salesOrders: { totalCount: 0 },
      max: [{ max: { total: '10.0000' } }],
    });
  });

  it('[API-24] long lists, which come as flat rows, say what short ones say, whoever asks', async () => {
    for (const ask of [{}, sales]) {
      const lists = await bothWays(shop, ['idCard'], ask);
      expect(lists.length).toBeGreaterThan(3);
      for (const { field, asText, asRows } of lists) expect([field, asRows]).toEqual([field, asText]);
    }
  });

  it('[API-24] a value that holds what parts values and rows is told as it is', async () => {
    const [UNIT, RECORD] = ['\u001F', '\u001E'];
    for (const name of [`a${UNIT}b`, `a${RECORD}b`, `+${RECORD}x${UNIT}+y`, '-', '+', '"\\ \n {}', ''])
      await shop.data('mutation M($name: String!) { createTag(input: { name: $name }) { id } }', {
        variables: { name: `tag ${name}` },
      });
    const { flat } = await shop.data('{ flat: tags(first: 300) { nodes { name version } } }');
    const { json } = await shop.data('{ json: tags(first: 15) { nodes { name version } } }');
    expect(flat).toEqual(json);
  });

  it('[ACC-12] for export, rows and values are only those that may leave, be they seen or not', async () => {
    const label = { en: 'Clerk', 'zh-CN': '文员' };
    const shown = shopTemplate();
    await shop.republish({
      ...shown,
      roles: [
        ...(shown.roles ?? []),
        { id: 'reader', label, grants: [{ entity: 'SalesOrder', can: ['read'] }] },
        {
          id: 'ownExport',
          label,
          grants: [{ entity: 'SalesOrder', can: ['export'], rows: 'doc.assignee == actor.id', hide: ['channel'] }],
        },
        { id: 'bareExport', label, grants: [{ entity: 'SalesOrder', can: ['export'], hide: ['note', 'channel'] }] },
      ],
    });
    const query = `query Q($forExport: Boolean!) { salesOrders(forExport: $forExport, orderBy: [{ createdAt: ASC }], first: 2) {
      totalCount nodes { note channel lines { qty } } } }`;
    const ask = (roles: readonly string[], forExport: boolean) =>
      shop.data(query, { roles, actor: { id: ME }, variables: { forExport } });
    const line = (qty: string) => ({ lines: [{ qty }] });
    const mine = { note: 'mine', channel: 'web', ...line('1.0000') };
    const theirs = { note: 'theirs', channel: 'web', ...line('2.0000') };
    expect(await ask(['reader', 'ownExport'], false)).toMatchObject({ salesOrders: { nodes: [mine, theirs] } });
    expect(await ask(['reader', 'ownExport'], true)).toEqual({
      salesOrders: {
        totalCount: 2,
        nodes: [
          { ...mine, channel: null },
          { note: null, channel: null, ...line('1.0000') },
        ],
      },
    });
    // What one role shows and another lets leave, each on rows of its own.
    expect(await ask(['auditor', 'sales', 'ownExport', 'bareExport'], true)).toMatchObject({
      salesOrders: {
        nodes: [
          { ...mine, channel: null },
          { ...theirs, note: null, channel: null },
        ],
      },
    });
    // Whoever exports may not see more by it, and who may not export has no such argument.
    expect(await ask(['sales', 'bareExport'], true)).toMatchObject({
      salesOrders: {
        totalCount: 2,
        nodes: [
          { note: '•••', ...line('1.0000') },
          { note: '•••', ...line('1.0000') },
        ],
      },
    });
    const { errors } = await shop.ask('{ salesOrders(forExport: true) { totalCount } }', { roles: ['reader'] });
    expect(errors[0]?.message).toMatch(/^Unknown argument "forExport"/);
  });
});
