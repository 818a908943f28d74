import { sql } from 'kysely';
import { identList, literal, printDdl, qualified, quoteIdent, type SqlFragment } from './ddl-text.ts';
import { olderOnly, type SystemFunction, type SystemText } from './ddl-function.ts';
import type { TenantSchema } from './ddl-system.ts';
import { forReading } from './ddl-system-ledger-rows.ts';
import { LEDGER_FUNCTIONS, type LedgerFunction } from './ledger-functions.ts';

/**
 * The system tables and functions of ledgers in a tenant's schema (SPEC LED). Each statement may run again on a tenant
 * that has it already: that is how older tenants are brought up to date. The tenant's role reads; the one writer is
 * `fw_post`, which runs as the schema's owner. Only notes of what was refused are the role's own to add.
 */
export function ledgerSystemSql(tenant: TenantSchema): readonly SystemText[] {
  const { schema, role } = tenant;
  const name = (table: string): SqlFragment => qualified(schema, table);
  const table = (own: string, body: SqlFragment): string =>
    printDdl(sql`CREATE TABLE IF NOT EXISTS ${name(own)} (${body})`);
  const index = (own: string, on: string, rest: SqlFragment): string =>
    printDdl(sql`CREATE INDEX IF NOT EXISTS ${sql.id(own)} ON ${name(on)} ${rest}`);
  const unique = (own: string, on: string, rest: SqlFragment): string =>
    printDdl(sql`CREATE UNIQUE INDEX IF NOT EXISTS ${sql.id(own)} ON ${name(on)} ${rest}`);
  return [
    // Rows are updated in place again and again: room on the page keeps those updates off the indexes (HOT).
    printDdl(sql`CREATE TABLE IF NOT EXISTS ${name('fw_balance')} (${BALANCE}) WITH (fillfactor = 70)`),
    ...['u0', 'u1', 'u2', 't0'].map((column) =>
      index(`ix_fw_balance_${column}`, 'fw_balance', sql`(book, ${sql.id(column)}) WHERE ${forReading}`),
    ),
    table('fw_posting', POSTING),
    index('ix_fw_posting_record', 'fw_posting', sql`(record_id, rule)`),
    index('ix_fw_posting_ledger', 'fw_posting', sql`(ledger, seq)`),
    unique('ux_fw_posting_once', 'fw_posting', sql`(rule, once) WHERE once IS NOT NULL`),
    index('ix_fw_posting_open', 'fw_posting', sql`(expires_at) WHERE reservation = 'open'`),
    table('fw_movement', MOVEMENT),
    index('ix_fw_movement_key', 'fw_movement', sql`(book, key, effective_at, seq)`),
    index('ix_fw_movement_lot', 'fw_movement', sql`(lot) WHERE lot IS NOT NULL`),
    table('fw_lot', LOT),
    index('ix_fw_lot_left', 'fw_lot', sql`(book, key, expires_at) WHERE remaining > 0`),
    index('ix_fw_lot_posting', 'fw_lot', sql`(posting)`),
    // The engine's plans would take any index on lots that are left while there are few, and look through all of it later.
    olderOnly(printDdl(sql`DROP INDEX IF EXISTS ${name('ix_fw_lot_due')}`)),
    index('ix_fw_lot_expiry', 'fw_lot', sql`(expires_at) WHERE remaining > 0 AND expires_at IS NOT NULL`),
    table('fw_period', PERIOD),
    index('ix_fw_period_ledger', 'fw_period', sql`(ledger, seq)`),
    table('fw_override', OVERRIDE),
    table('fw_ledger_column', COLUMN),
    table('fw_refusal', REFUSAL),
    index('ix_fw_refusal_at', 'fw_refusal', sql`(at)`),
    index('ix_fw_override_key', 'fw_override', sql`(book, key) WHERE state = 'approved'`),
    printDdl(sql`GRANT SELECT ON ${sql.join(LEDGER_TABLES.map(name), sql`, `)} TO ${sql.id(role)}`),
    printDdl(sql`GRANT SELECT, INSERT ON ${name('fw_refusal')} TO ${sql.id(role)}`),
    // With other arguments it is another function.
    olderOnly(dropOthers(tenant, 'fw_post_flat')),
    ...LEDGER_FUNCTIONS.map((one) => systemFunction(tenant, one)),
  ];
}

/** The tables of the ledger engine. */
const LEDGER_TABLES = ['fw_balance', 'fw_posting', 'fw_movement', 'fw_lot', 'fw_period', 'fw_override'] as const;

/** Functions of the name that take other arguments than it takes now. */
function dropOthers({ schema }: TenantSchema, name: string): string {
  const args = LEDGER_FUNCTIONS.find((one) => one.name === name)?.args ?? [];
  const types = args.map(([, type]) => type.replace('timestamptz', 'timestamp with time zone')).join(', ');
  const others = sql`SELECT p.oid::regprocedure AS own FROM pg_proc p WHERE p.pronamespace = ${literal(quoteIdent(schema))}::regnamespace AND p.proname = ${literal(name)} AND oidvectortypes(p.proargtypes) <> ${literal(types)}`;
  const body = sql`DECLARE other regprocedure; BEGIN FOR other IN ${others} LOOP EXECUTE 'DROP FUNCTION ' || other; END LOOP; END`;
  return printDdl(sql`DO ${literal(printDdl(body))}`);
}

/**
 * A function that runs as its owner has a search path of its own, so that no one can put a table before ours; the
 * others name the schema. Its statements are planned once a session: planning them anew took longer than running them
 * (1.4 ms to 0.6 ms a posting), and the planner's guess of a hundred elements for each list would have them compiled.
 * They look rows up by their keys; a plan made while a table was small must not read the whole of it later.
 */
function systemFunction(
  { schema, lockKey }: TenantSchema,
  { kind, name, args, returns, body, tenantMayCall }: LedgerFunction,
): SystemFunction {
  const placed = (text: string): string =>
    text.replaceAll('@tenant', quoteIdent(schema)).replaceAll('@lock', () => lockKey);
  const signature = sql`${qualified(schema, name)}(${sql.join(
    args.map(([arg, type]) => sql`${sql.id(arg)} ${sql.raw(placed(type))}`),
    sql`, `,
  )})`;
  const way =
    kind === 'part'
      ? sql`LANGUAGE sql STABLE`
      : kind === 'step'
        ? sql`LANGUAGE plpgsql`
        : sql`LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${identList([schema, 'pg_temp'])} SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off`;
  const rest = sql`RETURNS ${sql.raw(returns)} ${way} AS ${literal(placed(body))}`;
  return { kind: 'function', signature, rest, tenantMayCall };
}

const columns = (prefix: string, count: number, type: string): SqlFragment =>
  sql.join(
    Array.from({ length: count }, (_, index) => sql`${sql.id(`${prefix}${String(index)}`)} ${sql.raw(type)}`),
    sql`, `,
  );

const DIMENSIONS = sql`${columns('u', 5, 'uuid')}, ${columns('t', 4, 'text')}`;

/** Finite, and within the bounds that the row itself keeps: one CHECK for every ledger of every tenant. */
const IN_BOUNDS = sql.join(
  [0, 1, 2, 3].map((index) => {
    const [m, lo, hi] = ['m', 'lo', 'hi'].map((prefix) => sql.id(`${prefix}${String(index)}`));
    return sql`CHECK (${m} < 'Infinity' AND ${m} > '-Infinity' AND ${m} >= ${lo} AND ${m} <= ${hi})`;
  }),
  sql`, `,
);

/** `key` is the canonical JSON of the dimensions that have a value. */
const BALANCE = sql`book text NOT NULL, key text NOT NULL, ${DIMENSIONS}, ${columns('m', 4, 'numeric NOT NULL DEFAULT 0')}, ${columns('lo', 4, 'numeric')}, ${columns('hi', 4, 'numeric')}, last_at timestamptz, version bigint NOT NULL DEFAULT 0, updated_at timestamptz, PRIMARY KEY (book, key), ${IN_BOUNDS}`;

/**
 * `request` is the posting that was asked for, where one request made several. `asked_for` is the business time that
 * was asked for when it lay in a closed period. `once` makes awards unique. `spec` is what later steps need: the books
 * of an award, the keys of a reservation.
 */
const POSTING = sql`id uuid PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY, kind text NOT NULL, ledger text NOT NULL, rule text NOT NULL, entity text, record_id uuid, transition text, effective_at timestamptz NOT NULL, asked_for timestamptz, at timestamptz NOT NULL, actor uuid, template_version integer NOT NULL, xid xid8 NOT NULL DEFAULT pg_current_xact_id(), request uuid, request_hash text, reverses uuid UNIQUE, consumes uuid, reservation text CHECK (reservation IN ('open', 'consumed', 'lapsed', 'reversed')), expires_at timestamptz, once text, user_id uuid, granted numeric, reason text, explain jsonb, spec jsonb`;

const MOVEMENT = sql`seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, posting uuid NOT NULL, line integer NOT NULL, book text NOT NULL, key text NOT NULL, ${DIMENSIONS}, ${columns('d', 4, 'numeric NOT NULL DEFAULT 0')}, ${columns('a', 4, 'numeric NOT NULL DEFAULT 0')}, effective_at timestamptz NOT NULL, at timestamptz NOT NULL, lot uuid, UNIQUE (posting, line)`;

const LOT = sql`id uuid PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY, book text NOT NULL, key text NOT NULL, posting uuid NOT NULL, granted numeric NOT NULL, remaining numeric NOT NULL CHECK (remaining >= 0 AND remaining <= granted), expires_at timestamptz, expire_to_book text NOT NULL, expire_to_key text NOT NULL, at timestamptz NOT NULL`;

/** The last row of a ledger says until when it is closed; null: open. Rows before it tell the history. */
const PERIOD = sql`seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, ledger text NOT NULL, closed_until timestamptz, closed_by uuid, closed_at timestamptz NOT NULL, reason text`;

/** What `u0`, `t0`, `m0`… of a book stand for, as the last version said that had the book. The server's alone. */
const COLUMN = sql`book text NOT NULL, place text NOT NULL, meaning text NOT NULL, PRIMARY KEY (book, place)`;

/** Writes that a bound refused: nothing else is left of them. One row a write, ledger and bound. */
const REFUSAL = sql`seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, actor uuid, code text NOT NULL, ledger text NOT NULL`;

const OVERRIDE = sql`id uuid PRIMARY KEY, ledger text NOT NULL, book text NOT NULL, key text NOT NULL, measure integer NOT NULL, floor numeric NOT NULL, state text NOT NULL CHECK (state IN ('asked', 'approved', 'rejected', 'ended')), asked_by uuid, asked_at timestamptz NOT NULL, reason text NOT NULL, decided_by uuid, decided_at timestamptz, comment text, expires_at timestamptz`;
