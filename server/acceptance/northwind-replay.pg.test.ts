import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { hasNorthwind, NORTHWIND_FOLDER, packBench } from '../test/import-bench.ts';
import {
  answered,
  asEmployee,
  historyOf,
  loadFiles,
  noonOf,
  northwindFiles,
  numberOf,
  openCompany,
  type CsvRow,
  type EmployeeMember,
} from '../test/northwind-replay.ts';
import type { TenantBench } from '../test/tenant-bench.ts';

/*
 * The whole history of a company through the workflow, order by order, against what plain SQL says of the same files.
 * The expectations never read a table of Formwork: the files are loaded into tables of their own and added up there.
 */

const FIRST_DAY = '1996-07-01';
const LAST_DAY = '1998-05-06';

let db: TestDatabase;
let bench: TenantBench;
let files: ReadonlyMap<string, readonly CsvRow[]>;
let members: readonly EmployeeMember[];
/** Orders in force by number: id and version. */
const orders = new Map<number, { readonly id: string; readonly version: number }>();
/** Of the orders that were never shipped: those that the stock did not allow to be confirmed. */
const leftAsDraft: number[] = [];

const rowsOf = (name: string): readonly CsvRow[] => must(files.get(name), name);
const linesOf = (order: CsvRow): readonly CsvRow[] =>
  rowsOf('order_details').filter((line) => line['order_id'] === order['order_id']);
const memberOf = (order: CsvRow): EmployeeMember =>
  must(
    members.find(({ code }) => code === order['employee_id']),
    'employee',
  );
const text = (value: unknown): string => String(value);

/** Rows of plain SQL over the files. */
async function ofFiles<R>(query: string): Promise<readonly R[]> {
  return db.database.query<R>({ text: query, params: [] });
}

/** The stock of the first day: what was left at the end and everything that was shipped. */
async function openStock(): Promise<void> {
  const opening = await ofFiles<{ item: string; qty: string; cost: string }>(
    `SELECT p.product_id AS item, (p.units_in_stock::numeric + coalesce(sum(d.quantity::numeric) FILTER (WHERE o.shipped_date IS NOT NULL), 0))::text AS qty, p.unit_price AS cost
       FROM nw.products p LEFT JOIN nw.order_details d USING (product_id) LEFT JOIN nw.orders o USING (order_id)
      GROUP BY p.product_id, p.units_in_stock, p.unit_price`,
  );
  const lines = opening
    .filter(({ qty }) => Number(qty) > 0)
    .map(({ item, qty, cost }) => ({ item: { code: item }, qty, cost }));
  const now = noonOf(FIRST_DAY);
  const made = answered(
    await bench.ask('mutation($i: StockReceiptInput!) { createStockReceipt(input: $i) { id version } }', {
      variables: { i: { warehouse: { code: 'MAIN' }, reason: 'opening', lines } },
      now,
    }),
    'createStockReceipt',
  );
  await bench.data('mutation($id: ID!, $v: Int!) { receiveStockReceipt(id: $id, version: $v) { state } }', {
    variables: { id: made['id'], v: made['version'] },
    now,
  });
}

/** Six thousand points in fundings small enough to need nobody's approval. */
async function fund(): Promise<void> {
  const now = noonOf(FIRST_DAY);
  await bench.data('mutation($i: ProgrammeInput!) { createProgramme(input: $i) { id } }', {
    variables: { i: { code: 'northwind', name: 'Northwind' } },
    now,
  });
  for (let round = 0; round < 6; round += 1) {
    const made = answered(
      await bench.ask('mutation($i: BudgetFundingInput!) { createBudgetFunding(input: $i) { id version } }', {
        variables: { i: { programme: { code: 'northwind' }, amount: '1000', reason: 'Two years' } },
        now,
      }),
      'createBudgetFunding',
    );
    await bench.data('mutation($id: ID!, $v: Int!) { fundBudgetFunding(id: $id, version: $v) { state } }', {
      variables: { id: made['id'], v: made['version'] },
      now,
    });
  }
}

const CREATE = 'mutation($i: SalesOrderInput!) { createSalesOrder(input: $i) { id version } }';
const CONFIRM = 'mutation($id: ID!, $v: Int!) { confirmSalesOrder(id: $id, version: $v) { id version state } }';
const SHIP = 'mutation($id: ID!, $v: Int!) { shipSalesOrder(id: $id, version: $v) { id version state } }';

function keep(order: CsvRow, row: Readonly<Record<string, unknown>>): void {
  orders.set(numberOf(order), { id: text(row['id']), version: Number(row['version']) });
}

async function take(order: CsvRow): Promise<void> {
  const day = text(order['order_date']);
  const input = {
    orderNo: numberOf(order),
    customer: { code: order['customer_id'] },
    employee: { code: order['employee_id'] },
    warehouse: { code: 'MAIN' },
    shipper: { code: order['ship_via'] },
    orderedOn: day,
    dueAt: `${text(order['required_date'])}T23:59:59+08:00`,
    freight: order['freight'],
    lines: linesOf(order).map((line) => ({
      item: { code: line['product_id'] },
      qty: line['quantity'],
      price: line['unit_price'],
      discountRate: line['discount'],
    })),
  };
  const ask = asEmployee(memberOf(order), noonOf(day));
  keep(order, answered(await bench.ask(CREATE, { ...ask, variables: { i: input } }), 'createSalesOrder'));
  // What was never shipped is confirmed at the end, when it is known what is left for it.
  if (order['shipped_date'] !== '') await step(order, CONFIRM, day);
}

async function step(order: CsvRow, mutation: string, day: string): Promise<void> {
  const { id, version } = must(orders.get(numberOf(order)), `order ${String(numberOf(order))}`);
  const answer = await bench.ask(mutation, {
    ...asEmployee(memberOf(order), noonOf(day)),
    variables: { id, v: version },
  });
  keep(order, answered(answer, mutation === CONFIRM ? 'confirmSalesOrder' : 'shipSalesOrder'));
}

/** The last day: orders that were not shipped are confirmed, one after another, as far as the stock goes. */
async function confirmTheRest(): Promise<void> {
  const open = rowsOf('orders').filter((order) => order['shipped_date'] === '');
  for (const order of open.toSorted((a, b) => numberOf(a) - numberOf(b))) {
    const { id, version } = must(orders.get(numberOf(order)), 'order');
    const ask = asEmployee(memberOf(order), noonOf(LAST_DAY));
    const answer = await bench.ask(CONFIRM, { ...ask, variables: { id, v: version } });
    if (answer.errors.length === 0) keep(order, answered(answer, 'confirmSalesOrder'));
    else {
      expect(new Set(answer.errors.map(({ extensions }) => extensions.code))).toEqual(
        new Set(['LEDGER_BELOW_MINIMUM']),
      );
      leftAsDraft.push(numberOf(order));
    }
  }
}

beforeAll(async () => {
  if (!hasNorthwind()) {
    console.warn(`The replay is left out: ${NORTHWIND_FOLDER} is not there.`);
    return;
  }
  db = await freshDatabase();
  files = await northwindFiles(['orders', 'order_details', 'products', 'employees', 'customers']);
  await loadFiles(db.database, files);
  bench = await packBench(db.database, ['northwind', 'points']);
  members = await openCompany(bench, files);
  // Two years of orders are on credit here, since the files know of no payments.
  await bench.query('UPDATE @.customer SET credit_limit = 200000');
  await openStock();
  await fund();
  for (const { kind, day, order } of historyOf(rowsOf('orders'))) {
    if (kind === 'order') await take(order);
    else await step(order, SHIP, day);
  }
  await confirmTheRest();
}, 600_000);
afterAll(async () => {
  if (hasNorthwind()) await db.drop();
});

describe.skipIf(!hasNorthwind())('Northwind, replayed', () => {
  it('[PCK-20] ends with every order where the files have it, by the employee and on the day they say', async () => {
    const expected = await ofFiles<Record<string, string | null>>(
      `SELECT order_id AS no, employee_id AS employee, order_date AS ordered, shipped_date AS shipped FROM nw.orders ORDER BY order_id::integer`,
    );
    const found = await bench.query<Record<string, string | null>>(
      `SELECT o.order_no::text AS no, e.code AS employee, o.ordered_on::text AS ordered, (o.shipped_at AT TIME ZONE 'Asia/Shanghai')::date::text AS shipped
         FROM @.sales_order o JOIN @.employee e ON e.id = o.employee ORDER BY o.order_no`,
    );
    expect(found).toEqual(expected);
    const byEmployee = await bench.query<{ n: string }>(
      `SELECT count(*)::text AS n FROM @.fw_event v JOIN @.sales_order o ON o.id = v.record_id JOIN @.employee e ON e.id = o.employee WHERE v.actor IS DISTINCT FROM e.account`,
    );
    expect(byEmployee).toEqual([{ n: '0' }]);
    const states = await bench.query(
      'SELECT state, count(*)::integer AS n FROM @.sales_order GROUP BY state ORDER BY state',
    );
    expect(states).toEqual([
      { state: 'confirmed', n: 21 - leftAsDraft.length },
      { state: 'draft', n: leftAsDraft.length },
      { state: 'shipped', n: 809 },
    ]);
  });

  it('[PCK-20] confirms what was never shipped as far as the stock goes, one order after another', () => {
    const left = new Map(rowsOf('products').map((row) => [row['product_id'], Number(row['units_in_stock'])]));
    const refused = rowsOf('orders')
      .filter((order) => order['shipped_date'] === '')
      .toSorted((a, b) => numberOf(a) - numberOf(b))
      .filter((order) => {
        const lines = linesOf(order);
        if (lines.some((line) => Number(line['quantity']) > (left.get(line['product_id']) ?? 0))) return true;
        for (const line of lines)
          left.set(line['product_id'], (left.get(line['product_id']) ?? 0) - Number(line['quantity']));
        return false;
      });
    expect(leftAsDraft).toEqual(refused.map(numberOf));
  });

  it('[PCK-21] leaves each product with the stock of the files, and reserves what it could for the rest', async () => {
    const left = leftAsDraft.length === 0 ? '0' : leftAsDraft.join(', ');
    const expected = await ofFiles(
      `SELECT p.product_id AS item, p.units_in_stock::numeric::text AS "onHand",
              (p.units_in_stock::numeric - coalesce(r.qty, 0))::text AS available,
              trim_scale(p.units_in_stock::numeric * p.unit_price::numeric)::text AS value
         FROM nw.products p LEFT JOIN (SELECT d.product_id, sum(d.quantity::numeric) AS qty FROM nw.order_details d JOIN nw.orders o USING (order_id)
               WHERE o.shipped_date IS NULL AND o.order_id::integer NOT IN (${left}) GROUP BY 1) r USING (product_id)
        ORDER BY p.product_id::integer`,
    );
    const found = await bench.query(
      `SELECT i.code AS item, trim_scale(coalesce(b.m0, 0))::text AS "onHand", trim_scale(coalesce(b.m1, 0))::text AS available, trim_scale(coalesce(b.m2, 0))::text AS value
         FROM @.item i LEFT JOIN @.fw_balance b ON b.book = 'stock' AND b.u0 = i.id ORDER BY i.code::integer`,
    );
    expect(found).toEqual(expected);
  });

  it('[PCK-22] owes what was shipped, to the cent, order by order and customer by customer', async () => {
    const due = `SELECT o.customer_id AS customer, o.order_id AS no, sum(d.unit_price::numeric * d.quantity::numeric * (1 - d.discount::numeric)) + o.freight::numeric AS due
         FROM nw.orders o JOIN nw.order_details d USING (order_id) WHERE o.shipped_date IS NOT NULL GROUP BY o.customer_id, o.order_id, o.freight`;
    const expected = await ofFiles(
      `SELECT customer, no, trim_scale(due)::text AS due FROM (${due}) x ORDER BY no::integer`,
    );
    const balances = `SELECT c.code AS customer, o.order_no AS no, b.m0 AS due FROM @.fw_balance b JOIN @.customer c ON c.id = b.u0 JOIN @.sales_order o ON o.id = b.u1 WHERE b.book = 'receivable'`;
    const found = await bench.query(
      `SELECT customer, no::text, trim_scale(due)::text AS due FROM (${balances}) x ORDER BY no`,
    );
    expect(found).toEqual(expected);
    expect(found).toHaveLength(809);
    const perCustomer = (from: string): string =>
      `SELECT customer, trim_scale(sum(due))::text AS due FROM (${from}) x GROUP BY 1 ORDER BY 1`;
    expect(await bench.query(perCustomer(balances))).toEqual(await ofFiles(perCustomer(due)));
  });

  it('[PCK-23] gave each employee the points of shipping in time, to the point, with the monthly limit', async () => {
    const expected = await ofFiles(
      `WITH earned AS (
         SELECT o.employee_id, date_trunc('month', o.shipped_date::date) AS month, 5 + 0.5 * count(d.*) AS points
           FROM nw.orders o JOIN nw.order_details d USING (order_id) WHERE o.shipped_date::date <= o.required_date::date
          GROUP BY o.order_id, o.employee_id, o.shipped_date),
       monthly AS (SELECT employee_id, least(60, sum(points)) AS points FROM earned GROUP BY employee_id, month)
       SELECT employee_id AS employee, trim_scale(sum(points))::text AS points FROM monthly GROUP BY 1 ORDER BY 1`,
    );
    const found = await bench.query(
      `SELECT e.code AS employee, trim_scale(b.m0)::text AS points FROM @.fw_balance b JOIN @.employee e ON e.account = b.u0 WHERE b.book = 'points.wallet' ORDER BY e.code`,
    );
    expect(found).toEqual(expected);
    expect(found).toHaveLength(9);
    const [budget] = await bench.query<{ left: string; given: string }>(
      `SELECT trim_scale(b.m0)::text AS left, trim_scale((SELECT sum(m0) FROM @.fw_balance WHERE book = 'points.wallet'))::text AS given FROM @.fw_balance b JOIN @.programme p ON p.id = b.u0 AND p.code = 'northwind' WHERE b.book = 'points.budget'`,
    );
    expect(Number(budget?.left) + Number(budget?.given)).toBe(6000);
  });

  it('[PCK-24] has balances that are the sums of their movements', async () => {
    const wrong = await bench.query(
      `SELECT b.book, b.key FROM @.fw_balance b LEFT JOIN (SELECT book, key, sum(d0) AS d0, sum(d1) AS d1, sum(d2) AS d2 FROM @.fw_movement GROUP BY 1, 2) m USING (book, key)
        WHERE b.book NOT LIKE '@limit%' AND (b.m0 <> coalesce(m.d0, 0) OR b.m1 <> coalesce(m.d1, 0) OR b.m2 <> coalesce(m.d2, 0))`,
    );
    expect(wrong).toEqual([]);
  });
});
