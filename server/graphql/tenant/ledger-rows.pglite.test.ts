import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPglite, type PgliteDatabase } from '../../db/pglite-database.ts';
import { depotBench, type DepotBench } from '../../test/depot-bench.ts';

let database: PgliteDatabase;
let depot: DepotBench;

beforeAll(async () => {
  database = await openPglite({});
  depot = await depotBench(database);
  await depot.post('2026-03-01T08:00:00.000Z', [{ item: 'Bolt', warehouse: 'Main', onHand: '10', value: '20.50' }], {
    record: depot.ids['receipt'] ?? '',
  });
  await depot.post('2026-03-10T08:00:00.000Z', [{ item: 'Bolt', warehouse: 'Main', onHand: '-3', value: '-6' }]);
  await depot.award('2026-03-03T08:00:00.000Z', 'Ann', '12.50');
});
afterAll(() => database.close());

describe('balances and movements on the embedded database', () => {
  it('[LGQ-3] are read, filtered, added up, paged and found as on a server', async () => {
    const data = await depot.data(`{
      stockBalances(where: { warehouse: { keeper: { name: { eq: "Ann" } } } }) { totalCount nodes { item { name onHand } onHand value } }
      stockBalancesAt(at: "2026-03-05T00:00:00Z") { nodes { onHand } }
      stockMovements(first: 1) { nodes { onHandAfter fromReceipt { number } } pageInfo { hasNextPage } }
      stockMovementsAggregate { count sum { valueChange } }
      pointsBalances(where: { user: { name: { eq: "Ann" } } }) { nodes { account amount } }
      ledgers { id measures { bounds } }
    }`);
    expect(data).toEqual({
      stockBalances: {
        totalCount: 1,
        nodes: [{ item: { name: 'Bolt', onHand: '7.0000' }, onHand: '7.0000', value: '14.50' }],
      },
      stockBalancesAt: { nodes: [{ onHand: '10.0000' }] },
      stockMovements: {
        nodes: [{ onHandAfter: '10.0000', fromReceipt: { number: 'RC-0001' } }],
        pageInfo: { hasNextPage: true },
      },
      stockMovementsAggregate: [{ count: 2, sum: { valueChange: '14.50' } }],
      pointsBalances: { nodes: [{ account: 'wallet', amount: '12.50' }] },
      ledgers: [
        { id: 'stock', measures: [{ bounds: ['at least 0'] }, { bounds: [] }] },
        { id: 'points', measures: [{ bounds: [] }] },
      ],
    });
  });
});
