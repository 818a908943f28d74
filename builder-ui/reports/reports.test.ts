import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { dateText, parseDate } from '../../schema/expr/calendar.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { parseTemplate } from '../../schema/template/parse.ts';
import { allNames, apiRights } from '../workplace/documents/api-rights.ts';
import { chartTable } from '../charts/chart-table.ts';
import { boardSearchFrom } from './board-search.ts';
import { besidePie, chartPlan, linesBeside } from './chart-plan.ts';
import { drillSearch, groupsOf } from './drill.ts';
import { compactNumber, figureText, groupText, type FigureReading } from './figure-text.ts';
import { countedLevels } from './local-report.ts';
import { formerSpan, periodSpan, type DaySpan } from './period.ts';
import { headRows, pivotColumns } from './pivot/pivot-columns.ts';
import { dataOf, reportData } from './report-answer.ts';
import { reportPlan, type ReportAsk, type ReportPlan } from './report-ask.ts';
import { reportDocument } from './report-document.ts';
import { reportSearchFrom } from './report-search.ts';
import { askOfTurn, moved, turnOf, turnSearch } from './report-turn.ts';
import { csvText } from './report/save.ts';
import { rolledUp } from './roll-up.ts';
import { sortedRows } from './sort-nodes.ts';
import { change } from './tiles/change.ts';

const file = path.resolve(import.meta.dirname, '../../schema/cases/passing/orders/template.json');
const parsed = parseTemplate(JSON.parse(readFileSync(file, 'utf8')));
if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
const resolved = resolveModel(parsed.value);
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const model = resolved.value;
const timeZone = 'Asia/Shanghai';
const context = { now: '2026-11-22T12:00:00.000Z', timeZone, actor: null };
const text: FigureReading['text'] = (key) => key;
const reading: FigureReading = { locale: 'en', timeZone, text };

function planOf(ask: Partial<ReportAsk>): ReportPlan {
  const rights = apiRights(allNames(model));
  const whole = { of: 'SalesOrder', rows: [], columns: [], measures: [{ id: 'n', fn: 'count' as const }], ...ask };
  const plan = reportPlan(whole, { model, rights, locale: 'en', context, text });
  if (!('entity' in plan)) throw new Error(JSON.stringify(plan));
  return plan;
}

const BY_CUSTOMER_AND_MONTH: Partial<ReportAsk> = {
  rows: [{ id: 'customer' }],
  columns: [{ id: 'dueAt', bucket: 'month' }],
  measures: [
    { id: 'total', fn: 'sum' },
    { id: 'n', fn: 'count' },
  ],
};

describe('what a report asks and is answered', () => {
  it('[RPT-3] every level of subtotals is asked of the server, in one document', () => {
    const document = reportDocument(planOf(BY_CUSTOMER_AND_MONTH));
    expect(document.match(/r\dc\d:/g)).toEqual(['r0c0:', 'r0c1:', 'r1c0:', 'r1c1:']);
    expect(document).toContain(
      'r1c1: salesOrdersAggregate(where: $where, groupBy: [{ customer: { id: VALUE } }, { dueAt: MONTH }], first: 2000) { count key { k0: customer { id name } k1: dueAt(bucket: MONTH) } sum { total } }',
    );
  });

  it('[RPT-3] figures stay exact texts, and a month is that of the tenant’s clock', () => {
    const plan = planOf(BY_CUSTOMER_AND_MONTH);
    const ann = { id: 'a', name: 'Ann' };
    const november = '2026-10-31T16:00:00.000Z';
    const row = (key: unknown, count: number, total: string | null) => ({ key, count, sum: { total } });
    const data = reportData(
      plan,
      {
        r0c0: [row(undefined, 3, '9007199254740993.10')],
        r0c1: [row({ k0: november }, 3, '9007199254740993.10')],
        r1c0: [row({ k0: ann }, 2, '5.10'), row({ k0: { id: null, name: null } }, 1, null)],
        r1c1: [row({ k0: ann, k1: november }, 2, '5.10')],
      },
      timeZone,
    );
    expect(data.total.values).toEqual(['9007199254740993.10', '3']);
    expect(data.columns.map(({ value }) => value.key)).toEqual(['2026-11-01']);
    expect(data.rows.map(({ value }) => value.title)).toEqual(['Ann', '']);
    expect(data.at([{ key: 'a', title: '' }], [{ key: '2026-11-01', title: '' }])?.values).toEqual(['5.10', '2']);
  });

  it('[RPT-2] where the API has no terms, the same levels are counted row by row, exactly', () => {
    const plan = planOf({
      rows: [{ id: 'dueAt', bucket: 'day' }],
      measures: [
        { id: 'n', fn: 'count' },
        { id: 'sum', fn: 'sum', field: 'total' },
        { id: 'avg', fn: 'avg', field: 'total' },
        { id: 'who', fn: 'countDistinct', field: 'customer' },
      ],
    });
    const row = (dueAt: string, total: string, id: string) => ({ dueAt, total, customer: { id } });
    const levels = countedLevels(
      plan,
      [
        row('2026-11-21T17:00:00.000Z', '0.10', 'a'),
        row('2026-11-22T15:59:00.000Z', '0.20', 'b'),
        row('2026-11-22T16:00:00.000Z', '9007199254740993', 'a'),
      ],
      timeZone,
    );
    const data = dataOf(plan, levels);
    expect(data.total.values.slice(0, 2)).toEqual(['3', '9007199254740993.3']);
    expect(data.rows.map(({ value }) => value.key)).toEqual(['2026-11-22', '2026-11-23']);
    expect(data.at([{ key: '2026-11-22', title: '' }], [])?.values).toEqual(['2', '0.3', '0.15', '2']);
  });
});

describe('from a figure to its records', () => {
  it('[RPT-5] the groups become conditions, spans of days of one field their common days', () => {
    const plan = planOf(BY_CUSTOMER_AND_MONTH);
    const groups = groupsOf(plan, {
      down: [{ key: 'a', title: 'Ann' }],
      across: [{ key: '2026-11-01', title: '2026-11-01' }],
    });
    const where = [{ field: 'dueAt', op: 'between', values: ['2026-11-15', '2026-12-15'] }] as const;
    expect(drillSearch({ within: 'byCustomer', where, groups })).toEqual({
      within: 'byCustomer',
      where: [
        { field: 'dueAt', op: 'between', values: ['2026-11-15', '2026-11-30'] },
        { field: 'customer', op: 'anyOf', values: ['a'], titles: ['Ann'] },
      ],
    });
    const none = groupsOf(plan, { down: [{ key: '', title: '' }], across: [] });
    expect(drillSearch({ within: 'r', where: [], groups: none })?.where).toEqual([{ field: 'customer', op: 'empty' }]);
  });
});

describe('periods', () => {
  const today = must(parseDate('2026-11-22'), 'a day');
  const shown = (span: DaySpan | undefined): string =>
    span === undefined ? '' : `${dateText(span.from)} ${dateText(span.to)}`;

  it('[RPT-6] a whole period is held against the whole one before, a running one against as many days', () => {
    const pairs = ['thisMonth', 'lastMonth', 'thisYear', 'thisWeek', 'last7', '2026-11-10..2026-11-12'].map((name) => [
      shown(periodSpan(name, today)),
      shown(formerSpan(name, today)),
    ]);
    expect(pairs).toEqual([
      ['2026-11-01 2026-11-30', '2026-10-01 2026-10-22'],
      ['2026-10-01 2026-10-31', '2026-09-01 2026-09-30'],
      ['2026-01-01 2026-12-31', '2025-01-01 2025-11-22'],
      ['2026-11-16 2026-11-22', '2026-11-09 2026-11-15'],
      ['2026-11-16 2026-11-22', '2026-11-09 2026-11-15'],
      ['2026-11-10 2026-11-12', '2026-11-07 2026-11-09'],
    ]);
    // The last of March has no 31 days before it in February.
    const endOfMarch = must(parseDate('2026-03-31'), 'a day');
    expect(shown(formerSpan('thisMonth', endOfMarch))).toBe('2026-02-01 2026-02-28');
  });

  it('[RPT-6] the change is exact; from nothing there is none in percent', () => {
    expect(change('110', '100')).toEqual({ kind: 'up', percent: '10%' });
    expect(change('1', '3')).toEqual({ kind: 'down', percent: '66.7%' });
    expect(change('5', null)).toEqual({ kind: 'new', percent: '' });
    expect(change(null, '0')).toEqual({ kind: 'none', percent: '0%' });
  });
});

describe('turning a report', () => {
  const body = {
    of: 'SalesOrder',
    groupBy: [{ id: 'month', field: 'dueAt', bucket: 'month' as const }, { id: 'customer' }],
    measures: [{ id: 'worth', label: { en: 'Worth' }, fn: 'sum' as const, field: 'total' }],
    sort: [{ field: 'worth', direction: 'desc' as const }],
    chart: 'line' as const,
  };

  it('[RPT-7] the address holds what differs from the design, and gives it back', () => {
    const designed = turnOf(body, {});
    expect(designed).toMatchObject({ rows: ['dueAt:month', 'customer'], figures: ['sum:total'], sort: '-sum:total' });
    expect(turnSearch(body, designed)).toEqual({});
    const turned = moved(designed, 'dueAt:month', { from: 'rows', zone: 'columns' });
    const search = turnSearch(body, turned);
    expect(search).toEqual({ rows: ['customer'], columns: ['dueAt:month'] });
    expect(turnOf(body, reportSearchFrom(search))).toEqual(turned);
    expect(askOfTurn(body, turned).measures).toEqual([
      { id: 'sum:total', fn: 'sum', field: 'total', label: { en: 'Worth' } },
    ]);
  });

  it('[RPT-7] what is no such thing in an address is ignored', () => {
    expect(reportSearchFrom({ rows: ['customer', 7, 'a b'], columns: 'x', heat: 'yes', where: [{}] })).toEqual({
      rows: ['customer'],
    });
    expect(boardSearchFrom({ period: '<b>', screen: 2, pace: 1, where: 'x' })).toEqual({});
    expect(boardSearchFrom({ period: 'thisMonth', screen: 1, pace: 20 })).toEqual({
      period: 'thisMonth',
      screen: 1,
      pace: 20,
    });
  });

  it('[RPT-8] a group goes before another one; figures stay figures', () => {
    const turn = { rows: ['a', 'b'], columns: ['c'], figures: ['count'], sort: '', chart: 'bar' as const };
    expect(moved(turn, 'b', { from: 'rows', zone: 'columns', before: 'c' })).toMatchObject({
      rows: ['a'],
      columns: ['b', 'c'],
    });
    expect(moved(turn, 'b', { from: 'rows', zone: 'rows', before: 'a' }).rows).toEqual(['b', 'a']);
    expect(moved(turn, 'count', { from: 'figures', zone: 'rows' })).toBe(turn);
  });
});

describe('showing a report', () => {
  const value = (key: string) => ({ key, title: key });
  const figures = (count: number, sum: string | null) => ({ count, values: [sum, String(count)] });

  it('[RPT-4] a month in which nothing happened is drawn, and picked like the others', () => {
    const plan = planOf({ ...BY_CUSTOMER_AND_MONTH, rows: [{ id: 'dueAt', bucket: 'month' }], columns: [] });
    const groups = [
      { keys: [value('2026-09-01')], figures: figures(1, '10') },
      { keys: [value('2026-11-01')], figures: figures(2, '30') },
    ];
    const data = dataOf(plan, [
      { level: [0, 0], groups: [{ keys: [], figures: figures(3, '40') }] },
      { level: [1, 0], groups },
    ]);
    const rows = sortedRows(data, { axes: plan.rows, measures: plan.measures, sort: undefined, locale: 'en' });
    const chart = must(chartPlan(plan, data, { kind: 'bar', reading, rows }), 'a chart');
    const series = Array.isArray(chart.option.series) ? chart.option.series : [chart.option.series];
    expect(series.map((one) => one?.data)).toEqual([
      [10, 0, 30],
      [1, 0, 2],
    ]);
    expect(chart.groupAt({ seriesIndex: 1, dataIndex: 1, name: '' })?.down[0]?.key).toBe('2026-10-01');
  });

  it('[RPT-50] a department counts with all below it, to the last digit, and leads to their rows', () => {
    const asked = planOf({ ...BY_CUSTOMER_AND_MONTH, columns: [] });
    const plan: ReportPlan = {
      ...asked,
      rows: asked.rows.map((axis) => ({ ...axis, end: { ...axis.end, kind: 'org' }, below: true })),
    };
    const data = dataOf(plan, [
      { level: [0, 0], groups: [{ keys: [], figures: figures(6, '60.10') }] },
      {
        level: [1, 0],
        groups: [
          { keys: [value('north')], figures: figures(1, '10.05') },
          { keys: [value('leeds')], figures: figures(2, '20.05') },
          { keys: [value('bath')], figures: figures(3, '30.00') },
        ],
      },
    ]);
    const rolled = rolledUp(plan, data, [
      { id: 'bath', name: 'Bath', parentId: 'south' },
      { id: 'south', name: 'South', parentId: null },
      { id: 'north', name: 'North', parentId: null },
      { id: 'leeds', name: 'Leeds', parentId: 'north' },
    ]);
    const told = rolled.rows.map(({ value: { title }, path }) => [title, rolled.at(path, [])?.values]);
    expect(told).toEqual([
      ['South', ['30.00', '3']],
      ['Bath', ['30.00', '3']],
      ['North', ['30.1', '3']],
      ['Leeds', ['20.05', '2']],
    ]);
    expect(rolled.total).toEqual(data.total);
    const group = { down: [value('north')], across: [] };
    expect(drillSearch({ within: 'r', where: [], groups: groupsOf(plan, group) })?.where?.[0]?.op).toBe('within');
  });

  it.each(['bar', 'stacked', 'line', 'area', 'pie', 'scatter'] as const)(
    '[RPT-5] each part of a %s chart leads to the rows that it draws, and to no others',
    (kind) => {
      const plan = planOf({ ...BY_CUSTOMER_AND_MONTH, rows: [{ id: 'dueAt', bucket: 'month' }], columns: [] });
      const months = ['2026-09-01', '2026-10-01', '2026-11-01'];
      const counts = [1, 4, 2];
      const data = dataOf(plan, [
        { level: [0, 0], groups: [{ keys: [], figures: figures(7, '70') }] },
        {
          level: [1, 0],
          groups: months.map((key, at) => ({
            keys: [value(key)],
            figures: figures(counts[at] ?? 0, String(at * 10 + 5)),
          })),
        },
      ]);
      const rows = sortedRows(data, { axes: plan.rows, measures: plan.measures, sort: undefined, locale: 'en' });
      const chart = must(chartPlan(plan, data, { kind, reading, rows }), kind);
      const led = months.map((_, dataIndex) => {
        const group = must(chart.groupAt({ seriesIndex: 0, dataIndex, name: '' }), 'a group');
        const drill = drillSearch({ within: 'r', where: [], groups: groupsOf(plan, group) });
        const [from = '', to = ''] = drill?.where?.[0]?.values ?? [];
        // The drawn figure is that of the group, wherever the chart has put it.
        const drawn = chartTable(chart.option).rows[dataIndex]?.values[0];
        expect(String(drawn).split(',')[0]).toBe(data.at(group.down, group.across)?.values[0]);
        return `${from} ${to}`;
      });
      expect(led.toSorted()).toEqual(['2026-09-01 2026-09-30', '2026-10-01 2026-10-31', '2026-11-01 2026-11-30']);
    },
  );

  it('[RPT-41] beside a pie stand all of its names with their shares, and each figure leads to its rows', () => {
    const plan = planOf({ ...BY_CUSTOMER_AND_MONTH, columns: [] });
    const amounts = { Ann: '60', Bo: '30', Cy: '10' };
    const data = dataOf(plan, [
      { level: [0, 0], groups: [{ keys: [], figures: figures(3, '100') }] },
      {
        level: [1, 0],
        groups: Object.entries(amounts).map(([name, sum]) => ({ keys: [value(name)], figures: figures(1, sum) })),
      },
    ]);
    const rows = sortedRows(data, { axes: plan.rows, measures: plan.measures, sort: undefined, locale: 'en' });
    const chart = must(chartPlan(plan, data, { kind: 'pie', reading, rows }), 'a pie');
    const [legend] = [chart.option.legend].flat();
    const beside = (name: string): string =>
      legend !== undefined && typeof legend.formatter === 'function' ? legend.formatter(name) : '';
    expect(Object.keys(amounts).map((name) => beside(name).replaceAll(/[^A-Za-z0-9%]/g, ''))).toEqual([
      expect.stringMatching(/60%.*Ann/),
      expect.stringMatching(/30%.*Bo/),
      expect.stringMatching(/10%.*Cy/),
    ]);
    const table = chartTable(chart.option);
    expect(
      table.rows.map(({ name }, dataIndex) => [
        name,
        chart.groupAt({ seriesIndex: 0, dataIndex, name: '' })?.down[0]?.key,
      ]),
    ).toEqual(Object.keys(amounts).map((name) => [name, name]));
  });

  it('[RPT-51] a name beside a pie takes as many lines as there is room for, and is cut in the last', () => {
    const lines = (name: string, slices: number): readonly string[] =>
      besidePie(name, '12%', linesBeside(slices))
        .split('\n')
        .map((line) => line.replace(/^.*\{name\|(.*)\}$/, '$1'));
    const name = 'North of England and all islands around it';
    expect(lines(name, 3).join(' ')).toBe(name);
    expect(lines(name, 6)).toHaveLength(2);
    expect(lines(name, 6).at(-1)).toMatch(/…$/);
    expect(lines(name, 9)).toHaveLength(1);
    expect(lines('Bath {old}', 9)).toEqual(['Bath  old']);
    expect(lines('华北大区及其下属的所有营业网点与仓库', 3).join('')).toBe('华北大区及其下属的所有营业网点与仓库');
  });

  it('[RPT-3] rows are put in order by exact figures, what has none last', () => {
    const plan = planOf({ ...BY_CUSTOMER_AND_MONTH, columns: [] });
    const sums: readonly (readonly [string, string | null])[] = [
      ['a', '9007199254740992'],
      ['b', null],
      ['c', '9007199254740993'],
    ];
    const data = dataOf(plan, [
      { level: [1, 0], groups: sums.map(([key, sum]) => ({ keys: [value(key)], figures: figures(1, sum) })) },
    ]);
    const sort = { field: 'total', direction: 'desc' } as const;
    const sorted = sortedRows(data, { axes: plan.rows, measures: plan.measures, sort, locale: 'en' });
    expect(sorted.map((node) => node.value.key)).toEqual(['c', 'a', 'b']);
  });

  it('[RPT-3] columns of two levels have their subtotals behind them and one total', () => {
    const leaf = (first: string, second: string) => ({
      value: value(second),
      path: [value(first), value(second)],
      children: [],
    });
    const nodes = [{ value: value('x'), path: [value('x')], children: [leaf('x', '1'), leaf('x', '2')] }];
    const columns = pivotColumns(nodes, { hasSubtotals: true, depth: 2 });
    expect(columns.map(({ kind }) => kind)).toEqual(['group', 'group', 'subtotal', 'total']);
    const heads = headRows(columns, 2).map((cells) => cells.map(({ kind, span, rows }) => `${kind} ${span}×${rows}`));
    expect(heads).toEqual([
      ['group 3×1', 'total 1×2'],
      ['group 1×1', 'group 1×1', 'subtotal 1×1'],
    ]);
  });

  it('[RPT-10] figures are written in full, and short for the distance', () => {
    const [total] = planOf(BY_CUSTOMER_AND_MONTH).measures;
    expect(figureText(must(total, 'total'), '1234567.891', reading)).toBe('1,234,567.89');
    expect(figureText(must(total, 'total'), null, reading)).toBe('–');
    expect([compactNumber(123_456, 'en'), compactNumber(123_456, 'zh-CN')]).toEqual(['123K', '12.3万']);
    expect(compactNumber(250_000_000, 'zh-CN')).toBe('2.5亿');
    const [month] = planOf({ rows: [{ id: 'dueAt', bucket: 'month' }] }).rows;
    expect(groupText(must(month, 'month'), value('2026-11-01'), { ...reading, locale: 'zh-CN' })).toBe('2026年11月');
  });

  it('[RPT-10] no exported text is a formula, and negative numbers stay numbers', () => {
    expect(csvText([['=HYPERLINK("x")', '-12.5', '+1', '@a', 'plain, "quoted"']])).toBe(
      `"'=HYPERLINK(""x"")",-12.5,+1,'@a,"plain, ""quoted"""`,
    );
  });
});
