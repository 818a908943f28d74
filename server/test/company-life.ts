import { randomUUID } from 'node:crypto';
import { userId } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import type { AwardDef } from '../../schema/template/template-rules.ts';
import type { Template } from '../../schema/template/template.ts';
import type { Actor } from '../compile/read-plan.ts';
import type { Database } from '../db/database.ts';
import { putTenantUser } from '../tenancy/provision-tenant.ts';
import { FINISHED, pointsTemplate, SPECIAL } from './points-template.ts';
import { tenantBench, type Ask, type TenantBench } from './tenant-bench.ts';

/** Rules with everything that limits: caps, a cool-down, a budget, pending until the job is closed, claw-back, expiry. */
export const HARD_RULES: readonly AwardDef[] = [
  {
    ...FINISHED,
    limits: [
      { id: 'day', per: ['user', 'day'], max: '14.25' },
      { id: 'client', per: ['user', 'client', 'week'], max: '30' },
    ],
    expires: { after: 'P8D' },
  },
  {
    id: 'opened',
    ledger: 'points',
    on: { entity: 'Job', change: 'created' },
    to: 'actor.id',
    amount: "dec('1.333')",
    limits: [{ id: 'pause', per: ['user'], cooldown: 'PT2H' }],
    budget: { programme: 'small' },
  },
  {
    id: 'closed',
    ledger: 'points',
    on: { entity: 'Job', transition: 'finish' },
    to: 'doc.doer',
    amount: "dec('2') * doc.size",
    once: ['doc.id'],
    budget: { programme: 'small' },
    pending: { until: { transition: 'close' }, atMost: 'P3D' },
    expires: { after: 'P20D', align: 'monthEnd' },
    clawback: { on: ['cancel'], short: 'owed' },
  },
  SPECIAL,
];

/** A company whose people work, spend and take back, with a clock that the test moves. */
export interface CompanyLife extends TenantBench {
  readonly people: readonly Required<Actor>[];
  now: () => Date;
  /** Moves the clock. */
  pass: (hours: number) => void;
  as: (person: number) => Ask;
  /** One random thing that somebody does; refusals are part of life. */
  step: (random: () => number) => Promise<void>;
  fund: (programme: string, amount: string) => Promise<void>;
  /** Posts to the ledger as the server does. */
  post: (postings: readonly unknown[]) => Promise<void>;
  /** What the jobs of the ledger do: pending points go back, lots expire. */
  sweep: () => Promise<void>;
}

const START = Date.parse('2026-03-02T01:00:00.000Z');

/** Opens the company: `count` people in two departments, three clients, three programmes with budgets, one gift. */
export async function companyLife(
  database: Database,
  options: { readonly people: number; readonly template?: Template },
): Promise<CompanyLife> {
  const bench = await tenantBench(database, options.template ?? pointsTemplate({ awards: HARD_RULES }));
  let clock = START;
  const departments = [randomUUID(), randomUUID()];
  for (const [index, id] of departments.entries())
    await bench.query(`insert into @.fw_org (id, name) values ($1, $2)`, [id, `Team ${String(index + 1)}`]);
  const people = await Promise.all(
    Array.from({ length: options.people }, async (_, index): Promise<Required<Actor>> => {
      const id = randomUUID();
      const [name, email] = [`Person ${String(index + 1)}`, `p${String(index + 1)}@example.com`];
      const roles = [index % 3 === 0 ? 'chief' : 'member'];
      await putTenantUser(bench.place, { id: userId(id), name, email, active: true, roles });
      const department = must(departments[index % 2], 'department');
      await bench.query(`update @.fw_user set org_ids = array[$2::uuid] where id = $1`, [id, department]);
      return { id, name, email, role: roles[0] ?? '', roles, departments: [department] };
    }),
  );
  const now = (): Date => new Date(clock);
  const ask = (person: number): Ask => ({
    actor: must(people[person % people.length], 'person'),
    roles: ['owner'],
    now: now(),
  });
  for (const code of ['jobs', 'small', 'special'])
    await bench.data(`mutation { createProgramme(input: { code: "${code}" }) { id } }`, ask(0));
  for (const name of ['Ada', 'Bo', 'Cy'])
    await bench.data(`mutation { createClient(input: { name: "${name}" }) { id } }`, ask(0));
  await bench.data(
    `mutation { createGift(input: { code: "mug", name: "Mug", cost: "6.5", stock: 500, perPersonMax: 100 }) { id } }`,
    ask(0),
  );
  const post: CompanyLife['post'] = async (postings) => {
    const request = { now: now().toISOString(), actor: null, templateVersion: 1, postings };
    const [row] = await bench.query<{ readonly answer: string }>('select @.fw_post($1::jsonb)::text as answer', [
      JSON.stringify(request),
    ]);
    const answer = must(row, 'answer').answer;
    if (!answer.includes('"ok": true')) throw new Error(answer);
  };
  return {
    ...bench,
    people,
    now,
    post,
    pass: (hours) => {
      clock += Math.round(hours * 3_600_000);
    },
    as: ask,
    async fund(programme, amount) {
      const [row] = await bench.query<{ readonly id: string }>(`select id from @.programme where code = $1`, [
        programme,
      ]);
      const key = { u0: must(row, 'programme').id };
      await post([
        {
          kind: 'move',
          id: randomUUID(),
          source: null,
          ledger: 'points',
          rule: 'funding',
          lines: [
            { book: 'points.budget', key, amounts: [amount], bounds: [{ measure: 0, lo: '0', hi: null }] },
            { book: 'points.opening', key: {}, amounts: [`-${amount}`], bounds: [] },
          ],
        },
      ]);
    },
    async sweep() {
      await bench.query(`select @.fw_lapse($1::timestamptz, 1000), @.fw_expire($1::timestamptz, 1000)`, [
        now().toISOString(),
      ]);
    },
    step: (random) => liveOnce(bench, { random, ask, people: people.length }),
  };
}

interface Row {
  readonly id: string;
  readonly version: number;
}

async function liveOnce(
  bench: TenantBench,
  at: { readonly random: () => number; readonly ask: (person: number) => Ask; readonly people: number },
): Promise<void> {
  const { random, ask } = at;
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const who = ask(Math.floor(random() * at.people));
  const rowIn = async (plural: string, states: string): Promise<Row | undefined> => {
    const found = await bench.data(
      `{ ${plural}(where: { state: { in: [${states}] } }, orderBy: [{ createdAt: ASC }, { id: ASC }], first: 200) { nodes { id version } } }`,
      who,
    );
    return pick((found[plural] as unknown as { readonly nodes: readonly Row[] }).nodes);
  };
  const take = async (mutation: string, row: Row | undefined): Promise<void> => {
    if (row !== undefined)
      await bench.ask(`mutation { ${mutation}(id: "${row.id}", version: ${String(row.version)}) { id } }`, who);
  };
  const dice = random();
  if (dice < 0.3) {
    const doer = must(ask(Math.floor(random() * at.people)).actor?.id, 'doer');
    const client = pick(['Ada', 'Bo', 'Cy']) ?? 'Ada';
    const size = (Math.floor(random() * 9000) / 1000).toFixed(3);
    await bench.data(
      `mutation { createJob(input: { name: "J", client: { name: "${client}" }, doer: { id: "${doer}" }, size: "${size}", onTime: ${String(random() < 0.8)} }) { id } }`,
      who,
    );
  } else if (dice < 0.55) await take('finishJob', await rowIn('jobs', 'open'));
  else if (dice < 0.7) await take('closeJob', await rowIn('jobs', 'done'));
  else if (dice < 0.8) await take('cancelJob', await rowIn('jobs', 'done, closed'));
  else if (dice < 0.86) {
    await bench.data(
      `mutation { createRedemption(input: { reward: { code: "mug" }, qty: ${String(1 + Math.floor(random() * 2))} }) { id } }`,
      who,
    );
  } else if (dice < 0.96) await take('redeemRedemption', await rowIn('redemptions', 'asked'));
  else await take('giveBackRedemption', await rowIn('redemptions', 'paid'));
}

/** Random numbers from a seed (mulberry32), so that a failing life can be lived again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
