import type { Locale } from '../../schema/core/text.ts';
import { textIn } from '../../schema/core/text.ts';
import type { EvalContext } from '../../schema/expr/evaluate.ts';
import type { Expr } from '../../schema/expr/ast.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { fieldKindSpec } from '../../schema/template/field-types.ts';
import type {
  CHART_KINDS,
  DATE_BUCKETS,
  GroupDef,
  MeasureOfReport,
  SortDef,
  SUMMARY_FNS,
} from '../../schema/template/template-views.ts';
import { compileCondition, formScope } from '../form-runtime/form-scope.ts';
import type { ApiRights } from '../workplace/documents/api-rights.ts';
import { expressionWhere } from '../workplace/documents/expression-where.ts';
import { pathEnd, type PathEnd } from '../workplace/documents/field-path.ts';
import { allOf } from '../workplace/documents/list-document.ts';
import { conditionWhere, type FilterClock, type Where } from '../workplace/documents/list-filter.ts';
import type { Condition } from '../workplace/documents/list-search.ts';
import { filterClock } from '../workplace/list/list-plan.ts';
import type { ReportText } from './report-texts.ts';

export type ChartKind = (typeof CHART_KINDS)[number];
export type Bucket = (typeof DATE_BUCKETS)[number];
export type SummaryFn = (typeof SUMMARY_FNS)[number];

/** What groups, as it is asked: a department alone, or with all below it. */
export interface AskedGroup extends GroupDef {
  readonly below?: boolean;
}

/** What a report is asked for: its definition, as the reader turned it. */
export interface ReportAsk {
  readonly of: string;
  readonly filter?: string;
  readonly rows: readonly AskedGroup[];
  readonly columns: readonly AskedGroup[];
  readonly measures: readonly MeasureOfReport[];
  readonly sort?: SortDef;
  /** What the reader, the dashboard or its period add to the filter. */
  readonly where?: readonly Condition[];
}

/** What groups rows. */
export interface Axis {
  readonly id: string;
  readonly end: PathEnd;
  readonly bucket?: Bucket;
  /** Each department with all below it. */
  readonly below?: boolean;
  readonly label: string;
}

export interface Measure {
  readonly id: string;
  readonly fn: SummaryFn;
  readonly end?: PathEnd;
  readonly label: string;
}

/** A report as it can be asked: everything resolved, the filter in the terms of the API. */
export interface ReportPlan {
  readonly entity: EntityModel;
  readonly rows: readonly Axis[];
  readonly columns: readonly Axis[];
  readonly measures: readonly Measure[];
  readonly sort?: SortDef;
  readonly where: Where | undefined;
  /** The part of the filter that the API has no terms for: rows are looked at one by one. */
  readonly rest?: Expr;
}

/** Why a report can't be shown: there is nothing that the reader may see of it, or not all of it. */
export type ReportRefusal = { readonly kind: 'entity' } | { readonly kind: 'field'; readonly label: string };

export interface ReportPlace {
  readonly model: Model;
  readonly rights: ApiRights;
  readonly locale: Locale;
  readonly context: EvalContext;
  readonly text: ReportText;
}

/** Resolves what is asked, with the reader's rights (SPEC [RPT-1], [RPT-2]). */
export function reportPlan(ask: ReportAsk, place: ReportPlace): ReportPlan | ReportRefusal {
  const { model, rights, context } = place;
  const entity = model.entities.find(({ id }) => id === ask.of);
  if (entity === undefined || !rights.reads(entity)) return { kind: 'entity' };
  const rows = ask.rows.map((def) => axisOf(def, entity, place));
  const columns = ask.columns.map((def) => axisOf(def, entity, place));
  const measures = ask.measures.map((def) => measureOf(def, entity, place));
  const refused = [...rows, ...columns, ...measures].find((one) => 'kind' in one);
  if (refused !== undefined && 'kind' in refused) return refused;
  const filter = compileCondition(ask.filter, formScope(model, entity));
  const given = filter === undefined ? {} : expressionWhere(filter, { model, entity, context });
  const own = conditionsWhere(ask.where ?? [], entity, { ...place, clock: filterClock(context) });
  return {
    entity,
    rows: rows.filter(isResolved),
    columns: columns.filter(isResolved),
    measures: measures.filter(isResolved),
    where: allOf([given.where, ...own]),
    ...(given.rest === undefined ? {} : { rest: given.rest }),
    ...(ask.sort === undefined ? {} : { sort: ask.sort }),
  };
}

function isResolved<Part extends Axis | Measure>(part: Part | ReportRefusal): part is Part {
  return !('kind' in part);
}

function conditionsWhere(
  conditions: readonly Condition[],
  entity: EntityModel,
  { model, locale, clock }: { readonly model: Model; readonly locale: Locale; readonly clock: FilterClock },
): readonly (Where | undefined)[] {
  return conditions.map((condition) => {
    const end = pathEnd(model, entity, { path: condition.field, locale });
    return end === undefined ? undefined : conditionWhere(condition, end, clock);
  });
}

function axisOf(def: AskedGroup, entity: EntityModel, place: ReportPlace): Axis | ReportRefusal {
  const path = def.field ?? def.id;
  const end = pathEnd(place.model, entity, { path, locale: place.locale });
  if (end === undefined || !comparable(end, place.rights)) return { kind: 'field', label: end?.label ?? path };
  const isDated = end.kind === 'date' || end.kind === 'datetime';
  const bucket = isDated ? (def.bucket ?? 'day') : undefined;
  const isBelow = end.kind === 'org' && def.below === true;
  const label = pathText(path, entity, place);
  return {
    id: def.id,
    end,
    label: isBelow ? `${label} · ${place.text('withBelow')}` : label,
    ...(bucket === undefined ? {} : { bucket }),
    ...(isBelow ? { below: true } : {}),
  };
}

function measureOf(def: MeasureOfReport, entity: EntityModel, place: ReportPlace): Measure | ReportRefusal {
  const { rights, locale, text } = place;
  const label = def.label === undefined ? '' : textIn(def.label, locale);
  if (def.fn === 'count') return { id: def.id, fn: 'count', label: label === '' ? text('count') : label };
  const path = def.field ?? def.id;
  const end = pathEnd(place.model, entity, { path, locale });
  const name = end?.steps[0] ?? '';
  const isAllowed =
    end !== undefined &&
    end.steps.length === 1 &&
    (def.fn === 'sum' || def.fn === 'avg' ? rights.adds(entity, name) : rights.compares(entity, name));
  if (end === undefined || !isAllowed) return { kind: 'field', label: label || (end?.label ?? path) };
  return { id: def.id, fn: def.fn, end, label: label === '' ? text(`of_${def.fn}`, { what: end.label }) : label };
}

function comparable(end: PathEnd, rights: ApiRights): boolean {
  return (
    !end.isSecret &&
    fieldKindSpec(end.kind).groupable &&
    end.steps.every((step, index) => {
      const owner = end.owners[index];
      return owner !== undefined && rights.compares(owner, step);
    })
  );
}

/** `Customer · City`. */
export function pathText(
  path: string,
  entity: EntityModel,
  { model, locale }: Pick<ReportPlace, 'model' | 'locale'>,
): string {
  const ids = path.split('.');
  return ids
    .map((id, index) => pathEnd(model, entity, { path: ids.slice(0, index + 1).join('.'), locale })?.label ?? id)
    .join(' · ');
}

/** Everything of an entity that groups: its own fields, and those of what it refers to where the reader sees them. */
export function groupables(
  entity: EntityModel,
  place: Pick<ReportPlace, 'model' | 'locale' | 'rights'>,
): readonly PathEnd[] {
  const own = pathsOf(entity);
  const behind = entity.fields.flatMap((field) => {
    const target = field.type.kind === 'ref' ? targetOf(place.model, field.type.to) : undefined;
    return target === undefined ? [] : pathsOf(target).map((path) => `${field.id}.${path}`);
  });
  return [...own, ...behind].flatMap((path) => {
    const end = pathEnd(place.model, entity, { path, locale: place.locale });
    return end === undefined || !comparable(end, place.rights) ? [] : [end];
  });
}

function targetOf(model: Model, id: string): EntityModel | undefined {
  return model.entities.find((entity) => entity.id === id);
}

function pathsOf(entity: EntityModel): readonly string[] {
  return [
    ...(entity.workflow === undefined ? [] : ['state']),
    ...entity.fields.filter(({ type, secret }) => !secret && GROUPED.has(type.kind)).map(({ id }): string => id),
    ...['createdAt', 'createdBy', 'updatedAt'],
  ];
}

/** Long texts and amounts group as well, but nobody reads such a table. */
const GROUPED: ReadonlySet<string> = new Set([
  ...['enum', 'ref', 'user', 'org', 'date', 'datetime', 'bool', 'text', 'int', 'sequence'],
]);

/** What can be measured of an entity: each field with the functions that it has. */
export function measurables(
  entity: EntityModel,
  { model, locale, rights }: Pick<ReportPlace, 'model' | 'locale' | 'rights'>,
): readonly { readonly end: PathEnd; readonly fns: readonly SummaryFn[] }[] {
  return entity.fields.flatMap((field) => {
    const end = pathEnd(model, entity, { path: field.id, locale });
    if (end === undefined || end.isSecret) return [];
    const fns = fieldKindSpec(end.kind).aggregates.filter((fn) =>
      fn === 'sum' || fn === 'avg' ? rights.adds(entity, field.apiName) : rights.compares(entity, field.apiName),
    );
    return fns.length === 0 ? [] : [{ end, fns }];
  });
}
