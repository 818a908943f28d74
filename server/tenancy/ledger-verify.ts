import { quoteIdent } from '../compile/ddl-text.ts';
import type { TenantPlace } from './provision-tenant.ts';

/** A thing that does not add up. */
export interface LedgerDifference {
  readonly check: LedgerCheck;
  /** What it is about: book and key, or the id of a posting or lot. */
  readonly about: string;
  readonly expected: string;
  readonly found: string;
}

export interface LedgerVerification {
  readonly ok: boolean;
  readonly checks: readonly { readonly check: LedgerCheck; readonly differences: number }[];
  /** The first of each check. */
  readonly differences: readonly LedgerDifference[];
  readonly balances: number;
  readonly postings: number;
  readonly movements: number;
}

/** The key that a row's own columns make. */
const KEY_OF_COLUMNS = `jsonb_strip_nulls(jsonb_build_object('u0', u0, 'u1', u1, 'u2', u2, 'u3', u3, 'u4', u4, 't0', t0, 't1', t1, 't2', t2, 't3', t3))::text`;

/** What a ledger must be, as a query of what is not so: `about`, `expected`, `found`. */
const CHECKS = {
  /** A balance is the sum of its movements. */
  balanceIsSum: `SELECT coalesce(b.book, v.book) || ' ' || coalesce(b.key, v.key) AS about, concat_ws(' ', v.m0, v.m1, v.m2, v.m3) AS expected, concat_ws(' ', b.m0, b.m1, b.m2, b.m3) AS found
    FROM @.fw_balance b FULL JOIN (SELECT book, key, sum(d0) AS m0, sum(d1) AS m1, sum(d2) AS m2, sum(d3) AS m3 FROM @.fw_movement GROUP BY book, key) v ON v.book = b.book AND v.key = b.key
    WHERE (coalesce(b.m0, 0), coalesce(b.m1, 0), coalesce(b.m2, 0), coalesce(b.m3, 0)) IS DISTINCT FROM (coalesce(v.m0, 0), coalesce(v.m1, 0), coalesce(v.m2, 0), coalesce(v.m3, 0)) OR b.book IS NULL`,
  /** Each movement begins where the one before it ended. */
  chainHasNoGap: `SELECT book || ' ' || key || ' #' || seq AS about, concat_ws(' ', p0 + d0, p1 + d1, p2 + d2, p3 + d3) AS expected, concat_ws(' ', a0, a1, a2, a3) AS found
    FROM (SELECT *, lag(a0, 1, 0::numeric) OVER w AS p0, lag(a1, 1, 0::numeric) OVER w AS p1, lag(a2, 1, 0::numeric) OVER w AS p2, lag(a3, 1, 0::numeric) OVER w AS p3 FROM @.fw_movement WINDOW w AS (PARTITION BY book, key ORDER BY seq)) v
    WHERE (p0 + d0, p1 + d1, p2 + d2, p3 + d3) IS DISTINCT FROM (a0, a1, a2, a3)`,
  /** What is left in lots is what is there. */
  lotsAreBalance: `SELECT b.book || ' ' || b.key AS about, b.m0::text AS expected, l.remaining::text AS found
    FROM (SELECT book, key, sum(remaining) AS remaining FROM @.fw_lot GROUP BY book, key) l JOIN @.fw_balance b USING (book, key) WHERE b.m0 <> l.remaining`,
  /** What is left in a lot is the sum of the movements that name it. */
  lotIsSum: `SELECT l.id::text AS about, coalesce(v.d, 0)::text AS expected, l.remaining::text AS found
    FROM @.fw_lot l LEFT JOIN (SELECT lot, sum(d0) AS d FROM @.fw_movement WHERE lot IS NOT NULL GROUP BY lot) v ON v.lot = l.id WHERE l.remaining <> coalesce(v.d, 0)`,
  /** The entries of a posting in a double ledger sum to zero. */
  doubleSumsToZero: `SELECT posting || ' ' || split_part(book, '.', 1) AS about, '0' AS expected, sum(d0)::text AS found
    FROM @.fw_movement WHERE book LIKE '%.%' AND book NOT LIKE '@%' GROUP BY posting, split_part(book, '.', 1) HAVING sum(d0) <> 0`,
  /** Nothing moves without a posting. */
  movementHasPosting: `SELECT v.posting::text AS about, 'a posting' AS expected, 'none' AS found FROM @.fw_movement v LEFT JOIN @.fw_posting p ON p.id = v.posting WHERE p.id IS NULL`,
  /** What was reversed was reversed to the last digit. */
  mirrorIsExact: `SELECT r.reverses::text AS about, 'the opposite' AS expected, coalesce(o.book, m.book) || ' ' || coalesce(o.key, m.key) AS found
    FROM @.fw_posting r
    JOIN LATERAL (SELECT book, key, sum(d0) AS d0, sum(d1) AS d1, sum(d2) AS d2, sum(d3) AS d3 FROM @.fw_movement WHERE posting = r.reverses GROUP BY book, key) o ON true
    FULL JOIN (SELECT posting, book, key, sum(d0) AS d0, sum(d1) AS d1, sum(d2) AS d2, sum(d3) AS d3 FROM @.fw_movement WHERE posting IN (SELECT id FROM @.fw_posting WHERE kind IN ('mirror', 'lapse')) GROUP BY posting, book, key) m
      ON m.posting = r.id AND m.book = o.book AND m.key = o.key
    WHERE (r.id IS NULL OR r.kind IN ('mirror', 'lapse')) AND (o.d0, o.d1, o.d2, o.d3) IS DISTINCT FROM (-m.d0, -m.d1, -m.d2, -m.d3)
      AND (coalesce(o.d0, 0), coalesce(o.d1, 0), coalesce(o.d2, 0), coalesce(o.d3, 0)) IS DISTINCT FROM (-coalesce(m.d0, 0), -coalesce(m.d1, 0), -coalesce(m.d2, 0), -coalesce(m.d3, 0))`,
  /** A reservation is in the state that what followed it says: used up, given back, or neither. */
  reservationIsTrue: `SELECT id::text AS about, CASE WHEN used THEN 'consumed' WHEN given_back THEN 'lapsed or reversed' ELSE 'open' END AS expected, reservation AS found
    FROM (SELECT p.id, p.reservation, EXISTS (SELECT FROM @.fw_posting r WHERE r.reverses = p.id) AS given_back,
        EXISTS (SELECT FROM @.fw_posting c WHERE c.consumes = p.id AND NOT EXISTS (SELECT FROM @.fw_posting r WHERE r.reverses = c.id)) AS used
      FROM @.fw_posting p WHERE p.kind = 'move' AND p.reservation IS NOT NULL) s
    WHERE (reservation = 'consumed') <> used OR NOT used AND (reservation = 'open') = given_back`,
  /** The columns that balances and movements are found by are those of their key. */
  keyIsColumns: `SELECT book || ' ' || key AS about, key AS expected, found FROM (
      SELECT book, key, ${KEY_OF_COLUMNS} AS found FROM @.fw_balance UNION ALL SELECT book, key, ${KEY_OF_COLUMNS} FROM @.fw_movement) s
    WHERE key::jsonb IS DISTINCT FROM found::jsonb`,
  /** The lines of a posting are numbered from 1, and take effect when it does. */
  linesAreWhole: `SELECT v.posting::text AS about, p.effective_at || ' 1…' || count(*) AS expected, concat_ws(' ', min(v.effective_at), min(v.line) || '…' || max(v.line)) AS found
    FROM @.fw_movement v JOIN @.fw_posting p ON p.id = v.posting GROUP BY v.posting, p.effective_at
    HAVING min(v.line) <> 1 OR max(v.line) <> count(*) OR min(v.effective_at) <> p.effective_at OR max(v.effective_at) <> p.effective_at`,
  /** No balance is beyond the bound that it keeps. */
  withinBounds: `SELECT book || ' ' || key AS about, concat_ws(' ', lo0, hi0, lo1, hi1, lo2, hi2, lo3, hi3) AS expected, concat_ws(' ', m0, m1, m2, m3) AS found
    FROM @.fw_balance WHERE m0 < lo0 OR m0 > hi0 OR m1 < lo1 OR m1 > hi1 OR m2 < lo2 OR m2 > hi2 OR m3 < lo3 OR m3 > hi3`,
  /** No award was made twice, and each has what it says. */
  awardIsOnce: `SELECT rule || ' ' || once AS about, '1' AS expected, count(*)::text AS found FROM @.fw_posting WHERE once IS NOT NULL GROUP BY rule, once HAVING count(*) > 1`,
} as const;

export type LedgerCheck = keyof typeof CHECKS;

const SHOWN = 20;

/**
 * Whether every ledger of a tenant adds up, in one snapshot. Reads all movements: for nights, upgrades and doubts.
 * Rule: SPEC [LED-30].
 */
export async function ledgerVerify(place: Pick<TenantPlace, 'database' | 'schema'>): Promise<LedgerVerification> {
  const own = (text: string): string => text.replaceAll('@.', `${quoteIdent(place.schema)}.`);
  // One statement is one snapshot: what is posted meanwhile is seen by all checks or by none.
  const text = own(
    [
      ...Object.entries(CHECKS).map(
        ([check, query]) =>
          `SELECT '${check}' AS "check", count(*)::int AS count, (SELECT json_agg(f) FROM (SELECT * FROM (${query}) AS one LIMIT ${String(SHOWN)}) f)::text AS found FROM (${query}) AS every_one`,
      ),
      ...['fw_balance', 'fw_posting', 'fw_movement'].map(
        (table) => `SELECT '${table}', count(*)::int, NULL FROM @.${table}`,
      ),
    ].join(' UNION ALL '),
  );
  const rows = await place.database.query<Row>({ text, params: [] });
  const counted = (name: string): number => rows.find(({ check }) => check === name)?.count ?? 0;
  const checks = Object.keys(CHECKS).map((name) => ({ check: name as LedgerCheck, differences: counted(name) }));
  return {
    ok: checks.every(({ differences }) => differences === 0),
    checks,
    differences: rows.flatMap(({ check, found }) =>
      found === null
        ? []
        : (JSON.parse(found) as readonly Omit<LedgerDifference, 'check'>[]).map((one) => ({
            check: check as LedgerCheck,
            ...one,
          })),
    ),
    balances: counted('fw_balance'),
    postings: counted('fw_posting'),
    movements: counted('fw_movement'),
  };
}

interface Row {
  readonly check: string;
  readonly count: number;
  readonly found: string | null;
}
