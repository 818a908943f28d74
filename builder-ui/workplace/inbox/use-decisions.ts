import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { askTenant, type TenantAnswer, type TenantIssue } from '../../data/tenant-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import {
  DECIDE_APPROVAL,
  DECIDE_GIFT,
  DECIDE_OVERRIDE,
  DELEGATE_APPROVAL,
  WITHDRAW_APPROVAL,
  WITHDRAW_GIFT,
} from './inbox-documents.ts';
import type { InboxItem, Person } from './inbox-items.ts';
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
export function useDecisions(tenant: string): Decisions {
  const client = useQueryClient();
  const { locale } = useLanguage();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [sending, setSending] = useState(0);
  const [said, say] = useState<Said>();
  const [refused, setRefused] = useState<ReadonlyMap<string, readonly TenantIssue[]>>(new Map());

  const send = useCallback(
    async (item: InboxItem, verdict: Verdict): Promise<void> => {
      const { query, variables } = askFor(item, verdict);
      const answer = await askTenant<unknown>(tenant, { query, variables, locale }).catch(
        (error: unknown): TenantAnswer<unknown> => ({ ok: false, issues: [issueOfError(error)] }),
      );
      if (answer.ok) return;
      setGone((keys) => new Set([...keys].filter((key) => key !== item.key)));
      setRefused((known) => new Map([...known, [item.key, answer.issues]]));
    },
    [tenant, locale],
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
  return useMemo(() => ({ gone, sending, said, refused, decide }), [gone, sending, said, refused, decide]);
}

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
  const key = crypto.randomUUID();
  const approve = verdict.kind === 'APPROVE';
  switch (item.kind) {
    case 'approval':
      if (verdict.kind === 'WITHDRAW') return { query: WITHDRAW_APPROVAL, variables: { ...base, key } };
      if (verdict.kind === 'DELEGATE')
        return { query: DELEGATE_APPROVAL, variables: { ...base, to: verdict.to.id, key } };
      return { query: DECIDE_APPROVAL, variables: { ...base, decision: verdict.kind, key } };
    case 'gift':
      return verdict.kind === 'WITHDRAW'
        ? { query: WITHDRAW_GIFT, variables: { id } }
        : { query: DECIDE_GIFT, variables: { ...base, approve } };
    case 'override':
      return { query: DECIDE_OVERRIDE, variables: { ...base, approve } };
  }
}
