import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { depotBench, type DepotBench, type StockLine } from '../../test/depot-bench.ts';

const SEED = Number(process.env['FORMWORK_SEED'] ?? Math.floor(Math.random() * 2 ** 30));
const RUNS = 4;
const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

interface Posted {
  /** Hours after the start: when it was posted, and when it took effect, which is not later. */
  readonly hour: number;
  readonly late: number;
  readonly lines: readonly StockLine[];
}

/** Whole steps of the last digit as an exact text. */
function text(steps: number, scale: number): string {
  const digits = String(Math.abs(steps)).padStart(scale + 1, '0');
  return `${steps < 0 ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function steps(exact: string): number {
  return Number(exact.replace('.', ''));
}

const line: fc.Arbitrary<StockLine> = fc
  .record({
    item: fc.constantFrom('Bolt', 'Nut'),
    warehouse: fc.constantFrom('Main', 'Side'),
    lot: fc.constantFrom('L1', 'L2', ''),
    onHand: fc.integer({ min: 1, max: 999_999 }),
    value: fc.integer({ min: -9_999, max: 9_999 }),
  })
  .map(({ lot, onHand, value, ...rest }) => ({
    ...rest,
    ...(lot === '' ? {} : { lot }),
    onHand: text(onHand, 4),
    value: text(value, 2),
  }));
const posted: fc.Arbitrary<Posted> = fc.record({
  hour: fc.integer({ min: 0, max: 500 }),
  late: fc.integer({ min: 0, max: 300 }),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
});

/** `Bolt Main L1` → on hand and value, of all that took effect until the hour. */
function balancesAt(postings: readonly Posted[], hour: number): ReadonlyMap<string, string> {
  const sums = new Map<string, readonly [number, number]>();
  for (const { late, lines, hour: at } of postings) {
    if (at - late > hour) continue;
    for (const { item, warehouse, lot, onHand, value = '0.00' } of lines) {
      const key = `${item} ${warehouse} ${lot ?? '-'}`;
      const [a, b] = sums.get(key) ?? [0, 0];
      sums.set(key, [a + steps(onHand), b + steps(value)]);
    }
  }
  return new Map([...sums].map(([key, [a, b]]) => [key, `${text(a, 4)} ${text(b, 2)}`]));
}

interface Shown {
  readonly item: { readonly name: string };
  readonly warehouse: { readonly name: string };
  readonly lot: string | null;
  readonly onHand: string;
  readonly value: string;
}

const ROW = '{ nodes { item { name } warehouse { name } lot onHand value } }';

function shown(nodes: readonly Shown[]): ReadonlyMap<string, string> {
  return new Map(
    nodes.map(({ item, warehouse, lot, onHand, value }) => [
      `${item.name} ${warehouse.name} ${lot ?? '-'}`,
      `${onHand} ${value}`,
    ]),
  );
}

async function nodesOf(depot: DepotBench, query: string): Promise<readonly Shown[]> {
  const data: Readonly<Record<string, { readonly nodes: readonly Shown[] }>> = await depot.data(query);
  return Object.values(data)[0]?.nodes ?? [];
}

describe('balances at a moment', () => {
  it(
    `[LGQ-6] are what an independent count of the movements gives, now and at any moment (seed ${SEED})`,
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(posted, { minLength: 5, maxLength: 25 }),
          fc.array(fc.integer({ min: -300, max: 500 }), { minLength: 6, maxLength: 6 }),
          async (postings, hours) => {
            const depot = await depotBench(database.database);
            const inOrder = [...postings].sort((a, b) => a.hour - b.hour);
            for (const { hour, late, lines } of inOrder) {
              const at = new Date(START + (hour - late) * HOUR).toISOString();
              await depot.post(at, lines, { now: new Date(START + hour * HOUR).toISOString() });
            }
            expect(shown(await nodesOf(depot, `{ stockBalances(first: 100) ${ROW} }`))).toEqual(
              balancesAt(postings, 500),
            );
            for (const hour of hours) {
              const moment = new Date(START + hour * HOUR).toISOString();
              const query = `{ stockBalancesAt(at: "${moment}", first: 100) ${ROW} }`;
              expect(shown(await nodesOf(depot, query))).toEqual(balancesAt(postings, hour));
            }
          },
        ),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
    },
  );
});
