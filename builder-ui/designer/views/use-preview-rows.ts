import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { EntityModel } from '../../../schema/model/model.ts';
import { admits, type EvalContext } from '../../../schema/expr/evaluate.ts';
import type { ColumnDef } from '../../../schema/template/template-views.ts';
import { askTenant } from '../../data/tenant-client.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { compileCondition, formScope } from '../../form-runtime/form-scope.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { listColumns, type Columning, type ListColumn } from '../../workplace/documents/list-columns.ts';
import { pageDocument } from '../../workplace/documents/list-document.ts';
import { mergeSelections, pathSelection } from '../../workplace/documents/field-selection.ts';
import { pathEnd } from '../../workplace/documents/field-path.ts';
import { expressionRow, isApiRow, rowsOf, type ApiRow } from '../../workplace/documents/row-values.ts';
import { listPlan, type ListPlan } from '../../workplace/list/list-plan.ts';
import { useApiRights } from '../../workplace/use-api-rights.ts';
import { useEvalContext } from '../../workplace/use-clock.ts';
import type { RecordsView } from './view-target.ts';

/** How many rows a preview shows. */
export const PREVIEW_ROWS = 20;

/** Rows of the company for a view that is being designed. */
export interface PreviewRows {
  /** `undefined` until they are known, and for an object that is not published. */
  readonly rows: readonly ApiRow[] | undefined;
  /** Columns that the version in force knows; the others have no values yet. */
  readonly columns: readonly ListColumn[];
  readonly colorOf: (row: ApiRow) => string | undefined;
  /** The filter or the order names something that is not in force. */
  readonly isPartly: boolean;
  readonly isPublished: boolean;
}

/** What a view shows as columns: its own, the fields of its cards, or what a calendar goes by. */
export function columnsOf(view: RecordsView, entity: EntityModel | undefined): readonly ColumnDef[] {
  if (view.kind === 'list') return view.columns;
  const title: ColumnDef = { id: entity?.title ?? 'id' };
  if (view.kind === 'board') return [{ id: view.by }, ...(view.card ?? [title])];
  return [title, { id: view.start }];
}

/** The first rows of a view as it is designed, of the records as they are (SPEC [DSG-42]). */
export function usePreviewRows(view: RecordsView): PreviewRows {
  const tenant = useTenant();
  const { locale } = useLanguage();
  const entity = tenant.model.entities.find(({ id }) => id === view.of);
  const { rights } = useApiRights(tenant, entity);
  const context = useEvalContext(tenant);
  const prepared = useMemo(() => {
    if (entity === undefined || rights === undefined) return undefined;
    const columning: Columning = { model: tenant.model, entity, rights, locale };
    const columns = listColumns(columnsOf(view, entity), columning);
    // A calendar asks what a list of its columns would.
    const asked = view.kind === 'calendar' ? { ...view, kind: 'list' as const, columns: [] } : view;
    const plan = listPlan(columning, { view: asked, search: {}, columns, context });
    const paths = columns.map(({ path }) => pathSelection(columning, entity, path.split('.')));
    const query = pageDocument(entity, mergeSelections([plan.selection, ...paths]));
    return { columns, plan, query };
  }, [entity, rights, locale, view, context, tenant.model]);
  const { data } = useQuery({
    queryKey: [
      'view-preview',
      tenant.name,
      prepared?.query,
      prepared?.plan.where,
      prepared?.plan.orderBy,
      tenant.version,
    ],
    enabled: prepared !== undefined,
    placeholderData: (last: readonly ApiRow[] | undefined) => last,
    queryFn: async (): Promise<readonly ApiRow[]> => {
      if (prepared === undefined) return [];
      const { where, orderBy, bin } = prepared.plan;
      const newestFirst = orderBy.length === 0 ? [{ updatedAt: 'DESC' }] : orderBy;
      const variables = { where, orderBy: newestFirst, bin, first: PREVIEW_ROWS };
      const answer = await askTenant<{ readonly page?: unknown }>(tenant.name, {
        query: prepared.query,
        variables,
        locale,
      });
      return answer.ok && isApiRow(answer.data.page) ? rowsOf(answer.data.page['nodes']) : [];
    },
  });
  const plan = prepared?.plan;
  return {
    rows: shownRows(data, { plan, entity, tenant, context }),
    columns: prepared?.columns ?? [],
    colorOf: (row) => (entity === undefined ? undefined : colorOf(row, { plan, entity, tenant, context })),
    isPartly: entity !== undefined && isPartly(view, tenant, entity),
    isPublished: entity !== undefined,
  };
}

interface Judging {
  readonly plan: ListPlan | undefined;
  readonly entity: EntityModel | undefined;
  readonly tenant: TenantModel;
  readonly context: EvalContext;
}

function shownRows(
  rows: readonly ApiRow[] | undefined,
  { plan, entity, tenant, context }: Judging,
): readonly ApiRow[] | undefined {
  const rest = plan?.rest;
  if (rows === undefined || rest === undefined || entity === undefined) return rows;
  return rows.filter((row) => admits(rest, { doc: expressionRow(tenant.model, entity, row) }, context));
}

function colorOf(
  row: ApiRow,
  { plan, entity, tenant, context }: Judging & { readonly entity: EntityModel },
): string | undefined {
  if (plan === undefined || plan.colors.length === 0) return undefined;
  const doc = expressionRow(tenant.model, entity, row);
  return plan.colors.find(({ when }) => admits(when, { doc }, context))?.color;
}

function isPartly(view: RecordsView, { model }: TenantModel, entity: EntityModel): boolean {
  const scope = formScope(model, entity);
  const isUnread = view.filter !== undefined && compileCondition(view.filter, scope) === undefined;
  const sort = view.kind === 'list' ? (view.sort ?? []) : [];
  return isUnread || sort.some(({ field }) => pathEnd(model, entity, { path: field, locale: 'en' }) === undefined);
}
