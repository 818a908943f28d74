import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { TEMPLATE_TOPIC } from '../../data/tenant-model.ts';
import { ServerError } from '../../data/platform-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Failure, Waiting } from '../../shell/feedback.tsx';
import { useSession } from '../../shell/session-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useDesignText } from '../shell/design-texts.ts';
import { browserMemory } from './draft-memory.ts';
import { draftServer } from './draft-server.ts';
import { openDraft, type DraftSession, type DraftState } from './draft-session.ts';

const DraftContext = createContext<DraftSession | undefined>(undefined);

type Opened =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly session: DraftSession }
  | { readonly kind: 'failed'; readonly error: ServerError };

/** Opens the tenant's draft for all pages below it, and keeps what is not kept yet when they are left. */
export function DraftProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const tenant = useTenant();
  const { me } = useSession();
  const { locale } = useLanguage();
  const text = useDesignText();
  const [opened, setOpened] = useState<Opened>({ kind: 'opening' });
  const [round, setRound] = useState(0);
  const person = me.user?.id ?? 'token';
  const localeNow = useRef(locale);
  const baseNow = useRef(tenant);
  useEffect(() => {
    localeNow.current = locale;
    baseNow.current = tenant;
  });
  const takeTheirs = text('takeTheirs');
  useEffect(() => {
    let session: DraftSession | undefined;
    let isGone = false;
    const { version, template, model } = baseNow.current;
    openDraft({
      base: { version, template, model },
      server: draftServer(tenant.name, () => localeNow.current),
      memory: browserMemory(person, tenant.name),
      now: Date.now,
      labels: { takeTheirs },
    }).then(
      (made) => {
        session = made;
        if (isGone) made.close();
        else setOpened({ kind: 'open', session: made });
      },
      (error: unknown) => {
        if (!isGone) setOpened({ kind: 'failed', error: asServerError(error) });
      },
    );
    return () => {
      isGone = true;
      void session?.flush().finally(() => session?.close());
    };
    // The words for a step are those of the language at the time it was opened.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [tenant.name, person, round]);
  useCatchUp(opened.kind === 'open' ? opened.session : undefined);
  if (opened.kind === 'opening') return <Waiting />;
  if (opened.kind === 'failed') return <Failure error={opened.error} retry={() => setRound(round + 1)} />;
  return <DraftContext value={opened.session}>{children}</DraftContext>;
}

/** A version that somebody else published meanwhile comes into the draft. */
function useCatchUp(session: DraftSession | undefined): void {
  const { version, template, model } = useTenant();
  useEffect(() => {
    if (session === undefined || session.store.getState().base.version >= version) return;
    void session.catchUp({ version, template, model });
  }, [session, version, template, model]);
}

/** The draft being designed: what can be done with it. */
export function useDraftSession(): DraftSession {
  const session = use(DraftContext);
  if (session === undefined) throw new Error('Broken invariant: no DraftProvider');
  return session;
}

/** One part of the draft's state; the component is drawn again when that part is another. */
export function useDraft<Part>(select: (state: DraftState) => Part): Part {
  return useStore(useDraftSession().store, select);
}

/** Tells all pages that a version was published. */
export function useTemplateChanged(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['platform', TEMPLATE_TOPIC] });
}

function asServerError(error: unknown): ServerError {
  return error instanceof ServerError ? error : new ServerError(String(error), 'UNKNOWN', '');
}
