import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Which cores are used for what; `undefined` where processes cannot be pinned. */
export interface Cores {
  readonly server: number;
  readonly rest: number;
}

/** The first two cores, where the machine has two and a `taskset`. */
export function findCores(): Cores | undefined {
  const { status, stdout } = spawnSync('taskset', ['-c', '-p', String(process.pid)], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const free = (stdout.split(':').at(-1) ?? '')
    .trim()
    .split(',')
    .flatMap((range) => {
      const [from = 0, to = from] = range.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, index) => from + index);
    });
  const [server, rest] = free;
  return server === undefined || rest === undefined ? undefined : { server, rest };
}

/** What a command is prefixed with to run on the core. */
export function pinTo(core: number | undefined): readonly string[] {
  return core === undefined ? [] : ['taskset', '-c', String(core)];
}

/** CPU that a process and all below it have used, in microseconds; `undefined` where the system does not say. */
export function cpuOf(root: number): number | undefined {
  const stats = processStats();
  return stats === undefined ? undefined : treeOf(root, stats).reduce((sum, { ticks }) => sum + ticks, 0) * TICK_US;
}

/** Memory of the process tree in MB: now, and at most (each process's own peak, added up). */
export function memoryOf(root: number): { readonly nowMb: number; readonly peakMb: number } | undefined {
  const stats = processStats();
  if (stats === undefined) return undefined;
  const sum = (name: string): number =>
    treeOf(root, stats).reduce((all, { pid }) => all + kilobytes(pid, name), 0) / 1_024;
  return { nowMb: sum('VmRSS'), peakMb: sum('VmHWM') };
}

/** Asks all that this process has started, and what they have, to end. */
export function endBelow(): void {
  ask(treeOf(process.pid, processStats() ?? []).filter(({ pid }) => pid !== process.pid));
}

/** Asks a process and all below it to end, and waits until they have. */
export async function endTree(root: number): Promise<void> {
  const tree = treeOf(root, processStats() ?? []);
  ask(tree);
  const below = tree.filter(({ pid }) => pid !== root);
  for (let tries = 0; tries < 200 && below.some(({ pid }) => isThere(pid)); tries += 1) await wait(50);
}

function ask(processes: readonly ProcessStat[]): void {
  for (const { pid } of processes)
    try {
      process.kill(pid, 'SIGTERM');
    } catch {
      // It has ended already.
    }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** Its own, and those of its children that have ended. */
  readonly ticks: number;
}

const TICK_US = ticksPerSecond();

function ticksPerSecond(): number {
  try {
    return 1_000_000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  } catch {
    return 10_000;
  }
}

function processStats(): readonly ProcessStat[] | undefined {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(statOf);
  } catch {
    return undefined;
  }
}

function statOf(name: string): readonly ProcessStat[] {
  try {
    const line = readFileSync(`/proc/${name}/stat`, 'utf8');
    // The program's name stands in parentheses and may hold anything.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const at = (index: number): number => Number(fields[index]);
    return [{ pid: Number(name), parent: at(1), ticks: at(11) + at(12) + at(13) + at(14) }];
  } catch {
    return [];
  }
}

function treeOf(root: number, stats: readonly ProcessStat[]): readonly ProcessStat[] {
  const own = stats.filter(({ pid }) => pid === root);
  const below = (parent: number): readonly ProcessStat[] =>
    stats.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return [...own, ...below(root)];
}

function kilobytes(pid: number, name: string): number {
  try {
    const found = new RegExp(String.raw`^${name}:\s+(\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(found?.[1] ?? 0);
  } catch {
    return 0;
  }
}
