import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { openPglite } from '../../db/pglite-database.ts';
import { jobBench, type JobBench } from '../../test/job-bench.ts';
import { master, templateOf } from '../../test/publishing.ts';
import { openJobs } from '../jobs/open-jobs.ts';

const TEMPLATE = templateOf(
  [
    master('Shop', [{ id: 'sales', type: 'int', rollup: { of: 'Sale.shop', fn: 'count', mode: 'stored' } }]),
    master('Sale', [
      { id: 'shop', type: 'ref', to: 'Shop' },
      { id: 'seen', type: 'int', default: '0' },
    ]),
  ],
  {
    automations: [
      {
        id: 'see',
        on: { entity: 'Sale', change: 'created' },
        do: [{ kind: 'set', id: 's', values: { seen: 'doc.seen + 1' } }],
      },
    ],
    schedules: [
      {
        id: 'nightly',
        every: 'day',
        of: 'Sale',
        where: 'doc.seen == 1',
        do: [{ kind: 'set', id: 's', values: { seen: '7' } }],
      },
    ],
  },
);

let database: Database;
let bench: JobBench;

beforeAll(async () => {
  database = await openPglite({});
  bench = await jobBench(database, TEMPLATE);
});
afterAll(async () => {
  await bench.close();
  await database.close();
});

describe('automation on the embedded database', () => {
  it('[RUN-3] relays, runs, rolls up and keeps time on one connection, beside a runner of the server', async () => {
    const errors: unknown[] = [];
    const jobs = openJobs(bench.application, { onError: (error) => errors.push(error), sweepMs: 100, delayMs: 1 });
    const { createShop } = await bench.data(`mutation { createShop(input: { name: "North" }) { id } }`);
    const { id } = createShop as unknown as { id: string };
    await bench.data(
      `mutation { createSales(inputs: [${Array.from({ length: 12 }, (_, n) => `{ name: "s${String(n)}", shop: { id: "${id}" } }`).join(',')}]) { id } }`,
    );
    bench.application.writes.touch(bench.tenant.tenant.id);
    await bench.settle();
    const asked = `{ shops { nodes { sales } } sales(where: { seen: { eq: 1 } }) { totalCount } }`;
    await expect
      .poll(() => bench.data(asked), { timeout: 10_000 })
      .toEqual({ shops: { nodes: [{ sales: 12 }] }, sales: { totalCount: 12 } });
    bench.clock.set('2026-03-03T16:00:00.000Z');
    await bench.settle();
    await expect
      .poll(() => bench.data(`{ sales(where: { seen: { eq: 7 } }) { totalCount } }`), { timeout: 10_000 })
      .toEqual({ sales: { totalCount: 12 } });
    await jobs.stop();
    expect(errors).toEqual([]);
  }, 40_000);

  it('[RUN-40] lists runs and webhooks through the API', async () => {
    const { createWebhook } = await bench.data(
      `mutation { createWebhook(input: { name: "out", url: "https://example.com/x", topics: ["Sale.created"], active: false }) { webhook { name } secret } }`,
    );
    expect(createWebhook).toMatchObject({ webhook: { name: 'out' } });
    const { automationRuns } = await bench.data(
      `{ automationRuns(rule: "see", state: DONE, first: 5) { totalCount nodes { state } pageInfo { hasNextPage } } }`,
    );
    expect(automationRuns).toMatchObject({ totalCount: 12, pageInfo: { hasNextPage: true } });
  });
});
