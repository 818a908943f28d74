import { setTimeout as sleep } from 'node:timers/promises';
import { randomInt } from 'node:crypto';
import type { SqlName } from '../../schema/core/ids.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import { batchSql } from '../compile/ddl-batch.ts';
import { backfillBatchSql, stepSql, type DdlContext } from '../compile/ddl-sql.ts';
import type { DdlStep, FillValue } from '../compile/ddl-steps.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import { checkedSqlName } from '../compile/sql-name.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import { Committing, type Transaction } from '../db/database.ts';
import { isRetryable } from '../db/pg-errors.ts';
import type { LedgerColumn } from './ledger-columns.ts';
import type { TenantPlace } from './provision-tenant.ts';

/** A publication at work in one tenant's schema. */
export interface Work {
  readonly id: string;
  readonly place: TenantPlace;
  readonly context: DdlContext;
  readonly version: number;
  readonly steps: readonly DdlStep[];
  /** What the places of ledgers stand for from the switch on. */
  readonly ledgerColumns: readonly LedgerColumn[];
  /** Called after each committed piece of work; tests stop here. */
  readonly onProgress?: (progress: Progress) => Promise<void> | void;
}

export interface Progress {
  readonly phase: DdlStep['phase'] | 'done';
  /** Steps done, of all. */
  readonly step: number;
  readonly of: number;
  /** Rows gone through by the backfill that runs. */
  readonly rows: number;
}

interface Position {
  readonly cursor: number;
  readonly checkpoint: string | null;
  /** Rows of the step that runs that it has gone through. */
  readonly rows: number;
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Runs what comes before the switch, from where it was left. Each piece commits together with the note of it. */
export async function runToSwitch(work: Work): Promise<void> {
  for (;;) {
    const { cursor, checkpoint, rows } = await positionOf(work);
    const step = work.steps[cursor];
    await work.onProgress?.({ phase: step?.phase ?? 'done', step: cursor, of: work.steps.length, rows });
    if (step === undefined || step.phase === 'switch') return;
    if (step.phase === 'expand') await expand(work);
    else if (step.phase === 'backfill') await backfill(work, step, { cursor, checkpoint, rows });
    else if (step.phase === 'index') await buildIndex(work, step, cursor);
    else await oneStep(work, step, cursor);
  }
}

function startOf(cursor: number): Position {
  return { cursor, checkpoint: null, rows: 0 };
}

/** Where the publication stands in the tenant's own books. */
async function positionOf({ place, id }: Work): Promise<Position> {
  const [row] = await place.database.query<Position>({
    text: `SELECT cursor, checkpoint::text AS checkpoint, rows_done::float8 AS rows FROM ${publicationTable(place)} WHERE id = $1`,
    params: [id],
  });
  return must(row, `publication ${id}`);
}

/** All additive DDL at once: either the new shape's places are all there, or none. */
async function expand(work: Work): Promise<void> {
  const steps = work.steps.filter(({ phase }) => phase === 'expand');
  await retrying(work, { steps }, async (tx) => {
    await runSteps(tx, steps, work.context);
    await advance(tx, work, { from: 0, to: startOf(steps.length) });
  });
}

interface Batch {
  readonly last: string | null;
  readonly seen: number;
  readonly filled: number;
  readonly moved: boolean;
}

/** In batches of rows in id order; a batch and its checkpoint commit together. */
async function backfill(work: Work, step: DdlStep, from: Position): Promise<void> {
  if (step.kind !== 'backfill' || !canFill(step.fill.value, work.context)) return oneStep(work, step, from.cursor);
  const text = backfillBatchSql(step.fill, work.context);
  let { checkpoint, rows } = from;
  let size = FIRST_BATCH_ROWS;
  for (;;) {
    const limit = size;
    const params = [checkpoint ?? FIRST_ID, limit, work.id, from.cursor, rows];
    const began = performance.now();
    // Whole in one message, so that nobody's row waits for us.
    const [found] = await retrying(work, {}, async (tx) => new Committing(tx.query<Batch>({ text, params })));
    const batch = must(found, 'batch');
    if (!batch.moved) throw new Superseded(work.id);
    rows += batch.seen;
    if (batch.seen < limit) return;
    checkpoint = batch.last;
    size = nextBatchRows(limit, performance.now() - began);
    await work.onProgress?.({ phase: 'backfill', step: from.cursor, of: work.steps.length, rows });
  }
}

/**
 * Who writes to a row of a batch waits until the batch has committed: it takes about this long, and where the machine
 * stalls, a few times as long.
 */
const BATCH_MS = 20;
/** Slowly, since a batch that found its rows in memory says little of the next one. */
const BATCH_GROWTH = 1.25;
const FIRST_BATCH_ROWS = 100;
const BATCH_ROWS_MIN = 50;

function nextBatchRows(rows: number, tookMs: number): number {
  const wanted = Math.round((rows * BATCH_MS) / Math.max(1, tookMs));
  return Math.min(LIMITS.backfillBatchRows, Math.ceil(rows * BATCH_GROWTH), Math.max(BATCH_ROWS_MIN, wanted));
}

/**
 * Without blocking writers, and so outside a transaction. A build that was cut short leaves an invalid index of that
 * name, which must go first; a valid one is the work already done.
 */
async function buildIndex(work: Work, step: DdlStep, cursor: number): Promise<void> {
  const { place } = work;
  if (place.database.kind === 'pglite' || step.kind !== 'createIndex') return oneStep(work, step, cursor);
  const [present] = await place.database.query<{ valid: boolean }>({
    text: `SELECT i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2`,
    params: [place.schema, step.name],
  });
  if (present?.valid !== true) {
    if (present !== undefined) {
      await place.database.query({
        text: `DROP INDEX CONCURRENTLY IF EXISTS ${quoteIdent(place.schema)}.${quoteIdent(step.name)}`,
        params: [],
      });
    }
    for (const text of stepSql(step, work.context, { concurrently: true }))
      await place.database.query({ text, params: [] });
  }
  await place.database.transaction({}, (tx) => advance(tx, work, { from: cursor, to: startOf(cursor + 1) }));
}

async function oneStep(work: Work, step: DdlStep, cursor: number): Promise<void> {
  await retrying(work, { steps: [step] }, async (tx) => {
    await runSteps(tx, [step], work.context);
    await advance(tx, work, { from: cursor, to: startOf(cursor + 1) });
  });
}

/** Steps in one message, not concurrently. A fill that has no SQL is left out: only empty tables get so far. */
export async function runSteps(tx: Transaction, steps: readonly DdlStep[], context: DdlContext): Promise<void> {
  const isAble = (step: DdlStep): boolean =>
    (step.kind !== 'backfill' && step.kind !== 'dualWrite') || canFill(step.fill.value, context);
  const texts = batchSql(steps.every(isAble) ? steps : steps.filter(isAble), context);
  if (texts.length > 0) await tx.query({ text: texts.join(';\n'), params: [] });
}

/** Whether a value can be said in SQL. */
export function canFill(value: FillValue, context: DdlContext): boolean {
  return value.kind !== 'expr' || context.exprSql(value, checkedSqlName('doc')) !== null;
}

/**
 * Moves on from the step that was done, or throws `Superseded`: when the lock on the tenant was lost with its
 * connection, another process may have taken over, and then this one's transaction must not count.
 */
async function advance(
  tx: Transaction,
  { place, id }: Work,
  { from, to }: { readonly from: number; readonly to: Position },
): Promise<void> {
  const moved = await tx.query({
    text: `UPDATE ${publicationTable(place)} SET cursor = $2, checkpoint = $3, rows_done = $5 WHERE id = $1 AND cursor = $4 AND state = 'running' RETURNING id`,
    params: [id, to.cursor, to.checkpoint, from, to.rows],
  });
  if (moved.length === 0) throw new Superseded(id);
}

/** Another process carries this publication on, or has ended it. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
  constructor(id: string) {
    super(`publication ${id} is in other hands`);
  }
}

/**
 * One transaction that never waits long for a lock, and tries again after a pause of random length: who waits for an
 * exclusive lock makes everyone behind it wait as well. So the first tries give up soonest. The tables that the steps
 * alter are kept from being tidied up before anybody is made to wait.
 */
export async function retrying<T>(
  { place }: Pick<Work, 'place'>,
  { steps = [] }: { readonly steps?: readonly DdlStep[] },
  work: (tx: Transaction) => Promise<T | Committing<T>>,
): Promise<T> {
  const tables = alteredTables(steps).map((table) => `${quoteIdent(place.schema)}.${quoteIdent(table)}`);
  for (let attempt = 1; ; attempt += 1) {
    const lockTimeoutMs = Math.min(LIMITS.lockTimeoutMs, FIRST_LOCK_TIMEOUT_MS * attempt);
    try {
      return await place.database.transaction({ lockTimeoutMs, buildsTables: true }, async (tx) => {
        if (tables.length > 0) await tx.query({ text: keepTidying(tables, lockTimeoutMs), params: [] });
        return work(tx);
      });
    } catch (error) {
      if (!isRetryable(error) || attempt >= LIMITS.ddlRetriesMax) throw error;
      await sleep(randomInt(20, 50 + 50 * attempt));
    }
  }
}

/** Writers wait as long while a publication waits for one of them. */
const FIRST_LOCK_TIMEOUT_MS = 50;

/** Longer than PostgreSQL's `deadlock_timeout`, after which autovacuum gives way. */
const TIDY_TIMEOUT_MS = 2_000;

/**
 * Waits until nobody tidies the tables up, and lets nobody begin: autovacuum gives way to an exclusive lock only after a
 * second, in which all readers and writers would stand behind it. They do not wait behind this lock (PostgreSQL §13.3.1).
 */
function keepTidying(tables: readonly string[], lockTimeoutMs: number): string {
  return `SET LOCAL lock_timeout = ${String(TIDY_TIMEOUT_MS)}; LOCK TABLE ${tables.join(', ')} IN SHARE UPDATE EXCLUSIVE MODE; SET LOCAL lock_timeout = ${String(lockTimeoutMs)}`;
}

/** Tables that the steps take locks on and that are there before the first of them, by name. */
function alteredTables(steps: readonly DdlStep[]): readonly SqlName[] {
  const made = new Set(
    steps.filter(({ kind }) => kind === 'createTable' || kind === 'restoreTable').map(({ table }) => table),
  );
  const altered = steps.flatMap((step): readonly SqlName[] => {
    if (step.kind === 'restoreTable') return [step.from];
    const { lock, table } = step;
    return made.has(table) || (lock !== 'accessExclusiveBrief' && lock !== 'shareRowExclusive') ? [] : [table];
  });
  return [...new Set(altered)].sort();
}

/** The tenant's own table of publications, quoted. */
export function publicationTable(place: TenantPlace): string {
  return `${quoteIdent(place.schema)}.${quoteIdent(SYSTEM_TABLES.publication)}`;
}
