import { sql } from 'kysely';
import type { SqlName } from '../../schema/core/ids.ts';
import type { SystemFunction, SystemText } from './ddl-function.ts';
import type { TenantSchema } from './ddl-system.ts';
import { identList, literal, printDdl, qualified, type SqlFragment } from './ddl-text.ts';

/**
 * What points keep in a tenant besides the ledger (SPEC PTS): awards that were not made and why, special awards with
 * the decisions on them, tiers, flags with their appeals, who stays off leaderboards, and how the rules have changed.
 * Each statement may run again on a tenant that has it already: that is how older tenants are brought up to date.
 *
 * Tiers grant roles, and flags accuse: the tenant's role reads them, and can change no more of a flag than its appeal
 * and decision. Both are made by the server alone.
 */
export function pointsSystemSql({ schema, role }: TenantSchema): readonly SystemText[] {
  const name = (table: string): SqlFragment => qualified(schema, table);
  const table = (own: string, body: SqlFragment): string =>
    printDdl(sql`CREATE TABLE IF NOT EXISTS ${name(own)} (${body})`);
  const index = (own: string, on: string, rest: SqlFragment): string =>
    printDdl(sql`CREATE INDEX IF NOT EXISTS ${sql.id(own)} ON ${name(on)} ${rest}`);
  const grant = (rights: SqlFragment, on: string): string =>
    printDdl(sql`GRANT ${rights} ON ${name(on)} TO ${sql.id(role)}`);
  return [
    table('fw_award_miss', MISS),
    index('ix_fw_award_miss_record', 'fw_award_miss', sql`(record_id, rule, seq DESC)`),
    index('ix_fw_award_miss_at', 'fw_award_miss', sql`(at)`),
    table('fw_award_gift', GIFT),
    index('ix_fw_award_gift_open', 'fw_award_gift', sql`(asked_at) WHERE state = 'waiting'`),
    table('fw_award_rule', RULE),
    table('fw_tier', TIER),
    table('fw_tier_change', TIER_CHANGE),
    index('ix_fw_tier_change_user', 'fw_tier_change', sql`(user_id, seq DESC)`),
    table('fw_flag', FLAG),
    index('ix_fw_flag_user', 'fw_flag', sql`(user_id, at DESC)`),
    table('fw_board_absence', sql`user_id uuid PRIMARY KEY, at ${INSTANT} NOT NULL`),
    table('fw_sign_in', SIGN_IN),
    index('ix_fw_sign_in_day', 'fw_sign_in', sql`(day)`),
    table('fw_points_job', sql`job text PRIMARY KEY, done_at ${INSTANT}, number bigint`),
    index('ix_fw_posting_user', 'fw_posting', sql`(user_id, seq) WHERE user_id IS NOT NULL`),
    index('ix_fw_posting_at', 'fw_posting', sql`(ledger, at)`),
    grant(sql`SELECT, INSERT`, 'fw_award_miss'),
    grant(sql`SELECT, INSERT, UPDATE (state, decisions, ended_at)`, 'fw_award_gift'),
    grant(sql`SELECT`, 'fw_award_rule'),
    grant(sql`SELECT`, 'fw_sign_in'),
    grant(sql`SELECT`, 'fw_tier'),
    grant(sql`SELECT`, 'fw_tier_change'),
    grant(sql`SELECT, UPDATE (state, appeal, appealed_at, decision, decided_by, decided_at)`, 'fw_flag'),
    grant(sql`SELECT, INSERT, DELETE`, 'fw_board_absence'),
    changeEvents(schema),
  ];
}

/**
 * Every path on which points move tells it in the event log, in the same transaction: an event of the entity `@points`
 * whose record is the person. Subscriptions wait for it. Rows that a backup brings back have moved long ago.
 */
function changeEvents(schema: SqlName): SystemFunction {
  const movement = qualified(schema, 'fw_movement');
  const signature = sql`${qualified(schema, 'fw_points_changed')}()`;
  const body = printDdl(
    sql`BEGIN IF current_setting('formwork.restoring', true) = 'on' THEN RETURN NULL; END IF; INSERT INTO ${qualified(schema, 'fw_event')} (at, entity, record_id, kind, version, template_version) SELECT max(m.at), '@points', m.u0, 'updated', 1, (SELECT version FROM ${qualified(schema, 'fw_meta')}) FROM added m WHERE m.u0 IS NOT NULL AND split_part(m.book, '.', 2) IN ('wallet', 'pending', 'owed') GROUP BY m.u0 ORDER BY m.u0; RETURN NULL; END`,
  );
  return {
    kind: 'function',
    signature,
    rest: sql`RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${identList([schema, 'pg_temp'])} AS ${literal(body)}`,
    tenantMayCall: false,
    trigger: printDdl(
      sql`CREATE OR REPLACE TRIGGER tr_fw_points_changed AFTER INSERT ON ${movement} REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ${signature}`,
    ),
  };
}

const INSTANT = sql`timestamp(3) with time zone`;

/** `parts` are those of the condition or the amount, as told then. */
const MISS = sql`seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at ${INSTANT} NOT NULL, rule text NOT NULL, user_id uuid, entity text, record_id uuid, transition text, reason text NOT NULL, parts jsonb NOT NULL, template_version integer NOT NULL`;

/** `steps` are the approvals as they stood when it was asked; `decisions` what was decided on them, in order. */
const GIFT = sql`id uuid PRIMARY KEY, award text NOT NULL, giver uuid NOT NULL, receiver uuid NOT NULL, amount numeric NOT NULL CHECK (amount > 0), reason text NOT NULL, state text NOT NULL CHECK (state IN ('waiting', 'granted', 'declined', 'withdrawn')), steps jsonb NOT NULL, decisions jsonb NOT NULL DEFAULT '[]', asked_at ${INSTANT} NOT NULL, ended_at ${INSTANT}`;

/** One row for each version of a rule; `rule` is `tiers` for the tiers. */
const RULE = sql`rule text NOT NULL, template_version integer NOT NULL, at ${INSTANT} NOT NULL, hash text NOT NULL, says jsonb NOT NULL, PRIMARY KEY (rule, template_version)`;

/** `grace_until`: earned too little for the tier by now, but keeps it until then. `seen`: which changes of the balances were looked at. */
const TIER = sql`user_id uuid PRIMARY KEY, tier text, roles text[] NOT NULL DEFAULT '{}', earned numeric NOT NULL, since ${INSTANT} NOT NULL, grace_until ${INSTANT}, checked_at ${INSTANT} NOT NULL, seen bigint NOT NULL, template_version integer NOT NULL DEFAULT 0`;
const TIER_CHANGE = sql`seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id uuid NOT NULL, at ${INSTANT} NOT NULL, tier_before text, tier_after text, earned numeric NOT NULL, roles_added text[] NOT NULL, roles_removed text[] NOT NULL, template_version integer NOT NULL`;

/** One row a member and day of the tenant's calendar; `at` is that day's first sign-in. */
const SIGN_IN = sql`user_id uuid NOT NULL, day date NOT NULL, at ${INSTANT} NOT NULL, PRIMARY KEY (user_id, day)`;

/** `key` is what was found and when, so that a detector that looks again finds nothing new. */
const FLAG = sql`id uuid PRIMARY KEY, detector text NOT NULL, key text NOT NULL, user_id uuid NOT NULL, about jsonb NOT NULL, at ${INSTANT} NOT NULL, state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'explained', 'upheld', 'dismissed')), appeal text, appealed_at ${INSTANT}, decision text, decided_by uuid, decided_at ${INSTANT}, UNIQUE (detector, key)`;
