import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { askTenant, type TenantIssue } from '../../data/tenant-client.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { changeOutbox, useOutbox } from '../../offline/outbox-store.ts';
import type { NewWrite } from '../../offline/outbox.ts';
import type { QueuedWrite } from '../../offline/queued-write.ts';
import { useOutboxHost } from '../../offline/use-outbox-host.ts';
import {
  DECIDE_APPROVAL,
  DECIDE_GIFT,
  DECIDE_OVERRIDE,
  DELEGATE_APPROVAL,
  WITHDRAW_APPROVAL,
  WITHDRAW_GIFT,
} from './inbox-documents.ts';
import type { InboxItem, Person } from './inbox-items.ts';
import { useInboxText } from './inbox-texts.ts';
import { renewInbox } from './use-inbox.ts';

/** What the reader does with a request. */
export type Verdict =
  | { readonly kind: 'APPROVE' | 'REJECT' | 'SEND_BACK'; readonly comment?: string }
  | { readonly kind: 'DELEGATE'; readonly to: Person; readonly comment?: string }
  | { readonly kind: 'WITHDRAW' };

/** What was said last: which requests, what, and what the server refused. */
export interface Said {
  readonly items: readonly InboxItem[];
  readonly verdict: Verdict;
}

export interface Decisions {
  /** On their way to the server, or done: no longer among what waits. */
  readonly gone: ReadonlySet<string>;
  readonly sending: number;
  readonly said: Said | undefined;
  /** Why the server refused, by key of the request. */
  readonly refused: ReadonlyMap<string, readonly TenantIssue[]>;
  /** Sends the verdict on each of them; what is refused comes back with the reasons. */
  readonly decide: (items: readonly InboxItem[], verdict: Verdict) => Promise<void>;
}

/** So many decisions are under way at a time. */
const AT_ONCE = 4;

/**
 * Decisions leave the list at once and are sent behind the reader's back, so that ten take as long as ten keys; one
 * that is refused comes back and says why (SPEC [WRK-72]).
 */
export function useDecisions(model: TenantModel): Decisions {
  const tenant = model.name;
  const host = useOutboxHost(model);
  const waiting = useOutbox(host.place)?.writes ?? NO_WRITES;
  const text = useInboxText();
  const client = useQueryClient();
  const { locale } = useLanguage();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [sending, setSending] = useState(0);
  const [said, say] = useState<Said>();
  const [refused, setRefused] = useState<ReadonlyMap<string, readonly TenantIssue[]>>(new Map());

  const send = useCallback(
    async (item: InboxItem, verdict: Verdict): Promise<void> => {
      const asked = askFor(item, verdict);
      const issues = await told(asked, item).catch((error: unknown) => [issueOfError(error)]);
      if (issues.length === 0) return;
      setGone((keys) => new Set([...keys].filter((key) => key !== item.key)));
      setRefused((known) => new Map([...known, [item.key, issues]]));

      async function told({ query, variables }: Asked, about: InboxItem): Promise<readonly TenantIssue[]> {
        if (about.kind !== 'approval') {
          // These know no key: sent a second time they would be done a second time, so they are not kept.
          const answer = await askTenant<unknown>(tenant, { query, variables, locale });
          return answer.ok ? [] : answer.issues;
        }
        const { sendOrKeep } = await import('../../offline/outbox.ts');
        // What was decided before and came back is decided anew.
        await changeOutbox(host.place, (box) => ({
          ...box,
          writes: box.writes.filter((one) => one.about !== about.key || one.state === 'waiting'),
        })).catch(() => undefined);
        const entity = model.model.entities.find(({ apiName }) => apiName === about.entity)?.id ?? about.entity;
        const write: NewWrite = {
          kind: 'decide',
          entity,
          record: about.recordId,
          title: about.title,
          step: `${about.transitionLabel} · ${text(`verdict_${verdict.kind}`)}`,
          about: about.key,
          query,
          variables,
        };
        const sent = await sendOrKeep(host, write);
        if (sent.kind === 'full') return [{ code: 'FULL', message: text('keptFull'), cure: '', place: '' }];
        return sent.kind === 'refused' ? sent.issues : [];
      }
    },
    [tenant, model, host, text, locale],
  );
  const decide = useCallback(
    async (items: readonly InboxItem[], verdict: Verdict): Promise<void> => {
      const keys = items.map(({ key }) => key);
      setGone((known) => new Set([...known, ...keys]));
      setRefused((known) => new Map([...known].filter(([key]) => !keys.includes(key))));
      setSending((count) => count + items.length);
      say({ items, verdict });
      const queue = [...items];
      const work = async (): Promise<void> => {
        for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
          await send(item, verdict);
          setSending((count) => count - 1);
        }
      };
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
      await renewInbox(client, tenant);
      // What a decision took further is another record now.
      await client.invalidateQueries({ queryKey: ['rows', tenant] });
    },
    [client, tenant, send],
  );
  return useMemo(() => {
    const queued = waiting.filter(({ kind }) => kind === 'decide');
    const kept = queued.filter(({ state }) => state === 'waiting').map(({ about = '' }) => about);
    const back = queued.filter(({ state }) => state !== 'waiting');
    // What waits on this device is decided as far as the reader is concerned; what came back refused is not.
    const all = new Set([...gone, ...kept].filter((key) => !back.some(({ about }) => about === key)));
    const why = new Map([...refused, ...back.map(({ about = '', issues }) => [about, issues] as const)]);
    return { gone: all, sending, said, refused: why, decide };
  }, [gone, sending, said, refused, decide, waiting]);
}

const NO_WRITES: readonly QueuedWrite[] = [];

function issueOfError(error: unknown): TenantIssue {
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'UNKNOWN', message, cure: '', place: '' };
}

interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

function askFor(item: InboxItem, verdict: Verdict): Asked {
  const { id } = item;
  const comment = verdict.kind === 'WITHDRAW' ? undefined : verdict.comment;
  const base = { id, comment: comment ?? null };
  const approve = verdict.kind === 'APPROVE';
  switch (item.kind) {
    case 'approval':
      if (verdict.kind === 'WITHDRAW') return { query: WITHDRAW_APPROVAL, variables: base };
      if (verdict.kind === 'DELEGATE') return { query: DELEGATE_APPROVAL, variables: { ...base, to: verdict.to.id } };
      return { query: DECIDE_APPROVAL, variables: { ...base, decision: verdict.kind } };
    case 'gift':
      return verdict.kind === 'WITHDRAW'
        ? { query: WITHDRAW_GIFT, variables: { id } }
        : { query: DECIDE_GIFT, variables: { ...base, approve } };
    case 'override':
      return { query: DECIDE_OVERRIDE, variables: { ...base, approve } };
  }
}
