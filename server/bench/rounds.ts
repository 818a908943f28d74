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
const WARM_SECONDS = 2;
const WARM_MS = { others: 500, W8: 150 } as const;

/** All cells: in each round all systems in turn, each round beginning with another one. */
export async function runRounds(input: RoundsInput): Promise<readonly MeasuredCell[]> {
  const { options, systems, does, say } = input;
  const cells: MeasuredCell[] = [];
  for (const workload of options.workloads) {
    const confirms = confirmShares(input);
    const those = systems.filter(({ name }) => does(name, workload));
    await warmUp(input, { workload, systems: those });
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

/** A server that has just started compiles what it runs often; what it does once it has is what counts. */
async function warmUp(
  { options, load, databasePid }: RoundsInput,
  { workload, systems }: { readonly workload: Workload; readonly systems: readonly StartedSystem[] },
): Promise<void> {
  // Drafts are confirmed once: there are none to spare.
  if (workload === 'W8' || options.seconds < 1) return;
  for (const { running, port } of systems)
    await load.measure({
      system: running,
      port,
      databasePid,
      workload,
      clients: 16,
      from: 0,
      count: DIFFERENT,
      once: false,
      seconds: WARM_SECONDS,
      warmMs: 0,
    });
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
      return [name, { next, perCell: Math.floor((own ? all : each) / cellsEach) }];
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
    count: once ? (share?.perCell ?? 0) : DIFFERENT,
    once,
    seconds: options.seconds,
    warmMs: once ? WARM_MS.W8 : WARM_MS.others,
  });
  if (once && share !== undefined && cell !== undefined) share.next += cell.sent;
  return cell;
}
