import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useMemo, type ReactNode } from 'react';
import { MeDocument, SignOutDocument, type MeQuery } from '../data/generated/graphql.ts';
import { forgetReads, notePerson } from '../data/kept-reads.ts';
import { usePlatform, usePlatformMutation } from '../data/use-platform.ts';
import { Failure, Waiting } from './feedback.tsx';
import { SignInPage } from './sign-in-page.tsx';

/** Someone who is signed in. */
export type Me = NonNullable<MeQuery['me']>;

/** Who is here, and how to leave. */
export interface Session {
  readonly me: Me;
  readonly signOut: () => void;
}

const SessionContext = createContext<Session | undefined>(undefined);

/** Lets in who is signed in; all others see the page to sign in. */
export function SessionProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const query = usePlatform(MeDocument, { topic: 'me' });
  const { mutateAsync: endSession } = usePlatformMutation(SignOutDocument);
  const client = useQueryClient();
  const me = query.data?.me;
  const session = useMemo<Session | undefined>(
    () =>
      me === null || me === undefined
        ? undefined
        : {
            me,
            signOut: () => {
              void endSession({}).then(async () => {
                client.clear();
                await forgetReads();
                location.assign('/');
              });
            },
          },
    [me, endSession, client],
  );
  const person = me?.user?.id;
  useEffect(() => {
    if (person !== undefined) notePerson(person);
  }, [person]);
  if (query.data === undefined) {
    return query.error === null ? <Waiting /> : <Failure error={query.error} retry={() => void query.refetch()} />;
  }
  if (session === undefined) return <SignInPage done={() => void query.refetch()} />;
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who is signed in. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('Broken invariant: no SessionProvider');
  return session;
}
