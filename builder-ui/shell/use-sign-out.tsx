import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useState, type ReactNode } from 'react';
import { SignOutDocument } from '../data/generated/graphql.ts';
import { forgetReads } from '../data/kept-reads.ts';
import { usePlatformMutation } from '../data/use-platform.ts';
import type { LeftBehind } from '../offline/left-behind.ts';

const SignOutDialog = lazy(async () => ({ default: (await import('../offline/sign-out-dialog.tsx')).SignOutDialog }));

/** Leaving, and what is asked before where something would stay behind. */
export function useSignOut(person: string): { readonly signOut: () => void; readonly asking: ReactNode } {
  const { mutateAsync: endSession } = usePlatformMutation(SignOutDocument);
  const client = useQueryClient();
  const [left, setLeft] = useState<LeftBehind>();
  const leave = useCallback(async (): Promise<boolean> => {
    try {
      await endSession({});
    } catch {
      return false;
    }
    client.clear();
    await forgetReads();
    return true;
  }, [endSession, client]);
  const signOut = useCallback((): void => {
    void (async () => {
      const found = await lookBehind(person);
      if (found.writes + found.drafts === 0 && (await leave())) location.assign('/');
      else setLeft(found);
    })();
  }, [person, leave]);
  const asking =
    left === undefined ? null : (
      <Suspense fallback={null}>
        <SignOutDialog {...{ person, left }} onSignOut={leave} onStay={() => setLeft(undefined)} />
      </Suspense>
    );
  return { signOut, asking };
}

async function lookBehind(person: string): Promise<LeftBehind> {
  try {
    const { leftBehind } = await import('../offline/left-behind.ts');
    return await leftBehind(person);
  } catch {
    // A browser that keeps nothing leaves nothing behind.
    return { writes: 0, drafts: 0 };
  }
}
