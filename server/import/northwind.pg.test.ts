import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { EntityDef, FieldDef, Template } from '../../schema/template/template.ts';
import { rollback } from '../tenancy/publish.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import {
  apiInForce,
  composedPacks,
  hasNorthwind,
  importNorthwind,
  northwindOrder,
  packBench,
} from '../test/import-bench.ts';
import type { TenantBench } from '../test/tenant-bench.ts';

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
  bench: TenantBench,
  orders = 'salesOrders',
  ask: (query: string) => Promise<unknown> = (query) => bench.data(query),
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
      await expectKnownAnswers(bench);

      const again = await importNorthwind(bench, 'orders');
      expect(again).toMatchObject({ ok: true, value: { created: 0, updated: 830 } });
      await expectKnownAnswers(bench);

      const before = await composedPacks(PACKS);
      await bench.republish(
        withEntity(before, 'SalesOrder', (entity) => ({
          ...entity,
          apiName: 'PurchaseByCustomer',
          formerApiNames: ['SalesOrder'],
        })),
      );
      await expectKnownAnswers(bench, 'purchaseByCustomers');
      await expectKnownAnswers(bench, 'salesOrders');
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
      await expectKnownAnswers(bench);
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
