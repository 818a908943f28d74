import { createContext, use, useEffect, useMemo, type ReactNode } from 'react';
import { MeDocument, type MeQuery } from '../data/generated/graphql.ts';
import { notePerson } from '../data/kept-reads.ts';
import { usePlatform } from '../data/use-platform.ts';
import { Failure, Waiting } from './feedback.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { useSignOut } from './use-sign-out.tsx';

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
  const me = query.data?.me;
  const person = me?.user?.id;
  const { signOut, asking } = useSignOut(person ?? '');
  const session = useMemo<Session | undefined>(
    () => (me === null || me === undefined ? undefined : { me, signOut }),
    [me, signOut],
  );
  useEffect(() => {
    if (person !== undefined) notePerson(person);
  }, [person]);
  if (query.data === undefined) {
    return query.error === null ? <Waiting /> : <Failure error={query.error} retry={() => void query.refetch()} />;
  }
  if (session === undefined) return <SignInPage done={() => void query.refetch()} />;
  return (
    <SessionContext value={session}>
      {children}
      {asking}
    </SessionContext>
  );
}

/** Who is signed in. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('Broken invariant: no SessionProvider');
  return session;
}
