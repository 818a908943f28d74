import type { SystemName, Workload } from './contract.ts';
import type { MeasuredCell } from './rounds.ts';

/** A system in a workload with so many clients, over all rounds; ratios are to hand-written SQL in the same round. */
export interface Summary {
  readonly system: SystemName;
  readonly workload: Workload;
  readonly clients: number;
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly serverCpuUs: number | undefined;
  readonly databaseCpuUs: number | undefined;
  /** Medians, and the least and the most of any round. */
  readonly ratio: Spread | undefined;
  /** CPU of server and PostgreSQL together for each answer. */
  readonly cpuRatio: Spread | undefined;
  readonly failure?: string;
}

export interface Spread {
  readonly middle: number;
  readonly least: number;
  readonly most: number;
}

/** One summary for each system, workload and number of clients that was measured. */
export function summarise(cells: readonly MeasuredCell[]): readonly Summary[] {
  const groups = new Map<string, MeasuredCell[]>();
  for (const cell of cells) {
    const name = keyOf(cell.system, cell);
    groups.set(name, [...(groups.get(name) ?? []), cell]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [summaryOf(group, groups.get(keyOf('sql', first)) ?? [], first)];
  });
}

function keyOf(system: SystemName, { workload, clients }: MeasuredCell): string {
  return `${system} ${workload} ${clients}`;
}

function summaryOf(group: readonly MeasuredCell[], limits: readonly MeasuredCell[], first: MeasuredCell): Summary {
  const { system, workload, clients } = first;
  const failure = group.find((cell) => cell.failure !== undefined)?.failure;
  const good = group.filter((cell) => cell.failure === undefined);
  const pairs = good.flatMap((cell) => {
    const limit = limits.find(({ round, failure: failed }) => round === cell.round && failed === undefined);
    return limit === undefined ? [] : [{ cell, limit }];
  });
  const cpu = ({ serverCpuUs, databaseCpuUs }: MeasuredCell): number =>
    (serverCpuUs ?? Number.NaN) + (databaseCpuUs ?? Number.NaN);
  return {
    system,
    workload,
    clients,
    rate: median(good.map(({ rate }) => rate)),
    p50Ms: median(good.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(good.map(({ p99Ms }) => p99Ms)),
    serverCpuUs: someMedian(good.map(({ serverCpuUs }) => serverCpuUs)),
    databaseCpuUs: someMedian(good.map(({ databaseCpuUs }) => databaseCpuUs)),
    ratio: spread(pairs.map(({ cell, limit }) => cell.rate / limit.rate)),
    cpuRatio: spread(pairs.map(({ cell, limit }) => cpu(cell) / cpu(limit))),
    ...(failure === undefined ? {} : { failure }),
  };
}

function someMedian(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : median(known);
}

function spread(values: readonly number[]): Spread | undefined {
  const good = values.filter((value) => Number.isFinite(value));
  if (good.length === 0) return undefined;
  return { middle: median(good), least: Math.min(...good), most: Math.max(...good) };
}

/** The middle one, or the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
