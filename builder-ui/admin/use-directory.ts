import { DirectoryDocument, type DirectoryQuery } from '../data/generated/graphql.ts';
import type { ServerError } from '../data/platform-client.ts';
import { usePlatform } from '../data/use-platform.ts';
import { useTenant } from '../shell/tenant-frame.tsx';

type Found = NonNullable<DirectoryQuery['tenant']>;

/** A person as owners see them. */
export type DirectoryPerson = Found['directory'][number];
export type Department = Found['departments'][number];

/** Everybody of the company, and its departments. */
export function useDirectory(): {
  readonly people: readonly DirectoryPerson[] | undefined;
  readonly departments: readonly Department[];
  readonly error: ServerError | null;
  readonly retry: () => void;
} {
  const { name } = useTenant();
  const { data, error, refetch } = usePlatform(DirectoryDocument, {
    topic: 'admin-people',
    variables: { tenant: name },
  });
  return {
    people: data?.tenant?.directory,
    departments: data?.tenant?.departments ?? [],
    error,
    retry: () => void refetch(),
  };
}
