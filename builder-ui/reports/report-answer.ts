import { localDate, dateText, parseInstant } from '../../schema/expr/calendar.ts';
import { isApiRow, rowsOf, textOf, type ApiRow } from '../workplace/documents/row-values.ts';
import type { Axis, Measure, ReportPlan } from './report-ask.ts';
import { GROUPS_MAX, levelName, levelsOf } from './report-document.ts';

/** One value of what groups: its key tells it from others, `raw` is the value or id as the API takes it. */
export interface GroupValue {
  /** `''` for nothing. */
  readonly key: string;
  /** What names a row or a person; the raw text elsewhere. */
  readonly title: string;
}

/** The measures of one group, as exact texts; `null` where there was nothing to measure. */
export interface Figures {
  readonly count: number;
  readonly values: readonly (string | null)[];
}

/** A row or a column of the report, with those below it. */
export interface ReportNode {
  readonly value: GroupValue;
  /** Values from the outermost group to this one. */
  readonly path: readonly GroupValue[];
  readonly children: readonly ReportNode[];
}

/** The answer of a report: what stands on its two sides and where they meet. */
export interface ReportData {
  readonly rows: readonly ReportNode[];
  readonly columns: readonly ReportNode[];
  /** `[]` for the total of a side. */
  readonly at: (down: readonly GroupValue[], across: readonly GroupValue[]) => Figures | undefined;
  readonly total: Figures;
  /** Whether there are more groups than are shown. */
  readonly isCut: boolean;
}

interface Group {
  readonly keys: readonly GroupValue[];
  readonly figures: Figures;
}

const NOTHING: Figures = { count: 0, values: [] };

/** Reads the answer to `reportDocument`. */
export function reportData(plan: ReportPlan, answer: unknown, timeZone: string): ReportData {
  const levels = levelsOf(plan).map((level) => {
    const axes = [...plan.rows.slice(0, level[0]), ...plan.columns.slice(0, level[1])];
    const groups = rowsOf(isApiRow(answer) ? answer[levelName(level)] : undefined).map((row): Group => ({
      keys: axes.map((axis, index) => groupValue(axis, keyAt(row, index), timeZone)),
      figures: figuresOf(row, plan.measures),
    }));
    return { level, groups };
  });
  return dataOf(plan, levels);
}

interface Level {
  readonly level: readonly [number, number];
  readonly groups: readonly Group[];
}

/** Puts levels together: the sides from the totals of each side, the cells from all. */
export function dataOf({ rows, columns }: Pick<ReportPlan, 'rows' | 'columns'>, levels: readonly Level[]): ReportData {
  const cells = new Map<string, Figures>();
  for (const { level, groups } of levels)
    for (const { keys, figures } of groups) cells.set(cellKey(keys.slice(0, level[0]), keys.slice(level[0])), figures);
  const side = (down: number, across: number): readonly (readonly GroupValue[])[] =>
    levels.find(({ level }) => level[0] === down && level[1] === across)?.groups.map(({ keys }) => keys) ?? [];
  return {
    rows: rows.length === 0 ? [] : nodesOf(side(rows.length, 0), []),
    columns: columns.length === 0 ? [] : nodesOf(side(0, columns.length), []),
    at: (down, across) => cells.get(cellKey(down, across)),
    total: cells.get(cellKey([], [])) ?? NOTHING,
    isCut: levels.some(({ groups }) => groups.length >= GROUPS_MAX),
  };
}

function cellKey(down: readonly GroupValue[], across: readonly GroupValue[]): string {
  return JSON.stringify([down.map(({ key }) => key), across.map(({ key }) => key)]);
}

function nodesOf(paths: readonly (readonly GroupValue[])[], above: readonly GroupValue[]): readonly ReportNode[] {
  const depth = above.length;
  const byKey = new Map<string, (readonly GroupValue[])[]>();
  for (const path of paths) {
    const key = path[depth]?.key;
    if (key === undefined) continue;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [path]);
    else known.push(path);
  }
  return [...byKey.values()].flatMap((own) => {
    const value = own[0]?.[depth];
    if (value === undefined) return [];
    const path = [...above, value];
    return [{ value, path, children: nodesOf(own, path) }];
  });
}

function keyAt(row: ApiRow, index: number): unknown {
  const { key } = row;
  return isApiRow(key) ? key[`k${index}`] : undefined;
}

function groupValue({ end, bucket }: Axis, found: unknown, timeZone: string): GroupValue {
  let value: unknown = found;
  for (const step of end.steps.slice(1)) value = isApiRow(value) ? value[step] : undefined;
  if (isApiRow(value)) {
    const id = textOf(value['id']);
    const title = textOf(value[end.target?.title ?? 'name']);
    return { key: id, title: title === '' ? id.slice(0, 8) : title };
  }
  const plain = textOf(value);
  const day = bucket !== undefined && end.kind === 'datetime' ? localDay(plain, timeZone) : plain;
  return { key: day, title: day };
}

/** A bucket of moments begins at midnight of the tenant's clock; here it is the day that this is. */
function localDay(text: string, timeZone: string): string {
  const instant = parseInstant(text);
  return instant === undefined ? text : dateText(localDate(instant, timeZone));
}

function figuresOf(row: ApiRow, measures: readonly Measure[]): Figures {
  return {
    count: Number(row['count'] ?? 0),
    values: measures.map(({ fn, end }) => {
      if (fn === 'count') return textOf(row['count']);
      const functions = row[fn];
      const value = isApiRow(functions) && end !== undefined ? functions[end.steps[0] ?? ''] : undefined;
      const text = textOf(value);
      return text === '' ? null : text;
    }),
  };
}
