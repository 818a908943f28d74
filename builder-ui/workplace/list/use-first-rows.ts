import { useQuery } from '@tanstack/react-query';
import { LIMITS } from '../../../schema/core/limits.ts';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import type { Columning } from '../documents/list-columns.ts';
import { allOf, pageDocument } from '../documents/list-document.ts';
import type { Where } from '../documents/list-filter.ts';
import { expressionRow, isApiRow, rowsOf, type ApiRow } from '../documents/row-values.ts';
import { admits, type EvalContext } from '../../../schema/expr/evaluate.ts';
import { refusal } from '../refusal.ts';
import { rowsKey } from '../use-api-rights.ts';
import type { ListPlan } from './list-plan.ts';

export interface FirstRows {
  readonly rows: readonly ApiRow[];
  readonly isCut: boolean;
  readonly error: ServerError | null;
  readonly isWorking: boolean;
  readonly retry: () => void;
}

interface FirstAsk {
  readonly tenant: string;
  readonly columning: Columning;
  readonly plan: ListPlan;
  readonly context: EvalContext;
  /** Beside the filter of the plan. */
  readonly where?: Where;
  readonly orderBy?: readonly Readonly<Record<string, unknown>>[];
}

/** The first `pageSizeMax` rows of a plan in one answer: as many as one looks at without a table. */
export function useFirstRows({ tenant, columning, plan, context, where, orderBy }: FirstAsk): FirstRows {
  const { entity, model, locale } = columning;
  const query = pageDocument(entity, plan.selection);
  const variables = {
    where: allOf([plan.where, where]),
    orderBy: orderBy ?? plan.orderBy,
    bin: plan.bin,
    first: LIMITS.pageSizeMax,
  };
  const answer = useQuery<{ readonly rows: readonly ApiRow[]; readonly isCut: boolean }, ServerError>({
    queryKey: [...rowsKey(tenant, entity.id), 'first', { locale, query, variables }],
    queryFn: async () => {
      const told = await askTenant<{ readonly page?: unknown }>(tenant, { query, variables, locale });
      if (!told.ok) throw refusal(told.issues);
      const { page } = told.data;
      const info = isApiRow(page) && isApiRow(page['pageInfo']) ? page['pageInfo'] : {};
      return { rows: rowsOf(isApiRow(page) ? page['nodes'] : []), isCut: info['hasNextPage'] === true };
    },
    placeholderData: (last) => last,
  });
  const { rest } = plan;
  const rows = answer.data?.rows ?? NONE;
  return {
    rows:
      rest === undefined
        ? rows
        : rows.filter((row) => admits(rest, { doc: expressionRow(model, entity, row) }, context)),
    isCut: answer.data?.isCut ?? false,
    error: answer.error,
    isWorking: answer.isFetching,
    retry: () => void answer.refetch(),
  };
}

const NONE: readonly ApiRow[] = [];
