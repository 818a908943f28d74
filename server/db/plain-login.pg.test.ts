import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { main } from '../cli/main.ts';
import { asAdmin, freshDatabase, type TestDatabase } from '../test/database.ts';
import { uniqueTenantName } from '../test/names.ts';
import { shopTemplate } from '../test/shop-template.ts';
import { tenantBench } from '../test/tenant-bench.ts';
import type { Database } from './database.ts';
import { appRoleSql } from './migrations/control-0001.ts';
import { openPostgres } from './postgres-database.ts';

let server: TestDatabase;
let plain: Database;
let url: URL;
const login = uniqueTenantName('login').replaceAll('-', '_');
const app = `${login}_app`;

/** Owner of its database, who may create roles and is no superuser: what one gets where others run PostgreSQL. */
beforeAll(async () => {
  server = await freshDatabase();
  url = new URL(server.url);
  await asAdmin(inject('postgresUrl'), `CREATE ROLE ${login} LOGIN PASSWORD 'plain' CREATEROLE`);
  await asAdmin(inject('postgresUrl'), `ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${login}`);
  url.username = login;
  url.password = 'plain';
  plain = await openPostgres({ url: url.href });
});
afterAll(async () => {
  await plain.close();
  await server.drop();
  for (const role of [app, login]) await asAdmin(inject('postgresUrl'), `DROP OWNED BY ${role}; DROP ROLE ${role}`);
});

describe('a login role that is no superuser', () => {
  it('[TEN-38] works under the role that it made for the server', async () => {
    const client = new Client(url.href);
    await client.connect();
    try {
      for (const statement of [...appRoleSql(app), ...appRoleSql(app)]) await client.query(statement);
      await client.query(`SET ROLE ${app}`);
      expect((await client.query<{ who: string }>('SELECT current_user AS who')).rows).toEqual([{ who: app }]);
    } finally {
      await client.end();
    }
  });

  it('[TEN-38] makes tenants, publishes and writes', async () => {
    // Made by the superuser of the other tests: roles are the cluster's.
    await asAdmin(inject('postgresUrl'), appRoleSql('formwork_app')[0] ?? '');
    await asAdmin(inject('postgresUrl'), `GRANT formwork_app TO ${login}`);
    const shop = await tenantBench(plain, shopTemplate());
    const made = await shop.data('mutation { createProduct(input: { name: "Tea", price: "10" }) { name } }');
    expect(made).toEqual({ createProduct: { name: 'Tea' } });
    await plain.query({ text: `DROP SCHEMA "${shop.place.schema}" CASCADE`, params: [] });
    await plain.query({ text: `DROP ROLE "${shop.place.role}"`, params: [] });
  });

  it('[CLI-5] is told why, where the database does not let it in', async () => {
    let out = '';
    const io = { stdout: (text: string) => void (out += text), stderr: () => undefined, isTerminal: false };
    const none = new URL(url);
    none.pathname = '/nothing_of_the_kind';
    expect(await main(['--json', 'tenant', 'list'], { DATABASE_URL: none.href }, io)).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      issues: [
        { code: 'DATABASE_REFUSED', path: '/DATABASE_URL', params: { reason: expect.stringContaining('3D000') } },
      ],
    });
  });
});
