import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { firstAnswer, startChild, type Child } from '../child.ts';
import type { BenchRequest } from '../contract.ts';

const run = promisify(execFile);

/** How a server of a peer is started. */
export interface PeerCommand {
  readonly pin: readonly string[];
  readonly argv: readonly string[];
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly port: number;
  /** What it is asked until it answers. */
  readonly first: BenchRequest;
  /** Throws unless the answer is whole. */
  readonly accept: (body: string) => unknown;
}

/** A server that has answered once. */
export interface PeerProcess {
  readonly pid: number;
  readonly startMs: number;
  readonly stop: () => Promise<void>;
}

/** Starts a server and waits for its first whole answer. */
export async function startPeer(command: PeerCommand): Promise<PeerProcess> {
  const began = performance.now();
  const child: Child = startChild(command.pin, command.argv, {
    env: command.env ?? {},
    cwd: command.folder,
    log: path.join(command.folder, 'server.log'),
  });
  try {
    command.accept(await firstAnswer(child, () => ask(command.port, command.first)));
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { pid: child.pid, startMs: performance.now() - began, stop: child.stop };
}

/** Sends one request to a server on this machine. */
export async function ask(port: number, request: BenchRequest): Promise<Response> {
  const { method, path: at, headers, body } = request;
  return fetch(`http://127.0.0.1:${port}${at}`, { method, headers, ...(body === undefined ? {} : { body }) });
}

/** Work on a connection of its own to the bench's database. */
export async function withClient<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(databaseUrl);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The person that W6's orders are assigned to: the first one. */
export async function firstPerson(databaseUrl: string): Promise<string> {
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<{ id: string }>('SELECT id FROM plain.person ORDER BY id LIMIT 1'),
  );
  const [person] = rows;
  if (person === undefined) throw new Error('nobody is in plain.person');
  return person.id;
}

const PINS = ['package.json', 'package-lock.json'] as const;

/** Installs a peer's packages into a folder of its own, unless the same are there already. */
export async function installPeer(from: string, into: string): Promise<void> {
  const modules = path.join(into, 'node_modules');
  if (await samePins(from, modules)) return;
  await mkdir(into, { recursive: true });
  for (const name of PINS) await copyFile(path.join(from, name), path.join(into, name));
  // No package of the peers needs its install script: what is compiled comes prebuilt within the packages.
  const flags = ['--omit=dev', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  await run('npm', ['install', ...flags], { cwd: into, maxBuffer: 16 * 1024 * 1024 });
  // A copy within what was installed tells that the installation came to its end.
  for (const name of PINS) await copyFile(path.join(from, name), path.join(modules, `.${name}`));
}

async function samePins(from: string, modules: string): Promise<boolean> {
  for (const name of PINS) {
    const [wanted, present] = await Promise.all([
      readFile(path.join(from, name), 'utf8'),
      textOf(path.join(modules, `.${name}`)),
    ]);
    if (wanted !== present) return false;
  }
  return true;
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
