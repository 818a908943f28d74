import type { Locale } from '../../../../schema/core/text.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import { saveFile } from '../../../data/save-file.ts';
import { csvText, fileName } from '../../../reports/report/save.ts';
import type { Columning, ListColumn } from '../../documents/list-columns.ts';
import { pageDocument } from '../../documents/list-document.ts';
import { expressionRow, isApiRow, rowsOf, type ApiRow } from '../../documents/row-values.ts';
import { admits, type EvalContext } from '../../../../schema/expr/evaluate.ts';
import { refusal } from '../../refusal.ts';
import type { Reading } from '../cell.tsx';
import type { ListPlan } from '../list-plan.ts';
import { excelCell, fileCell, plainCell, totalCells, type FileCell } from './list-file.ts';

/** A list as it is shown, to be written down. */
export interface ListFile {
  readonly tenant: string;
  readonly columning: Columning;
  readonly columns: readonly ListColumn[];
  readonly plan: ListPlan;
  readonly context: EvalContext;
  readonly reading: Reading;
  readonly name: string;
  /** Cells that say something else than the value of their column. */
  readonly says?: (column: ListColumn, row: ApiRow) => string | undefined;
  /** The rows, where all of them are known already. */
  readonly rows?: readonly ApiRow[];
  /** What numbers add up to by the ids of their columns: a last row, with its name in the first column. */
  readonly totals?: { readonly name: string; readonly sums: ReadonlyMap<string, string> };
  readonly onProgress: (rows: number) => void;
  readonly signal: AbortSignal;
}

/** Rows of one answer; small enough for the widest lists. */
const STEP = 500;
/** More than a spreadsheet holds. */
const ROWS_MAX = 1_000_000;

/** All rows that match and may leave, in the list's order, as CSV (SPEC [WRK-41]). */
export async function saveCsv(file: ListFile): Promise<number> {
  const rows = await allRows(file);
  const { columns } = file;
  const lines = cellsOf(file, rows).map((cells) => cells.map(plainCell));
  const text = csvText([columns.map(({ label }) => label), ...lines]);
  // With a byte order mark, or Excel takes Chinese for something else.
  saveFile(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }), `${fileName(file.name)}.csv`);
  return rows.length;
}

/** The same as a workbook, with real numbers and dates. */
export async function saveExcel(file: ListFile): Promise<number> {
  const [rows, { default: write }] = await Promise.all([allRows(file), import('write-excel-file/browser')]);
  const { columns } = file;
  const head = columns.map(({ label }) => ({ value: label, type: String, fontWeight: 'bold' as const }));
  const isTotal = (index: number): boolean => file.totals !== undefined && index === rows.length;
  const body = cellsOf(file, rows).map((cells, index) =>
    cells.map((cell) => {
      const made = excelCell(cell);
      return made === null || !isTotal(index) ? made : { ...made, fontWeight: 'bold' as const };
    }),
  );
  const widths = columns.map(({ width }) => ({ width: Math.max(10, Math.round(width / 8)) }));
  await write([head, ...body], { columns: widths, stickyRowsCount: 1 }).toFile(`${fileName(file.name)}.xlsx`);
  return rows.length;
}

function cellsOf(file: ListFile, rows: readonly ApiRow[]): readonly (readonly FileCell[])[] {
  const { columns, totals, reading } = file;
  const body = rows.map((row) => columns.map((column) => cellOf(file, column, row)));
  return totals === undefined ? body : [...body, totalCells(columns, totals, reading)];
}

function cellOf({ says, reading }: ListFile, column: ListColumn, row: ApiRow): FileCell {
  const said = says?.(column, row);
  return said === undefined ? fileCell(column, row, reading) : { kind: 'text', text: said };
}

async function allRows(file: ListFile): Promise<readonly ApiRow[]> {
  const { plan, columning, context, onProgress, signal } = file;
  if (file.rows !== undefined) return file.rows;
  const { model, entity, locale } = columning;
  const { rest } = plan;
  const query = pageDocument(entity, plan.selection, { at: plan.at, forExport: true });
  const rows: ApiRow[] = [];
  let after: string | null = null;
  for (let isMore = true; isMore && rows.length < ROWS_MAX;) {
    signal.throwIfAborted();
    const { where, orderBy, bin, at } = plan;
    const variables = { where, orderBy, bin, at, first: STEP, after };
    const page = await pageOf(file.tenant, { query, variables, locale });
    rows.push(
      ...page.rows.filter(
        (row) => rest === undefined || admits(rest, { doc: expressionRow(model, entity, row) }, context),
      ),
    );
    onProgress(rows.length);
    ({ after, isMore } = page);
  }
  return rows;
}

async function pageOf(
  tenant: string,
  ask: { readonly query: string; readonly variables: unknown; readonly locale: Locale },
): Promise<{ readonly rows: readonly ApiRow[]; readonly after: string | null; readonly isMore: boolean }> {
  const answer = await askTenant<{ readonly page?: unknown }>(tenant, ask);
  if (!answer.ok) throw refusal(answer.issues);
  const { page } = answer.data;
  const info = isApiRow(page) && isApiRow(page['pageInfo']) ? page['pageInfo'] : {};
  const end = info['endCursor'];
  return {
    rows: rowsOf(isApiRow(page) ? page['nodes'] : []),
    after: typeof end === 'string' ? end : null,
    isMore: info['hasNextPage'] === true,
  };
}
