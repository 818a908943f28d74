import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import { userId } from '../../../schema/core/ids.ts';
import type { Template } from '../../../schema/template/template.ts';
import { addSession, addUser, putMembership } from '../../db/control-people.ts';
import { idOf, listAudit } from '../../db/control-tenants.ts';
import { rolesOfTier } from '../../db/points-tiers.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { jobBench, type JobBench } from '../../test/job-bench.ts';
import { inPointsBench, type Person, type PointsBench } from '../../test/points-bench.ts';
import { FINISHED, pointsTemplate, SPECIAL } from '../../test/points-template.ts';
import { POINTS_FLAG_JOB } from './points-flag-job.ts';
import { POINTS_SIGN_IN_JOB } from './points-sign-in-job.ts';
import { POINTS_TIER_JOB } from './points-tier-job.ts';
import { POINTS_UPKEEP_JOB } from './points-upkeep-job.ts';

let database: TestDatabase;
const open: JobBench[] = [];
beforeAll(async () => {
  database = await freshDatabase();
});
afterEach(async () => {
  for (const jobs of open.splice(0)) await jobs.close();
});
afterAll(() => database.drop());

const UNLIMITED = { ...FINISHED, limits: [] };

async function company(
  template: Template = pointsTemplate({ awards: [UNLIMITED, SPECIAL] }),
): Promise<{ readonly jobs: JobBench; readonly bench: PointsBench }> {
  const jobs = await jobBench(database.database, template, { at: '2026-03-04T02:00:00.000Z' });
  open.push(jobs);
  return { jobs, bench: await inPointsBench(jobs.tenant) };
}

const tierOf = async (person: Person, now: Date) =>
  (
    (await person.data(
      '{ myPoints { tier { id } nextTier { id } toNextTier graceUntil earned } }',
      {},
      { now },
    )) as unknown as {
      readonly myPoints: object;
    }
  ).myPoints;

describe('tiers', () => {
  it('[PTS-10] rise at once, fall after the grace, and grant their roles, audited', async () => {
    const { jobs, bench } = await company();
    const ann = await bench.person('Ann');
    const settle = () => jobs.settle([POINTS_TIER_JOB]);
    await bench.finishJob(ann, { size: '10' }, { now: jobs.clock.now() });
    await settle();
    expect(await tierOf(ann, jobs.clock.now())).toMatchObject({ tier: { id: 'bronze' }, toNextTier: '10' });
    expect(await rolesOfTier(bench.place, ann.id)).toEqual([]);
    await bench.finishJob(ann, { size: '20' }, { now: jobs.clock.now() });
    await settle();
    expect(await tierOf(ann, jobs.clock.now())).toMatchObject({ tier: { id: 'silver' }, nextTier: { id: 'gold' } });
    expect(await rolesOfTier(bench.place, ann.id)).toEqual(['mentor']);
    // A year later nothing of it is in the window; the grace of a month begins with the first look.
    jobs.clock.set('2027-03-05T02:00:00.000Z');
    await settle();
    expect(await tierOf(ann, jobs.clock.now())).toMatchObject({
      tier: { id: 'silver' },
      earned: '0',
      graceUntil: '2027-04-05T02:00:00.000Z',
    });
    jobs.clock.set('2027-04-05T01:59:00.000Z');
    await settle();
    expect(await rolesOfTier(bench.place, ann.id)).toEqual(['mentor']);
    jobs.clock.set('2027-04-06T02:00:00.000Z');
    await settle();
    expect(await tierOf(ann, jobs.clock.now())).toMatchObject({ tier: { id: 'bronze' }, graceUntil: null });
    expect(await rolesOfTier(bench.place, ann.id)).toEqual([]);
    const { pointsTiers } = await ann.data(
      '{ pointsTiers { history { before { id } after { id } rolesAdded rolesRemoved } } }',
      {},
      { now: jobs.clock.now() },
    );
    expect(pointsTiers).toMatchObject({
      history: [
        { before: { id: 'silver' }, after: { id: 'bronze' }, rolesRemoved: ['mentor'] },
        { before: { id: 'bronze' }, after: { id: 'silver' }, rolesAdded: ['mentor'] },
        { before: null, after: { id: 'bronze' } },
      ],
    });
    const audited = await listAudit(jobs.application.control, idOf(bench.tenant), 10);
    expect(audited.filter(({ action }) => action === 'tier.change').map(({ detail }) => detail)).toMatchObject([
      { user: ann.id, rolesRemoved: ['mentor'] },
      { user: ann.id, rolesAdded: ['mentor'] },
    ]);
  });

  it('[PTS-10] what is spent or expired does not lower a tier; what is taken back does', async () => {
    const { jobs, bench } = await company();
    const ben = await bench.person('Ben');
    const now = jobs.clock.now();
    const job = await bench.finishJob(ben, { size: '30' }, { now });
    await bench.data('mutation { createGift(input: {code: "pen", name: "Pen", cost: "15", stock: 5}) { id } }');
    await ben.data('mutation { redeemReward(reward: "pen", idempotencyKey: "p") { id } }', {}, { now });
    expect(await tierOf(ben, now)).toMatchObject({ tier: { id: 'silver' }, earned: '20' });
    await ben.data(
      'mutation ($id: ID!, $version: Int!) { cancelJob(id: $id, version: $version) { id } }',
      { ...job },
      { now },
    );
    expect(await tierOf(ben, now)).toMatchObject({ tier: { id: 'bronze' }, earned: '0' });
  });
});

describe('tiers of another template', () => {
  it('[PTS-10] roles that a tier no longer grants end with the publication, and all with the tiers', async () => {
    const { jobs, bench } = await company();
    const cem = await bench.person('Cem');
    await bench.finishJob(cem, { size: '40' }, { now: jobs.clock.now() });
    await jobs.settle([POINTS_TIER_JOB]);
    expect(await rolesOfTier(bench.place, cem.id)).toEqual(['mentor']);
    const plain = pointsTemplate({ awards: [UNLIMITED, SPECIAL] });
    const levels = (plain.tiers?.levels ?? []).map(({ grants: _grants, ...level }) => level);
    await bench.republish({ ...plain, tiers: { metric: 'earned', levels } });
    await jobs.settle([POINTS_TIER_JOB]);
    expect(await rolesOfTier(bench.place, cem.id)).toEqual([]);
    expect(await tierOf(cem, jobs.clock.now())).toMatchObject({ tier: { id: 'silver' } });
    await bench.republish(plain);
    await jobs.settle([POINTS_TIER_JOB]);
    expect(await rolesOfTier(bench.place, cem.id)).toEqual(['mentor']);
    const { tiers: _tiers, ...without } = plain;
    await bench.republish(without);
    await jobs.settle([POINTS_TIER_JOB]);
    expect(await rolesOfTier(bench.place, cem.id)).toEqual([]);
  });
});

describe('flags', () => {
  interface Flag {
    readonly id: string;
    readonly detector: string;
    readonly text: string;
    readonly state: string;
  }
  const flagsOf = async (person: Person, more = '', locale: 'en' | 'zh-CN' = 'en'): Promise<readonly Flag[]> =>
    (
      (await person.data(`{ pointsFlags${more} { id detector text state } }`, {}, { locale })) as unknown as {
        readonly pointsFlags: readonly Flag[];
      }
    ).pointsFlags;

  it('[PTS-17] are seen by the person, appealed, and decided by the committee; nothing is taken', async () => {
    const { jobs, bench } = await company(
      pointsTemplate({
        awards: [
          UNLIMITED,
          { ...SPECIAL, manual: { by: ['chief'], approvals: [{ id: 'all', mode: 'any', roles: ['committee'] }] } },
        ],
      }),
    );
    const [eve, mia] = [await bench.person('Eve'), await bench.person('Mia', ['committee'])];
    const now = jobs.clock.now();
    for (let count = 0; count < 6; count += 1) {
      const job = await bench.finishJob(eve, {}, { now });
      const cancel = 'mutation ($id: ID!, $version: Int!) { cancelJob(id: $id, version: $version) { id } }';
      if (count > 0) await eve.data(cancel, { ...job }, { now });
    }
    jobs.clock.set('2026-03-04T04:00:00.000Z');
    await jobs.settle([POINTS_FLAG_JOB]);
    const [flag] = await flagsOf(eve);
    expect(flag).toMatchObject({
      detector: 'createCancel',
      state: 'OPEN',
      text: '5 of 6 records made since 2026-02-04 were cancelled or deleted.',
    });
    expect((await flagsOf(eve, '', 'zh-CN'))[0]?.text).toBe('自 2026-02-04 起新建的 6 条记录中有 5 条被取消或删除。');
    expect(await bench.wallet(eve, now)).toMatchObject({ balance: '5.5' });
    jobs.clock.set('2026-03-04T06:00:00.000Z');
    await jobs.settle([POINTS_FLAG_JOB]);
    expect(await flagsOf(eve)).toHaveLength(1);
    const id = must(flag, 'flag').id;
    await eve.data('mutation ($id: ID!) { appealFlag(id: $id, text: "The client changed his mind") { state } }', {
      id,
    });
    expect(await flagsOf(mia)).toEqual([]);
    expect(await flagsOf(mia, '(everybody: true, state: EXPLAINED)')).toMatchObject([{ id, state: 'EXPLAINED' }]);
    const decide = (by: Person) =>
      by.ask('mutation ($id: ID!) { decideFlag(id: $id, state: DISMISSED, comment: "Plausible") { state decision } }', {
        id,
      });
    expect((await decide(eve)).errors[0]?.extensions['code']).toBe('POINTS_NOT_COMMITTEE');
    expect((await decide(mia)).data).toEqual({ decideFlag: { state: 'DISMISSED', decision: 'Plausible' } });
    expect((await decide(mia)).errors[0]?.extensions['code']).toBe('POINTS_FLAG_DECIDED');
  });

  /** A word of thanks that pays out of the budget, as packs have it. */
  function thanking(): Template {
    const base = pointsTemplate({ awards: [UNLIMITED, SPECIAL] });
    return {
      ...base,
      entities: [
        ...(base.entities ?? []),
        {
          id: 'Praise',
          kind: 'document',
          label: { en: 'Praise', 'zh-CN': '表扬' },
          title: 'what',
          fields: [
            { id: 'what', type: 'text' },
            { id: 'to', type: 'user', required: true },
            { id: 'programme', type: 'ref', to: 'Programme', required: true },
          ],
        },
      ],
      workflows: [
        ...(base.workflows ?? []),
        {
          id: 'praiseFlow',
          of: 'Praise',
          initial: 'open',
          states: [{ id: 'open' }, { id: 'granted', class: 'posted' }],
          transitions: [{ id: 'grant', from: ['open'], to: 'granted', post: ['payPraise'] }],
        },
      ],
      postings: [
        ...(base.postings ?? []),
        {
          id: 'payPraise',
          of: 'Praise',
          ledger: 'points',
          entries: [
            { id: 'from', account: 'budget', amount: "dec('-2')", key: { programme: 'doc.programme' } },
            { id: 'into', account: 'wallet', amount: "dec('2')", key: { user: 'doc.to' } },
          ],
        },
      ],
    };
  }

  it('[PTS-18] praise that goes both ways is told; work for each other is not', async () => {
    const { jobs, bench } = await company(thanking());
    const now = jobs.clock.now();
    const roles = ['member', 'owner'];
    const [ann, ben] = [await bench.person('Ann', roles), await bench.person('Ben', roles)];
    const finish = 'mutation ($id: ID!, $version: Int!) { finishJob(id: $id, version: $version) { id } }';
    const make = 'mutation ($input: JobInput!) { createJob(input: $input) { id version } }';
    for (const [by, doer] of [
      [ann, ben],
      [ben, ann],
      [ann, ben],
      [ben, ann],
    ] as const) {
      const made = await by.data(make, { input: { name: 'Roof', doer: { id: doer.id } } }, { now });
      await by.data(finish, { ...(made['createJob'] as unknown as object) }, { now });
    }
    jobs.clock.set('2026-03-04T04:00:00.000Z');
    await jobs.settle([POINTS_FLAG_JOB]);
    expect(await flagsOf(ann)).toEqual([]);
    const thank = async (by: Person, to: Person): Promise<void> => {
      const made = await by.data(
        'mutation ($to: ID!) { createPraise(input: { to: { id: $to }, programme: { code: "jobs" } }) { id version } }',
        { to: to.id },
        { now },
      );
      const grant = 'mutation ($id: ID!, $version: Int!) { grantPraise(id: $id, version: $version) { id } }';
      await bench.data(grant, { variables: { ...(made['createPraise'] as unknown as object) }, now });
    };
    for (const [by, to] of [
      [ann, ben],
      [ben, ann],
      [ann, ben],
      [ben, ann],
    ] as const)
      await thank(by, to);
    jobs.clock.set('2026-03-04T06:00:00.000Z');
    await jobs.settle([POINTS_FLAG_JOB]);
    expect(await flagsOf(ann)).toMatchObject([
      { detector: 'reciprocal', text: '2 awards given to Ben and 2 got back since 2026-02-04.' },
    ]);
    expect(await flagsOf(ben, '', 'zh-CN')).toMatchObject([
      { detector: 'reciprocal', text: '自 2026-02-04 起向 Ann 发放 2 次，并从其获得 2 次。' },
    ]);
  });

  it('[PTS-18] many records for one client are told in the words of the form', async () => {
    const limits = [{ id: 'clientDay', per: ['user', 'client', 'day'], max: '10' }];
    const { jobs, bench } = await company(pointsTemplate({ awards: [{ ...FINISHED, limits }, SPECIAL] }));
    const now = jobs.clock.now();
    await bench.data('mutation { createClient(input: { name: "Wei" }) { id } }');
    const eve = await bench.person('Eve', ['member', 'owner']);
    const make = 'mutation ($input: JobInput!) { createJob(input: $input) { id } }';
    for (let count = 0; count < 5; count += 1)
      await eve.data(make, { input: { name: 'Roof', doer: { id: eve.id }, client: { name: 'Wei' } } }, { now });
    jobs.clock.set('2026-03-04T04:00:00.000Z');
    await jobs.settle([POINTS_FLAG_JOB]);
    expect(await flagsOf(eve, '', 'zh-CN')).toMatchObject([
      { detector: 'splitOrders', text: '2026-03-04 针对同一客户新建了 5 条记录，平时通常不超过 1 条。' },
    ]);
  });
});

describe('sign-in and upkeep', () => {
  it('[PTS-19] the first sign-in of a local day earns, however often the job looks', async () => {
    const { clawback: _clawback, once: _once, ...rest } = UNLIMITED;
    const daily = {
      ...rest,
      id: 'daily',
      on: { event: 'signIn.firstOfDay' },
      to: 'actor.id',
      when: 'true',
      amount: "dec('1')",
      once: ['actor.id', 'today'],
      explain: { en: 'Signed in' },
    };
    const { jobs, bench } = await company(pointsTemplate({ awards: [UNLIMITED, SPECIAL, daily] }));
    const ann = await bench.person('Ann');
    const { control } = jobs.application;
    const added = await addUser(control, {
      id: userId(ann.id),
      email: `${ann.id}@example.com`,
      name: 'Ann',
      passwordHash: null,
    });
    expect(added.ok).toBe(true);
    await putMembership(control, { tenant: idOf(bench.tenant), user: userId(ann.id), roles: ['member'] });
    const signIn = (token: string) =>
      addSession(control, { tokenHash: token, userId: ann.id, expiresAt: new Date(Date.now() + 3_600_000) });
    await signIn('a');
    jobs.clock.set(new Date());
    await jobs.settle([POINTS_SIGN_IN_JOB]);
    await signIn('b');
    jobs.clock.set(new Date());
    await jobs.settle([POINTS_SIGN_IN_JOB]);
    await jobs.settle([POINTS_SIGN_IN_JOB]);
    expect(await bench.wallet(ann, jobs.clock.now())).toMatchObject({ balance: '1' });
  });

  it('[LAB-16] a day of a member who signed in is kept once, also where sign-ins earn nothing', async () => {
    const { jobs, bench } = await company();
    const ann = await bench.person('Ann');
    const { control } = jobs.application;
    const email = `${ann.id}@example.com`;
    await addUser(control, { id: userId(ann.id), email, name: 'Ann', passwordHash: null });
    await putMembership(control, { tenant: idOf(bench.tenant), user: userId(ann.id), roles: ['member'] });
    const signIn = (token: string) =>
      addSession(control, { tokenHash: token, userId: ann.id, expiresAt: new Date(Date.now() + 3_600_000) });
    const look = async () => {
      jobs.clock.set(new Date());
      await jobs.settle([POINTS_SIGN_IN_JOB]);
      return bench.query<{ readonly user_id: string; readonly day: string }>(
        `select user_id, day::text as day from @.fw_sign_in order by day`,
      );
    };
    expect(await look()).toEqual([]);
    await signIn(`a${ann.id}`);
    const [kept, ...more] = await look();
    expect([kept?.user_id, more]).toEqual([ann.id, []]);
    await signIn(`b${ann.id}`);
    const days = new Set((await look()).map(({ day }) => day));
    // Midnight in the tenant may lie between the two.
    expect(days.has(must(kept, 'kept').day) && days.size <= 2).toBe(true);
    const points = await bench.query<{ readonly n: number }>(
      `select count(*)::int as n from @.fw_posting where kind = 'award'`,
    );
    expect(points).toEqual([{ n: 0 }]);
  });

  it('[PTS-12] the rules page tells how a rule has changed; [PTS-9] misses are forgotten after thirty days', async () => {
    const { jobs, bench } = await company();
    const ann = await bench.person('Ann');
    await bench.finishJob(ann, { onTime: false }, { now: jobs.clock.now() });
    await bench.republish(pointsTemplate({ awards: [{ ...UNLIMITED, amount: "dec('9')" }, SPECIAL] }));
    await jobs.settle([POINTS_UPKEEP_JOB]);
    const { pointsRules } = (await ann.data(
      '{ pointsRules { id history { templateVersion sentences { topic en } } } }',
    )) as unknown as { readonly pointsRules: readonly { readonly id: string; readonly history: readonly object[] }[] };
    const history = pointsRules.find(({ id }) => id === 'finished')?.history ?? [];
    expect(history).toMatchObject([{ templateVersion: 2 }, { templateVersion: 1 }]);
    expect(history[0]).toMatchObject({
      sentences: expect.arrayContaining([{ topic: 'AMOUNT', en: 'Points: 9' }]) as unknown,
    });
    expect(pointsRules.find(({ id }) => id === 'special')?.history).toHaveLength(1);
    const misses = () => bench.query<{ readonly count: string }>('select count(*) from @.fw_award_miss');
    expect(await misses()).toEqual([{ count: '1' }]);
    jobs.clock.set('2026-04-04T02:00:00.000Z');
    await jobs.settle([POINTS_UPKEEP_JOB]);
    expect(await misses()).toEqual([{ count: '0' }]);
  });
});
