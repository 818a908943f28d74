import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwardPosting, PostingRequest } from '../compile/post-request.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { LedgerModelState } from '../test/ledger-model.ts';
import { ledgerBench, move, type LedgerBench } from '../test/ledger-side.ts';
import { wholeRuns } from '../test/whole-runs.ts';

let db: TestDatabase;
let side: LedgerBench;

beforeAll(async () => {
  db = await freshDatabase();
  side = await ledgerBench(db.database);
});
afterAll(() => db.drop());

/** The engine beside the model: own balances for each run, all in one tenant. */
class World {
  readonly model = new LedgerModelState();
  readonly keys = [0, 1, 2].map(() => ({ u0: randomUUID() }));
  readonly users = [0, 1].map(() => randomUUID());
  readonly programme = randomUUID();
  readonly moves: string[] = [];
  readonly reservations: string[] = [];
  readonly awards: string[] = [];
  readonly sent: PostingRequest[] = [];
  /** The day on which the lot of an award expires. */
  readonly lotDays = new Map<string, number>();

  now(): string {
    return new Date(Date.UTC(2026, 0, 1) + this.model.now * 86_400_000).toISOString();
  }
  async ask(posting: PostingRequest): Promise<{ readonly ok: boolean; readonly granted: number }> {
    this.sent.push(posting);
    const answer = await side.post([posting], this.now());
    const granted = answer.ok ? Number(answer.postings[0]?.granted ?? '0') : 0;
    return { ok: answer.ok, granted };
  }
  account(name: string, user?: number): { readonly book: string; readonly key: Readonly<Record<string, string>> } {
    const key = user === undefined ? { t0: this.programme } : { u0: this.users[user] ?? '' };
    return { book: `points.${name}`, key };
  }
  /** All balances, of the engine and of the model. */
  async balances(): Promise<{ readonly found: object; readonly wanted: object }> {
    const { model } = this;
    const read = async ({ book, key }: ReturnType<World['account']>): Promise<number> =>
      Number((await side.balance(book, key))[0]);
    const stock = await Promise.all(this.keys.map((key) => read({ book: 'stock', key })));
    const of = (name: string): Promise<readonly number[]> =>
      Promise.all([0, 1].map((user) => read(this.account(name, user))));
    const found = {
      stock,
      budget: await read(this.account('budget')),
      breakage: await read(this.account('breakage')),
      wallet: await of('wallet'),
      pending: await of('pending'),
      owed: await of('owed'),
    };
    const wanted = {
      stock: model.stock,
      budget: model.budget,
      breakage: model.breakage,
      wallet: [model.wallet(0), model.wallet(1)],
      pending: [...model.pending],
      owed: [...model.owed],
    };
    return { found, wanted };
  }
}

type Step = (world: World) => Promise<void>;
const ZERO = [{ measure: 0, lo: '0', hi: null }];
const source = (record: string) => ({ entity: 'Doc', record });
const pick = (list: readonly string[], at: number): string => list[at % Math.max(1, list.length)] ?? randomUUID();

const moveStep =
  (key: number, amount: number): Step =>
  async (world) => {
    const record = randomUUID();
    const line = { book: 'stock', key: world.keys[key] ?? {}, amounts: [String(amount)], bounds: ZERO };
    const { ok } = await world.ask({ ...move({ lines: [line] }), source: source(record) });
    expect(ok).toBe(world.model.move(record, key, amount));
    if (ok) world.moves.push(record);
  };

const reverseStep =
  (at: number): Step =>
  async (world) => {
    const record = pick(world.moves, at);
    const { ok } = await world.ask({ kind: 'reverse', id: randomUUID(), source: null, record, rules: ['adjust'] });
    expect(ok).toBe(world.model.reverse(record));
  };

const reserveStep =
  (key: number, amount: number, days: number): Step =>
  async (world) => {
    const record = randomUUID();
    const line = { book: 'stock', key: world.keys[key] ?? {}, amounts: [String(-amount)], bounds: ZERO };
    const expiresAt = new Date(Date.parse(world.now()) + days * 86_400_000).toISOString();
    const { ok } = await world.ask({ ...move({ lines: [line] }), rule: 'reserve', source: source(record), expiresAt });
    expect(ok).toBe(world.model.reserve(record, key, amount, days));
    world.reservations.push(record);
  };

const consumeStep =
  (at: number): Step =>
  async (world) => {
    const record = pick(world.reservations, at);
    const { ok } = await world.ask({
      ...move({ ledger: 'stock', lines: [] }),
      rule: 'issue',
      source: source(record),
      consume: 'reserve',
    });
    expect(ok).toBe(world.model.consume(record));
  };

const awardStep =
  (user: number, asked: number, pending: boolean, days: number): Step =>
  async (world) => {
    const record = randomUUID();
    const lotExpiresAt = new Date(Date.parse(world.now()) + days * 86_400_000).toISOString();
    const posting: AwardPosting = {
      kind: 'award',
      id: randomUUID(),
      source: source(record),
      ledger: 'points',
      rule: 'onTime',
      once: record,
      user: world.users[user] ?? '',
      asked: String(asked),
      scale: 0,
      budget: world.account('budget'),
      wallet: world.account('wallet', user),
      owed: world.account('owed', user),
      expireTo: world.account('breakage'),
      ...(pending ? { pending: { ...world.account('pending', user), until: null } } : {}),
      lotExpiresAt,
      limits: [{ id: 'most', key: { u0: world.users[user] ?? '' }, max: '40' }],
      explain: null,
    };
    const { granted } = await world.ask(posting);
    expect(granted).toBe(world.model.award(record, user, asked, { pending, days }));
    world.awards.push(record);
    world.lotDays.set(record, world.model.now + days);
  };

const matureStep =
  (at: number): Step =>
  async (world) => {
    const record = pick(world.awards, at);
    await world.ask({ kind: 'mature', id: randomUUID(), source: null, ledger: 'points', rule: 'onTime', record });
    world.model.mature(record, world.lotDays.get(record) ?? 0);
    world.model.pass(0);
  };

const clawStep =
  (at: number): Step =>
  async (world) => {
    const record = pick(world.awards, at);
    await world.ask({ kind: 'clawback', id: randomUUID(), source: null, ledger: 'points', rule: 'onTime', record });
    world.model.clawback(record);
  };

const redeemStep =
  (user: number, amount: number): Step =>
  async (world) => {
    const lines = [
      {
        ...world.account('wallet', user),
        amounts: [String(-amount)],
        bounds: ZERO,
        consumeLots: 'earliestExpiry' as const,
      },
      { ...world.account('redeemed'), amounts: [String(amount)] },
    ];
    const { ok } = await world.ask({ ...move({ lines }), rule: 'redeem' });
    expect(ok).toBe(world.model.redeem(user, amount));
  };

/** Any request that was sent comes again: nothing happens twice. What was refused may be refused again or not: skipped. */
const replayStep =
  (at: number): Step =>
  async (world) => {
    const posting = world.sent[at % Math.max(1, world.sent.length)];
    if (posting === undefined) return;
    const made = await side.query('SELECT 1 FROM @.fw_posting WHERE id = $1', [posting.id]);
    if (made.length === 0) return;
    const answer = await side.post([posting], world.now());
    expect(answer).toMatchObject({ ok: true, postings: [{ replayed: true }] });
  };

const settle: Step = async (world) => {
  while ((await side.lapse(world.now())) + (await side.expire(world.now())) > 0);
};

/** Days pass; the jobs run only sometimes, and nothing but the moment of the movements may depend on it. */
const passStep =
  (days: number, jobs: boolean): Step =>
  async (world) => {
    world.model.pass(days);
    if (jobs) await settle(world);
  };

const stepOf: fc.Arbitrary<{ readonly name: string; readonly run: Step }> = fc.oneof(
  {
    arbitrary: fc
      .tuple(fc.nat(2), fc.integer({ min: -8, max: 12 }))
      .map(([key, amount]) => ({ name: `move ${key} ${amount}`, run: moveStep(key, amount) })),
    weight: 4,
  },
  { arbitrary: fc.nat(30).map((at) => ({ name: `reverse ${at}`, run: reverseStep(at) })), weight: 2 },
  {
    arbitrary: fc
      .tuple(fc.nat(2), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }))
      .map(([key, amount, days]) => ({
        name: `reserve ${key} ${amount} ${days}`,
        run: reserveStep(key, amount, days),
      })),
    weight: 3,
  },
  { arbitrary: fc.nat(30).map((at) => ({ name: `consume ${at}`, run: consumeStep(at) })), weight: 3 },
  {
    arbitrary: fc
      .tuple(fc.nat(1), fc.integer({ min: 0, max: 12 }), fc.boolean(), fc.integer({ min: 1, max: 9 }))
      .map(([user, asked, pending, days]) => ({
        name: `award ${user} ${asked} ${String(pending)} ${days}`,
        run: awardStep(user, asked, pending, days),
      })),
    weight: 4,
  },
  { arbitrary: fc.nat(30).map((at) => ({ name: `mature ${at}`, run: matureStep(at) })), weight: 2 },
  { arbitrary: fc.nat(30).map((at) => ({ name: `claw ${at}`, run: clawStep(at) })), weight: 2 },
  {
    arbitrary: fc
      .tuple(fc.nat(1), fc.integer({ min: 1, max: 9 }))
      .map(([user, amount]) => ({ name: `redeem ${user} ${amount}`, run: redeemStep(user, amount) })),
    weight: 3,
  },
  { arbitrary: fc.nat(60).map((at) => ({ name: `replay ${at}`, run: replayStep(at) })), weight: 1 },
  {
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.boolean())
      .map(([days, jobs]) => ({ name: `pass ${days} ${String(jobs)}`, run: passStep(days, jobs) })),
    weight: 2,
  },
);

describe('the engine and a model in memory', () => {
  const seed = Number(process.env['FORMWORK_SEED'] ?? Date.now() % 2_147_483_647);

  it(`[LED-45] agree on every answer and balance (seed ${String(seed)})`, { timeout: 120_000 }, async () => {
    const { whole, ended } = wholeRuns();
    const steps = fc.array(stepOf, { minLength: 20, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        steps,
        whole(async (taken: readonly { readonly run: Step }[]) => {
          const world = new World();
          world.model.budget = 60;
          const fund = [
            { ...world.account('budget'), amounts: ['60'], bounds: ZERO },
            { book: 'points.opening', key: {}, amounts: ['-60'] },
          ];
          await side.post([move({ lines: fund })], world.now());
          for (const { run } of taken) await run(world);
          await settle(world);
          const { found, wanted } = await world.balances();
          expect(found).toEqual(wanted);
        }),
      ),
      {
        seed,
        numRuns: 1_000,
        interruptAfterTimeLimit: process.env['FORMWORK_LONG'] === '1' ? 80_000 : 6_000,
        markInterruptAsFailure: false,
      },
    );
    await ended();
    const verification = await ledgerVerify(side.place);
    expect(verification.differences).toEqual([]);
  });
});
