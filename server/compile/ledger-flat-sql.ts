import { UNFORESEEN_STATE } from './ddl-errors.ts';

const UNFORESEEN = `RAISE EXCEPTION USING ERRCODE = '${UNFORESEEN_STATE}', MESSAGE = 'not as foreseen';`;

/**
 * The commonest postings of documents, as lists instead of JSON (SPEC [LED-47]): moves of plain amounts of one measure
 * and awards that are paid in full, on balances that are there, with the bounds that their rows keep; of one transaction,
 * where each balance is moved once, or of several that are done together.
 * It counts on all of that: whatever turns out otherwise fails, and whoever called does everything once more the
 * general way. So nothing is looked at before it is written, and there are two statements: PL/pgSQL prepares each
 * expression anew in each transaction, which made `fw_post_plain` dear here (1.3 ms of CPU for an order of five lines
 * with an award, to 0.7 ms here: 1,000 calls on one connection). A balance that is only looked at has no cause.
 */
const DECLARATIONS = `
DECLARE
  moved_count bigint; all_good boolean;
BEGIN`;

const DIMENSIONS = ['u0', 'u1', 'u2', 'u3', 'u4', 't0', 't1', 't2', 't3'];
const of = (row: string): string => DIMENSIONS.map((column) => `${row}.${column}`).join(', ');

/**
 * Balances in the one order that everyone keeps, and their movements. What a balance was after a movement is what it is
 * now without what came behind it; the row's own CHECK has the last word on its bounds, and those in between are looked
 * at here. By the LIMIT, which cuts nothing, the planner expects one balance: so it looks each up in that order, however
 * few balances there are, instead of going through them.
 */
const MOVE = `
  WITH moved AS (
    UPDATE fw_balance o SET m0 = o.m0 + w.total, last_at = greatest(o.last_at, w.last), version = o.version + w.count, updated_at = w.last
      FROM (SELECT * FROM unnest(books, keys, starts, totals, counts, lasts, are_bound, los, his, are_budgets, mosts, leasts)
              AS b(book, key, start, total, count, last, is_bound, lo, hi, is_budget, most, least)
             ORDER BY fw_rank(b.book), b.book COLLATE "C", b.key COLLATE "C" LIMIT cardinality(books)) AS w
     WHERE o.book = w.book AND o.key = w.key
    RETURNING w.start, w.count, o.book, o.key, ${of('o')}, o.m0, o.m1, o.m2, o.m3,
      (NOT w.is_bound OR o.lo0 IS NOT DISTINCT FROM w.lo AND o.hi0 IS NOT DISTINCT FROM w.hi)
        AND coalesce(o.m0 - w.most >= o.lo0, true) AND coalesce(o.m0 - w.least <= o.hi0, true)
        AND (NOT w.is_budget OR o.m0 - w.most >= coalesce(o.lo0, 0)) AS is_good
  ), told AS (
    INSERT INTO fw_movement (posting, line, book, key, ${DIMENSIONS.join(', ')}, d0, a0, a1, a2, a3, effective_at, at, lot)
      SELECT causes[v.i], line_nos[v.i], o.book, o.key, ${of('o')}, changes[v.i], o.m0 - rests[v.i], o.m1, o.m2, o.m3, times[v.i], times[v.i], lots[v.i]
        FROM moved o CROSS JOIN LATERAL generate_series(o.start, o.start + o.count - 1) AS v(i) ORDER BY orders[v.i]
  )
  SELECT count(*), bool_and(is_good) INTO moved_count, all_good FROM moved;
  IF all_good IS DISTINCT FROM true OR moved_count <> cardinality(books) THEN ${UNFORESEEN} END IF;`;

/**
 * The postings with what else must be so: looked at behind the locks, when what others did before is seen. Each look is
 * by a key, one row after the other: a plan made while a table was small must not read the whole of it later.
 */
const POST = `
  WITH made AS (
    INSERT INTO fw_posting (id, kind, ledger, rule, entity, record_id, transition, effective_at, at, actor, template_version, request_hash, once, user_id, granted, explain, spec)
      SELECT q.id, q.kind, q.ledger, q.rule, q.entity, q.record, q.transition, q.moment, q.moment, q.actor, by_version, q.hash, q.once, q.person, q.granted, q.explain::jsonb, q.spec::jsonb
        FROM unnest(ids, moments, actors, kinds, ledgers, rules, entities, records, transitions, hashes, onces, users, grants, explains, specs)
          AS q(id, moment, actor, kind, ledger, rule, entity, record, transition, hash, once, person, granted, explain, spec)
       WHERE q.person IS NULL OR coalesce((SELECT u.active FROM fw_user u WHERE u.id = q.person), false)
      ON CONFLICT DO NOTHING RETURNING 1
  ), laid AS (
    INSERT INTO fw_lot (id, book, key, posting, granted, remaining, expires_at, expire_to_book, expire_to_key, at)
      SELECT w.lot, books[w.place], keys[w.place], w.cause, w.granted, w.granted, w.expires, w.to_book, w.to_key, w.moment
        FROM unnest(ids, moments, grants, lot_ids, lot_places, lot_expiries, lot_books, lot_keys) WITH ORDINALITY
          AS w(cause, moment, granted, lot, place, expires, to_book, to_key, n)
       WHERE w.lot IS NOT NULL ORDER BY w.n
  )
  SELECT (SELECT count(*) FROM made) = cardinality(ids)
      AND NOT EXISTS (SELECT FROM fw_period c WHERE c.closed_until > earliest)
      AND NOT EXISTS (SELECT FROM fw_posting f WHERE f.reservation = 'open' AND f.expires_at <= latest)
      AND coalesce(bool_and(CASE w.role
        WHEN 'owed' THEN (SELECT o.m0 <= 0 FROM fw_balance o WHERE o.book = w.book AND o.key = w.key)
        ELSE (SELECT false FROM fw_lot l WHERE l.book = w.book AND l.key = w.key AND l.remaining > 0 LIMIT 1) IS NULL
        END IS TRUE), true)
    INTO all_good FROM unnest(seen_books, seen_keys, seen_roles) AS w(book, key, role);
  IF all_good IS DISTINCT FROM true THEN ${UNFORESEEN} END IF;
END`;

/** The body of `fw_post_flat`; `share` takes the lock that closing a period has alone. */
export function flatBody(share: string): string {
  return [DECLARATIONS, `  ${share}`, MOVE, POST].join('\n');
}
