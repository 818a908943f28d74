import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../schema/core/limits.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { master, templateOf } from '../../test/publishing.ts';
import { tenantBench, type Answer, type TenantBench } from '../../test/tenant-bench.ts';

let database: TestDatabase;
let bench: TenantBench;
beforeAll(async () => {
  database = await freshDatabase();
  bench = await tenantBench(database.database, templateOf([master('Item', [])]));
});
afterAll(() => database.drop());

const SET = 'mutation ($key: String!, $value: JSON) { setPreference(key: $key, value: $value) { key value } }';
const MINE = 'query ($prefix: String) { myPreferences(prefix: $prefix) { key value } }';

const OTHER = { id: 'bbbbbbbb-0000-4000-8000-000000000001', name: 'Bo', email: 'bo@example.com' };
const keep = (key: string, value: unknown): Promise<Answer> => bench.ask(SET, { variables: { key, value } });
const codes = ({ errors }: Answer): readonly unknown[] => errors.map(({ extensions }) => extensions['code']);

describe('preferences', () => {
  it('[WRK-74] are kept, replaced, found by how their keys begin, forgotten, and nobody else’s', async () => {
    await keep('favourite.record.Item.1', { title: '龙井', at: 1 });
    await keep('favourite.list.Item', { title: 'Items' });
    await keep('settings', { density: 'compact' });
    const settings = { key: 'settings', value: { density: 'comfortable' } };
    expect((await keep('settings', settings.value)).data).toEqual({ setPreference: settings });
    for (const half of ['\u0000', '\ud800'])
      expect(codes(await keep('settings', { half }))).toEqual(['TEXT_CHARACTER']);
    expect(await bench.data(MINE, { variables: { prefix: 'favourite.' } })).toEqual({
      myPreferences: [
        { key: 'favourite.list.Item', value: { title: 'Items' } },
        { key: 'favourite.record.Item.1', value: { title: '龙井', at: 1 } },
      ],
    });
    expect((await keep('favourite.list.Item', null)).data).toEqual({ setPreference: null });
    expect(await bench.data(MINE)).toMatchObject({
      myPreferences: [{ key: 'favourite.record.Item.1' }, { key: 'settings', value: { density: 'comfortable' } }],
    });
    expect(await bench.data(MINE, { actor: OTHER })).toEqual({ myPreferences: [] });
    const dump = await bench.place.database.query<{ readonly count: number }>({
      text: `select count(*)::int as count from ${bench.place.schema}.fw_preference where user_id = $1::uuid`,
      params: [bench.user.id],
    });
    expect(dump).toEqual([{ count: 2 }]);
  });

  it('[WRK-74] are refused for nobody, under a wrong key, when too large, and when there are too many', async () => {
    const nobody = await bench.ask(SET, { variables: { key: 'a', value: 1 }, actor: { id: null } });
    expect(codes(nobody)).toEqual(['PREFERENCE_NOBODY']);
    expect(codes(await keep('a b', 1))).toEqual(['PREFERENCE_KEY']);
    expect(codes(await keep('k'.repeat(LIMITS.preferenceKeyCharsMax + 1), 1))).toEqual(['PREFERENCE_KEY']);
    expect(codes(await keep('k'.repeat(LIMITS.preferenceKeyCharsMax), 1))).toEqual([]);
    // A text in JSON has its two quotes besides.
    const max = LIMITS.preferenceBytesMax - 2;
    expect(codes(await keep('large', 'x'.repeat(max)))).toEqual([]);
    expect(codes(await keep('large', 'x'.repeat(max + 1)))).toEqual(['PREFERENCE_LARGE']);
    await bench.place.database.query({
      text: `insert into ${bench.place.schema}.fw_preference (user_id, key, value) select $1::uuid, 'n.' || n, '1' from generate_series(1, $2::int - (select count(*)::int from ${bench.place.schema}.fw_preference where user_id = $1::uuid)) n`,
      params: [bench.user.id, LIMITS.preferencesMax],
    });
    expect(codes(await keep('one-more', 1))).toEqual(['PREFERENCES_MANY']);
    expect(codes(await keep('large', 2))).toEqual([]);
    expect(codes(await keep('large', null))).toEqual([]);
    expect(codes(await keep('one-more', 1))).toEqual([]);
  });
});
