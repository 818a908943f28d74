import type { CrashRow } from './crash-side.ts';

type Query = <Row>(text: string, params?: readonly unknown[]) => Promise<readonly Row[]>;

/** What must hold of the tenant of `crashTemplate` after every crash; each statement finds what does not. */
const BROKEN: Readonly<Record<string, string>> = {
  /** A step and its postings are one: what stands unreversed is what the state says. */
  'an order and its postings': `
    SELECT o.id, o.state, p.rules FROM @."order" o
      CROSS JOIN LATERAL (SELECT coalesce(string_agg(p.rule, ' ' ORDER BY p.rule), '') AS rules FROM @.fw_posting p
        WHERE p.record_id = o.id AND p.kind = 'move' AND NOT EXISTS (SELECT FROM @.fw_posting r WHERE r.reverses = p.id AND r.kind = 'mirror')) p
     WHERE p.rules <> CASE o.state WHEN 'confirmed' THEN 'reserve useCredit' WHEN 'shipped' THEN 'issue reserve useCredit' ELSE '' END`,
  'a receipt and its posting': `
    SELECT o.id, o.state FROM @.receipt o
     WHERE (SELECT count(*) FROM @.fw_posting p WHERE p.record_id = o.id) <> CASE o.state WHEN 'done' THEN 1 ELSE 0 END`,
  'a redemption and its postings': `
    SELECT o.id, o.state FROM @.redemption o
     WHERE (SELECT count(*) FROM @.fw_posting p WHERE p.record_id = o.id AND p.kind = 'move' AND NOT EXISTS (SELECT FROM @.fw_posting r WHERE r.reverses = p.id))
        <> CASE o.state WHEN 'paid' THEN 3 ELSE 0 END`,
  'a job and its award': `
    SELECT o.id, o.state FROM @.job o
     WHERE (SELECT count(*) FROM @.fw_posting p WHERE p.record_id = o.id AND p.kind = 'award') <> CASE o.state WHEN 'open' THEN 0 ELSE 1 END
        OR (o.state = 'cancelled') <> EXISTS (SELECT FROM @.fw_posting p JOIN @.fw_posting r ON r.reverses = p.id WHERE p.record_id = o.id AND p.kind = 'award')
           AND EXISTS (SELECT FROM @.fw_posting p WHERE p.record_id = o.id AND p.kind = 'award' AND p.granted > 0)`,
  'a step that was posted twice': `SELECT record_id, rule FROM @.fw_posting WHERE kind IN ('move', 'award') AND record_id IS NOT NULL GROUP BY record_id, rule HAVING count(*) > 1`,
  'a version without its event': `
    SELECT o.id FROM (SELECT id, version FROM @."order" UNION ALL SELECT id, version FROM @.job UNION ALL SELECT id, version FROM @.receipt UNION ALL SELECT id, version FROM @.redemption) o
     WHERE (SELECT count(*) FROM @.fw_event e WHERE e.record_id = o.id) <> o.version`,
  // Events of no entity (their names begin with an at sign) are for subscribers alone.
  'an event without its notice': `
    SELECT e.seq FROM @.fw_event e WHERE left(e.entity, 1) <> chr(64) AND NOT EXISTS (SELECT FROM @.fw_outbox b WHERE b.event_seq = e.seq)`,
  'a balance that is not its movements': `
    SELECT b.book, b.key FROM @.fw_balance b LEFT JOIN (SELECT book, key, sum(d0) AS d0, sum(d1) AS d1 FROM @.fw_movement GROUP BY 1, 2) m USING (book, key)
     WHERE b.m0 <> coalesce(m.d0, 0) OR b.m1 <> coalesce(m.d1, 0)`,
  'stock below nothing': `SELECT key FROM @.fw_balance WHERE book = 'stock' AND (m0 < 0 OR m1 < 0)`,
  'credit beyond its limit': `SELECT b.key FROM @.fw_balance b JOIN @.client c ON c.id = b.u0 WHERE b.book = 'credit' AND b.m0 > c."limit"`,
  'a wallet, a budget or a debt below nothing': `SELECT book, key FROM @.fw_balance WHERE book IN ('points.wallet', 'points.budget', 'points.owed') AND m0 < 0`,
  'more rewards than there are': `SELECT b.key FROM @.fw_balance b JOIN @.gift g ON g.id = b.u0 WHERE b.book = 'rewardStock' AND b.m0 > g.stock`,
  'rewards that nobody counted': `
    SELECT g.code FROM @.gift g WHERE coalesce((SELECT m0 FROM @.fw_balance b WHERE b.book = 'rewardStock' AND b.u0 = g.id), 0)
      <> (SELECT coalesce(sum(qty), 0) FROM @.redemption r WHERE r.reward = g.id AND r.state = 'paid')`,
  'a cap that was passed': `
    SELECT user_id, rule, sum(granted) FROM @.fw_posting WHERE kind = 'award' GROUP BY user_id, rule, effective_at
    HAVING sum(granted) > CASE rule WHEN 'finished' THEN 40 ELSE 12 END`,
  'a budget that paid more than it has': `
    SELECT 1 WHERE (SELECT coalesce(sum(-d0), 0) FROM @.fw_movement WHERE book = 'points.budget' AND d0 < 0)
                 > (SELECT coalesce(sum(d0), 0) FROM @.fw_movement WHERE book = 'points.budget' AND d0 > 0)`,
};

/** What is broken, by name; empty when all is well. */
export async function brokenAfterCrash(query: Query): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const found: Record<string, readonly unknown[]> = {};
  for (const [name, text] of Object.entries(BROKEN)) {
    const rows = await query(text);
    if (rows.length > 0) found[name] = rows.slice(0, 3);
  }
  return found;
}

/** Rows that were acknowledged and are gone or older than what was said of them, and rows that nobody was told of. */
export async function lostAndInvented(
  query: Query,
  acknowledged: ReadonlyMap<string, CrashRow>,
  madeByShop: ReadonlySet<string>,
): Promise<{ readonly lost: readonly string[]; readonly invented: readonly string[] }> {
  const rows = await query<CrashRow>(
    `SELECT id::text AS id, version, state FROM @."order" UNION ALL SELECT id::text, version, state FROM @.job
     UNION ALL SELECT id::text, version, state FROM @.receipt UNION ALL SELECT id::text, version, state FROM @.redemption`,
  );
  const there = new Map(rows.map((row) => [row.id, row]));
  const isKept = (told: CrashRow): boolean => {
    const row = there.get(told.id);
    return row?.version === told.version && row.state === told.state;
  };
  return {
    lost: [
      ...[...acknowledged.values()].filter((told) => !isKept(told)).map(({ id }) => id),
      ...[...madeByShop].filter((id) => there.get(id) === undefined),
    ],
    invented: rows.filter(({ id }) => !acknowledged.has(id) && !madeByShop.has(id)).map(({ id }) => id),
  };
}
