import { LIMITS } from '../../schema/core/limits.ts';
import { issue, pointer, type Issue } from '../../schema/core/result.ts';
import { openCsv, type CsvFile } from './csv-reader.ts';
import type { CsvSource } from './csv-source.ts';
import type { ImportJob } from './import-context.ts';
import { groupRows, readLines, type LinesByDocument } from './row-groups.ts';
import { RowReader, type RowDraft } from './row-input.ts';

/** What a whole file says, before the database is asked. */
export interface ReadRows {
  readonly rows: number;
  readonly issues: readonly Issue[];
  /** The texts of the keys that the file has. */
  readonly keys: ReadonlySet<string>;
}

export interface RowsFiles {
  readonly source: CsvSource;
  readonly details?: CsvSource;
  /** Rows and lines in one batch; `LIMITS.importBatchRows`. */
  readonly batchRows?: number;
}

/** The records of a file, from its beginning as often as they are asked for. */
export class ImportRows {
  readonly batchRows: number;
  private readonly files: RowsFiles;
  private readonly job: ImportJob;

  constructor(files: RowsFiles, job: ImportJob) {
    this.files = files;
    this.job = job;
    this.batchRows = files.batchRows ?? LIMITS.importBatchRows;
  }

  /** Reads the whole file without the database: every cell, every key. */
  async read(onRows: (rows: number) => void = () => undefined): Promise<ReadRows> {
    const issues: Issue[] = [];
    const keys = new Map<string, number>();
    let rows = 0;
    const lines = await this.openLines();
    for await (const draft of this.drafts(lines)) {
      rows += 1;
      // One by one: a row may bring more problems than a call takes arguments.
      for (const one of draft.issues) issues.push(one);
      const first = draft.keyText === null ? undefined : keys.get(draft.keyText);
      if (first !== undefined) issues.push(this.keyTwice(draft, first));
      else if (draft.keyText !== null) keys.set(draft.keyText, draft.line);
      if (rows % 1_000 === 0) onRows(rows);
    }
    for (const one of lines?.orphans() ?? []) issues.push(one);
    return { rows, issues, keys: new Set(keys.keys()) };
  }

  /** Records in batches of about the same work. */
  async *batches(): AsyncGenerator<readonly RowDraft[]> {
    let batch: RowDraft[] = [];
    let weight = 0;
    for await (const draft of this.drafts(await this.openLines())) {
      batch.push(draft);
      weight += 1 + [...draft.input.lines.values()].reduce((sum, { create }) => sum + create.length, 0);
      if (weight < this.batchRows) continue;
      yield batch;
      batch = [];
      weight = 0;
    }
    if (batch.length > 0) yield batch;
  }

  private keyTwice({ line, input }: RowDraft, first: number): Issue {
    const { key } = this.job.map;
    const path = input.paths.get(key[0]?.id ?? input.entity.title) ?? input.path;
    return issue('IMPORT_KEY_TWICE', path, { line, first, field: key.map(({ apiName }) => apiName) });
  }

  private async openLines(): Promise<LinesByDocument | undefined> {
    const join = this.job.map.lines?.join;
    if (join === undefined || this.files.details === undefined) return undefined;
    return readLines(await this.open(this.files.details), join.lineColumns);
  }

  private async open(source: CsvSource): Promise<CsvFile> {
    const file = await openCsv(source, this.job.files);
    if (!file.ok) throw new Error(`Broken invariant: ${source.name} changed while it was read`);
    return file.value;
  }

  private async *drafts(lines: LinesByDocument | undefined): AsyncGenerator<RowDraft> {
    const file = await this.open(this.files.source);
    const columns = file.header.length;
    const reader = new RowReader(this.job.map, this.job.format);
    for await (const group of groupRows(file, this.job.map, lines)) {
      const draft = reader.draft(group);
      const uneven = [group.row, ...group.gathered].filter(({ cells }) => cells.length !== columns);
      if (uneven.length === 0) yield draft;
      // Cells of a row that is too short or too long are under the wrong names: what they seem to say is no news.
      else
        yield {
          ...draft,
          issues: uneven.map(({ line, cells }) =>
            issue('IMPORT_CELLS', pointer('', 'lines', line), { line, count: cells.length, columns }),
          ),
        };
    }
  }
}
