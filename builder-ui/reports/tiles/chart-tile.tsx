import { ExpandOutlined } from '@ant-design/icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { TileDef } from '../../../schema/template/template-views.ts';
import { Chart } from '../../charts/chart.tsx';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { entityById } from '../../workplace/documents/field-path.ts';
import { useBoard } from '../board-context.ts';
import { chartPlan } from '../chart-plan.ts';
import { drillSearch, groupsOf } from '../drill.ts';
import { askOf, dateFieldOf, reportsOf } from '../report-defs.ts';
import { useReportText } from '../report-texts.ts';
import { sortedRows } from '../sort-nodes.ts';
import { useReport } from '../use-report.ts';
import { useTileFilter, useTileNews } from '../use-tile.ts';
import { TileFrame, TileTrouble, TileWaiting } from './tile-frame.tsx';

const PivotGrid = lazy(() => import('../pivot/pivot-grid.tsx').then((grid) => ({ default: grid.PivotGrid })));

/** A report as a tile; a click on a bar, a point or a row shows its records (SPEC [RPT-5]). */
export function ChartTile({ tile }: { readonly tile: TileDef }): ReactNode {
  const tenant = useTenant();
  const text = useReportText();
  const { locale } = useLanguage();
  const { isScreen } = useBoard();
  const report = useMemo(
    () => reportsOf(tenant, locale).find(({ id }) => id === tile.view),
    [tenant, locale, tile.view],
  );
  const entity = entityById(tenant.model, report?.body.of ?? '');
  const date =
    entity === undefined
      ? undefined
      : dateFieldOf(tenant.model, { entity: entity.id, tile, ...(report === undefined ? {} : { body: report.body }) });
  const filter = useTileFilter(tenant, entity, date);
  const ask = useMemo(
    () => (report === undefined ? undefined : { ...askOf(report.body), where: filter.where }),
    [report, filter.where],
  );
  const { plan, data, refused, error, retry, at } = useReport(tenant, ask);
  const isRefused = refused !== undefined || entity === undefined;
  useTileNews(tile.id, {
    at,
    state: isRefused ? 'refused' : data !== undefined ? 'shown' : error !== null ? 'failed' : 'waiting',
  });
  const kind = tile.chart ?? report?.body.chart ?? 'bar';
  const reading = useMemo(() => ({ locale, timeZone: tenant.timeZone, text }), [locale, tenant.timeZone, text]);
  const rows = useMemo(
    () =>
      plan === undefined || data === undefined
        ? []
        : sortedRows(data, { axes: plan.rows, measures: plan.measures, sort: plan.sort, locale }),
    [plan, data, locale],
  );
  const chart = useMemo(
    () => (plan === undefined || data === undefined ? undefined : chartPlan(plan, data, { kind, reading, rows })),
    [plan, data, kind, reading, rows],
  );
  const navigate = useNavigate();
  if (isRefused || report === undefined) return null;
  const label = textIn(tile.label, locale) || report.label;
  return (
    <TileFrame
      tile={tile}
      label={label}
      missed={filter.missed}
      tools={
        <Link
          to="/w/$tenant/reports/$view"
          params={{ tenant: tenant.name, view: report.id }}
          search={filter.where.length === 0 ? {} : { where: filter.where }}
          className="icon-button is-small tile-open"
          aria-label={text('openReport', { what: report.label })}
          title={text('openReport', { what: report.label })}
        >
          <ExpandOutlined aria-hidden="true" />
        </Link>
      }
    >
      {error !== null && data === undefined ? (
        <TileTrouble {...{ error, retry }} />
      ) : data === undefined || plan === undefined ? (
        <TileWaiting lines={5} />
      ) : rows.length === 0 && plan.rows.length > 0 ? (
        <p className="tile-nothing">{text('nothing')}</p>
      ) : chart === undefined ? (
        <Suspense fallback={<TileWaiting lines={5} />}>
          <PivotGrid
            {...{ plan, data, rows, reading }}
            label={label}
            isPlain
            drill={{ tenant: tenant.name, within: report.id, where: filter.where }}
          />
        </Suspense>
      ) : (
        <Chart
          option={chart.option}
          label={label}
          of={chart.of}
          format={chart.format}
          isPlain={isScreen}
          onPick={(pick) => {
            const group = chart.groupAt(pick);
            const search =
              group === undefined
                ? undefined
                : drillSearch({
                    within: report.id,
                    where: filter.where,
                    groups: groupsOf(plan, group),
                  });
            if (search !== undefined)
              void navigate({ to: '/w/$tenant/e/$entity', params: { tenant: tenant.name, entity: entity.id }, search });
          }}
        />
      )}
    </TileFrame>
  );
}
