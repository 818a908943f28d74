import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { FieldDef, Template } from '../../schema/template/template.ts';
import { claimSchedule } from '../db/control-schedules.ts';
import { findTenant } from '../db/control-tenants.ts';
import { placeOf } from '../tenancy/provision-tenant.ts';
import { publish } from '../tenancy/publish.ts';
import { documentOf, master, templateOf } from '../test/publishing.ts';
import { signedIn, startBench, type ServerBench, type TestAnswer, type TestClient } from '../test/running-server.ts';
import { openLog } from './log.ts';
import { startServer, type RunningServer } from './server.ts';

let bench: ServerBench;
let second: RunningServer;
let owner: TestClient;

beforeAll(async () => {
  bench = await startBench({}, { schedulePollMs: 100 });
  second = await startServer(
    {
      port: 0,
      host: '127.0.0.1',
      databaseUrl: bench.database.url,
      dataFolder: '.data',
      demo: false,
      cells: [],
      trustProxy: false,
      logLevel: 'silent',
      secretKey: new Uint8Array(32),
    },
    { log: openLog('silent'), hooks: { schedulePollMs: 90 } },
  );
  owner = (await signedIn(bench.url, bench.operator)).client;
});
afterAll(async () => {
  await second?.stop();
  await bench?.stop();
});

const CREDIT: FieldDef = { id: 'credit', type: 'int' };
const template = (fields: readonly FieldDef[] = [CREDIT]): Template => templateOf([master('Customer', fields)]);

function only<T>({ data, errors }: TestAnswer): T {
  expect(errors).toBeUndefined();
  return must(Object.values(data ?? {})[0], 'answer') as T;
}

const SAVE =
  'mutation ($t: String!, $d: JSONObject!, $r: Int!, $n: String!) { saveDraft(tenant: $t, document: $d, revision: $r, name: $n) { draft { revision } issues { code } } }';
const SCHEDULE =
  'mutation ($t: String!, $n: String!, $at: DateTime!) { schedulePublication(tenant: $t, draft: $n, at: $at, note: "At night") { scheduled { id state revision author { name } } issues { code path params } } }';
const LIST =
  'query ($t: String!) { tenant(name: $t) { version drafts { name revision } jobs { id state } versions { number note author { name } } scheduled { id draft state version note issues { code } endedAt } } }';

interface Listed {
  readonly version: number;
  readonly drafts: readonly unknown[];
  readonly jobs: readonly { readonly id: string }[];
  readonly versions: readonly unknown[];
  readonly scheduled: readonly {
    readonly id: string;
    readonly state: string;
    readonly version: number | null;
    readonly issues: readonly unknown[];
  }[];
}
const listed = async (tenant: string): Promise<Listed> => only<Listed>(await owner.ask(LIST, { t: tenant }));
const soon = (minutes = 5): string => new Date(Date.now() + minutes * 60_000).toISOString();

async function scheduled(tenant: string, fields: readonly FieldDef[], name = 'main'): Promise<string> {
  await owner.ask(SAVE, { t: tenant, d: documentOf(template(fields)), r: 0, n: name });
  const answer = await owner.ask(SCHEDULE, { t: tenant, n: name, at: soon() });
  return only<{ readonly scheduled: { readonly id: string } }>(answer).scheduled.id;
}

/** Its time has come. */
async function bringForward(id: string): Promise<void> {
  await bench.database.database.query({
    text: `update formwork.scheduled_publication set at = now() - interval '1 second' where id = $1`,
    params: [id],
  });
}

/** Asked anew once it holds: the parts of one answer are read beside each other, some of them just before. */
async function until(tenant: string, holds: (state: Listed) => boolean): Promise<Listed> {
  for (let n = 0; n < 150; n += 1) {
    if (holds(await listed(tenant))) return listed(tenant);
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`not in time: ${JSON.stringify(await listed(tenant))}`);
}

async function notices(tenant: string): Promise<readonly { readonly text_en: string; readonly text_zh: string }[]> {
  const { control, cells } = bench.server.application;
  const place = placeOf(cells, must(await findTenant(control, tenant), tenant));
  return place.database.query({
    text: `select text_en, text_zh from "${place.schema}".fw_notification order by id`,
    params: [],
  });
}

describe('a publication that is scheduled', () => {
  it('[PLT-12] goes out at its time as the draft was then, once, whichever node does it, and its author is told', async () => {
    const tenant = await bench.makeTenant(template());
    const id = await scheduled(tenant, [CREDIT, { id: 'city', type: 'text' }]);
    expect(await listed(tenant)).toMatchObject({ version: 1, scheduled: [{ id, state: 'waiting', note: 'At night' }] });
    await bringForward(id);
    const after = await until(tenant, ({ scheduled: [one] }) => one?.state === 'done');
    expect(after).toMatchObject({
      version: 2,
      drafts: [],
      versions: [{ number: 2, note: 'At night', author: { name: bench.server.firstSignIn?.user.name } }, { number: 1 }],
      scheduled: [{ id, state: 'done', version: 2, issues: [] }],
    });
    expect(after.jobs).toHaveLength(2);
    await new Promise((done) => setTimeout(done, 500));
    expect((await listed(tenant)).version).toBe(2);
    expect(await notices(tenant)).toEqual([
      {
        text_en: 'The scheduled publication of “main” is in force as version 2.',
        text_zh: '定时发布“main”已生效，版本号为 2。',
      },
    ]);
  });

  it('[PLT-12] leaves the draft that went on meanwhile, and publishes nothing of that', async () => {
    const tenant = await bench.makeTenant(template());
    const id = await scheduled(tenant, [CREDIT, { id: 'city', type: 'text' }]);
    await owner.ask(SAVE, {
      t: tenant,
      d: documentOf(template([CREDIT, { id: 'later', type: 'text' }])),
      r: 1,
      n: 'main',
    });
    await bringForward(id);
    await until(tenant, ({ scheduled: [one] }) => one?.state === 'done');
    const state = await listed(tenant);
    expect(state.drafts).toEqual([{ name: 'main', revision: 2 }]);
    const inForce = only<{ readonly document: object }>(
      await owner.ask('query ($t: String!) { templateOf(tenant: $t) { document } }', { t: tenant }),
    );
    expect(JSON.stringify(inForce.document)).toContain('"city"');
    expect(JSON.stringify(inForce.document)).not.toContain('"later"');
  });

  it('[PLT-12] that can’t be made any more stays on record with its issues, and its author is told why', async () => {
    const tenant = await bench.makeTenant(template());
    const id = await scheduled(tenant, [CREDIT, { id: 'city', type: 'text' }]);
    await owner.ask('mutation ($t: String!, $d: JSONObject) { publish(tenant: $t, document: $d) { version } }', {
      t: tenant,
      d: documentOf(template([CREDIT, { id: 'other', type: 'text' }])),
    });
    await bringForward(id);
    const after = await until(tenant, ({ scheduled: [one] }) => one?.state === 'failed');
    expect(after).toMatchObject({
      version: 2,
      scheduled: [{ version: null, issues: [{ code: 'PUBLISH_STALE_BASE' }] }],
    });
    expect((await notices(tenant)).map(({ text_zh }) => text_zh)).toEqual([
      expect.stringMatching(/^定时发布“main”失败：/),
    ]);
  });

  it('[PLT-12] is not made for an author who may not publish any more', async () => {
    const tenant = await bench.makeTenant(template());
    const invited = await owner.ask(
      'mutation ($t: String!, $e: String!) { inviteUser(tenant: $t, email: $e, name: "Mei", roles: ["template.publish"]) { password member { user { id } } issues { code } } }',
      { t: tenant, e: `${tenant}@example.com` },
    );
    const { password, member } = only<{
      readonly password: string;
      readonly member: { readonly user: { readonly id: string } };
    }>(invited);
    const { client } = await signedIn(bench.url, { email: `${tenant}@example.com`, password });
    await client.ask(SAVE, {
      t: tenant,
      d: documentOf(template([CREDIT, { id: 'city', type: 'text' }])),
      r: 0,
      n: 'main',
    });
    const done = await client.ask(SCHEDULE, { t: tenant, n: 'main', at: soon() });
    const { id } = only<{ readonly scheduled: { readonly id: string } }>(done).scheduled;
    await owner.ask('mutation ($t: String!, $u: ID!) { removeMember(tenant: $t, user: $u) { issues { code } } }', {
      t: tenant,
      u: member.user.id,
    });
    await bringForward(id);
    const after = await until(tenant, ({ scheduled: [one] }) => one?.state === 'failed');
    expect(after).toMatchObject({ version: 1, scheduled: [{ issues: [{ code: 'FORBIDDEN' }] }] });
  });

  it('[PLT-13] whose process died is carried on by another: before it began, and after it was done', async () => {
    const tenant = await bench.makeTenant(template());
    const id = await scheduled(tenant, [CREDIT, { id: 'city', type: 'text' }]);
    const die = (): Promise<unknown> =>
      bench.database.database.query({
        text: `update formwork.scheduled_publication set state = 'running', ended_at = null, version = null, claimed_at = now() - interval '61 seconds' where id = $1`,
        params: [id],
      });
    await die();
    expect(await until(tenant, ({ scheduled: [one] }) => one?.state === 'done')).toMatchObject({ version: 2 });
    await die();
    const after = await until(tenant, ({ scheduled: [one] }) => one?.state === 'done');
    expect(after).toMatchObject({ version: 2, scheduled: [{ version: 2 }] });
    expect(after.versions).toHaveLength(2);
  });

  it('[PLT-13] is claimed by one process alone, however many ask at once', async () => {
    const other = await startBench({}, { schedulePollMs: 3_600_000 });
    try {
      const { client } = await signedIn(other.url, other.operator);
      const tenant = await other.makeTenant(template());
      await client.ask(SAVE, {
        t: tenant,
        d: documentOf(template([CREDIT, { id: 'city', type: 'text' }])),
        r: 0,
        n: 'main',
      });
      await client.ask(SCHEDULE, { t: tenant, n: 'main', at: soon() });
      await other.database.database.query({ text: 'update formwork.scheduled_publication set at = now()', params: [] });
      const claims = await Promise.all(
        Array.from({ length: 12 }, () => claimSchedule(other.server.application.control)),
      );
      expect(claims.filter((one) => one !== null)).toHaveLength(1);
      const { publishing, control } = other.server.application;
      const row = must(await findTenant(control, tenant), tenant);
      const schedule = must(claims.find((one) => one !== null) ?? null, 'claim');
      const request = { id: schedule.id, document: schedule.document, baseVersion: 1 };
      expect(await publish(publishing, row, request)).toMatchObject({ ok: true });
      expect(await publish(publishing, row, { ...request, baseVersion: 2 })).toMatchObject({
        ok: false,
        issues: [{ code: 'PUBLISH_IN_PROGRESS' }],
      });
    } finally {
      await other.stop();
    }
  });

  it('[PLT-12] can be cancelled before it begins, and made anew; a draft has one at a time', async () => {
    const tenant = await bench.makeTenant(template());
    const id = await scheduled(tenant, [CREDIT, { id: 'city', type: 'text' }]);
    expect(only(await owner.ask(SCHEDULE, { t: tenant, n: 'main', at: soon(9) }))).toMatchObject({
      scheduled: null,
      issues: [{ code: 'SCHEDULE_TAKEN', path: '/draft', params: { draft: 'main' } }],
    });
    const cancel = (which: string) =>
      owner.ask(
        'mutation ($t: String!, $i: ID!) { cancelScheduledPublication(tenant: $t, id: $i) { issues { code } } }',
        {
          t: tenant,
          i: which,
        },
      );
    expect(only(await cancel(id))).toEqual({ issues: [] });
    expect(only(await cancel(id))).toEqual({ issues: [{ code: 'SCHEDULE_UNKNOWN' }] });
    expect(only(await cancel('nonsense'))).toEqual({ issues: [{ code: 'SCHEDULE_UNKNOWN' }] });
    await bringForward(id);
    await new Promise((done) => setTimeout(done, 400));
    expect((await listed(tenant)).version).toBe(1);
    expect(only(await owner.ask(SCHEDULE, { t: tenant, n: 'main', at: soon(9) }))).toMatchObject({ issues: [] });
  });

  it('[PLT-12] is for a time from a minute to a year ahead, and for a draft that means something', async () => {
    const tenant = await bench.makeTenant(template());
    const ask = (name: string, at: number) =>
      owner.ask(SCHEDULE, { t: tenant, n: name, at: new Date(at).toISOString() });
    await owner.ask(SAVE, {
      t: tenant,
      d: documentOf(template([{ id: 'credit', type: 'nonsense' }])),
      r: 0,
      n: 'broken',
    });
    await owner.ask(SAVE, { t: tenant, d: documentOf(template()), r: 0, n: 'far' });
    const codes = async (answer: Promise<TestAnswer>): Promise<readonly string[]> =>
      only<{ readonly issues: readonly { readonly code: string }[] }>(await answer).issues.map(({ code }) => code);
    const day = 86_400_000;
    expect(await codes(ask('far', Date.now() + 59_000))).toEqual(['SCHEDULE_TIME']);
    expect(await codes(ask('far', Date.now() + 366 * day + 5_000))).toEqual(['SCHEDULE_TIME']);
    expect(await codes(ask('none', Date.now() + 120_000))).toEqual(['DRAFT_UNKNOWN']);
    expect((await codes(ask('broken', Date.now() + 120_000))).length).toBeGreaterThan(0);
    expect(await codes(ask('far', Date.now() + 366 * day - 5_000))).toEqual([]);
  });
});
