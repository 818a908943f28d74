import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rollback } from '../tenancy/publish.ts';
import type { Template } from '../../schema/template/template.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { hasNorthwind, importNorthwind, northwindOrder, packBench } from '../test/import-bench.ts';
import type { TenantBench } from '../test/tenant-bench.ts';

const PACKS = ['core', 'sales', 'inventory', 'northwind'];

async function importAll(bench: TenantBench): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const name of await northwindOrder()) {
    const done = await importNorthwind(bench, name);
    if (!done.ok) throw new Error(`${name}: ${JSON.stringify(done.issues.slice(0, 5), null, 1)}`);
    rows[name] = done.value.rows;
  }
  return rows;
}

async function expectKnownAnswers(bench: TenantBench, names = { orders: 'salesOrders', shippedAt: 'shippedAt', lines: 'lines' }): Promise<void> {
  const [sums] = await bench.query<{ orders: string; open: string; amount: string }>(
    'SELECT (SELECT count(*) FROM @.sales_order)::text AS orders, (SELECT count(*) FROM @.sales_order WHERE shipped_at IS NULL)::text AS open, (SELECT sum(amount) FROM @.sales_order_line)::text AS amount',
  );
  expect(sums).toEqual({ orders: '830', open: '21', amount: '1265793.0395' });
  const data = await bench.data(`{
    all: ${names.orders} { totalCount }
    open: ${names.orders}(where: { ${names.shippedAt}: { isNull: true } }) { totalCount }
    sum: ${names.orders}Aggregate { sum { exact: gross, rounded: gross(round: 2) } }
    byEmployee: ${names.orders}Aggregate(groupBy: [{ employee: { lastName: true } }]) { key { employee { lastName } } count }
  }`);
  console.log(JSON.stringify(data).slice(0, 600));
}

describe.runIf(hasNorthwind())('the example company', () => {
  let db: TestDatabase;
  let bench: TenantBench;
  beforeAll(async () => {
    db = await freshDatabase();
    bench = await packBench(db.database, PACKS);
  });
  afterAll(() => db.drop());

  it('[IMP-20] has its known answers after the import', async () => {
    expect(await importAll(bench)).toEqual({});
    await expectKnownAnswers(bench);
  });
});
