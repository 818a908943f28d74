import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPglite, type PgliteDatabase } from '../../db/pglite-database.ts';
import { pointsBench, type PointsBench } from '../../test/points-bench.ts';
import { pointsTemplate } from '../../test/points-template.ts';

let folder: string;
let database: PgliteDatabase;
let bench: PointsBench;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-points-'));
  database = await openPglite({ folder });
  bench = await pointsBench(database, pointsTemplate());
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

it('[PTS-1] points are earned, given, spent and explained on the embedded database as well', async () => {
  const [ann, chief] = [await bench.person('Ann'), await bench.person('Chief', ['chief'])];
  const now = new Date('2026-03-04T02:00:00.000Z');
  await bench.finishJob(ann, { size: '10' }, { now });
  await chief.data(
    'mutation ($to: ID!) { giveAward(award: "special", to: $to, amount: "5", reason: "Helped", idempotencyKey: "a") { state } }',
    { to: ann.id },
    { now },
  );
  await bench.data('mutation { createGift(input: {code: "pen", name: "Pen", cost: "12", stock: 1}) { id } }');
  const { redeemReward } = await ann.data(
    'mutation { redeemReward(reward: "pen", idempotencyKey: "r") { cost balance } }',
    {},
    { now },
  );
  expect(redeemReward).toEqual({ cost: '12', balance: '3' });
  const { pointsEntries, pointsRules, leaderboard } = await ann.data(
    '{ pointsEntries { nodes { kind balance } } pointsRules { id budgetLeft } leaderboard(id: "people") { me { rank value } } }',
    {},
    { now },
  );
  expect(pointsEntries).toEqual({
    nodes: [
      { kind: 'POSTED', balance: '-12' },
      { kind: 'AWARD', balance: '5' },
      { kind: 'AWARD', balance: '10' },
    ],
  });
  expect(pointsRules).toEqual([
    { id: 'finished', budgetLeft: '9990' },
    { id: 'special', budgetLeft: '995' },
  ]);
  expect(leaderboard).toEqual({ me: { rank: 1, value: '15' } });
});
