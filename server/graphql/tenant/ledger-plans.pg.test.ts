import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import type { Database, SqlText } from '../../db/database.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { depotBench, type DepotBench } from '../../test/depot-bench.ts';

let database: TestDatabase;
let depot: DepotBench;

beforeAll(async () => {
  database = await freshDatabase();
  depot = await depotBench(database.database);
  // As many rows as make PostgreSQL prefer an index where it can use one.
  await depot.query(
    `insert into @.fw_balance (book, key, u0, u1, m0, version, updated_at) select 'stock', 'k' || n, gen_random_uuid(), gen_random_uuid(), n, 1, now() from generate_series(1, 5000) n`,
  );
  await depot.query(
    `insert into @.fw_movement (posting, line, book, key, u0, u1, d0, a0, effective_at, at) select gen_random_uuid(), 0, book, key, u0, u1, 1, 1, now(), now() from @.fw_balance`,
  );
  await depot.query(
    `insert into @.fw_posting (id, kind, ledger, rule, entity, record_id, effective_at, at, template_version) select posting, 'move', 'stock', 'receive', 'Receipt', gen_random_uuid(), now(), now(), 1 from @.fw_movement`,
  );
  await depot.query('analyze @.fw_balance, @.fw_movement, @.fw_posting');
});
afterAll(() => database.drop());

/** How PostgreSQL carries out the statement of a query. */
async function planOf(query: string): Promise<string> {
  const statements: SqlText[] = [];
  const real = depot.place.database;
  const watching: Database = {
    ...real,
    readRowAsTenant: (scope, statement) => {
      statements.push(statement);
      return real.readRowAsTenant(scope, statement);
    },
  };
  await depot.data(query, { database: watching });
  const { text, params } = must(statements[0], 'statement');
  const rows = await real.query<Readonly<Record<string, string>>>({ text: `explain ${text}`, params });
  return rows.map((row) => Object.values(row)[0] ?? '').join('\n');
}

const ID = '"11111111-1111-4111-8111-111111111111"';

describe('how balances and movements are read', () => {
  it.each([
    ['a balance by its id', `{ stockBalance(id: ${ID}) { onHand } }`, ['ix_fw_balance_id']],
    [
      'a movement by its id',
      '{ stockMovement(id: "00000000-0000-0000-0000-000000000007") { onHandChange } }',
      ['fw_movement_pkey'],
    ],
    ['any row by its id', `{ node(id: ${ID}) { id } }`, ['ix_fw_balance_id', 'fw_movement_pkey']],
    ['balances without an order', '{ stockBalances(first: 5) { nodes { onHand } } }', ['ix_fw_balance_id']],
    [
      'the next page of movements',
      '{ stockMovements(first: 5) { nodes { onHandChange } pageInfo { hasNextPage } } }',
      ['fw_movement_pkey'],
    ],
    [
      'balances of an item',
      `{ stockBalances(where: { item: { id: { eq: ${ID} } } }) { nodes { onHand } } }`,
      ['ix_fw_balance_u0'],
    ],
    [
      'balances of a warehouse',
      `{ stockBalances(where: { warehouse: { id: { eq: ${ID} } } }) { nodes { onHand } } }`,
      ['ix_fw_balance_u1'],
    ],
    ['a rollup', '{ items { nodes { onHand } } }', ['ix_fw_balance_u0']],
    [
      'the card of an item',
      `{ stockMovements(where: { item: { id: { eq: ${ID} } } }) { nodes { onHandAfter } } }`,
      ['ix_fw_movement_u0'],
    ],
    [
      'an item at a moment',
      `{ stockBalancesAt(at: "2030-01-01T00:00:00Z", where: { item: { id: { eq: ${ID} } } }) { nodes { onHand } } }`,
      ['ix_fw_movement_u0'],
    ],
    [
      'movements of a record',
      `{ stockMovements(where: { recordId: { eq: ${ID} } }) { nodes { onHandAfter } } }`,
      ['ix_fw_posting_record', 'fw_movement_posting_line_key'],
    ],
    [
      'movements of a document',
      `{ stockMovements(where: { fromReceipt: { id: { eq: ${ID} } } }) { nodes { onHandAfter } } }`,
      ['ix_fw_posting_record', 'fw_movement_posting_line_key'],
    ],
    [
      'movements of a posting',
      `{ stockMovements(where: { postingId: { eq: ${ID} } }) { nodes { onHandAfter } } }`,
      ['fw_movement_posting_line_key'],
    ],
  ])('[LGQ-2] %s: by an index, and nothing is joined that is not asked for', async (_, query, indexes) => {
    const plan = await planOf(query);
    for (const index of indexes) expect(plan).toContain(index);
    expect(plan).not.toMatch(/Seq Scan on fw_(balance|movement|posting)/);
    if (!indexes.some((index) => index.includes('posting'))) expect(plan).not.toContain('fw_posting');
  });
});
