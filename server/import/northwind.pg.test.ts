import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { ImportCheck, ImportRequest, ImportRunView } from '../../schema/model/import-answers.ts';
import { parseImportMap } from '../../schema/model/import-map.ts';
import { createTenant, ownerToken, startOwnServer, tenantAsker } from '../bench/own-server.ts';
import type { EntityDef, FieldDef, Template } from '../../schema/template/template.ts';
import { rollback } from '../tenancy/publish.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import {
  apiInForce,
  composedPacks,
  hasNorthwind,
  NORTHWIND_FOLDER,
  importNorthwind,
  northwindOrder,
  packBench,
} from '../test/import-bench.ts';
import type { TenantBench } from '../test/tenant-bench.ts';
import { openCsv } from './csv-reader.ts';
import { fileSource } from './csv-source.ts';
import { csvLine } from './csv-text.ts';
import { templatesFolder } from './pack-files.ts';

const PACKS = ['core', 'sales', 'inventory', 'northwind'];

/** Imports every file in its order; gives how many records each one had. */
async function importAll(bench: TenantBench): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const name of await northwindOrder()) {
    const done = await importNorthwind(bench, name);
    if (!done.ok) throw new Error(`${name}: ${JSON.stringify(done.issues.slice(0, 5), null, 1)}`);
    rows[name] = done.value.rows;
  }
  return rows;
}

/** What everybody knows of this company, by SQL and by the API, whatever the API calls the orders. */
async function expectKnownAnswers(
  bench: Pick<TenantBench, 'query'>,
  orders: string,
  ask: (query: string) => Promise<unknown>,
): Promise<void> {
  const [sums] = await bench.query(
    'SELECT (SELECT count(*) FROM @.sales_order)::text AS orders, (SELECT count(*) FROM @.sales_order WHERE shipped_at IS NULL)::text AS open, (SELECT sum(amount) FROM @.sales_order_line)::text AS amount, (SELECT count(*) FROM @.sales_order_line)::text AS lines',
  );
  expect(sums).toEqual({ orders: '830', open: '21', amount: '1265793.0395', lines: '2155' });
  const data = await ask(`{
    all: ${orders}(first: 1) { totalCount }
    open: ${orders}(first: 1, where: { shippedAt: { isNull: true } }) { totalCount }
    sums: ${orders}Aggregate { count sum { exact: gross rounded: gross(round: 2) } }
    peacock: ${orders}Aggregate(groupBy: [{ employee: { lastName: VALUE } }], orderBy: [{ count: DESC }], first: 1) { key { employee { lastName } } count }
    shipped: ${orders}(first: 1, where: { employee: { lastName: { eq: "Peacock" } }, shippedAt: { isNull: false } }) { totalCount }
  }`);
  expect(data).toEqual({
    all: { totalCount: 830 },
    open: { totalCount: 21 },
    sums: [{ count: 830, sum: { exact: '1265793.0395', rounded: '1265793.04' } }],
    peacock: [{ key: { employee: { lastName: 'Peacock' } }, count: 156 }],
    shipped: { totalCount: 151 },
  });
}

/** The template with one entity's definition changed. */
function withEntity(template: Template, id: string, change: (entity: EntityDef) => EntityDef): Template {
  return {
    ...template,
    entities: (template.entities ?? []).map((entity) => (entity.id === id ? change(entity) : entity)),
  };
}

/** A file of the example company as the wizard sends it: lines stand in the rows of their order. */
async function wizardFile(name: string): Promise<ImportRequest> {
  const maps = path.join(templatesFolder(), 'northwind', 'imports');
  const parsed = parseImportMap(JSON.parse(await readFile(path.join(maps, `${name}.json`), 'utf8')));
  const { lines, entity = '', ...map } = must(parsed.ok ? parsed.value : null, name);
  const [header = [], ...rows] = await cellsOf(`${name}.csv`);
  if (lines?.file === undefined)
    return { entity, name: `${name}.csv`, csv: [header, ...rows].map((row) => csvLine(row)).join(''), map };
  const [lineHeader = [], ...lineRows] = await cellsOf(lines.file);
  const byOrder = Map.groupBy(lineRows, ([order]) => order);
  const joined = rows.flatMap((row) => (byOrder.get(row[0]) ?? []).map((line) => [...row, ...line.slice(1)]));
  const { field, match = [], columns } = lines;
  const csv = [[...header, ...lineHeader.slice(1)], ...joined].map((row) => csvLine(row)).join('');
  return { entity, name: `${name}.csv`, csv, map: { ...map, lines: { field, match, columns } } };
}

async function cellsOf(name: string): Promise<readonly (readonly string[])[]> {
  const source = await fileSource(path.join(NORTHWIND_FOLDER, name));
  const file = await openCsv(must(source.ok ? source.value : null, name), {});
  const { header, rows } = must(file.ok ? file.value : null, name);
  const cells: (readonly string[])[] = [header];
  for await (const row of rows) cells.push(row.cells);
  return cells;
}

/** The import address of the tenant, asked by a program. */
function importsAt(url: () => string, token: string) {
  const send = async <Data>(at: string, body?: unknown): Promise<Data> => {
    const response = await fetch(`${url()}/t/wind/imports${at}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    expect([response.status, text.slice(0, 500)]).toEqual([200, text.slice(0, 500)]);
    return (JSON.parse(text) as { readonly data: Data }).data;
  };
  const get = (id: string) => send<ImportRunView>(`/${id}`);
  return {
    get,
    check: (request: ImportRequest) => send<ImportCheck>('/check', request),
    start: (request: ImportRequest) => send<ImportRunView>('', request),
    undo: (id: string) => send<ImportRunView>(`/${id}/undo`, {}),
    async ended(id: string): Promise<ImportRunView> {
      for (;;) {
        const run = await get(id);
        if (!['waiting', 'writing', 'undoing'].includes(run.state)) return run;
        await wait(50);
      }
    },
  };
}

/** SQL on the only tenant of a database. */
async function tenantSql({ database }: TestDatabase): Promise<TenantBench['query']> {
  const [found] = await database.query<{ readonly schema: string }>({
    text: `SELECT relnamespace::regnamespace::text AS schema FROM pg_class WHERE relname = 'fw_import_run'`,
    params: [],
  });
  const { schema } = must(found, 'schema');
  return (text, params = []) => database.query({ text: text.replaceAll('@', schema), params });
}

const MARGIN: FieldDef = {
  id: 'x_margin',
  type: 'percent(5,4)',
  label: { en: 'Margin', 'zh-CN': '毛利率' },
  default: '0.2',
};
const GRADE: FieldDef = {
  id: 'x_grade',
  type: 'enum',
  label: { en: 'Grade', 'zh-CN': '等级' },
  required: true,
  default: 'b',
  options: [
    { id: 'a', label: { en: 'A', 'zh-CN': '甲' } },
    { id: 'b', label: { en: 'B', 'zh-CN': '乙' } },
  ],
};

if (hasNorthwind()) {
  describe('the example company', () => {
    let db: TestDatabase;
    beforeAll(async () => {
      db = await freshDatabase();
    });
    afterAll(() => db.drop());

    it('[IMP-20] has its known answers, keeps them when imported again, through a rename and a rollback', async () => {
      const bench = await packBench(db.database, PACKS);
      const rows = await importAll(bench);
      expect(rows).toEqual({
        region: 4,
        territories: 53,
        shippers: 6,
        suppliers: 29,
        categories: 8,
        products: 77,
        customers: 91,
        employees: 9,
        employee_territories: 9,
        orders: 830,
      });
      await expectKnownAnswers(bench, 'salesOrders', (query) => bench.data(query));

      const again = await importNorthwind(bench, 'orders');
      expect(again).toMatchObject({ ok: true, value: { created: 0, updated: 830 } });
      await expectKnownAnswers(bench, 'salesOrders', (query) => bench.data(query));

      const before = await composedPacks(PACKS);
      await bench.republish(
        withEntity(before, 'SalesOrder', (entity) => ({
          ...entity,
          apiName: 'PurchaseByCustomer',
          formerApiNames: ['SalesOrder'],
        })),
      );
      await expectKnownAnswers(bench, 'purchaseByCustomers', (query) => bench.data(query));
      await expectKnownAnswers(bench, 'salesOrders', (query) => bench.data(query));
      expect(await importNorthwind(bench, 'orders', { entity: 'PurchaseByCustomer' })).toMatchObject({
        ok: true,
        value: { updated: 830 },
      });

      const back = await rollback(bench.context, bench.tenant, { to: 1 });
      expect(back.ok).toBe(true);
      await expectKnownAnswers(bench, 'salesOrders', await apiInForce(bench, before));
    });

    it("[IMP-21] has them in a tenant with its own fields, and employees' bosses and territories", async () => {
      const change = (template: Template): Template =>
        withEntity(
          withEntity(template, 'SalesOrder', (entity) => ({ ...entity, fields: [...entity.fields, GRADE] })),
          'SalesOrderLine',
          (entity) => ({ ...entity, fields: [...entity.fields, MARGIN] }),
        );
      const bench = await packBench(db.database, PACKS, change);
      await importAll(bench);
      await expectKnownAnswers(bench, 'salesOrders', (query) => bench.data(query));
      const data = await bench.data(`{
        grades: salesOrdersAggregate(groupBy: [{ grade: VALUE }]) { key { grade } count }
        employees(orderBy: [{ code: ASC }], first: 3) { nodes { name reportsTo { name } territories { code } notes } }
      }`);
      expect(data).toMatchObject({
        grades: [{ key: { grade: 'b' }, count: 830 }],
        employees: {
          nodes: [
            {
              name: 'Nancy Davolio',
              reportsTo: { name: 'Andrew Fuller' },
              territories: [{ code: '06897' }, { code: '19713' }],
            },
            { name: 'Andrew Fuller', reportsTo: null },
            { name: 'Janet Leverling', reportsTo: { name: 'Andrew Fuller' } },
          ],
        },
      });
      const [nancy] = await bench.query<{ address: string }>("SELECT address FROM @.employee WHERE code = '1'");
      expect(must(nancy, 'Nancy').address).toBe('507 - 20th Ave. E.\nApt. 2A');
    });

    it('[IMP-20] [IMP-32] come the way of the wizard too: checked, mended, written by a server that is killed in the middle and by its successor, taken back', async () => {
      const own = await freshDatabase();
      const folder = await mkdtemp(path.join(tmpdir(), 'formwork-northwind-'));
      let server = await startOwnServer({ databaseUrl: own.url, folder, pin: [] });
      try {
        await createTenant(server, 'wind', 'northwind');
        const token = await ownerToken(server, 'wind');
        const imports = importsAt(() => server.url, token);
        for (const name of await northwindOrder()) {
          if (name === 'orders') continue;
          const done = await imports.ended((await imports.start(await wizardFile(name))).id);
          expect([name, done.state, done.wrong]).toEqual([name, 'done', 0]);
        }

        const orders = await wizardFile('orders');
        const bad = await imports.check({ ...orders, csv: orders.csv.replace(',VINET,', ',VINOT,') });
        expect(bad).toMatchObject({
          rows: 830,
          wrong: 1,
          issues: [{ code: 'REFERENCE_NOT_FOUND', column: 'customer_id' }],
        });
        expect(await imports.check(orders)).toMatchObject({ rows: 830, created: 830, wrong: 0, issues: [] });

        const { id } = await imports.start(orders);
        // Its first batch is there, the second is being written.
        while ((await imports.get(id)).done === 0);
        await server.child.kill();
        const query = await tenantSql(own);
        const [left] = await query<{ readonly orders: number; readonly done: number; readonly noted: number }>(
          'SELECT (SELECT count(*)::int FROM @.sales_order) AS orders, (SELECT rows_done FROM @.fw_import_run WHERE id = $1::uuid) AS done, (SELECT count(*)::int FROM @.fw_import_row WHERE run = $1::uuid) AS noted',
          [id],
        );
        const { orders: written, ...noted } = must(left, 'counts');
        expect(noted).toEqual({ done: written, noted: written });
        expect(written).toBeGreaterThan(0);
        expect(written).toBeLessThan(830);
        // As if the time had passed after which another may go on.
        await query('UPDATE @.fw_import_run SET claimed_until = now() WHERE id = $1::uuid', [id]);

        server = await startOwnServer({ databaseUrl: own.url, folder, pin: [], operator: server.operator });
        expect(await imports.ended(id)).toMatchObject({ state: 'done', done: 830, created: 830, updated: 0, wrong: 0 });
        const { ask } = tenantAsker(server, 'wind', token);
        await expectKnownAnswers({ query }, 'salesOrders', ask);
        const [events] = await query(
          `SELECT count(*)::int AS made, count(DISTINCT record_id)::int AS records FROM @.fw_event WHERE cause = $1 AND kind = 'created'`,
          [`import:${id}`],
        );
        expect(events).toEqual({ made: 830, records: 830 });

        await imports.undo(id);
        expect(await imports.ended(id)).toMatchObject({ state: 'undone', undone: 830, kept: 0 });
        expect(await ask('{ salesOrders(first: 1) { totalCount } }')).toEqual({ salesOrders: { totalCount: 0 } });
      } finally {
        await server.child.stop();
        await own.drop();
        await rm(folder, { recursive: true });
      }
    });

    it('[IMP-22] checks without a trace: a dry run gives the counts and leaves no row', async () => {
      const bench = await packBench(db.database, PACKS);
      const tried = await importNorthwind(bench, 'region', { dryRun: true });
      expect(tried).toMatchObject({ ok: true, value: { rows: 4, created: 4, dryRun: true } });
      const [left] = await bench.query(
        'SELECT (SELECT count(*) FROM @.sales_region)::int AS rows, (SELECT count(*) FROM @.fw_import)::int AS imports, (SELECT count(*) FROM @.fw_event WHERE entity = $1)::int AS events',
        ['SalesRegion'],
      );
      expect(left).toEqual({ rows: 0, imports: 0, events: 0 });
    });
  });
} else {
  it('[IMP-20] data of the example company is not present on this machine: nothing to import', () => {
    expect(hasNorthwind()).toBe(false);
  });
}
