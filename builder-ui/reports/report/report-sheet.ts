import { figureText, groupText, unitOf, type FigureReading } from '../figure-text.ts';
import type { ReportData, ReportNode } from '../report-answer.ts';
import type { Measure, ReportPlan } from '../report-ask.ts';
import { pivotColumns } from '../pivot/pivot-columns.ts';
import { sortedColumns } from '../sort-nodes.ts';

export interface SheetShape {
  readonly plan: ReportPlan;
  readonly data: ReportData;
  readonly rows: readonly ReportNode[];
  readonly reading: FigureReading;
  readonly hasSubtotals: boolean;
}

/** A cell of a file: a text, or a figure with its exact text. */
export type SheetCell =
  | { readonly kind: 'text'; readonly text: string; readonly isHead: boolean }
  | { readonly kind: 'figure'; readonly value: string | null; readonly measure: Measure; readonly isTotal: boolean };

/** A report as rows of a file: a column for each level of groups, so that it can be filtered and turned there too. */
export function reportSheet({
  plan,
  data,
  rows,
  reading,
  hasSubtotals,
}: SheetShape): readonly (readonly SheetCell[])[] {
  const columns = pivotColumns(sortedColumns(data, plan.columns, reading.locale), {
    hasSubtotals,
    depth: plan.columns.length,
  });
  const across = columns.map(({ path, kind }) =>
    kind === 'total'
      ? reading.text('total')
      : path
          .map((value, index) => {
            const axis = plan.columns[index];
            return axis === undefined ? '' : groupText(axis, value, reading);
          })
          .join(' / '),
  );
  const isFlat = plan.columns.length === 0;
  const head: readonly SheetCell[] = [
    ...plan.rows.map(({ label }) => heading(label)),
    ...(plan.rows.length === 0 ? [heading('')] : []),
    ...across.flatMap((name) => plan.measures.map((measure) => heading(columnName(name, measure, isFlat)))),
  ];
  const figures = (path: ReportNode['path'], isTotal: boolean): readonly SheetCell[] =>
    columns.flatMap((column) =>
      plan.measures.map((measure, index): SheetCell => ({
        kind: 'figure',
        value: data.at(path, column.path)?.values[index] ?? null,
        measure,
        isTotal,
      })),
    );
  const lines = (nodes: readonly ReportNode[]): readonly (readonly SheetCell[])[] =>
    nodes.flatMap((node) => {
      const names = plan.rows.map((axis, index): SheetCell => {
        const value = node.path[index];
        const text = value === undefined ? reading.text('total') : groupText(axis, value, reading);
        return { kind: 'text', text: index > node.path.length ? '' : text, isHead: false };
      });
      const own = [...names, ...figures(node.path, node.children.length > 0)];
      if (node.children.length === 0) return [own];
      return [...lines(node.children), ...(hasSubtotals ? [own] : [])];
    });
  const places = Math.max(1, plan.rows.length);
  const total = Array.from({ length: places }, (_, index) => heading(index === 0 ? reading.text('total') : ''));
  return [head, ...lines(rows), [...total, ...figures([], true)]];
}

function heading(text: string): SheetCell {
  return { kind: 'text', text, isHead: true };
}

function columnName(name: string, measure: Measure, isFlat: boolean): string {
  const unit = unitOf(measure);
  const own = unit === '' ? measure.label : `${measure.label} (${unit})`;
  return isFlat ? own : `${name} – ${own}`;
}

/** A figure as a plain text for a CSV: as it is, without grouping, so that other programs read it. */
export function plainFigure(cell: SheetCell, reading: FigureReading): string {
  if (cell.kind === 'text') return cell.text;
  const kind = cell.measure.end?.kind;
  const isTimed = cell.measure.fn !== 'count' && cell.measure.fn !== 'countDistinct' && kind === 'datetime';
  return isTimed ? figureText(cell.measure, cell.value, reading) : (cell.value ?? '');
}
