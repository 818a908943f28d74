import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { FactAmount, FactLine } from '../inbox/fact-line.tsx';
import { askedText, itemText } from '../inbox/inbox-words.ts';
import { useInboxText } from '../inbox/inbox-texts.ts';
import { useDecisions } from '../inbox/use-decisions.ts';
import { useFacts } from '../inbox/use-facts.ts';
import { useInbox } from '../inbox/use-inbox.ts';
import type { Reading } from '../list/cell.tsx';
import { PersonMark } from '../people/person-mark.tsx';
import { sinceText } from '../since.ts';
import { useNow } from '../use-now.ts';
import { useWorkText } from '../work-texts.ts';
import { useHomeText } from './home-texts.ts';

/** So many are shown; the inbox has the rest. */
const SHOWN = 3;

/** What waits for the reader, the most urgent first, each approved from here (SPEC [WRK-78]). */
export function HomeWaiting({ rights }: { readonly rights: ApiRights }): ReactNode {
  const tenant = useTenant();
  const { locale } = useLanguage();
  const text = useHomeText();
  const workText = useWorkText();
  const inboxText = useInboxText();
  const now = useNow();
  const inbox = useInbox(tenant, rights, 'TO_DECIDE');
  const facts = useFacts(tenant, inbox.items);
  const reading = useMemo<Reading>(
    () => ({ text: workText, locale, timeZone: tenant.timeZone }),
    [workText, locale, tenant.timeZone],
  );
  const { gone, said, refused, decide } = useDecisions(tenant);
  const items = inbox.items.filter(({ key }) => !gone.has(key));
  const total = Math.max(items.length, inbox.total - gone.size);
  const [last] = said?.items ?? [];
  const why = last === undefined ? undefined : refused.get(last.key);
  const awaited = useAwaited(tenant.name, inbox.isPending ? undefined : Math.min(items.length, SHOWN));
  if (inbox.isPending && items.length === 0 && awaited > 0) {
    return (
      <section className="home-part" aria-busy="true">
        <h2>{workText('toDecide')}</h2>
        <ul className="home-rows" aria-hidden="true">
          {Array.from({ length: awaited }, (_, index) => (
            <li key={index} className="home-ask is-awaited" />
          ))}
        </ul>
      </section>
    );
  }
  if (inbox.isPending && items.length === 0) return <section aria-busy="true" hidden />;
  if (items.length === 0 && last === undefined) return null;
  return (
    <section className="home-part">
      <h2>
        {workText('toDecide')} {total > 0 && <span className="home-badge">{total}</span>}
        <Link to="/w/$tenant/inbox" params={{ tenant: tenant.name }} className="home-all">
          {text('openInbox')}
        </Link>
      </h2>
      <ul className="home-rows">
        {items.slice(0, SHOWN).map((item) => (
          <li key={item.key} className="home-ask">
            <PersonMark name={item.askedBy?.name ?? ''} />
            <Link
              to="/w/$tenant/inbox"
              params={{ tenant: tenant.name }}
              search={{ at: item.key }}
              className="home-ask-main"
            >
              <span className="home-ask-top">
                <strong>{item.title}</strong>
                <span className="facts">
                  <FactLine {...{ item, reading }} known={facts.of(item)} />
                </span>
              </span>
              <span>
                {item.group} · {askedText(item, inboxText)} · {sinceText(item.askedAt, now, locale)}
                {item.isOverdue && <em>{inboxText('overdueShort')}</em>}
              </span>
            </Link>
            <FactAmount {...{ item, reading }} known={facts.of(item)} />
            <Button
              size="small"
              type="primary"
              ghost
              aria-label={text('approveThis', { what: item.title })}
              onClick={() => void decide([item], { kind: 'APPROVE' })}
            >
              {inboxText('approve')}
            </Button>
          </li>
        ))}
        {last !== undefined && (
          <li className={`home-said${why === undefined ? '' : ' is-bad'}`} role="status">
            {why === undefined
              ? inboxText('said_APPROVE', { what: itemText(last) })
              : `${inboxText('refused', { what: itemText(last) })} ${why.map(({ message }) => message).join(' ')}`}
          </li>
        )}
      </ul>
    </section>
  );
}

function keyOf(tenant: string): string {
  return `formwork.waiting.${tenant}`;
}

/** Whether this browser has shown before what waits in the company. */
export function knowsWaiting(tenant: string): boolean {
  return localStorage.getItem(keyOf(tenant)) !== null;
}

/** How many rows there were last time in this browser: their place is kept until they come, and what is below stands still. */
function useAwaited(tenant: string, shown: number | undefined): number {
  const key = keyOf(tenant);
  const [before] = useState(() => Number(localStorage.getItem(key) ?? 0));
  useEffect(() => {
    if (shown !== undefined) localStorage.setItem(key, String(shown));
  }, [key, shown]);
  return Math.min(before, SHOWN);
}
