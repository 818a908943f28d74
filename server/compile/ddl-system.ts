import { sql } from 'kysely';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { sqlName, type SqlName } from '../../schema/core/ids.ts';
import { automationSystemSql } from './ddl-system-automation.ts';
import { importSystemSql } from './ddl-system-import.ts';
import { filesSystemSql } from './ddl-system-files.ts';
import { ledgerSystemSql } from './ddl-system-ledger.ts';
import { ledgerRowsSystemSql } from './ddl-system-ledger-rows.ts';
import { pointsSystemSql } from './ddl-system-points.ts';
import { workflowSystemSql } from './ddl-system-workflow.ts';
import { peopleSystemSql } from './ddl-system-people.ts';
import { recordsSystemSql } from './ddl-system-records.ts';
import { writesSystemSql } from './ddl-system-writes.ts';
import { newTexts, repeatableTexts, type SystemFunction, type SystemText } from './ddl-function.ts';
import { placedTexts } from './ddl-places.ts';
import { identList, literal, printDdl, qualified, type SqlFragment } from './ddl-text.ts';
import { SYSTEM_TABLES } from './storage.ts';

/** SQLSTATE of `fw_begin_write` when the caller's version is not the tenant's. */
export const STALE_VERSION_STATE = 'FW001';
/** The function that every write calls first. */
export const BEGIN_WRITE = 'fw_begin_write';

export interface TenantSchema {
  readonly schema: SqlName;
  readonly role: SqlName;
  /** Key of the tenant's advisory lock: writers share it, the switch of a publication has it alone. */
  readonly lockKey: string;
}

/**
 * The statements that make an empty tenant: schema, role, system tables and the writers' gate. One at a time. Making
 * them takes 20 ms, and a tenant's are those of the next.
 */
export const tenantSchemaSql: (tenant: TenantSchema) => readonly string[] = placedTexts(newSchemaSql);

function newSchemaSql({ schema, role, lockKey }: TenantSchema): readonly string[] {
  const [ns, who] = [sql.id(schema), sql.id(role)];
  // Roles belong to the cluster: a database restored beside another finds its role there.
  const makeRole = printDdl(sql`CREATE ROLE ${who} NOLOGIN NOINHERIT`);
  const texts: readonly SystemText[] = [
    printDdl(
      sql`DO ${literal(`BEGIN ${makeRole}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END`)}`,
    ),
    printDdl(sql`GRANT ${who} TO CURRENT_USER`),
    printDdl(sql`CREATE SCHEMA ${ns}`),
    printDdl(sql`REVOKE ALL ON SCHEMA ${ns} FROM PUBLIC`),
    printDdl(sql`GRANT USAGE ON SCHEMA ${ns} TO ${who}`),
    ...tables(schema),
    ...grants(schema, role),
    beginWrite(schema, lockKey),
    printDdl(sql`INSERT INTO ${qualified(schema, SYSTEM_TABLES.meta)} (version, shape_hash) VALUES (0, '')`),
    ...systemLevelTexts({ schema, role, lockKey }),
  ];
  return newTexts(texts, { schema, role, lockKey });
}

/** What workflows, ledgers, points and automation keep. May run again: older tenants are brought up to date so. */
export function behaviourSystemSql(tenant: TenantSchema): readonly string[] {
  return repeatableTexts(behaviourTexts(tenant), tenant);
}

function behaviourTexts(tenant: TenantSchema): readonly SystemText[] {
  return [
    ...ledgerSystemSql(tenant),
    ...ledgerRowsSystemSql(tenant),
    ...workflowSystemSql(tenant),
    ...pointsSystemSql(tenant),
    ...automationSystemSql(tenant),
    ...importSystemSql(tenant),
    ...writesSystemSql(tenant),
    ...recordsSystemSql(tenant),
    ...filesSystemSql(tenant),
    ...peopleSystemSql(tenant),
    ...publicationSystemSql(tenant),
  ];
}

/** How many rows the step that runs has gone through: what people who wait are told (SPEC [PUB-24]). */
function publicationSystemSql({ schema }: TenantSchema): readonly string[] {
  const table = qualified(schema, SYSTEM_TABLES.publication);
  return [printDdl(sql`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS rows_done bigint NOT NULL DEFAULT 0`)];
}

/** The statements of `behaviourSystemSql`, and a note in the tenant of which ones they were. */
export function systemLevelSql(tenant: TenantSchema): readonly string[] {
  return repeatableTexts(systemLevelTexts(tenant), tenant);
}

function systemLevelTexts(tenant: TenantSchema): readonly SystemText[] {
  const meta = qualified(tenant.schema, SYSTEM_TABLES.meta);
  return [
    ...behaviourTexts(tenant),
    printDdl(sql`ALTER TABLE ${meta} ADD COLUMN IF NOT EXISTS system_level text`),
    printDdl(sql`UPDATE ${meta} SET system_level = ${literal(systemLevel())}`),
  ];
}

/** A name for what `behaviourSystemSql` makes in this version of the server: a hash of its statements. */
export function systemLevel(): string {
  level ??= levelOf(sqlName('t_sample'));
  return level;
}

/** Making the texts takes 20 ms, and every new tenant notes it. */
let level: string | undefined;

function levelOf(name: SqlName): string {
  const text = behaviourSystemSql({ schema: name, role: name, lockKey: '0' }).join('\n');
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16);
}

function tables(schema: SqlName): readonly string[] {
  const table = (name: SqlName, body: SqlFragment): string =>
    printDdl(sql`CREATE TABLE ${qualified(schema, name)} (${body})`);
  const index = (name: string, on: SqlName, rest: SqlFragment): string =>
    printDdl(sql`CREATE INDEX ${sql.id(name)} ON ${qualified(schema, on)} ${rest}`);
  const t = SYSTEM_TABLES;
  return [
    table(
      t.user,
      sql`id uuid PRIMARY KEY, name text NOT NULL, email text NOT NULL, active boolean NOT NULL DEFAULT true, org_ids uuid[] NOT NULL DEFAULT '{}'`,
    ),
    table(
      t.org,
      sql`id uuid PRIMARY KEY, name text NOT NULL, parent_id uuid REFERENCES ${qualified(schema, t.org)} (id)`,
    ),
    table(
      t.event,
      sql`seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamp(3) with time zone NOT NULL DEFAULT now(), actor uuid, entity text NOT NULL, record_id uuid NOT NULL, kind text NOT NULL, version integer NOT NULL, changes jsonb, request_id text, template_version integer NOT NULL, xid xid8 NOT NULL DEFAULT pg_current_xact_id()`,
    ),
    index('ix_fw_event_record', t.event, sql`(record_id, seq)`),
    // Readers of the log go by transaction, then number: a lower number may be committed after a higher one.
    index('ix_fw_event_feed', t.event, sql`(xid, seq)`),
    table(
      t.outbox,
      sql`seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_seq bigint, topic text NOT NULL, payload jsonb, created_at timestamp(3) with time zone NOT NULL DEFAULT now(), done_at timestamp(3) with time zone`,
    ),
    index('ix_fw_outbox_open', t.outbox, sql`(seq) WHERE done_at IS NULL`),
    table(
      t.idempotency,
      sql`actor text NOT NULL, key text NOT NULL, request_hash text NOT NULL, response text, created_at timestamp(3) with time zone NOT NULL DEFAULT now(), PRIMARY KEY (actor, key)`,
    ),
    index('ix_fw_idempotency_age', t.idempotency, sql`(created_at)`),
    table(t.sequence, sql`key text NOT NULL, period text NOT NULL, next bigint NOT NULL, PRIMARY KEY (key, period)`),
    // The truth about the tenant: which version its tables are, and which publication made them so.
    table(
      t.meta,
      sql`one boolean PRIMARY KEY DEFAULT true CHECK (one), version integer NOT NULL, shape_hash text NOT NULL, publication uuid, locked boolean NOT NULL DEFAULT false`,
    ),
    // Where a publication is; the owner's alone.
    table(
      t.publication,
      sql`id uuid PRIMARY KEY, version integer NOT NULL, state text NOT NULL, plan jsonb NOT NULL, cursor integer NOT NULL DEFAULT 0, checkpoint uuid, started_at timestamptz NOT NULL DEFAULT now(), ended_at timestamptz, failure text`,
    ),
    // How far each import has come; written with its rows, so that a killed import goes on where it was.
    table(
      t.import,
      sql`file_hash text NOT NULL, entity text NOT NULL, map_hash text NOT NULL, rows_done bigint NOT NULL DEFAULT 0, links_done bigint NOT NULL DEFAULT 0, created bigint NOT NULL DEFAULT 0, updated bigint NOT NULL DEFAULT 0, started_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), done_at timestamptz, PRIMARY KEY (file_hash, entity, map_hash)`,
    ),
    table(
      t.quarantine,
      sql`id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, table_name text NOT NULL, name text NOT NULL, column_spec jsonb, table_spec jsonb, entity text NOT NULL, meaning text NOT NULL, version integer NOT NULL, at timestamptz NOT NULL DEFAULT now(), UNIQUE (table_name, name)`,
    ),
  ];
}

/** Events are never changed, nor is anything the server alone may write. */
function grants(schema: SqlName, role: SqlName): readonly string[] {
  const t = SYSTEM_TABLES;
  const grant = (rights: string, names: readonly SqlName[]): string =>
    printDdl(
      sql`GRANT ${sql.raw(rights)} ON ${sql.join(
        names.map((name) => qualified(schema, name)),
        sql`, `,
      )} TO ${sql.id(role)}`,
    );
  return [
    grant('SELECT', [t.user, t.org, t.meta]),
    grant('SELECT, INSERT', [t.event, t.outbox]),
    grant('SELECT, INSERT, UPDATE', [t.idempotency, t.sequence, t.import]),
  ];
}

/**
 * Waits while a publication switches, then makes sure that the writer's shape is the one in force. VOLATILE, so that
 * the second statement sees what the switch committed (PostgreSQL §36.7, §13.2.1).
 */
function beginWrite(schema: SqlName, lockKey: string): SystemFunction {
  const meta = qualified(schema, SYSTEM_TABLES.meta);
  const body = printDdl(
    sql`DECLARE found integer; BEGIN PERFORM pg_advisory_xact_lock_shared(${literal(lockKey)}::bigint); SELECT version INTO found FROM ${meta} WHERE NOT locked; IF found IS DISTINCT FROM expected_version THEN RAISE EXCEPTION USING ERRCODE = ${literal(STALE_VERSION_STATE)}, MESSAGE = 'the template version is another'; END IF; END`,
  );
  return {
    kind: 'function',
    signature: sql`${qualified(schema, BEGIN_WRITE)}(${identList(['expected_version'])} integer)`,
    rest: sql`RETURNS void LANGUAGE plpgsql VOLATILE AS ${literal(body)}`,
    tenantMayCall: true,
  };
}
