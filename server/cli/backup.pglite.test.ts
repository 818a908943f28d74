import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../db/control-people.ts';
import { openPglite, type PgliteDatabase } from '../db/pglite-database.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { openApplication } from '../graphql/application.ts';
import { ALL_OF_SHOP, allRows, answerOf, filledShop, mustHold } from '../test/backup-bench.ts';
import { main } from './main.ts';

const KEY = Buffer.alloc(32, 7);

let folder: string;
let shop: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'formwork-backup-'));
  await withDatabase(async (database) => {
    const filled = await filledShop(database);
    shop = filled.tenant.name;
    const operator = { email: 'operator@example.com', name: 'Operator', passwordHash: null, isOperator: true };
    mustHold(await addUser(filled.context.control, operator));
  });
});
afterAll(() => rm(folder, { recursive: true }));

async function withDatabase<T>(work: (database: PgliteDatabase) => Promise<T>): Promise<T> {
  const database = await openPglite({ folder: path.join(folder, 'database') });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function formwork(...argv: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  let out = '';
  const code = await main(
    argv,
    { FORMWORK_DATA: folder, FORMWORK_SECRET_KEY: KEY.toString('base64'), LANG: 'en_GB.UTF-8' },
    { stdout: (text) => void (out += text), stderr: (text) => void (out += text), isTerminal: false },
  );
  return { code, out };
}

describe('backup and restore on the embedded database', () => {
  it('[BAK-8] by command: everything is there again under another name', async () => {
    const file = path.join(folder, 'shop.ndjson');
    const saved = await formwork('--json', 'backup', shop, file);
    expect([saved.code, JSON.parse(saved.out)]).toMatchObject([0, { ok: true, tenant: shop, file, version: 1 }]);
    const done = await formwork('--json', 'restore', 'again', file);
    expect([done.code, JSON.parse(done.out)]).toMatchObject([
      0,
      { ok: true, tenant: 'again', members: 1, emptied: 0, sameId: false, from: { name: shop, version: 1 } },
    ]);
    await withDatabase(async (database) => {
      const application = await openApplication({ database, secrets: createSecretBox(KEY) });
      expect(await allRows(application, 'again')).toEqual(await allRows(application, shop));
      const answer = await answerOf(application, 'again', ALL_OF_SHOP);
      expect(answer).toBe(await answerOf(application, shop, ALL_OF_SHOP));
      await application.close();
    });
  });

  it('[BAK-4] what is wrong is told in both languages', async () => {
    const file = path.join(folder, 'shop.ndjson');
    const taken = await formwork('restore', 'again', file);
    expect([taken.code, taken.out]).toEqual([1, expect.stringContaining('TENANT_EXISTS')]);
    expect((await formwork('--lang', 'zh-CN', 'restore', 'more', path.join(folder, 'no'))).out).toContain('找不到文件');
    expect((await formwork('backup', 'nobody', file)).out).toContain('TENANT_NOT_FOUND');
    const nowhere = path.join(folder, 'no', 'such', 'folder.gz');
    expect((await formwork('backup', shop, nowhere)).out).toContain('BACKUP_FILE_UNWRITABLE');
    expect((await formwork('restore', 'more')).code).toBe(2);
  });
});
