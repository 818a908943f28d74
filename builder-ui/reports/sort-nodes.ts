import { compareDecimal, parseDecimal } from '../../schema/core/decimal.ts';
import type { Locale } from '../../schema/core/text.ts';
import type { SortDef } from '../../schema/template/template-views.ts';
import type { Axis, Measure } from './report-ask.ts';
import type { GroupValue, ReportData, ReportNode } from './report-answer.ts';

export interface Sorting {
  readonly axes: readonly Axis[];
  readonly measures: readonly Measure[];
  readonly sort: SortDef | undefined;
  readonly locale: Locale;
  /** The other side's group by whose figures is sorted; the total without one. */
  readonly by?: readonly GroupValue[];
}

/** The rows of a report in their order: by a figure, or by what groups them; what has none comes last. */
export function sortedRows(data: ReportData, sorting: Sorting): readonly ReportNode[] {
  const { sort, measures, by = [] } = sorting;
  const measure = measures.findIndex(({ id }) => id === sort?.field);
  const sign = sort?.direction === 'desc' ? -1 : 1;
  const inOrder = (nodes: readonly ReportNode[], depth: number): readonly ReportNode[] => {
    const axis = sorting.axes[depth];
    const isSortedHere = sort !== undefined && axis?.id === sort.field;
    const compare = (left: ReportNode, right: ReportNode): number => {
      if (measure >= 0) {
        const order = compareFigures(
          figureAt(data, left, { measure, by }),
          figureAt(data, right, { measure, by }),
          sign,
        );
        if (order !== 0) return order;
      }
      return axis === undefined
        ? 0
        : compareGroups(left.value, right.value, { axis, locale: sorting.locale, sign: isSortedHere ? sign : 1 });
    };
    return [...nodes].sort(compare).map((node) => ({ ...node, children: inOrder(node.children, depth + 1) }));
  };
  return inOrder(data.rows, 0);
}

/** The columns of a report, always by what groups them. */
export function sortedColumns(data: ReportData, axes: readonly Axis[], locale: Locale): readonly ReportNode[] {
  const inOrder = (nodes: readonly ReportNode[], depth: number): readonly ReportNode[] => {
    const axis = axes[depth];
    if (axis === undefined) return nodes;
    return [...nodes]
      .sort((left, right) => compareGroups(left.value, right.value, { axis, locale, sign: 1 }))
      .map((node) => ({ ...node, children: inOrder(node.children, depth + 1) }));
  };
  return inOrder(data.columns, 0);
}

function figureAt(
  data: ReportData,
  node: ReportNode,
  { measure, by }: { readonly measure: number; readonly by: readonly GroupValue[] },
): string | null {
  return data.at(node.path, by)?.values[measure] ?? null;
}

function compareFigures(left: string | null, right: string | null, sign: number): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const [a, b] = [parseDecimal(left), parseDecimal(right)];
  if (a === undefined || b === undefined) return left.localeCompare(right) * sign;
  return compareDecimal(a, b) * sign;
}

function compareGroups(
  left: GroupValue,
  right: GroupValue,
  { axis, locale, sign }: { readonly axis: Axis; readonly locale: Locale; readonly sign: number },
): number {
  if (left.key === '' || right.key === '') return Number(left.key === '') - Number(right.key === '');
  const { end } = axis;
  if (end.options !== undefined) {
    const place = (value: GroupValue): number => end.options?.findIndex((one) => one.value === value.key) ?? 0;
    return (place(left) - place(right)) * sign;
  }
  const [a, b] = [parseDecimal(left.key), parseDecimal(right.key)];
  if (a !== undefined && b !== undefined && end.kind !== 'text') return compareDecimal(a, b) * sign;
  return left.title.localeCompare(right.title, locale, { numeric: true }) * sign;
}
