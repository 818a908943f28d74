import { App } from 'antd';
import { useCallback, useState, type ReactNode } from 'react';
import { useLanguage } from '../i18n/locale-context.tsx';
import type { SignOut } from '../offline/sign-out.tsx';

interface Part {
  readonly SignOut: typeof SignOut;
}

/** Leaving. Nobody leaves before what knows what would stay behind is there (SPEC [OFF-34]). */
export function useSignOut(person: string): { readonly signOut: () => void; readonly asking: ReactNode } {
  const { text } = useLanguage();
  const { message } = App.useApp();
  const [part, setPart] = useState<Part>();
  const signOut = useCallback((): void => {
    void import('../offline/sign-out.tsx').then(setPart, () => message.warning(text('lost')));
  }, [message, text]);
  return { signOut, asking: part && <part.SignOut person={person} onStay={() => setPart(undefined)} /> };
}
