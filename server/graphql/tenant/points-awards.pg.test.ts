import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { pointsBench, type Person, type PointsBench } from '../../test/points-bench.ts';
import { FINISHED, pointsTemplate, SPECIAL } from '../../test/points-template.ts';

let database: TestDatabase;
let bench: PointsBench;
beforeAll(async () => {
  database = await freshDatabase();
  bench = await pointsBench(database.database, pointsTemplate());
});
afterAll(() => database.drop());

const START = new Date('2026-03-04T02:00:00.000Z');
const later = (minutes: number): Date => new Date(START.getTime() + minutes * 60_000);

const step = (person: Person, name: string, job: { readonly id: string; readonly version: number }, now: Date) =>
  person.ask(
    `mutation ($id: ID!, $version: Int!) { ${name}Job(id: $id, version: $version) { id version } }`,
    { ...job },
    { now },
  );

interface Why {
  readonly pointsEntries: { readonly nodes: readonly Readonly<Record<string, unknown>>[] };
}

const WHY = `{ pointsEntries { nodes { kind label text balance owed
  why { rule templateVersion asked granted cutBy { kind limit says max left } values { path label value } condition { says value depth } amount { says value depth } expiresAt } } } }`;

describe('points for what people do', () => {
  it('[PTS-1] a finished job earns what the rule says, once', async () => {
    const ann = await bench.person('Ann');
    await bench.finishJob(ann, { size: '3' });
    expect(await bench.wallet(ann)).toEqual({ balance: '6.5', pending: '0', owed: '0', earned: '6.5' });
  });

  it('[PTS-4] a daily cap holds under 16 steps at once, to the point', async () => {
    const ben = await bench.person('Ben');
    const jobs = await Promise.all(
      Array.from({ length: 16 }, async () => {
        const made = (await ben.data('mutation ($input: JobInput!) { createJob(input: $input) { id version } }', {
          input: { name: 'Roof', doer: { id: ben.id }, size: '3' },
        })) as unknown as { readonly createJob: { readonly id: string; readonly version: number } };
        return made.createJob;
      }),
    );
    const answers = await Promise.all(jobs.map((job) => step(ben, 'finish', job, START)));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await bench.wallet(ben, START)).toMatchObject({ balance: '40', earned: '40' });
    const { pointsEntries } = (await ben.data(WHY)) as unknown as Why;
    const granted = pointsEntries.nodes.map(({ why }) => (why as { readonly granted: string }).granted);
    expect(granted.filter((amount) => amount === '6.5')).toHaveLength(6);
    expect(granted.filter((amount) => amount === '1')).toHaveLength(1);
    expect(granted.filter((amount) => amount === '0')).toHaveLength(9);
  });

  it('[PTS-8] every entry says why: rule, version, values, parts, what cut it and what was left', async () => {
    const cem = await bench.person('Cem');
    for (let count = 0; count < 7; count += 1) await bench.finishJob(cem, { size: '3', name: 'Wall' }, { now: START });
    const { pointsEntries } = (await cem.data(WHY, {}, { now: START })) as unknown as Why;
    const [last] = pointsEntries.nodes;
    expect(last).toMatchObject({
      kind: 'AWARD',
      label: 'Job finished',
      text: 'Finished Wall',
      balance: '1',
      why: {
        rule: 'finished',
        templateVersion: bench.version(),
        asked: '6.5',
        granted: '1',
        cutBy: { kind: 'LIMIT', limit: 'day', says: 'At most 40 for each person and day', max: '40', left: '1' },
        expiresAt: '2027-03-04T02:00:00.000Z',
      },
    });
    const why = must(last, 'entry')['why'] as {
      readonly values: readonly object[];
      readonly amount: readonly object[];
      readonly condition: readonly object[];
    };
    expect(why.values).toContainEqual({ path: 'size', label: 'Size', value: '3.000' });
    expect(why.values).toContainEqual({ path: 'doer', label: 'Done by', value: 'Cem' });
    expect(why.amount[0]).toMatchObject({ says: '5 + 0.5 × Size', value: '6.5', depth: 0 });
    expect(why.condition[0]).toMatchObject({ value: 'true', depth: 0 });
    const chinese = (await cem.data(WHY, {}, { now: START, locale: 'zh-CN' })) as unknown as Why;
    expect(chinese.pointsEntries.nodes[0]).toMatchObject({
      label: '完成任务',
      text: '完成 Wall',
      why: { cutBy: { says: '每人每天最多 40' } },
    });
  });

  it('[PTS-23] entries by kind, rule and period; the trend tells each day what was earned, used and left', async () => {
    const eve = await bench.person('Eve');
    const next = later(24 * 60);
    const job = await bench.finishJob(eve, { size: '3' }, { now: START });
    await bench.finishJob(eve, { size: '3' }, { now: next });
    await step(eve, 'cancel', job, next);
    const entries = async (filter: string) =>
      (
        (await eve.data(`{ pointsEntries(${filter}) { nodes { kind } } }`)) as unknown as {
          readonly pointsEntries: { readonly nodes: readonly { readonly kind: string }[] };
        }
      ).pointsEntries.nodes.map(({ kind }) => kind);
    expect(await entries('kind: AWARD')).toEqual(['AWARD', 'AWARD']);
    expect(await entries('kind: TAKEN_BACK')).toEqual(['TAKEN_BACK']);
    expect(await entries('kind: POSTED')).toEqual([]);
    expect(await entries('rule: "special"')).toEqual([]);
    expect(await entries(`rule: "finished", to: "${later(60).toISOString()}"`)).toEqual(['AWARD']);
    expect(await entries(`from: "${next.toISOString()}"`)).toHaveLength(2);
    const trend = (days: number) =>
      eve.ask(`{ pointsTrend(days: ${days}) { day earned used balance } }`, {}, { now: next });
    expect((await trend(3)).data).toEqual({
      pointsTrend: [
        { day: '2026-03-03', earned: '0', used: '0', balance: '0' },
        { day: '2026-03-04', earned: '6.5', used: '0', balance: '6.5' },
        { day: '2026-03-05', earned: '0', used: '0', balance: '6.5' },
      ],
    });
    expect((await trend(1)).data).toMatchObject({ pointsTrend: [{ balance: '6.5' }] });
    expect((await trend(0)).errors).toMatchObject([{ extensions: { code: 'PAGE_SIZE' } }]);
    expect((await trend(733)).errors).toMatchObject([{ extensions: { code: 'PAGE_SIZE' } }]);
  });

  it('[PTS-9] why not: the condition that did not hold, with its parts, in both languages, for thirty days', async () => {
    const dee = await bench.person('Dee');
    const job = await bench.finishJob(dee, { onTime: false }, { now: START });
    const ask = `query ($id: ID!) { whyNotPoints(award: "finished", recordId: $id) { reason text rule label parts { says value } cutBy { kind } } }`;
    const told = async (now: Date, locale: 'en' | 'zh-CN' = 'en') =>
      (
        (await dee.data(ask, { id: job.id }, { now, locale })) as unknown as {
          readonly whyNotPoints: readonly Readonly<Record<string, unknown>>[];
        }
      ).whyNotPoints;
    const [why] = await told(later(5));
    expect(why).toMatchObject({ reason: 'CONDITION', text: 'The condition did not hold.', label: 'Job finished' });
    expect(must(why, 'miss')['parts']).toContainEqual({ says: 'On time', value: 'false' });
    const [chinese] = await told(later(5), 'zh-CN');
    expect(chinese).toMatchObject({ text: '未满足条件。', label: '完成任务' });
    expect(must(chinese, 'miss')['parts']).toContainEqual({ says: '准时', value: 'false' });
    expect(await told(later(31 * 24 * 60))).toMatchObject([{ reason: 'NOT_YET' }]);
    const eve = await bench.person('Eve');
    const others = await eve.data(ask, { id: job.id }, { now: later(5) });
    expect(others).toMatchObject({ whyNotPoints: [{ reason: 'NOT_YET' }] });
  });

  it('[PTS-2] [PTS-6] what was spent before it is taken back is owed, and the next award settles it first', async () => {
    const fay = await bench.person('Fay');
    const job = await bench.finishJob(fay, { size: '10' }, { now: START });
    await bench.data('mutation { createGift(input: {code: "fay", name: "Pen", cost: "8", stock: 5}) { id } }');
    await fay.data('mutation { redeemReward(reward: "fay", idempotencyKey: "f1") { balance } }', {}, { now: later(1) });
    expect(await bench.wallet(fay, later(2))).toMatchObject({ balance: '2', owed: '0' });
    const { errors } = await step(fay, 'cancel', job, later(3));
    expect(errors).toEqual([]);
    expect(await bench.wallet(fay, later(4))).toEqual({ balance: '0', pending: '0', owed: '8', earned: '0' });
    const books = await bench.data(
      'query ($fay: ID!) { own: pointsBalances(where: { user: { id: { eq: $fay } }, amount: { gt: "0" } }) { nodes { account amount } } paid: pointsBalances(where: { account: { eq: budget } }, orderBy: [{ amount: ASC }]) { nodes { programme { code } } } }',
      { variables: { fay: fay.id } },
    );
    expect(books).toEqual({
      own: { nodes: [{ account: 'owed', amount: '8.00' }] },
      paid: { nodes: [{ programme: { code: 'special' } }, { programme: { code: 'jobs' } }] },
    });
    await bench.finishJob(fay, { size: '10' }, { now: later(5) });
    expect(await bench.wallet(fay, later(6))).toEqual({ balance: '2', pending: '0', owed: '0', earned: '10' });
    const again = await step(fay, 'cancel', { ...job, version: job.version + 1 }, later(7));
    expect(again.errors).not.toEqual([]);
  });
});

describe('budgets and pending points', () => {
  it('[PTS-3] a budget is never overdrawn: many at once empty it to the point and no further', async () => {
    const small = await pointsBench(
      database.database,
      pointsTemplate({ awards: [{ ...FINISHED, limits: [] }, SPECIAL] }),
      { finished: '30' },
    );
    const people = await Promise.all(Array.from({ length: 8 }, (_, index) => small.person(`P${String(index)}`)));
    await Promise.all(people.map((person) => small.finishJob(person, { size: '2' })));
    const wallets = await Promise.all(people.map((person) => small.wallet(person)));
    expect(wallets.reduce((sum, { balance }) => sum + Number(balance), 0)).toBe(30);
    const { pointsRules } = (await must(people[0], 'person').data('{ pointsRules { id budgetLeft } }')) as unknown as {
      readonly pointsRules: readonly object[];
    };
    expect(pointsRules).toContainEqual({ id: 'finished', budgetLeft: '0' });
  });

  it('[PTS-5] pending points count when the outcome comes, and go back when it does not', async () => {
    const waiting = await pointsBench(
      database.database,
      pointsTemplate({
        awards: [{ ...FINISHED, pending: { until: { transition: 'close' }, atMost: 'P14D' } }, SPECIAL],
      }),
    );
    const ann = await waiting.person('Ann');
    const job = await waiting.finishJob(ann, { size: '10' }, { now: START });
    expect(await waiting.wallet(ann, later(1))).toMatchObject({ balance: '0', pending: '10', earned: '10' });
    const closed = await step(ann, 'close', job, later(2));
    expect(closed.errors).toEqual([]);
    expect(await waiting.wallet(ann, later(3))).toMatchObject({ balance: '10', pending: '0', earned: '10' });
    const { pointsEntries } = (await ann.data(WHY, {}, { now: later(3) })) as unknown as Why;
    expect(pointsEntries.nodes.map(({ kind }) => kind)).toEqual(['MATURED', 'AWARD']);
    expect(pointsEntries.nodes[0]).toMatchObject({ text: 'What these points waited for has happened.' });
  });
});

describe('other events', () => {
  it('[PTS-1] a change of a named field earns, a step that sets it too, and a repeated request earns nothing more', async () => {
    const { clawback: _clawback, ...rest } = FINISHED;
    const graded = await pointsBench(
      database.database,
      pointsTemplate({
        awards: [
          FINISHED,
          SPECIAL,
          {
            ...rest,
            id: 'noted',
            on: { entity: 'Job', change: 'updated', fields: ['note'] },
            when: 'doc.note != null',
            amount: "dec('2')",
            limits: [],
            explain: { en: 'Noted: {doc.note} ({amount})' },
          },
        ],
      }),
    );
    const ann = await graded.person('Ann');
    const { createJob } = (await ann.data(
      'mutation ($doer: ID!) { createJob(input: {name: "Roof", doer: {id: $doer}}) { id version } }',
      { doer: ann.id },
    )) as unknown as { readonly createJob: { readonly id: string } };
    const change = (version: number, patch: string) =>
      ann.ask(
        `mutation ($id: ID!) { updateJob(id: $id, version: ${String(version)}, patch: {${patch}}, idempotencyKey: "v${String(version)}") { version } }`,
        { id: createJob.id },
      );
    await change(1, 'name: "Wall"');
    expect(await graded.wallet(ann)).toMatchObject({ balance: '0' });
    const answers = await Promise.all([1, 2, 3, 4].map(() => change(2, 'note: "Leaks"')));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await graded.wallet(ann)).toMatchObject({ balance: '2' });
    const { pointsEntries } = await ann.data('{ pointsEntries { nodes { text why { asked granted } } } }');
    expect(pointsEntries).toEqual({ nodes: [{ text: 'Noted: Leaks (2)', why: { asked: '2', granted: '2' } }] });
    await change(3, 'note: "Leaks no more"');
    expect(await graded.wallet(ann)).toMatchObject({ balance: '2' });
    const { whyNotPoints } = await ann.data(
      'query ($id: ID!) { whyNotPoints(award: "noted", recordId: $id) { reason cutBy { kind says } } }',
      { id: createJob.id },
    );
    expect(whyNotPoints).toMatchObject([
      { reason: 'CUT', cutBy: { kind: 'ONCE', says: 'The rule had given for this before.' } },
      { reason: 'GIVEN' },
    ]);
  });

  it('[PTS-9] who has left earns nothing, and it is told', async () => {
    const gone = await bench.person('Gone');
    await bench.query('update @.fw_user set active = false where id = $1', [gone.id]);
    const boss = await bench.person('Boss', ['owner']);
    const job = await bench.finishJob(boss, { doer: { id: gone.id } });
    const { whyNotPoints } = await boss.data(
      'query ($id: ID!) { whyNotPoints(award: "finished", recordId: $id) { reason } }',
      { id: job.id },
    );
    expect(whyNotPoints).toEqual([{ reason: 'INACTIVE' }]);
  });

  it('[PTS-8] the points of others are seen by the committee alone', async () => {
    const [ann, boss] = [await bench.person('Ann'), await bench.person('Boss', ['owner'])];
    await bench.finishJob(ann);
    const ask =
      'query ($user: ID!) { pointsEntries(user: $user, first: 1) { nodes { balance } pageInfo { hasNextPage } } }';
    const eve = await bench.person('Eve');
    const { errors } = await eve.ask(ask, { user: ann.id });
    expect(errors[0]?.extensions['code']).toBe('POINTS_NOT_YOURS');
    expect(await boss.data(ask, { user: ann.id })).toEqual({
      pointsEntries: { nodes: [{ balance: '5.5' }], pageInfo: { hasNextPage: false } },
    });
  });
});
