// `node server/db/empty-database.mjs <folder>`: makes the empty embedded database that a first start begins with, where
// there is none. It needs nothing that is built, so `npm start` makes it while it builds the server.
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('The folder is not said');
if (!existsSync(folder)) {
  // Beside its place, and moved there when it is whole: whoever comes first in the meantime is not disturbed.
  const made = `${folder}.${process.pid}`;
  await mkdir(path.dirname(folder), { recursive: true });
  try {
    const database = await PGlite.create({ dataDir: made });
    await database.close();
    await rename(made, folder);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}
