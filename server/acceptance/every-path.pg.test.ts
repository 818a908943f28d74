import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import {
  ASK_NOTE,
  codesOf,
  docOf,
  fund,
  openCompany,
  STEP_NOTE,
  type Company,
  type Doc,
  type Member,
} from '../test/path-company.ts';

/*
 * Every way into a company with the shipped packs tries to break each invariant. Steps of workflows are where ledgers
 * and awards are written, so the paths are first the ways to take a step; the ways to write rows come after them.
 */

let db: TestDatabase;
let company: Company;
let approver: Member;
beforeAll(async () => {
  db = await freshDatabase();
  company = await openCompany(db.database);
  approver = await company.member('Bea', ['points.admin', 'sales.manager', 'stock.supervisor', 'warehouse', 'sales']);
});
afterAll(async () => {
  await company.close();
  await db.drop();
});

/** What a step on the way must come to. */
function same(found: unknown, expected: unknown): void {
  expect(found).toEqual(expected);
}

/** A step of a workflow as the API names it. */
interface Step {
  readonly entity: string;
  readonly many: string;
  readonly transition: string;
}

const ISSUE: Step = { entity: 'StockIssue', many: 'StockIssues', transition: 'issue' };
const CONFIRM: Step = { entity: 'SalesOrder', many: 'SalesOrders', transition: 'confirm' };
const REDEEM: Step = { entity: 'Redemption', many: 'Redemptions', transition: 'redeem' };
const WIN: Step = { entity: 'Quote', many: 'Quotes', transition: 'win' };

/** What each document's step was refused with; empty where it was taken. */
type Verdicts = readonly (readonly string[])[];

const one = (step: Step, who: Member, doc: Doc, key: string | null = null) =>
  who.ask(
    `mutation ($id: ID!, $version: Int!, $key: String) { ${step.transition}${step.entity}(id: $id, version: $version, idempotencyKey: $key) { id version state } }`,
    { id: doc.id, version: doc.version, key },
  );

const note = (step: Step, who: Member, doc: Doc, text: string): Promise<Doc> =>
  who.made(
    `mutation ($id: ID!, $version: Int!, $note: String) { update${step.entity}(id: $id, version: $version, patch: { note: $note }) { id version state } }`,
    { id: doc.id, version: doc.version, note: text },
  );

async function inTurn<T>(docs: readonly Doc[], work: (doc: Doc) => Promise<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for (const doc of docs) found.push(await work(doc));
  return found;
}

/** The ways to take a step with documents, all by the same member. */
const STEP_PATHS = {
  'a mutation': (step, who, docs) => inTurn(docs, async (doc) => codesOf(await one(step, who, doc))),

  'a bulk mutation': async (step, who, docs) => {
    const answer = await who.ask(
      `mutation ($rows: [RowVersion!]!) { ${step.transition}${step.many}(rows: $rows) { id state } }`,
      { rows: docs.map(({ id, version }) => ({ id, version })) },
    );
    return docs.map(() => codesOf(answer));
  },

  'a key sent twice': (step, who, docs) =>
    inTurn(docs, async (doc) => {
      const key = randomUUID();
      const first = await one(step, who, doc, key);
      const second = await one(step, who, doc, key);
      same(second.text, first.text);
      return codesOf(first);
    }),

  'two connections': async (step, who, docs) =>
    (await Promise.all(docs.map((doc) => one(step, who, doc)))).map(codesOf),

  'the decision of an approval': async (step, who, docs) => {
    const asked: string[] = [];
    for (const doc of docs) {
      await one(step, who, await note(step, who, doc, ASK_NOTE));
      const [row] = await company.query<{ readonly id: string }>(
        "SELECT id::text AS id FROM @.fw_approval WHERE state = 'pending' AND record_id = $1",
        [doc.id],
      );
      asked.push(must(row, 'request').id);
    }
    const found: (readonly string[])[] = [];
    for (const id of asked)
      found.push(
        codesOf(
          await approver.ask('mutation ($id: ID!) { decideApproval(id: $id, decision: APPROVE) { state } }', { id }),
        ),
      );
    return found;
  },

  'a rule of an automation': async (step, who, docs) => {
    for (const doc of docs) await note(step, who, doc, STEP_NOTE);
    await company.settle();
    return inTurn(docs, async ({ id }) => {
      const [run] = await company.query<{ readonly state: string; readonly codes: readonly string[] | null }>(
        `SELECT state, (SELECT array_agg(i->>'code') FROM jsonb_array_elements(issues) i) AS codes FROM @.fw_run WHERE rule = $1 AND record_id = $2`,
        [`${step.transition}${step.entity}`, id],
      );
      const { state, codes } = must(run, 'run');
      same(state, codes === null ? 'done' : 'refused');
      return codes ?? [];
    });
  },
} as const satisfies Record<string, (step: Step, who: Member, docs: readonly Doc[]) => Promise<Verdicts>>;

const PATHS = Object.entries(STEP_PATHS).map(([name, take]) => ({ name, take }));

/** Documents that break an invariant: the first alone, the other two together. */
interface Scene {
  readonly who: Member;
  readonly alone: Doc;
  readonly pair: readonly Doc[];
  /** What the balances are, however many of the pair were taken. */
  readonly held: (taken: number) => Promise<void>;
}

const create = (who: Member, entity: string, input: Readonly<Record<string, unknown>>): Promise<Doc> =>
  who.made(`mutation ($i: ${entity}Input!) { create${entity}(input: $i) { id version state } }`, { i: input });

const MAIN = { code: 'MAIN' };
const DOCS = [2, 1, 1] as const;

async function sceneOf(who: Member, make: (qty: number) => Promise<Doc>, held: Scene['held']): Promise<Scene> {
  const [alone, ...pair] = await inTurn(
    DOCS.map((qty) => ({ id: String(qty), version: qty })),
    ({ version }) => make(version),
  );
  return { who, alone: must(alone, 'document'), pair, held };
}

const idOf = async (table: string, code: string): Promise<string> =>
  must(
    (await company.query<{ readonly id: string }>(`SELECT id::text AS id FROM @.${table} WHERE code = $1`, [code]))[0],
    code,
  ).id;

const INVARIANTS: readonly {
  readonly name: string;
  readonly step: Step;
  readonly code: string;
  readonly scene: () => Promise<Scene>;
}[] = [
  {
    name: 'take more than is in stock',
    step: ISSUE,
    code: 'LEDGER_BELOW_MINIMUM',
    async scene() {
      const [who, item] = [await company.member('Wei'), await company.item('1')];
      const id = await idOf('item', item);
      return sceneOf(
        who,
        (qty) => create(who, 'StockIssue', { warehouse: MAIN, lines: [{ item: { code: item }, qty: String(qty) }] }),
        async (taken) => expect(await company.balance('stock', id)).toBe(String(1 - taken)),
      );
    },
  },
  {
    name: 'reserve more than is available',
    step: CONFIRM,
    code: 'LEDGER_BELOW_MINIMUM',
    async scene() {
      const [who, item, customer] = [await company.member('Sam'), await company.item('1'), await company.customer()];
      const id = await idOf('item', item);
      return sceneOf(
        who,
        (qty) => order(who, customer, item, qty),
        async (taken) => expect(await company.balance('stock', id, 1)).toBe(String(1 - taken)),
      );
    },
  },
  {
    name: 'use more credit than the customer has',
    step: CONFIRM,
    code: 'LEDGER_ABOVE_MAXIMUM',
    async scene() {
      const [who, item, customer] = [
        await company.member('Sue'),
        await company.item('100', '60'),
        await company.customer('100'),
      ];
      const id = await idOf('customer', customer);
      return sceneOf(
        who,
        (qty) => order(who, customer, item, qty),
        async (taken) => expect(await company.balance('credit', id)).toBe(String(60 * taken)),
      );
    },
  },
  {
    name: 'spend more points than there are',
    step: REDEEM,
    code: 'LEDGER_BELOW_MINIMUM',
    async scene() {
      const who = await company.member('Pei');
      await company.give(who, '10');
      const reward = await rewardOf('6', 100);
      return sceneOf(
        who,
        (qty) => create(who, 'Redemption', { reward: { code: reward }, programme: { code: 'special' }, qty }),
        async (taken) => expect(await company.balance('points.wallet', who.id)).toBe(String(10 - 6 * taken)),
      );
    },
  },
  {
    name: 'take more of a reward than there is',
    step: REDEEM,
    code: 'LEDGER_ABOVE_MAXIMUM',
    async scene() {
      const who = await company.member('Ren');
      await company.give(who, '50');
      const reward = await rewardOf('6', 1);
      return sceneOf(
        who,
        (qty) => create(who, 'Redemption', { reward: { code: reward }, programme: { code: 'special' }, qty }),
        async (taken) => expect(await company.balance('points.wallet', who.id)).toBe(String(50 - 6 * taken)),
      );
    },
  },
];

const order = (who: Member, customer: string, item: string, qty: number): Promise<Doc> =>
  create(who, 'SalesOrder', {
    customer: { code: customer },
    warehouse: MAIN,
    lines: [{ item: { code: item }, qty: String(qty) }],
  });

let rewards = 0;
async function rewardOf(cost: string, stock: number): Promise<string> {
  const code = `r-${String(++rewards)}`;
  docOf(
    await company.ask('mutation ($i: RewardInput!) { createReward(input: $i) { id version } }', {
      variables: { i: { code, name: code, cost, stock } },
    }),
  );
  return code;
}

/** How often writes were noted as refused with the code. */
async function noted(code: string): Promise<number> {
  const [row] = await company.query<{ readonly n: number }>(
    'SELECT count(*)::int AS n FROM @.fw_refusal WHERE code = $1',
    [code],
  );
  return must(row, 'count').n;
}

describe.each(PATHS)('by $name', ({ name, take }) => {
  it.each(INVARIANTS)('[PRF-1] [LED-16] nobody can $name, and who tries is noted', async ({ step, code, scene }) => {
    const { who, alone, pair, held } = await scene();
    const before = await noted(code);
    const [first = []] = await take(step, who, [alone]);
    // One for each measure that is out of bounds.
    expect(new Set(first)).toEqual(new Set([code]));
    await held(0);
    const verdicts = await take(step, who, pair);
    const refused = verdicts.filter((codes) => codes.length > 0);
    expect(new Set(refused.flat())).toEqual(new Set([code]));
    // Of a bulk all or none, of the others one.
    expect(refused).toHaveLength(name === 'a bulk mutation' ? 2 : 1);
    await held(2 - refused.length);
    // The first alone, then one of the pair, or the bulk of both.
    expect((await noted(code)) - before).toBe(2);
  });
});

/** Offers that wait for the customer's answer, each to a customer of its own; money to earn for the member. */
async function quotes(who: Member, count: number, total: string): Promise<readonly Doc[]> {
  const item = await company.item('0', total);
  const docs: Doc[] = [];
  for (let index = 0; index < count; index += 1) {
    const customer = await company.customer();
    const draft = await create(who, 'Quote', {
      customer: { code: customer },
      lines: [{ item: { code: item }, qty: '1' }],
    });
    docs.push(
      await who.made(
        'mutation ($id: ID!, $version: Int!) { sendQuote(id: $id, version: $version) { id version state } }',
        { ...draft },
      ),
    );
  }
  return docs;
}

async function granted(rule: string, who: Member): Promise<readonly string[]> {
  const rows = await company.query<{ readonly granted: string }>(
    'SELECT trim_scale(granted)::text AS granted FROM @.fw_posting WHERE rule = $1 AND user_id = $2 ORDER BY granted DESC',
    [rule, who.id],
  );
  return rows.map((row) => row.granted);
}

describe.each(PATHS)('by $name', ({ take }) => {
  it('[PRF-3] an award is earned once, and up to its cap', async () => {
    const who = await company.member('Qin');
    const docs = await quotes(who, 4, '600');
    expect(await take(WIN, who, docs)).toEqual([[], [], [], []]);
    // Nine a day at most.
    expect(await granted('quoteWon', who)).toEqual(['3', '3', '3', '0']);
    const [first] = await company.query<Doc>('SELECT id::text AS id, version, state FROM @.quote WHERE id = $1', [
      docs[0]?.id,
    ]);
    const again = await one(WIN, who, must(first, 'quote'));
    expect(codesOf(again)).toEqual(['TRANSITION_NOT_POSSIBLE']);
    expect(await granted('quoteWon', who)).toHaveLength(4);
  });

  it('[PRF-3] a budget pays what it has and no more', async () => {
    await fund(company, 'small', '4');
    const who = await company.member('Qiu');
    expect(await take(WIN, who, await quotes(who, 3, '6000'))).toEqual([[], [], []]);
    expect(await granted('small', who)).toEqual(['3', '1', '0']);
    expect(await company.balance('points.budget', await idOf('programme', 'small'))).toBe('0');
  });
});

describe('afterwards', () => {
  it('[PRF-6] every ledger of the company adds up', async () => {
    expect((await ledgerVerify(company.tenant.place)).differences).toEqual([]);
  });
});
