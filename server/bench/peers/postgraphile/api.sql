-- What PostGraphile's documentation calls a custom mutation: several rows written in one go are a volatile function
-- in a schema that it exposes. (The alternative, several built-in mutation fields in one document, is no transaction.)
DROP SCHEMA IF EXISTS postgraphile_api CASCADE;
CREATE SCHEMA postgraphile_api;
CREATE TYPE postgraphile_api.new_line AS (product_id uuid, quantity int, price numeric);
CREATE FUNCTION postgraphile_api.place_order(
  customer_id uuid, assignee_id uuid, ordered_on date, lines postgraphile_api.new_line[]
) RETURNS plain.orders LANGUAGE plpgsql VOLATILE AS $$
DECLARE made plain.orders;
BEGIN
  INSERT INTO plain.orders (customer_id, assignee_id, ordered_on, total)
  VALUES (
    place_order.customer_id,
    place_order.assignee_id,
    place_order.ordered_on,
    (SELECT coalesce(sum(line.quantity * line.price), 0) FROM unnest(lines) AS line)
  ) RETURNING * INTO made;
  INSERT INTO plain.order_line (order_id, line_no, product_id, quantity, price)
  SELECT made.id, line.ordinality, line.product_id, line.quantity, line.price
  FROM unnest(lines) WITH ORDINALITY AS line;
  RETURN made;
END $$;
