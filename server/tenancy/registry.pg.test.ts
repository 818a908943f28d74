import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf } from '../db/control-tenants.ts';
import { openControlPlane } from '../db/control-plane.ts';
import { openPostgres } from '../db/postgres-database.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { master, newBench, publishContext, templateOf } from '../test/publishing.ts';
import type { PublishContext } from './publish.ts';
import { openRegistry, type RegistryOptions } from './registry.ts';

let server: TestDatabase;
let context: PublishContext;
beforeAll(async () => {
  server = await freshDatabase();
  context = await publishContext(server.database);
});
afterAll(() => server.drop());

interface Bundle {
  readonly hash: string;
  readonly made: number;
}

/** A registry whose bundles say how often they were made. */
async function counting(more: Partial<RegistryOptions<Bundle>> = {}) {
  let made = 0;
  const registry = await openRegistry<Bundle>({
    control: context.control,
    compile: async (_, hash) => {
      made += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { hash, made };
    },
    sizeOf: () => 100,
    pollMs: 50,
    ...more,
  });
  return { registry, count: () => made };
}

describe('the registry of shapes', () => {
  it('[TEN-17] makes a shape once, for all who ask at once and all tenants that share it', async () => {
    const { registry, count } = await counting();
    const [one, two] = [await newBench(context), await newBench(context)];
    expect(await registry.shapeOf(idOf(one.tenant))).toBeNull();
    const template = templateOf([master('Item', [])]);
    await one.publish(template);
    await two.publish(template);
    await registry.refresh();
    const shapes = await Promise.all([one, two, one].map(({ tenant }) => registry.shapeOf(idOf(tenant))));
    expect(new Set(shapes.map((found) => found?.shape)).size).toBe(1);
    expect(count()).toBe(1);
    await registry.close();
  });

  it('[TEN-17] never shows one tenant the texts of another, however equal their shapes are', async () => {
    const { registry, count } = await counting();
    const [one, two] = [await newBench(context), await newBench(context)];
    const labelled = (en: string) => templateOf([{ ...master('Item', []), label: { en, 'zh-CN': en } }]);
    await one.publish(labelled('Ware'));
    await two.publish(labelled('Article'));
    await registry.refresh();
    const [first, second] = await Promise.all([one, two].map(({ tenant }) => registry.shapeOf(idOf(tenant))));
    expect(first?.shapeHash).toBe(second?.shapeHash);
    expect(first?.shape).not.toBe(second?.shape);
    expect(count()).toBe(2);
    await registry.close();
  });

  it('[TEN-18] in another process sees a publication within a second, with and without a notice', async () => {
    const bench = await newBench(context);
    await bench.publish(templateOf([master('Item', [])]));
    const other = await openPostgres({ url: server.url });
    const moved: number[] = [];
    const { registry } = await counting({
      control: await openControlPlane(other),
      onVersion: (tenant, now) => void (tenant === idOf(bench.tenant) && moved.push(now.version)),
    });
    await registry.shapeOf(idOf(bench.tenant));
    await bench.publish(templateOf([master('Item', [{ id: 'a', type: 'text' }])]));
    await expect.poll(() => moved, { timeout: 1_000, interval: 10 }).toEqual([2]);
    expect(await registry.shapeOf(idOf(bench.tenant))).toMatchObject({ version: 2 });
    await registry.close();
    await other.close();
  });

  it('[TEN-19] lets go of shapes beyond its memory, and makes them again when asked', async () => {
    const { registry, count } = await counting({ maxBytes: 250 });
    const benches = [await newBench(context), await newBench(context), await newBench(context)];
    for (const [index, bench] of benches.entries()) await bench.publish(templateOf([master(`Item${index}`, [])]));
    await registry.refresh();
    for (const { tenant } of [...benches, ...benches]) await registry.shapeOf(idOf(tenant));
    expect(count()).toBe(6);
    await registry.close();
  });
});
