import { sql } from 'kysely';
import type { TenantSchema } from './ddl-system.ts';
import { printDdl, qualified, type SqlFragment } from './ddl-text.ts';
import { SYSTEM_TABLES } from './storage.ts';

/**
 * What automation keeps in a tenant: how deep in a chain of causes an event stands, runs of rules, when schedules are
 * due, how far stored rollups are, connections to the outside with their deliveries, and notifications. Each statement
 * may run again on a tenant that has it already: that is how older tenants are brought up to date.
 *
 * The tenant's role may write what must commit together with the effects of a rule: the end of a run, notifications
 * and deliveries. All else is written by the server alone.
 */
export function automationSystemSql(tenant: TenantSchema): readonly string[] {
  const { schema, role } = tenant;
  const name = (table: string): SqlFragment => qualified(schema, table);
  const add = (table: string, columns: SqlFragment): string => printDdl(sql`ALTER TABLE ${name(table)} ${columns}`);
  const table = (own: string, body: SqlFragment): string =>
    printDdl(sql`CREATE TABLE IF NOT EXISTS ${name(own)} (${body})`);
  const index = (own: string, on: string, rest: SqlFragment): string =>
    printDdl(sql`CREATE INDEX IF NOT EXISTS ${sql.id(own)} ON ${name(on)} ${rest}`);
  const grant = (rights: SqlFragment, on: string): string =>
    printDdl(sql`GRANT ${rights} ON ${name(on)} TO ${sql.id(role)}`);
  return [
    add(
      SYSTEM_TABLES.event,
      sql`ADD COLUMN IF NOT EXISTS depth smallint NOT NULL DEFAULT 0, ADD COLUMN IF NOT EXISTS cause text`,
    ),
    // An entry that can't be worked off waits for its next attempt and says why.
    add(
      SYSTEM_TABLES.outbox,
      sql`ADD COLUMN IF NOT EXISTS tries integer NOT NULL DEFAULT 0, ADD COLUMN IF NOT EXISTS next_at ${INSTANT}, ADD COLUMN IF NOT EXISTS failure text`,
    ),
    table('fw_run', RUN),
    index('ix_fw_run_open', 'fw_run', sql`(event_seq, id) WHERE state = 'waiting'`),
    index('ix_fw_run_list', 'fw_run', sql`(created_at DESC, id DESC)`),
    index('ix_fw_run_record', 'fw_run', sql`(record_id)`),
    table('fw_schedule', SCHEDULE),
    table('fw_rollup', ROLLUP),
    table('fw_connection', CONNECTION),
    table('fw_delivery', DELIVERY),
    index('ix_fw_delivery_open', 'fw_delivery', sql`(next_at) WHERE state = 'waiting'`),
    index('ix_fw_delivery_list', 'fw_delivery', sql`(created_at DESC, id DESC)`),
    table('fw_notification', NOTIFICATION),
    index('ix_fw_notification_user', 'fw_notification', sql`(user_id, at DESC, id DESC)`),
    index('ix_fw_notification_mail', 'fw_notification', sql`(mail_at) WHERE mail_state = 'waiting'`),
    table('fw_mail_choice', sql`user_id uuid PRIMARY KEY, wanted boolean NOT NULL, locale text NOT NULL`),
    grant(sql`SELECT, UPDATE (state, issues, ended_at, attempts, next_at)`, 'fw_run'),
    grant(sql`SELECT`, 'fw_schedule'),
    grant(sql`SELECT`, 'fw_rollup'),
    grant(sql`SELECT (id, name, url, active, topics, created_at)`, 'fw_connection'),
    grant(sql`SELECT, INSERT`, 'fw_delivery'),
    grant(sql`SELECT, INSERT`, 'fw_notification'),
    grant(sql`SELECT`, 'fw_mail_choice'),
  ];
}

const INSTANT = sql`timestamp(3) with time zone`;

/** `key` makes a run unique: rule and event, or rule, occurrence and record. */
const RUN = sql`id uuid PRIMARY KEY DEFAULT gen_random_uuid(), key text NOT NULL UNIQUE, kind text NOT NULL, rule text NOT NULL, template_version integer NOT NULL, event_seq bigint NOT NULL DEFAULT 0, entity text, record_id uuid, depth smallint NOT NULL DEFAULT 0, state text NOT NULL DEFAULT 'waiting', attempts integer NOT NULL DEFAULT 0, next_at ${INSTANT} NOT NULL DEFAULT now(), issues jsonb, created_at ${INSTANT} NOT NULL DEFAULT now(), ended_at ${INSTANT}`;

/** `spec` is what `next_at` was computed from; `occurrence` and `cursor` are where a large one has got to. */
const SCHEDULE = sql`id text PRIMARY KEY, spec text NOT NULL, next_at ${INSTANT} NOT NULL, occurrence ${INSTANT}, cursor uuid, last_at ${INSTANT}`;

/** How far the first computation of a stored rollup is; `definition` tells when it is another one. */
const ROLLUP = sql`entity text NOT NULL, field text NOT NULL, definition text NOT NULL, cursor uuid, done_at ${INSTANT}, PRIMARY KEY (entity, field)`;

/** Sealed values are `bytea`, which a restore on another server seals anew. */
const CONNECTION = sql`id uuid PRIMARY KEY, name text NOT NULL UNIQUE, url text NOT NULL, secret bytea NOT NULL, headers bytea, topics text[] NOT NULL DEFAULT '{}', active boolean NOT NULL DEFAULT true, created_at ${INSTANT} NOT NULL DEFAULT now(), created_by uuid`;

/** `id` is the webhook's id: the same in every attempt, so that the receiver can tell a repetition. */
const DELIVERY = sql`id uuid PRIMARY KEY DEFAULT gen_random_uuid(), key text NOT NULL UNIQUE, connection uuid NOT NULL, event_seq bigint, topic text NOT NULL, body text NOT NULL, state text NOT NULL DEFAULT 'waiting', attempts integer NOT NULL DEFAULT 0, next_at ${INSTANT} NOT NULL DEFAULT now(), leased_until ${INSTANT}, status integer, error text, response text, created_at ${INSTANT} NOT NULL DEFAULT now(), ended_at ${INSTANT}`;

const NOTIFICATION = sql`id uuid PRIMARY KEY DEFAULT gen_random_uuid(), key text NOT NULL UNIQUE, user_id uuid NOT NULL, at ${INSTANT} NOT NULL DEFAULT now(), text_en text NOT NULL, text_zh text NOT NULL, entity text, record_id uuid, read_at ${INSTANT}, mail_state text NOT NULL DEFAULT 'waiting', mail_at ${INSTANT} NOT NULL DEFAULT now(), mail_attempts integer NOT NULL DEFAULT 0`;
