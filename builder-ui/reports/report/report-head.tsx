import {
  AreaChartOutlined,
  BarChartOutlined,
  DotChartOutlined,
  DownloadOutlined,
  LineChartOutlined,
  PieChartOutlined,
  ShareAltOutlined,
  TableOutlined,
} from '@ant-design/icons';
import { Button, Dropdown, Segmented } from 'antd';
import { useMemo, type ReactNode, type RefObject } from 'react';
import type { EntityModel } from '../../../schema/model/model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import type { ApiRights } from '../../workplace/documents/api-rights.ts';
import { pathEnd } from '../../workplace/documents/field-path.ts';
import { conditionOps } from '../../workplace/documents/list-filter.ts';
import type { Condition } from '../../workplace/documents/list-search.ts';
import type { Reading } from '../../workplace/list/cell.tsx';
import { FilterPill } from '../../workplace/list/filter-pill.tsx';
import { useSources } from '../../workplace/use-sources.ts';
import { useWorkText } from '../../workplace/work-texts.ts';
import { SearchedPeriod } from '../board/period-picker.tsx';
import type { FigureReading } from '../figure-text.ts';
import { ALL_TIME } from '../period.ts';
import type { ReportData, ReportNode } from '../report-answer.ts';
import type { ReportPlan } from '../report-ask.ts';
import type { KnownReport } from '../report-defs.ts';
import type { ChangeReport } from '../report-page.tsx';
import type { ReportSearch } from '../report-search.ts';
import { useReportText } from '../report-texts.ts';
import type { ReportTurn } from '../report-turn.ts';
import { useShare } from '../use-share.ts';
import { saveChart, saveCsv, saveExcel } from './save.ts';
import '../../workplace/list/list.css';

const ICONS = {
  bar: <BarChartOutlined aria-hidden />,
  stacked: <StackedIcon />,
  line: <LineChartOutlined aria-hidden />,
  area: <AreaChartOutlined aria-hidden />,
  pie: <PieChartOutlined aria-hidden />,
  scatter: <DotChartOutlined aria-hidden />,
  table: <TableOutlined aria-hidden />,
} as const;
/** The icons of the library have no stacked bars. */
function StackedIcon(): ReactNode {
  return (
    <svg viewBox="0 0 16 16" width="1em" height="1em" fill="currentColor" aria-hidden="true">
      <path d="M1 14h14v1H1zM3 9h3v4H3zM10 7h3v6h-3z" />
      <path d="M3 5h3v3.2H3zM10 2h3v4.2h-3z" opacity="0.5" />
    </svg>
  );
}

const CHARTS = ['bar', 'stacked', 'line', 'area', 'pie', 'scatter', 'table'] as const;

interface ReportHeadProps {
  readonly report: KnownReport;
  readonly entity: EntityModel;
  readonly rights: ApiRights;
  readonly search: ReportSearch;
  readonly change: ChangeReport;
  readonly turn: ReportTurn;
  readonly setTurn: (turn: ReportTurn) => void;
  readonly plan: ReportPlan | undefined;
  readonly data: ReportData | undefined;
  readonly rows: readonly ReportNode[];
  readonly reading: FigureReading;
  readonly chartHome: RefObject<HTMLDivElement | null>;
  readonly at: number;
  /** Whether its records have a date that a period limits. */
  readonly hasPeriod: boolean;
}

/** The name of a report, how it is drawn, what limits it, and ways to take it along. */
export function ReportHead(props: ReportHeadProps): ReactNode {
  const { report, turn, setTurn, at } = props;
  const text = useReportText();
  const { locale } = useLanguage();
  const { timeZone } = useTenant();
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone });
  return (
    <header className="dash-head">
      <div className="dash-title">
        <h1>{report.label}</h1>
      </div>
      <div className="dash-tools">
        {at > 0 && <span className="dash-fresh">{text('updatedAt', { time: time.format(at) })}</span>}
        <Segmented
          aria-label={text('chartKind')}
          value={turn.chart === 'number' ? 'table' : turn.chart}
          options={CHARTS.map((kind) => ({
            value: kind,
            icon: ICONS[kind],
            title: text(kind),
            label: <span className="unseen">{text(kind)}</span>,
          }))}
          onChange={(chart) => setTurn({ ...turn, chart })}
        />
        <Takings {...props} />
      </div>
      <ReportFilters {...props} />
    </header>
  );
}

function Takings({ report, plan, data, rows, reading, search, chartHome }: ReportHeadProps): ReactNode {
  const text = useReportText();
  const share = useShare();
  const isReady = plan !== undefined && data !== undefined;
  const shape = { plan, data, rows, reading, hasSubtotals: search.flat !== true };
  const file = isReady ? { ...shape, plan, data, name: report.label } : undefined;
  return (
    <>
      <Dropdown
        trigger={['click']}
        disabled={file === undefined}
        menu={{
          items: [
            { key: 'csv', label: text('csv'), onClick: () => file !== undefined && saveCsv(file) },
            { key: 'excel', label: text('excel'), onClick: () => file !== undefined && void saveExcel(file) },
            { key: 'picture', label: text('picture'), onClick: () => saveChart(chartHome.current, report.label) },
          ],
        }}
      >
        <Button icon={<DownloadOutlined aria-hidden />}>{text('exportIt')}</Button>
      </Dropdown>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'copy', label: text('copyLink'), onClick: share.copy },
            { key: 'print', label: text('print'), onClick: share.print },
          ],
        }}
      >
        <Button type="text" icon={<ShareAltOutlined aria-hidden />} aria-label={text('share')} title={text('share')} />
      </Dropdown>
    </>
  );
}

function ReportFilters({ report, entity, rights, search, change, hasPeriod }: ReportHeadProps): ReactNode {
  const text = useReportText();
  const workText = useWorkText();
  const tenant = useTenant();
  const { locale } = useLanguage();
  const sources = useSources(tenant, rights);
  const reading = useMemo<Reading>(
    () => ({ text: workText, locale, timeZone: tenant.timeZone }),
    [workText, locale, tenant.timeZone],
  );
  const where = search.where ?? [];
  const offered = useMemo(() => {
    const grouped = (report.body.groupBy ?? []).map(({ id, field }) => field ?? id);
    const own = entity.fields
      .filter(({ type, secret }) => !secret && FILTERED.has(type.kind))
      .map(({ id }): string => id);
    return [...new Set([...grouped, ...(entity.workflow === undefined ? [] : ['state']), ...own])];
  }, [report, entity]);
  const set = (path: string, condition: Condition | undefined): void => {
    const rest = where.filter(({ field }) => field !== path);
    const next = condition === undefined ? rest : [...rest, condition];
    change({ where: next.length === 0 ? undefined : next });
  };
  const paths = [...new Set([...where.map(({ field }) => field), ...offered])].slice(0, Math.max(6, where.length));
  return (
    <div className="dash-filters" role="group" aria-label={text('filter')}>
      {hasPeriod && <SearchedPeriod period={search.period} onChange={(period) => change({ period })} />}
      {paths.flatMap((path) => {
        const end = pathEnd(tenant.model, entity, { path, locale });
        const isAllowed = end?.owners.every((owner, index) => rights.compares(owner, end.steps[index] ?? ''));
        return end === undefined || isAllowed !== true || conditionOps(end).length === 0
          ? []
          : [
              <FilterPill
                key={path}
                {...{ end, sources, reading }}
                condition={where.find(({ field }) => field === path)}
                onChange={(condition) => set(path, condition)}
              />,
            ];
      })}
      {(where.length > 0 || (hasPeriod && search.period !== ALL_TIME)) && (
        <Button
          type="link"
          size="small"
          onClick={() => change({ where: undefined, ...(hasPeriod && { period: ALL_TIME }) })}
        >
          {text('clear')}
        </Button>
      )}
    </div>
  );
}

const FILTERED: ReadonlySet<string> = new Set(['date', 'org', 'enum', 'ref', 'user', 'bool']);
