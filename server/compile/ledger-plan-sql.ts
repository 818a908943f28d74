/**
 * What requests mean, before anything is locked but the postings they build on: which postings are new, which lines
 * each has, which balances they touch. Gives `{ids, answers, refusals, tasks, states, keys, alone}`; tasks and refusals
 * are lists by request. `alone`: a request that looks at what is there, and must see what those before it did. PL/pgSQL.
 *
 * Postings that others build on (reservations, what is reversed) are locked first, in the order of their number, and
 * looked at again after that; balances come later. Every caller keeps that order.
 */
const DECLARATIONS = `
DECLARE
  moment timestamptz := (SELECT max((r->>'now')::timestamptz) FROM jsonb_array_elements(requests) r);
  one jsonb;
  group_of jsonb;
  p jsonb;
  o @tenant.fw_posting;
  wanted_hash text;
  fresh jsonb := '[]';
  all_tasks jsonb := '[]';
  all_refusals jsonb := '[]';
  ids jsonb := '[]';
  answers jsonb := '{}';
  refusals jsonb := '[]';
  tasks jsonb := '[]';
  states jsonb := '[]';
  keys jsonb;
  lines jsonb;
  touched text[];
  builds_on uuid[] := '{}';
  overdue uuid[];
  looks_back boolean := false;
  is_double_id boolean := false;
  has_due boolean := false;
  task jsonb;
  state text;
  found_any boolean;
  consumed uuid;
  closed timestamptz;
  closed_of text;
  eff timestamptz;
  late_cost boolean;
BEGIN`;

/** Postings that are there already are answered from what is kept of them. */
const REPLAYS = `
  FOR one IN SELECT value FROM jsonb_array_elements(requests) LOOP
  group_of := '[]'; refusals := '[]';
  FOR p IN SELECT value FROM jsonb_array_elements(one->'postings') LOOP
    wanted_hash := fw_post_hash(p);
    SELECT * INTO o FROM fw_posting WHERE id = (p->>'id')::uuid;
    IF FOUND AND o.request_hash = wanted_hash THEN
      answers := answers || jsonb_build_object(o.id, jsonb_strip_nulls(jsonb_build_object(
        'id', o.id, 'replayed', true, 'granted', o.explain->'granted', 'cutBy', o.explain->'cutBy')));
    ELSIF FOUND OR ids ? (p->>'id') THEN
      is_double_id := is_double_id OR o.id IS NULL;
      refusals := refusals || jsonb_build_array(jsonb_build_object('code', 'LEDGER_POSTING_MISMATCH',
        'place', p->'place', 'params', jsonb_build_object('posting', p->>'id')));
    ELSE
      ids := ids || jsonb_build_array(p->>'id');
      group_of := group_of || jsonb_build_array(p || jsonb_build_object('hash', wanted_hash));
      looks_back := looks_back OR p->>'kind' NOT IN ('move', 'award') OR p ? 'consume';
    END IF;
  END LOOP;
  fresh := fresh || jsonb_build_array(group_of);
  all_refusals := all_refusals || jsonb_build_array(refusals);
  END LOOP;`;

/** Which postings these build on: locked now, in order. Overdue reservations on the same balances are let go first, and overdue pending points of the same budget. */
const BUILDS_ON = `
  IF looks_back THEN
    SELECT coalesce(array_agg(DISTINCT id), '{}') INTO builds_on FROM (
      SELECT f.id FROM jsonb_array_elements(fresh) r CROSS JOIN jsonb_array_elements(r) q JOIN fw_posting f ON f.record_id = coalesce(q->>'record', q->'source'->>'record')::uuid
       WHERE CASE q->>'kind'
         WHEN 'reverse' THEN f.kind = 'move' AND q->'rules' ? f.rule
         WHEN 'move' THEN f.rule = q->>'consume' AND f.reservation IS NOT NULL
         ELSE f.kind = 'award' AND f.rule = q->>'rule' END
      UNION ALL SELECT (q->>'posting')::uuid FROM jsonb_array_elements(fresh) r, jsonb_array_elements(r) q WHERE q ? 'posting'
      -- A consumption that is reversed opens its reservation again.
      UNION ALL SELECT f.consumes FROM jsonb_array_elements(fresh) r CROSS JOIN jsonb_array_elements(r) q JOIN fw_posting f ON f.record_id = (q->>'record')::uuid
       WHERE q->>'kind' = 'reverse' AND f.kind = 'move' AND q->'rules' ? f.rule AND f.consumes IS NOT NULL) AS found(id);
  END IF;
  SELECT array_agg(DISTINCT l->>'book' || ' ' || fw_key(l->'key')) INTO touched
    FROM jsonb_array_elements(fresh) r, jsonb_array_elements(r) q, jsonb_array_elements(q->'lines') l WHERE q->>'kind' = 'move';
  IF builds_on <> '{}' THEN
    -- What is mirrored or taken anew touches what it moved.
    touched := touched || (SELECT array_agg(DISTINCT book || ' ' || key) FROM fw_movement WHERE posting = ANY (builds_on));
  END IF;
  SELECT array_agg(id) INTO overdue FROM fw_posting
   WHERE reservation = 'open' AND expires_at <= moment AND NOT id = ANY (builds_on)
     AND (kind = 'move' AND spec->'keys' ?| touched
       OR kind = 'award' AND spec->'budget' IN (SELECT fw_post_book(q->'budget') FROM jsonb_array_elements(fresh) r, jsonb_array_elements(r) q WHERE q->>'kind' = 'award'));
  IF overdue IS NOT NULL OR builds_on <> '{}' THEN
    PERFORM 1 FROM fw_posting WHERE id = ANY (builds_on || overdue) ORDER BY seq FOR UPDATE;
  END IF;`;

/** Lots that have expired leave a balance before it is taken from; overdue reservations come back before that. */
const DUE_FIRST = `
  FOR o IN SELECT * FROM fw_posting WHERE id = ANY (overdue) AND reservation = 'open' ORDER BY seq LOOP
    tasks := tasks || jsonb_build_array(CASE o.kind
      WHEN 'award' THEN fw_post_after(o, 'released', md5('lapse:' || o.id)::uuid, greatest(moment, fw_closed_until(o.ledger)))
      ELSE fw_post_mirror(o, 'lapse', md5('lapse:' || o.id)::uuid, greatest(moment, fw_closed_until(o.ledger))) END || jsonb_build_object('due', true));
    states := states || jsonb_build_array(jsonb_build_object('id', o.id, 'state', 'lapsed'));
  END LOOP;
  FOR task IN
    SELECT jsonb_build_object('kind', 'expire', 'due', true, 'id', gen_random_uuid(), 'rule', 'expiry', 'ledger', split_part(l.book, '.', 1),
             'eff', greatest(moment, fw_closed_until(split_part(l.book, '.', 1))), 'book', l.book, 'k', l.key,
             'keys', jsonb_agg(DISTINCT jsonb_build_array(l.expire_to_book, l.expire_to_key)) || jsonb_build_array(jsonb_build_array(l.book, l.key)))
      FROM fw_lot l
      JOIN (SELECT DISTINCT line->>'book' AS b, fw_key(line->'key') AS k
              FROM jsonb_array_elements(fresh) r, jsonb_array_elements(r) q, jsonb_array_elements(q->'lines') line
             WHERE line ? 'consumeLots' AND line->'amounts'->>0 LIKE '-%'
            UNION SELECT f.book, f.key FROM fw_movement f JOIN fw_posting e ON e.id = f.posting
                   WHERE f.posting = ANY (builds_on) AND e.kind = 'move' AND f.lot IS NOT NULL AND f.d0 > 0
            UNION SELECT q->>'book', q->>'keyText' FROM jsonb_array_elements(fresh) r, jsonb_array_elements(r) q WHERE q->>'kind' = 'expire') AS w
        ON w.b = l.book AND w.k = l.key
     WHERE l.remaining > 0 AND l.expires_at <= moment GROUP BY l.book, l.key
  LOOP
    tasks := tasks || jsonb_build_array(task);
    has_due := true;
  END LOOP;`;

const NEW_POSTINGS = `
  FOR number_of IN 0..jsonb_array_length(requests) - 1 LOOP
  refusals := all_refusals->number_of;
  moment := (requests->number_of->>'now')::timestamptz;
  FOR p IN SELECT value FROM jsonb_array_elements(fresh->number_of) LOOP
    found_any := false;
    IF closed_of IS DISTINCT FROM p->>'ledger' THEN
      closed_of := p->>'ledger'; closed := fw_closed_until(closed_of);
    END IF;
    eff := coalesce((p->>'effectiveAt')::timestamptz, moment);
    CASE p->>'kind'`;

/**
 * Movements as given. The reservation that is consumed holds what it took: nothing is added. One that has lapsed gave
 * it back, so its lines are taken again here.
 */
const MOVE = `
    WHEN 'move' THEN
      SELECT coalesce(jsonb_agg(l || jsonb_build_object('k', fw_key(l->'key'), 'place', coalesce(l->'place', p->'place')) ORDER BY n), '[]')
        INTO lines FROM jsonb_array_elements(p->'lines') WITH ORDINALITY AS e(l, n);
      late_cost := eff < closed AND lines <> '[]' AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(lines) l, jsonb_array_elements_text(l->'amounts') WITH ORDINALITY AS a(x, i)
         WHERE CASE WHEN NOT l ? 'cost' THEN true WHEN i - 1 = (l->'cost'->>'amount')::integer OR x = 'auto' THEN false WHEN x ~ '^[=~]' THEN true ELSE x::numeric <> 0 END);
      consumed := NULL;
      IF p ? 'consume' THEN
        SELECT * INTO o FROM fw_posting WHERE record_id = (p->'source'->>'record')::uuid AND rule = p->>'consume'
           AND reservation IS NOT NULL AND kind = 'move' ORDER BY seq DESC LIMIT 1;
        IF o.id IS NULL OR o.reservation NOT IN ('open', 'lapsed') THEN
          refusals := refusals || jsonb_build_array(jsonb_build_object('code', 'LEDGER_NOT_CONSUMABLE', 'place', p->'place',
            'params', jsonb_build_object('ledger', p->'ledger', 'rule', p->'consume', 'state', coalesce(o.reservation, 'none'))));
        ELSE
          consumed := o.id;
          states := states || jsonb_build_array(jsonb_build_object('id', o.id, 'state', 'consumed'));
          IF o.reservation = 'lapsed' THEN
            lines := lines || (SELECT coalesce(jsonb_agg(jsonb_build_object('book', book, 'k', key,
              'amounts', jsonb_build_array(d0::text, d1::text, d2::text, d3::text), 'place', p->'place') ORDER BY line), '[]')
              FROM fw_movement WHERE posting = o.id);
          END IF;
        END IF;
      END IF;
      IF eff > moment + interval '1 day' THEN
        refusals := refusals || jsonb_build_array(jsonb_build_object('code', 'LEDGER_IN_FUTURE', 'place', p->'place',
          'params', jsonb_build_object('ledger', p->'ledger', 'at', p->'effectiveAt')));
      ELSIF eff < closed AND NOT late_cost THEN
        refusals := refusals || jsonb_build_array(jsonb_build_object('code', 'LEDGER_PERIOD_CLOSED', 'place', p->'place',
          'params', jsonb_build_object('ledger', p->'ledger', 'at', to_jsonb(eff), 'closedUntil', to_jsonb(closed))));
      END IF;
      tasks := tasks || jsonb_build_array(jsonb_build_object('kind', 'move', 'id', p->'id', 'ledger', p->'ledger', 'rule', p->'rule',
        'source', p->'source', 'hash', p->'hash', 'lines', lines, 'explain', p->'explain', 'consumes', consumed, 'place', p->'place',
        'expiresAt', p->'expiresAt', 'eff', greatest(eff, closed), 'askedFor', CASE WHEN eff < closed THEN eff END,
        'backdated', eff < moment AND eff >= coalesce(closed, eff)));`;

/** Mirrors of what nobody has mirrored yet; a consumed reservation whose consumption goes is open again. */
const REVERSE = `
    WHEN 'reverse' THEN
      FOR o IN SELECT * FROM fw_posting f WHERE f.id = ANY (builds_on) AND f.kind = 'move' AND f.record_id = (p->>'record')::uuid
          AND p->'rules' ? f.rule AND NOT EXISTS (SELECT FROM fw_posting r WHERE r.reverses = f.id) ORDER BY f.seq DESC LOOP
        found_any := true;
        tasks := tasks || jsonb_build_array(fw_post_mirror(o, 'mirror', md5((p->>'id') || ':' || o.id)::uuid,
          greatest(eff, fw_closed_until(o.ledger))) || jsonb_build_object('request', p->'id', 'reason', p->'reason', 'place', p->'place',
          'backdated', p ? 'effectiveAt' AND eff < moment, 'transition', p->'source'->'transition'));
        IF o.consumes IS NOT NULL THEN
          states := states || jsonb_build_array(jsonb_build_object('id', o.consumes, 'from', 'consumed', 'state',
            CASE WHEN EXISTS (SELECT FROM fw_posting r WHERE r.reverses = o.consumes) THEN 'lapsed' ELSE 'open' END));
        END IF;
        IF o.reservation IS NOT NULL THEN
          states := states || jsonb_build_array(jsonb_build_object('id', o.id, 'state', 'reversed'));
        END IF;
      END LOOP;
      IF NOT found_any AND (p->>'strict')::boolean THEN
        refusals := refusals || jsonb_build_array(jsonb_build_object('code', 'LEDGER_ALREADY_REVERSED', 'place', p->'place',
          'params', jsonb_build_object('rule', (SELECT string_agg(r, ', ') FROM jsonb_array_elements_text(p->'rules') r))));
      END IF;
      tasks := tasks || jsonb_build_array(p || jsonb_build_object('lines', '[]'::jsonb, 'eff', eff, 'ledger', '', 'rule', ''));`;

const LAPSE = `
    WHEN 'lapse' THEN
      FOR o IN SELECT * FROM fw_posting f WHERE f.id = (p->>'posting')::uuid AND f.reservation = 'open' AND f.expires_at <= moment LOOP
        states := states || jsonb_build_array(jsonb_build_object('id', o.id, 'state', 'lapsed'));
        tasks := tasks || jsonb_build_array(CASE o.kind
          WHEN 'award' THEN fw_post_after(o, 'released', (p->>'id')::uuid, greatest(moment, fw_closed_until(o.ledger)))
          ELSE fw_post_mirror(o, 'lapse', (p->>'id')::uuid, greatest(moment, fw_closed_until(o.ledger))) END);
      END LOOP;
    WHEN 'expire' THEN
      found_any := true;`;

/** Points: what becomes of an award needs the books that it named; they are kept with it. */
const AWARDS = `
    WHEN 'award' THEN
      task := jsonb_build_object('kind', 'award', 'id', p->'id', 'ledger', p->'ledger', 'rule', p->'rule', 'source', p->'source',
        'hash', p->'hash', 'once', p->'once', 'user', p->'user', 'asked', p->'asked', 'scale', p->'scale', 'explain', p->'explain',
        'eff', greatest(eff, closed), 'expiresAt', p->'pending'->'until', 'spec', jsonb_strip_nulls(jsonb_build_object(
          'budget', fw_post_book(p->'budget'), 'wallet', fw_post_book(p->'wallet'), 'pending', fw_post_book(p->'pending'),
          'owed', fw_post_book(p->'owed'), 'opening', jsonb_build_array(p->>'ledger' || '.opening', '{}'),
          'expireTo', fw_post_book(p->'expireTo'), 'lotExpiresAt', p->'lotExpiresAt',
          'limits', (SELECT jsonb_agg(l || jsonb_build_object('at', jsonb_build_array('@limit.' || (p->>'rule') || '.' || (l->>'id'), fw_key(l->'key'))) ORDER BY n)
             FROM jsonb_array_elements(p->'limits') WITH ORDINALITY AS e(l, n)))));
      tasks := tasks || jsonb_build_array(task || jsonb_build_object('keys', fw_post_spec_keys(task->'spec')));
    WHEN 'mature' THEN
      FOR o IN SELECT * FROM fw_posting f WHERE f.id = ANY (builds_on) AND f.record_id = (p->>'record')::uuid AND f.rule = p->>'rule'
          AND f.kind = 'award' AND f.reservation = 'open' ORDER BY f.seq LOOP
        -- An outcome that comes when the time is over comes too late, whether or not the job has been there.
        state := CASE WHEN p->>'outcome' = 'failed' OR o.expires_at <= moment THEN 'lapsed' ELSE 'consumed' END;
        states := states || jsonb_build_array(jsonb_build_object('id', o.id, 'state', state));
        tasks := tasks || jsonb_build_array(fw_post_after(o, CASE state WHEN 'lapsed' THEN 'released' ELSE 'matured' END,
          md5((p->>'id') || ':' || o.id)::uuid, greatest(eff, closed)) || jsonb_build_object('request', p->'id'));
      END LOOP;
      tasks := tasks || jsonb_build_array(p || jsonb_build_object('lines', '[]'::jsonb, 'eff', greatest(eff, closed)));
    WHEN 'clawback' THEN
      FOR o IN SELECT * FROM fw_posting f WHERE f.id = ANY (builds_on) AND f.record_id = (p->>'record')::uuid AND f.rule = p->>'rule'
          AND f.kind = 'award' AND f.granted > 0 AND f.reservation IS DISTINCT FROM 'lapsed'
          AND NOT EXISTS (SELECT FROM fw_posting r WHERE r.reverses = f.id) ORDER BY f.seq LOOP
        states := states || jsonb_build_array(jsonb_build_object('id', o.id, 'state', 'reversed'));
        tasks := tasks || jsonb_build_array(fw_post_after(o, 'clawed', md5((p->>'id') || ':' || o.id)::uuid, greatest(eff, closed))
          || jsonb_build_object('request', p->'id', 'reverses', o.id, 'reason', p->'reason', 'wasPending', o.reservation = 'open'));
      END LOOP;
      tasks := tasks || jsonb_build_array(p || jsonb_build_object('lines', '[]'::jsonb, 'eff', greatest(eff, closed)));
    END CASE;
  END LOOP;
  all_tasks := all_tasks || jsonb_build_array(tasks); tasks := '[]';
  IF refusals <> all_refusals->number_of THEN all_refusals := jsonb_set(all_refusals, ARRAY[number_of::text], refusals); END IF;
  END LOOP;`;

const RESULT = `
  SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_array(b, k)), '[]') INTO keys FROM (
    SELECT l->>'book' AS b, l->>'k' AS k FROM jsonb_array_elements(all_tasks) r, jsonb_array_elements(r) t, jsonb_array_elements(t->'lines') l
    UNION ALL
    SELECT x->>0, x->>1 FROM jsonb_array_elements(all_tasks) r, jsonb_array_elements(r) t, jsonb_array_elements(t->'keys') x
) AS all_keys;
  RETURN jsonb_build_object('ids', ids, 'answers', answers, 'refusals', all_refusals, 'tasks', all_tasks, 'states', states, 'keys', keys,
    'alone', looks_back OR is_double_id OR overdue IS NOT NULL OR has_due);
END`;

export const PLAN_BODY = [
  DECLARATIONS,
  REPLAYS,
  BUILDS_ON,
  DUE_FIRST,
  NEW_POSTINGS,
  MOVE,
  REVERSE,
  LAPSE,
  AWARDS,
  RESULT,
].join('\n');

/** The mirror of a posting: every movement with the other sign, last first. SQL. */
export const MIRROR_BODY = `
SELECT jsonb_build_object('kind', kind, 'id', id, 'ledger', o.ledger, 'rule', o.rule, 'eff', eff, 'reverses', o.id,
  'source', jsonb_build_object('entity', o.entity, 'record', o.record_id, 'transition', o.transition),
  'lines', (SELECT coalesce(jsonb_agg(jsonb_build_object('book', book, 'k', key, 'ref', lot,
     'amounts', jsonb_build_array((-d0)::text, (-d1)::text, (-d2)::text, (-d3)::text)) ORDER BY line DESC), '[]')
     FROM @tenant.fw_movement WHERE posting = o.id))`;

/** What follows an award: it knows the award's books and amount. SQL. */
export const AFTER_BODY = `
SELECT jsonb_build_object('kind', kind, 'id', id, 'ledger', o.ledger, 'rule', o.rule, 'eff', eff, 'award', o.id, 'amount', o.granted,
  'spec', o.spec, 'user', o.user_id, 'keys', @tenant.fw_post_spec_keys(o.spec),
  'source', jsonb_build_object('entity', o.entity, 'record', o.record_id, 'transition', o.transition))`;

/** Book and canonical key as a pair. SQL. */
export const BOOK_BODY = `SELECT CASE WHEN jsonb_typeof(b) = 'object' THEN jsonb_build_array(b->'book', @tenant.fw_key(b->'key')) END`;

/** All balances that an award may touch. SQL. */
export const SPEC_KEYS_BODY = `
SELECT coalesce(jsonb_agg(x), '[]') FROM (
  SELECT value AS x FROM jsonb_each(spec) WHERE key IN ('budget', 'wallet', 'pending', 'owed')
  UNION ALL SELECT spec->'opening' WHERE spec ? 'owed' OR NOT spec ? 'budget'
  UNION ALL SELECT l->'at' FROM jsonb_array_elements(spec->'limits') l) AS keys`;

/** Until when a ledger is closed; null: open. SQL. */
export const CLOSED_BODY = `SELECT closed_until FROM @tenant.fw_period WHERE ledger = of_ledger ORDER BY seq DESC LIMIT 1`;
