import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../schema/core/limits.ts';
import { DESIGNER_ROLE } from '../../compile/access.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { master, templateOf } from '../../test/publishing.ts';
import { tenantBench, type Answer, type Ask, type TenantBench } from '../../test/tenant-bench.ts';

let database: TestDatabase;
let bench: TenantBench;
beforeAll(async () => {
  database = await freshDatabase();
  const roles = ['sales', 'stock'].map((id) => ({
    id,
    label: { en: id, 'zh-CN': id },
    grants: id === 'sales' ? [{ entity: 'Item', can: ['read' as const] }] : [],
  }));
  bench = await tenantBench(database.database, templateOf([master('Item', [])], { roles }));
});
afterAll(() => database.drop());

const SAVE =
  'mutation ($id: ID, $entity: String = "Item", $name: String!, $state: JSON!, $sharedWith: [String!]) { saveView(id: $id, entity: $entity, name: $name, state: $state, sharedWith: $sharedWith) { id name state isMine sharedWith mayChange } }';
const LIST = '{ savedViews(entity: "Item") { name isMine mayChange } }';

const actor = { id: 'bbbbbbbb-0000-4000-8000-000000000001', name: 'Bo', email: 'bo@example.com' };
const BO: Ask = { actor, roles: ['sales'] };
const save = (variables: Readonly<Record<string, unknown>>, ask: Ask = {}): Promise<Answer> =>
  bench.ask(SAVE, { ...ask, variables: { state: { q: '茶' }, ...variables } });
const codes = ({ errors }: Answer): readonly unknown[] => errors.map(({ extensions }) => extensions['code']);
const idOf = ({ data }: Answer): string =>
  (data as unknown as { readonly saveView: { readonly id: string } }).saveView.id;

describe('saved views', () => {
  it('[WRK-39] are one’s own or shared with roles or everybody, and changed by who may', async () => {
    const own = await save({ name: 'Mine' });
    expect(own.data).toEqual({
      saveView: { id: idOf(own), name: 'Mine', state: { q: '茶' }, isMine: true, sharedWith: null, mayChange: true },
    });
    const all = await save({ name: 'All', sharedWith: [] });
    await save({ name: 'Sales', sharedWith: ['sales'] });
    await save({ name: 'Stock', sharedWith: ['stock'] });
    await save({ name: 'Bo’s' }, BO);
    expect(await bench.data(LIST, BO)).toEqual({
      savedViews: [
        { name: 'All', isMine: false, mayChange: false },
        { name: 'Sales', isMine: false, mayChange: false },
        { name: 'Bo’s', isMine: true, mayChange: true },
      ],
    });
    const designer: Ask = { actor, roles: ['sales', DESIGNER_ROLE] };
    expect((await save({ id: idOf(all), name: 'Everybody', sharedWith: [] }, designer)).errors).toEqual([]);
    expect(await bench.data(LIST)).toMatchObject({
      savedViews: [{ name: 'Everybody' }, { name: 'Sales' }, { name: 'Stock' }, { name: 'Mine' }],
    });
    // Who may not read the list sees none of its views.
    expect(await bench.data(LIST, { actor, roles: ['stock'] })).toEqual({ savedViews: [] });

    const gone = 'mutation ($id: ID!) { deleteView(id: $id) }';
    expect(codes(await bench.ask(gone, { ...BO, variables: { id: idOf(all) } }))).toEqual(['SAVED_VIEW_SHARING']);
    expect(codes(await bench.ask(gone, { ...BO, variables: { id: idOf(own) } }))).toEqual(['SAVED_VIEW_UNKNOWN']);
    expect(await bench.data(gone, { variables: { id: idOf(own) } })).toEqual({ deleteView: true });
    expect(codes(await bench.ask(gone, { variables: { id: idOf(own) } }))).toEqual(['SAVED_VIEW_UNKNOWN']);
  });

  it('[WRK-39] are refused for nobody, without a name, when too large or too many, and shared with roles alone', async () => {
    expect(codes(await save({ name: 'A' }, { actor: { id: null } }))).toEqual(['SAVED_VIEW_NOBODY']);
    expect(codes(await save({ name: ' ' }))).toEqual(['SAVED_VIEW_NAME']);
    expect(codes(await save({ name: 'x'.repeat(LIMITS.nameCharsMax) }))).toEqual([]);
    expect(codes(await save({ name: 'x'.repeat(LIMITS.nameCharsMax + 1) }))).toEqual(['SAVED_VIEW_NAME']);
    const large = 'x'.repeat(LIMITS.preferenceBytesMax - 2);
    expect(codes(await save({ name: 'L', state: large }))).toEqual([]);
    expect(codes(await save({ name: 'L', state: `${large}x` }))).toEqual(['SAVED_VIEW_LARGE']);
    expect(codes(await save({ name: 'A', sharedWith: [] }, BO))).toEqual(['SAVED_VIEW_SHARING']);
    expect(codes(await save({ name: 'A', sharedWith: ['nobody'] }))).toEqual(['ROLE_UNKNOWN']);
    expect(codes(await save({ name: 'A', entity: 'Nothing' }))).toEqual(['SAVED_VIEW_UNKNOWN']);
    await bench.place.database.query({
      text: `insert into ${bench.place.schema}.fw_saved_view (id, entity, name, state, user_id) select gen_random_uuid(), 'Item', 'n', '{}', $1::uuid from generate_series(1, $2::int - (select count(*)::int from ${bench.place.schema}.fw_saved_view where user_id = $1::uuid)) n`,
      params: [actor.id, LIMITS.savedViewsMax],
    });
    expect(codes(await save({ name: 'One more' }, BO))).toEqual(['SAVED_VIEWS_MANY']);
  });
});
