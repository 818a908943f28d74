import type { ReportPlan } from '../report-ask.ts';
import type { ReportData, ReportNode } from '../report-answer.ts';

/** How warm a figure is among its kind, from 0 to 1; `undefined` for what is no number. */
export type Heat = (measure: number, value: string | null) => number | undefined;

/** The scale of each measure, over the figures of the innermost groups: totals would drown them. */
export function heatOf(plan: ReportPlan, data: ReportData, rows: readonly ReportNode[]): Heat {
  const [down, across] = [leavesOf(rows), leavesOf(data.columns)];
  const columns = across.length === 0 ? [[]] : across.map(({ path }) => path);
  const bounds = plan.measures.map((_, measure) => {
    let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { path } of down) {
      for (const column of columns) {
        const value = Number(data.at(path, column)?.values[measure] ?? Number.NaN);
        if (Number.isNaN(value)) continue;
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    return { least, greatest };
  });
  return (measure, value) => {
    const bound = bounds[measure];
    const number = value === null ? Number.NaN : Number(value);
    if (bound === undefined || Number.isNaN(number) || bound.greatest <= bound.least) return undefined;
    return Math.min(1, Math.max(0, (number - bound.least) / (bound.greatest - bound.least)));
  };
}

function leavesOf(nodes: readonly ReportNode[]): readonly ReportNode[] {
  return nodes.flatMap((node) => (node.children.length === 0 ? [node] : leavesOf(node.children)));
}
