import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { importContext, importText, packBench } from '../test/import-bench.ts';
import type { TenantBench } from '../test/tenant-bench.ts';
import { fileSource, memorySource } from './csv-source.ts';
import { importCsv } from './import-csv.ts';
import { parseImportMap } from '../../schema/model/import-map.ts';

let db: TestDatabase;
let bench: TenantBench;
beforeAll(async () => {
  db = await freshDatabase();
  bench = await packBench(db.database, ['core', 'sales', 'inventory']);
});
afterAll(() => db.drop());

const ROWS = 400;
const contacts = (count: number): string =>
  `customer,name\n${Array.from({ length: count }, (_, index) => `ACME,Person ${index}`).join('\n')}\n`;
const categories = (count: number): string =>
  `code,name,above\n${Array.from({ length: count }, (_, index) => `C${index},Category ${index},${index === 0 ? '' : `C${count - index}`}`).join('\n')}\n`;

async function count(table: string): Promise<number> {
  const [row] = await bench.query<{ n: number }>(`SELECT count(*)::int AS n FROM @.${table}`);
  return must(row, 'count').n;
}

/** An import that is stopped from outside after some batches, as a killed process is: by an error in its progress. */
async function cutShort(text: string, options: { readonly entity: string; readonly after: number }): Promise<void> {
  await expect(
    importCsv(await importContext(bench), {
      source: memorySource('test.csv', text),
      entity: options.entity,
      batchRows: 50,
      atOnceRowsMax: 0,
      onProgress: ({ phase, rows }) => {
        if (phase === 'write' && rows >= options.after) throw new Error('cut short');
      },
    }),
  ).rejects.toThrow('cut short');
}

describe('[IMP-10] an import that was cut short goes on where it was', () => {
  it('with a key: references to rows further down are set at the end [IMP-9]', async () => {
    await cutShort(categories(ROWS), { entity: 'ItemCategory', after: 150 });
    expect(await count('item_category')).toBe(150);
    const done = await importText(bench, categories(ROWS), { entity: 'ItemCategory', batchRows: 50, atOnceRowsMax: 0 });
    expect(done).toMatchObject({ ok: true, value: { rows: ROWS, created: ROWS, updated: 0, resumed: 150 } });
    expect(await count('item_category')).toBe(ROWS);
    // Each row names one that stands further down, or above: both are there at the end.
    const [linked] = await bench.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM @.item_category WHERE above IS NOT NULL',
    );
    expect(linked).toEqual({ n: ROWS - 1 });
  });

  it('without a key, and never twice by mistake', async () => {
    await importText(bench, 'code,name\nACME,Acme\n', { entity: 'Customer' });
    await importText(bench, 'customer,name\nACME,Zero\n', { entity: 'Contact' });
    const text = contacts(ROWS);
    // Every row is checked before the first batch of rows that could not be recognised again.
    await cutShort(text, { entity: 'Contact', after: 100 });
    expect(await count('contact')).toBe(101);
    const done = await importText(bench, text, { entity: 'Contact', batchRows: 50, atOnceRowsMax: 0 });
    expect(done).toMatchObject({ ok: true, value: { rows: ROWS, created: ROWS, resumed: 100 } });
    expect(await count('contact')).toBe(ROWS + 1);
    const again = await importText(bench, text, { entity: 'Contact' });
    expect(again.ok ? [] : again.issues.map(({ code }) => code)).toEqual(['IMPORT_DONE_BEFORE']);
    const wanted = await importText(bench, text, { entity: 'Contact', again: true });
    expect(wanted).toMatchObject({ ok: true, value: { created: ROWS } });
    expect(await count('contact')).toBe(2 * ROWS + 1);
  });

  it('after a publication in between', async () => {
    const text = `code,name\n${Array.from({ length: 100 }, (_, index) => `U${index},Unit ${index}`).join('\n')}\n`;
    const context = await importContext(bench, { tenant: { ...(await importContext(bench)).tenant, version: 99 } });
    const stale = await importCsv(context, {
      source: memorySource('units.csv', text),
      entity: 'Unit',
      batchRows: 50,
      atOnceRowsMax: 0,
    });
    expect(stale.ok ? [] : stale.issues.map(({ code }) => code)).toEqual(['SHAPE_STALE']);
    const done = await importText(bench, text, { entity: 'Unit', batchRows: 50, atOnceRowsMax: 0 });
    expect(done).toMatchObject({ ok: true, value: { created: 100 } });
  });

  it('after a killed process', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'formwork-import-'));
    const file = path.join(folder, 'warehouses.csv');
    await writeFile(
      file,
      `code,name\n${Array.from({ length: 3_000 }, (_, index) => `W${index},Warehouse ${index}`).join('\n')}\n`,
    );
    const child = spawn(
      process.execPath,
      [
        '--no-warnings',
        fileURLToPath(new URL('../test/kill-importer.ts', import.meta.url)),
        db.url,
        bench.tenant.name,
        file,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const gone = once(child, 'exit');
    for (let tries = 0; tries < 600 && (await count('warehouse')) < 500; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    await gone;
    const left = await count('warehouse');
    expect(left).toBeGreaterThanOrEqual(500);
    const source = await fileSource(file);
    const done = await importCsv(await importContext(bench), {
      source: must(source.ok ? source.value : null, 'file'),
      entity: 'Warehouse',
      batchRows: 100,
      atOnceRowsMax: 0,
    });
    expect(done).toMatchObject({ ok: true, value: { rows: 3_000, created: 3_000, updated: 0 } });
    // One more is the warehouse that the pack ships.
    expect(await count('warehouse')).toBe(3_001);
    await rm(folder, { recursive: true });
  });
});

describe('[IMP-8] documents and their lines', () => {
  const MAP = {
    entity: 'SalesOrder',
    key: ['customerReference'],
    columns: { reference: 'customerReference', customer: { field: 'customer', by: 'code' } },
    constants: { warehouse: 'MAIN' },
    lines: {
      field: 'lines',
      match: ['item'],
      columns: { item: { field: 'item', by: 'code' }, qty: 'qty', price: 'price' },
    },
  };

  it('stand in one file, a row for each line, and lines are matched when they come again', async () => {
    const bad = parseImportMap({ ...MAP, lines: { ...MAP.lines, match: 'item' } });
    expect(bad.ok ? [] : bad.issues.map(({ code, path: at }) => `${code} ${at}`)).toEqual([
      'IMPORT_MAP_FORM /lines/match',
    ]);
    await importText(bench, 'code,name,price\nTEA,Tea,2.5\nCUP,Cup,4\n', { entity: 'Item' });
    const quotes = parseImportMap({
      entity: 'PriceList',
      columns: { list: 'code', name: 'name' },
      lines: { field: 'lines', match: ['item'], columns: { item: { field: 'item', by: 'code' }, price: 'price' } },
    });
    const read = must(quotes.ok ? quotes.value : null, 'map');
    const first = await importText(bench, 'list,name,item,price\nL1,One,TEA,1.5\nL1,One,CUP,3\nL2,Two,CUP,2\n', {
      map: read,
    });
    expect(first).toMatchObject({ ok: true, value: { rows: 2, created: 2 } });
    const ids = await bench.query('SELECT id FROM @.price_list_line ORDER BY id');
    const second = await importText(bench, 'list,name,item,price\nL1,One,TEA,1.75\nL1,One,CUP,3\nL2,Two,TEA,2\n', {
      map: read,
    });
    expect(second).toMatchObject({ ok: true, value: { rows: 2, updated: 2 } });
    const lines = await bench.query<{ list: string; item: string; price: string }>(
      'SELECT p.code AS list, i.code AS item, l.price::text AS price FROM @.price_list_line l JOIN @.price_list p ON p.id = l.parent_id JOIN @.item i ON i.id = l.item ORDER BY 1, 2',
    );
    expect(lines).toEqual([
      { list: 'L1', item: 'CUP', price: '3.0000' },
      { list: 'L1', item: 'TEA', price: '1.7500' },
      { list: 'L2', item: 'TEA', price: '2.0000' },
    ]);
    expect(ids).toHaveLength(3);
  });
});
