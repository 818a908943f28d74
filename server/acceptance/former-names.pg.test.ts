import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { shopTemplate } from '../test/shop-template.ts';
import { tenantBench, type TenantBench } from '../test/tenant-bench.ts';

let database: TestDatabase;
let shop: TenantBench;

/** What `name` and `creditLimit` of customers are called from the second version on. */
const NOW = { name: 'title', creditLimit: 'limit' } as const;

beforeAll(async () => {
  database = await freshDatabase();
  shop = await tenantBench(database.database, shopTemplate());
  await shop.data('mutation { createRegion(input: { name: "North" }) { id } }');
  await shop.data(
    'mutation { createCustomer(input: { name: "Nan", creditLimit: "5", region: { name: "North" } }) { id } }',
  );
});
afterAll(() => database.drop());

/** Documents of a client that was written for the first version, and what it gets. */
const WRITTEN_BEFORE: Readonly<Record<string, unknown>> = {
  '{ customers(where: { name: { eq: "Nan" } }, orderBy: [{ creditLimit: ASC }]) { nodes { name creditLimit } } }': {
    customers: { nodes: [{ name: 'Nan', creditLimit: '5.0000' }] },
  },
  '{ customer(by: { byNameRegion: { name: "Nan", region: { name: "North" } } }) { name } }': {
    customer: { name: 'Nan' },
  },
  '{ customersAggregate(groupBy: [{ name: VALUE }], orderBy: [{ max: { creditLimit: DESC } }]) { key { name } sum { creditLimit } countDistinct { name } } }':
    { customersAggregate: [{ key: { name: 'Nan' }, sum: { creditLimit: '5.0000' }, countDistinct: { name: 1 } }] },
  'mutation { upsertCustomer(by: { byNameRegion: { name: "Nan", region: { name: "North" } } }, input: { name: "Nan", vip: true }) { name vip } }':
    { upsertCustomer: { name: 'Nan', vip: true } },
};

describe('a client that knows the former names', () => {
  it('[ACPT-13] is answered the same before and after the fields are renamed', async () => {
    const answers = async (): Promise<unknown> =>
      Object.fromEntries(
        await Promise.all(Object.keys(WRITTEN_BEFORE).map(async (text) => [text, await shop.data(text)] as const)),
      );
    expect(await answers()).toEqual(WRITTEN_BEFORE);
    await shop.republish(
      shopTemplate((entities) =>
        entities.map((entity) => ({
          ...entity,
          fields: entity.fields.map((field) =>
            entity.id === 'Customer' && (field.id === 'name' || field.id === 'creditLimit')
              ? { ...field, apiName: NOW[field.id], formerApiNames: [field.id] }
              : field,
          ),
        })),
      ),
    );
    expect(await answers()).toEqual(WRITTEN_BEFORE);
  });

  it('[ACPT-14] names a row by its whole key, each part once, whichever name is used', async () => {
    const by = (key: string): string => `{ customer(by: { byNameRegion: { ${key} } }) { title } }`;
    const north = 'region: { name: "North" }';
    expect(await shop.data(by(`title: "Nan", ${north}`))).toEqual({ customer: { title: 'Nan' } });
    const codes = async (text: string): Promise<unknown> =>
      (await shop.ask(text)).errors.map(({ extensions }) => extensions['code']);
    const upsert = (key: string): string =>
      `mutation { upsertCustomer(by: { byNameRegion: { ${key} } }, input: { title: "Nan" }) { id } }`;
    for (const partial of [north, `name: "Nan", title: "Nan", ${north}`, `name: null, ${north}`]) {
      expect([await codes(by(partial)), await codes(upsert(partial))]).toEqual([['KEY_ONE_FIELD'], ['KEY_ONE_FIELD']]);
    }
  });
});
