import type { ChartOption } from './chart-option.ts';

/** The figures of a chart as rows: for screen readers, for the keyboard, and for who wants them exactly. */
export interface ChartTable {
  /** Names of the columns of figures. */
  readonly columns: readonly string[];
  readonly rows: readonly ChartTableRow[];
}

export interface ChartTableRow {
  readonly name: string;
  /** One for each column; a gap is `undefined`. */
  readonly values: readonly (number | string | undefined)[];
}

/**
 * The table that says what the chart shows. Series over categories make a column each; slices and stages make rows of
 * their own names. Points in a plane are given as `x, y`.
 */
export function chartTable(option: ChartOption): ChartTable {
  const series = listOf(option.series).filter(isRecord);
  const categories = categoriesOf(option);
  const names = categories ?? namesOf(series[0]);
  return {
    columns: series.map((one) => (typeof one['name'] === 'string' ? one['name'] : '')),
    rows: names.map((name, index) => ({
      name,
      values: series.map((one) => figure(listOf(one['data'])[index])),
    })),
  };
}

function categoriesOf({ xAxis, yAxis }: ChartOption): readonly string[] | undefined {
  for (const axis of [...listOf(xAxis), ...listOf(yAxis)]) {
    const { data }: { data?: unknown } = isRecord(axis) ? axis : {};
    if (Array.isArray(data)) return data.map((one: unknown) => (isRecord(one) ? String(one['value']) : String(one)));
  }
  return undefined;
}

function namesOf(series: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  return listOf(series?.['data']).map((one, index) =>
    isRecord(one) && typeof one['name'] === 'string' ? one['name'] : String(index + 1),
  );
}

function figure(point: unknown): number | string | undefined {
  if (typeof point === 'number') return point;
  if (Array.isArray(point)) return point.map(String).join(', ');
  if (isRecord(point)) return figure(point['value']);
  return typeof point === 'string' && point !== '' && point !== '-' ? point : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
