import { issue, pointer, type Issue } from '../../schema/core/result.ts';
import type { CsvFile, CsvRow } from './csv-reader.ts';
import type { ResolvedMap } from './resolved-map.ts';
import type { RowGroup } from './row-input.ts';

/** Lines of a second file by the document they belong to. */
export class LinesByDocument {
  private readonly rows = new Map<string, CsvRow[]>();
  private readonly taken = new Set<string>();

  add(key: string, row: CsvRow): void {
    const list = this.rows.get(key);
    if (list === undefined) this.rows.set(key, [row]);
    else list.push(row);
  }

  take(key: string): readonly CsvRow[] {
    this.taken.add(key);
    return this.rows.get(key) ?? [];
  }

  /** `IMPORT_LINES_ORPHANED` for each line whose document never came. */
  orphans(): readonly Issue[] {
    return [...this.rows].flatMap(([key, rows]) =>
      this.taken.has(key)
        ? []
        : rows.map(({ line }) => issue('IMPORT_LINES_ORPHANED', pointer('', 'details', line), { line, key })),
    );
  }
}

/** Reads the whole second file: its rows may stand in any order. */
export async function readLines(file: CsvFile, lineColumns: readonly number[]): Promise<LinesByDocument> {
  const lines = new LinesByDocument();
  for await (const row of file.rows) lines.add(joinKey(row, lineColumns), row);
  return lines;
}

/**
 * The rows of a file as the records they make: one each, or, where lines or references are gathered, all rows of one
 * key that follow each other.
 */
export async function* groupRows(
  file: CsvFile,
  map: ResolvedMap,
  lines: LinesByDocument | undefined,
): AsyncGenerator<RowGroup> {
  if (!map.grouped) {
    const columns = map.lines?.join?.rowColumns;
    for await (const row of file.rows) {
      // Without a key every row is a document of its own, with the line that stands in it.
      if (map.lines !== undefined && map.lines.join === undefined) {
        yield grouped([row], map);
        continue;
      }
      const found = lines === undefined || columns === undefined ? [] : lines.take(joinKey(row, columns));
      yield { row, gathered: [], lines: found.map((line) => ({ row: line, root: 'details' as const })) };
    }
    return;
  }
  const keyColumns = keyIndexes(map);
  let group: { readonly key: string; readonly rows: CsvRow[] } | undefined;
  for await (const row of file.rows) {
    const key = joinKey(row, keyColumns);
    if (group?.key === key) {
      group.rows.push(row);
      continue;
    }
    if (group !== undefined) yield grouped(group.rows, map);
    group = { key, rows: [row] };
  }
  if (group !== undefined) yield grouped(group.rows, map);
}

function grouped(rows: readonly CsvRow[], map: ResolvedMap): RowGroup {
  const [row = { line: 0, cells: [] }, ...others] = rows;
  const hasLine = ({ cells }: CsvRow): boolean =>
    map.lines?.columns.some(({ index }) => (cells[index] ?? '') !== '') === true;
  const lines =
    map.lines === undefined ? [] : rows.filter(hasLine).map((line) => ({ row: line, root: 'lines' as const }));
  return { row, gathered: others, lines };
}

function keyIndexes({ columns, key }: ResolvedMap): readonly number[] {
  return columns
    .filter(({ targets }) => targets.some((target) => target.kind !== 'state' && key.includes(target.field)))
    .map(({ index }) => index);
}

/** A text that no other cells give. */
function joinKey({ cells }: CsvRow, columns: readonly number[]): string {
  const [only] = columns;
  return columns.length === 1 ? (cells[only ?? 0] ?? '') : JSON.stringify(columns.map((index) => cells[index] ?? ''));
}
