import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { AwardDef } from '../../schema/template/template-rules.ts';
import { addLabRun } from '../db/control-lab.ts';
import { findTenant, idOf } from '../db/control-tenants.ts';
import { FINISHED, pointsTemplate } from '../test/points-template.ts';
import { signedIn, startBench, type ServerBench, type TestAnswer, type TestClient } from '../test/running-server.ts';

let bench: ServerBench;
let owner: TestClient;
let acme: string;
let document: Readonly<Record<string, unknown>>;

const FROM = new Date(Date.now() - 3_600_000).toISOString();
const TO = new Date(Date.now() + 3_600_000).toISOString();
/** What each person finished. */
const SIZES: readonly (readonly string[])[] = [['2', '4'], ['10'], ['1'], ['3'], [], ['8', '8', '8']];
const BUDGET = [{ of: { programme: 'jobs' }, amount: '1000' }];
const DOUBLE: AwardDef = { ...FINISHED, amount: "dec('10') + doc.size" };

function only<T>({ data, errors }: TestAnswer): T {
  expect(errors).toBeUndefined();
  return must(Object.values(data ?? {})[0], 'answer') as T;
}

const INVITE =
  'mutation ($t: String!, $e: String!, $n: String!, $r: [String!]!) { inviteUser(tenant: $t, email: $e, name: $n, roles: $r) { password member { user { id } } issues { code } } }';

async function invite(
  name: string,
  roles: readonly string[],
): Promise<{ readonly client: TestClient; readonly id: string }> {
  const email = `${name}-${Math.random().toString(36).slice(2)}@example.com`;
  const answer = await owner.ask(INVITE, { t: acme, e: email, n: name, r: roles });
  const { password, member } = only<{
    readonly password: string;
    readonly member: { readonly user: { readonly id: string } };
  }>(answer);
  return { client: (await signedIn(bench.url, { email, password })).client, id: member.user.id };
}

beforeAll(async () => {
  bench = await startBench();
  owner = (await signedIn(bench.url, bench.operator)).client;
  acme = await bench.makeTenant(pointsTemplate({ awards: [FINISHED] }));
  const path = `/t/${acme}/graphql`;
  const inTenant = async (query: string, variables = {}): Promise<unknown> => {
    const answer = await owner.ask(query, variables, { path });
    return only(answer);
  };
  await inTenant('mutation { createProgramme(input: { code: "jobs" }) { id } }');
  await inTenant('mutation { createClient(input: { name: "Ada" }) { id } }');
  for (const [index, sizes] of SIZES.entries()) {
    const { id } = await invite(`p${index}`, ['member']);
    for (const size of sizes) {
      const made = (await inTenant(
        `mutation { createJob(input: { name: "J", client: { name: "Ada" }, doer: { id: "${id}" }, size: "${size}" }) { id } }`,
      )) as { readonly id: string };
      await inTenant(`mutation { finishJob(id: "${made.id}", version: 1) { id } }`);
    }
  }
  const inForce = await owner.ask('query ($t: String!) { templateOf(tenant: $t) { document } }', { t: acme });
  document = only<{ readonly document: Readonly<Record<string, unknown>> }>(inForce).document;
});
afterAll(() => bench?.stop());

const CHANGE = 'before after difference';
const SPREAD =
  'spread { before { median lower upper zeroShare topTenth gini } after { median lower upper zeroShare topTenth gini } }';
const RUN = `run { id state done total answer { notes events totals { ${CHANGE} } ${SPREAD} people { person { name } ${CHANGE} } departments { label people suppressed change { after } ${SPREAD} } roles { id people suppressed } winners { person { name } difference } winnersCount rules { rule grantedAfter } budgets { left } samples { rule granted condition amount } } } issues { code path }`;
const START = `mutation ($t: String!, $d: JSONObject, $from: DateTime!, $to: DateTime!, $b: JSON) { startWhatIf(tenant: $t, document: $d, from: $from, to: $to, budget: $b) { ${RUN} } }`;
const POLL = `query ($t: String!, $id: ID!) { whatIfRun(tenant: $t, id: $id) { ${RUN} } }`;

interface Payload {
  readonly run: {
    readonly id: string;
    readonly state: string;
    readonly answer: Readonly<Record<string, unknown>> | null;
  } | null;
  readonly issues: readonly { readonly code: string; readonly path: string }[];
}

const withAwards = (awards: readonly unknown[]): Readonly<Record<string, unknown>> => ({ ...document, awards });

async function whatIf(client: TestClient, awards: readonly unknown[], more: object = {}): Promise<Payload> {
  const started = only<Payload>(
    await client.ask(START, { t: acme, d: withAwards(awards), from: FROM, to: TO, b: BUDGET, ...more }),
  );
  for (let found = started; ;) {
    if (found.run?.state !== 'running') return found;
    await new Promise((done) => setTimeout(done, 100));
    found = only<Payload>(await client.ask(POLL, { t: acme, id: found.run.id }));
  }
}

describe('the points lab on the platform', () => {
  it('[LAB-20] says of a draft what the tenant’s own lab says of its awards', async () => {
    const { run, issues } = await whatIf(owner, [DOUBLE]);
    expect(issues).toEqual([]);
    const theirs = await owner.ask(
      `query ($draft: JSON!, $from: DateTime!, $to: DateTime!, $b: JSON) { pointsWhatIf(draft: $draft, from: $from, to: $to, budget: $b) { notes events totals { ${CHANGE} } people { person { name } ${CHANGE} } winners { person { name } difference } winnersCount rules { rule grantedAfter } budgets { left } } }`,
      { draft: [DOUBLE], from: FROM, to: TO, b: BUDGET },
      { path: `/t/${acme}/graphql` },
    );
    expect(run?.answer).toMatchObject(only<object>(theirs));
    expect(run).toMatchObject({ state: 'done', answer: { totals: { after: '110' } } });
  });

  it('[LAB-21] tells how points are spread, and nothing of fewer than five people', async () => {
    const { run } = await whatIf(owner, [DOUBLE]);
    const answer = must(run?.answer, 'answer');
    // 26, 20, 11, 13, 0, 40 by the cap of a day, and the owner’s 0: in order 0 0 11 13 20 26 40.
    expect(answer['spread']).toMatchObject({
      after: { median: '13', lower: '5.5', upper: '23', zeroShare: '0.2857', topTenth: '0.2545' },
    });
    const roles = answer['roles'] as readonly {
      readonly id: string;
      readonly people: number | null;
      readonly suppressed: boolean;
    }[];
    expect(roles).toEqual(
      expect.arrayContaining([
        { id: 'member', people: 6, suppressed: false },
        { id: 'owner', people: null, suppressed: true },
      ]),
    );
  });

  it('[LAB-20] places what is wrong with the rules in the draft, at once', async () => {
    const wrong = await whatIf(owner, [{ ...DOUBLE, amount: 'doc.nothing + 1' }]);
    expect(wrong.run).toBeNull();
    expect(wrong.issues.length).toBeGreaterThan(0);
    for (const { path } of wrong.issues) expect(path).toMatch(/^\/awards\/0/);
    expect((await whatIf(owner, [])).issues.map(({ code }) => code)).toEqual(['LAB_NO_AWARDS']);
    expect((await whatIf(owner, [DOUBLE], { from: TO, to: FROM })).issues).toEqual([
      { code: 'LAB_PERIOD_WRONG', path: '/to' },
    ]);
  });

  it('[LAB-20] is for designers; values of records are for owners', async () => {
    const member = await invite('none', ['member']);
    expect((await whatIf(member.client, [DOUBLE])).issues.map(({ code }) => code)).toEqual(['FORBIDDEN']);
    const designer = await invite('designer', ['template.publish']);
    const [told, full] = [await whatIf(designer.client, [DOUBLE]), await whatIf(owner, [DOUBLE])];
    const values = ({ run }: Payload): readonly unknown[] => {
      const samples = must(run?.answer, 'answer')['samples'] as readonly {
        readonly amount: readonly { readonly value: unknown }[];
      }[];
      return samples.flatMap(({ amount }) => amount.map(({ value }) => value));
    };
    expect(values(told).length).toBeGreaterThan(0);
    expect(values(told).every((value) => value === null)).toBe(true);
    expect(values(full).some((value) => value !== null)).toBe(true);
  });

  it('[LAB-22] is told as cut short when its process is gone, and unknown when it never was', async () => {
    const { control } = bench.server.application;
    const tenant = idOf(must(await findTenant(control, acme), acme));
    const id = '0190aaaa-0000-7000-8000-000000000001';
    await addLabRun(control, tenant, { id, author: null });
    const poll = async (which: string): Promise<Payload> =>
      only<Payload>(await owner.ask(POLL, { t: acme, id: which }));
    expect((await poll(id)).run?.state).toBe('running');
    await bench.database.database.query({
      text: `update formwork.lab_run set beat_at = now() - interval '31 seconds' where id = $1`,
      params: [id],
    });
    expect(await poll(id)).toMatchObject({
      run: { state: 'failed', answer: null },
      issues: [{ code: 'LAB_RUN_LOST' }],
    });
    expect(await poll('0190aaaa-0000-7000-8000-00000000ffff')).toEqual({
      run: null,
      issues: [{ code: 'LAB_RUN_UNKNOWN', path: '/id' }],
    });
    expect((await poll('nonsense')).issues).toEqual([{ code: 'LAB_RUN_UNKNOWN', path: '/id' }]);
    const elsewhere = await bench.makeTenant(pointsTemplate({ awards: [FINISHED] }));
    const theirs = only<Payload>(await owner.ask(POLL, { t: elsewhere, id }));
    expect(theirs.issues).toEqual([{ code: 'LAB_RUN_UNKNOWN', path: '/id' }]);
  });
});
