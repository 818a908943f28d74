import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlName } from '../../../schema/core/ids.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { dueTenants, type AskedTenant } from './due-tenants.ts';
import type { TenantJob } from './tenant-job.ts';

let server: TestDatabase;
beforeAll(async () => {
  server = await freshDatabase();
  for (const name of ['one', 'two"s'])
    await server.database.query({
      text: `CREATE SCHEMA "${name.replace('"', '""')}"; CREATE TABLE "${name.replace('"', '""')}".waiting (at timestamptz)`,
      params: [],
    });
  await server.database.query({ text: `INSERT INTO one.waiting VALUES ('2026-01-02T00:00:00Z')`, params: [] });
});
afterAll(() => server.drop());

const job = (due?: string): TenantJob => ({
  name: 'job',
  run: () => Promise.resolve(0),
  ...(due === undefined ? {} : { due }),
});
const tenant = (schema: string): AskedTenant => ({
  id: schema,
  place: { database: server.database, schema: sqlName(schema) },
});
const WAITING = job('EXISTS (SELECT FROM "@tenant".waiting WHERE at <= $1)');

describe('[RUN-1] which tenants have work', () => {
  it('is asked of many by one statement, for each group of jobs', async () => {
    const groups = [[job('false'), WAITING], [job()], [job('true')]];
    const failed: string[] = [];
    const ask = (now: string, schemas: readonly string[]): ReturnType<typeof dueTenants> =>
      dueTenants(schemas.map(tenant), {
        groups,
        now: new Date(now),
        onError: (_, id) => void failed.push(id),
      });
    expect([...(await ask('2026-01-03T00:00:00Z', ['one', 'two"s']))]).toEqual([
      ['one', [true, false, true]],
      ['two"s', [false, false, true]],
    ]);
    expect((await ask('2026-01-01T00:00:00Z', ['one'])).get('one')).toEqual([false, false, true]);
    expect(failed).toEqual([]);
    // One that is gone keeps none of the others.
    expect([...(await ask('2026-01-03T00:00:00Z', ['gone', 'one']))]).toEqual([['one', [true, false, true]]]);
    expect(failed).toEqual(['gone']);
  });
});
