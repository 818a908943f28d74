import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companyLife, type CompanyLife } from '../test/company-life.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { FINISHED, pointsTemplate } from '../test/points-template.ts';
import type { Ask } from '../test/tenant-bench.ts';

let db: TestDatabase;
let life: CompanyLife;

const FROM = '2026-03-01T00:00:00Z';
const TO = '2026-04-01T00:00:00Z';

/** Jobs of each person, in order: sizes. Everybody's awards are 5 + size / 2. */
const SIZES: readonly (readonly string[])[] = [['2', '4', '6'], ['2'], ['10', '10'], ['1'], ['3'], ['8'], []];

beforeAll(async () => {
  db = await freshDatabase();
  life = await companyLife(db.database, { people: 7, template: pointsTemplate({ awards: [FINISHED] }) });
  await life.fund('jobs', '1000');
  for (const [person, sizes] of SIZES.entries()) {
    for (const size of sizes) {
      const doer = life.people[person]?.id ?? '';
      const { createJob } = await life.data(
        `mutation { createJob(input: { name: "J", client: { name: "Ada" }, doer: { id: "${doer}" }, size: "${size}" }) { id version } }`,
        life.as(6),
      );
      const { id } = createJob as unknown as { readonly id: string };
      await life.data(`mutation { finishJob(id: "${id}", version: 1) { id } }`, life.as(6));
      life.pass(1);
    }
  }
}, 60_000);
afterAll(() => db.drop());

const QUERY = `query ($draft: JSON!, $from: DateTime!, $to: DateTime!, $budget: JSON, $top: Int) {
  pointsWhatIf(draft: $draft, from: $from, to: $to, budget: $budget, top: $top) {
    notes events eventsWithoutSnapshot asOfNow missed
    totals { before after difference } posted giniBefore giniAfter winnersCount losersCount winnersShare
    people { person { name department role } before after difference }
    departments { label people suppressed change { before after } giniBefore }
    roles { id label people suppressed change { before after } }
    winners { person { name } difference } losers { person { name } difference }
    rules { rule entriesBefore pointsBefore entriesAfter askedAfter grantedAfter pointsAfter }
    budgets { label opening left ranOutAt } cuts { rule by count amount }
    samples { rule asked granted cutBy text person { name } condition { says value } amount { source value } }
  }
}`;

type Found = Readonly<Record<string, unknown>>;

async function ask(draft: unknown, more: Readonly<Record<string, unknown>> = {}, as: Ask = {}): Promise<Found> {
  const answer = await life.data(QUERY, { variables: { draft, from: FROM, to: TO, ...more }, now: life.now(), ...as });
  return answer['pointsWhatIf'] as unknown as Found;
}

/** The same award with another amount. */
const DOUBLE = {
  ...FINISHED,
  amount: "dec('10') + doc.size",
  limits: [{ id: 'day', per: ['user', 'day'], max: '25' }],
};

describe('what-if', () => {
  it('[LAB-6] the live rules give what was given: no difference for anybody', async () => {
    const found = await ask([FINISHED]);
    expect(found['totals']).toEqual({ before: '68', after: '68', difference: '0' });
    expect(found['people']).toHaveLength(8);
    for (const { difference } of found['people'] as readonly { readonly difference: string }[])
      expect(difference).toBe('0');
    expect([found['events'], found['eventsWithoutSnapshot'], found['asOfNow']]).toEqual([18, 0, []]);
    expect([found['posted'], found['winnersCount'], found['losersCount']]).toEqual(['68', 0, 0]);
  });

  it('[LAB-5] what the ledger has by rules of another time is told beside, and is no effect of the draft', async () => {
    const more = `update @.fw_posting set granted = granted + $1 where seq = (select min(seq) from @.fw_posting where kind = 'award')`;
    await life.query(more, [7]);
    const same = await ask([FINISHED]);
    expect([same['totals'], same['posted']]).toEqual([{ before: '68', after: '68', difference: '0' }, '75']);
    expect(same['rules']).toMatchObject([{ rule: 'finished', pointsBefore: '68', pointsAfter: '68' }]);
    const changed = await ask([DOUBLE]);
    expect([changed['totals'], changed['posted']]).toEqual([{ before: '68', after: '104', difference: '36' }, '75']);
    await life.query(more, [-7]);
  });

  it('[LAB-6] a draft gives its own points, cut by its own caps, person by person', async () => {
    const found = await ask([DOUBLE]);
    // 12 + 13 (cut from 14) + 0 (cut from 16); 12; 20 + 5 (cut); 11; 13; 18
    expect(found['totals']).toEqual({ before: '68', after: '104', difference: '36' });
    expect(
      (found['people'] as readonly { person: { name: string }; before: string; after: string }[])
        .map(({ person, before, after }) => [person.name, before, after])
        .sort(),
    ).toEqual([
      ['Lin', '0', '0'],
      ['Person 1', '21', '25'],
      ['Person 2', '6', '12'],
      ['Person 3', '20', '25'],
      ['Person 4', '5.5', '11'],
      ['Person 5', '6.5', '13'],
      ['Person 6', '9', '18'],
      ['Person 7', '0', '0'],
    ]);
    expect(found['cuts']).toEqual([{ rule: 'finished', by: 'day', count: 3, amount: '32' }]);
    expect(found['winnersCount']).toBe(6);
    expect(found['winnersShare']).toBe('0.75');
  });

  it('[LAB-6] nothing is posted', async () => {
    const count = async () =>
      (await life.query<{ readonly n: string }>('select count(*) as n from @.fw_posting'))[0]?.n;
    const before = await count();
    await ask([DOUBLE]);
    expect(await count()).toBe(before);
  });

  it('[LAB-7] a budget that is assumed runs out when it does', async () => {
    const found = await ask([{ ...FINISHED, limits: [] }], { budget: [{ of: { programme: 'jobs' }, amount: '20' }] });
    const [budget] = found['budgets'] as readonly { readonly [key: string]: string }[];
    expect(budget).toMatchObject({ label: 'jobs', opening: '20', left: '0' });
    // 6 + 7 + 7 (asked 8): the third job, two hours after the first.
    expect(budget?.['ranOutAt']).toBe('2026-03-02T03:00:00.000Z');
    expect(found['totals']).toMatchObject({ after: '20' });
  });

  it('[LAB-5] groups of fewer than five people are not told', async () => {
    const found = await ask([DOUBLE]);
    const told = (groups: unknown): readonly unknown[] =>
      (groups as readonly Found[]).map(({ label, people, suppressed, change }) => [label, people, suppressed, change]);
    // 3 chiefs, 4 members, and the owner, who has no role of the template.
    expect(told(found['roles'])).toEqual([
      ['Chief', null, true, null],
      ['Member', null, true, null],
      ['', null, true, null],
    ]);
    await life.query(`update @.fw_user set roles = array['member'] where name = 'Lin'`);
    expect(told((await ask([DOUBLE]))['roles'])).toEqual([
      ['Chief', null, true, null],
      ['Member', 5, false, { before: '41.5', after: '68' }],
    ]);
    await life.query(`update @.fw_user set roles = '{}' where name = 'Lin'`);
  });

  it('[LAB-8] samples say why, in the language of the reader', async () => {
    const [sample] = (await ask([DOUBLE], {}, { locale: 'zh-CN' }))['samples'] as readonly Found[];
    expect(sample).toMatchObject({ rule: 'finished', asked: '12', granted: '12', cutBy: null, text: '完成 J' });
    const { amount } = sample as { readonly amount: readonly unknown[] };
    expect(amount[0]).toMatchObject({
      source: "dec('10') + doc.size",
      value: '12',
    });
  });

  it('[LAB-4] what the log did not keep is read as it is now, and said', async () => {
    const found = await ask([{ ...FINISHED, when: "doc.client.name == 'Ada' && doc.onTime && doc.size > 0.0" }]);
    expect(found['asOfNow']).toEqual(['Job.client.name']);
    expect(found['totals']).toMatchObject({ after: '68' });
    expect((found['notes'] as readonly string[]).some((note) => note.includes('Job.client.name'))).toBe(true);
    const none = await ask([{ ...FINISHED, when: "doc.client.name == 'Bo'" }]);
    expect(none['totals']).toMatchObject({ after: '0' });
    expect(none['missed']).toBe(9);
  });

  it('[LAB-1] every mistake of a draft, placed in the draft', async () => {
    const draft = [
      { ...FINISHED, when: 'doc.colour == 1', to: 'doc.nobody' },
      { ...FINISHED, id: 'other', amount: "table('gone', 1)" },
    ];
    const { errors } = await life.ask(QUERY, { variables: { draft, from: FROM, to: TO } });
    expect(errors.map(({ extensions: { path } }) => path)).toEqual(['/draft/0/when', '/draft/0/to', '/draft/1/amount']);
    const whole = await life.ask(QUERY, {
      variables: { draft: { awards: [{ ...FINISHED, unit: 'x' }] }, from: FROM, to: TO },
    });
    expect(whole.errors[0]?.extensions).toMatchObject({ code: 'TEMPLATE_KEY_UNKNOWN', path: '/draft/awards/0/unit' });
    const form = await life.ask(QUERY, { variables: { draft: 'double it', from: FROM, to: TO } });
    expect(form.errors[0]?.extensions).toMatchObject({ code: 'LAB_DRAFT_FORM', path: '/draft' });
  });

  it('[LAB-1] tables of a draft take the place of those in force', async () => {
    const tables = [
      {
        id: 'weight',
        hit: 'unique',
        in: { big: 'bool' },
        out: 'decimal(6,2)',
        rows: [
          [true, '3'],
          [false, '1'],
        ],
      },
    ];
    const found = await ask({
      awards: [{ ...FINISHED, limits: [], amount: "table('weight', doc.size > 5.0)" }],
      tables,
    });
    // Sizes above 5: 6, 10, 10, 8; the other five count 1.
    expect(found['totals']).toMatchObject({ after: '17' });
  });

  it('[LAB-9] periods and budgets that make no sense are refused', async () => {
    const codes = async (variables: Readonly<Record<string, unknown>>): Promise<readonly unknown[]> => {
      const { errors } = await life.ask(QUERY, { variables: { draft: [FINISHED], from: FROM, to: TO, ...variables } });
      return errors.map(({ extensions: { code, path } }) => [code, path]);
    };
    expect(await codes({ from: TO })).toEqual([['LAB_PERIOD_WRONG', '/to']]);
    expect(await codes({ budget: { amount: 5 } })).toEqual([['LAB_BUDGET_FORM', '/budget']]);
    expect(await codes({ budget: [{ of: { programme: 'none' }, amount: '5' }] })).toEqual([
      ['LAB_BUDGET_UNKNOWN', '/budget/0'],
    ]);
    expect(await codes({ draft: [] })).toEqual([['LAB_NO_AWARDS', '/ledger']]);
  });

  it('[LAB-9] only owners and who may change the template can ask', async () => {
    const variables = { draft: [FINISHED], from: FROM, to: TO };
    const short =
      'query ($draft: JSON!, $from: DateTime!, $to: DateTime!) { pointsWhatIf(draft: $draft, from: $from, to: $to) { events } }';
    const member = await life.ask(short, { variables, roles: ['member'] });
    expect(member.errors.map(({ message }) => message).join()).toContain('pointsWhatIf');
    expect((await life.ask(short, { variables, roles: ['template.publish'] })).errors).toEqual([]);
  });
});
