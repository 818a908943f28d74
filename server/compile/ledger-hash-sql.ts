/** The hash of a move, as an SQL expression; `lines`: an expression for what each line moves. */
export function moveHash(lines: string): string {
  return hashOf(
    `jsonb_build_array('move', p->'ledger', p->'rule', p->'source'->'record', p->'effectiveAt', p->'consume', ${lines})`,
  );
}

function hashOf(what: string): string {
  return `encode(sha256(convert_to((${what})::text, 'UTF8')), 'hex')`;
}

/** The hash of an award, as an SQL expression. */
export const AWARD_HASH = hashOf(`jsonb_build_array('award', p->'rule', p->'once', p->'user')`);

/** What a line moves, for the hash. */
export const LINE_MOVES = `jsonb_build_array(l->'book', l->'key', l->'amounts')`;

/**
 * What makes a request the same request: what is moved, for what. Bounds, expiries and explanations are computed at
 * the time, so a second attempt may carry others. SQL.
 */
export const HASH_BODY = `
SELECT CASE p->>'kind'
  WHEN 'award' THEN ${AWARD_HASH}
  WHEN 'move' THEN ${moveHash(`(SELECT jsonb_agg(${LINE_MOVES} ORDER BY n) FROM jsonb_array_elements(p->'lines') WITH ORDINALITY AS e(l, n))`)}
  ELSE ${hashOf(`jsonb_build_array(p->'kind', p->'rule', p->'rules', p->'record', p->'posting', p->'outcome')`)} END`;
