import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listen } from '../../data/live.ts';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import { isLocalId } from '../../offline/queued-write.ts';
import type { Columning } from '../documents/list-columns.ts';
import { transitionsDocument } from '../documents/record-document.ts';
import { isApiRow } from '../documents/row-values.ts';
import { REQUEST } from '../inbox/inbox-documents.ts';
import { approvalOf, type ApprovalItem } from '../inbox/inbox-items.ts';
import { refusal } from '../refusal.ts';
import { rowsKey } from '../use-api-rights.ts';
import { transitionOptions, type TransitionOption } from './transition-options.ts';

interface TransitionsAsk {
  readonly tenant: string;
  readonly columning: Columning;
  readonly id: string;
  /** Of a record that is not stored nothing can be asked. */
  readonly isStored: boolean;
}

/** What may be done with a record now, and the approval that it waits for. */
export interface Course {
  readonly options: readonly TransitionOption[];
  readonly approval: ApprovalItem | undefined;
}

const APPROVAL_CHANGED = 'subscription ($id: ID!) { approvalChanged(record: $id) { id } }';

/**
 * Asks what may be done with the record now and what it waits for, beside the record itself; with everything that is
 * kept of its rows it is asked anew when it changes (SPEC [WRK-13], [WRK-105]).
 */
export function useCourse({ tenant, columning, id, isStored }: TransitionsAsk): Course {
  const { entity, locale, rights } = columning;
  const query = useQuery<Course, ServerError>({
    queryKey: [...rowsKey(tenant, entity.id), 'transitions', id, locale],
    queryFn: async () => {
      const answer = await askTenant<{ readonly options: unknown; readonly approval?: unknown }>(tenant, {
        query: transitionsDocument(entity, rights.mayAsk('approvalOf') ? REQUEST : undefined),
        variables: { id },
        locale,
      });
      if (!answer.ok) throw refusal(answer.issues);
      const { options, approval } = answer.data;
      return {
        options: transitionOptions(options, columning),
        approval: isApiRow(approval) ? approvalOf(approval) : undefined,
      };
    },
    // What waits on this device has no steps that anybody could judge.
    enabled: entity.workflow !== undefined && isStored && !isLocalId(id),
    // The page that asked ahead and the one that shows it are the same.
    staleTime: ASKED_AHEAD_MS,
  });
  const { options, approval } = query.data ?? NONE;
  return { options: options.filter(({ mutation }) => rights.mayCall(mutation)), approval };
}

const ASKED_AHEAD_MS = 3_000;
const NONE: Course = { options: [], approval: undefined };

/** The same, and follows the approval that the record waits for (SPEC [WRK-103]). */
export function useTransitions(ask: TransitionsAsk): Course {
  const { tenant, columning, id, isStored } = ask;
  const { entity, rights } = columning;
  const client = useQueryClient();
  const isHeard = isStored && entity.workflow !== undefined && !isLocalId(id) && rights.mayAsk('approvalOf');
  useEffect(() => {
    if (!isHeard) return undefined;
    return listen<unknown>(`/t/${tenant}/graphql`, {
      query: APPROVAL_CHANGED,
      variables: { id },
      onData: () => {
        for (const about of ['transitions', 'history'])
          void client.invalidateQueries({ queryKey: [...rowsKey(tenant, entity.id), about, id] });
      },
    });
  }, [client, tenant, entity.id, id, isHeard]);
  return useCourse(ask);
}
