import {
  keepPreviousData,
  useMutation,
  useQuery,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { Locale } from '../../schema/core/text.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import type { TypedDocumentString } from './generated/graphql.ts';
import { askPlatform, type ServerError } from './platform-client.ts';

/**
 * What a typed query of the platform answers, kept and shared; in another language it is asked anew, and the old answer
 * stands until then. `topic` is the first part of its key, by which `invalidateQueries` finds it.
 */
export function usePlatform<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  {
    topic,
    variables,
    isWanted = true,
  }: {
    readonly topic: string;
    readonly variables?: Variables;
    readonly isWanted?: boolean;
  },
): UseQueryResult<Data, ServerError> {
  const { locale } = useLanguage();
  return useQuery<Data, ServerError>({
    queryKey: platformKey(topic, { variables, locale }),
    queryFn: () => askPlatform(document, { locale, ...(variables === undefined ? {} : { variables }) }),
    placeholderData: keepPreviousData,
    enabled: isWanted,
  });
}

/** A typed mutation of the platform. What it refuses comes as issues in its answer, not as an error. */
export function usePlatformMutation<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
): UseMutationResult<Data, ServerError, Variables> {
  const { locale } = useLanguage();
  return useMutation<Data, ServerError, Variables>({
    mutationFn: (variables) => askPlatform(document, { locale, variables }),
  });
}

function platformKey(
  topic: string,
  rest: { readonly variables: unknown; readonly locale: Locale },
): readonly unknown[] {
  return ['platform', topic, rest];
}
