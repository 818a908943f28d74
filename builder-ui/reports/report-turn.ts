import type { Text } from '../../schema/core/text.ts';
import {
  CHART_KINDS,
  DATE_BUCKETS,
  SUMMARY_FNS,
  type GroupDef,
  type MeasureOfReport,
  type ReportBody,
} from '../../schema/template/template-views.ts';
import type { AskedGroup, Bucket, ChartKind, ReportAsk, SummaryFn } from './report-ask.ts';
import type { ReportSearch } from './report-search.ts';

/** Where a field of a report stands. */
export const ZONES = ['rows', 'columns', 'figures'] as const;
export type Zone = (typeof ZONES)[number];

/** A report as the reader turned it. Groups and figures are named by what they are, so that an address can hold them. */
export interface ReportTurn {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly figures: readonly string[];
  readonly sort: string;
  readonly chart: ChartKind;
}

/** `orderedOn:month`. */
export function groupToken({ id, field, bucket }: GroupDef): string {
  const path = field ?? id;
  return bucket === undefined ? path : `${path}:${bucket}`;
}

/** After the path of a department: with all below it. */
export const BELOW = 'below';

/** `sum:total`, `count`. */
export function figureToken({ id, fn, field }: MeasureOfReport): string {
  return fn === 'count' ? 'count' : `${fn}:${field ?? id}`;
}

/** The designed report, and over it what the address says (SPEC [RPT-7]). */
export function turnOf(body: ReportBody, search: ReportSearch): ReportTurn {
  const designed = designedTurn(body);
  const chart = CHART_KINDS.find((kind) => kind === search.chart);
  return {
    rows: search.rows ?? designed.rows,
    columns: search.columns ?? designed.columns,
    figures: search.figures === undefined || search.figures.length === 0 ? designed.figures : search.figures,
    sort: search.sort ?? designed.sort,
    chart: chart ?? designed.chart,
  };
}

function designedTurn({ groupBy = [], measures = [], sort, chart }: ReportBody): ReportTurn {
  const tokens = new Map([
    ...groupBy.map((def) => [def.id, groupToken(def)] as const),
    ...measures.map((def) => [def.id, figureToken(def)] as const),
  ]);
  const first = sort?.[0];
  const sorted = first === undefined ? '' : (tokens.get(first.field) ?? '');
  return {
    rows: groupBy.map(groupToken),
    columns: [],
    figures: measures.length === 0 ? ['count'] : [...new Set(measures.map(figureToken))],
    sort: sorted === '' ? '' : first?.direction === 'desc' ? `-${sorted}` : sorted,
    chart: chart ?? 'bar',
  };
}

/** What is to be asked for a turned report; labels that were designed for a figure stay with it. */
export function askOfTurn(body: ReportBody, turn: ReportTurn): ReportAsk {
  const labels = new Map<string, Text>(
    (body.measures ?? []).flatMap((def) => (def.label === undefined ? [] : [[figureToken(def), def.label] as const])),
  );
  const isFalling = turn.sort.startsWith('-');
  const sorted = isFalling ? turn.sort.slice(1) : turn.sort;
  return {
    of: body.of,
    rows: turn.rows.map(groupOf),
    columns: turn.columns.map(groupOf),
    measures: turn.figures.map((token) => figureOf(token, labels.get(token))),
    ...(body.filter === undefined ? {} : { filter: body.filter }),
    ...(sorted === '' ? {} : { sort: { field: sorted, direction: isFalling ? ('desc' as const) : ('asc' as const) } }),
  };
}

function groupOf(token: string): AskedGroup {
  const { path, bucket, isBelow } = groupParts(token);
  return { id: token, field: path, ...(bucket === undefined ? {} : { bucket }), ...(isBelow ? { below: true } : {}) };
}

/** The path and the bucket of a group, and whether departments are meant with all below them. */
export function groupParts(token: string): {
  readonly path: string;
  readonly bucket: Bucket | undefined;
  readonly isBelow: boolean;
} {
  const [path = '', name] = token.split(':');
  return { path, bucket: DATE_BUCKETS.find((one) => one === name), isBelow: name === BELOW };
}

function figureOf(token: string, label: Text | undefined): MeasureOfReport {
  const { fn, path } = figureParts(token);
  return { id: token, fn, ...(path === '' ? {} : { field: path }), ...(label === undefined ? {} : { label }) };
}

/** The function and the field of a figure. */
export function figureParts(token: string): { readonly fn: SummaryFn; readonly path: string } {
  const [name = '', path = ''] = token.split(':');
  return { fn: SUMMARY_FNS.find((one) => one === name) ?? 'count', path };
}

/** Moves a group or a figure to a place of a zone; figures stay figures and groups stay groups. */
export function moved(
  turn: ReportTurn,
  token: string,
  to: { readonly from: Zone; readonly zone: Zone; readonly before?: string | undefined },
): ReportTurn {
  if ((to.from === 'figures') !== (to.zone === 'figures')) return turn;
  const without = { ...turn, [to.from]: turn[to.from].filter((one) => one !== token) };
  const list = without[to.zone].filter((one) => one !== token);
  const at = to.before === undefined ? -1 : list.indexOf(to.before);
  const place = at < 0 ? list.length : at;
  const next = { ...without, [to.zone]: [...list.slice(0, place), token, ...list.slice(place)] };
  return next.rows.length + next.columns.length > GROUPS_MAX ? turn : next;
}

/** The API groups by so many fields at once. */
export const GROUPS_MAX = 5;

/** Replaces a group or a figure by another one (a bucket, a function), the order going with it. */
export function replaced(
  turn: ReportTurn,
  zone: Zone,
  change: { readonly token: string; readonly by: string | undefined },
): ReportTurn {
  const { token, by } = change;
  const list = turn[zone].flatMap((one) => (one !== token ? [one] : by === undefined ? [] : [by]));
  const sorted = turn.sort.replace(/^-/, '');
  const sort = sorted !== token ? turn.sort : by === undefined ? '' : turn.sort.replace(token, by);
  return { ...turn, [zone]: [...new Set(list)], sort };
}

/** The same turn as the address says it, what is as designed left out. */
export function turnSearch(
  body: ReportBody,
  turn: ReportTurn,
): Pick<ReportSearch, 'rows' | 'columns' | 'figures' | 'sort' | 'chart'> {
  const designed = designedTurn(body);
  const differs = (name: 'rows' | 'columns' | 'figures'): boolean => turn[name].join(' ') !== designed[name].join(' ');
  return {
    ...(differs('rows') ? { rows: turn.rows } : {}),
    ...(differs('columns') ? { columns: turn.columns } : {}),
    ...(differs('figures') ? { figures: turn.figures } : {}),
    ...(turn.sort === designed.sort || turn.sort === '' ? {} : { sort: turn.sort }),
    ...(turn.chart === designed.chart ? {} : { chart: turn.chart }),
  };
}
