import { must } from '../../schema/core/result.ts';
import type { ShapeHash } from '../../schema/core/ids.ts';
import { touchedTables } from '../compile/ddl-plan.ts';
import { undoSql } from '../compile/ddl-undo.ts';
import type { DdlStep } from '../compile/ddl-steps.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { Transaction } from '../db/database.ts';
import { Superseded, publicationTable, retrying, runSteps, type Work } from './apply-steps.ts';
import { noteLedgerColumns } from './ledger-columns.ts';
import type { TenantPlace } from './provision-tenant.ts';

/** The channel on which every process hears of a new version at once; all poll as well. */
export const VERSION_CHANNEL = 'formwork_version';

/** Someone else's version is in force than the publication was made on. */
export class StaleBase extends Error {
  override readonly name = 'StaleBase';
  readonly current: number;
  constructor(current: number) {
    super(`version ${current} is in force`);
    this.current = current;
  }
}

/** The tables had rows when the quick way was about to be taken. */
export class NotSmall extends Error {
  override readonly name = 'NotSmall';
}

/**
 * The last piece: names swap, guards take hold and the version moves on, in one transaction with no writer in the
 * tenant. Before it the old shape is whole, after it the new one.
 */
export async function switchVersion(work: Work, shapeHash: ShapeHash): Promise<void> {
  const steps = work.steps.filter(({ phase }) => phase === 'switch');
  await retrying(work, { steps }, async (tx) => {
    await lockOutWriters(tx, work);
    await applySwitch(tx, work, { steps, shapeHash });
    const ended = await tx.query({
      text: `UPDATE ${publicationTable(work.place)} SET state = 'done', cursor = $2, ended_at = now() WHERE id = $1 AND state = 'running' RETURNING id`,
      params: [work.id, work.steps.length],
    });
    if (ended.length === 0) throw new Superseded(work.id);
  });
}

/** Everything in one transaction, for changes that touch no rows or few: nothing to resume, nothing half done. */
export async function publishAtOnce(
  work: Work,
  { shapeHash, rowsMax }: { readonly shapeHash: ShapeHash; readonly rowsMax: number },
): Promise<void> {
  await retrying(work, work, async (tx) => {
    await lockOutWriters(tx, work);
    for (const table of touchedTables(work.steps)) {
      const [row] = await tx.query<{ many: boolean }>({
        text: `SELECT EXISTS (SELECT 1 FROM ${quoteIdent(work.place.schema)}.${quoteIdent(table)} OFFSET $1) AS many`,
        params: [rowsMax],
      });
      if (row?.many === true) throw new NotSmall();
    }
    // Nobody else writes, so nothing needs to be kept right meanwhile.
    const isNeeded = ({ kind }: DdlStep): boolean => kind !== 'dualWrite' && kind !== 'dropDualWrite';
    const steps = work.steps.every(isNeeded) ? work.steps : work.steps.filter(isNeeded);
    await applySwitch(tx, work, { steps, shapeHash });
  });
}

/** The first version, in the transaction that makes the tenant's tables: nobody can be there before it is committed. */
export async function switchFirst(tx: Transaction, work: Work, shapeHash: ShapeHash): Promise<void> {
  await applySwitch(tx, work, { steps: work.steps, shapeHash });
}

async function lockOutWriters(tx: Transaction, { place, version }: Work): Promise<void> {
  await tx.query({ text: 'SELECT pg_advisory_xact_lock($1)', params: [place.lockKey] });
  const [meta] = await tx.query<{ version: number }>({
    text: `SELECT version FROM ${metaTable(place)} FOR UPDATE`,
    params: [],
  });
  const current = must(meta, 'meta row').version;
  if (current !== version - 1) throw new StaleBase(current);
}

async function applySwitch(
  tx: Transaction,
  work: Work,
  { steps, shapeHash }: { readonly steps: readonly DdlStep[]; readonly shapeHash: ShapeHash },
): Promise<void> {
  const { place, version, id } = work;
  // All at once: writers wait for each answer.
  await Promise.all([
    runSteps(tx, steps, work.context),
    ...work.steps.map((step) => noteQuarantine(tx, work, step)),
    noteLedgerColumns(tx, place, work.ledgerColumns),
    tx.query({
      text: `UPDATE ${metaTable(place)} SET version = $1, shape_hash = $2, publication = $3`,
      params: [version, shapeHash, id],
    }),
    tx.query({ text: 'SELECT pg_notify($1, $2)', params: [VERSION_CHANNEL, place.schema] }),
  ]);
}

/** What is put aside is written down with what it meant; what comes back is struck off. */
async function noteQuarantine(tx: Transaction, { place, version }: Work, step: DdlStep): Promise<void> {
  const table = quarantineTable(place);
  const insert = `INSERT INTO ${table} (table_name, name, column_spec, table_spec, entity, meaning, version) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
  if (step.kind === 'quarantineColumn') {
    await tx.query({
      text: insert,
      params: [step.table, step.to, JSON.stringify(step.column), null, step.entity, step.meaning, version],
    });
  } else if (step.kind === 'quarantineTable') {
    await tx.query({
      text: insert,
      params: [step.table, step.to, null, JSON.stringify(step.spec), step.spec.entity, 'table', version],
    });
  } else if (step.kind === 'restoreColumn' || step.kind === 'restoreTable') {
    await tx.query({
      text: `DELETE FROM ${table} WHERE table_name = $1 AND name = $2`,
      params: [step.table, step.from],
    });
  }
}

/**
 * Takes back all that the publication has built, in one transaction; the old shape was in force all along. Leaves a
 * publication alone that has ended, by whomever.
 */
export async function undoPublication(work: Work, failure: string): Promise<void> {
  const undo = work.steps.toReversed().flatMap((step) => undoSql(step, work.context));
  const table = publicationTable(work.place);
  await retrying(work, {}, async (tx) => {
    const [left] = await tx.query<{ cursor: number }>({
      text: `UPDATE ${table} SET state = 'aborted', ended_at = now(), failure = $2 WHERE id = $1 AND state = 'running' RETURNING cursor`,
      params: [work.id, failure],
    });
    // Before the cursor moves nothing was built: all of the expansion is one transaction.
    if (left === undefined || left.cursor === 0) return;
    for (const text of undo) await tx.query({ text, params: [] });
  });
}

function metaTable(place: TenantPlace): string {
  return `${quoteIdent(place.schema)}.${quoteIdent(SYSTEM_TABLES.meta)}`;
}

/** The tenant's own table of what was put aside, quoted. */
export function quarantineTable(place: TenantPlace): string {
  return `${quoteIdent(place.schema)}.${quoteIdent(SYSTEM_TABLES.quarantine)}`;
}
