import { spawnSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { inDatabase, startBenchPostgres, type BenchPostgres } from './bench-postgres.ts';
import { freePort } from './child.ts';
import { endBelow, findCores, pinTo } from './processes.ts';

/** What a bench of figures stands on: a durable PostgreSQL of its own, an empty database, and cores to run on. */
export interface Ground {
  /** An empty folder for what the bench keeps. */
  readonly folder: string;
  readonly postgres: BenchPostgres;
  /** A new database. */
  readonly databaseUrl: string;
  /** What the product's process is prefixed with. */
  readonly pin: readonly string[];
  /** The core of everything else. */
  readonly rest: number | undefined;
  readonly say: (text: string) => void;
}

const FOLDER = path.resolve(import.meta.dirname, '../../.bench-figures');

/** How the report tells of the ground. */
export const GROUND_TEXT =
  'The product is the build, run as `formwork serve` with its defaults, on one core; PostgreSQL and the load share the other. PostgreSQL keeps its promises: `fsync`, `synchronous_commit` and autovacuum are on.';

/** Runs a bench and ends the process with the code it gives; whatever it has started ends with it. */
export async function onGround(name: string, bench: (ground: Ground) => Promise<number>): Promise<never> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      endBelow();
      process.exit(1);
    });
  const cores = findCores();
  if (cores !== undefined) spawnSync('taskset', ['-a', '-c', '-p', String(cores.rest), String(process.pid)]);
  const home = path.join(FOLDER, name);
  await rm(path.join(home, 'work'), { recursive: true, force: true });
  await mkdir(path.join(home, 'work'), { recursive: true });
  const postgres = await startBenchPostgres(path.join(home, 'postgres'), {
    port: await freePort(),
    core: cores?.rest,
    isDurable: true,
  });
  let code = 1;
  try {
    const database = await emptyDatabase(postgres.url, name);
    code = await bench({
      folder: path.join(home, 'work'),
      postgres,
      databaseUrl: inDatabase(postgres.url, database),
      pin: pinTo(cores?.server),
      rest: cores?.rest,
      say: (text) => process.stdout.write(`${text}\n`),
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  } finally {
    await dropDatabases(postgres.url, name).catch(() => undefined);
    await postgres.stop();
  }
  // The database's own exit hook would end with 0.
  process.exit(code);
}

/**
 * A database beside those of runs that were cut short. For five minutes after files were deleted, ext4 goes past them
 * one by one whenever it makes a file: with a database dropped just before, that was a third of a new tenant.
 */
async function emptyDatabase(url: string, name: string): Promise<string> {
  const database = `${name}-${Date.now()}`;
  await asOwner(url, (client) => client.query(`CREATE DATABASE "${database}"`));
  return database;
}

/** All that the bench ever made: its last run's, too. */
async function dropDatabases(url: string, name: string): Promise<void> {
  await asOwner(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database');
    for (const { datname } of rows)
      if (datname === name || datname.startsWith(`${name}-`))
        await client.query(`DROP DATABASE "${datname}" WITH (FORCE)`);
  });
}

/** Works with a connection of its own, as the owner of everything. */
export async function asOwner<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(url);
  // The server may go before the last connection has.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
