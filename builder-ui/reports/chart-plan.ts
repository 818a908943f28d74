import { parseDate, dateText } from '../../schema/expr/calendar.ts';
import type { Locale } from '../../schema/core/text.ts';
import type { ChartOption, ChartPick } from '../charts/chart-option.ts';
import { compactNumber, figureText, groupText, unitOf, type FigureReading } from './figure-text.ts';
import { bucketSpan } from './period.ts';
import type { Axis, ChartKind, Measure, ReportPlan } from './report-ask.ts';
import type { Figures, GroupValue, ReportData, ReportNode } from './report-answer.ts';

/** A chart of a report, and which group each of its bars, points and slices is. */
export interface ChartPlan {
  readonly option: ChartOption;
  readonly format: (value: number) => string;
  /** What the categories are. */
  readonly of: string;
  readonly groupAt: (pick: ChartPick) => ChartGroup | undefined;
}

export interface ChartGroup {
  readonly down: readonly GroupValue[];
  readonly across: readonly GroupValue[];
}

/** More categories than these can't be told apart in a chart; the table has them all. */
export const CATEGORIES_MAX = 60;
const SLICES_MAX = 8;
const GAPS_MAX = 400;

interface Series {
  readonly name: string;
  readonly measure: number;
  readonly across: readonly GroupValue[];
  /** The second group of the rows, where it makes the series. */
  readonly inner?: GroupValue;
}

/** The chart of a report (SPEC [RPT-4]): the first group is the categories, the next one or the figures the series. */
export function chartPlan(
  plan: ReportPlan,
  data: ReportData,
  {
    kind,
    reading,
    rows,
  }: { readonly kind: ChartKind; readonly reading: FigureReading; readonly rows: readonly ReportNode[] },
): ChartPlan | undefined {
  const [axis] = plan.rows;
  if (kind === 'table' || kind === 'number' || axis === undefined || plan.measures.length === 0) return undefined;
  const isTimed = axis.bucket !== undefined;
  const shown =
    rows.length > CATEGORIES_MAX ? (isTimed ? rows.slice(-CATEGORIES_MAX) : rows.slice(0, CATEGORIES_MAX)) : rows;
  const inOrder = kind === 'pie' && !isTimed ? greatestFirst(plan, data, rows) : shown;
  const categories = isTimed && kind !== 'pie' ? withGaps(shown, axis) : inOrder.map(({ value }) => value);
  const names = categories.map((value) => groupText(axis, value, reading));
  const series = seriesOf(plan, data, { kind, rows, reading });
  const drawnValue = (category: GroupValue, one: Series): number | null => {
    const down = one.inner === undefined ? [category] : [category, one.inner];
    return numberOf(data.at(down, one.across), one.measure, plan.measures);
  };
  const first = plan.measures[0];
  const base = {
    of: axis.label,
    format: (value: number) => (first === undefined ? String(value) : figureText(first, plainText(value), reading)),
  };
  const groupOf = (category: GroupValue | undefined, one: Series | undefined): ChartGroup | undefined =>
    category === undefined || one === undefined
      ? undefined
      : { down: one.inner === undefined ? [category] : [category, one.inner], across: one.across };
  if (kind === 'pie')
    return {
      ...base,
      ...piePlan({ categories, names, series, drawnValue, reading }),
      groupAt: ({ dataIndex }) =>
        categories.length > SLICES_MAX && dataIndex >= SLICES_MAX - 1
          ? undefined
          : groupOf(categories[dataIndex], series[0]),
    };
  const option =
    kind === 'scatter' && plan.measures.length > 1
      ? scatterOption(plan.measures, { categories, names, series, drawnValue, locale: reading.locale })
      : axesOption(plan, {
          kind,
          names,
          series,
          values: series.map((one) => categories.map((category) => drawnValue(category, one))),
          reading,
        });
  return {
    ...base,
    option,
    groupAt: ({ seriesIndex, dataIndex }) => groupOf(categories[dataIndex], series[seriesIndex]),
  };
}

function seriesOf(
  plan: ReportPlan,
  data: ReportData,
  {
    kind,
    rows,
    reading,
  }: { readonly kind: ChartKind; readonly rows: readonly ReportNode[]; readonly reading: FigureReading },
): readonly Series[] {
  const [, second] = plan.rows;
  const [column] = plan.columns;
  const only = kind === 'pie' ? plan.measures.slice(0, 1) : plan.measures;
  if (kind !== 'pie' && column !== undefined)
    return data.columns.slice(0, CATEGORIES_MAX).map((node) => ({
      name: groupText(column, node.value, reading),
      measure: 0,
      across: node.path,
    }));
  if (kind !== 'pie' && second !== undefined) {
    const inner = new Map(rows.flatMap(({ children }) => children.map(({ value }) => [value.key, value] as const)));
    return [...inner.values()].slice(0, CATEGORIES_MAX).map((value) => ({
      name: groupText(second, value, reading),
      measure: 0,
      across: [],
      inner: value,
    }));
  }
  return only.map(({ label }, measure) => ({ name: label, measure, across: [] }));
}

/** A pie begins with its greatest slice, so that what is put together as others are the least. */
function greatestFirst(plan: ReportPlan, data: ReportData, rows: readonly ReportNode[]): readonly ReportNode[] {
  const sizeOf = ({ path }: ReportNode): number => numberOf(data.at(path, []), 0, plan.measures) ?? 0;
  return [...rows].sort((left, right) => sizeOf(right) - sizeOf(left));
}

/** Months in which nothing happened are drawn as well: a line over them would tell another story. */
function withGaps(rows: readonly ReportNode[], { bucket }: Axis): readonly GroupValue[] {
  const values = rows.map(({ value }) => value);
  const days = values.flatMap(({ key }) => {
    const day = parseDate(key);
    return day === undefined ? [] : [day];
  });
  const isRising = days.every((day, index) => index === 0 || day > (days[index - 1] ?? 0));
  const [first, last] = [days[0], days.at(-1)];
  if (bucket === undefined || !isRising || first === undefined || last === undefined) return values;
  const all: GroupValue[] = values.filter(({ key }) => key === '');
  for (let day = first; day <= last; day = bucketSpan(day, bucket).to + 1) {
    const key = dateText(day);
    all.push({ key, title: key });
    if (all.length > GAPS_MAX) return values;
  }
  return all;
}

function numberOf(figures: Figures | undefined, measure: number, measures: readonly Measure[]): number | null {
  const value = figures?.values[measure];
  if (value === undefined || value === null) {
    const fn = measures[measure]?.fn;
    // Of nothing the number and the sum are zero; an average is none.
    return fn === 'count' || fn === 'sum' || fn === 'countDistinct' ? 0 : null;
  }
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function plainText(value: number): string {
  return value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 6 });
}

interface AxesShape {
  readonly kind: ChartKind;
  readonly names: readonly string[];
  readonly series: readonly Series[];
  readonly values: readonly (readonly (number | null)[])[];
  readonly reading: FigureReading;
}

/** Columns side by side lie down where their names are long. */
const LONG_NAME = 8;

function axesOption(plan: ReportPlan, { kind, names, series, values, reading }: AxesShape): ChartOption {
  const isBar = kind === 'bar' || kind === 'stacked';
  const isTimed = plan.rows[0]?.bucket !== undefined;
  const isLying = isBar && !isTimed && names.length > 3 && names.some((name) => width(name) > LONG_NAME);
  const categoryAxis = {
    type: 'category' as const,
    data: [...names],
    axisLabel: { hideOverlap: true, ...(isLying ? { width: 120, overflow: 'truncate' as const } : {}) },
    ...(isLying ? { inverse: true } : {}),
    ...(isBar ? {} : { boundaryGap: names.length < 2 }),
  };
  // Number and money share no scale: what is counted gets an axis of its own.
  const scales = scalesOf(plan, series);
  const valueAxis = scales.map((unit, index) => ({
    type: 'value' as const,
    splitNumber: 4,
    // There is no half order.
    ...(unit === '' ? { minInterval: 1 } : {}),
    ...(index > 0 ? { splitLine: { show: false } } : {}),
    ...(unit === '' || isLying || (scales.length === 1 && isLabel(plan, unit)) ? {} : { name: unit, nameGap: 10 }),
    axisLabel: { formatter: (value: number) => compactNumber(value, reading.locale), hideOverlap: true },
  }));
  const scaleOf = (one: Series): number => scales.indexOf(scaleName(plan.measures[one.measure]));
  const made = series.map((one, index) => {
    const shared = {
      name: one.name,
      data: [...(values[index] ?? [])],
      ...(isLying ? { xAxisIndex: Math.max(0, scaleOf(one)) } : { yAxisIndex: Math.max(0, scaleOf(one)) }),
    };
    if (isBar) return { ...shared, type: 'bar' as const, ...(kind === 'stacked' ? { stack: `s${scaleOf(one)}` } : {}) };
    if (kind === 'scatter') return { ...shared, type: 'scatter' as const, symbolSize: 10 };
    return {
      ...shared,
      type: 'line' as const,
      showSymbol: names.length <= 24,
      ...(kind === 'area'
        ? { areaStyle: { opacity: 0.16 }, ...(series.length > 1 && scales.length === 1 ? { stack: 's' } : {}) }
        : {}),
    };
  });
  const hasLegend = series.length > 1;
  return {
    grid: {
      left: 4,
      right: scales.length > 1 ? 4 : 12,
      top: hasLegend ? 40 : valueAxis.some((axis) => 'name' in axis) ? 30 : 12,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: { trigger: 'axis', axisPointer: { type: isBar ? 'shadow' : 'line' } },
    ...(hasLegend ? { legend: { type: 'scroll', top: 0, left: 0 } } : {}),
    ...(isLying ? { yAxis: categoryAxis, xAxis: valueAxis } : { xAxis: categoryAxis, yAxis: valueAxis }),
    series: made,
  };
}

function scalesOf(plan: ReportPlan, series: readonly Series[]): readonly string[] {
  const units = new Set(series.map(({ measure }) => scaleName(plan.measures[measure])));
  return [...units].slice(0, 2);
}

/** Figures with the same unit stand on one axis. */
function scaleName(measure: Measure | undefined): string {
  if (measure === undefined) return '';
  if (measure.fn === 'count' || measure.fn === 'countDistinct') return '';
  return unitOf(measure) || (measure.end === undefined ? '' : measure.end.label);
}

/** What is written on the legend or in the head needs no second place at the axis. */
function isLabel({ measures }: ReportPlan, name: string): boolean {
  return measures.some(({ end }) => end?.label === name);
}

/** A Chinese character is as wide as two letters. */
function width(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 2 : 1), 0);
}

interface Shape {
  readonly categories: readonly GroupValue[];
  readonly names: readonly string[];
  readonly series: readonly Series[];
  readonly drawnValue: (category: GroupValue, one: Series) => number | null;
}

/** The greatest slices and one of all others: more than a handful of angles can't be compared. */
function piePlan({ categories, names, series, drawnValue, reading }: Shape & { readonly reading: FigureReading }): {
  readonly option: ChartOption;
} {
  const [only] = series;
  const all =
    only === undefined
      ? []
      : categories.map((category, index) => ({
          name: names[index] ?? '',
          value: Math.max(0, drawnValue(category, only) ?? 0),
        }));
  const kept = all.length > SLICES_MAX ? all.slice(0, SLICES_MAX - 1) : all;
  const rest = all.slice(kept.length).reduce((sum, { value }) => sum + value, 0);
  const slices = all.length > kept.length ? [...kept, { name: reading.text('others'), value: rest }] : kept;
  const whole = slices.reduce((sum, { value }) => sum + value, 0);
  const shares = new Map(
    slices.map(({ name, value }) => [name, whole === 0 ? '' : `${String(Math.round((100 * value) / whole))}%`]),
  );
  const linesMax = linesBeside(slices.length);
  const beside = (lines: number) => (name: string) => besidePie(name, shares.get(name) ?? '', lines);
  return {
    option: {
      tooltip: { trigger: 'item' },
      // Names and shares stand beside the pie, all of them: nobody turns the pages of a legend.
      legend: {
        type: 'plain',
        orient: 'vertical',
        left: '43%',
        top: 'middle',
        itemGap: NAME_GAP,
        formatter: beside(linesMax),
        // Without a side of its own each line would be centred in the block of all.
        textStyle: {
          rich: {
            share: { width: 36, align: 'left', fontWeight: 600 },
            name: { align: 'left', lineHeight: NAME_HEIGHT },
          },
        },
      },
      series: [
        {
          type: 'pie',
          name: only?.name ?? '',
          left: 0,
          right: '58%',
          radius: ['50%', '92%'],
          data: slices,
          label: { show: false },
        },
      ],
      // Where so many lines are too high, a second column would begin beside the picture.
      media: [
        {
          query: { maxHeight: slices.length * (linesMax * NAME_HEIGHT + NAME_GAP) },
          option: { legend: { itemGap: NAME_GAP / 2, formatter: beside(1) } },
        },
      ],
    },
  };
}

/** Letters of one line beside a pie; a Chinese one counts as two. */
const NAME_WIDTH = 18;
const NAME_HEIGHT = 15;
const NAME_GAP = 8;

/** Lines that each name beside a pie may take. */
export function linesBeside(slices: number): number {
  return slices <= 4 ? 3 : slices <= 6 ? 2 : 1;
}

/**
 * A name beside a pie, over as many lines as all names together have room for; the tip has it whole. Braces would be
 * marks of the library's rich text.
 */
export function besidePie(name: string, share: string, linesMax: number): string {
  const lines = wrapped(name.replaceAll(/[{}|]/g, ' '), linesMax);
  return lines
    .map((line, index) => `{share|${index === 0 ? share.padStart(3, '\u2007') : ''}}{name|${line}}`)
    .join('\n');
}

function wrapped(name: string, linesMax: number): readonly string[] {
  const lines: string[] = [];
  let rest = name.trim();
  while (rest !== '' && lines.length < linesMax) {
    const line = firstLine(rest);
    rest = rest.slice(line.length).trim();
    lines.push(rest !== '' && lines.length === linesMax - 1 ? `${line.slice(0, -1).trimEnd()}…` : line.trim());
  }
  return lines;
}

/** As much of a text as one line has, up to a space where there is one late enough. */
function firstLine(text: string): string {
  if (width(text) <= NAME_WIDTH) return text;
  let line = '';
  for (const letter of text) {
    if (width(line + letter) > NAME_WIDTH) break;
    line += letter;
  }
  const space = line.lastIndexOf(' ');
  return space > line.length / 2 ? line.slice(0, space + 1) : line;
}

function scatterOption(
  measures: readonly Measure[],
  { categories, names, series, drawnValue, locale }: Shape & { readonly locale: Locale },
): ChartOption {
  const [across, up] = series;
  const axis = (index: number) => ({
    type: 'value' as const,
    name: measures[index]?.label ?? '',
    nameLocation: 'middle' as const,
    nameGap: 28,
    scale: true,
    axisLabel: { formatter: (value: number) => compactNumber(value, locale) },
  });
  return {
    grid: { left: 28, right: 16, top: 16, bottom: 28, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: { trigger: 'item' },
    xAxis: axis(0),
    yAxis: axis(1),
    series: [
      {
        type: 'scatter',
        name: measures[1]?.label ?? '',
        symbolSize: 12,
        data: categories.map((category, index) => ({
          name: names[index] ?? '',
          value:
            across === undefined || up === undefined
              ? []
              : [drawnValue(category, across) ?? 0, drawnValue(category, up) ?? 0],
        })),
      },
    ],
  };
}
