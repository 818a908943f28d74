import type { Client } from 'pg';
import type { Samples } from './contract.ts';
import { PLAIN_INDEXES, PLAIN_TABLES } from './plain-schema.ts';

/** Changes when the rows, the tables or the template do: then they are made anew. */
export const DATA_VERSION = 4;

/** How much there is. */
export interface Counts {
  readonly customers: number;
  readonly products: number;
  readonly persons: number;
  readonly orders: number;
}

/** Customers and products for so many orders: 10,000 and 5,000 for the 200,000 of the published figures. */
export function countsFor(orders: number): Counts {
  return { customers: Math.ceil(orders / 20), products: Math.max(100, Math.ceil(orders / 40)), persons: 20, orders };
}
const SEED = 20_260_101;
const FIRST_DAY = '2024-01-01';
const DAYS = 730;

/** What each product has in stock at the start: more than all orders take. */
export const STOCK_AT_START = 1_000_000;

/** A number below `below` that the seed, the row and a salt decide. */
const pick = (row: string, salt: number, below: number): string =>
  `((hashint8extended(${row}, ${SEED + salt}) & 9223372036854775807) % ${below})`;

/** An id that ascends with the row number, as ids made over time do; the rest is noise. */
const idOf = (kind: string, row: string): string =>
  `(lpad(to_hex(${row}), 12, '0') || '7' || substr(md5('${kind}' || ${row} || '${SEED}'), 1, 3) || '8' || substr(md5('${kind}' || ${row} || '${SEED}'), 4, 15))::uuid`;

const CITIES = `(array['Hamburg','Lyon','Porto','Gdansk','Turin','Graz','Ghent','Malmo','Bilbao','Brno'])`;

const fillSql = (counts: Counts): string => `
INSERT INTO plain.customer
SELECT ${idOf('customer', 'n')}, 'Customer ' || lpad(n::text, 5, '0') || ' ' || substr(md5(n::text), 1, 8),
       ${CITIES}[1 + ${pick('n', 1, 10)}], (array['north','east','south','west'])[1 + ${pick('n', 2, 4)}]
  FROM generate_series(1::bigint, ${counts.customers}) n;
INSERT INTO plain.product
SELECT ${idOf('product', 'n')}, 'P-' || lpad(n::text, 5, '0'), 'Product ' || substr(md5('p' || n), 1, 12),
       (array['tools','parts','paint','wood','metal'])[1 + ${pick('n', 3, 5)}], (100 + ${pick('n', 4, 49_900)})::numeric / 100
  FROM generate_series(1::bigint, ${counts.products}) n;
INSERT INTO plain.person
SELECT ${idOf('person', 'n')}, 'Person ' || n FROM generate_series(1::bigint, ${counts.persons}) n;
CREATE TEMP TABLE made AS
SELECT n, ${idOf('order', 'n')} AS id, status,
       CASE status WHEN 'draft' THEN 5 ELSE (array[1,2,3,4,5,5,5])[1 + ${pick('n', 6, 7)}] END AS lines
  FROM (SELECT n, (array['draft','draft','draft','confirmed','packed','shipped','shipped','closed','closed','closed'])[1 + ${pick('n', 5, 10)}] AS status
          FROM generate_series(1::bigint, ${counts.orders}) n) o;
INSERT INTO plain.order_line
SELECT ${idOf('line', 'l')}, m.id, k, p.id, 1 + ${pick('l', 7, 20)}, p.price
  FROM made m CROSS JOIN LATERAL generate_series(1, m.lines) k
 CROSS JOIN LATERAL (SELECT m.n * 8 + k AS l) x
 -- A document's lines are of different products: picked from its own stretch of them.
 CROSS JOIN LATERAL (SELECT 1 + (${pick('m.n', 8, counts.products)} + k * 997) % ${counts.products} AS product) y
  JOIN plain.product p ON p.sku = 'P-' || lpad(y.product::text, 5, '0')
 ORDER BY m.n, k;
INSERT INTO plain.orders
SELECT m.id, 'S-' || lpad(m.n::text, 7, '0'), ${idOf('customer', `(1 + ${pick('m.n', 9, counts.customers)})`)},
       ${idOf('person', `(1 + ${pick('m.n', 10, counts.persons)})`)}, date '${FIRST_DAY}' + ((m.n - 1) * ${DAYS} / ${counts.orders})::int,
       m.status, ${CITIES}[1 + ${pick('m.n', 11, 10)}], ${pick('m.n', 12, 10_000)}::numeric / 100,
       ${pick('m.n', 13, 2_000)}::numeric / 10000, t.total, 1 + ${pick('m.n', 14, 5)}, ${pick('m.n', 15, 10)} = 0,
       'Leave at gate ' || ${pick('m.n', 16, 90)} || ', ring twice'
  FROM made m JOIN (SELECT order_id, sum(quantity * price) AS total FROM plain.order_line GROUP BY 1) t ON t.order_id = m.id
 ORDER BY m.n;
DROP TABLE made;
INSERT INTO plain.stock_balance SELECT id, ${STOCK_AT_START} FROM plain.product;
INSERT INTO plain.points_balance SELECT id, 0 FROM plain.person;
`;

/** Makes the schema `plain` with its rows. */
export async function fillPlain(client: Client, counts: Counts): Promise<void> {
  await client.query('DROP SCHEMA IF EXISTS plain CASCADE');
  await client.query(PLAIN_TABLES);
  await client.query(fillSql(counts));
  await client.query(PLAIN_INDEXES);
}

/** The same rows in the tenant's own tables: `schema` is theirs, stock and points come by the product itself. */
export async function fillTenant(client: Client, schema: string): Promise<void> {
  const own = `"${schema.replaceAll('"', '""')}"`;
  const made = "1, timestamptz '2026-01-01', timestamptz '2026-01-01'";
  const system = 'id, version, created_at, updated_at';
  // The rows hold together as they are made: each reference need not be looked up again.
  await client.query(`SET session_replication_role = replica;
INSERT INTO ${own}.fw_user (id, name, email, active)
SELECT id, name, 'person' || row_number() OVER (ORDER BY id) || '@bench.example', true FROM plain.person;
INSERT INTO ${own}.customer (${system}, name, city, region) SELECT id, ${made}, name, city, region FROM plain.customer;
INSERT INTO ${own}.product (${system}, sku, name, category, price)
SELECT id, ${made}, sku, name, category, price FROM plain.product;
INSERT INTO ${own}."order" (${system}, state, number, customer, assignee, ordered_on, ship_city, freight, discount, priority, confidential, note, total)
SELECT id, ${made}, status, number, customer_id, assignee_id, ordered_on, ship_city, freight, discount, priority, confidential, note, total
  FROM plain.orders ORDER BY id;
INSERT INTO ${own}.order_line (${system}, parent_id, line_no, product, quantity, price)
SELECT id, ${made}, order_id, line_no, product_id, quantity, price FROM plain.order_line ORDER BY id;
SET session_replication_role = DEFAULT;
`);
}

/** Picks what requests are made of: the same of the same data. */
export async function pickSamples(client: Client, { orders }: Counts): Promise<Samples> {
  const spread = (count: number): string =>
    `SELECT id, ordered_on::text AS "orderedOn", row_number() OVER (ORDER BY ordered_on DESC, id DESC)::int - 1 AS place
       FROM (SELECT id, ordered_on FROM plain.orders) o ORDER BY md5(id::text || '${count}') LIMIT ${count}`;
  const rows = async <Row extends object>(text: string): Promise<readonly Row[]> =>
    (await client.query<Row>(text)).rows;
  const ids = await rows<{ id: string }>(spread(2_000));
  const days = await rows<{ day: string }>(
    `SELECT (date '${FIRST_DAY}' + 90 + (n * 7919) % ${DAYS - 100})::text AS day FROM generate_series(1, 200) n`,
  );
  const deep = await rows<{ id: string; orderedOn: string; place: number }>(
    `SELECT * FROM (${spread(orders)}) o WHERE place BETWEEN ${orders / 10} AND ${(orders * 9) / 10} LIMIT 200`,
  );
  const statuses = ['shipped', 'closed', 'packed'] as const;
  const customers = await rows<{ id: string }>(`SELECT id FROM plain.customer ORDER BY md5(id::text) LIMIT 500`);
  const products = await rows<{ id: string; price: string }>(
    `SELECT id, price::text FROM plain.product ORDER BY md5(id::text) LIMIT 1000`,
  );
  const confirms = await rows<{ id: string }>(
    `SELECT id FROM plain.orders WHERE status = 'draft' ORDER BY md5(id::text)`,
  );
  return {
    orderIds: ids.map(({ id }) => id),
    lists: days.map(({ day }, index) => ({ status: statuses[index % 3] ?? 'shipped', until: day })),
    days: days.map(({ day }) => day),
    deep: deep.map(({ id, orderedOn, place }) => ({ id, orderedOn, offset: place })),
    creates: Array.from({ length: 500 }, (_, index) => ({
      customer: customers[index % customers.length]?.id ?? '',
      // After every day that a list asks for, so that lists stay what they are.
      orderedOn: '2026-02-01',
      lines: Array.from({ length: 5 }, (__, line) => {
        const product = products[(index * 5 + line * 13) % products.length];
        return { product: product?.id ?? '', quantity: 1 + ((index + line) % 9), price: product?.price ?? '1' };
      }),
    })),
    confirms: confirms.map(({ id }) => id),
  };
}
