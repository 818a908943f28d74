import { AWARD_HASH, LINE_MOVES, moveHash } from './ledger-hash-sql.ts';

/**
 * The everyday case by itself: requests that move amounts as of now, without taking from lots, on balances where
 * nothing is overdue, and all of them within their bounds; and awards without limits that nothing cuts and that go
 * straight to a wallet which is only given to. Gives null, and has written nothing, for everything else: then the
 * general way answers (SPEC [LED-47]). Few statements and arrays instead of JSON: what is held by a lock is held for
 * a fraction of the time. PL/pgSQL.
 *
 * Line `x` belongs to posting `x_p[x]` and balance `x_k[x]`; balance `i` has its measures at `4 * i - 3 … 4 * i`.
 * Posting `q` is an award where `gift[q]` is not null; its payer, wallet, `owed` and `opening` are the balances
 * `a_k[4 * q - 3 … 4 * q]`. A line of an award has no JSON, only its amount. Only the first `used` measures change.
 */
const DECLARATIONS = `
DECLARE
  request jsonb; postings jsonb; lines jsonb; p jsonb; l jsonb; amounts jsonb; bound jsonb; posted jsonb[]; answers jsonb[];
  moment timestamptz; latest timestamptz; first_eff timestamptz; inserted bigint;
  -- postings
  pn integer := 0; ids uuid[]; p_all jsonb[]; p_hash text[]; p_eff timestamptz[]; p_at timestamptz[]; p_actor uuid[]; p_version integer[]; p_request integer[]; hashed jsonb[];
  -- awards
  gift numeric[]; asked numeric[]; a_k integer[]; a_at jsonb[]; onces text[]; p_explain jsonb[]; p_spec jsonb[]; has_awards boolean := false;
  -- lines
  xn integer := 0; x_p integer[]; x_k integer[]; x_l jsonb[]; x_place text[]; x_amount numeric[];
  -- balances, first in the order of the lines
  n integer := 0; places text[]; gb text[]; gk text[]; b @tenant.fw_balance; found integer := 0; moved boolean[]; only_given boolean[]; last timestamptz[];
  m numeric[]; m_old numeric[]; lo numeric[]; hi numeric[]; given boolean[]; glo numeric[]; ghi numeric[]; seen integer[]; touched integer[]; doubles boolean[];
  -- movements to be written
  vn integer := 0; v_posting uuid[]; v_line integer[]; v_k integer[]; v_eff timestamptz[]; v_at timestamptz[]; v_d numeric[]; v_a numeric[]; v_lot uuid[];
  x integer := 0; used integer := 1; i integer; j integer; pos integer; at_cost integer; line_no integer; book text; key text; text_value text; eff timestamptz;
  d numeric[]; amount numeric; part numeric; total numeric; low numeric; high numeric; follows boolean; is_award boolean;
BEGIN`;

/**
 * An award as two lines: from the budget, or from nowhere, into a lot of the wallet. What it touches is known here, how
 * much it may be only once its balances are locked.
 */
const READ_AWARD = `
        part := (p->>'asked')::numeric; amount := trunc(part, (p->>'scale')::integer); text_value := (p->>'rule') || ' ' || (p->>'once');
        IF amount IS NULL OR amount <= 0 OR text_value = ANY (onces) THEN RETURN NULL; END IF;
        has_awards := true; onces := onces || text_value; asked[pn] := part; gift[pn] := amount;
        bound := jsonb_build_object('book', (p->>'ledger') || '.opening', 'key', '{}'::jsonb);
        a_at := ARRAY[coalesce(nullif(p->'budget', 'null'), bound), p->'wallet', nullif(p->'owed', 'null'), CASE WHEN jsonb_typeof(p->'owed') = 'object' THEN bound END];
        FOR g IN 1..4 LOOP
          CONTINUE WHEN a_at[g] IS NULL;
          book := a_at[g]->>'book'; key := fw_key(a_at[g]->'key'); text_value := book || ' ' || key; i := array_position(places, text_value);
          IF i IS NULL THEN n := n + 1; i := n; places[n] := text_value; gb[n] := book; gk[n] := key; only_given[n] := true; END IF;
          only_given[i] := only_given[i] AND g = 2; a_k[4 * pn - 4 + g] := i;
          IF g < 3 THEN xn := xn + 1; x_p[xn] := pn; x_k[xn] := i; x_place[xn] := text_value; x_amount[xn] := CASE g WHEN 1 THEN -amount ELSE amount END; END IF;
        END LOOP;
        p_hash[pn] := ${AWARD_HASH};
        p_explain[pn] := jsonb_strip_nulls(jsonb_build_object('asked', p->'asked', 'granted', amount::text, 'limits', '[]'::jsonb)) || jsonb_build_object('why', p->'explain');
        p_spec[pn] := jsonb_strip_nulls(jsonb_build_object('budget', CASE WHEN jsonb_typeof(p->'budget') = 'object' THEN jsonb_build_array(gb[a_k[4 * pn - 3]], gk[a_k[4 * pn - 3]]) END,
          'wallet', jsonb_build_array(gb[a_k[4 * pn - 2]], gk[a_k[4 * pn - 2]]), 'owed', CASE WHEN a_at[3] IS NOT NULL THEN jsonb_build_array(gb[a_k[4 * pn - 1]], gk[a_k[4 * pn - 1]]) END,
          'opening', jsonb_build_array(bound->'book', '{}'), 'expireTo', fw_post_book(p->'expireTo'), 'lotExpiresAt', p->'lotExpiresAt'));`;

/** What is asked, from the text of the requests alone. */
const READ = `
  FOR number_of IN 0..jsonb_array_length(requests) - 1 LOOP
    request := requests->number_of; postings := request->'postings'; moment := (request->>'now')::timestamptz;
    latest := greatest(latest, moment);
    IF coalesce(jsonb_array_length(postings), 0) = 0 THEN RETURN NULL; END IF;
    FOR q IN 0..jsonb_array_length(postings) - 1 LOOP
      p := postings->q; lines := p->'lines'; is_award := p->>'kind' = 'award';
      IF is_award THEN
        IF p ?| '{consume,pending}' OR coalesce(jsonb_array_length(p->'limits'), 0) > 0 OR p->>'once' IS NULL THEN RETURN NULL; END IF;
      ELSIF p->>'kind' IS DISTINCT FROM 'move' OR p ? 'consume' OR coalesce(jsonb_array_length(lines), 0) = 0 THEN RETURN NULL;
      END IF;
      eff := coalesce((p->>'effectiveAt')::timestamptz, moment);
      IF eff < moment OR eff > moment + interval '1 day' OR (p->>'id')::uuid = ANY (ids) THEN RETURN NULL; END IF;
      first_eff := least(first_eff, eff);
      pn := pn + 1; ids[pn] := p->>'id'; p_all[pn] := p; p_eff[pn] := eff; p_at[pn] := moment; p_actor[pn] := request->>'actor'; p_version[pn] := request->>'templateVersion'; p_request[pn] := number_of;
      IF is_award THEN${READ_AWARD}
        CONTINUE;
      END IF;
      hashed := '{}';
      FOR g IN 0..jsonb_array_length(lines) - 1 LOOP
        l := lines->g;
        IF l ?| '{lot,consumeLots,ref}' OR jsonb_typeof(l->'amounts') IS DISTINCT FROM 'array' THEN RETURN NULL; END IF;
        book := l->>'book'; key := fw_key(l->'key'); text_value := book || ' ' || key; i := array_position(places, text_value);
        IF i IS NULL THEN n := n + 1; i := n; places[n] := text_value; gb[n] := book; gk[n] := key; END IF;
        only_given[i] := false;
        used := greatest(used, least(jsonb_array_length(l->'amounts'), 4));
        xn := xn + 1; x_p[xn] := pn; x_k[xn] := i; x_l[xn] := l; x_place[xn] := text_value;
        hashed[g + 1] := ${LINE_MOVES};
      END LOOP;
      p_hash[pn] := ${moveHash('to_jsonb(hashed)')};
    END LOOP;
  END LOOP;
  IF EXISTS (SELECT FROM fw_posting f WHERE f.id = ANY (ids))
    OR EXISTS (SELECT FROM fw_period c WHERE c.closed_until > first_eff)
    OR EXISTS (SELECT FROM fw_posting f WHERE f.reservation = 'open' AND f.expires_at <= latest
      AND (f.kind = 'move' AND f.spec->'keys' ?| places OR f.kind = 'award' AND has_awards)) THEN
    RETURN NULL;
  END IF;
  IF has_awards THEN
    FOR q IN 1..pn LOOP
      IF gift[q] IS NOT NULL AND NOT only_given[a_k[4 * q - 2]] THEN RETURN NULL; END IF;
    END LOOP;
  END IF;`;

/** Locks as everyone does: what is missing is made before the first lock, then all in the one order. */
const LOCK = `
  IF EXISTS (SELECT FROM generate_series(1, n) g WHERE NOT EXISTS (SELECT FROM fw_balance o WHERE o.book = gb[g] AND o.key = gk[g])) THEN
    PERFORM fw_post_lock(jsonb_build_object('keys', (SELECT jsonb_agg(jsonb_build_array(gb[g], gk[g])) FROM generate_series(1, n) g)));
  END IF;
  FOR b IN SELECT o.* FROM generate_series(1, n) g JOIN fw_balance o ON o.book = gb[g] AND o.key = gk[g]
     ORDER BY fw_rank(o.book), o.book COLLATE "C", o.key COLLATE "C" FOR UPDATE OF o LOOP
    i := array_position(places, b.book || ' ' || b.key); pos := 4 * i; found := found + 1;
    last[i] := b.last_at; moved[i] := false; seen[i] := -1; doubles[i] := fw_is_double(b.book);
    m[pos - 3] := b.m0; lo[pos - 3] := b.lo0; hi[pos - 3] := b.hi0;
    IF used > 1 THEN
      m[pos - 2] := b.m1; m[pos - 1] := b.m2; m[pos] := b.m3;
      lo[pos - 2] := b.lo1; lo[pos - 1] := b.lo2; lo[pos] := b.lo3;
      hi[pos - 2] := b.hi1; hi[pos - 1] := b.hi2; hi[pos] := b.hi3;
    END IF;
  END LOOP;
  IF found <> n THEN RETURN NULL; END IF;
  m_old := m;
  -- While we waited for the locks, the same postings may have been made by another, or lots have come.
  IF pn > 1 AND EXISTS (SELECT FROM fw_posting f WHERE f.id = ANY (ids)) THEN RETURN NULL; END IF;
  FOR i IN 1..n LOOP
    IF doubles[i] AND NOT only_given[i] AND EXISTS (SELECT FROM fw_lot o WHERE o.book = gb[i] AND o.key = gk[i] AND o.remaining > 0) THEN RETURN NULL; END IF;
  END LOOP;
  IF has_awards THEN
    FOR q IN 1..pn LOOP
      IF gift[q] IS NOT NULL AND EXISTS (SELECT FROM fw_posting f WHERE f.rule = p_all[q]->>'rule' AND f.once = p_all[q]->>'once') THEN RETURN NULL; END IF;
    END LOOP;
  END IF;`;

/** One line after the other: its change, its cost at the average of now, its bounds. */
const EACH_LINE = `
  FOR q IN 1..pn LOOP
    IF q = 1 OR p_request[q] <> p_request[q - 1] THEN touched := '{}'; posted := '{}'; END IF;
    line_no := 0; total := 0;
    -- What the budget has not, and what is owed, changes what is granted.
    IF gift[q] IS NOT NULL AND (jsonb_typeof(p_all[q]->'budget') = 'object' AND greatest(m[4 * a_k[4 * q - 3] - 3] - coalesce(lo[4 * a_k[4 * q - 3] - 3], 0), 0) < asked[q]
      OR m[4 * a_k[4 * q - 1] - 3] > 0) THEN RETURN NULL; END IF;
    WHILE x < xn AND x_p[x + 1] = q LOOP
      x := x + 1; l := x_l[x]; i := x_k[x]; amounts := l->'amounts';
      IF seen[i] <> p_request[q] THEN
        seen[i] := p_request[q]; touched := touched || i;
        FOR pos IN 4 * i - 3..4 * i - 4 + used LOOP given[pos] := false; glo[pos] := NULL; ghi[pos] := NULL; m_old[pos] := m[pos]; END LOOP;
      END IF;
      d := '{0,0,0,0}'; follows := false; d[1] := coalesce(x_amount[x], 0);
      IF x_amount[x] IS NULL THEN
      FOR j IN 1..least(jsonb_array_length(amounts), 4) LOOP
        text_value := amounts->>(j - 1);
        CONTINUE WHEN text_value IS NULL OR text_value = 'auto';
        IF text_value LIKE '~%' THEN follows := true;
        ELSIF text_value LIKE '=%' THEN d[j] := substr(text_value, 2)::numeric - m[4 * i - 4 + j];
        ELSE d[j] := text_value::numeric; END IF;
      END LOOP;
      IF follows THEN
        FOR j IN 1..4 LOOP
          text_value := amounts->>(j - 1);
          IF text_value LIKE '~%' THEN d[j] := d[substr(text_value, 2)::integer + 1]; END IF;
        END LOOP;
      END IF;
      at_cost := l->'cost'->>'amount';
      IF at_cost IS NOT NULL AND amounts->>at_cost = 'auto' THEN
        j := at_cost + 1; pos := (l->'cost'->>'quantity')::integer + 1;
        part := m[4 * i - 4 + pos]; amount := m[4 * i - 4 + j];
        d[j] := CASE WHEN d[pos] = 0 OR part = 0 THEN 0 WHEN part + d[pos] = 0 THEN -amount ELSE round(amount * d[pos] / part, (l->'cost'->>'scale')::integer) END;
      END IF;
      IF l ? 'bounds' THEN
        FOR g IN 0..jsonb_array_length(l->'bounds') - 1 LOOP
          bound := l->'bounds'->g; pos := 4 * i - 3 + (bound->>'measure')::integer;
          IF pos > 4 * i - 4 + used THEN RETURN NULL; END IF;
          glo[pos] := greatest(glo[pos], (bound->>'lo')::numeric); ghi[pos] := least(ghi[pos], (bound->>'hi')::numeric); given[pos] := true;
        END LOOP;
      END IF;
      END IF;
      IF doubles[i] THEN total := total + d[1]; END IF;
      CONTINUE WHEN d[1] = 0 AND d[2] = 0 AND d[3] = 0 AND d[4] = 0;
      vn := vn + 1; line_no := line_no + 1;
      v_posting[vn] := ids[q]; v_line[vn] := line_no; v_k[vn] := i; v_eff[vn] := p_eff[q]; v_at[vn] := p_at[q];
      v_lot[vn] := CASE WHEN gift[q] IS NOT NULL AND i = a_k[4 * q - 2] THEN gen_random_uuid() END;
      FOR j IN 1..used LOOP
        pos := 4 * i - 4 + j; m[pos] := m[pos] + d[j]; v_d[4 * vn - 4 + j] := d[j]; v_a[4 * vn - 4 + j] := m[pos];
      END LOOP;
      moved[i] := true; last[i] := greatest(last[i], p_eff[q]);
    END LOOP;
    IF total <> 0 THEN RETURN NULL; END IF;
    posted := posted || CASE WHEN gift[q] IS NULL THEN jsonb_build_object('id', p_all[q]->'id', 'replayed', false)
      ELSE jsonb_build_object('id', p_all[q]->'id', 'replayed', false, 'granted', gift[q]::text) END;
    CONTINUE WHEN q < pn AND p_request[q + 1] = p_request[q];`;

/** After the last posting of a request: the net change of each balance decides. */
const VERDICT = `
    FOREACH i IN ARRAY touched LOOP
      FOR pos IN 4 * i - 3..4 * i - 4 + used LOOP
        CONTINUE WHEN m[pos] = m_old[pos] AND NOT given[pos];
        low := CASE WHEN given[pos] THEN glo[pos] ELSE lo[pos] END; high := CASE WHEN given[pos] THEN ghi[pos] ELSE hi[pos] END;
        IF m[pos] < m_old[pos] AND m[pos] < low OR m[pos] > m_old[pos] AND m[pos] > high THEN RETURN NULL; END IF;
        IF given[pos] THEN lo[pos] := glo[pos]; hi[pos] := ghi[pos]; END IF;
        IF m[pos] < lo[pos] THEN lo[pos] := m[pos]; END IF;
        IF m[pos] > hi[pos] THEN hi[pos] := m[pos]; END IF;
      END LOOP;
    END LOOP;
    answers := answers || jsonb_build_object('ok', true, 'postings', to_jsonb(posted));
  END LOOP;`;

/** A measure that no line is about stays as it is. */
function othersOf(measure: number): string {
  const own = String(measure);
  const at = `4 * g - ${String(3 - measure)}`;
  return ['m', 'lo', 'hi']
    .map((name) => `${name}${own} = CASE WHEN used > 1 THEN ${name}[${at}] ELSE o.${name}${own} END`)
    .join(', ');
}

const WRITE = `
  INSERT INTO fw_posting (id, kind, ledger, rule, entity, record_id, transition, effective_at, at, actor, template_version, request_hash, reservation, expires_at, once, user_id, granted, explain, spec)
    SELECT ids[g], e->>'kind', e->>'ledger', e->>'rule', e->'source'->>'entity', (e->'source'->>'record')::uuid, e->'source'->>'transition', p_eff[g], p_at[g], p_actor[g], p_version[g], p_hash[g],
        CASE WHEN gift[g] IS NULL AND e->>'expiresAt' IS NOT NULL THEN 'open' END, CASE WHEN gift[g] IS NULL THEN (e->>'expiresAt')::timestamptz END,
        CASE WHEN gift[g] IS NOT NULL THEN e->>'once' END, CASE WHEN gift[g] IS NOT NULL THEN (e->>'user')::uuid END, gift[g], CASE WHEN gift[g] IS NULL THEN nullif(e->'explain', 'null') ELSE p_explain[g] END,
        CASE WHEN gift[g] IS NOT NULL THEN p_spec[g] WHEN e->>'expiresAt' IS NOT NULL THEN jsonb_build_object('keys', (SELECT jsonb_agg(DISTINCT x_place[z]) FROM generate_series(1, xn) z WHERE x_p[z] = g)) END
      FROM unnest(p_all) WITH ORDINALITY AS q(e, g)
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS inserted = ROW_COUNT;
  IF inserted < pn THEN
    IF inserted = 0 THEN RETURN NULL; END IF;
    RAISE EXCEPTION USING ERRCODE = '40001', MESSAGE = 'the same posting was made at the same time';
  END IF;
  IF vn > 0 THEN
    INSERT INTO fw_movement (posting, line, book, key, u0, u1, u2, u3, u4, t0, t1, t2, t3, d0, d1, d2, d3, a0, a1, a2, a3, effective_at, at, lot)
      SELECT v_posting[g], v_line[g], gb[v_k[g]], gk[v_k[g]], o.u0, o.u1, o.u2, o.u3, o.u4, o.t0, o.t1, o.t2, o.t3,
          v_d[4 * g - 3], coalesce(v_d[4 * g - 2], 0), coalesce(v_d[4 * g - 1], 0), coalesce(v_d[4 * g], 0),
          v_a[4 * g - 3], coalesce(v_a[4 * g - 2], o.m1), coalesce(v_a[4 * g - 1], o.m2), coalesce(v_a[4 * g], o.m3), v_eff[g], v_at[g], v_lot[g]
        FROM generate_series(1, vn) g JOIN fw_balance o ON o.book = gb[v_k[g]] AND o.key = gk[v_k[g]] ORDER BY g;
    UPDATE fw_balance o SET m0 = m[4 * g - 3], lo0 = lo[4 * g - 3], hi0 = hi[4 * g - 3], ${[1, 2, 3].map(othersOf).join(', ')},
        last_at = last[g], version = o.version + 1, updated_at = moment
      FROM generate_series(1, n) g WHERE o.book = gb[g] AND o.key = gk[g] AND moved[g];
  END IF;
  IF has_awards THEN
    INSERT INTO fw_lot (id, book, key, posting, granted, remaining, expires_at, expire_to_book, expire_to_key, at)
      SELECT v_lot[g], gb[v_k[g]], gk[v_k[g]], v_posting[g], v_d[4 * g - 3], v_d[4 * g - 3], (e->>'lotExpiresAt')::timestamptz,
          coalesce(e->'expireTo'->>0, split_part(gb[v_k[g]], '.', 1) || '.opening'), coalesce(e->'expireTo'->>1, '{}'), v_at[g]
        FROM generate_series(1, vn) g, LATERAL (SELECT p_spec[array_position(ids, v_posting[g])] AS e) s WHERE v_lot[g] IS NOT NULL ORDER BY g;
  END IF;
  RETURN to_jsonb(answers);
END`;

export const PLAIN_BODY = [DECLARATIONS, READ, LOCK, EACH_LINE, VERDICT, WRITE].join('\n');
