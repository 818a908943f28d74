import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { pointsBench, type Person, type PointsBench } from '../../test/points-bench.ts';
import { pointsTemplate, SPECIAL, FINISHED } from '../../test/points-template.ts';
import type { Answer } from '../../test/tenant-bench.ts';

let database: TestDatabase;
let bench: PointsBench;
beforeAll(async () => {
  database = await freshDatabase();
  bench = await pointsBench(database.database, pointsTemplate({ awards: [{ ...FINISHED, limits: [] }, SPECIAL] }));
});
afterAll(() => database.drop());

const codes = ({ errors }: Answer): readonly unknown[] => errors.map(({ extensions }) => extensions['code']);
const NOW = new Date('2026-03-04T02:00:00.000Z');

const redeem = (person: Person, reward: string, key: string, qty = 1): Promise<Answer> =>
  person.ask(
    'mutation ($reward: ID!, $key: String!, $qty: Int) { redeemReward(reward: $reward, qty: $qty, idempotencyKey: $key) { id number cost balance } }',
    { reward, key, qty },
    { now: NOW },
  );

const rewardsOf = async (person: Person): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (
    (await person.data('{ pointsRewards { code cost left mine affordable } }', {}, { now: NOW })) as unknown as {
      readonly pointsRewards: readonly Readonly<Record<string, unknown>>[];
    }
  ).pointsRewards;

const gift = (
  person: Person,
  to: Person,
  amount: string,
  key: string,
  more = 'reason: "Stayed late to finish the count"',
) =>
  person.ask(
    `mutation ($to: ID!, $amount: Decimal!, $key: String!) { giveAward(award: "special", to: $to, amount: $amount, ${more}, idempotencyKey: $key) { id state granted reason decisions { approved } } }`,
    { to: to.id, amount, key },
    { now: NOW },
  );

describe('rewards', () => {
  it('[PTS-20] stock and share hold under concurrency, and the wallet pays exactly', async () => {
    await bench.data(
      'mutation { createGift(input: {code: "lamp", name: "Lamp", cost: "5", stock: 7, perPersonMax: 2}) { id } }',
    );
    const people = await Promise.all(Array.from({ length: 6 }, (_, index) => bench.person(`R${String(index)}`)));
    for (const person of people) await bench.finishJob(person, { size: '30' }, { now: NOW });
    const answers = await Promise.all(
      people.flatMap((person) => [1, 2, 3].map((count) => redeem(person, 'lamp', `k${String(count)}`))),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(7);
    const refusals = answers.filter(({ errors }) => errors.length > 0);
    expect(new Set(refusals.flatMap(codes))).toEqual(new Set(['LEDGER_ABOVE_MAXIMUM']));
    const wallets = await Promise.all(people.map((person) => bench.wallet(person, NOW)));
    expect(wallets.reduce((sum, { balance }) => sum + Number(balance), 0)).toBe(6 * 20 - 7 * 5);
    for (const person of people) {
      const lamp = (await rewardsOf(person)).find(({ code }) => code === 'lamp');
      expect(lamp).toMatchObject({ left: 0, mine: 0, affordable: false });
    }
    // What was refused has left no document behind.
    const { redemptionsAggregate } = await bench.data('{ redemptionsAggregate { count } }');
    expect(redemptionsAggregate).toEqual([{ count: 7 }]);
  });

  it('[PTS-22] a share begins anew with the quarter, and holds in each under concurrency', async () => {
    await bench.data(
      'mutation { createGift(input: {code: "leave", name: "Leave", cost: "2", stock: 90, perPersonMax: 1, every: quarter}) { id } }',
    );
    const quinn = await bench.person('Quinn');
    await bench.finishJob(quinn, { size: '30' }, { now: NOW });
    const leave = async (now: Date): Promise<unknown> => {
      const { pointsRewards } = (await quinn.data('{ pointsRewards { code mine } }', {}, { now })) as unknown as {
        readonly pointsRewards: readonly { readonly code: string; readonly mine: number }[];
      };
      return pointsRewards.find(({ code }) => code === 'leave')?.mine;
    };
    const buy = async (now: Date): Promise<number> => {
      const tries = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          quinn.ask(
            'mutation ($key: String!) { redeemReward(reward: "leave", idempotencyKey: $key) { id } }',
            { key: `${now.toISOString()}${String(index)}` },
            { now },
          ),
        ),
      );
      const refusals = tries.filter(({ errors }) => errors.length > 0);
      expect(new Set(refusals.flatMap(codes))).toEqual(new Set(['LEDGER_ABOVE_MAXIMUM']));
      return tries.length - refusals.length;
    };
    // The last and the first minute of two quarters in Shanghai.
    const [last, first] = [new Date('2026-03-31T15:59:00.000Z'), new Date('2026-03-31T16:01:00.000Z')];
    expect(await leave(last)).toBe(1);
    expect(await buy(last)).toBe(1);
    expect(await leave(last)).toBe(0);
    expect(await leave(first)).toBe(1);
    expect(await buy(first)).toBe(1);
    expect(await leave(first)).toBe(0);
    const { redemptions } = await bench.data(
      'query ($by: ID!) { redemptions(where: { person: { id: { eq: $by } } }, orderBy: [{ createdAt: ASC }]) { nodes { id version } } }',
      { variables: { by: quinn.id } },
    );
    const [early] = (redemptions as unknown as { readonly nodes: readonly { id: string; version: number }[] }).nodes;
    // What is given back is free again in the quarter it was taken in, not in the one in course.
    const back = await bench.ask(
      'mutation ($id: ID!, $version: Int!) { giveBackRedemption(id: $id, version: $version) { id } }',
      { variables: { id: early?.id, version: early?.version }, now: first },
    );
    expect(back.errors).toEqual([]);
    expect(await leave(first)).toBe(0);
    expect(await leave(last)).toBe(1);
  });

  it('[PTS-20] a reward that points do not reach is refused, and a key buys once', async () => {
    await bench.data('mutation { createGift(input: {code: "cap", name: "Cap", cost: "5", stock: 50}) { id } }');
    const poor = await bench.person('Poor');
    expect(codes(await redeem(poor, 'cap', 'a'))).toEqual(['LEDGER_BELOW_MINIMUM']);
    expect(codes(await redeem(poor, 'none', 'b'))).toEqual(['POINTS_REWARD_UNKNOWN']);
    const rich = await bench.person('Rich');
    await bench.finishJob(rich, { size: '20' }, { now: NOW });
    const [first, again] = [await redeem(rich, 'cap', 'once', 2), await redeem(rich, 'cap', 'once', 2)];
    expect(first.data).toMatchObject({ redeemReward: { cost: '10', balance: '5' } });
    expect(again.data).toEqual(first.data);
    expect(codes(await redeem(rich, 'cap', 'once', 1))).toEqual(['IDEMPOTENCY_MISMATCH']);
    expect(await bench.wallet(rich, NOW)).toMatchObject({ balance: '5', earned: '15' });
    expect((await rewardsOf(rich)).find(({ code }) => code === 'cap')).toEqual({
      code: 'cap',
      cost: '5',
      left: 48,
      mine: 48,
      affordable: true,
    });
  });

  it('[PTS-11] expired points can be neither seen nor spent, however late they are booked', async () => {
    await bench.data('mutation { createGift(input: {code: "tea", name: "Tea", cost: "1", stock: 50}) { id } }');
    const old = await bench.person('Old');
    await bench.finishJob(old, { size: '4' }, { now: NOW });
    const year = new Date('2027-03-04T02:00:00.001Z');
    expect(await bench.wallet(old, year)).toMatchObject({ balance: '0' });
    const answer = await old.ask(
      'mutation { redeemReward(reward: "tea", idempotencyKey: "tea") { id } }',
      {},
      { now: year },
    );
    expect(codes(answer)).toEqual(['LEDGER_BELOW_MINIMUM']);
  });
});

describe('special awards', () => {
  it('[PTS-14] are given with a reason by those who may, never to oneself, and within the giver’s limit', async () => {
    const chief = await bench.person('Chief', ['chief']);
    const ann = await bench.person('Ann');
    const given = await gift(chief, ann, '30', 'g1');
    expect(given.data).toMatchObject({ giveAward: { state: 'GRANTED', granted: '30' } });
    expect((await gift(chief, ann, '30', 'g1')).data).toEqual(given.data);
    expect(await bench.wallet(ann, NOW)).toMatchObject({ balance: '30', earned: '30' });
    expect(codes(await gift(chief, chief, '0', 'g2', 'reason: " "'))).toEqual([
      'POINTS_TO_SELF',
      'POINTS_REASON_MISSING',
      'POINTS_AMOUNT_INVALID',
    ]);
    expect(codes(await gift(chief, { ...chief, id: chief.id.toUpperCase() }, '1', 'capitals'))).toEqual([
      'POINTS_TO_SELF',
    ]);
    expect(codes(await gift(ann, chief, '1', 'g3'))).toEqual(['POINTS_NOT_A_GIVER']);
    const over = await gift(chief, ann, '21', 'g4');
    expect(over.errors[0]).toMatchObject({
      extensions: { code: 'POINTS_LIMIT_REACHED', params: { left: '20', asked: '21', limit: 'giverMonth' } },
    });
    expect(await bench.wallet(ann, NOW)).toMatchObject({ balance: '30' });
    const { pointsEntries } = await ann.data(
      '{ pointsEntries { nodes { text why { reason giver { name } } } } }',
      {},
      { now: NOW },
    );
    expect(pointsEntries).toMatchObject({
      nodes: [
        {
          text: 'Special award: Stayed late to finish the count',
          why: { reason: 'Stayed late to finish the count', giver: { name: 'Chief' } },
        },
      ],
    });
  });

  it('[PTS-15] wait for their approvals; neither giver nor receiver decides', async () => {
    const asked = await pointsBench(
      database.database,
      pointsTemplate({
        awards: [
          FINISHED,
          {
            ...SPECIAL,
            manual: {
              by: ['chief'],
              approvals: [{ id: 'all', mode: 'all', roles: ['committee'], when: "amount >= dec('10')" }],
            },
          },
        ],
      }),
    );
    const chief = await asked.person('Chief', ['chief', 'committee']);
    const [mia, noa] = [await asked.person('Mia', ['committee']), await asked.person('Noa', ['committee'])];
    const ann = await asked.person('Ann');
    expect((await gift(chief, ann, '9', 'small')).data).toMatchObject({ giveAward: { state: 'GRANTED' } });
    const { data } = await gift(chief, ann, '25', 'big');
    expect(data).toMatchObject({ giveAward: { state: 'WAITING', granted: null } });
    const { id } = (data as unknown as { readonly giveAward: { readonly id: string } }).giveAward;
    const decide = (by: Person) =>
      by.ask('mutation ($id: ID!) { decideGift(id: $id, approve: true) { state mayDecide } }', { id }, { now: NOW });
    expect(codes(await decide(chief))).toEqual(['POINTS_GIFT_NOT_DECIDER']);
    expect(codes(await decide(ann))).toEqual(['POINTS_GIFT_NOT_DECIDER']);
    const { pointsGifts } = await mia.data('{ pointsGifts(state: WAITING) { id mayDecide } }');
    expect(pointsGifts).toEqual([{ id, mayDecide: true }]);
    expect((await decide(mia)).data).toMatchObject({ decideGift: { state: 'WAITING', mayDecide: false } });
    expect(await asked.wallet(ann, NOW)).toMatchObject({ balance: '9' });
    expect((await decide(noa)).data).toMatchObject({ decideGift: { state: 'GRANTED' } });
    expect(await asked.wallet(ann, NOW)).toMatchObject({ balance: '34' });
    expect(codes(await decide(noa))).toEqual(['POINTS_GIFT_ENDED']);
  });
});

describe('rules, leaderboards and budgets', () => {
  it('[PTS-12] budgets go by the titles of their rows where the reader sees them, else by their codes', async () => {
    const template = pointsTemplate();
    const titled = await pointsBench(database.database, {
      ...template,
      entities: (template.entities ?? []).map((entity) =>
        entity.id === 'Programme'
          ? { ...entity, title: 'name', fields: [...entity.fields, { id: 'name', type: 'text' }] }
          : entity,
      ),
    });
    await titled.data(
      'mutation { upsertProgramme(by: { code: "jobs" }, input: { code: "jobs", name: "Good work" }) { id } }',
    );
    const budgetOf = async (ask: (query: string) => Promise<Record<string, never>>): Promise<unknown> => {
      const { pointsRules } = (await ask('{ pointsRules { sentences { topic en } } }')) as unknown as {
        readonly pointsRules: readonly { readonly sentences: readonly { topic: string; en: string }[] }[];
      };
      return pointsRules[0]?.sentences.find(({ topic }) => topic === 'BUDGET')?.en;
    };
    expect(await budgetOf((query) => titled.data(query))).toBe('Paid from the budget: Good work');
    const stranger = await titled.person('Stranger', []);
    expect(await budgetOf((query) => stranger.data(query))).toBe('Paid from the budget: jobs');
  });

  it('[PTS-12] the rules page says everything in both languages, and what is left', async () => {
    const ann = await bench.person('Reader');
    const { pointsRules } = (await ann.data(
      '{ pointsRules { id label sentences { topic en zhCN } limits { text left } } }',
    )) as unknown as { readonly pointsRules: readonly { readonly sentences: readonly object[] }[] };
    expect(pointsRules[0]).toMatchObject({ id: 'finished', label: 'Job finished' });
    const says = pointsRules[0]?.sentences ?? [];
    expect(says).toContainEqual({ topic: 'ON', en: 'Job: step “Finish”', zhCN: '任务：执行“Finish”' });
    expect(says).toContainEqual({
      topic: 'WHEN',
      en: 'Only if: On time and Size is more than 0',
      zhCN: '条件：准时且规模大于 0',
    });
    expect(says).toContainEqual({ topic: 'ONCE', en: 'Once for each: Job', zhCN: '每项仅一次：任务' });
    expect(says).toContainEqual({ topic: 'EXPIRES', en: 'Expires after 12 months', zhCN: '12 个月后过期' });
    expect(says.map((sentence) => (sentence as { readonly topic: string }).topic)).toEqual([
      'ON',
      'TO',
      'WHEN',
      'AMOUNT',
      'ONCE',
      'BUDGET',
      'EXPIRES',
      'CLAWBACK',
      'CLAWBACK',
    ]);
  });

  it('[PTS-13] leaderboards leave out who opted out, and departments count per active member', async () => {
    const company = await pointsBench(
      database.database,
      pointsTemplate({ awards: [{ ...FINISHED, limits: [] }, SPECIAL] }),
    );
    const team = '0198a000-0000-7000-8000-0000000000d1';
    await company.query('insert into @.fw_org (id, name) values ($1, $2)', [team, 'Roofers']);
    const people = await Promise.all(['A', 'B', 'C', 'D'].map((name) => company.person(name, ['member'], [team])));
    for (const [index, person] of people.entries())
      await company.finishJob(person, { size: String(10 * (index + 1)) }, { now: NOW });
    const [a, , , d] = people;
    if (a === undefined || d === undefined) throw new Error('people');
    await d.data('mutation { setLeaderboardOptOut(out: true) }');
    const board = (person: Person, id: string) =>
      person.data(
        'query ($id: ID!) { leaderboard(id: $id) { members optedOut me { rank value } top { rank name value isMe } } }',
        { id },
        { now: NOW },
      );
    expect(await board(a, 'people')).toMatchObject({
      leaderboard: {
        me: { rank: 3, value: '10' },
        top: [
          { rank: 1, name: 'C', value: '20' },
          { rank: 2, name: 'B', value: '15' },
          { rank: 3, name: 'A', value: '10', isMe: true },
        ],
      },
    });
    expect(await board(d, 'people')).toMatchObject({ leaderboard: { optedOut: true, me: null } });
    expect(await board(a, 'teams')).toMatchObject({
      leaderboard: { top: [{ rank: 1, name: 'Roofers', value: '17.5', isMe: true }] },
    });
  });

  it('[PTS-16] a budget is funded and emptied by those who may, never below nothing', async () => {
    const fund = (person: Person, amount: string, key: string): Promise<Answer> =>
      person.ask(
        'mutation ($amount: Decimal!, $key: String!) { fundPoints(award: "special", amount: $amount, reason: "Year end", idempotencyKey: $key) { left } }',
        { amount, key },
      );
    const member = await bench.person('Member');
    expect(codes(await fund(member, '1', 'm'))).toEqual(['POINTS_FUND_FORBIDDEN']);
    const owner = await bench.person('Owner', ['owner']);
    expect(codes(await fund(owner, '0', 'z'))).toEqual(['POINTS_AMOUNT_INVALID']);
    expect(codes(await fund(owner, '-100000', 'o'))).toEqual(['LEDGER_BELOW_MINIMUM']);
    expect((await fund(owner, '-970', 'p')).data).toEqual({ fundPoints: { left: '0' } });
  });
});
