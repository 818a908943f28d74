import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pathOf, type FileStore } from './file-store.ts';

/**
 * Files in a folder of this machine (SPEC [FILE-2]). A file gets its name when its bytes are on disk, and the name is
 * on disk before the upload is answered. What a crash left of uploads is cleared away when the folder is opened.
 */
export async function openFolderFiles(folder: string, now: () => Date = () => new Date()): Promise<FileStore> {
  const incoming = await openIncoming(folder, now);
  const placeOf = (key: Parameters<typeof pathOf>[0]): string => path.join(folder, pathOf(key));
  return {
    incoming,
    async put(key, from) {
      const place = placeOf(key);
      await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
      await syncPath(from, 'r+');
      await moved(from, place);
      await syncFolder(path.dirname(place));
    },
    async read(key, range) {
      const place = placeOf(key);
      const found = await stat(place).catch(absent);
      if (found === undefined) return undefined;
      return createReadStream(place, range === undefined ? {} : { start: range.first, end: range.last });
    },
    remove: (key) => rm(placeOf(key), { force: true }),
  };
}

/** Of an upload that ended with its process nobody knows any more; one that runs is younger. */
const LEFT_OVER_MS = 24 * 3_600_000;

/** The folder for uploads on their way, with nothing in it that an earlier process left. */
export async function openIncoming(folder: string, now: () => Date): Promise<string> {
  const incoming = path.join(folder, 'incoming');
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  for (const name of await readdir(incoming)) {
    const file = path.join(incoming, name);
    const found = await stat(file).catch(absent);
    if (found !== undefined && now().getTime() - found.mtimeMs > LEFT_OVER_MS) await rm(file, { force: true });
  }
  return incoming;
}

/** A rename replaces the same bytes; across file systems they are copied beside their place first. */
async function moved(from: string, place: string): Promise<void> {
  try {
    await rename(from, place);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error;
    await copyFile(from, `${place}.part`);
    await syncPath(`${place}.part`, 'r+');
    await rename(`${place}.part`, place);
    await rm(from, { force: true });
  }
}

async function syncPath(place: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(place, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Some systems can't open folders; there a rename is as lasting as they make it. */
async function syncFolder(place: string): Promise<void> {
  await syncPath(place, 'r').catch((error: unknown) => {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL'].includes(codeOf(error))) throw error;
  });
}

function absent(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
  return undefined;
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}
