import { LIMITS } from '../../schema/core/limits.ts';
import { issue, ok, pointer, refused, type Issue, type Result } from '../../schema/core/result.ts';
import type { WriteUnit } from '../db/write-unit.ts';
import type { ImportContext, ImportJob, ImportOptions, ImportReport } from './import-context.ts';
import { boundedIssues } from './import-issues.ts';
import { NO_PROGRESS, readProgress, writeProgress, type ImportProgress } from './import-progress.ts';
import {
  issuesOf,
  selfLinks,
  tryBatch,
  writeBatch,
  writeLinks,
  type RowBatch,
  type SelfLink,
  type WriteAs,
} from './import-writer.ts';
import { ImportRows } from './import-rows.ts';
import { batchOf, inImportUnit, RolledBack, writesAs } from './import-unit.ts';
import type { RowDraft } from './row-input.ts';

/** One run over a file: checks it, then writes it at once or batch by batch. */
export class ImportRun {
  private readonly context: ImportContext;
  private readonly options: ImportOptions;
  private readonly job: ImportJob;
  private readonly as: WriteAs;
  private readonly rows: ImportRows;
  private total = 0;

  constructor(context: ImportContext, options: ImportOptions, job: ImportJob) {
    this.context = context;
    this.options = options;
    this.job = job;
    this.rows = new ImportRows(options, job);
    this.as = writesAs(context);
  }

  async run(): Promise<Result<ImportReport>> {
    const { context, options, job } = this;
    const progress =
      options.dryRun === true ? NO_PROGRESS : await readProgress(context.database, context.tenant.schema, job.id);
    if (progress.doneAt !== null && job.map.key.length === 0 && options.again !== true)
      return refused([issue('IMPORT_DONE_BEFORE', '', { at: progress.doneAt })]);
    const checked = await this.rows.read((rows) => options.onProgress?.({ phase: 'check', rows, total: 0 }));
    this.total = checked.rows;
    if (checked.rows === 0 && checked.issues.length === 0)
      return refused([issue('IMPORT_NO_ROWS', pointer('', 'lines', 1), { line: 1 })]);
    const from = progress.doneAt === null ? progress : NO_PROGRESS;
    const isSmall = checked.rows <= (options.atOnceRowsMax ?? LIMITS.importAtOnceRowsMax);
    if (options.dryRun === true || checked.issues.length > 0)
      return this.atOnce({ stays: false, found: checked.issues });
    if (isSmall && from.rows === 0) return this.atOnce({ stays: true, found: [] });
    // Rows without a key can't be imported again, so that a file of which half went in could not be mended.
    if (job.map.key.length === 0 && from.rows === 0) {
      const tried = await this.atOnce({ stays: false, found: [] });
      if (!tried.ok) return tried;
    }
    return this.inBatches(from);
  }

  /** All in one transaction, which stays only when nothing in it was wrong. */
  private async atOnce({
    stays,
    found,
  }: {
    readonly stays: boolean;
    readonly found: readonly Issue[];
  }): Promise<Result<ImportReport>> {
    const issues: Issue[] = [...found];
    let created = 0;
    let updated = 0;
    let rows = 0;
    const links: SelfLink[] = [];
    try {
      await this.unit(async (unit) => {
        for await (const drafts of this.rows.batches()) {
          const good = drafts.filter((draft) => draft.issues.length === 0);
          const tried = await tryBatch(unit, this.as, this.batch(good));
          issues.push(...tried.issues);
          created += tried.created;
          updated += tried.updated;
          rows += drafts.length;
          links.push(...good.flatMap(selfLinks));
          this.options.onProgress?.({ phase: stays ? 'write' : 'check', rows, total: this.total });
        }
        // Rows that were refused would only make the references to them look wrong as well.
        if (issues.length === 0) issues.push(...(await this.tryLinks(unit, links)));
        if (!stays || issues.length > 0) throw new RolledBack();
        await writeProgress(unit, this.job.id, {
          rows,
          links: links.length,
          created,
          updated,
          doneAt: this.context.now().toISOString(),
        });
      });
    } catch (error) {
      if (!(error instanceof RolledBack)) return refused(issuesOf(error, this.as));
    }
    if (issues.length > 0) return refused(boundedIssues(issues));
    return ok(this.report({ rows, created, updated, resumed: 0 }));
  }

  private async tryLinks(unit: WriteUnit, links: readonly SelfLink[]): Promise<readonly Issue[]> {
    try {
      for (let at = 0; at < links.length; at += this.rows.batchRows)
        await writeLinks(unit, this.as, links.slice(at, at + this.rows.batchRows));
      return [];
    } catch (error) {
      return issuesOf(error, this.as);
    }
  }

  /** Batch after batch, each with its progress in one transaction; goes on where an earlier run was cut short. */
  private async inBatches(from: ImportProgress): Promise<Result<ImportReport>> {
    let progress = from;
    const links: SelfLink[] = [];
    let seen = 0;
    for await (const drafts of oneAhead(this.rows.batches())) {
      const open = drafts.slice(Math.max(0, progress.rows - seen));
      seen += drafts.length;
      links.push(...drafts.flatMap(selfLinks));
      if (open.length === 0) continue;
      const next = await this.commit(open, { progress, links });
      if (!next.ok) return next;
      progress = next.value;
      this.options.onProgress?.({ phase: 'write', rows: progress.rows, total: this.total });
    }
    for (let at = progress.links; at < links.length; at += this.rows.batchRows) {
      const part = links.slice(at, at + this.rows.batchRows);
      const after: ImportProgress = { ...progress, links: at + part.length };
      try {
        await this.unit(async (unit) => {
          await writeLinks(unit, this.as, part);
          await writeProgress(unit, this.job.id, after);
        });
      } catch (error) {
        return refused(
          boundedIssues([...issuesOf(error, this.as), issue('IMPORT_STOPPED', '', { count: progress.rows })]),
        );
      }
      progress = after;
      this.options.onProgress?.({ phase: 'link', rows: progress.links, total: links.length });
    }
    await this.unit((unit) =>
      writeProgress(unit, this.job.id, { ...progress, doneAt: this.context.now().toISOString() }),
    );
    return ok(
      this.report({ rows: progress.rows, created: progress.created, updated: progress.updated, resumed: from.rows }),
    );
  }

  private async commit(
    drafts: readonly RowDraft[],
    { progress }: { readonly progress: ImportProgress; readonly links: readonly SelfLink[] },
  ): Promise<Result<ImportProgress>> {
    let next = progress;
    try {
      await this.unit(async (unit) => {
        const { created, updated } = await writeBatch(unit, this.as, this.batch(drafts));
        next = {
          ...progress,
          rows: progress.rows + drafts.length,
          created: progress.created + created,
          updated: progress.updated + updated,
        };
        await writeProgress(unit, this.job.id, next);
      });
      return ok(next);
    } catch (error) {
      const wrong = issuesOf(error, this.as);
      const found = await this.findLines(drafts, wrong);
      return refused(boundedIssues([...found, issue('IMPORT_STOPPED', '', { count: progress.rows })]));
    }
  }

  /** Which lines of a refused batch are to blame. */
  private async findLines(drafts: readonly RowDraft[], otherwise: readonly Issue[]): Promise<readonly Issue[]> {
    let found: readonly Issue[] = [];
    try {
      await this.unit(async (unit) => {
        found = (await tryBatch(unit, this.as, this.batch(drafts))).issues;
        throw new RolledBack();
      });
    } catch (error) {
      if (!(error instanceof RolledBack)) return otherwise;
    }
    return found.length === 0 ? otherwise : found;
  }

  private batch(drafts: readonly RowDraft[]): RowBatch {
    return batchOf(this.job, drafts);
  }

  private unit(work: (unit: WriteUnit) => Promise<void>): Promise<void> {
    return inImportUnit(this.context, work);
  }

  private report(counts: Pick<ImportReport, 'rows' | 'created' | 'updated' | 'resumed'>): ImportReport {
    const { map } = this.job;
    return {
      entity: map.entity.apiName,
      file: this.options.source.name,
      ...counts,
      ignoredColumns: map.ignored,
      dryRun: this.options.dryRun === true,
    };
  }
}

/** Reads the next batch while the database writes the one before. */
async function* oneAhead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = items.next();
  try {
    for (let item = await next; item.done !== true; item = await next) {
      next = items.next();
      // A failure is met where the item is asked for; until then it must not count as unhandled.
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    await items.return(undefined);
  }
}
