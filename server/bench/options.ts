import { parseArgs } from 'node:util';
import type { SystemName, Workload } from './contract.ts';

export const WORKLOADS = ['W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7', 'W8'] as const satisfies readonly Workload[];

/** Letters that the systems go by in the tables. */
export const LETTERS = {
  a: 'sql',
  b: 'postgraphile',
  c: 'directus',
  d: 'usual',
  e: 'formwork',
} as const satisfies Readonly<Record<string, SystemName>>;

/** Orders in the data of the published figures. */
export const ORDERS = 200_000;

export interface BenchOptions {
  readonly systems: readonly SystemName[];
  readonly workloads: readonly Workload[];
  readonly clients: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  readonly out: string;
  /** How many orders there are; all else follows. */
  readonly orders: number;
  /** Formwork's least ratio to hand-written SQL by workload: below it in any cell, the run fails. */
  readonly atLeast: ReadonlyMap<Workload, number>;
}

export const USAGE = `node server/bench/bench.ts [options]
  --systems a,b,d,e     a hand-written SQL (always there), b PostGraphile, c Directus, d the usual stack, e Formwork;
                        c only when it is named: where there is a network, it reports its use to its maker
  --workloads W1,W2     all when left out
  --clients 1,16,64     connections at the same time
  --rounds 3            interleaved rounds
  --seconds 3           measured in each cell
  --out docs/bench      folder of the results
  --orders 200000       orders in the data
  --at-least W1=0.1     fail where Formwork's ratio to hand-written SQL is below this
`;

/** Reads the command line; throws with what is wrong. */
export function readOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      systems: { type: 'string', default: 'a,b,d,e' },
      workloads: { type: 'string', default: WORKLOADS.join(',') },
      clients: { type: 'string', default: '1,16,64' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '3' },
      out: { type: 'string', default: 'docs/bench' },
      'at-least': { type: 'string', default: '' },
      orders: { type: 'string', default: String(ORDERS) },
    },
  });
  const asked = items(values.systems).map(systemOf);
  const workloads = items(values.workloads).map(workloadOf);
  return {
    systems: asked.includes('sql') ? asked : ['sql', ...asked],
    workloads,
    clients: items(values.clients).map((one) => number(one, 'clients')),
    rounds: number(values.rounds, 'rounds'),
    seconds: number(values.seconds, 'seconds'),
    out: values.out,
    orders: number(values.orders, 'orders'),
    atLeast: new Map(items(values['at-least']).map(leastOf)),
  };
}

function items(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function leastOf(text: string): readonly [Workload, number] {
  const [name = '', least = ''] = text.split('=');
  return [workloadOf(name), number(least, `least ratio of ${name}`)];
}

function workloadOf(name: string): Workload {
  const found = WORKLOADS.find((one) => one === name);
  if (found === undefined) throw new Error(`unknown workload ${name}`);
  return found;
}

function systemOf(name: string): SystemName {
  const found = Object.entries(LETTERS).find(([letter, system]) => letter === name || system === name)?.[1];
  if (found === undefined) throw new Error(`unknown system ${name}`);
  return found;
}

function number(text: string, name: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${name} must be above zero`);
  return value;
}
