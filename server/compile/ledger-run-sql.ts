import { AFTERMATH_LINES, AWARD_LINES } from './ledger-award-sql.ts';

/**
 * Does what a plan says, on balances that are locked: of each request all or, with every refusal, nothing. State is
 * kept in arrays and written once at the end: balance `i` has its measures at `4 * i - 3 … 4 * i`. PL/pgSQL.
 */
const DECLARATIONS = `
DECLARE
  moment timestamptz; request jsonb; answers jsonb := '[]'; many boolean := jsonb_array_length(requests) > 1;
  -- where the request began
  s_m numeric[]; s_lo numeric[]; s_hi numeric[]; s_last timestamptz[]; s_rem numeric[]; s_ln integer; s_vn integer; s_made jsonb; s_onces jsonb; touched integer[]; is_back boolean;
  -- balances, by number
  place_of jsonb; kb text[]; kk text[]; n integer := 0;
  m numeric[]; m_old numeric[]; m_start numeric[]; m_was numeric[]; lo numeric[]; hi numeric[];
  given boolean[]; glo numeric[]; ghi numeric[]; last timestamptz[]; short numeric[];
  -- lots
  ln integer := 0; l_id uuid[]; l_k integer[]; l_rem numeric[]; l_old numeric[]; l_exp timestamptz[];
  l_granted numeric[]; l_xb text[]; l_xk text[]; l_for uuid[]; l_new boolean[]; l_at timestamptz[];
  -- movements to be written
  vn integer := 0; v_posting uuid[]; v_line integer[]; v_k integer[]; v_eff timestamptz[]; v_lot uuid[]; v_place text[];
  v_d numeric[]; v_a numeric[]; v_back boolean[]; v_at timestamptz[];
  refs uuid[]; only_given text[]; old_lot record;
  b @tenant.fw_balance; t jsonb; l jsonb; lines jsonb; spec jsonb; shown jsonb; made jsonb := '[]'; refusals jsonb := '[]'; outcomes jsonb := '{}'; onces jsonb := '[]';
  i integer; j integer; x integer; pos integer; line_no integer; which integer; eff timestamptz; amount numeric; rest numeric; part numeric; room numeric;
  granted numeric; settled numeric; cut text; payer jsonb; preferred uuid; total numeric; d numeric[]; parts numeric[]; part_lots uuid[];
  low numeric; high numeric; floor_allowed numeric; has_lots boolean; text_value text; bound jsonb; inserted bigint;
BEGIN`;

const LOAD = `
  FOR b IN SELECT o.* FROM jsonb_array_elements(plan->'keys') k JOIN fw_balance o ON o.book = k->>0 AND o.key = k->>1 LOOP
    n := n + 1;
    kb[n] := b.book; kk[n] := b.key; last[n] := b.last_at; short[n] := 0;
    m := m || ARRAY[b.m0, b.m1, b.m2, b.m3];
    lo := lo || ARRAY[b.lo0, b.lo1, b.lo2, b.lo3];
    hi := hi || ARRAY[b.hi0, b.hi1, b.hi2, b.hi3];
    given := given || ARRAY[false, false, false, false];
  END LOOP;
  m_old := m; glo[4 * n] := NULL; ghi[4 * n] := NULL;
  SELECT jsonb_object_agg(kb[g] || ' ' || kk[g], g) INTO place_of FROM generate_series(1, n) g;
  IF EXISTS (SELECT FROM unnest(kb) book WHERE fw_is_double(book)) THEN
    -- A wallet that is only given to: its lots do not matter, and there may be many.
    SELECT coalesce(array_agg(w), '{}') INTO only_given FROM (
      SELECT (task->'spec'->'wallet'->>0) || ' ' || (task->'spec'->'wallet'->>1) AS w FROM jsonb_array_elements(plan->'tasks') r, jsonb_array_elements(r) task WHERE task->>'kind' = 'award'
      EXCEPT SELECT (e.value->>0) || ' ' || (e.value->>1) FROM jsonb_array_elements(plan->'tasks') r, jsonb_array_elements(r) task, jsonb_each(task->'spec') e
        WHERE task->>'kind' = 'award' AND e.key IN ('budget', 'pending', 'owed', 'opening')
      EXCEPT SELECT (at->>0) || ' ' || (at->>1) FROM jsonb_array_elements(plan->'tasks') r, jsonb_array_elements(r) task, jsonb_array_elements(task->'keys') at WHERE task->>'kind' <> 'award'
      EXCEPT SELECT (line->>'book') || ' ' || (line->>'k') FROM jsonb_array_elements(plan->'tasks') r, jsonb_array_elements(r) task, jsonb_array_elements(task->'lines') line) AS given_to;
    SELECT coalesce(array_agg(DISTINCT (line->>'ref')::uuid), '{}') INTO refs
      FROM jsonb_array_elements(plan->'tasks') r, jsonb_array_elements(r) task, jsonb_array_elements(task->'lines') line WHERE line->>'ref' IS NOT NULL;
    FOR old_lot IN
      SELECT g, o.* FROM generate_series(1, n) g
        CROSS JOIN LATERAL (SELECT f.* FROM fw_lot f WHERE f.book = kb[g] AND f.key = kk[g] AND f.remaining > 0
          UNION ALL SELECT f.* FROM unnest(refs) ref JOIN fw_lot f ON f.id = ref WHERE f.book = kb[g] AND f.key = kk[g] AND f.remaining = 0) AS o
        LEFT JOIN LATERAL (SELECT line->>'consumeLots' AS policy FROM jsonb_array_elements(plan->'tasks') r, jsonb_array_elements(r) task, jsonb_array_elements(task->'lines') line
          WHERE line->>'book' = o.book AND line->>'k' = o.key AND line ? 'consumeLots' LIMIT 1) AS said ON true
       WHERE NOT (kb[g] || ' ' || kk[g]) = ANY (only_given)
       ORDER BY g, CASE WHEN coalesce(policy, 'earliestExpiry') = 'earliestExpiry' THEN o.expires_at END NULLS LAST, CASE policy WHEN 'lifo' THEN -o.seq ELSE o.seq END
    LOOP
      ln := ln + 1;
      l_id[ln] := old_lot.id; l_k[ln] := old_lot.g; l_rem[ln] := old_lot.remaining; l_old[ln] := old_lot.remaining; l_granted[ln] := old_lot.granted;
      l_exp[ln] := old_lot.expires_at; l_xb[ln] := old_lot.expire_to_book; l_xk[ln] := old_lot.expire_to_key; l_for[ln] := old_lot.posting; l_new[ln] := false; l_at[ln] := NULL;
    END LOOP;
  END IF;`;

const EACH_REQUEST = `
  FOR number_of IN 0..jsonb_array_length(requests) - 1 LOOP
  request := requests->number_of; moment := (request->>'now')::timestamptz; refusals := plan->'refusals'->number_of;
  touched := '{}'; is_back := false; m_start := m; m_was := m; s_vn := vn;
  IF many THEN
    s_m := m; s_lo := lo; s_hi := hi; s_last := last; s_rem := l_rem; s_ln := ln; s_made := made; s_onces := onces;
  END IF;`;

const EACH_TASK = `
  FOR t IN SELECT value FROM jsonb_array_elements(CASE WHEN refusals = '[]' THEN plan->'tasks'->number_of ELSE '[]' END) LOOP
    line_no := 0; total := 0; eff := (t->>'eff')::timestamptz; lines := coalesce(t->'lines', '[]'); spec := t->'spec'; preferred := (t->>'award')::uuid;`;

/** Lines of lots that have expired: each lot by itself, into the balance that it names. */
const EXPIRE_LINES = `
    IF t->>'kind' = 'expire' THEN
      which := (place_of->>((t->>'book') || ' ' || (t->>'k')))::integer;
      FOR x IN 1..ln LOOP
        CONTINUE WHEN l_k[x] <> which OR l_rem[x] = 0 OR l_exp[x] IS NULL OR l_exp[x] > moment OR NOT place_of ? (l_xb[x] || ' ' || l_xk[x]);
        lines := lines || jsonb_build_array(
          jsonb_build_object('book', kb[which], 'k', kk[which], 'ref', l_id[x], 'amounts', jsonb_build_array((-l_rem[x])::text)),
          jsonb_build_object('book', l_xb[x], 'k', l_xk[x], 'amounts', jsonb_build_array(l_rem[x]::text)));
      END LOOP;
      CONTINUE WHEN lines = '[]';
    END IF;`;

/** One line: its bounds, its cost at the average of now, and the lots it adds or takes. */
const EACH_LINE = `
    FOR l IN SELECT value FROM jsonb_array_elements(lines) LOOP
      i := (place_of->>((l->>'book') || ' ' || (l->>'k')))::integer;
      IF NOT i = ANY (touched) THEN
        touched := touched || i; short[i] := 0;
        FOR pos IN 4 * i - 3..4 * i LOOP given[pos] := false; glo[pos] := NULL; ghi[pos] := NULL; END LOOP;
      END IF;
      FOR j IN 1..4 LOOP
        text_value := l->'amounts'->>(j - 1);
        d[j] := CASE WHEN text_value IS NULL OR text_value = 'auto' OR text_value LIKE '~%' THEN 0
          WHEN text_value LIKE '=%' THEN substr(text_value, 2)::numeric - m[4 * i - 4 + j] ELSE text_value::numeric END;
      END LOOP;
      FOR j IN 1..4 LOOP
        text_value := l->'amounts'->>(j - 1);
        IF text_value LIKE '~%' THEN d[j] := d[substr(text_value, 2)::integer + 1]; END IF;
      END LOOP;
      IF l->'cost'->>'amount' IS NOT NULL AND l->'amounts'->>((l->'cost'->>'amount')::integer) = 'auto' THEN
        j := (l->'cost'->>'amount')::integer + 1; pos := (l->'cost'->>'quantity')::integer + 1;
        part := m[4 * i - 4 + pos]; amount := m[4 * i - 4 + j];
        d[j] := CASE WHEN d[pos] = 0 OR part = 0 THEN 0 WHEN part + d[pos] = 0 THEN -amount ELSE round(amount * d[pos] / part, (l->'cost'->>'scale')::integer) END;
      END IF;
      IF l ? 'bounds' THEN
        FOR bound IN SELECT value FROM jsonb_array_elements(l->'bounds') LOOP
          pos := 4 * i - 3 + (bound->>'measure')::integer;
          glo[pos] := greatest(glo[pos], (bound->>'lo')::numeric); ghi[pos] := least(ghi[pos], (bound->>'hi')::numeric); given[pos] := true;
        END LOOP;
      END IF;
      IF fw_is_double(kb[i]) THEN total := total + d[1]; END IF;
      has_lots := l->>'ref' IS NOT NULL OR l ? 'consumeLots' OR l ? 'lot';
      IF NOT has_lots THEN
        FOR x IN 1..ln LOOP has_lots := has_lots OR (l_k[x] = i AND l_rem[x] > 0); END LOOP;
      END IF;
      parts := ARRAY[d[1]]; part_lots := ARRAY[NULL::uuid];
      IF has_lots AND d[1] > 0 THEN
        part_lots[1] := (l->>'ref')::uuid;
        IF part_lots[1] IS NULL THEN
          ln := ln + 1; part_lots[1] := gen_random_uuid();
          l_id[ln] := part_lots[1]; l_k[ln] := i; l_rem[ln] := d[1]; l_old[ln] := 0; l_granted[ln] := d[1]; l_exp[ln] := (l->'lot'->>'expiresAt')::timestamptz;
          l_xb[ln] := coalesce(l->'expireTo'->>'book', split_part(kb[i], '.', 1) || '.opening'); l_xk[ln] := coalesce(fw_key(l->'expireTo'->'key'), '{}');
          l_for[ln] := coalesce(preferred, (t->>'id')::uuid); l_new[ln] := true; l_at[ln] := moment;
        ELSE
          x := array_position(l_id, part_lots[1]); l_rem[x] := l_rem[x] + d[1];
        END IF;
      ELSIF has_lots AND d[1] < 0 THEN
        rest := -d[1]; parts := '{}'; part_lots := '{}';
        -- First the lot itself, or those of the award that is taken back; then the others in the book's order.
        FOR round_no IN 1..2 LOOP
          FOR x IN 1..ln LOOP
            EXIT WHEN rest = 0;
            CONTINUE WHEN l_k[x] <> i OR l_rem[x] = 0;
            CONTINUE WHEN round_no = 1 AND l_id[x] IS DISTINCT FROM (l->>'ref')::uuid AND (l_for[x] IS DISTINCT FROM preferred OR l_exp[x] <= moment);
            CONTINUE WHEN round_no = 2 AND l_exp[x] <= moment;
            part := least(rest, l_rem[x]); l_rem[x] := l_rem[x] - part; rest := rest - part;
            parts := parts || -part; part_lots := part_lots || l_id[x];
          END LOOP;
        END LOOP;
        IF rest > 0 THEN short[i] := short[i] + rest; parts := parts || -rest; part_lots := part_lots || NULL::uuid; END IF;
      END IF;`;

const EMIT = `
      FOR x IN 1..cardinality(parts) LOOP
        CONTINUE WHEN parts[x] = 0 AND d[2] = 0 AND d[3] = 0 AND d[4] = 0;
        vn := vn + 1; line_no := line_no + 1;
        v_posting[vn] := t->>'id'; v_line[vn] := line_no; v_k[vn] := i; v_eff[vn] := eff; v_lot[vn] := part_lots[x]; v_place[vn] := coalesce(l->>'place', t->>'place');
        v_at[vn] := moment; v_back[vn] := coalesce((t->>'backdated')::boolean, false); is_back := is_back OR v_back[vn];
        d[1] := parts[x];
        FOR j IN 1..4 LOOP
          pos := 4 * i - 4 + j; m[pos] := m[pos] + d[j]; v_d[4 * vn - 4 + j] := d[j]; v_a[4 * vn - 4 + j] := m[pos];
        END LOOP;
        d[2] := 0; d[3] := 0; d[4] := 0;
        last[i] := greatest(last[i], eff);
      END LOOP;
    END LOOP;
    IF total <> 0 THEN
      refusals := refusals || jsonb_build_array(jsonb_build_object('code', 'LEDGER_UNBALANCED', 'place', t->'place', 'params',
        jsonb_build_object('ledger', t->'ledger', 'rule', t->'rule', 'difference', trim_scale(total)::text)));
    END IF;
    made := made || jsonb_build_array(t || jsonb_build_object('at', moment, 'actor', request->'actor', 'version', request->'templateVersion'));
    -- What was due anyway is not what is asked for.
    IF t ? 'due' THEN m_was := m; END IF;
  END LOOP;`;

/**
 * The net change of a balance decides, and only in the direction that breaks the bound: what is out of bounds already
 * may come back. A floor that was granted for this balance counts while it lasts.
 */
const VERDICT = `
  FOREACH i IN ARRAY touched LOOP
    FOR j IN 1..4 LOOP
      pos := 4 * i - 4 + j;
      CONTINUE WHEN m[pos] = m_start[pos] AND NOT given[pos] AND short[i] = 0;
      low := CASE WHEN given[pos] THEN glo[pos] ELSE lo[pos] END; high := CASE WHEN given[pos] THEN ghi[pos] ELSE hi[pos] END;
      amount := m[pos] - m_was[pos]; cut := NULL;
      IF (amount < 0 OR m[pos] < m_start[pos]) AND m[pos] < low THEN
        SELECT min(o.floor) INTO floor_allowed FROM fw_override o WHERE o.book = kb[i] AND o.key = kk[i] AND o.measure = j - 1 AND o.state = 'approved' AND o.expires_at > moment;
        IF floor_allowed IS NULL OR m[pos] < floor_allowed THEN cut := 'LEDGER_BELOW_MINIMUM'; END IF;
        low := least(low, floor_allowed);
      ELSIF (amount > 0 OR m[pos] > m_start[pos]) AND m[pos] > high THEN
        cut := 'LEDGER_ABOVE_MAXIMUM';
      ELSIF j = 1 AND short[i] > 0 THEN
        cut := 'LEDGER_BELOW_MINIMUM';
      END IF;
      IF cut IS NOT NULL THEN
        refusals := refusals || jsonb_build_array(fw_post_refusal(cut, kb[i], kk[i], jsonb_build_object('measure', j - 1, 'asked', trim_scale(abs(amount))::text,
          'available', trim_scale(CASE WHEN amount > 0 THEN high - m_was[pos] WHEN short[i] > 0 AND j = 1 THEN abs(amount) - short[i] ELSE m_was[pos] - low END)::text,
          'after', trim_scale(m[pos])::text, 'lo', trim_scale(CASE WHEN short[i] > 0 THEN coalesce(low, 0) ELSE low END)::text, 'hi', trim_scale(high)::text),
          (SELECT coalesce(jsonb_agg(DISTINCT v_place[g]), '[]') FROM generate_series(s_vn + 1, vn) g
            WHERE v_k[g] = i AND v_place[g] IS NOT NULL AND sign(v_d[4 * g - 4 + j]) = sign(amount))));
      END IF;
      -- The row keeps a bound that its CHECK can hold: one that was lowered below what is used waits where that is.
      IF given[pos] THEN lo[pos] := glo[pos]; hi[pos] := ghi[pos]; END IF;
      IF m[pos] < lo[pos] THEN lo[pos] := m[pos]; END IF;
      IF m[pos] > hi[pos] THEN hi[pos] := m[pos]; END IF;
    END LOOP;
  END LOOP;`;

/**
 * A backdated taking must have been possible then and at every moment since: the balance of that day is what is there
 * now without what came after, so only later movements are read.
 */
const BACKDATED = `
  IF is_back THEN
  FOR i, j, eff IN SELECT v_k[g], w, min(v_eff[g]) FROM generate_series(s_vn + 1, vn) g, generate_series(1, 4) w
       WHERE v_back[g] AND v_d[4 * g - 4 + w] < 0 GROUP BY 1, 2 LOOP
    pos := 4 * i - 4 + j;
    low := CASE WHEN given[pos] THEN glo[pos] ELSE lo[pos] END;
    CONTINUE WHEN low IS NULL;
    SELECT r.total, r.at INTO total, eff FROM (
      SELECT s.at, m_old[pos] - sum(s.was) OVER () + sum(s.was + s.ours) OVER (ORDER BY s.at) AS total, sum(s.ours) OVER (ORDER BY s.at) AS ours
        FROM (SELECT e.at, sum(e.was) AS was, sum(e.ours) AS ours FROM (
            SELECT f.effective_at AS at, CASE j WHEN 1 THEN f.d0 WHEN 2 THEN f.d1 WHEN 3 THEN f.d2 ELSE f.d3 END AS was, 0::numeric AS ours
              FROM fw_movement f WHERE f.book = kb[i] AND f.key = kk[i] AND f.effective_at >= eff
            UNION ALL SELECT v_eff[g], 0, v_d[4 * g - 4 + j] FROM generate_series(1, vn) g WHERE v_k[g] = i) e GROUP BY e.at) s) r
      WHERE r.ours < 0 AND r.total < low ORDER BY r.total, r.at LIMIT 1;
    IF FOUND THEN
      refusals := refusals || jsonb_build_array(fw_post_refusal('LEDGER_BACKDATED_BELOW_MINIMUM', kb[i], kk[i], jsonb_build_object('measure', j - 1,
        'after', trim_scale(total)::text, 'lo', trim_scale(low)::text, 'at', to_jsonb(eff)), (SELECT coalesce(jsonb_agg(DISTINCT v_place[g]), '[]')
          FROM generate_series(s_vn + 1, vn) g WHERE v_k[g] = i AND v_place[g] IS NOT NULL AND v_d[4 * g - 4 + j] < 0)));
    END IF;
  END LOOP;
  END IF;
  IF refusals = '[]' THEN
    answers := answers || jsonb_build_array(jsonb_build_object('ok', true, 'postings', (SELECT jsonb_agg(coalesce(plan->'answers'->(e->>'id'), outcomes->(e->>'id'),
      jsonb_build_object('id', e->'id', 'replayed', false)) ORDER BY ord) FROM jsonb_array_elements(request->'postings') WITH ORDINALITY AS q(e, ord))));
    CONTINUE;
  END IF;
  answers := answers || jsonb_build_array(jsonb_build_object('ok', false, 'refusals', refusals));
  -- As if the request had never come.
  IF NOT many THEN RETURN answers; END IF;
  m := s_m; lo := s_lo; hi := s_hi; last := s_last; l_rem := s_rem; ln := s_ln; vn := s_vn; made := s_made; onces := s_onces;
  END LOOP;
  IF made = '[]' THEN RETURN answers; END IF;`;

const WRITE_POSTINGS = `
  INSERT INTO fw_posting (id, kind, ledger, rule, entity, record_id, transition, effective_at, asked_for, at, actor, template_version, request, request_hash,
      reverses, consumes, reservation, expires_at, once, user_id, granted, reason, explain, spec)
    SELECT (e->>'id')::uuid, e->>'kind', e->>'ledger', e->>'rule', e->'source'->>'entity', coalesce(e->'source'->>'record', e->>'record')::uuid,
        coalesce(e->>'transition', e->'source'->>'transition'), (e->>'eff')::timestamptz, (e->>'askedFor')::timestamptz, (e->>'at')::timestamptz, (e->>'actor')::uuid,
        (e->>'version')::integer, (e->>'request')::uuid, e->>'hash', (e->>'reverses')::uuid, (e->>'consumes')::uuid,
        CASE WHEN e->>'expiresAt' IS NOT NULL AND e->>'kind' IN ('move', 'award') OR e->>'kind' = 'award' AND e->'spec' ? 'pending' AND (e->>'granted')::numeric > 0 THEN 'open' END,
        (e->>'expiresAt')::timestamptz, e->>'once', (e->>'user')::uuid, (e->>'granted')::numeric, e->>'reason', nullif(e->'explain', 'null'),
        CASE WHEN e->>'kind' = 'move' AND e->>'expiresAt' IS NOT NULL THEN jsonb_build_object('keys', (SELECT jsonb_agg(DISTINCT (z->>'book') || ' ' || (z->>'k')) FROM jsonb_array_elements(e->'lines') z))
          WHEN e->>'kind' = 'award' THEN e->'spec' END
      FROM jsonb_array_elements(made) WITH ORDINALITY AS q(e, ord) ORDER BY ord
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS inserted = ROW_COUNT;
  IF inserted <> jsonb_array_length(made) THEN
    RAISE EXCEPTION USING ERRCODE = '40001', MESSAGE = 'the same posting was made at the same time';
  END IF;
  FOR t IN SELECT value FROM jsonb_array_elements(plan->'states') ORDER BY value->>'state' = 'reversed' LOOP
    UPDATE fw_posting SET reservation = t->>'state' WHERE id = (t->>'id')::uuid AND (NOT t ? 'from' OR reservation = t->>'from');
  END LOOP;`;

const WRITE_MOVEMENTS = `
  INSERT INTO fw_movement (posting, line, book, key, u0, u1, u2, u3, u4, t0, t1, t2, t3, d0, d1, d2, d3, a0, a1, a2, a3, effective_at, at, lot)
    SELECT v_posting[g], v_line[g], kb[v_k[g]], kk[v_k[g]], (c->>'u0')::uuid, (c->>'u1')::uuid, (c->>'u2')::uuid, (c->>'u3')::uuid, (c->>'u4')::uuid,
        c->>'t0', c->>'t1', c->>'t2', c->>'t3', v_d[4 * g - 3], v_d[4 * g - 2], v_d[4 * g - 1], v_d[4 * g],
        v_a[4 * g - 3], v_a[4 * g - 2], v_a[4 * g - 1], v_a[4 * g], v_eff[g], v_at[g], v_lot[g]
      FROM generate_series(1, vn) g, LATERAL (SELECT kk[v_k[g]]::jsonb AS c) AS dims ORDER BY g;
  UPDATE fw_balance o SET m0 = m[4 * g - 3], m1 = m[4 * g - 2], m2 = m[4 * g - 1], m3 = m[4 * g], lo0 = lo[4 * g - 3], lo1 = lo[4 * g - 2], lo2 = lo[4 * g - 1], lo3 = lo[4 * g],
      hi0 = hi[4 * g - 3], hi1 = hi[4 * g - 2], hi2 = hi[4 * g - 1], hi3 = hi[4 * g], last_at = last[g], version = o.version + 1, updated_at = moment
    FROM generate_series(1, n) g WHERE o.book = kb[g] AND o.key = kk[g] AND g = ANY (v_k[1:vn]);
  IF ln > 0 THEN
    INSERT INTO fw_lot (id, book, key, posting, granted, remaining, expires_at, expire_to_book, expire_to_key, at)
      SELECT l_id[g], kb[l_k[g]], kk[l_k[g]], l_for[g], l_granted[g], l_rem[g], l_exp[g], l_xb[g], l_xk[g], l_at[g] FROM generate_series(1, ln) g WHERE l_new[g] ORDER BY g;
    UPDATE fw_lot o SET remaining = l_rem[g] FROM generate_series(1, ln) g WHERE o.id = l_id[g] AND NOT l_new[g] AND l_rem[g] <> l_old[g];
  END IF;
  RETURN answers;
END`;

export const RUN_BODY = [
  DECLARATIONS,
  LOAD,
  EACH_REQUEST,
  EACH_TASK,
  EXPIRE_LINES,
  AWARD_LINES,
  AFTERMATH_LINES,
  EACH_LINE,
  EMIT,
  VERDICT,
  BACKDATED,
  WRITE_POSTINGS,
  WRITE_MOVEMENTS,
].join('\n');

/** A refusal with the ledger of its book; the first line's place, the others beside it. SQL. */
export const REFUSAL_BODY = `
SELECT jsonb_build_object('code', code, 'place', places->0, 'related', places - 0,
  'params', jsonb_build_object('ledger', CASE WHEN of_book LIKE '@%' THEN of_book ELSE split_part(of_book, '.', 1) END, 'book', of_book, 'key', of_key) || more)`;
