import { infiniteQueryOptions, type InfiniteData } from '@tanstack/react-query';
import type { Locale } from '../../../../schema/core/text.ts';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import { refusal } from '../../refusal.ts';
import { rowsKey } from '../../use-api-rights.ts';
import { entryPage, HISTORY_QUERY, type EntryPage, type TimelinePart } from './timeline-entries.ts';

/** Whose history is shown; `entity` is the id, `apiName` what the API calls it. */
export interface TimelinePlace {
  readonly tenant: string;
  readonly entity: string;
  readonly apiName: string;
  readonly id: string;
  readonly locale: Locale;
}

const PAGE = 30;
/** What was asked beside the record is what the panel shows. */
const ASKED_AHEAD_MS = 3_000;

/** How a record's history is asked, by the panel and ahead of it (SPEC [WRK-105]). */
export function historyOptions({ tenant, entity, apiName, id, locale }: TimelinePlace, part: TimelinePart | undefined) {
  return infiniteQueryOptions<EntryPage, ServerError, InfiniteData<EntryPage>, readonly unknown[], string | undefined>({
    queryKey: [...rowsKey(tenant, entity), 'history', id, part, locale],
    queryFn: async ({ pageParam }) => {
      const variables = { entity: apiName, id, first: PAGE, ...(part === undefined ? {} : { parts: [part] }) };
      const answer = await askTenant<unknown>(tenant, {
        query: HISTORY_QUERY,
        variables: pageParam === undefined ? variables : { ...variables, after: pageParam },
        locale,
      });
      if (!answer.ok) throw refusal(answer.issues);
      return entryPage(answer.data);
    },
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next,
    staleTime: ASKED_AHEAD_MS,
  });
}
