import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A process of a system's server. */
export interface Child {
  readonly pid: number;
  /** What it has written so far. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
  /** Ends it at once, whatever it is doing: kill -9. */
  readonly kill: () => Promise<void>;
}

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Where it writes: a file, so that nobody's CPU is spent on reading it. */
  readonly log: string;
}

/** Starts a program behind the caller's pinning. */
export function startChild(
  pin: readonly string[],
  command: readonly string[],
  { env = {}, cwd, log }: ChildOptions,
): Child {
  const [program = '', ...args] = [...pin, ...command];
  const file = openSync(log, 'w');
  const child = spawn(program, args, {
    stdio: ['ignore', file, file],
    env: { ...process.env, NODE_ENV: 'production', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  closeSync(file);
  if (child.pid === undefined) throw new Error(`could not start ${program}`);
  return {
    pid: child.pid,
    output: () => readFileSync(log, 'utf8'),
    stop: () => stopped(child),
    kill: () => killed(child),
  };
}

async function killed(child: ChildProcess): Promise<void> {
  const over = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (child.kill('SIGKILL')) await over;
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await over;
  clearTimeout(late);
}

/** Tries until the request is answered well; gives the body. */
export async function firstAnswer(child: Child, ask: () => Promise<Response>, withinMs = 90_000): Promise<string> {
  const end = Date.now() + withinMs;
  let last = '';
  while (Date.now() < end) {
    try {
      const response = await ask();
      last = await response.text();
      if (response.ok && !last.includes('"errors"')) return last;
    } catch (error) {
      last = String(error);
    }
    await wait(5);
  }
  throw new Error(`no good answer, at last ${last.slice(0, 500)}; it said\n${child.output().slice(-3_000)}`);
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
