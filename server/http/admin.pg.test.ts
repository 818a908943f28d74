import { gzipSync } from 'node:zlib';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { must } from '../../schema/core/result.ts';
import { codes, ISSUES, only, startOffice, type Office } from '../test/admin-office.ts';
import { clientOf, signedIn, type ServerBench, type TestAnswer, type TestClient } from '../test/running-server.ts';

let office: Office;
let bench: ServerBench;
let owner: TestClient;
let acme: string;
let invite: Office['invite'];
let told: Office['told'];
let log: Office['log'];

beforeAll(async () => {
  office = await startOffice();
  ({ bench, owner, acme, invite, told, log } = office);
});
afterAll(() => office?.stop());

describe('the audit log', () => {
  it('[ADM-3] [ADM-40] is paged and filtered by person, kind and time, and what is null counts as left out', async () => {
    const { id } = await invite('Ada');
    const empty = { after: null, action: null, user: null, from: null, to: null };
    expect((await log(empty)).entries).toEqual((await log()).entries);
    const [newest] = (await log(empty)).entries;
    expect(newest).toMatchObject({ action: 'member.set', sentence: 'gave Ada the role Boss' });
    expect((await log({ user: id })).entries).toEqual([newest]);
    const first = await log({ first: 1 });
    expect(first).toEqual({ entries: [newest], hasMore: true });
    expect((await log({ after: must(newest, 'entry').id })).entries).not.toContainEqual(newest);
    expect((await log({ action: 'token.create' })).entries).toEqual([]);
    expect((await log({ to: '2020-01-01T00:00:00Z' })).entries).toEqual([]);
    expect((await log({ from: '2020-01-01T00:00:00Z' })).entries).toContainEqual(newest);
  });
});

describe('departments', () => {
  const SET = `mutation ($t: String!, $id: ID, $n: String!, $p: ID, $u: [ID!]) { setDepartment(tenant: $t, id: $id, name: $n, parentId: $p, people: $u) { department { id } ${ISSUES} } }`;
  const REMOVE = `mutation ($t: String!, $id: ID!) { removeDepartment(tenant: $t, id: $id) { ${ISSUES} } }`;
  const set = async (n: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    only<{ department: { id: string } }>(await owner.ask(SET, { t: acme, n, id: null, p: null, ...more })).department
      .id;
  const people = async (): Promise<Readonly<Record<string, readonly string[]>>> =>
    Object.fromEntries(
      only<{ directory: readonly { id: string; departments: readonly string[] }[] }>(
        await owner.ask('query ($t: String!) { tenant(name: $t) { directory { id departments } } }', { t: acme }),
      ).directory.map(({ id, departments }) => [id, departments]),
    );

  it('[ADM-4] [ADM-41] are filled at once, and what belonged to one that is removed belongs to the one above it', async () => {
    const [ben, cai] = [await invite('Ben'), await invite('Cai')];
    const top = await set('Sales', { u: [cai.id] });
    const east = await set('East', { p: top, u: [ben.id, cai.id] });
    const shop = await set('Shop', { p: east });
    expect(await people()).toMatchObject({ [ben.id]: [east], [cai.id]: [top, east] });
    expect(codes(await owner.ask(SET, { t: acme, n: 'East', id: east, p: top, u: ['nobody'] }))).toEqual([
      'MEMBER_UNKNOWN',
    ]);
    expect(codes(await owner.ask(REMOVE, { t: acme, id: east }))).toEqual([]);
    expect(await people()).toMatchObject({ [ben.id]: [top], [cai.id]: [top] });
    expect(codes(await owner.ask(SET, { t: acme, n: 'Sales', id: top, p: shop, u: null }))).toEqual([
      'DEPARTMENT_CYCLE',
    ]);
    await told('mutation ($d: ID!) { createCustomer(input: { name: "Tea", team: { id: $d } }) { id } }', { d: shop });
    expect(codes(await owner.ask(REMOVE, { t: acme, id: shop }))).toEqual(['DEPARTMENT_USED']);
    expect(codes(await owner.ask(REMOVE, { t: acme, id: top }))).toEqual([]);
    expect(await people()).toMatchObject({ [ben.id]: [], [cai.id]: [] });
    expect((await log({ action: 'department.remove' })).entries.map(({ sentence }) => sentence)).toEqual([
      'removed the department “Sales”',
      'removed the department “East”',
    ]);
  });
});

describe('who may what, at once', () => {
  it('[ADM-0] who is no owner is refused each operation of administration', async () => {
    const { client, id } = await invite('Dan');
    const t = acme;
    const mutations: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
      ['inviteUser(tenant: $t, email: "x@example.com", name: "X", roles: ["owner"])', {}],
      [`setMember(tenant: $t, user: "${id}", roles: ["owner"])`, {}],
      [`removeMember(tenant: $t, user: "${id}")`, {}],
      ['setDepartment(tenant: $t, name: "North")', {}],
      [`removeDepartment(tenant: $t, id: "${id}")`, {}],
      ['createToken(tenant: $t, label: "x", roles: ["boss"], forProgram: true)', {}],
      ['setTenant(tenant: $t, label: "Mine")', {}],
      ['startBackup(tenant: $t)', {}],
      ['restoreBackup(tenant: $t, id: "x", name: "mine", label: "Mine")', {}],
      ['removeBackup(tenant: $t, id: "x")', {}],
      ['verifyBackup(tenant: $t, id: "x")', {}],
      ['setDailyBackup(tenant: $t, keep: 3)', {}],
      [`handOver(tenant: $t, user: "${id}", to: "${id}", fields: [])`, {}],
    ];
    for (const [field] of mutations)
      expect([field, codes(await client.ask(`mutation ($t: String!) { ${field} { ${ISSUES} } }`, { t }))]).toEqual([
        field,
        ['FORBIDDEN'],
      ]);
    const queries = [
      'auditEntries(tenant: $t) { hasMore }',
      'backups(tenant: $t) { daily }',
      `handOverPreview(tenant: $t, user: "${id}") { views }`,
      'movedRecords(tenant: $t, id: "x") { id }',
    ];
    for (const field of queries) {
      const { errors } = await client.ask(`query ($t: String!) { ${field} }`, { t });
      expect([field, errors?.map(({ extensions }) => extensions['code'])]).toEqual([field, ['FORBIDDEN']]);
    }
    const directory = await client.ask('query ($t: String!) { tenant(name: $t) { directory { id } tokens { id } } }', {
      t,
    });
    expect(only(directory)).toEqual({ directory: [], tokens: [] });
    const { cookie } = client;
    const sent = await office.upload(gzipSync('x'), { Cookie: must(cookie, 'cookie') });
    expect([sent.status, sent.codes]).toEqual([403, ['FORBIDDEN']]);
  });

  it('[ADM-1] owners see everybody, with roles, since when, and when they were last seen; who has left too', async () => {
    const [gil, ula] = [await invite('Gil'), await invite('Ula')];
    await gil.client.ask('{ me { user { id } } }');
    await owner.ask(`mutation ($t: String!, $u: ID!) { removeMember(tenant: $t, user: $u) { ${ISSUES} } }`, {
      t: acme,
      u: ula.id,
    });
    const answer = await owner.ask(
      'query ($t: String!) { tenant(name: $t) { directory { name active roles since lastSeenAt } } }',
      { t: acme },
    );
    const people = only<{ directory: readonly { readonly name: string }[] }>(answer).directory;
    const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string;
    expect(people.filter(({ name }) => ['Gil', 'Ula'].includes(name))).toEqual([
      { name: 'Gil', active: true, roles: ['boss'], since: moment, lastSeenAt: moment },
      { name: 'Ula', active: false, roles: [], since: null, lastSeenAt: null },
    ]);
  });

  it('[ADM-46] the last owner can’t put the right down, and is told what to do first', async () => {
    const { user } = only<{ user: { id: string } }>(await owner.ask('{ me { user { id } } }'));
    const answer = await owner.ask(
      `mutation ($t: String!, $u: ID!) { setMember(tenant: $t, user: $u, roles: ["boss"]) { ${ISSUES} } }`,
      { t: acme, u: user.id },
    );
    expect(only(answer)).toEqual({
      issues: [
        {
          code: 'MEMBER_LAST_OWNER',
          path: '/roles',
          message: 'A company can’t be without an owner.',
          cure: 'Make somebody else an owner first.',
        },
      ],
    });
  });

  it('[ADM-50] [ADM-51] owners know addresses and make new passwords, for who is in their hands alone', async () => {
    const [eve, guest] = [await invite('Eva'), await invite('Guest')];
    const answer = await eve.client.ask(
      'query ($t: String!) { tenant(name: $t) { members { email user { id name } } } }',
      {
        t: acme,
      },
    );
    const { members } = only<{ members: readonly { email: string | null; user: { id: string } }[] }>(answer);
    expect(members.filter(({ email }) => email !== null).map(({ user }) => user.id)).toEqual([eve.id]);
    const make = (who: TestClient, user: string): Promise<TestAnswer> =>
      who.ask(`mutation ($t: String!, $u: ID!) { newPassword(tenant: $t, user: $u) { password ${ISSUES} } }`, {
        t: acme,
        u: user,
      });
    expect(codes(await make(eve.client, guest.id))).toEqual(['FORBIDDEN']);
    const boss = await invite('Bea', ['owner']);
    const made = only<{ password: string }>(await make(boss.client, eve.id));
    expect((await eve.client.ask('{ me { user { id } } }')).data).toEqual({ me: null });
    const { email } = must(
      only<{ members: readonly { email: string; user: { id: string } }[] }>(
        await boss.client.ask('query ($t: String!) { tenant(name: $t) { members { email user { id } } } }', {
          t: acme,
        }),
      ).members.find(({ user }) => user.id === eve.id),
      'Eva',
    );
    const again = await signedIn(bench.url, { email, password: made.password });
    expect((await again.client.ask('{ me { user { id } } }')).data).toEqual({ me: { user: { id: eve.id } } });
    expect((await log()).entries[0]).toMatchObject({ action: 'member.password' });
    // Another company's owners would have no say.
    await owner.ask(
      'mutation ($t: String!, $e: String!) { inviteUser(tenant: $t, email: $e, name: "Eva", roles: ["clerk"]) { issues { code } } }',
      { t: office.other, e: email },
    );
    expect(codes(await make(boss.client, eve.id))).toEqual(['PASSWORD_ELSEWHERE']);
    expect(codes(await make(owner, eve.id))).toEqual([]);
  });

  it('[ADM-47] whose membership ends loses what is open at once: pages, tokens and subscriptions', async () => {
    const eve = await invite('Eve');
    const cookie = must(eve.client.cookie, 'cookie');
    const secret = only<{ secret: string }>(
      await eve.client.ask(
        'mutation ($t: String!) { createToken(tenant: $t, label: "Scanner", roles: ["boss"], forProgram: false) { secret } }',
        { t: acme },
      ),
    ).secret;
    const program = (): Promise<TestAnswer> =>
      clientOf(bench.url).ask(
        '{ customers { totalCount } }',
        {},
        { path: `/t/${acme}/graphql`, headers: { Authorization: `Bearer ${secret}` } },
      );
    expect((await program()).status).toBe(200);
    class WithCookie extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols, { headers: { Cookie: cookie } });
      }
    }
    const socket = createClient({
      url: `${bench.url.replace('http', 'ws')}/t/${acme}/graphql`,
      webSocketImpl: WithCookie,
      retryAttempts: 0,
    });
    const heard: unknown[] = [];
    const ended = new Promise<unknown>((done) => {
      socket.subscribe(
        { query: 'subscription { customerChanged { event id } }' },
        { next: (value) => heard.push(value), error: done, complete: () => done('complete') },
      );
    });
    // Until it is heard that it listens.
    for (let n = 0; heard.length === 0 && n < 400; n += 1) {
      await told('mutation { createCustomer(input: { name: "Open" }) { id } }');
      await new Promise((later) => setTimeout(later, 50));
    }
    expect(JSON.stringify(heard[0])).toContain('customerChanged');
    const removed = await owner.ask(
      `mutation ($t: String!, $u: ID!) { removeMember(tenant: $t, user: $u) { ${ISSUES} } }`,
      {
        t: acme,
        u: eve.id,
      },
    );
    expect(codes(removed)).toEqual([]);
    expect((await program()).status).toBe(401);
    expect((await eve.client.ask('{ customers { totalCount } }', {}, { path: `/t/${acme}/graphql` })).status).toBe(404);
    const before = heard.length;
    await told('mutation { createCustomer(input: { name: "Secret" }) { id } }');
    await Promise.race([ended, new Promise((late) => setTimeout(late, 1_000))]);
    expect(heard.slice(before).filter((one) => JSON.stringify(one).includes('customerChanged":{'))).toEqual([]);
    await socket.dispose();
  });
});

describe('handing over', () => {
  const HAND = `mutation ($t: String!, $u: ID!, $to: ID!, $f: [ID!]!) { handOver(tenant: $t, user: $u, to: $to, fields: $f) { handOver { id records approvals approvalsLeft views } ${ISSUES} } }`;

  it('[ADM-45] what is in a leaver’s hands goes to a successor, is on record and can be listed', async () => {
    const [hal, ivy] = [await invite('Hal', ['boss', 'template.publish']), await invite('Ivy', ['clerk'])];
    const makeCustomer =
      'mutation ($n: String!, $k: UserKey, $d: UserKey) { row: createCustomer(input: { name: $n, keeper: $k, deputy: $d }) { id } }';
    await told(makeCustomer, { n: 'Both', k: { id: hal.id }, d: { id: hal.id } });
    await told(makeCustomer, { n: 'One', k: { id: hal.id } });
    await told(makeCustomer, { n: 'Ivy’s', k: { id: ivy.id } });
    const purchase = async (name: string, who: TestClient, isPlaced: boolean): Promise<void> => {
      const { row } = await told<{ row: { id: string; version: number } }>(
        'mutation ($n: String!, $b: UserKey) { row: createPurchase(input: { name: $n, buyer: $b }) { id version } }',
        { n: name, b: { id: hal.id } },
        who,
      );
      if (isPlaced)
        await told(
          'mutation ($id: ID!, $version: Int!) { placePurchase(id: $id, version: $version) { id } }',
          row,
          who,
        );
    };
    await purchase('Draft', owner, false);
    await purchase('Waits', owner, true);
    // Who asked for it does not decide it.
    await purchase('Asked by Ivy', ivy.client, true);
    await told(
      'mutation { saveView(entity: "Customer", name: "Team", state: {}, sharedWith: ["boss"]) { id } }',
      {},
      hal.client,
    );
    await told('mutation { saveView(entity: "Customer", name: "Own", state: {}) { id } }', {}, hal.client);

    const preview = await owner.ask(
      'query ($t: String!, $u: ID!) { handOverPreview(tenant: $t, user: $u) { fields { id entityLabel fieldLabel open over } approvals views } }',
      { t: acme, u: hal.id },
    );
    const { fields, approvals, views } = only<{
      fields: readonly { id: string; open: number; over: number }[];
      approvals: number;
      views: number;
    }>(preview);
    expect(fields.map(({ id, open, over }) => [id, open, over])).toEqual([
      ['Customer.keeper', 2, 0],
      ['Customer.deputy', 1, 0],
      ['Purchase.buyer', 1, 2],
    ]);
    expect([approvals, views]).toEqual([2, 1]);

    const given = { t: acme, u: hal.id, f: fields.map(({ id }) => id) };
    expect(codes(await owner.ask(HAND, { ...given, to: hal.id }))).toEqual(['HAND_OVER_TO']);
    expect(codes(await owner.ask(HAND, { ...given, to: ivy.id, f: ['Customer.name'] }))).toEqual(['HAND_OVER_FIELD']);
    const removed = await owner.ask(
      `mutation ($t: String!, $u: ID!) { removeMember(tenant: $t, user: $u) { ${ISSUES} } }`,
      {
        t: acme,
        u: hal.id,
      },
    );
    expect(codes(removed)).toEqual([]);
    expect(codes(await owner.ask(HAND, { ...given, u: ivy.id, to: hal.id }))).toEqual(['HAND_OVER_TO']);
    const done = only<{ handOver: { id: string } | null }>(await owner.ask(HAND, { ...given, to: ivy.id }));
    expect(done).toMatchObject({ handOver: { records: 3, approvals: 1, approvalsLeft: 1, views: 1 }, issues: [] });

    expect(await told('{ customers(orderBy: [{ name: ASC }]) { nodes { name keeper { id } } } }')).toMatchObject({
      customers: {
        nodes: expect.arrayContaining([
          { name: 'Both', keeper: { id: ivy.id } },
          { name: 'One', keeper: { id: ivy.id } },
        ]),
      },
    });
    const inbox = await told<{ inbox: { totalCount: number } }>(
      '{ inbox(box: TO_DECIDE) { totalCount } }',
      {},
      ivy.client,
    );
    expect(inbox.inbox.totalCount).toBe(1);
    const [entry] = (await log({ action: 'member.handOver' })).entries;
    expect(entry).toMatchObject({
      sentence: 'handed the work of Hal over to Ivy: records 3, decisions 1, views 1',
      handOver: done.handOver?.id,
    });
    const moved = await owner.ask(
      'query ($t: String!, $id: ID!) { movedRecords(tenant: $t, id: $id) { entity title } }',
      {
        t: acme,
        id: entry?.handOver,
      },
    );
    expect(
      only<readonly { title: string }[]>(moved)
        .map(({ title }) => title)
        .toSorted(),
    ).toEqual(['Both', 'Draft', 'One']);
    expect(await told('{ notifications { nodes { text } } }', {}, ivy.client)).toMatchObject({
      notifications: {
        nodes: expect.arrayContaining([{ text: 'You have taken over from Hal: records 3, decisions 1.' }]),
      },
    });
  });
});
