import { createStore, del, get, set } from 'idb-keyval';
import type { ImportIssue, ImportRunView } from '../../schema/model/import-answers.ts';
import type { CheckedRows } from './checked-rows.ts';
import type { ImportTable } from './import-table.ts';
import { csvFile, type TableText } from './table-text.ts';

/** What this browser remembers of an import, to give back the rows that were not written. */
interface KeptRows {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly rowOfLine: ReadonlyMap<number, number>;
  /** Rows that were left out, and why. */
  readonly leftOut: ReadonlyMap<number, string>;
}

const KEPT_MAX = 5;
const store = createStore('formwork-imports', 'rows');

/** Keeps the rows of an import for when it has ended; older ones are let go. A browser that keeps nothing is no failure. */
export async function keepFailedRows(
  id: string,
  given: {
    readonly table: ImportTable;
    readonly leftOut: ReadonlySet<number>;
    readonly issues: CheckedRows['issues'];
    readonly text: TableText;
  },
): Promise<void> {
  const { table, text, issues } = given;
  const leftOut = new Map([...given.leftOut].map((row) => [row, reasons(issues.get(row) ?? [])]));
  const kept: KeptRows = { header: table.header, rows: table.rows, rowOfLine: text.rowOfLine, leftOut };
  try {
    const known = (await get<readonly string[]>('list', store)) ?? [];
    const list = [id, ...known].slice(0, KEPT_MAX);
    for (const old of known.filter((one) => !list.includes(one))) await del(old, store);
    await set(id, kept, store);
    await set('list', list, store);
  } catch {
    // Private windows and full disks: the rows can't be downloaded later, and all else works.
  }
}

function reasons(issues: readonly ImportIssue[]): string {
  return issues.map(({ message, cure }) => `${message} ${cure}`).join(' ');
}

/** Why rows were left out of an import, and how many for each reason, the most first; `''` for the reader's own wish. */
export async function leftOutOf(id: string): Promise<readonly (readonly [reason: string, count: number])[]> {
  const kept = await get<KeptRows>(id, store).catch(() => undefined);
  const counts = new Map<string, number>();
  for (const why of kept?.leftOut.values() ?? []) counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** The rows of an import that were not written, with the reason beside each; nothing where this browser has none. */
export async function failedRows(
  { id, issues }: Pick<ImportRunView, 'id' | 'issues'>,
  reason: string,
): Promise<Blob | undefined> {
  const kept = await get<KeptRows>(id, store).catch(() => undefined);
  if (kept === undefined) return undefined;
  const why = new Map(kept.leftOut);
  for (const one of issues) {
    const row = one.line === undefined ? undefined : kept.rowOfLine.get(one.line);
    if (row !== undefined) why.set(row, [why.get(row) ?? '', reasons([one])].join(' ').trim());
  }
  if (why.size === 0) return undefined;
  const lines = [...why].sort(([a], [b]) => a - b);
  return csvFile([
    [...kept.header, reason],
    ...lines.map(([row, told]) => [...kept.header.map((_, column) => kept.rows[row]?.[column] ?? ''), told]),
  ]);
}
