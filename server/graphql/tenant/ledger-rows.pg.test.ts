import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { depotBench, type DepotBench } from '../../test/depot-bench.ts';
import type { Ask } from '../../test/tenant-bench.ts';

let database: TestDatabase;
let depot: DepotBench;
let first: string;

beforeAll(async () => {
  database = await freshDatabase();
  depot = await depotBench(database.database);
  const record = depot.ids['receipt'] ?? '';
  first = await depot.post(
    '2026-03-01T08:00:00.000Z',
    [{ item: 'Bolt', warehouse: 'Main', onHand: '10', value: '20.50' }],
    {
      record,
    },
  );
  await depot.post('2026-03-05T08:00:00.000Z', [
    { item: 'Bolt', warehouse: 'Side', onHand: '4', value: '8' },
    { item: 'Nut', warehouse: 'Main', lot: 'L1', onHand: '2.5', value: '1' },
  ]);
  await depot.post('2026-03-10T08:00:00.000Z', [{ item: 'Bolt', warehouse: 'Main', onHand: '-3', value: '-6' }]);
  // Told on the 11th of what happened on the 2nd.
  await depot.post('2026-03-02T08:00:00.000Z', [{ item: 'Bolt', warehouse: 'Main', onHand: '1', value: '2' }], {
    now: '2026-03-11T08:00:00.000Z',
  });
  await depot.award('2026-03-03T08:00:00.000Z', 'Ann', '12.50');
  await depot.award('2026-03-04T08:00:00.000Z', 'Bo', '7');
});
afterAll(() => database.drop());

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: {
    readonly endCursor: string | null;
    readonly startCursor: string | null;
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
  };
}

const asAnn = (role: string): Ask => ({ roles: [role], actor: { id: depot.ids['Ann'] ?? '' } });

describe('balances and movements in the API', () => {
  it('[LGQ-3] balances are read as entities are: nested, counted, exact', async () => {
    const data = await depot.data(`{ stockBalances(orderBy: [{ item: { name: ASC } }, { warehouse: { name: ASC } }]) {
      totalCount nodes { item { name } warehouse { name } lot onHand value } } }`);
    expect(data).toEqual({
      stockBalances: {
        totalCount: 3,
        nodes: [
          { item: { name: 'Bolt' }, warehouse: { name: 'Main' }, lot: null, onHand: '8.0000', value: '16.50' },
          { item: { name: 'Bolt' }, warehouse: { name: 'Side' }, lot: null, onHand: '4.0000', value: '8.00' },
          { item: { name: 'Nut' }, warehouse: { name: 'Main' }, lot: 'L1', onHand: '2.5000', value: '1.00' },
        ],
      },
    });
  });

  it('[LGQ-3] filters by dimension, by what it points at, and by measure', async () => {
    const data = await depot.data(`{
      byItem: stockBalances(where: { item: { id: { eq: "${depot.ids['Nut'] ?? ''}" } } }) { nodes { onHand } }
      byKeeper: stockBalances(where: { warehouse: { keeper: { name: { eq: "Bo" } } } }) { nodes { onHand } }
      byLot: stockBalances(where: { lot: { eq: "L1" } }) { nodes { item { name } } }
      byMeasure: stockBalances(where: { onHand: { gt: "5" } }) { totalCount }
      byBoth: stockBalances(where: { or: [{ onHand: { lt: "3" } }, { value: { gte: "16.5" } }] }) { totalCount }
    }`);
    expect(data).toEqual({
      byItem: { nodes: [{ onHand: '2.5000' }] },
      byKeeper: { nodes: [{ onHand: '4.0000' }] },
      byLot: { nodes: [{ item: { name: 'Nut' } }] },
      byMeasure: { totalCount: 1 },
      byBoth: { totalCount: 2 },
    });
  });

  it('[LGQ-3] aggregates group by dimensions', async () => {
    const data =
      await depot.data(`{ stockBalancesAggregate(groupBy: [{ warehouse: { name: VALUE } }], orderBy: [{ sum: { onHand: DESC } }]) {
      key { warehouse { name } } count sum { onHand value } max { onHand } } }`);
    expect(data).toEqual({
      stockBalancesAggregate: [
        {
          key: { warehouse: { name: 'Main' } },
          count: 2,
          sum: { onHand: '10.5000', value: '17.50' },
          max: { onHand: '8.0000' },
        },
        {
          key: { warehouse: { name: 'Side' } },
          count: 1,
          sum: { onHand: '4.0000', value: '8.00' },
          max: { onHand: '4.0000' },
        },
      ],
    });
  });

  it('[LGQ-3] movements come in the order of posting, with what came of each and where from', async () => {
    const data =
      await depot.data(`{ stockMovements(where: { item: { name: { eq: "Bolt" } }, warehouse: { name: { eq: "Main" } } }) { nodes {
      onHandChange onHandAfter effectiveAt postedAt postingRule postedBy { name } recordEntity fromReceipt { number } } } }`);
    const from = { postingRule: 'receive', postedBy: { name: 'Lin' } };
    expect(data).toMatchObject({
      stockMovements: {
        nodes: [
          {
            ...from,
            onHandChange: '10.0000',
            onHandAfter: '10.0000',
            effectiveAt: '2026-03-01T08:00:00.000Z',
            recordEntity: 'Receipt',
            fromReceipt: { number: 'RC-0001' },
          },
          { ...from, onHandChange: '-3.0000', onHandAfter: '7.0000', recordEntity: null, fromReceipt: null },
          {
            ...from,
            onHandChange: '1.0000',
            onHandAfter: '8.0000',
            effectiveAt: '2026-03-02T08:00:00.000Z',
            postedAt: '2026-03-11T08:00:00.000Z',
          },
        ],
      },
    });
  });

  it('[LGQ-3] movements are found by posting, record, document and time, and added up', async () => {
    const data = await depot.data(`{
      byPosting: stockMovements(where: { postingId: { eq: "${first}" } }) { totalCount }
      byRecord: stockMovements(where: { recordId: { eq: "${depot.ids['receipt'] ?? ''}" } }) { totalCount }
      byDocument: stockMovements(where: { fromReceipt: { number: { eq: "RC-0001" } } }) { nodes { onHandChange postingId } }
      manual: stockMovements(where: { fromReceipt: { isNull: true } }) { totalCount }
      late: stockMovements(where: { effectiveAt: { gte: "2026-03-05T00:00:00Z" } }) { totalCount }
      byDay: stockMovementsAggregate(groupBy: [{ effectiveAt: DAY }], where: { item: { name: { eq: "Bolt" } } }) { key { effectiveAt } sum { onHandChange } }
    }`);
    expect(data).toEqual({
      byPosting: { totalCount: 1 },
      byRecord: { totalCount: 1 },
      byDocument: { nodes: [{ onHandChange: '10.0000', postingId: first }] },
      manual: { totalCount: 4 },
      late: { totalCount: 3 },
      // Days begin at the tenant's midnight.
      byDay: [
        { key: { effectiveAt: '2026-02-28T16:00:00.000Z' }, sum: { onHandChange: '10.0000' } },
        { key: { effectiveAt: '2026-03-01T16:00:00.000Z' }, sum: { onHandChange: '1.0000' } },
        { key: { effectiveAt: '2026-03-04T16:00:00.000Z' }, sum: { onHandChange: '4.0000' } },
        { key: { effectiveAt: '2026-03-09T16:00:00.000Z' }, sum: { onHandChange: '-3.0000' } },
      ],
    });
  });

  it.each([
    ['stockBalances', 'stockBalance', ''],
    ['stockBalances', 'stockBalance', '[{ onHand: DESC }]'],
    ['stockMovements', 'stockMovement', ''],
    ['stockMovements', 'stockMovement', '[{ effectiveAt: DESC }]'],
    ['stockMovements', 'stockMovement', '[{ id: DESC }]'],
    ['pointsMovements', 'pointsMovement', '[{ account: ASC }, { id: DESC }]'],
    ['pointsBalances', 'pointsBalance', ''],
  ])(
    '[LGQ-3] %s: pages forth and back hold each row once, and an id finds its row (%s %s)',
    async (many, one, order) => {
      const orderBy = order === '' ? '' : `orderBy: ${order}, `;
      const read = async (args: string): Promise<Page> => {
        const data: Readonly<Record<string, Page>> = await depot.data(
          `{ ${many}(${orderBy}${args}) { nodes { id } pageInfo { endCursor startCursor hasNextPage hasPreviousPage } } }`,
        );
        return must(data[many], many);
      };
      const all = (await read('first: 100')).nodes.map(({ id }) => id);
      expect(new Set(all).size).toBe(all.length);
      expect(all.length).toBeGreaterThan(2);
      const forth: string[] = [];
      for (let after = 'null', isMore = true; isMore;) {
        const page = await read(`first: 2, after: ${after}`);
        forth.push(...page.nodes.map(({ id }) => id));
        after = JSON.stringify(page.pageInfo.endCursor);
        isMore = page.pageInfo.hasNextPage;
      }
      expect(forth).toEqual(all);
      const back: string[] = [];
      for (let before = 'null', isMore = true; isMore;) {
        const page = await read(`last: 2, before: ${before}`);
        back.unshift(...page.nodes.map(({ id }) => id));
        before = JSON.stringify(page.pageInfo.startCursor);
        isMore = page.pageInfo.hasPreviousPage;
      }
      expect(back).toEqual(all);
      const id = all[1] ?? '';
      const type = `${one.charAt(0).toUpperCase()}${one.slice(1)}`;
      expect(
        await depot.data(
          `{ ${one}(id: "${id}") { id } node(id: "${id}") { __typename id ... on ${type} { version: __typename } } }`,
        ),
      ).toEqual({
        [one]: { id },
        node: { __typename: type, id, version: type },
      });
      expect(await depot.data(`{ ${one}(id: "${depot.ids['Bolt'] ?? ''}") { id } }`)).toEqual({ [one]: null });
    },
  );

  it('[LGQ-6] balances at a moment count what took effect until then, whenever it was posted', async () => {
    const at = async (moment: string) =>
      depot.data(
        `query ($at: DateTime!) {
        stockBalancesAt(at: $at, where: { item: { name: { eq: "Bolt" } } }, orderBy: [{ onHand: DESC }]) { totalCount nodes { warehouse { name } onHand value } }
        stockBalancesAtAggregate(at: $at) { count sum { onHand } }
      }`,
        { variables: { at: moment } },
      );
    const main = (onHand: string, value: string) => ({ warehouse: { name: 'Main' }, onHand, value });
    const side = { warehouse: { name: 'Side' }, onHand: '4.0000', value: '8.00' };
    expect(await at('2026-02-28T00:00:00Z')).toEqual({
      stockBalancesAt: { totalCount: 0, nodes: [] },
      stockBalancesAtAggregate: [{ count: 0, sum: { onHand: null } }],
    });
    expect(await at('2026-03-01T08:00:00Z')).toMatchObject({
      stockBalancesAt: { totalCount: 1, nodes: [main('10.0000', '20.50')] },
    });
    expect(await at('2026-03-02T08:00:00Z')).toMatchObject({ stockBalancesAt: { nodes: [main('11.0000', '22.50')] } });
    expect(await at('2026-03-06T00:00:00Z')).toEqual({
      stockBalancesAt: { totalCount: 2, nodes: [main('11.0000', '22.50'), side] },
      stockBalancesAtAggregate: [{ count: 3, sum: { onHand: '17.5000' } }],
    });
    expect(await at('2026-04-01T00:00:00Z')).toMatchObject({
      stockBalancesAt: { nodes: [main('8.0000', '16.50'), side] },
    });
  });

  it('[LGQ-3] of a double ledger the account tells which balance it is', async () => {
    const data = await depot.data(`{
      wallets: pointsBalances(where: { account: { eq: wallet } }, orderBy: [{ amount: DESC }]) { nodes { account user { name } programme amount } }
      pointsBalancesAggregate(groupBy: [{ account: VALUE }]) { key { account } sum { amount } }
      pointsMovements(where: { user: { name: { eq: "Bo" } } }) { nodes { account amountChange amountAfter postingRule } }
    }`);
    expect(data).toEqual({
      wallets: {
        nodes: [
          { account: 'wallet', user: { name: 'Ann' }, programme: null, amount: '12.50' },
          { account: 'wallet', user: { name: 'Bo' }, programme: null, amount: '7.00' },
        ],
      },
      pointsBalancesAggregate: [
        { key: { account: 'budget' }, sum: { amount: '-19.50' } },
        { key: { account: 'wallet' }, sum: { amount: '19.50' } },
      ],
      pointsMovements: {
        nodes: [{ account: 'wallet', amountChange: '7.00', amountAfter: '7.00', postingRule: 'gift' }],
      },
    });
  });

  it('[LGQ-8] a rollup over a ledger is read, filtered, sorted and used in formulas like any other', async () => {
    const data = await depot.data(`{
      items(orderBy: [{ onHand: ASC }]) { nodes { name onHand inMain isShort } }
      many: items(where: { onHand: { gt: "5" } }) { nodes { name } }
      itemsAggregate { sum { onHand } }
      employees { nodes { name points } }
    }`);
    expect(data).toEqual({
      items: {
        nodes: [
          { name: 'Nut', onHand: '2.5000', inMain: '2.5000', isShort: true },
          { name: 'Bolt', onHand: '12.0000', inMain: '8.0000', isShort: false },
        ],
      },
      many: { nodes: [{ name: 'Bolt' }] },
      itemsAggregate: [{ sum: { onHand: '14.5000' } }],
      employees: { nodes: [{ name: 'Ann', points: '12.50' }] },
    });
  });
});

describe('ledgers in expressions', () => {
  it('[LGQ-8] a default and a formula read a balance by a reference', async () => {
    const data = await depot.data(
      'mutation { createReceipt(input: { warehouse: { name: "Side" }, lines: [{ item: { name: "Bolt" }, quantity: "3" }] }) { lines { had has } } }',
    );
    expect(data).toEqual({ createReceipt: { lines: [{ had: '12.0000', has: '15.0000' }] } });
  });
});

describe('rights to balances and movements', () => {
  it('[LGQ-5] a row rule over the dimensions rules balances, movements, moments and aggregates', async () => {
    const data = await depot.data(
      `{ stockBalances { nodes { warehouse { name } onHand } totalCount }
        stockMovements { totalCount nodes { onHandAfter } }
        stockBalancesAt(at: "2026-03-06T00:00:00Z") { totalCount }
        stockBalancesAggregate { count } }`,
      { ...asAnn('keeper'), actor: { id: depot.ids['Bo'] ?? '' } },
    );
    expect(data).toEqual({
      stockBalances: { nodes: [{ warehouse: { name: 'Side' }, onHand: '4.0000' }], totalCount: 1 },
      stockMovements: { totalCount: 1, nodes: [{ onHandAfter: '4.0000' }] },
      stockBalancesAt: { totalCount: 1 },
      stockBalancesAggregate: [{ count: 1 }],
    });
  });

  it('[LGQ-5] a hidden measure is nowhere: not now, not its changes, not in filters', async () => {
    for (const query of [
      '{ stockBalances { nodes { value } } }',
      '{ stockMovements { nodes { valueChange } } }',
      '{ stockMovements { nodes { valueAfter } } }',
      '{ stockBalances(where: { value: { gt: "1" } }) { totalCount } }',
      '{ stockBalances(orderBy: [{ value: ASC }]) { totalCount } }',
      '{ stockBalancesAggregate { sum { value } } }',
      '{ stockBalancesAtAggregate(at: "2026-03-06T00:00:00Z") { sum { value } } }',
    ]) {
      const { errors } = await depot.ask(query, asAnn('keeper'));
      expect([query, ...errors.map(({ extensions }) => extensions['code'])]).toEqual([
        query,
        'GRAPHQL_VALIDATION_FAILED',
      ]);
    }
  });

  it('[LGQ-5] who has no grant does not know that the ledger is there; a grant for all covers it', async () => {
    const { errors } = await depot.ask('{ stockBalances { totalCount } }', asAnn('clerk'));
    expect(errors[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(
      await depot.data('{ stockBalances { totalCount } pointsMovements { totalCount } }', asAnn('reader')),
    ).toEqual({
      stockBalances: { totalCount: 3 },
      pointsMovements: { totalCount: 4 },
    });
    expect(await depot.data('{ pointsBalances { nodes { amount } } }', asAnn('earner'))).toEqual({
      pointsBalances: { nodes: [{ amount: '12.50' }] },
    });
  });

  it('[LGQ-2] the role of the tenant reads the rows but cannot write them', async () => {
    await expect(
      depot.place.database.readAsTenant(
        { role: depot.place.role, timeoutMs: 1_000 },
        { text: `update "${depot.place.schema}".fw_balance set m0 = 0 returning '1'`, name: 'forbidden', params: [] },
      ),
    ).rejects.toThrow(/permission denied|read-only/);
  });
});

describe('what was taken back', () => {
  it('[LGQ-1] a movement names the posting that it reverses, and the one that reversed it', async () => {
    // Enough to give the ten back.
    await depot.post(new Date().toISOString(), [{ item: 'Bolt', warehouse: 'Main', onHand: '5' }]);
    await depot.reverse(depot.ids['receipt'] ?? '', 'Wrong delivery');
    const data: Readonly<Record<string, { readonly nodes: readonly Readonly<Record<string, string | null>>[] }>> =
      await depot.data(`{
        taken: stockMovements(where: { postingId: { eq: "${first}" } }) { nodes { onHandChange reversesId reversedById } }
        back: stockMovements(where: { reversesId: { eq: "${first}" } }) { nodes { postingId postingKind postingReason onHandChange onHandAfter } }
      }`);
    const back = data['back']?.nodes[0];
    expect(back).toMatchObject({ onHandChange: '-10.0000', onHandAfter: '3.0000', postingReason: 'Wrong delivery' });
    expect(data['taken']?.nodes).toEqual([
      { onHandChange: '10.0000', reversesId: null, reversedById: back?.['postingId'] },
    ]);
  });
});
