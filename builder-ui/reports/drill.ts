import { dateText, parseDate } from '../../schema/expr/calendar.ts';
import type { Condition, ListSearch } from '../workplace/documents/list-search.ts';
import type { Axis, ReportPlan } from './report-ask.ts';
import type { GroupValue } from './report-answer.ts';
import { bucketSpan } from './period.ts';

/** A group with what it is a value of. */
export interface Grouped {
  readonly axis: Axis;
  readonly value: GroupValue;
}

export interface Drill {
  /** The report or tile whose own filter holds: `salesByMonth`, `salesDashboard/open`. */
  readonly within: string;
  /** What the reader, the dashboard and its period added. */
  readonly where: readonly Condition[];
  readonly groups: readonly Grouped[];
}

/**
 * The list of exactly the rows that a figure counts (SPEC [RPT-5]); `undefined` where a group has no terms in a list's
 * filter (a time of day).
 */
export function drillSearch({ within, where, groups }: Drill): ListSearch | undefined {
  const conditions: Condition[] = [...where];
  for (const { axis, value } of groups) {
    const condition = conditionOf(axis, value);
    if (condition === undefined) return undefined;
    conditions.push(condition);
  }
  const merged = mergeDays(conditions);
  return { within, ...(merged.length === 0 ? {} : { where: merged }) };
}

function conditionOf({ end, bucket, below }: Axis, { key, title }: GroupValue): Condition | undefined {
  const field = end.path;
  if (key === '') return { field, op: 'empty' };
  switch (end.kind) {
    case 'date':
    case 'datetime': {
      const start = parseDate(key);
      if (start === undefined) return undefined;
      const { from, to } = bucketSpan(start, bucket ?? 'day');
      return { field, op: 'between', values: [dateText(from), dateText(to)] };
    }
    case 'bool':
      return { field, op: key === 'true' ? 'yes' : 'no' };
    case 'enum':
      return { field, op: 'anyOf', values: [key] };
    case 'org':
      return { field, op: below === true ? 'within' : 'anyOf', values: [key], titles: [title] };
    case 'ref':
    case 'user':
      return { field, op: 'anyOf', values: [key], titles: [title] };
    case 'text':
    case 'sequence':
    case 'int':
    case 'decimal':
    case 'money':
    case 'quantity':
    case 'percent':
      return { field, op: 'is', values: [key] };
    default:
      return undefined;
  }
}

/** Two spans of days of one field are the days that both have: a list shows one condition for a field. */
function mergeDays(conditions: readonly Condition[]): readonly Condition[] {
  const merged: Condition[] = [];
  for (const condition of conditions) {
    const at = merged.findIndex(({ field, op }) => field === condition.field && op === 'between');
    const known = merged[at];
    if (condition.op !== 'between' || known === undefined) {
      merged.push(condition);
      continue;
    }
    const [from = '', to = ''] = known.values ?? [];
    const [nextFrom = '', nextTo = ''] = condition.values ?? [];
    merged[at] = { ...known, values: [from > nextFrom ? from : nextFrom, to < nextTo ? to : nextTo] };
  }
  return merged;
}

/** Values of both sides, each with what it is a value of. */
export function groupsOf(
  { rows, columns }: Pick<ReportPlan, 'rows' | 'columns'>,
  { down, across }: { readonly down: readonly GroupValue[]; readonly across: readonly GroupValue[] },
): readonly Grouped[] {
  const paired = (axes: readonly Axis[], values: readonly GroupValue[]): readonly Grouped[] =>
    values.flatMap((value, index) => {
      const axis = axes[index];
      return axis === undefined ? [] : [{ axis, value }];
    });
  return [...paired(rows, down), ...paired(columns, across)];
}
