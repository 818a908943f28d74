import { useMutation } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { BeGoneDocument, BeHereDocument } from '../../data/generated/graphql.ts';
import { useTenantLive } from '../../data/live.ts';
import { askPlatform } from '../../data/platform-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useSession } from '../../shell/session-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useDraft, useDraftSession } from './draft-context.tsx';

/** Somebody who designs the same draft right now. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  /** The page: `o/SalesOrder/form`, `words`, or empty for the map. */
  readonly place: string;
}

/** The server forgets who was not heard of for 15 s. */
const HEARTBEAT_MS = 5_000;
const DRAFT = 'main';

/**
 * Tells colleagues where I am, and brings in what they keep in the draft: within a second of their saving it (SPEC
 * [DSG-3]). Gives those who are here.
 */
export function useColleagues(): readonly Colleague[] {
  const { name: tenant } = useTenant();
  const { locale } = useLanguage();
  const { me } = useSession();
  const live = useTenantLive(tenant);
  const session = useDraftSession();
  const revision = useDraft((state) => state.revision);
  const status = useDraft((state) => state.status);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const [client] = useState(() => crypto.randomUUID());
  const place = path.replace(/^\/w\/[^/]+\/design\/?/, '');
  const { mutate: beHere } = useMutation({
    mutationFn: (where: string) =>
      askPlatform(BeHereDocument, { variables: { tenant, client, draft: DRAFT, place: where }, locale }),
  });
  useEffect(() => {
    beHere(place);
    const timer = setInterval(() => beHere(place), HEARTBEAT_MS);
    return () => clearInterval(timer);
  }, [beHere, place]);
  useEffect(
    () => () => {
      // Nobody waits for this: who can't say goodbye is forgotten a little later.
      void askPlatform(BeGoneDocument, { variables: { tenant, client }, locale: 'en' }).catch(() => undefined);
    },
    [tenant, client],
  );
  const kept = live?.drafts.find(({ name }) => name === DRAFT)?.revision ?? 0;
  const isKnown = live !== undefined;
  useEffect(() => {
    // My own saving is told as well, and known here already when it is done.
    if (!isKnown || status === 'keeping' || kept === revision) return undefined;
    const timer = setTimeout(() => void session.catchUp(), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [isKnown, kept, revision, status, session]);
  return useMemo(() => {
    const others = (live?.people ?? []).filter(({ user, draft }) => user?.id !== me.user?.id && draft === DRAFT);
    const byId = new Map(
      others.map(({ user, place: at }) => [user?.id ?? '', { id: user?.id ?? '', name: user?.name ?? '', place: at }]),
    );
    return [...byId.values()];
  }, [live, me]);
}

const SETTLE_MS = 150;
