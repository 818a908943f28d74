import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { PeopleDocument } from '../data/generated/graphql.ts';
import { askPlatform, ServerError } from '../data/platform-client.ts';
import { askTenant } from '../data/tenant-client.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { isApiRow } from '../workplace/documents/row-values.ts';
import { refusal } from '../workplace/refusal.ts';
import { rowsKey, useApiRights } from '../workplace/use-api-rights.ts';
import { useEvalContext } from '../workplace/use-clock.ts';
import { localLevels } from './local-report.ts';
import { dataOf, reportData, type ReportData } from './report-answer.ts';
import { reportPlan, type ReportAsk, type ReportPlan, type ReportPlace, type ReportRefusal } from './report-ask.ts';
import { reportDocument } from './report-document.ts';
import { useReportText } from './report-texts.ts';
import { hasBelow, rolledUp } from './roll-up.ts';

/** Departments change rarely. */
const PEOPLE_MS = 60_000;

/** A report on its way, refused, failed, or there. */
export interface ReportState {
  readonly plan: ReportPlan | undefined;
  readonly refused: ReportRefusal | undefined;
  readonly data: ReportData | undefined;
  /** The same, each department alone: what a chart of one whole is drawn of. */
  readonly alone: ReportData | undefined;
  /** Whether only so many rows were looked at, where the filter has no terms in the API. */
  readonly isPartial: boolean;
  readonly error: ServerError | null;
  readonly isFetching: boolean;
  /** When the figures came, in milliseconds; 0 before. */
  readonly at: number;
  readonly retry: () => void;
}

interface Answered {
  readonly data: ReportData;
  readonly isPartial: boolean;
}

/** Asks a report, once for all who show it; renewed with the rows of its entity. `undefined` asks nothing. */
export function useReport(tenant: TenantModel, ask: ReportAsk | undefined): ReportState {
  const { locale } = useLanguage();
  const text = useReportText();
  const { model, name, timeZone } = tenant;
  const entity = model.entities.find(({ id }) => id === ask?.of);
  const known = useApiRights(tenant, entity);
  const context = useEvalContext(tenant);
  const { rights } = known;
  const planned = useMemo(() => {
    if (ask === undefined || rights === undefined) return undefined;
    const place: ReportPlace = { model, rights, locale, context, text };
    return reportPlan(ask, place);
  }, [ask, rights, model, locale, context, text]);
  const plan = planned !== undefined && 'entity' in planned ? planned : undefined;
  const document = useMemo(() => (plan === undefined ? '' : reportDocument(plan)), [plan]);
  const query = useQuery<Answered, ServerError>({
    queryKey: [
      ...rowsKey(name, ask?.of ?? ''),
      'report',
      { document, where: plan?.where, rest: plan?.rest?.source, locale },
    ],
    enabled: plan !== undefined,
    // Under another filter the same groups keep their names; other groups would stand under wrong ones.
    placeholderData: (last, former) => (documentOf(former?.queryKey.at(-1)) === document ? last : undefined),
    queryFn: async () => {
      if (plan === undefined || rights === undefined) throw new Error('Broken invariant: no plan');
      if (plan.rest !== undefined) {
        const found = await localLevels(plan, { tenant, rights, locale, context });
        return { data: dataOf(plan, found.levels), isPartial: found.isCut };
      }
      const answer = await askTenant<unknown>(name, { query: document, variables: { where: plan.where }, locale });
      if (!answer.ok) throw refusal(answer.issues);
      return { data: reportData(plan, answer.data, timeZone), isPartial: false };
    },
  });
  const isRolled = plan !== undefined && hasBelow(plan);
  const people = useQuery({
    queryKey: ['platform', 'people', name],
    queryFn: () => askPlatform(PeopleDocument, { variables: { tenant: name }, locale }),
    enabled: isRolled,
    staleTime: PEOPLE_MS,
  });
  const alone = query.data?.data;
  const departments = people.data?.tenant?.departments;
  const data = useMemo(() => {
    if (!isRolled || alone === undefined) return alone;
    return departments === undefined ? undefined : rolledUp(plan, alone, departments);
  }, [isRolled, plan, alone, departments]);
  return {
    plan,
    refused: planned !== undefined && !('entity' in planned) ? planned : undefined,
    data,
    alone,
    isPartial: query.data?.isPartial ?? false,
    error: query.error ?? known.error ?? (people.error instanceof ServerError ? people.error : null),
    isFetching: query.isFetching,
    at: query.dataUpdatedAt,
    retry: () => {
      if (known.error !== null) known.retry();
      void query.refetch();
    },
  };
}

function documentOf(key: unknown): unknown {
  return isApiRow(key) ? key['document'] : undefined;
}
