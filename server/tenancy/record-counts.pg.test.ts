import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { standingOf } from '../db/tenant-standing.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { shopTemplate } from '../test/shop-template.ts';
import { tenantBench, type TenantBench } from '../test/tenant-bench.ts';
import { recordCounts } from './record-counts.ts';

let server: TestDatabase;
let shop: TenantBench;
beforeAll(async () => {
  server = await freshDatabase();
  shop = await tenantBench(server.database, shopTemplate());
});
afterAll(() => server.drop());

describe('what a tenant is asked apart from its API', () => {
  it('[DSG-131] how many records it has: counted to a limit, estimated beyond, the bin apart', async () => {
    const add = (from: number, to: number): Promise<unknown> =>
      shop.query(
        `INSERT INTO @.product (id, version, created_at, updated_at, name, price) SELECT gen_random_uuid(), 1, now(), now(), 'P' || n, 1 FROM generate_series(${String(from)}, ${String(to)}) AS n`,
      );
    const products = async (): Promise<unknown> =>
      (await recordCounts(shop.place, shop.shape().model)).find(({ entity }) => entity === 'Product');
    await add(1, 3);
    await shop.query(`UPDATE @.product SET deleted_at = now() WHERE name = 'P1'`);
    expect(await products()).toEqual({ entity: 'Product', count: 2, isExact: true });
    await add(4, LIMITS.mapCountMax + 1);
    expect(await products()).toEqual({ entity: 'Product', count: LIMITS.mapCountMax, isExact: true });
    await add(LIMITS.mapCountMax + 2, LIMITS.mapCountMax + 50);
    await shop.query('ANALYZE @.product');
    // The planner's number has the bin in it.
    expect(await products()).toEqual({ entity: 'Product', count: LIMITS.mapCountMax + 50, isExact: false });
  });

  it('[PTS-10] where a member stands, and no owner by points', async () => {
    const place = { ...shop.place, database: server.database };
    const user = shop.user.id ?? '';
    expect(await standingOf(place, user)).toEqual({ departments: [], earned: [] });
    expect(await standingOf(place, '00000000-0000-0000-0000-000000000000')).toEqual({ departments: [], earned: [] });
    const department = '00000000-0000-0000-0000-00000000000a';
    await shop.query(`UPDATE @.fw_user SET org_ids = ARRAY['${department}']::uuid[] WHERE id = '${user}'`);
    await shop.query(
      `INSERT INTO @.fw_tier (user_id, roles, earned, since, checked_at, seen) VALUES ('${user}', '{owner,viewer}', 1, now(), now(), 0)`,
    );
    expect(await standingOf(place, user)).toEqual({ departments: [department], earned: ['viewer'] });
  });
});
