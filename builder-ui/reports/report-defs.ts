import { textIn, type Locale } from '../../schema/core/text.ts';
import type { Model } from '../../schema/model/model.ts';
import type { Template } from '../../schema/template/template.ts';
import type { DashboardViewDef, ReportBody, TileDef } from '../../schema/template/template-views.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import type { ReportAsk } from './report-ask.ts';

/** A report of the template, wherever it is written there: among the views or among the reports. */
export interface KnownReport {
  readonly id: string;
  readonly label: string;
  readonly body: ReportBody;
}

type Place = Pick<TenantModel, 'template' | 'myRoles'>;

/** The reports that are meant for the reader. */
export function reportsOf({ template, myRoles }: Place, locale: Locale): readonly KnownReport[] {
  return allReports(template)
    .filter(({ roles }) => isFor(roles, myRoles))
    .map(({ id, label, ...body }) => ({ id, label: textIn(label, locale) || id, body }));
}

/** The dashboards that are meant for the reader. */
export function dashboardsOf({ model, myRoles }: Pick<TenantModel, 'model' | 'myRoles'>): readonly DashboardViewDef[] {
  return model.views.filter((view) => view.kind === 'dashboard').filter(({ roles }) => isFor(roles, myRoles));
}

function allReports(template: Template) {
  const views = (template.views ?? []).filter((view) => view.kind === 'report');
  return [...views, ...(template.reports ?? [])];
}

function isFor(roles: readonly string[] | undefined, mine: readonly string[]): boolean {
  return (
    roles === undefined || roles.length === 0 || mine.includes('owner') || roles.some((role) => mine.includes(role))
  );
}

/** A report as it was designed: what it groups by stands in rows. */
export function askOf({ of, filter, groupBy, measures, sort }: ReportBody): ReportAsk {
  const asked = measures ?? [];
  return {
    of,
    rows: groupBy ?? [],
    columns: [],
    measures: asked.length === 0 ? [{ id: 'count', fn: 'count' }] : asked,
    ...(filter === undefined ? {} : { filter }),
    ...(sort?.[0] === undefined ? {} : { sort: sort[0] }),
  };
}

/** What a tile counts or adds up: rows of an entity, or those of a list. */
export function numberAsk(tile: TileDef, { template }: Pick<TenantModel, 'template'>): ReportAsk | undefined {
  const rows = tileRows(tile, template);
  if (rows === undefined) return undefined;
  const fn = tile.fn ?? 'count';
  return {
    of: rows.of,
    rows: [],
    columns: [],
    measures: [{ id: tile.id, fn, ...(tile.field === undefined ? {} : { field: tile.field }) }],
    ...(rows.filter === undefined ? {} : { filter: rows.filter }),
  };
}

/** The rows that a tile is about: its entity under its filter, or those of its list or report. */
export function tileRows(
  { view, of, filter }: TileDef,
  template: Template,
): { readonly of: string; readonly filter?: string } | undefined {
  if (of !== undefined) return { of, ...(filter === undefined ? {} : { filter }) };
  const report = allReports(template).find(({ id }) => id === view);
  if (report !== undefined) return report;
  const found = (template.views ?? []).find(({ id }) => id === view);
  return found?.kind === 'list' || found?.kind === 'board' || found?.kind === 'calendar' ? found : undefined;
}

/** The entity whose rows a tile is about; `undefined` for texts and for what is no longer there. */
export function tileEntity(tile: TileDef, { template }: Pick<TenantModel, 'template'>): string | undefined {
  return tile.kind === 'text' ? undefined : tileRows(tile, template)?.of;
}

/** The date by which a period counts the rows of an entity: the report's own, else the first that was entered. */
export function dateFieldOf(
  model: Model,
  { entity, tile, body }: { readonly entity: string; readonly tile?: TileDef; readonly body?: ReportBody },
): string | undefined {
  if (tile?.always === true) return undefined;
  if (tile?.date !== undefined) return tile.date;
  const grouped = body?.groupBy?.find(({ bucket }) => bucket !== undefined);
  if (grouped !== undefined) return grouped.field ?? grouped.id;
  const found = model.entities.find(({ id }) => id === entity);
  const dates = (found?.fields ?? []).filter(({ type }) => type.kind === 'date' || type.kind === 'datetime');
  // What is due or ended later says less about when something happened than a plain date that must be given.
  return dates.find(({ required, type }) => required && type.kind === 'date')?.id ?? dates[0]?.id ?? 'createdAt';
}
