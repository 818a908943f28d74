import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createInMemory } from './prepared-database.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'formwork-prepared-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('[PCK-13] an empty database begins with the one kept, which is made anew where it is damaged', async () => {
  const file = path.join(folder, 'kept.tgz');
  await writeFile(file, 'no database');
  const made = await createInMemory({}, file);
  await made.query('CREATE TABLE left_behind ()');
  await made.close();
  const kept = await readFile(file);
  expect(kept.byteLength).toBeGreaterThan(1_000_000);
  const next = await createInMemory({}, file);
  const { rows } = await next.query(`SELECT to_regclass('left_behind') AS found`);
  await next.close();
  expect(rows).toEqual([{ found: null }]);
  expect((await readFile(file)).equals(kept)).toBe(true);
}, 60_000);
