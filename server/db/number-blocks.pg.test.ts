import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlName } from '../../schema/core/ids.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { shopTemplate } from '../test/shop-template.ts';
import { tenantBench, type TenantBench } from '../test/tenant-bench.ts';
import { NumberBlocks } from './number-blocks.ts';

let database: TestDatabase;
let shop: TenantBench;

beforeAll(async () => {
  database = await freshDatabase();
  shop = await tenantBench(
    database.database,
    shopTemplate((entities) =>
      entities.map((entity) =>
        entity.number === undefined ? entity : { ...entity, number: { ...entity.number, gapless: false } },
      ),
    ),
  );
  await shop.data(
    'mutation { createProduct(input: { name: "Tea", price: "10" }) { id } createCustomer(input: { name: "Acme", code: "AC-1" }) { id } }',
  );
});
afterAll(() => database.drop());

const ORDER =
  'mutation { createSalesOrder(input: { customer: { code: "AC-1" }, lines: [{ product: { name: "Tea" }, qty: "1" }] }) { number } }';

async function make(): Promise<number> {
  const { createSalesOrder: made } = (await shop.data(ORDER)) as unknown as { createSalesOrder: { number: string } };
  return Number(made.number.slice(-4));
}

describe('[NUM-2] numbers that may have gaps', () => {
  it('have none where documents are made one by one', async () => {
    const numbers: number[] = [];
    for (let count = 0; count < 5; count += 1) numbers.push(await make());
    expect(numbers).toEqual([1, 2, 3, 4, 5]);
  });

  it('are given once each in a rush, and what was read is what is written', async () => {
    const numbers = (
      await Promise.all(
        Array.from({ length: 12 }, async () => {
          const own: number[] = [];
          for (let count = 0; count < 12; count += 1) own.push(await make());
          return own;
        }),
      )
    ).flat();
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(Math.min(...numbers)).toBeGreaterThan(5);
    const rows = await database.database.query<{ readonly count: number; readonly different: number }>({
      text: `select count(*)::int as count, count(distinct number)::int as different from "${shop.place.schema}".sales_order`,
      params: [],
    });
    expect(rows).toEqual([{ count: 149, different: 149 }]);
  });

  it('are taken in blocks by a busy process and given up by one that has gone quiet', async () => {
    let now = 1_000;
    const blocks = new NumberBlocks(database.database, () => now);
    const key = { schema: sqlName(shop.place.schema), sequence: 'Rush', period: '' };
    const first = Array.from({ length: 10 }, () => blocks.take(key));
    expect(first).toEqual(Array.from({ length: 10 }, () => undefined));
    await expect.poll(() => blocks.take(key)).toBe(1);
    expect(blocks.take(key)).toBe(2);
    now += 5_000;
    expect(blocks.take(key)).toBeUndefined();
  });
});
