import { LINE_MOVES, moveHash } from './ledger-hash-sql.ts';

/**
 * The commonest request of all, one posting with one line of plain amounts: what `fw_post_plain` does, in as few
 * statements as there are tables. A hot balance is held for just as long as they take. Gives null, and has written
 * nothing, for everything else (SPEC [LED-47]). PL/pgSQL.
 */
const DECLARATIONS = `
DECLARE
  p jsonb; l jsonb; moment timestamptz; of_book text; of_key text; line_text text; written uuid;
  d0 numeric; d1 numeric; d2 numeric; d3 numeric; bound jsonb; pos integer; given boolean[]; glo numeric[]; ghi numeric[]; r record;
BEGIN`;

const MEASURES = [0, 1, 2, 3] as const;
const each = (write: (measure: number) => string, separator = ', '): string => MEASURES.map(write).join(separator);
const KEY_COLUMNS = ['u0', 'u1', 'u2', 'u3', 'u4', 't0', 't1', 't2', 't3'] as const;

/** The bound in force: what the line gives, else the row's. */
const boundOf = (measure: number, side: 'lo' | 'hi'): string =>
  `CASE WHEN given[${String(measure + 1)}] THEN g${side}[${String(measure + 1)}] ELSE o.${side}${String(measure)} END`;

/** Movement in the direction that breaks the bound. */
const breaks = (measure: number): string => {
  const [d, after] = [`d${String(measure)}`, `o.m${String(measure)} + d${String(measure)}`];
  return `${d} < 0 AND ${after} < ${boundOf(measure, 'lo')} OR ${d} > 0 AND ${after} > ${boundOf(measure, 'hi')}`;
};

const READ = `
  IF jsonb_array_length(request->'postings') IS DISTINCT FROM 1 THEN RETURN NULL; END IF;
  p := request->'postings'->0;
  IF p->>'kind' IS DISTINCT FROM 'move' OR p ?| '{consume,effectiveAt,expiresAt}' OR jsonb_array_length(p->'lines') IS DISTINCT FROM 1 THEN RETURN NULL; END IF;
  l := p->'lines'->0; line_text := l->>'amounts';
  IF l ?| '{lot,consumeLots,ref,cost}' OR line_text !~ '^\\[[^]=~o]*\\]$' THEN RETURN NULL; END IF;
  moment := request->>'now'; of_book := l->>'book'; of_key := fw_key(l->'key');
  ${each((measure) => `d${String(measure)} := coalesce((l->'amounts'->>${String(measure)})::numeric, 0);`, ' ')}
  IF fw_is_double(of_book) OR d0 = 0 AND d1 = 0 AND d2 = 0 AND d3 = 0 THEN RETURN NULL; END IF;
  IF l ? 'bounds' THEN
    FOR g IN 0..jsonb_array_length(l->'bounds') - 1 LOOP
      bound := l->'bounds'->g; pos := (bound->>'measure')::integer + 1;
      glo[pos] := greatest(glo[pos], (bound->>'lo')::numeric); ghi[pos] := least(ghi[pos], (bound->>'hi')::numeric); given[pos] := true;
    END LOOP;
  END IF;
  IF EXISTS (SELECT FROM fw_posting f WHERE f.id = (p->>'id')::uuid)
    OR EXISTS (SELECT FROM fw_period c WHERE c.closed_until > moment)
    OR EXISTS (SELECT FROM fw_posting f WHERE f.reservation = 'open' AND f.expires_at <= moment AND f.kind = 'move' AND f.spec->'keys' ? (of_book || ' ' || of_key)) THEN
    RETURN NULL;
  END IF;`;

const LOCK = `
  SELECT ${KEY_COLUMNS.map((column) => `o.${column}`).join(', ')}, ${each((measure) => `o.m${String(measure)} + d${String(measure)} AS a${String(measure)}`)},
      coalesce(${each(breaks, ' OR ')}, false) AS is_out
    INTO r FROM fw_balance o WHERE o.book = of_book AND o.key = of_key FOR UPDATE OF o;
  -- Refused, or the balance is not there yet.
  IF r.is_out IS DISTINCT FROM false THEN RETURN NULL; END IF;`;

/** While we waited for the lock the same posting may have been made by another: then nothing is written here. */
const WRITE = `
  INSERT INTO fw_posting (id, kind, ledger, rule, entity, record_id, transition, effective_at, at, actor, template_version, request_hash, explain)
    VALUES ((p->>'id')::uuid, 'move', p->>'ledger', p->>'rule', p->'source'->>'entity', (p->'source'->>'record')::uuid, p->'source'->>'transition', moment, moment,
      (request->>'actor')::uuid, (request->>'templateVersion')::integer, ${moveHash(`jsonb_build_array(${LINE_MOVES})`)}, nullif(p->'explain', 'null'))
    ON CONFLICT DO NOTHING RETURNING id INTO written;
  IF written IS NULL THEN RETURN NULL; END IF;
  INSERT INTO fw_movement (posting, line, book, key, ${KEY_COLUMNS.join(', ')}, d0, d1, d2, d3, a0, a1, a2, a3, effective_at, at)
    VALUES (written, 1, of_book, of_key, ${KEY_COLUMNS.map((column) => `r.${column}`).join(', ')}, d0, d1, d2, d3, r.a0, r.a1, r.a2, r.a3, moment, moment);
  UPDATE fw_balance o SET ${each((measure) => {
    const [own, after] = [String(measure), `r.a${String(measure)}`];
    const kept = (side: 'lo' | 'hi', out: string): string =>
      `${side}${own} = CASE WHEN ${after} ${out} ${boundOf(measure, side)} THEN ${after} ELSE ${boundOf(measure, side)} END`;
    return `m${own} = ${after}, ${kept('lo', '<')}, ${kept('hi', '>')}`;
  })},
      last_at = greatest(o.last_at, moment), version = o.version + 1, updated_at = moment
    WHERE o.book = of_book AND o.key = of_key;
  RETURN jsonb_build_object('ok', true, 'postings', jsonb_build_array(jsonb_build_object('id', p->'id', 'replayed', false)));
END`;

export const ONE_BODY = [DECLARATIONS, READ, LOCK, WRITE].join('\n');
