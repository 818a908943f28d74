import type { EntityId } from '../../schema/core/ids.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, pointer, type Issue } from '../../schema/core/result.ts';
import type { ImportCheck } from '../../schema/model/import-answers.ts';
import { KeyResolver } from '../db/write-keys.ts';
import type { WriteUnit } from '../db/write-unit.ts';
import { CsvBroken } from './csv-reader.ts';
import type { ImportContext, ImportJob, ImportOptions } from './import-context.ts';
import { openImport } from './import-csv.ts';
import { sortedIssues, withPlace } from './import-issues.ts';
import { ImportRows } from './import-rows.ts';
import { batchOf, inTrialUnit, writesAs } from './import-unit.ts';
import { lineOfIssue, selfLinks, tryBatch, type SelfLink } from './import-writer.ts';
import { keyTextOf } from './row-input.ts';

/** A check before its words: issues as codes, what would be made by entity. */
export interface CheckedImport extends Omit<ImportCheck, 'issues' | 'doneBefore' | 'references'> {
  readonly issues: readonly Issue[];
  readonly made: ReadonlyMap<EntityId, ReadonlySet<string>>;
}

const NOTHING = {
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  wrong: 0,
  more: 0,
  key: [],
  made: new Map<EntityId, ReadonlySet<string>>(),
} as const;

/**
 * Finds out what an import would do: every cell, every rule, what would be new, changed and left as it is. Nothing
 * stays, and no lock is held for longer than a batch takes, so that others work on meanwhile. SPEC [IMP-31].
 */
export async function checkImport(context: ImportContext, options: ImportOptions): Promise<CheckedImport> {
  const opened = await openImport(context, options);
  if (!opened.ok) return { ...NOTHING, fits: false, issues: opened.issues };
  const job = opened.value;
  const key = job.map.key.map(({ apiName }) => apiName);
  try {
    return { ...(await checkRows(context, options, job)), fits: true, key };
  } catch (error) {
    if (!(error instanceof CsvBroken)) throw error;
    return { ...NOTHING, fits: false, issues: [withPlace(error.issue)] };
  }
}

async function checkRows(
  context: ImportContext,
  options: ImportOptions,
  job: ImportJob,
): Promise<Omit<CheckedImport, 'fits' | 'key'>> {
  const rows = new ImportRows({ batchRows: LIMITS.importWizardBatchRows, ...options }, job);
  const read = await rows.read();
  const { importWizardRowsMax: max } = LIMITS;
  if (read.rows === 0 && read.issues.length === 0)
    return { ...NOTHING, issues: [issue('IMPORT_NO_ROWS', pointer('', 'lines', 1), { line: 1 })] };
  if (read.rows > max) return { ...NOTHING, issues: [issue('IMPORT_TOO_MANY_ROWS', '', { count: read.rows, max })] };
  const issues = [...read.issues];
  const twice = new Set(
    read.issues.filter(({ code }) => code === 'IMPORT_KEY_TWICE').map(({ params }) => Number(params['line'])),
  );
  let [created, updated, right] = [0, 0, 0];
  // Each batch is rolled back, so that the next one makes the same anew: names are counted once.
  const made = new Map<EntityId, Set<string>>();
  const as = writesAs(context);
  for await (const drafts of rows.batches()) {
    const good = drafts.filter((draft) => draft.issues.length === 0 && !twice.has(draft.line));
    await inTrialUnit(context, async (unit) => {
      const missing = await missingLinks(unit, context, { links: good.flatMap(selfLinks), keys: read.keys });
      const without = new Set(missing.map(lineOfIssue));
      const linked = good.filter(({ line }) => !without.has(`lines/${line}`));
      const tried = await tryBatch(unit, as, batchOf(job, linked));
      for (const one of [...missing, ...tried.issues]) issues.push(one);
      const [count] = await unit.execute<{ readonly created: number; readonly updated: number }>(COUNT, [
        job.map.entity.id,
      ]);
      created += count?.created ?? 0;
      updated += count?.updated ?? 0;
      right += tried.written.length;
      for (const { entity, name } of tried.made) made.set(entity, (made.get(entity) ?? new Set<string>()).add(name));
    });
  }
  const sorted = sortedIssues(issues);
  const listed = sorted.slice(0, LIMITS.importWizardIssuesMax);
  return {
    rows: read.rows,
    created,
    updated,
    unchanged: right - created - updated,
    wrong: read.rows - right,
    issues: listed,
    more: sorted.length - listed.length,
    made,
  };
}

/** What this transaction has done to records of the entity so far. */
const COUNT = `select count(*) filter (where kind = 'created')::int as created, count(*) filter (where kind <> 'created')::int as updated
  from "@tenant".fw_event where xid = pg_current_xact_id() and entity = $1`;

/** References to rows of the same entity that are neither in the file nor in the database. */
async function missingLinks(
  unit: WriteUnit,
  { access }: ImportContext,
  { links, keys }: { readonly links: readonly SelfLink[]; readonly keys: ReadonlySet<string> },
): Promise<readonly Issue[]> {
  const wanted = links.flatMap(({ refs }) => [...refs.values()]).filter((key) => !keys.has(keyTextOf(key) ?? ''));
  const resolver = new KeyResolver(unit, access);
  await resolver.resolve(wanted);
  return resolver.issues;
}
