import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../schema/core/limits.ts';
import { BAD_REQUESTS, order } from '../../test/bad-requests.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { shopTemplate } from '../../test/shop-template.ts';
import { tenantBench, type Ask, type TenantBench } from '../../test/tenant-bench.ts';

let database: TestDatabase;
let shop: TenantBench;

beforeAll(async () => {
  database = await freshDatabase();
  shop = await tenantBench(database.database, shopTemplate());
  await shop.data(
    'mutation { createProduct(input: { name: "Tea", price: "10" }) { id } createCustomer(input: { name: "Acme", code: "AC-1" }) { id } createRegion(input: { name: "North" }) { id } }',
  );
});
afterAll(() => database.drop());

describe('bad requests', () => {
  it.each(BAD_REQUESTS.map(([title, query, expected, ask = {}]) => ({ title, query, expected, ask })))(
    '[ERR-1] $title',
    async ({ query, expected, ask }) => {
      const before = await fingerprint();
      const answer = await shop.ask(query, ask);
      expect(answer.errors.map(({ extensions }) => [extensions['code'], extensions['path'] ?? '']).sort()).toEqual(
        [...expected].sort(),
      );
      expect(answer.status).toBeLessThan(500);
      expect(answer.text).not.toMatch(/node_modules|at \w+ \(|\.ts:\d+/);
      for (const { message } of answer.errors) expect(message.length).toBeGreaterThan(5);
      expect(await fingerprint()).toBe(before);
    },
  );

  it('[LIM-3] the length of a list is asked of each request, also when its plan is at hand', async () => {
    const query = 'query Q($ids: [ID!]) { customers(where: { id: { in: $ids } }) { totalCount } }';
    const ids = (count: number): Ask => ({ variables: { ids: Array.from({ length: count }, String) } });
    expect((await shop.ask(query, ids(LIMITS.inListMax))).errors).toEqual([]);
    expect((await shop.ask(query, ids(LIMITS.inListMax + 1))).errors[0]?.extensions['code']).toBe(
      'FILTER_LIST_TOO_LONG',
    );
  });

  it('[ERR-2] messages and cures come in the caller’s language', async () => {
    const chinese = await shop.ask(order('customer: { code: "AC-1" }, discount: "4"'), { locale: 'zh-CN' });
    expect(chinese.errors[0]).toMatchObject({
      message: '折扣不得超过 30%',
      extensions: { code: 'CHECK_FAILED', rule: 'discountMax', cure: expect.stringMatching(/[一-鿿]/) as unknown },
    });
  });
});

async function fingerprint(): Promise<string> {
  const rows = await shop.query(
    'select (select count(*) from @.customer) as c, (select count(*) from @.sales_order) as o, (select count(*) from @.sales_order_line) as l, (select count(*) from @.tag) as t, (select count(*) from @.fw_event) as e, (select count(*) from @.fw_idempotency) as i',
  );
  return JSON.stringify(rows);
}
