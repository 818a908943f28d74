import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { settleDue } from '../db/ledger-jobs.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { LedgerModelState, type Lot } from '../test/ledger-model.ts';
import { pointsBench, type Person, type PointsBench } from '../test/points-bench.ts';
import { FINISHED, pointsTemplate } from '../test/points-template.ts';
import { codesOf } from '../test/path-company.ts';
import { wholeRuns } from '../test/whole-runs.ts';

/*
 * Points as people meet them: jobs that are finished, closed and cancelled, rewards that are bought and given back, and
 * days that pass, with the jobs of the server running or late. Beside it the model of the ledger, and what the template
 * adds to it: points wait five days for their outcome, a lot lives for nine, there are four mugs.
 */
const PENDING_DAYS = 5;
const LOT_DAYS = 9;
const MUGS = 4;
const MUG_COST = 6;
const CAP = '40';
const DAY_MS = 86_400_000;

let db: TestDatabase;
let bench: PointsBench;
let count = 0;
/** Each run goes on where the one before it ended: one clock for all. */
let today = Date.parse('2026-01-01T09:00:00.000Z');

beforeAll(async () => {
  db = await freshDatabase();
  const award = {
    ...FINISHED,
    limits: [{ id: 'ever', per: ['user'], max: CAP }],
    pending: { until: { transition: 'close' }, atMost: `P${String(PENDING_DAYS)}D` },
    expires: { after: `P${String(LOT_DAYS)}D` },
  };
  bench = await pointsBench(db.database, pointsTemplate({ awards: [award] }), {});
});
afterAll(() => db.drop());

interface Job {
  readonly id: string;
  readonly user: number;
  readonly size: number;
  version: number;
  state: 'open' | 'done' | 'closed' | 'cancelled';
  finishedOn: number;
}

interface Buy {
  readonly id: string;
  readonly user: number;
  version: number;
  state: 'paid' | 'returned';
  readonly parts: readonly (readonly [lot: Lot, amount: number])[];
}

/** The ledger's model, and what jobs and rewards do with it. */
class PointsModel extends LedgerModelState {
  readonly jobs: Job[] = [];
  readonly buys: Buy[] = [];
  mugs = 0;

  override pass(days: number): void {
    super.pass(days);
    for (const job of this.jobs) {
      const award = this.awards.get(job.id);
      if (award?.state !== 'pending' || job.finishedOn + PENDING_DAYS > this.now) continue;
      award.state = 'released';
      this.pending[award.user] = (this.pending[award.user] ?? 0) - award.amount;
      this.budget += award.amount;
    }
  }

  finish(job: Job): boolean {
    if (job.state !== 'open') return false;
    job.state = 'done';
    job.finishedOn = this.now;
    this.award(job.id, job.user, 5 + job.size / 2, { pending: true, days: LOT_DAYS });
    return true;
  }

  close(job: Job): boolean {
    if (job.state !== 'done') return false;
    job.state = 'closed';
    this.mature(job.id, job.finishedOn + LOT_DAYS);
    return true;
  }

  cancel(job: Job): boolean {
    if (job.state !== 'done' && job.state !== 'closed') return false;
    job.state = 'cancelled';
    this.clawback(job.id);
    return true;
  }

  /** What refuses the purchase; what it takes from which lot when nothing does. */
  buy(user: number): { readonly codes: readonly string[]; readonly parts: Buy['parts'] } {
    const codes = [
      ...(this.wallet(user) < MUG_COST ? ['LEDGER_BELOW_MINIMUM'] : []),
      ...(this.mugs >= MUGS ? ['LEDGER_ABOVE_MAXIMUM'] : []),
    ];
    if (codes.length > 0) return { codes, parts: [] };
    const before = (this.lots[user] ?? []).map((lot) => [lot, lot.left] as const);
    this.redeem(user, MUG_COST);
    this.mugs += 1;
    return { codes, parts: before.map(([lot, left]) => [lot, left - lot.left]) };
  }

  giveBack(buy: Buy): boolean {
    if (buy.state !== 'paid') return false;
    buy.state = 'returned';
    this.mugs -= 1;
    for (const [lot, amount] of buy.parts) lot.left += amount;
    // What comes back to a lot that has expired expires again.
    this.pass(0);
    return true;
  }
}

/** What a step on the way must come to. */
function same(found: unknown, expected: unknown): void {
  expect(found).toEqual(expected);
}

/** One run: two people, a reward of its own, and a budget of so many points. */
class World {
  readonly model = new PointsModel();
  private constructor(
    readonly people: readonly Person[],
    readonly gift: string,
  ) {}

  static async open(budget: number): Promise<World> {
    count += 1;
    const gift = `mug-${String(count)}`;
    await bench.data(
      `mutation { createGift(input: { code: "${gift}", name: "Mug", cost: "${String(MUG_COST)}", stock: ${String(MUGS)} }) { id } }`,
    );
    const people = [await bench.person(`A${String(count)}`), await bench.person(`B${String(count)}`)];
    const world = new World(people, gift);
    const left = await world.budget();
    if (budget !== left)
      await bench.data(
        `mutation { fundPoints(award: "finished", amount: "${String(budget - left)}", reason: "Start", idempotencyKey: "fund ${String(count)}") { left } }`,
        { now: new Date(today) },
      );
    world.model.budget = budget;
    return world;
  }

  get more(): { readonly now: Date } {
    return { now: new Date(today) };
  }

  person(user: number): Person {
    return must(this.people[user], 'person');
  }

  async budget(): Promise<number> {
    const [row] = await bench.query<{ readonly m: string }>(
      "SELECT m0::text AS m FROM @.fw_balance WHERE book = 'points.budget'",
    );
    return Number(row?.m ?? '0');
  }

  async begin(user: number, size: number): Promise<void> {
    const { createJob } = await this.person(user).data(
      'mutation ($i: JobInput!) { createJob(input: $i) { id } }',
      { i: { name: 'Roof', doer: { id: this.person(user).id }, size: String(size) } },
      this.more,
    );
    const { id } = createJob as unknown as { readonly id: string };
    this.model.jobs.push({ id, user, size, version: 1, state: 'open', finishedOn: 0 });
  }

  /** Takes a step with a document that is there, and says whether it was taken as the model says. */
  private async step(doc: Job | Buy, mutation: string, isTaken: boolean): Promise<void> {
    const answer = await this.person(doc.user).ask(
      `mutation ($id: ID!, $v: Int!) { ${mutation}(id: $id, version: $v) { id } }`,
      { id: doc.id, v: doc.version },
      this.more,
    );
    same([mutation, ...codesOf(answer)], [mutation, ...(isTaken ? [] : ['TRANSITION_NOT_POSSIBLE'])]);
    if (isTaken) doc.version += 1;
  }

  async job(at: number, step: 'finish' | 'close' | 'cancel'): Promise<void> {
    const job = this.model.jobs[at % Math.max(1, this.model.jobs.length)];
    if (job !== undefined) await this.step(job, `${step}Job`, this.model[step](job));
  }

  async buy(user: number): Promise<void> {
    const { codes, parts } = this.model.buy(user);
    const answer = await this.person(user).ask(
      'mutation ($reward: ID!, $key: String!) { redeemReward(reward: $reward, idempotencyKey: $key) { id } }',
      { reward: this.gift, key: `buy ${String((count += 1))}` },
      this.more,
    );
    same(new Set(codesOf(answer)), new Set(codes));
    const made = answer.data?.['redeemReward'] as { readonly id: string } | null | undefined;
    if (codes.length === 0)
      this.model.buys.push({ id: must(made, 'purchase').id, user, version: 2, state: 'paid', parts });
  }

  async giveBack(at: number): Promise<void> {
    const buy = this.model.buys[at % Math.max(1, this.model.buys.length)];
    if (buy !== undefined) await this.step(buy, 'giveBackRedemption', this.model.giveBack(buy));
  }

  async pass(days: number, isSettled: boolean): Promise<void> {
    today += days * DAY_MS;
    this.model.pass(days);
    if (isSettled) await settle();
  }

  /** What people see is never late; all of it agrees once the jobs have run. */
  async compare(): Promise<void> {
    const { model } = this;
    const wallets = () => Promise.all(this.people.map((person) => bench.wallet(person, new Date(today))));
    const balances = (await wallets()).map(({ balance }) => Number(balance));
    same(balances, [model.wallet(0), model.wallet(1)]);
    await settle();
    const seen = await wallets();
    const found = {
      wallet: seen.map(({ balance }) => Number(balance)),
      pending: seen.map(({ pending }) => Number(pending)),
      owed: seen.map(({ owed }) => Number(owed)),
      budget: await this.budget(),
    };
    same(found, {
      wallet: [model.wallet(0), model.wallet(1)],
      pending: [...model.pending],
      owed: [...model.owed],
      budget: model.budget,
    });
  }
}

async function settle(): Promise<void> {
  while ((await settleDue(bench.place, new Date(today))) > 0);
}

type Command =
  | { readonly do: 'begin'; readonly user: number; readonly size: number }
  | { readonly do: 'finish' | 'close' | 'cancel' | 'giveBack'; readonly at: number }
  | { readonly do: 'buy'; readonly user: number }
  | { readonly do: 'pass'; readonly days: number; readonly isSettled: boolean };

async function run(world: World, command: Command): Promise<void> {
  switch (command.do) {
    case 'begin':
      await world.begin(command.user, command.size);
      return world.job(world.model.jobs.length - 1, 'finish');
    case 'finish':
    case 'close':
    case 'cancel':
      return world.job(command.at, command.do);
    case 'giveBack':
      return world.giveBack(command.at);
    case 'buy':
      return world.buy(command.user);
    case 'pass':
      return world.pass(command.days, command.isSettled);
  }
}

const user = fc.nat(1);
const at = fc.nat(20);
const COMMANDS: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('begin' as const), user, size: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('close' as const), at }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'finish' as const, 'giveBack' as const), at }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('buy' as const), user }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      days: fc.integer({ min: 1, max: 4 }),
      isSettled: fc.boolean(),
    }),
  },
);

describe('points and a model of them', () => {
  const seed = Number(process.env['FORMWORK_SEED'] ?? Date.now() % 2_147_483_647);

  it(
    `[PRF-21] agree on every answer and balance, whenever the jobs run (seed ${String(seed)})`,
    { timeout: 180_000 },
    async () => {
      const { whole, ended } = wholeRuns();
      await fc.assert(
        fc.asyncProperty(
          fc.array(COMMANDS, { minLength: 8, maxLength: 40 }),
          fc.integer({ min: 20, max: 90 }),
          whole(async (commands: readonly Command[], budget: number) => {
            const world = await World.open(budget);
            try {
              for (const command of commands) await run(world, command);
              await world.compare();
            } finally {
              // Nothing of this run comes due in the next.
              await world.pass(PENDING_DAYS + LOT_DAYS + 1, true);
            }
          }),
        ),
        {
          seed,
          numRuns: 500,
          interruptAfterTimeLimit: process.env['FORMWORK_LONG'] === '1' ? 100_000 : 6_000,
          markInterruptAsFailure: false,
        },
      );
      await ended();
      expect((await ledgerVerify(bench.place)).differences).toEqual([]);
    },
  );
});
