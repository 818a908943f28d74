import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { companyLife, seeded, type CompanyLife } from '../test/company-life.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import type { Ask } from '../test/tenant-bench.ts';

const SEED = 4_711;
let db: TestDatabase;
let life: CompanyLife;
let half: string;
const FROM = '2026-03-01T00:00:00.000Z';
let to: string;

beforeAll(async () => {
  db = await freshDatabase();
  life = await companyLife(db.database, { people: 12 });
  const random = seeded(SEED);
  await life.fund('jobs', '500');
  await life.fund('small', '80');
  for (let step = 0; step < 220; step += 1) {
    await life.step(random);
    life.pass(random() < 0.1 ? 14 : random());
    if (random() < 0.08) await life.sweep();
    if (step === 80) half = life.now().toISOString();
  }
  life.pass(24 * 20);
  to = life.now().toISOString();
}, 240_000);
afterAll(() => db.drop());

interface Row {
  readonly id: string;
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly suppressed: boolean;
  readonly noBaseline: boolean;
  readonly baseline: { readonly value: string | null } | null;
  readonly comparison: { readonly label: string; readonly value: string | null } | null;
  readonly note: string | null;
  readonly label: string;
  readonly definition: string;
  readonly group: { readonly kind: string; readonly id: string | null; readonly label: string } | null;
}

const ARGS = '$from: DateTime!, $to: DateTime!, $baselineFrom: DateTime, $baselineTo: DateTime, $comparison: [ID!]';
const GIVEN = 'from: $from, to: $to, baselineFrom: $baselineFrom, baselineTo: $baselineTo, comparison: $comparison';
const QUERY = `query (${ARGS}) { pointsReport(${GIVEN}) { from to ledger notes baseline { from to } rows {
  block id label definition numerator denominator value unit suppressed noBaseline note
  group { kind id label } baseline { from to value } comparison { label value } } } }`;

async function rowsOf(variables: Readonly<Record<string, unknown>> = {}, ask: Ask = {}): Promise<readonly Row[]> {
  const { pointsReport } = await life.data(QUERY, {
    variables: { from: FROM, to, ...variables },
    now: life.now(),
    ...ask,
  });
  return (pointsReport as unknown as { readonly rows: readonly Row[] }).rows;
}
const one = (rows: readonly Row[], id: string, group: string | null = null): Row =>
  must(
    rows.find((row) => row.id === id && (row.group?.id ?? null) === group && (group !== null || row.group === null)),
    id,
  );

/** A number by plain SQL; the tenant's schema stands for the at sign. */
async function number(sql: string): Promise<number> {
  const [row] = await life.query<{ readonly n: string | null }>(`select (${sql})::text as n`);
  return Number(row?.n ?? Number.NaN);
}

describe(`programme report of a life, seed ${String(SEED)}`, () => {
  it('[LAB-12] the programme in points, as plain SQL has it', async () => {
    const rows = await rowsOf();
    const value = (id: string): number => Number(one(rows, id).value);
    const user = `(select coalesce(sum(m0), 0) from @.fw_balance where book = `;
    expect(value('earned')).toBe(await number(`select sum(granted) from @.fw_posting where kind = 'award'`));
    expect(value('outstanding')).toBeCloseTo(await number(`${user}'points.wallet') + ${user}'points.pending')`), 9);
    expect(value('expired')).toBe(await number(`select m0 from @.fw_balance where book = 'points.breakage'`));
    expect(value('redeemed')).toBe(await number(`select m0 from @.fw_balance where book = 'points.redeemed'`));
    expect(value('pending')).toBe(await number(`select sum(m0) from @.fw_balance where book = 'points.pending'`));
    const budgets = await number(`select sum(m0) from @.fw_balance where book = 'points.budget'`);
    expect(value('budgetBurn')).toBeCloseTo((580 - budgets) / 580, 4);
    const clawed = await number(
      `select sum(a.granted) from @.fw_posting r join @.fw_posting a on a.id = r.reverses where r.kind = 'clawed'`,
    );
    expect([value('clawedBack'), clawed > 0]).toEqual([clawed, true]);
  });

  it('[LAB-12] processing time, first-pass yield and cancellations, from the rows themselves', async () => {
    const rows = await rowsOf();
    const steps = (which: string): string =>
      `(select record_id, min(at) as at from @.fw_event where entity = 'Job' and ${which} group by record_id)`;
    const [made, done, gone] = [
      steps(`kind = 'created'`),
      steps(`transition in ('finish', 'close')`),
      steps(`transition = 'cancel'`),
    ];
    const p90 = await number(
      `select round((percentile_cont(0.9) within group (order by extract(epoch from d.at - m.at)))::numeric / 3600, 2) from ${made} m join ${done} d using (record_id)`,
    );
    expect(Number(one(rows, 'processingP90', 'Job').value)).toBeCloseTo(p90, 2);
    const cancelled = await number(`select count(*) from @.job where state = 'cancelled'`);
    expect(one(rows, 'createCancel', 'Job')).toMatchObject({
      numerator: String(cancelled),
      denominator: String(await number(`select count(*) from @.job`)),
    });
    const kept = await number(
      `select count(*) from ${done} d left join ${gone} g using (record_id) where g.at is null or g.at > d.at + interval '14 days'`,
    );
    expect(one(rows, 'firstPassYield', 'Job')).toMatchObject({ numerator: String(kept) });
    expect(one(rows, 'onTime', 'Job')).toMatchObject({ value: null, note: 'Job has no field dueAt.' });
  });

  it('[LAB-12] activity counts members and working days of the tenant', async () => {
    const rows = await rowsOf();
    const productive = await number(
      `select count(distinct actor) from @.fw_event where transition in ('finish', 'close', 'redeem')`,
    );
    expect(one(rows, 'productiveRate')).toMatchObject({ numerator: String(productive), denominator: '13' });
    const days = await number(
      `select count(*) from (select distinct actor, (at at time zone 'Asia/Shanghai')::date as d from @.fw_event where actor is not null) x where extract(isodow from d) between 1 and 5`,
    );
    expect(one(rows, 'activeRate').numerator).toBe(String(days));
  });

  it('[LAB-16] sign-ins count members and working days; before any was kept there is nothing to count', async () => {
    const note = 'No data: there was nothing to count.';
    expect(one(await rowsOf(), 'signInRate')).toMatchObject({ value: null, numerator: null, note });
    const [ada, ben] = life.people.map(({ id }) => id);
    // Monday and Saturday in the tenant, the same Monday of another, somebody who has left, and a day before.
    const kept = [
      [ada, '2026-03-02'],
      [ada, '2026-03-07'],
      [ben, '2026-03-02'],
      ['00000000-0000-4000-8000-000000000001', '2026-03-03'],
      [ada, '2026-02-27'],
    ];
    for (const [user, day] of kept)
      await life.query(`insert into @.fw_sign_in values ($1, $2::date, $2::date + time '01:00')`, [user, day]);
    const days = await number(
      `select count(*) from generate_series(date '2026-03-01', (timestamptz '${to}' at time zone 'Asia/Shanghai')::date, interval '1 day') d where extract(isodow from d) < 6`,
    );
    const row = one(await rowsOf(), 'signInRate');
    expect(row).toMatchObject({ numerator: '2', denominator: String(days * 13), note: null });
    expect(Number(row.value)).toBeCloseTo(2 / (days * 13), 4);
    expect(one(await rowsOf(), 'activeRate').denominator).toBe(row.denominator);
    await life.query(`delete from @.fw_sign_in`);
  });

  it('[LAB-17] redemptions that a wallet refused are counted in its ledger', async () => {
    const refused = await number(`select count(*) from @.fw_refusal where ledger = 'points'`);
    expect(refused).toBeGreaterThan(0);
    expect(one(await rowsOf(), 'refused', 'points').value).toBe(String(refused));
    const early = await number(`select count(*) from @.fw_refusal where ledger = 'points' and at < '${half}'`);
    const rows = await rowsOf({ from: half, baselineFrom: FROM, baselineTo: half });
    const found = one(rows, 'refused', 'points');
    expect([found.value, found.baseline?.value]).toEqual([String(refused - early), early === 0 ? null : String(early)]);
    expect(
      one(await rowsOf({ comparison: [must(life.people[1]?.departments[0], 'department')] }), 'refused').value,
    ).toBe(null);
  });

  it('[LAB-11] fairness overall and within departments, from each person’s points', async () => {
    const rows = await rowsOf();
    const people = await life.query<{ readonly points: string; readonly org: string | null }>(
      `select u.org_ids[1]::text as org, coalesce((select sum(granted) from @.fw_posting where kind = 'award' and user_id = u.id), 0)
         - coalesce((select sum(a.granted) from @.fw_posting a join @.fw_posting r on r.reverses = a.id where a.user_id = u.id), 0)
         - coalesce((select sum(a.granted) from @.fw_posting a where a.kind = 'award' and a.reservation = 'lapsed' and a.user_id = u.id), 0) as points
       from @.fw_user u where active`,
    );
    const giniOf = (points: readonly number[]): number =>
      points.flatMap((a) => points.map((b) => Math.abs(a - b))).reduce((sum, gap) => sum + gap, 0) /
      (2 * points.length * points.reduce((sum, point) => sum + point, 0));
    const all = people.map(({ points }) => Number(points));
    expect(Number(one(rows, 'gini').value)).toBeCloseTo(giniOf(all), 4);
    expect(one(rows, 'zeroEarners').numerator).toBe(String(all.filter((points) => points <= 0).length));
    const department = must(life.people[0]?.departments[0], 'department');
    const own = people.filter(({ org }) => org === department).map(({ points }) => Number(points));
    expect(own).toHaveLength(6);
    expect(Number(one(rows, 'gini', department).value)).toBeCloseTo(giniOf(own), 4);
    expect(Number(one(rows, 'perHead', department).value)).toBeCloseTo(
      own.reduce((sum, points) => sum + points, 0) / 6,
      2,
    );
  });

  it('[LAB-10] a role of four people is not told, one of five is', async () => {
    const small = await rowsOf();
    expect(
      small
        .filter(({ group }) => group?.id === 'chief')
        .every(
          ({ suppressed, value, numerator, denominator }) =>
            suppressed && value === null && numerator === null && denominator === null,
        ),
    ).toBe(true);
    expect(one(small, 'perHead', 'chief').note).toBe('Fewer than 5 people.');
    await life.query(`update @.fw_user set roles = array['chief'] where name = 'Lin'`);
    expect(one(await rowsOf(), 'perHead', 'chief')).toMatchObject({ suppressed: false, denominator: '5' });
    await life.query(`update @.fw_user set roles = '{}' where name = 'Lin'`);
  });

  it('[LAB-13] without a baseline no figure is made up; with one it is the same figure of that period', async () => {
    const bare = await rowsOf({ from: half });
    expect(bare.every(({ noBaseline, baseline }) => noBaseline && baseline === null)).toBe(true);
    const rows = await rowsOf({ from: half, baselineFrom: FROM, baselineTo: half });
    const before = await rowsOf({ to: half });
    for (const id of ['earned', 'expired', 'gini', 'productiveRate'])
      expect([id, one(rows, id).baseline?.value, one(rows, id).noBaseline]).toEqual([id, one(before, id).value, false]);
    const whole = await rowsOf();
    expect(Number(one(rows, 'earned').value) + Number(one(before, 'earned').value)).toBeCloseTo(
      Number(one(whole, 'earned').value),
      9,
    );
  });

  it('[LAB-13] departments outside the programme stand beside all others', async () => {
    const [inside, outside] = [
      must(life.people[0]?.departments[0], 'one'),
      must(life.people[1]?.departments[0], 'other'),
    ];
    const rows = await rowsOf({ comparison: [outside] });
    expect(one(rows, 'earned').comparison?.label).toBe('Team 2');
    const earned = (team: string): Promise<number> =>
      number(
        `select sum(p.granted) from @.fw_posting p join @.fw_user u on u.id = p.user_id where p.kind = 'award' and u.org_ids[1] = '${team}'`,
      );
    expect(Number(one(rows, 'earned').value)).toBeCloseTo(await earned(inside), 9);
    expect(Number(one(rows, 'earned').comparison?.value)).toBeCloseTo(await earned(outside), 9);
  });

  it('[LAB-14] what the tenant has no data for says so, in the reader’s language', async () => {
    const rows = await rowsOf();
    expect(one(rows, 'survey')).toMatchObject({ value: null, note: 'No data: There is no survey in this company.' });
    expect(one(rows, 'retained')).toMatchObject({ value: null, note: 'The period is shorter than 12 weeks.' });
    const zh = await rowsOf({}, { locale: 'zh-CN' });
    expect(one(zh, 'gini')).toMatchObject({ label: '基尼系数' });
    expect(
      zh.every(({ label, definition }) => /\p{Script=Han}|P90/u.test(label) && /\p{Script=Han}/u.test(definition)),
    ).toBe(true);
  });

  it('[LAB-15] CSV has a line for each row, quoted, and says where there is no baseline', async () => {
    const rows = await rowsOf();
    const { pointsReportCsv } = await life.data(
      `query ($from: DateTime!, $to: DateTime!) { pointsReportCsv(from: $from, to: $to) }`,
      {
        variables: { from: FROM, to },
        now: life.now(),
      },
    );
    const lines = String(pointsReportCsv).trimEnd().split('\r\n');
    expect(lines).toHaveLength(rows.length + 1);
    expect(lines[0]).toContain('block,id,label,group_kind,group,value');
    expect(lines.find((line) => line.includes(',earned,'))).toContain(`${String(one(rows, 'earned').value)},points`);
    expect(lines.slice(1).every((line) => line.includes('no baseline'))).toBe(true);
  });

  it('[LAB-24] is for who may see every entry, and a file of it for who may take every entry away', async () => {
    const csv = `query ($from: DateTime!, $to: DateTime!) { pointsReportCsv(from: $from, to: $to) }`;
    const errorsOf = async (query: string, roles: readonly string[]): Promise<readonly string[]> =>
      (await life.ask(query, { variables: { from: FROM, to }, roles })).errors.map(({ message }) => message);
    expect(await errorsOf(QUERY, ['auditor'])).toEqual([]);
    expect((await errorsOf(csv, ['auditor']))[0]).toContain('Cannot query field');
    expect((await errorsOf(QUERY, ['member']))[0]).toContain('Cannot query field');
  });

  it('[LAB-9] half a baseline, and a period that ends before it begins, are refused', async () => {
    const codes = async (variables: Readonly<Record<string, unknown>>): Promise<readonly unknown[]> =>
      (await life.ask(QUERY, { variables: { from: FROM, to, ...variables } })).errors.map(
        ({ extensions: { code, path } }) => [code, path],
      );
    expect(await codes({ baselineFrom: FROM })).toEqual([['LAB_BASELINE_HALF', '/baselineTo']]);
    expect(await codes({ from: to, to: FROM })).toEqual([['LAB_PERIOD_WRONG', '/to']]);
  });
});
