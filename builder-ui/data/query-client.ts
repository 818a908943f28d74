import { QueryClient } from '@tanstack/react-query';
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
