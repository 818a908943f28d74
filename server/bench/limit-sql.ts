import type { Samples, Workload } from './contract.ts';

/**
 * What somebody who knows PostgreSQL well writes for these workloads by hand: one prepared statement each, that gives
 * the whole answer as one JSON text. Flat `row_to_json` and `json_agg` over LATERAL joins are its fastest JSON.
 */
const ORDER = (
  total: string,
): string => `o.id, o.number, o.ordered_on AS "orderedOn", o.status, o.ship_city AS "shipCity", o.note,${total}
  (SELECT row_to_json(c) FROM (SELECT c.id, c.name, c.city FROM plain.customer c WHERE c.id = o.customer_id) c) AS customer, l.lines`;
const LINES = `CROSS JOIN LATERAL (SELECT json_agg(x) AS lines FROM (
  SELECT l.line_no AS "lineNo", l.quantity, l.price, row_to_json(p) AS product
    FROM plain.order_line l CROSS JOIN LATERAL (SELECT p.id, p.sku, p.name FROM plain.product p WHERE p.id = l.product_id) p
   WHERE l.order_id = o.id ORDER BY l.line_no) x) l`;

const listOf = (total: string, rule: string): string =>
  `SELECT json_agg(r)::text AS answer FROM (SELECT ${ORDER(total)} FROM (
    SELECT * FROM plain.orders WHERE status = $1 AND ordered_on <= $2::date${rule} ORDER BY ordered_on DESC, id DESC LIMIT 50) o ${LINES}
    ORDER BY o.ordered_on DESC, o.id DESC) r`;

export const LIMIT_SQL: Readonly<Record<Workload, string>> = {
  W1: `SELECT row_to_json(r)::text AS answer FROM (SELECT ${ORDER(' o.total,')} FROM plain.orders o ${LINES} WHERE o.id = $1) r`,
  W2: listOf(' o.total,', ''),
  W3: `SELECT json_agg(r)::text AS answer FROM (SELECT id, number, ordered_on AS "orderedOn", status, ship_city AS "shipCity",
    freight, discount, total, priority, note FROM plain.orders WHERE ordered_on <= $1::date ORDER BY ordered_on DESC, id DESC LIMIT 1000) r`,
  W4: `SELECT json_agg(r)::text AS answer FROM (SELECT status, count(*) AS count, sum(total) AS total FROM plain.orders GROUP BY status) r`,
  W5: `SELECT json_agg(r)::text AS answer FROM (SELECT o.id, o.number, o.ordered_on AS "orderedOn", o.status, o.total,
    (SELECT row_to_json(c) FROM (SELECT c.id, c.name FROM plain.customer c WHERE c.id = o.customer_id) c) AS customer
    FROM plain.orders o WHERE (o.ordered_on, o.id) < ($1::date, $2::uuid) ORDER BY o.ordered_on DESC, o.id DESC LIMIT 20) r`,
  W6: `WITH l AS MATERIALIZED (SELECT * FROM unnest($4::uuid[], $5::int[], $6::numeric[]) WITH ORDINALITY AS l(product, quantity, price, line_no)),
    o AS (INSERT INTO plain.orders (customer_id, assignee_id, ordered_on, total)
      SELECT $1, $2, $3::date, sum(quantity * price) FROM l RETURNING id, total),
    i AS (INSERT INTO plain.order_line (order_id, line_no, product_id, quantity, price)
      SELECT o.id, l.line_no, l.product, l.quantity, l.price FROM o CROSS JOIN l)
    SELECT json_build_object('id', id, 'total', total)::text AS answer FROM o`,
  // The rules of the role, written in by hand.
  W7: listOf('', ' AND NOT confidential'),
  W8: 'SELECT plain.confirm_order($1)::text AS answer',
};

/** W8 in one statement: what locks is taken in one order, so that two orders of the same products never wait in a ring. */
export const CONFIRM_SQL = `CREATE OR REPLACE FUNCTION plain.confirm_order(given uuid) RETURNS json LANGUAGE plpgsql AS $$
DECLARE person uuid;
BEGIN
  UPDATE plain.orders SET status = 'confirmed' WHERE id = given AND status = 'draft' RETURNING assignee_id INTO person;
  IF person IS NULL THEN RAISE EXCEPTION 'no draft %', given; END IF;
  PERFORM 1 FROM plain.stock_balance b JOIN plain.order_line l ON l.product_id = b.product_id
    WHERE l.order_id = given ORDER BY b.product_id FOR UPDATE OF b;
  WITH moved AS (
    UPDATE plain.stock_balance b SET on_hand = b.on_hand - l.quantity FROM plain.order_line l
     WHERE l.order_id = given AND b.product_id = l.product_id RETURNING b.product_id, l.id AS line_id, l.quantity, b.on_hand)
  INSERT INTO plain.stock_movement (product_id, order_id, line_id, quantity, on_hand)
  SELECT product_id, given, line_id, -quantity, on_hand FROM moved;
  INSERT INTO plain.points_entry (person_id, order_id, points) VALUES (person, given, 3);
  UPDATE plain.points_balance SET points = points + 3 WHERE person_id = person;
  RETURN json_build_object('id', given, 'status', 'confirmed');
END $$`;

/** The parameters of the request `index`, in the order of the statement's. W6's first person is the server's to add. */
export function limitParams(workload: Workload, samples: Samples, index: number): readonly unknown[] {
  const of = <Item>(items: readonly Item[]): Item => {
    const item = items[index % items.length];
    if (item === undefined) throw new Error(`no sample for ${workload}`);
    return item;
  };
  switch (workload) {
    case 'W1':
      return [of(samples.orderIds)];
    case 'W2':
    case 'W7': {
      const { status, until } = of(samples.lists);
      return [status, until];
    }
    case 'W3':
      return [of(samples.days)];
    case 'W4':
      return [];
    case 'W5': {
      const { orderedOn, id } = of(samples.deep);
      return [orderedOn, id];
    }
    case 'W6': {
      const { customer, orderedOn, lines } = of(samples.creates);
      const products = lines.map(({ product }) => product);
      return [customer, null, orderedOn, products, lines.map((line) => line.quantity), lines.map(({ price }) => price)];
    }
    case 'W8':
      return [samples.confirms[index]];
  }
}
