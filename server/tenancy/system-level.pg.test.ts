import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemLevel } from '../compile/ddl-system.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { catalogueOf } from '../test/catalogue.ts';
import { newBench, publishContext, type Bench } from '../test/publishing.ts';
import { bringSystemsUpToDate } from './system-level.ts';

let database: TestDatabase;
let bench: Bench;
let other: Bench;

beforeAll(async () => {
  database = await freshDatabase();
  const context = await publishContext(database.database);
  bench = await newBench(context);
  other = await newBench(context);
});
afterAll(() => database.drop());

const bring = async (errors: unknown[] = []): Promise<readonly unknown[]> => {
  await bringSystemsUpToDate(bench.context.control, bench.context.cells, (error) => errors.push(error));
  return errors;
};

/** Who may call which function of the tenant's schema. */
function callersOf({ query, place }: Bench): Promise<readonly { readonly name: string; readonly callers: string[] }[]> {
  return query(
    `select p.proname as name, array(select case a.grantee when 0 then 'public' when p.proowner then 'owner' when '${place.role}'::regrole then 'tenant' else 'other' end from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a order by 1) as callers from pg_proc p where p.pronamespace = '${place.schema}'::regnamespace order by 1`,
  );
}

describe('the system level of a tenant', () => {
  it('[RUN-16] is noted when a tenant is made', async () => {
    expect(await bench.query('select system_level from @.fw_meta')).toEqual([{ system_level: systemLevel() }]);
  });

  it('[RUN-16] gives a tenant of an older server what it lacks, so that it is as one made anew', async () => {
    await bench.query('drop table @.fw_run, @.fw_delivery, @.fw_connection');
    await bench.query('alter table @.fw_event drop column depth');
    await bench.query('drop function @.fw_foreseen, @.fw_rank, @.fw_post');
    await bench.query(`create function @.fw_post_flat(ids uuid[]) returns void language sql as ''`);
    await bench.query('alter table @.fw_meta drop column system_level');
    expect(await bring()).toEqual([]);
    expect(await bench.query('select system_level from @.fw_meta')).toEqual([{ system_level: systemLevel() }]);
    const sorted = async (one: Bench): Promise<readonly string[]> =>
      [...Object.values(await catalogueOf(one.place))].flat().map(String).sort();
    expect(await sorted(bench)).toEqual(await sorted(other));
    const callers = await callersOf(other);
    expect(await callersOf(bench)).toEqual(callers);
    expect(callers).toContainEqual({ name: 'fw_post', callers: ['owner', 'tenant'] });
    expect(callers).toContainEqual({ name: 'fw_rank', callers: ['owner'] });
    expect(callers.filter((one) => one.callers.includes('public'))).toEqual([]);
    expect(
      await other.query(`select 1 from pg_default_acl where defaclnamespace = '${other.place.schema}'::regnamespace`),
    ).toEqual([]);
  });

  it('[RUN-16] tells of a tenant that can’t be changed, and goes on with the others', async () => {
    for (const one of [bench, other]) await one.query(`update @.fw_meta set system_level = 'old'`);
    // Something of another kind has the name.
    await bench.query('drop table @.fw_run');
    await bench.query('create view @.fw_run as select 1 as id');
    expect(await bring()).toHaveLength(1);
    expect(await other.query('select system_level from @.fw_meta')).toEqual([{ system_level: systemLevel() }]);
    expect(await bench.query('select system_level from @.fw_meta')).toEqual([{ system_level: 'old' }]);
    await bench.query('drop view @.fw_run');
    expect(await bring()).toEqual([]);
  });
});
