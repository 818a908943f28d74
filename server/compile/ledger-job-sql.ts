/**
 * Lets reservations and pending points go whose time has come, at most so many; gives how many there were. Each is a
 * request of its own: one that its bounds hold back does not hold back the others. PL/pgSQL.
 */
export const LAPSE_BODY = `
DECLARE
  requests jsonb;
BEGIN
  SELECT jsonb_agg(jsonb_build_object('now', moment, 'actor', NULL, 'templateVersion', template_version, 'postings',
           jsonb_build_array(jsonb_build_object('id', md5('lapse:' || id)::uuid, 'kind', 'lapse', 'posting', id, 'source', NULL))))
    INTO requests
    FROM (SELECT id, template_version FROM fw_posting
           WHERE reservation = 'open' AND expires_at <= moment ORDER BY expires_at, seq LIMIT most) AS due;
  IF requests IS NULL THEN RETURN 0; END IF;
  RETURN (SELECT count(*) FILTER (WHERE (a->>'ok')::boolean) FROM jsonb_array_elements(fw_post_many(requests)) a);
END`;

/** Takes expired lots out of at most so many balances; gives how many balances there were. PL/pgSQL. */
export const EXPIRE_BODY = `
DECLARE
  requests jsonb;
BEGIN
  SELECT jsonb_agg(jsonb_build_object('now', moment, 'actor', NULL, 'templateVersion', 0, 'postings',
           jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'kind', 'expire', 'book', book, 'keyText', key, 'source', NULL))))
    INTO requests
    FROM (SELECT book, key FROM fw_lot WHERE remaining > 0 AND expires_at <= moment GROUP BY book, key ORDER BY min(expires_at) LIMIT most) AS due;
  IF requests IS NULL THEN RETURN 0; END IF;
  RETURN (SELECT count(*) FILTER (WHERE (a->>'ok')::boolean) FROM jsonb_array_elements(fw_post_many(requests)) a);
END`;

/**
 * The balances of a book at a moment of business time: what is there now without what came after. Reads the movements
 * after the moment, not those before. SQL.
 */
export const BALANCE_AT_BODY = `
SELECT b.key, b.m0 - coalesce(v.d0, 0), b.m1 - coalesce(v.d1, 0), b.m2 - coalesce(v.d2, 0), b.m3 - coalesce(v.d3, 0)
  FROM @tenant.fw_balance b
  LEFT JOIN LATERAL (SELECT sum(d0) AS d0, sum(d1) AS d1, sum(d2) AS d2, sum(d3) AS d3 FROM @tenant.fw_movement v
    WHERE v.book = b.book AND v.key = b.key AND v.effective_at > moment) v ON b.last_at > moment
 WHERE b.book = of_book`;
