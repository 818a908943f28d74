import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lintPack } from '../../schema/model/lint.ts';
import { must } from '../../schema/core/result.ts';
import type { RecordSetDef } from '../../schema/template/template.ts';
import { planGraphql } from '../compile/graphql-plan.ts';
import { WriteRefused } from '../db/write-rows.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { composedPacks, importContext, packBench } from '../test/import-bench.ts';
import type { TenantBench } from '../test/tenant-bench.ts';
import { parseImportMap } from '../../schema/model/import-map.ts';
import { readPackFile, shippedPackNames, shippedPacks, templatesFolder } from './pack-files.ts';
import { putRecords } from './put-records.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

describe('shipped packs', () => {
  it('[PACK-5] have every text in English and Chinese, and a page that says what they are', async () => {
    for (const name of await shippedPackNames()) {
      const pack = await readPackFile(path.join(templatesFolder(), name));
      const template = must(pack.ok ? pack.value : null, name);
      expect([name, template.pack]).toEqual([name, name]);
      expect(lintPack(template)).toEqual([]);
      const page = await readFile(path.join(templatesFolder(), name, 'README.md'), 'utf8');
      expect(page).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it('[PACK-6] are published one by one and all together, with their records, and again without a change', async () => {
    const names = await shippedPackNames();
    expect(names).toEqual(expect.arrayContaining(['core', 'inventory', 'northwind', 'points', 'sales']));
    for (const name of names) {
      const bench = await packBench(db.database, [name]);
      expect(planGraphql(bench.shape().model).types.length).toBeGreaterThan(0);
      const again = await putRecords(await importContext(bench), bench.shape().model.records);
      expect(again.created).toBe(0);
    }
    const all = await packBench(db.database, names);
    await all.republish(await composedPacks(names));
    const shipped = await shippedPacks(names);
    const rows = must(shipped.ok ? shipped.value : null, 'packs').flatMap(({ records = [] }) =>
      records.flatMap((set) => set.rows),
    );
    expect(await putRecords(await importContext(all), all.shape().model.records)).toEqual({
      created: 0,
      kept: rows.length,
    });
  });

  it('[PACK-7] ship maps that can be read', async () => {
    const folder = path.join(templatesFolder(), 'northwind', 'imports');
    const { order } = JSON.parse(await readFile(path.join(folder, 'order.json'), 'utf8')) as {
      readonly order: readonly string[];
    };
    for (const name of order) {
      const json: unknown = JSON.parse(await readFile(path.join(folder, `${name}.json`), 'utf8'));
      expect([name, parseImportMap(json).ok]).toEqual([name, true]);
    }
  });
});

describe('records', () => {
  let bench: TenantBench;
  const put = async (...sets: readonly RecordSetDef[]): Promise<unknown> =>
    putRecords(await importContext(bench), sets);
  beforeAll(async () => {
    bench = await packBench(db.database, ['core', 'sales', 'inventory']);
  });

  it('[PACK-1] that are there stay as the tenant has them, in the bin too', async () => {
    await bench.query("UPDATE @.currency SET name = 'Yuan' WHERE code = 'CNY'");
    await bench.query("UPDATE @.currency SET deleted_at = now() WHERE code = 'HKD'");
    const currencies = must(
      bench.shape().model.records.find(({ entity }) => entity === 'Currency'),
      'currencies',
    );
    expect(await put(currencies)).toEqual({ created: 0, kept: currencies.rows.length });
    const rows = await bench.query(
      "SELECT name, deleted_at IS NULL AS live FROM @.currency WHERE code IN ('CNY', 'HKD') ORDER BY code",
    );
    expect(rows).toEqual([
      { name: 'Yuan', live: true },
      { name: 'Hong Kong dollar', live: false },
    ]);
  });

  it('[PACK-3] name each other by a key, whatever the order of the sets; documents bring their lines and their state', async () => {
    const done = await put(
      {
        entity: 'SalesOrder',
        by: ['number'],
        rows: [
          {
            number: 'OLD-1',
            customer: 'LIN',
            warehouse: { code: 'MAIN' },
            state: 'confirmed',
            lines: [{ item: 'TEA', qty: '2' }],
          },
        ],
      },
      {
        entity: 'Customer',
        by: ['code'],
        rows: [{ code: 'LIN', name: 'Lin Trading 林氏贸易', country: { code: 'CN' }, paymentTerm: 'D30' }],
      },
      { entity: 'Item', by: ['code'], rows: [{ code: 'TEA', name: 'Tea', price: '12.5', category: { code: 'T' } }] },
      { entity: 'ItemCategory', by: ['code'], rows: [{ code: 'T', name: 'Teas' }] },
    ).catch((error: unknown) => (error instanceof WriteRefused ? error.issues : error));
    expect(done).toEqual({ created: 4, kept: 0 });
    const data = await bench.data(
      '{ salesOrders { nodes { number state total customer { name country { code } } lines { item { category { name } } } } } }',
    );
    expect(data).toEqual({
      salesOrders: {
        nodes: [
          {
            number: 'OLD-1',
            state: 'confirmed',
            total: '25.0000',
            customer: { name: 'Lin Trading 林氏贸易', country: { code: 'CN' } },
            lines: [{ item: { category: { name: 'Teas' } } }],
          },
        ],
      },
    });
  });

  it('[PACK-2] are refused together, each with its place', async () => {
    const wrong = put({
      entity: 'Customer',
      by: ['code'],
      rows: [{ code: 'bad code', name: 'X' }, { code: 'OK1', name: 'Y', nonsense: 1 }, { name: 'Z' }],
    });
    const issues = await wrong.catch((error: unknown) =>
      error instanceof WriteRefused ? error.issues.map(({ code, path: at }) => `${code} ${at}`) : error,
    );
    expect(issues).toEqual([
      'VALUE_PATTERN /records/0/rows/0/code',
      'VALUE_REQUIRED /records/0/rows/0/code',
      'RECORD_SET_FORM /records/0/rows/1/nonsense',
      'VALUE_REQUIRED /records/0/rows/2/code',
    ]);
  });
});
