import { QueryClient, type QueryKey } from '@tanstack/react-query';
import type { Locale } from '../../schema/core/text.ts';
import { ServerError } from './platform-client.ts';

/** One cache for the whole application. A refusal is an answer and is not asked for again; a lost connection is. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        // Without a connection what was read last is the answer, and it is asked anew with the next one.
        networkMode: 'always',
        refetchOnReconnect: 'always',
        retry: (failures, error) =>
          failures < 3 && navigator.onLine && error instanceof ServerError && error.code === 'NETWORK',
        throwOnError: false,
      },
    },
  });
}

/**
 * What is on the screen stays when the language turns, until it was answered in the other one: nothing goes away, and
 * nothing jumps. What depends on the language has it in its key, as a part or in one.
 */
export function carryAnswers(client: QueryClient, from: Locale, to: Locale): void {
  for (const { queryKey, state } of client.getQueryCache().findAll({ type: 'active' })) {
    const key = turned(queryKey, from, to);
    // As old as can be, so that it is asked anew at once.
    if (key !== undefined && client.getQueryData(key) === undefined)
      client.setQueryData(key, state.data, { updatedAt: 1 });
  }
}

function turned(key: QueryKey, from: Locale, to: Locale): QueryKey | undefined {
  let isOther = false;
  const next = key.map((part) => {
    if (part === from) {
      isOther = true;
      return to;
    }
    if (typeof part !== 'object' || part === null || !('locale' in part) || part.locale !== from) return part;
    isOther = true;
    return { ...part, locale: to };
  });
  return isOther ? next : undefined;
}
