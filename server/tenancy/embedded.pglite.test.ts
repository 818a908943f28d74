import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { findTenant } from '../db/control-tenants.ts';
import { dataFolderHolder, lockDataFolder } from '../db/data-lock.ts';
import { openPglite } from '../db/pglite-database.ts';
import { resumePublications } from './publish.ts';
import { catalogueOf } from '../test/catalogue.ts';
import { benchOf, master, newBench, publishContext, templateOf } from '../test/publishing.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-pglite-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What `npm start` runs while it builds the server. */
function makeEmpty(data: string): Promise<unknown> {
  return promisify(execFile)(process.execPath, [path.join(import.meta.dirname, '../db/empty-database.mjs'), data]);
}

describe('the embedded database', () => {
  it('[TEN-39] leaves the process its turns while it has much to do', async () => {
    const database = await openPglite({});
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    try {
      for (let n = 0; n < 50; n += 1)
        await database.query({ text: 'SELECT count(*) FROM generate_series(1, 40000)', params: [] });
      expect(turns).toBeGreaterThan(5);
    } finally {
      clearInterval(timer);
      await database.close();
    }
  });

  it('[TEN-20] [TEN-33] provisions, publishes, changes, and has it all after it is opened again', async () => {
    const data = path.join(folder, 'one');
    await makeEmpty(data);
    expect(await readdir(folder)).toEqual(['one']);
    const first = await openPglite({ folder: data });
    const context = await publishContext(first);
    const bench = await newBench(context);
    expect(await bench.publish(templateOf([master('Item', [{ id: 'code', type: 'text' }])]))).toMatchObject({
      ok: true,
    });
    await bench.query(
      `INSERT INTO @.item (id, version, created_at, updated_at, name, code) SELECT gen_random_uuid(), 1, now(), now(), 'n', i::text FROM generate_series(1, 3000) AS i`,
    );
    const changed = await bench.publish(
      templateOf([master('Item', [{ id: 'code', type: 'int', unique: true, min: '1' }])]),
    );
    expect(changed).toMatchObject({ ok: true, value: { version: 2, plan: { atOnce: false } } });
    const role = { role: bench.place.role, timeoutMs: 1_000 };
    expect(
      await first.readAsTenant(role, {
        text: `SELECT sum(code)::text FROM "${bench.place.schema}".item WHERE code > $1`,
        params: [0],
      }),
    ).toBe(String((3000 * 3001) / 2));
    await expect(
      first.readAsTenant(role, { text: 'SELECT name FROM formwork.tenant', params: [] }),
    ).rejects.toMatchObject({ code: '42501' });
    const was = await catalogueOf(bench.place);
    await first.close();

    await makeEmpty(data);
    const again = await openPglite({ folder: data });
    const reopened = await publishContext(again);
    expect(await resumePublications(reopened)).toEqual([]);
    const tenant = must(await findTenant(reopened.control, bench.tenant.name), 'tenant');
    const back = benchOf(reopened, tenant);
    expect(await catalogueOf(back.place)).toEqual(was);
    expect(await back.query('SELECT count(*) AS n FROM @.item')).toEqual([{ n: '3000' }]);
    await again.close();
  });

  it('[TEN-21] runs transactions one after another, and leaves a failed one behind', async () => {
    const database = await openPglite({});
    await database.query({ text: 'CREATE TABLE t (id int)', params: [] });
    const add = (id: number, fail: boolean) =>
      database.transaction({}, async (tx) => {
        await tx.query({ text: 'INSERT INTO t VALUES ($1)', params: [id] });
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (fail) throw new Error('on purpose');
      });
    const results = await Promise.allSettled([
      add(1, false),
      add(2, true),
      add(3, false),
      database.query({ text: 'SELECT 1', params: [] }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await database.query({ text: 'SELECT id FROM t ORDER BY id', params: [] })).toEqual([{ id: 1 }, { id: 3 }]);
    const heard: string[] = [];
    const stop = await database.listen('news', (payload) => void heard.push(payload));
    await database.query({ text: `SELECT pg_notify('news', 'hi')`, params: [] });
    await expect.poll(() => heard).toEqual(['hi']);
    await stop();
    await database.close();
  });
});

describe('the lock of a data folder', () => {
  it('[TEN-22] keeps a second process out while the first lives, and says who it is', async () => {
    const data = path.join(folder, 'lock');
    const lock = await lockDataFolder(data);
    await lock.announce('http://127.0.0.1:4000');
    await expect(lockDataFolder(data)).rejects.toMatchObject({
      code: 'DATA_FOLDER_IN_USE',
      holder: { pid: process.pid, url: 'http://127.0.0.1:4000' },
    });
    await lock.release();
    expect(await dataFolderHolder(data)).toBeUndefined();
  });

  it('[TEN-23] is taken over from the dead and never from the living', async () => {
    const data = path.join(folder, 'dead');
    const alive = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const file = path.join(data, 'formwork.lock');
    await (await lockDataFolder(data)).release();
    await writeFile(file, JSON.stringify({ pid: alive.pid, startedAt: '2020-01-01T00:00:00.000Z' }));
    await expect(lockDataFolder(data)).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
    await new Promise((resolve) => {
      alive.on('exit', resolve);
      alive.kill('SIGKILL');
    });
    const taken = await lockDataFolder(data);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.pid });
    await taken.release();
    // Cut off between making the file and writing it.
    await writeFile(file, '');
    await (await lockDataFolder(data)).release();
  });
});
