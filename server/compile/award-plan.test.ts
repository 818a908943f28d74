import { describe, expect, it } from 'vitest';
import { entityId } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import type { Model } from '../../schema/model/model.ts';
import type { AwardDef } from '../../schema/template/template-rules.ts';
import { FINISHED, pointsTemplate } from '../test/points-template.ts';
import { planAwards, type AwardEvent, type AwardPlan } from './award-plan.ts';

const DOER = '0198a000-0000-7000-8000-00000000000a';
const ACTOR = '0198a000-0000-7000-8000-00000000000b';
const JOB = '0198a000-0000-7000-8000-0000000000f1';
const BUDGET = '0198a000-0000-7000-8000-0000000000b1';

function modelWith(...awards: readonly AwardDef[]): Model {
  const resolved = resolveModel(pointsTemplate({ awards }));
  return must(resolved.ok ? resolved.value : undefined, `model ${resolved.ok ? '' : JSON.stringify(resolved.issues)}`);
}

const DOC = {
  id: JOB,
  version: 2,
  state: 'done',
  name: 'Roof',
  client: { id: '0198a000-0000-7000-8000-0000000000c1', name: 'Ann' },
  doer: DOER,
  size: '2.5',
  onTime: true,
};

function plan(
  model: Model,
  change: { readonly doc?: object; readonly event?: Partial<AwardEvent>; readonly now?: string } = {},
): AwardPlan {
  return planIn(model, change.now ?? '2026-03-04T17:30:00.000Z', {
    happened: { kind: 'transition', transition: 'finish' },
    row: { entity: entityId('Job'), id: JOB, version: 2, doc: { ...DOC, ...change.doc } },
    ...change.event,
  });
}

function planIn(model: Model, now: string, event: AwardEvent): AwardPlan {
  return planAwards(
    {
      model,
      templateVersion: 7,
      evaluation: {
        now,
        timeZone: 'Asia/Shanghai',
        actor: { id: ACTOR, role: 'member', roles: ['member'], departments: [] },
      },
      rowOfCode: (_, code) => (code === 'jobs' ? BUDGET : undefined),
    },
    event,
  );
}

describe('what an event earns', () => {
  it('[PTS-1] condition, person and amount make one posting with its accounts, limits and expiry', () => {
    const { postings, misses } = plan(modelWith(FINISHED));
    expect(misses).toEqual([]);
    expect(postings).toHaveLength(1);
    expect(postings[0]).toMatchObject({
      kind: 'award',
      rule: 'finished',
      user: DOER,
      asked: '6.25',
      once: JSON.stringify([JOB]),
      source: { entity: 'Job', record: JOB, transition: 'finish' },
      budget: { book: 'points.budget', key: { u0: BUDGET } },
      wallet: { book: 'points.wallet', key: { u0: DOER } },
      owed: { book: 'points.owed', key: { u0: DOER } },
      lotExpiresAt: '2027-03-04T17:30:00.000Z',
      limits: [{ id: 'day', key: { u0: DOER, t0: 'day:2026-03-05' }, max: '40' }],
    });
  });

  it('[PTS-1] the same event planned again is the same posting, another version another one', () => {
    const model = modelWith({ ...FINISHED, once: [] });
    const [first, again] = [plan(model), plan(model, { now: '2026-03-04T17:31:00.000Z' })];
    expect(again.postings[0]?.id).toBe(first.postings[0]?.id);
    const later = plan(model, { event: { row: { entity: entityId('Job'), id: JOB, version: 5, doc: DOC } } });
    expect(later.postings[0]?.id).not.toBe(first.postings[0]?.id);
  });

  it('[PTS-3] amounts are cut to the ledger’s digits, never rounded up', () => {
    const model = modelWith({ ...FINISHED, amount: 'doc.size / 3.0' });
    expect(plan(model).postings[0]).toMatchObject({ asked: '0.83' });
    expect(plan(model, { doc: { size: '0.02' } }).misses[0]).toMatchObject({ reason: 'amount' });
    expect(plan(modelWith({ ...FINISHED, amount: "dec('0') - doc.size" })).misses[0]).toMatchObject({
      reason: 'amount',
    });
  });

  it('[PTS-9] a condition that does not hold is told with the value of each part, in both languages', () => {
    const { postings, misses } = plan(modelWith(FINISHED), { doc: { onTime: false } });
    expect(postings).toEqual([]);
    expect(misses[0]).toMatchObject({ rule: 'finished', user: DOER, reason: 'condition' });
    const part = misses[0]?.parts.find(({ field }) => field === 'Job.onTime');
    expect(part).toMatchObject({ value: false, says: { en: 'On time', 'zh-CN': '准时' } });
  });

  it('[PTS-9] nobody to give to, and a budget that names nothing, are told', () => {
    expect(plan(modelWith(FINISHED), { doc: { doer: null } }).misses[0]).toMatchObject({
      reason: 'nobody',
      user: null,
    });
    const elsewhere = modelWith({ ...FINISHED, budget: { programme: 'none' } });
    expect(plan(elsewhere).misses[0]).toMatchObject({ reason: 'budget', user: DOER });
  });

  it('[PTS-8] the entry keeps rule, version, values read, parts and the template’s words', () => {
    const [posting] = plan(modelWith(FINISHED)).postings;
    expect(posting?.kind === 'award' ? posting.explain : null).toMatchObject({
      rule: 'finished',
      label: { en: 'Job finished' },
      templateVersion: 7,
      user: DOER,
      actor: ACTOR,
      asked: '6.25',
      read: { doer: DOER, size: '2.5', onTime: true },
      text: { en: 'Finished Roof', 'zh-CN': '完成 Roof' },
    });
    const amount = posting?.kind === 'award' ? (posting.explain as { amount: readonly object[] }).amount : [];
    expect(amount[0]).toMatchObject({
      depth: 0,
      value: '6.25',
      says: { en: '5 + 0.5 × Size', 'zh-CN': '5 + 0.5 × 规模' },
    });
  });

  it('[PTS-4] limits count per user, week and client; a pause in seconds', () => {
    const limits = [
      { id: 'clientWeek', per: ['user', 'client', 'week'], max: '10' },
      { id: 'pause', per: ['user'], cooldown: 'PT2M' },
    ];
    const [posting] = plan(modelWith({ ...FINISHED, limits })).postings;
    expect(posting).toMatchObject({
      limits: [
        { id: 'clientWeek', key: { u0: DOER, t0: `client:"${DOC.client.id}"|week:2026-03-02` }, max: '10' },
        { id: 'pause', key: { u0: DOER, t0: null }, cooldownSeconds: 120 },
      ],
    });
  });

  it('[PTS-5] pending points mature by the outcome and end at the latest', () => {
    const model = modelWith({ ...FINISHED, pending: { until: { transition: 'close' }, atMost: 'P14D' } });
    expect(plan(model).postings[0]).toMatchObject({
      pending: { book: 'points.pending', key: { u0: DOER }, until: '2026-03-18T17:30:00.000Z' },
    });
    const closed = plan(model, { event: { happened: { kind: 'transition', transition: 'close' } } });
    expect(closed.postings).toMatchObject([{ kind: 'mature', rule: 'finished', record: JOB }]);
  });

  it('[PTS-6] a step that takes back claws back, and earns nothing', () => {
    const { postings } = plan(modelWith(FINISHED), {
      event: { happened: { kind: 'transition', transition: 'cancel' } },
    });
    expect(postings).toMatchObject([{ kind: 'clawback', rule: 'finished', record: JOB, ledger: 'points' }]);
  });

  it('[PTS-1] changes of fields earn when one of those named has changed', () => {
    const model = modelWith({ ...FINISHED, on: { entity: 'Job', change: 'updated', fields: ['note'] }, once: [] });
    const changed = (fields: readonly string[]) =>
      plan(model, { event: { happened: { kind: 'change', change: 'updated', fields } } }).postings.length;
    expect([changed(['note', 'size']), changed(['size'])]).toEqual([1, 0]);
  });

  it('[PTS-1] the first sign-in of a day earns once a day of the tenant', () => {
    const { clawback: _clawback, ...rest } = FINISHED;
    const model = modelWith({
      ...rest,
      id: 'daily',
      on: { event: 'signIn.firstOfDay' },
      to: 'actor.id',
      when: 'true',
      amount: "dec('1')",
      once: ['actor.id', 'today'],
      explain: { en: 'Signed in' },
    });
    const signedIn = (now: string) =>
      planIn(model, now, { happened: { kind: 'event', event: 'signIn.firstOfDay' } }).postings[0];
    expect(signedIn('2026-03-04T15:59:00.000Z')).toMatchObject({
      user: ACTOR,
      once: JSON.stringify([ACTOR, '2026-03-04']),
    });
    expect(signedIn('2026-03-04T16:01:00.000Z')).toMatchObject({ once: JSON.stringify([ACTOR, '2026-03-05']) });
  });
});
