import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { SignOutDocument } from '../data/generated/graphql.ts';
import { forgetReads } from '../data/kept-reads.ts';
import { usePlatformMutation } from '../data/use-platform.ts';
import { leftBehind, type LeftBehind } from './left-behind.ts';
import { SignOutDialog } from './sign-out-dialog.tsx';

interface SignOutProps {
  readonly person: string;
  readonly onStay: () => void;
}

/** Signs out, and asks before where something would stay behind (SPEC [OFF-34]). */
export function SignOut({ person, onStay }: SignOutProps): ReactNode {
  const { mutateAsync: endSession } = usePlatformMutation(SignOutDocument);
  const client = useQueryClient();
  const [left, setLeft] = useState<LeftBehind>();
  const leave = async (): Promise<boolean> => {
    try {
      await endSession({});
    } catch {
      return false;
    }
    client.clear();
    await forgetReads();
    return true;
  };
  const begin = useEffectEvent(async (): Promise<void> => {
    const found = await lookBehind(person);
    if (found.writes + found.drafts === 0 && (await leave())) location.assign('/');
    else setLeft(found);
  });
  useEffect(() => void begin(), []);
  return left === undefined ? null : <SignOutDialog {...{ person, left }} onSignOut={leave} onStay={onStay} />;
}

async function lookBehind(person: string): Promise<LeftBehind> {
  try {
    return await leftBehind(person);
  } catch {
    // A browser that keeps nothing leaves nothing behind.
    return { writes: 0, drafts: 0 };
  }
}
