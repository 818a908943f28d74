import { v7 as uuidV7 } from 'uuid';
import type { SqlName } from '../../schema/core/ids.ts';
import { issue, must, ok, refused, type Issue, type Result } from '../../schema/core/result.ts';
import type { LedgerModel } from '../../schema/model/behaviour.ts';
import type { Model } from '../../schema/model/model.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import { ledgerLockName } from '../compile/ledger-functions.ts';
import type { Database, Transaction } from './database.ts';
import { lockKey } from './postgres-database.ts';

/** The tenant whose ledgers are looked after. */
export interface LedgerPlace {
  readonly database: Database;
  readonly schema: SqlName;
}

/** Who does it, and when. */
export interface LedgerActor {
  readonly id: string;
  readonly roles: readonly string[];
}

export interface PeriodState {
  readonly ledger: string;
  /** Nothing may be posted before this instant; null: open. */
  readonly closedUntil: string | null;
}

export interface PeriodChange {
  readonly ledger: string;
  readonly actor: LedgerActor;
  readonly reason: string;
  readonly now: Date;
}

/**
 * Closes a ledger until an instant: from then on nothing is posted before it. Waits for postings under way.
 * `LEDGER_UNKNOWN`, `LEDGER_PERIOD_BACKWARDS`, `LEDGER_PERIOD_IN_FUTURE`. Rule: SPEC [LED-14].
 */
export async function closePeriod(
  place: LedgerPlace,
  model: Model,
  change: Omit<PeriodChange, 'reason'> & { readonly until: Date; readonly reason?: string },
): Promise<Result<PeriodState>> {
  const { ledger, until, now } = change;
  const known = ledgerOf(model, ledger);
  if (!known.ok) return known;
  if (until > now) return refused([issue('LEDGER_PERIOD_IN_FUTURE', '/until', { until: until.toISOString() })]);
  return changePeriod(place, change, (closed) =>
    closed !== null && until <= closed
      ? [issue('LEDGER_PERIOD_BACKWARDS', '/until', { ledger, closedUntil: closed.toISOString() })]
      : until,
  );
}

/** Opens a ledger again, all of it or from an instant on; the reason stays on record. `LEDGER_REASON_MISSING`. */
export async function reopenPeriod(
  place: LedgerPlace,
  model: Model,
  change: PeriodChange & { readonly from: Date | null },
): Promise<Result<PeriodState>> {
  const known = ledgerOf(model, change.ledger);
  if (!known.ok) return known;
  if (change.reason.trim() === '') return refused([issue('LEDGER_REASON_MISSING', '/reason')]);
  const { from, ledger } = change;
  return changePeriod(place, change, (closed) =>
    from !== null && closed !== null && from > closed
      ? [issue('LEDGER_PERIOD_BACKWARDS', '/from', { ledger, closedUntil: closed.toISOString() })]
      : from,
  );
}

async function changePeriod(
  place: LedgerPlace,
  change: Omit<PeriodChange, 'reason'> & { readonly reason?: string },
  next: (closed: Date | null) => Date | null | readonly Issue[],
): Promise<Result<PeriodState>> {
  const table = `${quoteIdent(place.schema)}.fw_period`;
  const { ledger, actor, now } = change;
  return place.database.transaction({ lockTimeoutMs: LOCK_TIMEOUT_MS }, async (tx) => {
    await tx.query({
      text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
      params: [ledgerLockName(lockKey(`tenant:${place.schema}`))],
    });
    const closed = await closedUntil(tx, table, ledger);
    const until = next(closed);
    if (until !== null && !(until instanceof Date)) return refused(until);
    await tx.query({
      text: `INSERT INTO ${table} (ledger, closed_until, closed_by, closed_at, reason) VALUES ($1, $2, $3, $4, $5)`,
      params: [ledger, until, actor.id, now, change.reason ?? null],
    });
    return ok({ ledger, closedUntil: until?.toISOString() ?? null });
  });
}

/** Postings under way are short; who holds the lock for longer is in trouble. */
const LOCK_TIMEOUT_MS = 10_000;

async function closedUntil(tx: Transaction, table: string, ledger: string): Promise<Date | null> {
  const [row] = await tx.query<{ readonly until: string | null }>({
    text: `SELECT to_char(closed_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS until FROM ${table} WHERE ledger = $1 ORDER BY seq DESC LIMIT 1`,
    params: [ledger],
  });
  return row === undefined || row.until === null ? null : new Date(row.until);
}

/** Until when each ledger that was ever closed is closed. */
export async function periodStates(place: LedgerPlace): Promise<readonly PeriodState[]> {
  return place.database.query<PeriodState>({
    text: `SELECT DISTINCT ON (ledger) ledger, to_char(closed_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "closedUntil" FROM ${quoteIdent(place.schema)}.fw_period ORDER BY ledger, seq DESC`,
    params: [],
  });
}

export interface OverrideRequest {
  readonly ledger: string;
  /** Value by dimension of the ledger. */
  readonly key: Readonly<Record<string, string | null>>;
  readonly reason: string;
  readonly actor: LedgerActor;
  readonly now: Date;
  /** When it ends; the template's `expires` after now when absent. */
  readonly expiresAt?: Date;
}

export interface OverrideState {
  readonly id: string;
  readonly state: 'asked' | 'approved' | 'rejected' | 'ended';
}

/**
 * Asks that one balance may go below its bound, down to the floor that the template allows. In force at once where
 * the template wants no approval and the asker has one of its roles. `LEDGER_UNKNOWN`, `LEDGER_OVERRIDE_NOT_OFFERED`,
 * `LEDGER_OVERRIDE_FORBIDDEN`, `LEDGER_REASON_MISSING`. Rule: SPEC [LED-15].
 */
export async function requestOverride(
  place: LedgerPlace,
  model: Model,
  request: OverrideRequest,
): Promise<Result<OverrideState>> {
  const known = ledgerOf(model, request.ledger);
  if (!known.ok) return known;
  const { override, books } = known.value;
  if (override === undefined)
    return refused([issue('LEDGER_OVERRIDE_NOT_OFFERED', '/ledger', { ledger: request.ledger })]);
  const issues = [
    ...(request.reason.trim() === '' ? [issue('LEDGER_REASON_MISSING', '/reason')] : []),
    ...(override.approval || mayDecide(override.roles, request.actor) ? [] : [forbidden(known.value)]),
  ];
  if (issues.length > 0) return refused(issues);
  const book = must(books[0], 'book of a balance ledger');
  const key = Object.fromEntries(book.dimensions.map(({ id, column }) => [column, request.key[id] ?? null]));
  const state = override.approval ? 'asked' : 'approved';
  const id = uuidV7();
  const schema = quoteIdent(place.schema);
  await place.database.query({
    text: `INSERT INTO ${schema}.fw_override (id, ledger, book, key, measure, floor, state, asked_by, asked_at, reason, decided_by, decided_at, expires_at)
      VALUES ($1, $2, $3, ${schema}.fw_key($4::jsonb), $5, $6::numeric, $7, $8, $9::timestamptz, $10, $11, $12, coalesce($13::timestamptz, $9::timestamptz + $14::interval))`,
    params: [
      id,
      request.ledger,
      book.id,
      JSON.stringify(key),
      override.measure,
      override.floor,
      state,
      request.actor.id,
      request.now,
      request.reason,
      ...(override.approval ? [null, null] : [request.actor.id, request.now]),
      request.expiresAt ?? null,
      override.expires ?? 'P1D',
    ],
  });
  return ok({ id, state });
}

export interface OverrideDecision {
  readonly id: string;
  readonly approve: boolean;
  readonly comment?: string;
  readonly actor: LedgerActor;
  readonly now: Date;
}

/**
 * Approves or rejects what was asked; never one's own. `LEDGER_UNKNOWN`, `LEDGER_OVERRIDE_FORBIDDEN`,
 * `LEDGER_OVERRIDE_OWN`, `LEDGER_OVERRIDE_DECIDED`.
 */
export async function decideOverride(
  place: LedgerPlace,
  model: Model,
  decision: OverrideDecision,
): Promise<Result<OverrideState>> {
  const table = `${quoteIdent(place.schema)}.fw_override`;
  const { id, actor, now } = decision;
  return place.database.transaction({ lockTimeoutMs: LOCK_TIMEOUT_MS }, async (tx) => {
    const [row] = await tx.query<{
      readonly ledger: string;
      readonly state: OverrideState['state'];
      readonly by: string;
    }>({
      text: `SELECT ledger, state, asked_by::text AS by FROM ${table} WHERE id = $1 FOR UPDATE`,
      params: [id],
    });
    const known = ledgerOf(model, row?.ledger ?? id);
    if (row === undefined || !known.ok) return refused([issue('LEDGER_UNKNOWN', '/id', { ledger: row?.ledger ?? id })]);
    const roles = known.value.override?.roles ?? [];
    const issues = [
      ...(mayDecide(roles, actor) ? [] : [forbidden(known.value)]),
      ...(row.by === actor.id && decision.approve ? [issue('LEDGER_OVERRIDE_OWN', '/id')] : []),
      ...(row.state === 'asked' ? [] : [issue('LEDGER_OVERRIDE_DECIDED', '/id', { state: row.state })]),
    ];
    if (issues.length > 0) return refused(issues);
    const state = decision.approve ? 'approved' : 'rejected';
    await tx.query({
      text: `UPDATE ${table} SET state = $2, decided_by = $3, decided_at = $4, comment = $5 WHERE id = $1`,
      params: [id, state, actor.id, now, decision.comment ?? null],
    });
    return ok({ id, state });
  });
}

function mayDecide(roles: readonly string[], actor: LedgerActor): boolean {
  return actor.roles.some((role) => role === OWNER_ROLE || roles.includes(role));
}

function forbidden({ id, override }: LedgerModel): Issue {
  return issue('LEDGER_OVERRIDE_FORBIDDEN', '/ledger', { ledger: id, roles: (override?.roles ?? []).join(', ') });
}

function ledgerOf(model: Model, id: string): Result<LedgerModel> {
  const found = model.behaviour.ledgers.find((one) => one.id === id);
  return found === undefined ? refused([issue('LEDGER_UNKNOWN', '/ledger', { ledger: id })]) : ok(found);
}
