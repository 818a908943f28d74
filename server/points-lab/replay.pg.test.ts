import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { companyLife, seeded, type CompanyLife } from '../test/company-life.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import type { LabPlace, Period } from './lab-place.ts';
import { readLab } from './lab-place.ts';
import type { SimEffect } from './points-book.ts';
import { unitsText } from './points-units.ts';
import { readLedgerEntries } from './read-ledger.ts';
import { runLab, type LabOutcome } from './run-lab.ts';

const SEED = Number(process.env['SEED'] ?? 7);
const STEPS = 260;

let db: TestDatabase;
let life: CompanyLife;
let half: string;

beforeAll(async () => {
  db = await freshDatabase();
  life = await companyLife(db.database, { people: 6 });
  const random = seeded(SEED);
  await life.fund('jobs', '400');
  await life.fund('small', '60.5');
  for (let step = 0; step < STEPS; step += 1) {
    await life.step(random);
    life.pass(random() < 0.1 ? 12 : random());
    if (random() < 0.08) await life.sweep();
    if (random() < 0.03) await life.fund('small', '15.25');
    if (step === STEPS / 2) half = life.now().toISOString();
  }
  life.pass(1);
}, 240_000);
afterAll(() => db.drop());

const place = (): LabPlace => ({ ...life.place, timeZone: 'Asia/Shanghai' });
const START = '2026-03-01T00:00:00.000Z';
const end = (): string => life.now().toISOString();

async function replay(
  period: Period,
): Promise<{ readonly outcome: LabOutcome; readonly effects: readonly SimEffect[] }> {
  const effects: SimEffect[] = [];
  const { model } = life.shape();
  const run = await runLab({
    place: place(),
    live: model,
    sides: [{ rules: model, onEffect: (effect) => effects.push(effect) }],
    templateVersion: life.version(),
    period,
    ledger: 'points',
    mode: 'replay',
    now: end(),
  });
  return { outcome: must(run.ok ? run.value : null, 'an outcome'), effects };
}

/** Balances of points as the ledger has them; zeros left out. */
async function ledgerBalances(): Promise<ReadonlyMap<string, string>> {
  const rows = await life.query<{ readonly place: string; readonly amount: string }>(
    `select book || ' ' || key as place, trim_scale(m0)::text as amount from @.fw_balance where (split_part(book, '.', 1) = 'points' or book ~ '^.limit[.]') and m0 <> 0`,
  );
  return new Map(rows.map(({ place: at, amount }) => [at, amount]));
}

const sorted = (map: ReadonlyMap<string, string>): readonly (readonly [string, string])[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

describe(`replay of a life, seed ${String(SEED)}`, () => {
  it('[LAB-2] what happened is enough to tell: every kind of entry is in this life', async () => {
    const [counts] = await life.query<Record<string, string>>(
      `select count(*) filter (where kind = 'award' and granted > 0) as granted, count(*) filter (where explain->>'cutBy' = 'day') as capped,
         count(*) filter (where explain->>'cutBy' = 'pause') as paused, count(*) filter (where explain->>'cutBy' = 'budget') as unpaid,
         count(*) filter (where kind = 'matured') as matured, count(*) filter (where kind = 'released') as released,
         count(*) filter (where kind = 'clawed') as clawed, count(*) filter (where kind = 'expire') as expired,
         count(*) filter (where kind = 'move' and rule = 'payReward') as redeemed, count(*) filter (where explain ? 'settled') as settled from @.fw_posting`,
    );
    for (const [name, count] of Object.entries(must(counts, 'counts')))
      expect([name, Number(count) > 0]).toEqual([name, true]);
  });

  it('[LAB-2] replaying the live rules gives the ledger, entry by entry', async () => {
    const { effects } = await replay({ from: START, to: end() });
    const mine = effects.flatMap((effect) =>
      effect.kind === 'award'
        ? [
            {
              id: effect.posting.id,
              rule: effect.posting.rule,
              user: effect.posting.user,
              granted: unitsText(effect.granted),
              cutBy: effect.cutBy ?? null,
            },
          ]
        : [],
    );
    const entries = await readLab(place(), (execute) =>
      readLedgerEntries(execute, { from: START, to: end(), ledger: 'points' }),
    );
    expect(mine).toEqual(entries.map(({ id, rule, user, granted, cutBy }) => ({ id, rule, user, granted, cutBy })));
    expect(mine.length).toBeGreaterThan(50);
  });

  it('[LAB-2] and every balance of points, of caps and of budgets', async () => {
    const { outcome } = await replay({ from: START, to: end() });
    const mine = new Map([...outcome.sides[0].book.balances()].map(([at, amount]) => [at, unitsText(amount)] as const));
    expect(sorted(mine)).toEqual(sorted(await ledgerBalances()));
  });

  it('[LAB-3] a replay that begins in the middle takes up the ledger as it stood then', async () => {
    const { outcome, effects } = await replay({ from: half, to: end() });
    const entries = await readLab(place(), (execute) =>
      readLedgerEntries(execute, { from: half, to: end(), ledger: 'points' }),
    );
    expect(
      effects.flatMap((effect) => (effect.kind === 'award' ? [[effect.posting.id, unitsText(effect.granted)]] : [])),
    ).toEqual(entries.map(({ id, granted }) => [id, granted]));
    const mine = new Map([...outcome.sides[0].book.balances()].map(([at, amount]) => [at, unitsText(amount)] as const));
    expect(sorted(mine)).toEqual(sorted(await ledgerBalances()));
  });

  it('[LAB-2] gives the same after a restore, which writes everything in one transaction', async () => {
    const before = await replay({ from: START, to: end() });
    // What a restore leaves of the numbers of transactions: one, its own, for every row.
    await life.query(
      `with events as (update @.fw_event set xid = pg_current_xact_id()) update @.fw_posting set xid = pg_current_xact_id()`,
    );
    const after = await replay({ from: START, to: end() });
    expect(after.effects).toEqual(before.effects);
    expect(after.outcome.sides[0].book.balances()).toEqual(before.outcome.sides[0].book.balances());
  });
});
