import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { liveTenant, startLive, type LiveMember, type LiveServer, type LiveTenant } from '../test/live-server.ts';
import { shopTemplate } from '../test/shop-template.ts';

let database: TestDatabase;
let server: LiveServer;
let shop: LiveTenant;
let owner: LiveMember;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startLive(database.url);
  shop = await liveTenant(server, shopTemplate());
  owner = await shop.member();
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

describe('clients of the tenant API', () => {
  it('[ACPT-20] passes the GraphQL-over-HTTP audits', async () => {
    const results = await auditServer({
      url: `${server.url}${shop.path}`,
      fetchFn: (input: string, init: RequestInit = {}) =>
        fetch(input, { ...init, headers: { ...init.headers, Authorization: `Bearer ${owner.token}` } }),
    });
    const of = (status: string) =>
      results
        .filter((one) => one.status === status)
        .map(({ id, name, ...rest }) => `${id} ${name} ${'reason' in rest ? rest.reason : ''}`);
    console.log(results.length, of('error'), of('warn'), of('notice'));
    expect(of('error')).toEqual([]);
  });
});
