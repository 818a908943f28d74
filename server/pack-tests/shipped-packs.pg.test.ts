import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { renderIssue } from '../../schema/core/issues.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { composeShipped, readPackFile, shippedPackNames, templatesFolder } from '../import/pack-files.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { runTests } from './run-tests.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

/** What the tests of these packs find, composed with what they require. */
async function found(names: readonly string[]): Promise<readonly string[]> {
  const composed = await composeShipped(names);
  const template = must(composed.ok ? composed.value : null, 'composed packs');
  const resolved = resolveModel(template);
  const model = must(resolved.ok ? resolved.value : null, 'model');
  const report = await runTests(db.database, model, { template, locale: 'en' });
  return report.results.flatMap(({ issues }) => issues.map((one) => `${one.path} ${renderIssue(one, 'en').message}`));
}

describe('shipped packs', () => {
  it('[PCK-1] keep every promise that their tests make, all packs together', async () => {
    expect(await found(await shippedPackNames())).toEqual([]);
  }, 120_000);

  it('[PCK-1] keep them with no more than they require', async () => {
    for (const name of ['core', 'inventory', 'purchasing', 'points'])
      expect([name, await found([name])]).toEqual([name, []]);
  }, 120_000);

  it('[PCK-1] have at least eight tests each', async () => {
    for (const name of await shippedPackNames()) {
      const pack = await readPackFile(path.join(templatesFolder(), name));
      expect([name, ((pack.ok ? pack.value.tests : undefined) ?? []).length >= 8]).toEqual([name, true]);
    }
  });
});
