import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { newBench, publishContext } from '../test/publishing.ts';
import { forgetOldKeys } from './forget-keys.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

describe('idempotency keys', () => {
  it('[IDM-4] are kept for their days and then forgotten', async () => {
    const context = await publishContext(database.database);
    const bench = await newBench(context);
    for (const days of [LIMITS.idempotencyDays - 1, LIMITS.idempotencyDays + 1]) {
      await bench.query(
        "insert into @.fw_idempotency (actor, key, request_hash, created_at) values ('a', $1, 'h', now() - make_interval(days => $2))",
        [`k${days}`, days],
      );
    }
    await forgetOldKeys(context.control, context.cells);
    expect(await bench.query('select key from @.fw_idempotency')).toEqual([{ key: `k${LIMITS.idempotencyDays - 1}` }]);
  });
});
