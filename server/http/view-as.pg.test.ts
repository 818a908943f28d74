import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { findTenant, idOf, listAudit } from '../db/control-tenants.ts';
import { master, templateOf } from '../test/publishing.ts';
import { signedIn, startBench, type ServerBench, type TestAnswer, type TestClient } from '../test/running-server.ts';

let bench: ServerBench;
let owner: TestClient;
let designer: TestClient;
let mei: { readonly client: TestClient; readonly id: string };
let acme: string;

beforeAll(async () => {
  bench = await startBench();
  owner = (await signedIn(bench.url, bench.operator)).client;
  acme = await bench.makeTenant(
    templateOf(
      [
        master('Customer', [
          { id: 'keeper', type: 'user' },
          { id: 'credit', type: 'int' },
        ]),
      ],
      {
        roles: [
          {
            id: 'sales',
            label: { en: 'Sales', 'zh-CN': '销售' },
            grants: [
              {
                entity: 'Customer',
                can: ['read', 'create', 'update'],
                rows: 'doc.keeper == actor.id',
                hide: ['credit'],
              },
            ],
          },
          { id: 'auditor', label: { en: 'Auditor', 'zh-CN': '审计' }, grants: [{ entity: 'Customer', can: ['read'] }] },
        ],
      },
    ),
  );
  mei = await invite('mei', ['sales']);
  designer = (await invite('dana', ['template.publish'])).client;
  const made = await owner.ask(
    'mutation ($id: ID!) { a: createCustomer(input: { name: "Mine", keeper: { id: $id }, credit: 1 }) { id } b: createCustomer(input: { name: "Other", credit: 2 }) { id } }',
    { id: mei.id },
    { path: `/t/${acme}/graphql` },
  );
  if (made.errors !== undefined) throw new Error(JSON.stringify(made.errors));
});
afterAll(() => bench?.stop());

async function invite(
  name: string,
  roles: readonly string[],
): Promise<{ readonly client: TestClient; readonly id: string }> {
  const email = `${name}@example.com`;
  const answer = await owner.ask(
    'mutation ($t: String!, $e: String!, $n: String!, $r: [String!]!) { inviteUser(tenant: $t, email: $e, name: $n, roles: $r) { password member { user { id } } issues { code } } }',
    { t: acme, e: email, n: name, r: roles },
  );
  const { password, member } = must(answer.data, 'data')['inviteUser'] as {
    readonly password: string;
    readonly member: { readonly user: { readonly id: string } };
  };
  return { client: (await signedIn(bench.url, { email, password })).client, id: member.user.id };
}

const LIST = '{ customers(orderBy: [{ name: ASC }]) { nodes { name } } }';

function as(client: TestClient, view: string, query = LIST): Promise<TestAnswer> {
  return client.ask(query, {}, { path: `/t/${acme}/graphql`, headers: { 'X-Formwork-View-As': view } });
}

const names = ({ data, errors }: TestAnswer): readonly string[] => {
  expect(errors).toBeUndefined();
  const { nodes } = must(data, 'data')['customers'] as { readonly nodes: readonly { readonly name: string }[] };
  return nodes.map(({ name }) => name);
};
const codes = ({ errors }: TestAnswer): readonly unknown[] =>
  (errors ?? []).map(({ extensions }) => extensions['code']);

describe('looking as somebody else', () => {
  it('[ACC-11] shows just what the member sees: rows, fields and all', async () => {
    expect(names(await as(owner, `user:${mei.id}`))).toEqual(['Mine']);
    expect(names(await as(owner, `user:${mei.id.toUpperCase()}`))).toEqual(['Mine']);
    expect(names(await mei.client.ask(LIST, {}, { path: `/t/${acme}/graphql` }))).toEqual(['Mine']);
    expect((await as(owner, `user:${mei.id}`, '{ customers { nodes { credit } } }')).status).toBe(400);
    expect(names(await owner.ask(LIST, {}, { path: `/t/${acme}/graphql` }))).toEqual(['Mine', 'Other']);
  });

  it('[ACC-11] shows what roles see, one or several, in queries and in the SDL', async () => {
    expect(names(await as(owner, 'role:sales'))).toEqual([]);
    expect(names(await as(owner, 'role:sales,auditor'))).toEqual(['Mine', 'Other']);
    expect(names(await as(designer, 'role:auditor'))).toEqual(['Mine', 'Other']);
    const sdl = async (view: string): Promise<string> => {
      const headers = {
        Cookie: must(owner.cookie, 'cookie'),
        'X-Formwork-View-As': view,
        'Sec-Fetch-Site': 'same-origin',
      };
      return (await fetch(new URL(`/t/${acme}/schema.graphql`, bench.url), { headers })).text();
    };
    expect(await sdl('role:sales')).not.toContain('credit');
    expect(await sdl('role:auditor')).toContain('credit');
  });

  it('[ACC-11] changes nothing, whatever the role might', async () => {
    const refused = await as(owner, 'role:sales', 'mutation { createCustomer(input: { name: "New" }) { id } }');
    expect(codes(refused)).toEqual(['VIEW_AS_READ_ONLY']);
    expect(codes(await as(owner, 'role:owner', 'mutation { createCustomer(input: { name: "New" }) { id } }'))).toEqual([
      'VIEW_AS_READ_ONLY',
    ]);
    expect(names(await owner.ask(LIST, {}, { path: `/t/${acme}/graphql` }))).toEqual(['Mine', 'Other']);
  });

  it('[ACC-11] is for owners and designers, and makes no designer an owner', async () => {
    expect(codes(await as(mei.client, 'role:auditor'))).toEqual(['FORBIDDEN']);
    expect(codes(await as(designer, 'role:owner'))).toEqual(['FORBIDDEN']);
    const members = await owner.ask('query ($t: String!) { tenant(name: $t) { members { roles user { id } } } }', {
      t: acme,
    });
    const tenant = must(members.data, 'data')['tenant'] as {
      readonly members: readonly { readonly roles: readonly string[]; readonly user: { readonly id: string } }[];
    };
    const boss = must(
      tenant.members.find(({ roles }) => roles.includes('owner')),
      'owner',
    );
    expect(codes(await as(designer, `user:${boss.user.id}`))).toEqual(['FORBIDDEN']);
    expect(names(await as(owner, `user:${boss.user.id}`))).toEqual(['Mine', 'Other']);
  });

  it('[ACC-11] says what it does not understand', async () => {
    for (const wrong of ['sales', 'role:', 'role:sales,', 'user', 'group:sales'])
      expect([wrong, codes(await as(owner, wrong))]).toEqual([wrong, ['VIEW_AS_FORM']]);
    expect(codes(await as(owner, 'role:nobody'))).toEqual(['VIEW_AS_ROLE_UNKNOWN']);
    expect(codes(await as(owner, 'user:nobody'))).toEqual(['VIEW_AS_USER_UNKNOWN']);
    expect(codes(await as(owner, 'user:00000000-0000-7000-8000-000000000000'))).toEqual(['VIEW_AS_USER_UNKNOWN']);
  });

  it('[ACC-11] is put on record, once for a page of queries', async () => {
    const { control } = bench.server.application;
    const tenant = idOf(must(await findTenant(control, acme), acme));
    for (let n = 0; n < 3; n += 1) await as(designer, 'role:sales');
    const found = (await listAudit(control, tenant, 100)).filter(({ action }) => action === 'view.as');
    const sales = found.filter(({ detail }) => JSON.stringify(detail) === '{"roles":["sales"]}');
    expect(sales.length).toBe(new Set(sales.map(({ actor }) => actor)).size);
    expect(sales.length).toBeGreaterThan(0);
    expect(found.map(({ detail }) => detail)).toContainEqual({ user: mei.id });
  });
});

describe('the people of a tenant', () => {
  it('[PLT-14] are shown by name, roles and departments to who designs, and to nobody else', async () => {
    const made = await owner.ask(
      'mutation ($t: String!) { setDepartment(tenant: $t, name: "East") { department { id } } }',
      { t: acme },
    );
    const east = (must(made.data, 'data')['setDepartment'] as { readonly department: { readonly id: string } })
      .department.id;
    await owner.ask(
      'mutation ($t: String!, $u: ID!, $d: [ID!]!) { setMember(tenant: $t, user: $u, roles: ["sales"], departments: $d) { issues { code } } }',
      { t: acme, u: mei.id, d: [east] },
    );
    const seen = async (client: TestClient): Promise<unknown> => {
      const { data } = await client.ask(
        'query ($n: String!) { tenant(name: $n) { people { id name roles earned departments } } }',
        { n: acme },
      );
      return (must(data, 'data')['tenant'] as { readonly people: unknown }).people;
    };
    expect(await seen(designer)).toContainEqual({
      id: mei.id,
      name: 'mei',
      roles: ['sales'],
      earned: [],
      departments: [east],
    });
    expect(await seen(mei.client)).toEqual([]);
  });
});
