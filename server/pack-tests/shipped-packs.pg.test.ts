import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { renderIssue } from '../../schema/core/issues.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { composeShipped, shippedPackNames } from '../import/pack-files.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { runTests } from './run-tests.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

describe('shipped packs', () => {
  it('[PCK-1] keep every promise that their tests make, all packs together', async () => {
    const names = await shippedPackNames();
    const composed = await composeShipped(names);
    const template = must(composed.ok ? composed.value : null, 'composed packs');
    const resolved = resolveModel(template);
    const model = must(resolved.ok ? resolved.value : null, 'model');
    const only = process.env['ONLY']?.split(',');
    const report = await runTests(db.database, model, {
      tests: template.tests ?? [],
      locale: 'en',
      ...(only === undefined ? {} : { only }),
    });
    const found = report.results.flatMap(({ issues }) =>
      issues.map((one) => `${one.path} ${renderIssue(one, 'en').message}`),
    );
    if (process.env['TIMES']) console.log(report.ms, report.results.map(({ id, ms }) => `${id} ${ms}`).join('\n'));
    expect(found).toEqual([]);
  });
});
