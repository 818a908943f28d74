/**
 * Points, within `fw_post_run`. An award never refuses: it grants as much as the limits and the budget leave. What the
 * person owes is settled before anything reaches the wallet. PL/pgSQL.
 */
export const AWARD_LINES = `
    IF t->>'kind' = 'award' THEN
      granted := greatest((t->>'asked')::numeric, 0); cut := NULL; shown := '[]'; settled := 0;
      payer := coalesce(spec->'budget', spec->'opening');
      IF EXISTS (SELECT FROM fw_posting WHERE rule = t->>'rule' AND once = t->>'once') OR onces ? ((t->>'rule') || ' ' || (t->>'once')) THEN
        granted := 0; cut := 'once'; t := t - 'once';
      ELSE
        onces := onces || jsonb_build_array((t->>'rule') || ' ' || (t->>'once'));
        FOR l IN SELECT value FROM jsonb_array_elements(coalesce(spec->'limits', '[]')) LOOP
          i := (place_of->>((l->'at'->>0) || ' ' || (l->'at'->>1)))::integer;
          room := CASE WHEN l ? 'max' THEN greatest((l->>'max')::numeric - m[4 * i - 3], 0) END;
          IF l ? 'cooldownSeconds' AND abs(extract(epoch FROM eff - last[i])) < (l->>'cooldownSeconds')::numeric THEN room := 0; END IF;
          IF room < granted THEN granted := room; cut := l->>'id'; END IF;
          shown := shown || jsonb_build_array(jsonb_build_object('id', l->'id', 'max', l->'max', 'left', trim_scale(room)::text));
        END LOOP;
        IF spec ? 'budget' THEN
          i := (place_of->>((payer->>0) || ' ' || (payer->>1)))::integer;
          room := greatest(m[4 * i - 3] - coalesce(lo[4 * i - 3], 0), 0);
          IF room < granted THEN granted := room; cut := 'budget'; END IF;
        END IF;
        granted := trunc(granted, (t->>'scale')::integer);
      END IF;
      IF granted > 0 THEN
        SELECT coalesce(jsonb_agg(jsonb_build_object('book', e->'at'->0, 'k', e->'at'->1, 'amounts', jsonb_build_array(granted::text)) ||
            CASE WHEN e ? 'max' THEN jsonb_build_object('bounds', jsonb_build_array(jsonb_build_object('measure', 0, 'hi', e->'max'))) ELSE '{}' END ORDER BY ord), '[]')
          INTO lines FROM jsonb_array_elements(coalesce(spec->'limits', '[]')) WITH ORDINALITY AS q(e, ord);
        IF spec ? 'pending' THEN
          lines := lines || fw_post_pair(payer, spec->'pending', granted);
        ELSE
          IF spec ? 'owed' THEN settled := greatest(least(m[4 * (place_of->>((spec->'owed'->>0) || ' ' || (spec->'owed'->>1)))::integer - 3], granted), 0); END IF;
          lines := lines || fw_post_credit(spec, payer, granted, settled);
        END IF;
      END IF;
      outcomes := outcomes || jsonb_build_object(t->>'id', jsonb_strip_nulls(jsonb_build_object('id', t->'id', 'replayed', false, 'granted', granted::text, 'cutBy', cut)));
      t := t || jsonb_build_object('granted', granted, 'explain', jsonb_strip_nulls(jsonb_build_object('asked', t->'asked', 'granted', granted::text, 'cutBy', cut,
        'settled', nullif(settled, 0)::text, 'limits', shown)) || jsonb_build_object('why', t->'explain'));
      preferred := NULL;
    END IF;`;

/**
 * What becomes of an award. Matured: from pending to the wallet. Released: back to the budget. Clawed: back from where
 * it is, its own lots first; what was spent is owed, what has expired is not. Limits are not given back.
 */
export const AFTERMATH_LINES = `
    IF t->>'kind' IN ('matured', 'released', 'clawed') THEN
      granted := (t->>'amount')::numeric; payer := coalesce(spec->'budget', spec->'opening');
      IF t->>'kind' = 'released' OR (t->>'wasPending')::boolean THEN
        lines := fw_post_pair(spec->'pending', payer, granted);
      ELSIF t->>'kind' = 'matured' THEN
        settled := CASE WHEN spec ? 'owed' THEN greatest(least(m[4 * (place_of->>((spec->'owed'->>0) || ' ' || (spec->'owed'->>1)))::integer - 3], granted), 0) ELSE 0 END;
        lines := fw_post_credit(spec, spec->'pending', granted, settled);
        IF settled > 0 THEN lines := lines || fw_post_pair(spec->'pending', payer, settled); END IF;
      ELSE
        which := (place_of->>((spec->'wallet'->>0) || ' ' || (spec->'wallet'->>1)))::integer; rest := 0;
        SELECT coalesce(-sum(f.d0), 0) INTO part FROM fw_lot o JOIN fw_movement f ON f.lot = o.id JOIN fw_posting e ON e.id = f.posting
          WHERE o.posting = preferred AND e.kind = 'expire';
        FOR x IN 1..ln LOOP
          IF l_k[x] = which AND coalesce(l_exp[x] > moment, true) THEN rest := rest + l_rem[x];
          ELSIF l_for[x] = preferred THEN part := part + l_rem[x]; END IF;
        END LOOP;
        granted := granted - part;
        amount := least(granted, rest);
        lines := '[]';
        IF amount > 0 THEN lines := fw_post_pair(spec->'wallet', payer, amount); END IF;
        IF spec ? 'owed' AND granted > amount THEN lines := lines || fw_post_pair(spec->'opening', spec->'owed', granted - amount); END IF;
        t := t || jsonb_build_object('explain', jsonb_build_object('amount', t->'amount', 'taken', amount::text, 'expired', part::text, 'short', (granted - amount)::text));
      END IF;
    END IF;`;

/** An amount from one balance to another, as two lines. SQL. */
export const PAIR_BODY = `
SELECT jsonb_build_array(
  jsonb_build_object('book', giver->0, 'k', giver->1, 'amounts', jsonb_build_array((-amount)::text)),
  jsonb_build_object('book', taker->0, 'k', taker->1, 'amounts', jsonb_build_array(amount::text)))`;

/**
 * Points that reach a person: from the payer into a lot of the wallet; what settles a debt stays with the payer, and
 * \`owed\` goes down against \`opening\`. SQL.
 */
export const CREDIT_BODY = `
SELECT CASE WHEN amount > settled THEN jsonb_build_array(
    jsonb_build_object('book', payer->0, 'k', payer->1, 'amounts', jsonb_build_array((settled - amount)::text)),
    jsonb_build_object('book', spec->'wallet'->0, 'k', spec->'wallet'->1, 'amounts', jsonb_build_array((amount - settled)::text),
      'lot', jsonb_build_object('expiresAt', spec->'lotExpiresAt'))
      || CASE WHEN spec ? 'expireTo' THEN jsonb_build_object('expireTo', jsonb_build_object('book', spec->'expireTo'->0, 'key', (spec->'expireTo'->>1)::jsonb)) ELSE '{}' END) ELSE '[]' END
  || CASE WHEN settled > 0 THEN @tenant.fw_post_pair(spec->'owed', spec->'opening', settled) ELSE '[]' END`;
