import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Who uses a data folder. PGlite itself has no lock, and two processes on one folder destroy it. */
export interface DataLockHolder {
  readonly pid: number;
  readonly startedAt: string;
  /** Where the server listens, once it does. */
  readonly url?: string;
}

export interface DataLock {
  /** Writes down where the server listens, for the next process that finds the folder taken. */
  announce(url: string): Promise<void>;
  release(): Promise<void>;
}

/** The folder is in use by a living process. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
  readonly code = 'DATA_FOLDER_IN_USE';
  readonly folder: string;
  readonly holder: DataLockHolder;
  constructor(folder: string, holder: DataLockHolder) {
    super(
      `The data folder ${folder} is in use by process ${holder.pid}${holder.url === undefined ? '' : ` at ${holder.url}`}.`,
    );
    this.folder = folder;
    this.holder = holder;
  }
}

const FILE = 'formwork.lock';

/**
 * Takes the folder for this process. A lock whose process is dead is reaped; one whose process lives never is, however
 * old: a wrong guess would cost the data. Throws `DataFolderInUse`.
 */
export async function lockDataFolder(folder: string): Promise<DataLock> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, FILE);
  const mine: DataLockHolder = { pid: process.pid, startedAt: new Date().toISOString() };
  for (let attempt = 0; ; attempt += 1) {
    if (await createExclusively(file, mine)) break;
    const holder = await readHolder(file);
    if (holder !== undefined && isAlive(holder)) throw new DataFolderInUse(folder, holder);
    if (attempt >= 3) throw new Error(`The lock file ${file} keeps coming back`);
    await rm(file, { force: true });
  }
  return {
    announce: (url) => writeFile(file, JSON.stringify({ ...mine, url })),
    release: () => rm(file, { force: true }),
  };
}

/** Who holds the folder, alive or not; `undefined` when nobody does. */
export async function dataFolderHolder(folder: string): Promise<DataLockHolder | undefined> {
  return readHolder(path.join(folder, FILE));
}

async function createExclusively(file: string, holder: DataLockHolder): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(JSON.stringify(holder));
    await handle.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(file: string): Promise<DataLockHolder | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    const value: unknown = JSON.parse(text);
    return isHolder(value) ? value : undefined;
  } catch {
    // A crash between creating and writing the file leaves it empty.
    return undefined;
  }
}

function isHolder(value: unknown): value is DataLockHolder {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'pid') === 'number';
}

/** A process of another user answers EPERM, and lives. Our own pid with another start is a reused number. */
function isAlive(holder: DataLockHolder): boolean {
  if (holder.pid === process.pid) return heldHere(holder);
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** In containers every run may get the same pid: a lock older than this process is from a run before. */
function heldHere(holder: DataLockHolder): boolean {
  return Date.parse(holder.startedAt) >= Date.now() - process.uptime() * 1_000;
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
}
