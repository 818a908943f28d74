import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { master, templateOf } from '../../test/publishing.ts';
import { tenantBench, type TenantBench } from '../../test/tenant-bench.ts';

let database: TestDatabase;
let bench: TenantBench;
beforeAll(async () => {
  database = await freshDatabase();
  const template = templateOf([master('Item', []), master('Plan', [])], {
    roles: [
      {
        id: 'clerk',
        label: { en: 'Clerk', 'zh-CN': '文员' },
        grants: [{ entity: 'Item', can: ['read', 'create', 'update'] }],
      },
    ],
  });
  bench = await tenantBench(database.database, template);
});
afterAll(() => database.drop());

const ANNA = { id: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Anna', email: 'anna@example.com' };
const CHANGES =
  'query ($follow: [ID!], $since: DateTime = "2020-01-01T00:00:00Z") { changesForMe(since: $since, follow: $follow) { entity recordTitle isNew count by { name } } }';

async function make(entity: string, name: string, actor?: typeof ANNA): Promise<string> {
  const query = `mutation ($name: String!) { made: create${entity}(input: { name: $name }) { id } }`;
  const data: { readonly made?: { readonly id: string } } = await bench.data(query, {
    variables: { name },
    ...(actor === undefined ? {} : { actor }),
  });
  return data.made?.id ?? '';
}

const rename = (entity: string, id: string, version: number): Promise<unknown> =>
  bench.data(
    `mutation ($id: ID!, $version: Int!) { update${entity}(id: $id, version: $version, patch: { name: "New ${String(version)}" }) { id } }`,
    { variables: { id, version } },
  );

describe('what changed for me', () => {
  it('[WRK-75] tells what others did to records that I made, changed or follow, and to none that I may not read', async () => {
    const [mine, theirs, hidden] = [
      await make('Item', 'Mine', ANNA),
      await make('Item', 'Theirs'),
      await make('Plan', 'Hidden'),
    ];
    await rename('Item', mine, 1);
    await rename('Item', mine, 2);
    const asAnna = { actor: ANNA, roles: ['clerk'] };
    expect(await bench.data(CHANGES, asAnna)).toEqual({
      changesForMe: [{ entity: 'Item', recordTitle: 'New 2', isNew: false, count: 2, by: { name: 'Lin' } }],
    });
    const follow = { ...asAnna, variables: { follow: [theirs, hidden] } };
    expect(await bench.data(CHANGES, follow)).toMatchObject({
      changesForMe: [{ recordTitle: 'New 2' }, { recordTitle: 'Theirs', isNew: true }],
    });
    const later = { ...asAnna, variables: { follow: [theirs], since: '2999-01-01T00:00:00Z' } };
    expect(await bench.data(CHANGES, later)).toEqual({ changesForMe: [] });
  });
});
