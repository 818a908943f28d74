import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startBenchPostgres, type BenchPostgres } from './bench-postgres.ts';
import { chartSvg } from './chart.ts';
import { checkSystem } from './checks.ts';
import { freePort } from './child.ts';
import type { SystemName, Workload } from './contract.ts';
import { LoadGenerator } from './measure.ts';
import { ORDERS, readOptions, USAGE, type BenchOptions } from './options.ts';
import { prepareData, type BenchData } from './prepare.ts';
import { endBelow, findCores, memoryOf, pinTo, type Cores } from './processes.ts';
import { reportMarkdown, WORKLOAD_TITLES, type ReportedSystem } from './report.ts';
import { CHECK_CONFIRMS, runRounds, type MeasuredCell } from './rounds.ts';
import { startSystems, type StartedSystem } from './started.ts';
import { summarise, type Summary } from './summary.ts';

/*
 * `npm run bench`: Formwork beside its peers and hand-written SQL, on one PostgreSQL, with the same rows and the same
 * answers. See `USAGE`; everything it keeps is in `.bench/`.
 */
const ROOT = path.resolve(import.meta.dirname, '../..');
const FOLDER = path.join(ROOT, '.bench');
/** Small data have a folder of their own, so that they never meet those of the figures. */
const folderOf = (orders: number): string => (orders === ORDERS ? FOLDER : `${FOLDER}-${orders}`);

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

interface Outcome {
  readonly systems: readonly ReportedSystem[];
  readonly cells: readonly MeasuredCell[];
  readonly left: readonly string[];
}

async function main(): Promise<number> {
  if (process.argv.includes('--help')) {
    say(USAGE);
    return 0;
  }
  const options = readOptions(process.argv.slice(2));
  const folder = folderOf(options.orders);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      endBelow();
      process.exit(1);
    });
  const cores = findCores();
  // The command itself, and what it starts without a word, keep off the server's core.
  if (cores !== undefined) spawnSync('taskset', ['-a', '-c', '-p', String(cores.rest), String(process.pid)]);
  const postgres = await startBenchPostgres(path.join(folder, 'postgres'), {
    port: await freePort(),
    core: cores?.rest,
  });
  try {
    const data = await prepareData(postgres, { folder, orders: options.orders, say });
    const outcome = await measureAll(options, { data, postgres, cores });
    const summaries = summarise(outcome.cells);
    await writeResults(options, { outcome, summaries, postgres, cores });
    return isGood(options, { outcome, summaries }) ? 0 : 1;
  } finally {
    await postgres.stop();
  }
}

interface Ground {
  readonly data: BenchData;
  readonly postgres: BenchPostgres;
  readonly cores: Cores | undefined;
}

async function measureAll(options: BenchOptions, { data, postgres, cores }: Ground): Promise<Outcome> {
  const pin = pinTo(cores?.server);
  const systems = await startSystems(options.systems, { data, folder: folderOf(options.orders), pin, say });
  const load = new LoadGenerator(pinTo(cores?.rest));
  try {
    const missing = options.systems.filter((name) => systems.every((one) => one.name !== name));
    const { left, does } = await checkAll(options, data, systems);
    const cells = await runRounds({ options, data, systems, databasePid: postgres.pid, load, does, say });
    const reported = systems.map(({ name, title, version, running }): ReportedSystem => {
      const memory = memoryOf(running.pid);
      return { name, title, version, startMs: running.startMs, peakMb: memory?.peakMb, nowMb: memory?.nowMb };
    });
    return { systems: reported, cells, left: [...missing.map((name) => `${name}: did not start`), ...left] };
  } finally {
    load.stop();
    for (const { running } of systems) await running.stop();
  }
}

interface Checked {
  readonly left: readonly string[];
  readonly does: (system: SystemName, workload: Workload) => boolean;
}

/** Compares all answers first: a system that gives others is not measured in that workload. */
async function checkAll(
  { workloads }: BenchOptions,
  { databaseUrl, samples, tenant }: BenchData,
  systems: readonly StartedSystem[],
): Promise<Checked> {
  const limit = systems.find(({ name }) => name === 'sql');
  if (limit === undefined) throw new Error('hand-written SQL did not start: there is nothing to measure by');
  const client = new Client(databaseUrl);
  await client.connect();
  const left: string[] = [];
  const good = new Set<string>();
  try {
    const place = { client, samples, schema: tenant.schema };
    for (const workload of workloads)
      for (const [index, system] of systems.entries()) {
        const wrong = await checkSystem(place, { system, limit, workload }, index % CHECK_CONFIRMS);
        if (wrong === undefined) good.add(`${system.name} ${workload}`);
        else {
          const line = `${system.title}, ${workload}: ${wrong === 'absent' ? 'it does not do this' : wrong}`;
          left.push(line);
          say(line);
        }
      }
  } finally {
    await client.end();
  }
  return { left, does: (system, workload) => good.has(`${system} ${workload}`) };
}

interface Results {
  readonly outcome: Outcome;
  readonly summaries: readonly Summary[];
  readonly postgres: BenchPostgres;
  readonly cores: Cores | undefined;
}

async function writeResults(options: BenchOptions, { outcome, summaries, postgres, cores }: Results): Promise<void> {
  const folder = path.resolve(ROOT, options.out);
  await mkdir(folder, { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  const { systems, left } = outcome;
  const machine = `${cpus().length} cores of ${cpus()[0]?.model.trim() ?? 'an unknown processor'}`;
  const input = { date, options, systems, summaries, left, postgres: postgres.version, machine };
  const markdown = reportMarkdown({ ...input, pinned: cores !== undefined });
  const clients = options.clients.includes(16) ? 16 : (options.clients[0] ?? 1);
  const svg = chartSvg({
    title: 'Requests per second, as a ratio to hand-written SQL',
    subtitle: `${clients} clients · ${date} · the dashed line is hand-written prepared SQL over bare http · lines: least and most of ${options.rounds} rounds`,
    systems,
    workloads: options.workloads.map((id) => ({ id, title: WORKLOAD_TITLES[id] })),
    summaries: summaries.filter((one) => one.clients === clients),
  });
  await writeFile(path.join(folder, 'throughput.md'), markdown);
  await writeFile(path.join(folder, 'throughput.svg'), svg);
  await writeFile(path.join(folder, 'throughput.json'), `${JSON.stringify({ ...input, cells: outcome.cells })}\n`);
  say(`\n${markdown}`);
}

function isGood(
  { atLeast }: BenchOptions,
  { outcome, summaries }: { readonly outcome: Outcome; readonly summaries: readonly Summary[] },
): boolean {
  const wrong = outcome.left.filter((line) => !line.endsWith('it does not do this'));
  const failed = summaries.filter(({ failure }) => failure !== undefined);
  const slow = summaries.filter(
    ({ system, workload, ratio }) => system === 'formwork' && (ratio?.middle ?? 1) < (atLeast.get(workload) ?? 0),
  );
  for (const { system, workload, clients, failure } of failed)
    say(`FAILED ${system} ${workload} ${clients}: ${failure ?? ''}`);
  for (const { workload, clients, ratio } of slow)
    say(
      `TOO SLOW ${workload} at ${clients}: ${ratio?.middle.toFixed(2) ?? ''} of hand-written SQL, below ${atLeast.get(workload) ?? 0}`,
    );
  return wrong.length === 0 && failed.length === 0 && slow.length === 0;
}

// The database's own exit hook would end with 0.
process.exit(await main());
