import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';

/**
 * An empty database in memory. Making one from nothing takes 3.2 s of processor (initdb in WebAssembly), so the first
 * is kept, packed, beside the package that it is of, and later ones begin with it: 0.9 s. Where it can't be kept or
 * read, each is made from nothing. `kept` is the file where it is kept.
 */
export async function createInMemory(options: PGliteOptions, kept?: string): Promise<PGlite> {
  const file = kept ?? (await placeOfPrepared().catch(() => undefined));
  const packed = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  if (file !== undefined && packed !== undefined) {
    try {
      // Unpacked here: what PGlite unpacks and finds damaged it also throws where nobody can catch it.
      const loadDataDir = new Blob([await unpack(packed)], { type: 'application/x-tar' });
      return await PGlite.create({ ...options, loadDataDir });
    } catch {
      // Damaged: the next one is made from nothing and kept in its place.
      await rm(file, { force: true }).catch(() => undefined);
    }
  }
  const made = await PGlite.create(options);
  if (file !== undefined) await keep(made, file).catch(() => undefined);
  return made;
}

const unpack = promisify(gunzip);

/** Another version of PostgreSQL has another one. */
async function placeOfPrepared(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const home = path.resolve(path.dirname(entry), '..');
  const about: unknown = JSON.parse(await readFile(path.join(home, 'package.json'), 'utf8'));
  const version = String(Reflect.get(Object(about), 'version'));
  return path.resolve(home, '..', '..', '.cache', 'formwork', `empty-database-${version}.tgz`);
}

/** Moved to its place when it is whole: several processes may make one at once. */
async function keep(database: PGlite, file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const packed = await database.dumpDataDir('gzip');
  const part = `${file}.${randomUUID()}`;
  try {
    await writeFile(part, Buffer.from(await packed.arrayBuffer()));
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}
