import { issue, type Issue } from '../../schema/core/result.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import type { WriteUnit } from '../db/write-unit.ts';
import type { ImportContext, ImportJob, ImportOptions } from './import-context.ts';
import { sortedIssues } from './import-issues.ts';
import { ImportRows } from './import-rows.ts';
import { batchOf, inImportUnit, writesAs } from './import-unit.ts';
import {
  issuesOf,
  lineOfIssue,
  selfLinks,
  tryBatch,
  writeLinks,
  type SelfLink,
  type WriteAs,
  type WrittenRow,
} from './import-writer.ts';
import type { KeptImport } from './kept-imports.ts';
import type { RowDraft } from './row-input.ts';

/** The import is no longer this process's to go on with: it was stopped, or another has taken it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** How long a piece may go on, and until when the next batch's claim holds. */
export interface Pace {
  readonly isOver: () => boolean;
  readonly claimUntil: () => string;
}

interface Counts {
  rowsDone: number;
  linksDone: number;
  created: number;
  updated: number;
  unchanged: number;
  wrong: number;
}

/**
 * Writes an import that was asked for, batch after batch, each with how far it is in one transaction: whoever goes on
 * after a crash begins where the last batch ended, and no row is written twice. A row that is refused meanwhile is
 * left out and told; the others are written. SPEC [IMP-32].
 */
export class ImportWriting {
  private readonly context: ImportContext;
  private readonly kept: KeptImport;
  private readonly job: ImportJob;
  private readonly rows: ImportRows;
  private readonly as: WriteAs;
  private readonly counts: Counts;
  private issues: readonly Issue[];

  constructor(
    context: ImportContext,
    { kept, job, options }: { readonly kept: KeptImport; readonly job: ImportJob; readonly options: ImportOptions },
  ) {
    this.context = context;
    this.kept = kept;
    this.job = job;
    this.rows = new ImportRows({ batchRows: LIMITS.importWizardBatchRows, ...options }, job);
    this.as = writesAs(context, causeOf(kept));
    const { rowsDone, linksDone, created, updated, unchanged, wrong } = kept;
    this.counts = { rowsDone, linksDone, created, updated, unchanged, wrong };
    this.issues = kept.issues;
  }

  /** Goes on with the import; whether it has come to its end. Throws `Interrupted`. */
  async goOn(pace: Pace): Promise<boolean> {
    const links: SelfLink[] = [];
    let seen = 0;
    const hasLinks = this.job.map.columns.some(({ targets }) =>
      targets.some((target) => target.kind === 'ref' && target.to === this.job.map.entity.id),
    );
    for await (const drafts of this.rows.batches()) {
      const open = drafts.slice(Math.max(0, this.counts.rowsDone - seen));
      seen += drafts.length;
      if (hasLinks) for (const draft of drafts) links.push(...selfLinks(draft));
      if (open.length === 0) continue;
      if (pace.isOver()) return false;
      await this.writeRows(open, pace);
    }
    while (this.counts.linksDone < links.length) {
      if (pace.isOver()) return false;
      await this.writeLinks(links.slice(this.counts.linksDone, this.counts.linksDone + this.rows.batchRows), pace);
    }
    return true;
  }

  private async writeRows(drafts: readonly RowDraft[], pace: Pace): Promise<void> {
    const before = { ...this.counts };
    const good = drafts.filter(({ issues }) => issues.length === 0);
    await this.commit(before, pace, async (unit, after) => {
      const tried = await tryBatch(unit, this.as, batchOf(this.job, good));
      const kinds = await noteRows(unit, this.kept, tried.written);
      if (tried.made.length > 0) await unit.execute(NOTE_MADE, [this.kept.id, JSON.stringify(tried.made)]);
      after.rowsDone += drafts.length;
      after.created += kinds.created;
      after.updated += kinds.updated;
      after.unchanged += tried.written.length - kinds.created - kinds.updated;
      after.wrong += drafts.length - tried.written.length;
      return [...drafts.flatMap(({ issues }) => issues), ...tried.issues];
    });
  }

  private async writeLinks(links: readonly SelfLink[], pace: Pace): Promise<void> {
    await this.commit({ ...this.counts }, pace, async (unit, after) => {
      const tried = await tryLinks(unit, this.as, links);
      const kinds = await noteRows(unit, this.kept, tried.written);
      after.linksDone += links.length;
      // A row that was as the file has it but for this reference is changed now.
      after.updated += kinds.fresh;
      after.unchanged -= kinds.fresh;
      return tried.issues;
    });
  }

  private async commit(
    before: Counts,
    pace: Pace,
    work: (unit: WriteUnit, after: Counts) => Promise<readonly Issue[]>,
  ): Promise<void> {
    const after = { ...before };
    let issues = this.issues;
    await inImportUnit(this.context, async (unit) => {
      const found = sortedIssues(await work(unit, after));
      issues = [...this.issues, ...found].slice(0, LIMITS.importWizardIssuesMax);
      const rows = await unit.execute(ADVANCE, [
        this.kept.id,
        before.rowsDone,
        before.linksDone,
        after.rowsDone,
        after.linksDone,
        after.created,
        after.updated,
        after.unchanged,
        after.wrong,
        JSON.stringify(issues),
        pace.claimUntil(),
      ]);
      if (rows.length === 0) throw new Interrupted();
    });
    Object.assign(this.counts, after);
    this.issues = issues;
  }
}

const ADVANCE = `update "@tenant".fw_import_run set rows_done = $4, links_done = $5, created = $6, updated = $7, unchanged = $8, wrong = $9, issues = $10::jsonb, claimed_until = $11::timestamptz
  where id = $1::uuid and rows_done = $2 and links_done = $3 and state = 'writing' and not stop returning id`;

/** What the events of an import's rows say made them. */
export function causeOf({ id }: Pick<KeptImport, 'id'>): string {
  return `import:${id}`;
}

interface Noted {
  readonly created: number;
  readonly updated: number;
  /** Rows noted for the first time. */
  readonly fresh: number;
}

/** Notes which records this transaction made and changed, at which version, so that it can be taken back. */
async function noteRows(unit: WriteUnit, kept: KeptImport, written: readonly WrittenRow[]): Promise<Noted> {
  if (written.length === 0) return { created: 0, updated: 0, fresh: 0 };
  const [row] = await unit.execute<Noted>(NOTE, [kept.id, JSON.stringify(written), kept.entity]);
  return row ?? { created: 0, updated: 0, fresh: 0 };
}

/** A row that was just made has no `xmax`; one that was there already has that of this transaction. */
const NOTE = `with noted as (
    insert into "@tenant".fw_import_row as w (run, record_id, line, kind, version)
    select $1::uuid, e.record_id, min(j.line), case when bool_or(e.kind = 'created') then 'created' else 'updated' end, max(e.version)
    from "@tenant".fw_event e join jsonb_to_recordset($2::jsonb) as j(id uuid, line int) on j.id = e.record_id
    where e.xid = pg_current_xact_id() and e.entity = $3 group by e.record_id
    on conflict (run, record_id) do update set version = excluded.version
    returning w.kind, (w.xmax = 0) as fresh)
  select count(*) filter (where kind = 'created')::int as created, count(*) filter (where kind = 'updated')::int as updated, count(*) filter (where fresh)::int as fresh from noted`;

/** What was made because rows refer to it, to be taken back behind them. */
const NOTE_MADE = `insert into "@tenant".fw_import_row (run, record_id, line, kind, version, entity)
  select $1::uuid, e.record_id, min(j.line), 'created', max(e.version), e.entity
  from "@tenant".fw_event e join jsonb_to_recordset($2::jsonb) as j(id uuid, line int) on j.id = e.record_id
  where e.xid = pg_current_xact_id() group by e.record_id, e.entity`;

interface TriedLinks {
  readonly written: readonly WrittenRow[];
  readonly issues: readonly Issue[];
}

/** Sets the references that can be set, and finds for the others why not. */
async function tryLinks(unit: WriteUnit, as: WriteAs, links: readonly SelfLink[]): Promise<TriedLinks> {
  if (links.length === 0) return { written: [], issues: [] };
  await unit.execute('savepoint fw_links', []);
  try {
    const written = await writeLinks(unit, as, links);
    await unit.execute('release savepoint fw_links', []);
    return { written, issues: [] };
  } catch (error) {
    const found = issuesOf(error, as);
    await unit.execute('rollback to savepoint fw_links', []);
    await unit.execute('release savepoint fw_links', []);
    const [only] = links;
    if (links.length === 1 && only !== undefined)
      return { written: [], issues: found.map((one) => atLine(one, only.line)) };
    const lines = new Set(found.map(lineOfIssue));
    const rest = links.filter(({ line }) => !lines.has(`lines/${line}`));
    if (rest.length < links.length) {
      const others = await tryLinks(unit, as, rest);
      return { written: others.written, issues: [...found, ...others.issues] };
    }
    const middle = Math.ceil(links.length / 2);
    const first = await tryLinks(unit, as, links.slice(0, middle));
    const second = await tryLinks(unit, as, links.slice(middle));
    return { written: [...first.written, ...second.written], issues: [...first.issues, ...second.issues] };
  }
}

function atLine(found: Issue, line: number): Issue {
  return lineOfIssue(found) === undefined ? issue(found.code, `/lines/${line}`, { ...found.params, line }) : found;
}
