import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf } from '../../db/control-tenants.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { newBench, publishContext } from '../../test/publishing.ts';
import type { TenantJob } from './tenant-job.ts';
import { sweepTenants, type Why } from './tenant-sweep.ts';

let server: TestDatabase;
beforeAll(async () => {
  server = await freshDatabase();
});
afterAll(() => server.drop());

const job = (name: string, due?: string): TenantJob => ({
  name,
  run: () => Promise.resolve(0),
  ...(due === undefined ? {} : { due }),
});

describe('[RUN-1] the sweep of all tenants', () => {
  it('sends those with work to its lane, and gives others their turn where their shape is at hand', async () => {
    const context = await publishContext(server.database);
    const [known, busy, idle] = [await newBench(context), await newBench(context), await newBench(context)];
    const due = `'"@tenant"' = '"${busy.place.schema}"'`;
    const told: string[] = [];
    const lane = (name: string, jobs: readonly TenantJob[]) => ({
      jobs,
      later: (tenant: string, _delayMs: number, why: Why) => void told.push(`${name} ${tenant} ${why}`),
    });
    const failed: unknown[] = [];
    const stop = sweepTenants(
      {
        control: context.control,
        cells: context.cells,
        now: () => new Date(),
        registry: { holds: (id) => id === idOf(known.tenant) },
      },
      {
        lanes: [lane('first', [job('a', due), job('b')]), lane('second', [job('c', due)])],
        everyMs: 60_000,
        onError: (error) => void failed.push(error),
      },
    );
    const expected = [`first ${known.tenant.id} turn`, `first ${busy.tenant.id} work`, `second ${busy.tenant.id} work`];
    await expect.poll(() => told.toSorted()).toEqual(expected.toSorted());
    await stop();
    expect(told.some((one) => one.includes(idle.tenant.id))).toBe(false);
    expect(failed).toEqual([]);
  });
});
