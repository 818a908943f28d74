import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { dateText, localDate, parseInstant } from '../../schema/expr/calendar.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { Chart } from '../charts/chart.tsx';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import type { ApiRights } from '../workplace/documents/api-rights.ts';
import { entityById, pathEnd } from '../workplace/documents/field-path.ts';
import type { Condition } from '../workplace/documents/list-search.ts';
import { useApiRights } from '../workplace/use-api-rights.ts';
import { useEvalContext } from '../workplace/use-clock.ts';
import { CATEGORIES_MAX, chartPlan } from './chart-plan.ts';
import { drillSearch, groupsOf } from './drill.ts';
import type { FigureReading } from './figure-text.ts';
import { LOCAL_ROWS_MAX } from './local-report.ts';
import { PivotGrid } from './pivot/pivot-grid.tsx';
import type { Axis } from './report-ask.ts';
import { firstPeriod, periodSpan } from './period.ts';
import { dateFieldOf, reportsOf, type KnownReport } from './report-defs.ts';
import { GROUPS_MAX as CUT_AT } from './report-document.ts';
import { reportSearchFrom, type ReportSearch } from './report-search.ts';
import { useReportText } from './report-texts.ts';
import { askOfTurn, turnOf, turnSearch, type ReportTurn } from './report-turn.ts';
import { ReportHead } from './report/report-head.tsx';
import { hasBelow } from './roll-up.ts';
import { sortedRows } from './sort-nodes.ts';
import { useBoardLive } from './use-board-live.ts';
import { useReport } from './use-report.ts';
import './dash.css';
import './report/report.css';

/** Dragging comes after the figures. */
const Arrangement = lazy(() => import('./report/arrangement.tsx').then((part) => ({ default: part.Arrangement })));

/** A report: its figures as a chart and as a table that the reader turns as needed. */
export function ReportPage(): ReactNode {
  const { view: id } = useParams({ from: '/w/$tenant/reports/$view' });
  const tenant = useTenant();
  const text = useReportText();
  const { locale } = useLanguage();
  const report = useMemo(() => reportsOf(tenant, locale).find((one) => one.id === id), [tenant, locale, id]);
  const entity = entityById(tenant.model, report?.body.of ?? '');
  const { rights, error, retry } = useApiRights(tenant, entity);
  if (rights === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  if (report === undefined || entity === undefined || !rights.reads(entity))
    return (
      <div className="notice">
        <h1>{text('unknownReport')}</h1>
      </div>
    );
  return <ReportView key={id} {...{ report, entity, rights }} />;
}

interface ReportViewProps {
  readonly report: KnownReport;
  readonly entity: EntityModel;
  readonly rights: ApiRights;
}

function ReportView({ report, entity, rights }: ReportViewProps): ReactNode {
  const tenant = useTenant();
  const text = useReportText();
  const { locale } = useLanguage();
  const change = useReportChange();
  const dated = useMemo(
    () => reportDate(report.body, { entity, model: tenant.model, rights }),
    [report, entity, tenant, rights],
  );
  const search = useReportSearch(change, dated === undefined ? undefined : (report.body.period ?? firstPeriod(entity)));
  const live = useMemo(() => [entity], [entity]);
  useBoardLive(tenant.name, live);
  const turn = useMemo(() => turnOf(report.body, search), [report.body, search]);
  const context = useEvalContext(tenant);
  const where = useMemo<readonly Condition[]>(() => {
    const today = localDate(parseInstant(context.now) ?? 0n, tenant.timeZone);
    const days = dated === undefined ? undefined : periodSpan(search.period, today);
    const own = search.where ?? [];
    if (dated === undefined || days === undefined) return own;
    return [...own, { field: dated, op: 'between', values: [dateText(days.from), dateText(days.to)] }];
  }, [search.where, search.period, dated, context.now, tenant.timeZone]);
  const ask = useMemo(() => ({ ...askOfTurn(report.body, turn), where }), [report.body, turn, where]);
  const state = useReport(tenant, ask);
  const { plan, data } = state;
  const reading = useMemo<FigureReading>(
    () => ({ locale, timeZone: tenant.timeZone, text }),
    [locale, tenant.timeZone, text],
  );
  const rows = useMemo(
    () =>
      plan === undefined || data === undefined
        ? []
        : sortedRows(data, { axes: plan.rows, measures: plan.measures, sort: plan.sort, locale }),
    [plan, data, locale],
  );
  const drawn = useMemo(() => {
    if (plan === undefined || data === undefined) return undefined;
    if (turn.chart !== 'pie' || !hasBelow(plan) || state.alone === undefined) return { plan, data, rows };
    // The slices of one whole: each department alone.
    const single = { ...plan, rows: plan.rows.map(alone), columns: plan.columns.map(alone) };
    const own = { axes: single.rows, measures: plan.measures, sort: plan.sort, locale };
    return { plan: single, data: state.alone, rows: sortedRows(state.alone, own) };
  }, [plan, data, rows, turn.chart, state.alone, locale]);
  const setTurn = (next: ReportTurn): void =>
    change({
      rows: undefined,
      columns: undefined,
      figures: undefined,
      sort: undefined,
      chart: undefined,
      ...turnSearch(report.body, next),
    });
  const chartHome = useRef<HTMLDivElement>(null);
  const sort = (field: string): void => {
    const isFalling = turn.sort === `-${field}`;
    const isRising = turn.sort === field;
    // A figure is looked at from the greatest down first, a name from the first up.
    const isFigure = turn.figures.includes(field);
    setTurn({ ...turn, sort: isFalling ? field : isRising ? `-${field}` : isFigure ? `-${field}` : field });
  };
  const drill = { tenant: tenant.name, within: report.id, where };
  return (
    <div className="report">
      <ReportHead
        {...{ report, entity, rights, search, change, turn, setTurn, plan, data, rows, reading, chartHome }}
        at={state.at}
        hasPeriod={dated !== undefined}
      />
      <Suspense fallback={null}>
        <Arrangement model={tenant.model} {...{ entity, rights, turn, setTurn, search, change, reading }} plan={plan} />
      </Suspense>
      {state.error !== null && data === undefined ? (
        <Failure error={state.error} retry={state.retry} />
      ) : state.refused !== undefined ? (
        <p className="tile-nothing" role="alert">
          {state.refused.kind === 'field' ? text('fieldHidden', { what: state.refused.label }) : text('entityHidden')}
        </p>
      ) : plan === undefined || data === undefined || drawn === undefined ? (
        <Waiting />
      ) : (
        <div className="report-body">
          {data.total.count === 0 ? (
            <p className="tile-nothing">{text('nothing')}</p>
          ) : (
            <>
              <ReportChart {...{ ...drawn, reading, turn, chartHome, drill }} label={report.label} />
              {hasBelow(plan) && <p className="report-note">{text('belowNote')}</p>}
              {data.isCut && <p className="report-note">{text('cut', { count: CUT_AT })}</p>}
              {state.isPartial && <p className="report-note">{text('onlyFirstRows', { count: LOCAL_ROWS_MAX })}</p>}
              <PivotGrid
                {...{ plan, data, rows, reading, drill }}
                label={report.label}
                hasHeat={search.heat === true}
                hasSubtotals={search.flat !== true}
                sort={ask.sort}
                onSort={sort}
              />
            </>
          )}
        </div>
      )}
    </div>
  );
}

function alone({ below: _below, ...axis }: Axis): Axis {
  return axis;
}

interface ReportChartProps {
  readonly plan: NonNullable<ReturnType<typeof useReport>['plan']>;
  readonly data: NonNullable<ReturnType<typeof useReport>['data']>;
  readonly rows: ReturnType<typeof sortedRows>;
  readonly reading: FigureReading;
  readonly turn: ReportTurn;
  readonly label: string;
  readonly chartHome: React.RefObject<HTMLDivElement | null>;
  readonly drill: {
    readonly tenant: string;
    readonly within: string;
    readonly where: readonly Condition[];
  };
}

function ReportChart({ plan, data, rows, reading, turn, label, chartHome, drill }: ReportChartProps): ReactNode {
  const navigate = useNavigate();
  const { chart: kind } = turn;
  const chart = useMemo(() => chartPlan(plan, data, { kind, reading, rows }), [plan, data, kind, reading, rows]);
  if (chart === undefined) return null;
  return (
    <div className="report-chart" ref={chartHome}>
      <Chart
        option={chart.option}
        label={label}
        of={chart.of}
        format={chart.format}
        isPlain
        onPick={(pick) => {
          const group = chart.groupAt(pick);
          const search =
            group === undefined
              ? undefined
              : drillSearch({ within: drill.within, where: drill.where, groups: groupsOf(plan, group) });
          if (search !== undefined)
            void navigate({
              to: '/w/$tenant/e/$entity',
              params: { tenant: drill.tenant, entity: plan.entity.id },
              search,
            });
        }}
      />
      {rows.length > CATEGORIES_MAX && (
        <p className="report-note">{reading.text('chartCut', { count: CATEGORIES_MAX })}</p>
      )}
    </div>
  );
}

/** A part of the address may be given as `undefined`: it is taken out. */
export type ChangeReport = (change: { readonly [Key in keyof ReportSearch]?: ReportSearch[Key] | undefined }) => void;

function useReportChange(): ChangeReport {
  const navigate = useNavigate({ from: '/w/$tenant/reports/$view' });
  return useCallback(
    (next) => {
      void navigate({ search: (last) => reportSearchFrom({ ...last, ...next }), replace: true, resetScroll: false });
    },
    [navigate],
  );
}

/** What the address says, and the period that it begins with: that is told in the address too. */
function useReportSearch(change: ChangeReport, first: string | undefined): ReportSearch {
  const given = useSearch({ from: '/w/$tenant/reports/$view' });
  useEffect(() => {
    if (given.period === undefined && first !== undefined) change({ period: first });
  }, [given.period, first, change]);
  return useMemo(
    () => (given.period === undefined && first !== undefined ? { ...given, period: first } : given),
    [given, first],
  );
}

/** The date by which a period limits the report; none where the reader may not compare it. */
function reportDate(
  body: KnownReport['body'],
  { entity, model, rights }: { readonly entity: EntityModel; readonly model: Model; readonly rights: ApiRights },
): string | undefined {
  const date = dateFieldOf(model, { entity: entity.id, body });
  const end = date === undefined ? undefined : pathEnd(model, entity, { path: date, locale: 'en' });
  return end?.owners.every((owner, index) => rights.compares(owner, end.steps[index] ?? '')) === true
    ? date
    : undefined;
}
