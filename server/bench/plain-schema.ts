/**
 * The tables of the schema `plain`, as one would write them by hand for this work: the same ids and values as the
 * tenant's own tables, and the indexes that the workloads need. Every system but Formwork uses them.
 */
export const PLAIN_TABLES = `
CREATE SCHEMA plain;
CREATE TABLE plain.customer (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  city text NOT NULL,
  region text NOT NULL
);
CREATE TABLE plain.product (
  id uuid PRIMARY KEY,
  sku text NOT NULL,
  name text NOT NULL,
  category text NOT NULL,
  price numeric(12,2) NOT NULL
);
CREATE TABLE plain.person (
  id uuid PRIMARY KEY,
  name text NOT NULL
);
-- number of an order: 'S-' || nextval('plain.order_number')
CREATE SEQUENCE plain.order_number START 1000001 CACHE 20;
CREATE TABLE plain.orders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  number text NOT NULL DEFAULT 'S-' || nextval('plain.order_number'),
  customer_id uuid NOT NULL,
  assignee_id uuid NOT NULL,
  ordered_on date NOT NULL,
  status text NOT NULL DEFAULT 'draft',
  ship_city text NOT NULL DEFAULT '',
  freight numeric(12,2) NOT NULL DEFAULT 0,
  discount numeric(5,4) NOT NULL DEFAULT 0,
  total numeric(14,2) NOT NULL,
  priority int NOT NULL DEFAULT 3,
  confidential boolean NOT NULL DEFAULT false,
  note text NOT NULL DEFAULT ''
);
CREATE TABLE plain.order_line (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  order_id uuid NOT NULL,
  line_no int NOT NULL,
  product_id uuid NOT NULL,
  quantity int NOT NULL,
  price numeric(12,2) NOT NULL
);
-- W8: what stock and points are usually kept in: a balance that may not fall below zero, and what moved it.
CREATE TABLE plain.stock_balance (
  product_id uuid PRIMARY KEY,
  on_hand numeric(18,4) NOT NULL CHECK (on_hand >= 0)
) WITH (fillfactor = 70);
CREATE TABLE plain.stock_movement (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  product_id uuid NOT NULL,
  order_id uuid NOT NULL,
  line_id uuid NOT NULL,
  quantity numeric(18,4) NOT NULL,
  on_hand numeric(18,4) NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE plain.points_balance (
  person_id uuid PRIMARY KEY,
  points numeric(18,4) NOT NULL
) WITH (fillfactor = 70);
CREATE TABLE plain.points_entry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id uuid NOT NULL,
  order_id uuid NOT NULL,
  points numeric(18,4) NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
`;

/** Made after the rows are there. */
export const PLAIN_INDEXES = `
ALTER TABLE plain.product ADD UNIQUE (sku);
ALTER TABLE plain.orders ADD UNIQUE (number);
ALTER TABLE plain.orders ADD FOREIGN KEY (customer_id) REFERENCES plain.customer (id);
ALTER TABLE plain.orders ADD FOREIGN KEY (assignee_id) REFERENCES plain.person (id);
ALTER TABLE plain.order_line ADD FOREIGN KEY (order_id) REFERENCES plain.orders (id) ON DELETE CASCADE;
ALTER TABLE plain.order_line ADD FOREIGN KEY (product_id) REFERENCES plain.product (id);
ALTER TABLE plain.stock_balance ADD FOREIGN KEY (product_id) REFERENCES plain.product (id);
ALTER TABLE plain.stock_movement ADD FOREIGN KEY (product_id) REFERENCES plain.product (id);
ALTER TABLE plain.stock_movement ADD FOREIGN KEY (order_id) REFERENCES plain.orders (id);
ALTER TABLE plain.points_balance ADD FOREIGN KEY (person_id) REFERENCES plain.person (id);
ALTER TABLE plain.points_entry ADD FOREIGN KEY (person_id) REFERENCES plain.person (id);
ALTER TABLE plain.points_entry ADD FOREIGN KEY (order_id) REFERENCES plain.orders (id);
CREATE INDEX orders_status ON plain.orders (status, ordered_on DESC, id DESC);
CREATE INDEX orders_day ON plain.orders (ordered_on DESC, id DESC);
CREATE INDEX orders_customer ON plain.orders (customer_id);
CREATE INDEX orders_assignee ON plain.orders (assignee_id);
CREATE UNIQUE INDEX order_line_order ON plain.order_line (order_id, line_no);
CREATE INDEX order_line_product ON plain.order_line (product_id);
CREATE INDEX stock_movement_product ON plain.stock_movement (product_id);
CREATE INDEX stock_movement_order ON plain.stock_movement (order_id);
CREATE INDEX points_entry_person ON plain.points_entry (person_id);
CREATE UNIQUE INDEX points_entry_order ON plain.points_entry (order_id);
`;

/** What W8 gives the order's assignee. */
export const POINTS_PER_CONFIRM = '3';
