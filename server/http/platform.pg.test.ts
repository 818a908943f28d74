import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { Template } from '../../schema/template/template.ts';
import { uniqueTenantName } from '../test/names.ts';
import { documentOf, master, templateOf } from '../test/publishing.ts';
import {
  clientOf,
  signedIn,
  startBench,
  type ServerBench,
  type TestAnswer,
  type TestClient,
} from '../test/running-server.ts';

let bench: ServerBench;
let operator: TestClient;
let acme: string;
let other: string;

const ROLES: Template['roles'] = [
  { id: 'sales', label: { en: 'Sales', 'zh-CN': '销售' }, grants: [{ entity: 'Customer', can: ['read'] }] },
];
const template = (extra: readonly { id: string; type: string }[] = []): Template =>
  templateOf([master('Customer', [{ id: 'city', type: 'text' }, ...extra])], { roles: ROLES });

beforeAll(async () => {
  bench = await startBench();
  operator = (await signedIn(bench.url, bench.operator)).client;
  acme = await bench.makeTenant(template());
  other = await bench.makeTenant(template());
});
afterAll(() => bench?.stop());

/** The one field of the answer, whatever it was called. */
function only<T>({ data, errors }: TestAnswer): T {
  expect(errors).toBeUndefined();
  return must(Object.values(data ?? {})[0], 'answer') as T;
}

interface WithIssues {
  readonly issues: readonly {
    readonly code: string;
    readonly path: string;
    readonly message: string;
    readonly params: Readonly<Record<string, unknown>>;
  }[];
}
const codes = (answer: TestAnswer): readonly string[] => only<WithIssues>(answer).issues.map(({ code }) => code);

const ISSUES = 'issues { code path message params }';
const INVITE = `mutation ($tenant: String!, $email: String!, $roles: [String!]!) { inviteUser(tenant: $tenant, email: $email, name: "Anna", roles: $roles) { password member { roles email user { id } } ${ISSUES} } }`;
const TOKEN = `mutation ($tenant: String!, $roles: [String!]!, $program: Boolean!) { createToken(tenant: $tenant, label: "ERP", roles: $roles, forProgram: $program) { secret token { id prefix roles } ${ISSUES} } }`;

async function invite(
  roles: readonly string[],
  email = `anna-${Math.random().toString(36).slice(2)}@example.com`,
): Promise<{ readonly client: TestClient; readonly id: string; readonly email: string; readonly password: string }> {
  const answer = await operator.ask(INVITE, { tenant: acme, email, roles });
  const { password, member } = only<{ password: string; member: { user: { id: string } } }>(answer);
  const { client } = await signedIn(bench.url, { email, password });
  return { client, id: member.user.id, email, password };
}

describe('signing in', () => {
  it('[AUT-2] answers a wrong password and an unknown address alike', async () => {
    const wrong = await signedIn(bench.url, { ...bench.operator, password: 'not it at all' });
    const unknown = await signedIn(bench.url, { email: 'nobody@example.com', password: 'not it at all' });
    expect(wrong.answer.data).toEqual({ signIn: { user: null, issues: [{ code: 'SIGN_IN_FAILED', params: {} }] } });
    expect(unknown.answer.data).toEqual(wrong.answer.data);
    expect([wrong.client.cookie, unknown.client.cookie]).toEqual([undefined, undefined]);
  });

  it('[AUT-4] gives a new token each time, and ends the one the browser had', async () => {
    const { client } = await signedIn(bench.url, bench.operator);
    const first = must(client.cookie, 'cookie');
    const again = await client.ask(
      'mutation ($e: String!, $p: String!) { signIn(email: $e, password: $p) { user { id } } }',
      { e: bench.operator.email.toUpperCase(), p: bench.operator.password },
    );
    expect(again.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    expect(client.cookie).not.toBe(first);
    const old = await clientOf(bench.url).ask('{ me { token } }', {}, { headers: { Cookie: first } });
    expect(old.data).toEqual({ me: null });
  });

  it('[AUT-4] ends with signing out, for the token too', async () => {
    const { client } = await signedIn(bench.url, bench.operator);
    const token = must(client.cookie, 'cookie');
    await client.ask('mutation { signOut { issues { code } } }');
    const after = await clientOf(bench.url).ask('{ me { token } }', {}, { headers: { Cookie: token } });
    expect(after.data).toEqual({ me: null });
  });

  it('[AUT-9] is refused after so many failures, also with the right password', async () => {
    const { email, password } = await invite(['sales']);
    for (let n = 0; n < LIMITS.signInFailuresMax; n += 1)
      await signedIn(bench.url, { email, password: `wrong ${n} wrong` });
    const { answer } = await signedIn(bench.url, { email, password });
    expect(answer.data).toMatchObject({
      signIn: { user: null, issues: [{ code: 'SIGN_IN_TOO_OFTEN', params: { seconds: expect.any(Number) } }] },
    });
  });

  it('[AUT-5] changes a password and ends the other sessions', async () => {
    const { client, email, password } = await invite(['sales']);
    const elsewhere = (await signedIn(bench.url, { email, password })).client;
    const change =
      'mutation ($c: String!, $n: String!) { changePassword(current: $c, next: $n) { issues { code path message params } } }';
    expect(codes(await client.ask(change, { c: password, n: 'short' }))).toEqual(['PASSWORD_TOO_SHORT']);
    expect(codes(await client.ask(change, { c: 'wrong wrong wrong', n: 'a much longer one' }))).toEqual([
      'SIGN_IN_FAILED',
    ]);
    expect(codes(await client.ask(change, { c: password, n: 'a much longer one' }))).toEqual([]);
    expect((await elsewhere.ask('{ me { token } }')).data).toEqual({ me: null });
    expect((await client.ask('{ me { user { email } } }')).data).toEqual({ me: { user: { email } } });
    expect((await signedIn(bench.url, { email, password: 'a much longer one' })).client.cookie).toBeDefined();
  });
});

describe('who sees what', () => {
  it('[AUT-8] a member sees their tenants and no others, by any way in', async () => {
    const { client } = await invite(['sales']);
    expect((await client.ask('{ tenants { name } }')).data).toEqual({ tenants: [{ name: acme }] });
    expect((await client.ask('query ($n: String!) { tenant(name: $n) { name } }', { n: other })).data).toEqual({
      tenant: null,
    });
    for (const query of [
      'versions(tenant: $t) { number }',
      'drafts(tenant: $t) { name }',
      'jobs(tenant: $t) { id }',
      'templateOf(tenant: $t) { version }',
    ]) {
      const answer = await client.ask(`query ($t: String!) { ${query} }`, { t: other });
      expect(answer.errors?.map(({ extensions }) => extensions['code'])).toEqual(['TENANT_NOT_FOUND']);
    }
    const data = await client.ask('{ customers { totalCount } }', {}, { path: `/t/${other}/graphql` });
    expect([data.status, data.errors?.[0]?.extensions['code']]).toEqual([404, 'TENANT_NOT_FOUND']);
    const mine = await client.ask('{ customers { totalCount } }', {}, { path: `/t/${acme}/graphql` });
    expect(mine.data).toEqual({ customers: { totalCount: 0 } });
  });

  it('[AUT-8] nobody sees nothing', async () => {
    const nobody = clientOf(bench.url);
    expect((await nobody.ask('{ tenants { name } }')).errors?.[0]?.extensions['code']).toBe('NOT_SIGNED_IN');
    expect((await nobody.ask('{ __typename }', {}, { path: `/t/${acme}/graphql` })).status).toBe(401);
    expect((await nobody.ask('mutation { createTenant(name: "mine", packs: []) { issues { code } } }')).data).toEqual({
      createTenant: { issues: [{ code: 'NOT_SIGNED_IN' }] },
    });
  });

  it('[AUT-10] a member without the right can neither publish nor manage', async () => {
    const { client, id } = await invite(['sales']);
    const tries = [
      await client.ask(`mutation ($t: String!, $d: JSONObject!) { publish(tenant: $t, document: $d) { ${ISSUES} } }`, {
        t: acme,
        d: documentOf(template()),
      }),
      await client.ask(
        `mutation ($t: String!, $d: JSONObject!) { saveDraft(tenant: $t, document: $d, revision: 0) { ${ISSUES} } }`,
        { t: acme, d: {} },
      ),
      await client.ask(INVITE, { tenant: acme, email: 'x@example.com', roles: ['owner'] }),
      await client.ask(
        `mutation ($t: String!, $u: ID!) { setMember(tenant: $t, user: $u, roles: ["owner"]) { ${ISSUES} } }`,
        { t: acme, u: id },
      ),
      await client.ask(`mutation ($t: String!) { setDepartment(tenant: $t, name: "North") { ${ISSUES} } }`, {
        t: acme,
      }),
      await client.ask(`mutation ($d: JSONObject!) { registerPack(document: $d) { ${ISSUES} } }`, { d: {} }),
      await client.ask(TOKEN, { tenant: acme, roles: ['owner'], program: false }),
    ];
    expect(tries.map(codes)).toEqual(tries.map(() => ['FORBIDDEN']));
  });
});

describe('a document that means nothing', () => {
  it('[API-49] is told in the reader’s language, with what to do', async () => {
    const answer = await operator.ask('{ me { usr { id } } }', {}, { headers: { 'Accept-Language': 'zh-CN' } });
    expect(answer.errors).toMatchObject([
      {
        message: '查询或变量有误：类型“Me”没有字段“usr”。是否想写“user”？',
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED', cure: '请更正查询文档或变量。' },
      },
    ]);
  });
});

describe('members and tokens', () => {
  it('[PLT-2] every problem of an invitation is told at once, in the reader’s language', async () => {
    const answer = await operator.ask(
      INVITE,
      { tenant: acme, email: 'nonsense', roles: ['sales', 'pilot'] },
      { headers: { 'Accept-Language': 'zh-CN' } },
    );
    expect(only<WithIssues>(answer).issues.map(({ code, path, message }) => [code, path, message])).toEqual([
      ['EMAIL_INVALID', '/email', '“nonsense”不是有效的邮箱地址。'],
      ['ROLE_UNKNOWN', '/roles/1', '该企业没有角色“pilot”。'],
    ]);
  });

  it('[PLT-3] the last owner stays', async () => {
    const me = only<{ user: { id: string } }>(await operator.ask('{ me { user { id } } }')).user.id;
    const demote = `mutation ($t: String!, $u: ID!, $r: [String!]!) { setMember(tenant: $t, user: $u, roles: $r) { ${ISSUES} } }`;
    expect(codes(await operator.ask(demote, { t: acme, u: me, r: ['sales'] }))).toEqual(['MEMBER_LAST_OWNER']);
    const { id, client } = await invite(['owner']);
    const remove = `mutation ($t: String!, $u: ID!) { removeMember(tenant: $t, user: $u) { ${ISSUES} } }`;
    // Two owners take each other out at once: one of them stays.
    const both = await Promise.all([operator.ask(remove, { t: acme, u: id }), client.ask(remove, { t: acme, u: me })]);
    expect(
      both
        .flatMap(codes)
        .filter((code) => code === 'MEMBER_LAST_OWNER' || code === 'TENANT_NOT_FOUND' || code === 'FORBIDDEN'),
    ).toHaveLength(1);
    const owners = only<{ members: readonly { roles: readonly string[] }[] }>(
      await operator.ask('query ($n: String!) { tenant(name: $n) { members { roles } } }', { n: acme }),
    ).members;
    expect(owners.filter(({ roles }) => roles.includes('owner'))).toHaveLength(1);
    await operator.ask(INVITE, { tenant: acme, email: bench.operator.email, roles: ['owner'] });
  });

  it('[AUT-3] [AUT-7] a token works until it is revoked, with no more than its person has', async () => {
    const { client, id } = await invite(['sales']);
    const made = only<{ secret: string; token: { id: string } }>(
      await client.ask(TOKEN, { tenant: acme, roles: ['sales'], program: false }),
    );
    const program = clientOf(bench.url);
    const headers = { Authorization: `Bearer ${made.secret}` };
    const ask = () => program.ask('{ customers { totalCount } }', {}, { path: `/t/${acme}/graphql`, headers });
    expect((await ask()).data).toEqual({ customers: { totalCount: 0 } });
    await operator.ask(`mutation ($t: String!, $u: ID!) { removeMember(tenant: $t, user: $u) { ${ISSUES} } }`, {
      t: acme,
      u: id,
    });
    expect((await ask()).status).toBe(401);
    const own = only<{ secret: string; token: { id: string; prefix: string } }>(
      await operator.ask(TOKEN, { tenant: acme, roles: ['sales'], program: true }),
    );
    const ownHeaders = { Authorization: `Bearer ${own.secret}` };
    expect(
      (await program.ask('{ me { user { id } token memberships { roles } } }', {}, { headers: ownHeaders })).data,
    ).toEqual({ me: { user: null, token: 'ERP', memberships: [{ roles: ['sales'] }] } });
    expect(own.secret.startsWith(`${own.token.prefix}_`)).toBe(true);
    expect(
      codes(
        await operator.ask(`mutation ($t: String!, $i: ID!) { revokeToken(tenant: $t, id: $i) { ${ISSUES} } }`, {
          t: acme,
          i: own.token.id,
        }),
      ),
    ).toEqual([]);
    expect((await program.ask('{ me { token } }', {}, { headers: ownHeaders })).data).toEqual({ me: null });
    const rows = await bench.database.database.query<{ text: string }>({
      text: 'SELECT t::text AS text FROM formwork.api_token t UNION ALL SELECT s::text FROM formwork.session s',
      params: [],
    });
    expect(rows.some(({ text }) => text.includes(made.secret) || text.includes(own.secret))).toBe(false);
  });

  it('[PLT-4] departments make a tree without rings, and members belong to them', async () => {
    const { id } = await invite(['sales']);
    const put = async (name: string, more: Readonly<Record<string, unknown>> = {}): Promise<TestAnswer> =>
      operator.ask(
        `mutation ($t: String!, $id: ID, $name: String!, $parent: ID) { setDepartment(tenant: $t, id: $id, name: $name, parentId: $parent) { department { id } ${ISSUES} } }`,
        { t: acme, name, ...more },
      );
    const north = only<{ department: { id: string } }>(await put('North')).department.id;
    const shop = only<{ department: { id: string } }>(await put('Shop', { parent: north })).department.id;
    expect(codes(await put('North', { id: north, parent: shop }))).toEqual(['DEPARTMENT_CYCLE']);
    const set = `mutation ($t: String!, $u: ID!, $d: [ID!]) { setMember(tenant: $t, user: $u, roles: ["sales"], departments: $d) { ${ISSUES} } }`;
    expect(codes(await operator.ask(set, { t: acme, u: id, d: [north] }))).toEqual([]);
    expect(codes(await operator.ask(set, { t: acme, u: id, d: ['nowhere'] }))).toEqual(['DEPARTMENT_UNKNOWN']);
  });
});

describe('drafts and publishing', () => {
  it('[PLT-5] a draft is saved over the revision that was seen, planned, published and gone', async () => {
    const document = documentOf(template([{ id: 'phone', type: 'text' }]));
    const save = async (revision: number): Promise<TestAnswer> =>
      operator.ask(
        `mutation ($t: String!, $d: JSONObject!, $r: Int!) { saveDraft(tenant: $t, document: $d, revision: $r) { draft { revision baseVersion } ${ISSUES} } }`,
        { t: other, d: document, r: revision },
      );
    expect(only(await save(0))).toMatchObject({ draft: { revision: 1, baseVersion: 1 }, issues: [] });
    expect(only(await save(1))).toMatchObject({ draft: { revision: 2 } });
    expect(codes(await save(1))).toEqual(['DRAFT_STALE']);
    const plan = await operator.ask(
      `mutation ($t: String!) { planPublication(tenant: $t) { plan { version changes { sentence class } apiChanges { kind path isBreaking } } ${ISSUES} } }`,
      { t: other },
      { headers: { 'Accept-Language': 'zh-CN' } },
    );
    expect(only(plan)).toMatchObject({
      plan: { version: 2, changes: [{ class: 'safe', sentence: expect.stringContaining('新增') }] },
      issues: [],
    });
    expect(JSON.stringify(plan.data)).toContain('"path":"Customer.phone","isBreaking":false');
    const published = await operator.ask(
      `mutation ($t: String!) { publish(tenant: $t, note: "phone") { version ${ISSUES} } }`,
      { t: other },
    );
    expect(only(published)).toEqual({ version: 2, issues: [] });
    expect((await operator.ask('{ customers { nodes { phone } } }', {}, { path: `/t/${other}/graphql` })).data).toEqual(
      { customers: { nodes: [] } },
    );
    expect(
      only(
        await operator.ask(
          'query ($n: String!) { tenant(name: $n) { version draft { name } versions { number note author { email } } } }',
          { n: other },
        ),
      ),
    ).toMatchObject({
      version: 2,
      draft: null,
      versions: [{ number: 2, note: 'phone', author: { email: bench.operator.email } }, { number: 1 }],
    });
    expect(
      only(
        await operator.ask(`mutation ($t: String!) { rollback(tenant: $t, version: 1) { version ${ISSUES} } }`, {
          t: other,
        }),
      ),
    ).toEqual({ version: 3, issues: [] });
  });

  it('[PLT-2] what is wrong with a document comes back as issues', async () => {
    const answer = await operator.ask(
      `mutation ($t: String!, $d: JSONObject!) { planPublication(tenant: $t, document: $d) { plan { version } ${ISSUES} } }`,
      { t: acme, d: { format: 1, pack: 'x', version: '1.0.0', entities: [{ id: 'a' }], rôles: [] } },
    );
    expect(only<{ plan: null } & WithIssues>(answer).plan).toBeNull();
    expect(codes(answer).length).toBeGreaterThan(1);
  });

  it('[PLT-1] a tenant is made of packs with what they require, or not at all', async () => {
    const create = `mutation ($n: String!, $p: [String!]!, $z: String) { createTenant(name: $n, packs: $p, timeZone: $z) { tenant { version myRoles myRoleLabels } ${ISSUES} } }`;
    expect(codes(await operator.ask(create, { n: 'nope', p: ['none', 'neither'], z: 'Mars/Base' }))).toEqual([
      'TIME_ZONE_UNKNOWN',
      'PACK_UNKNOWN',
      'PACK_UNKNOWN',
    ]);
    expect(codes(await operator.ask(create, { n: 'Not A Name', p: ['test'] }))).toEqual(['TENANT_NAME_INVALID']);
    expect(codes(await operator.ask(create, { n: acme, p: ['test'] }))).toEqual(['TENANT_EXISTS']);
    expect((await operator.ask('{ tenant(name: "nope") { name } }')).data).toEqual({ tenant: null });
    const made = await operator.ask(create, { n: uniqueTenantName('made'), p: ['test@1.0.0'], z: 'Asia/Shanghai' });
    expect(only(made)).toEqual({ tenant: { version: 1, myRoles: ['owner'], myRoleLabels: ['Owner'] }, issues: [] });
  });
});
