import type { SystemName, Workload } from './contract.ts';
import type { BenchData } from './prepare.ts';
import type { Cell, LoadGenerator } from './measure.ts';
import type { BenchOptions } from './options.ts';
import type { StartedSystem } from './started.ts';

/** A cell with what it was of. */
export interface MeasuredCell extends Cell {
  readonly system: SystemName;
  readonly workload: Workload;
  readonly clients: number;
  readonly round: number;
}

export interface RoundsInput {
  readonly options: BenchOptions;
  readonly data: BenchData;
  readonly systems: readonly StartedSystem[];
  readonly databasePid: number;
  readonly load: LoadGenerator;
  /** Whether a system does a workload, and as it should. */
  readonly does: (system: SystemName, workload: Workload) => boolean;
  readonly say: (text: string) => void;
}

/** W8's requests: those before it are for the checks. */
export const CHECK_CONFIRMS = 10;
/** Different requests of a workload that can be asked again. */
const DIFFERENT = 500;
/** A look at how far a server has compiled what it runs. */
const WARM_SECONDS = 2;
/** Looks at most; what takes least CPU so far counts as no less when it is within `WARM_SHARE` of it. */
const WARM_LOOKS_MAX = 30;
const WARM_SHARE = 0.97;
/** Looks in a row without less CPU: one alone may be chance. */
const WARM_LOOKS_SAME = 3;
/** Drafts that a system may confirm to warm up. */
const WARM_CONFIRMS = { own: 32_000, shared: 8_000 } as const;
const WARM_MS = { others: 500, W8: 150 } as const;

/** All cells: in each round all systems in turn, each round beginning with another one. */
export async function runRounds(input: RoundsInput): Promise<readonly MeasuredCell[]> {
  const { options, systems, does, say } = input;
  const cells: MeasuredCell[] = [];
  for (const workload of options.workloads) {
    const confirms = confirmShares(input);
    const those = systems.filter(({ name }) => does(name, workload));
    await warmUp(input, { workload, systems: those, confirms });
    for (let round = 0; round < options.rounds; round += 1)
      for (const clients of options.clients)
        for (let turn = 0; turn < those.length; turn += 1) {
          const system = those[(turn + round) % those.length];
          if (system === undefined) continue;
          const cell = await runCell(input, { system, workload, clients, confirms });
          if (cell === undefined) continue;
          cells.push({ ...cell, system: system.name, workload, clients, round });
          say(cellLine(system, { workload, clients, cell }));
        }
  }
  return cells;
}

/**
 * A server that has just started compiles what it runs often; what it does once it has is what counts. So each is asked
 * until an answer costs it no less than before: a bare one for some eight seconds, a large one for up to a minute.
 */
async function warmUp(
  input: RoundsInput,
  { workload, systems, confirms }: Omit<CellAsk, 'system' | 'clients'> & { readonly systems: readonly StartedSystem[] },
): Promise<void> {
  const { options, say } = input;
  if (options.seconds < 1) return;
  for (const system of systems) {
    const spent: number[] = [];
    let left: number = system.name === 'formwork' ? WARM_CONFIRMS.own : WARM_CONFIRMS.shared;
    while (spent.length < WARM_LOOKS_MAX && !isSteady(spent) && left > 0) {
      const cell = await runCell(input, { system, workload, clients: 16, confirms }, { most: left });
      if (cell?.serverCpuUs === undefined) break;
      if (workload === 'W8') left -= cell.sent;
      spent.push(cell.serverCpuUs);
    }
    say(`${workload} warm ${system.name}: ${spent.map((us) => us.toFixed(0)).join(', ')} µs`);
  }
}

/** Whether the last looks cost no less than the least before them. */
export function isSteady(spent: readonly number[]): boolean {
  const before = spent.slice(0, -WARM_LOOKS_SAME);
  return before.length > 0 && Math.min(...spent.slice(-WARM_LOOKS_SAME)) > Math.min(...before) * WARM_SHARE;
}

function cellLine(
  { name }: StartedSystem,
  { workload, clients, cell }: { readonly workload: Workload; readonly clients: number; readonly cell: Cell },
): string {
  const { rate, p50Ms, p99Ms, serverCpuUs = 0, databaseCpuUs = 0, refused, failure } = cell;
  if (failure !== undefined) return `${workload} ${clients} ${name}: FAILED ${failure}`;
  return `${workload} ${String(clients).padStart(3)} ${name.padEnd(13)} ${rate.toFixed(1).padStart(9)}/s  p50 ${p50Ms.toFixed(1)} ms  p99 ${p99Ms.toFixed(1)} ms  CPU ${serverCpuUs.toFixed(0)} + ${databaseCpuUs.toFixed(0)} µs${refused > 0 ? `  ${refused} told to come back` : ''}`;
}

/** The drafts that a system may still confirm; those that share the tables share the drafts. */
interface Share {
  next: number;
  readonly perCell: number;
}

function confirmShares({ options, systems, data, does }: RoundsInput): ReadonlyMap<SystemName, Share> {
  const all = data.samples.confirms.length - CHECK_CONFIRMS;
  const cellsEach = options.rounds * options.clients.length;
  const plain = systems.filter(({ name }) => name !== 'formwork' && does(name, 'W8'));
  const each = Math.floor(all / Math.max(1, plain.length));
  return new Map(
    systems.map(({ name }) => {
      const own = name === 'formwork';
      const place = plain.findIndex((one) => one.name === name);
      const next = CHECK_CONFIRMS + (own ? 0 : Math.max(0, place) * each);
      const warm = options.seconds < 1 ? 0 : own ? WARM_CONFIRMS.own : WARM_CONFIRMS.shared;
      const left = Math.max(0, (own ? all : each) - warm);
      return [name, { next, perCell: Math.floor(left / cellsEach) }];
    }),
  );
}

interface CellAsk {
  readonly system: StartedSystem;
  readonly workload: Workload;
  readonly clients: number;
  readonly confirms: ReadonlyMap<SystemName, Share>;
}

async function runCell(
  { options, load, databasePid }: RoundsInput,
  { system, workload, clients, confirms }: CellAsk,
  warming?: { readonly most: number },
): Promise<Cell | undefined> {
  const once = workload === 'W8';
  const share = confirms.get(system.name);
  const from = once ? (share?.next ?? 0) : 0;
  const cell = await load.measure({
    system: system.running,
    port: system.port,
    databasePid,
    workload,
    clients,
    from,
    count: once ? (warming?.most ?? share?.perCell ?? 0) : DIFFERENT,
    once,
    seconds: warming === undefined ? options.seconds : WARM_SECONDS,
    warmMs: warming !== undefined ? 0 : once ? WARM_MS.W8 : WARM_MS.others,
  });
  if (once && share !== undefined && cell !== undefined) share.next += cell.sent;
  return cell;
}
