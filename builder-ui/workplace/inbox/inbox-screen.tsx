import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Failure, Waiting } from '../../shell/feedback.tsx';
import { useReaderSettings } from '../../shell/reader-settings.ts';
import { useTenant } from '../../shell/tenant-frame.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { usePageActions, type PageAction } from '../keys/page-keys.ts';
import type { Reading } from '../list/cell.tsx';
import { usePhone } from '../list/use-phone.ts';
import { useNow } from '../use-now.ts';
import { useWorkText } from '../work-texts.ts';
import { DecisionDialog, type Asking } from './decision-dialog.tsx';
import { InboxDetail, type DetailActions } from './inbox-detail.tsx';
import { BOXES, type Box } from './inbox-documents.ts';
import type { InboxItem } from './inbox-items.ts';
import { InboxList } from './inbox-list.tsx';
import { useInboxText, type InboxText } from './inbox-texts.ts';
import { itemText } from './inbox-words.ts';
import { useDecisions, type Decisions, type Verdict } from './use-decisions.ts';
import { useFacts } from './use-facts.ts';
import { useInbox } from './use-inbox.ts';
import './inbox.css';

const NO_ISSUES = [] as const;

/** The boxes, the requests of one of them, and the one that is open. */
export function InboxScreen({ rights }: { readonly rights: ApiRights }): ReactNode {
  const tenant = useTenant();
  const { locale } = useLanguage();
  const text = useInboxText();
  const workText = useWorkText();
  const { keys } = useReaderSettings();
  const isPhone = usePhone();
  const now = useNow();
  const { box = 'TO_DECIDE', at } = useSearch({ from: '/w/$tenant/inbox' });
  const inbox = useInbox(tenant, rights, box);
  const facts = useFacts(tenant, inbox.items);
  const decisions = useDecisions(tenant);
  const work = useInboxWork({ items: inbox.items, box, at, isPhone, decisions });
  const { items, active, chosen, asking } = work;
  const reading = useMemo<Reading>(
    () => ({ text: workText, locale, timeZone: tenant.timeZone }),
    [workText, locale, tenant.timeZone],
  );
  usePageActions(actionsOf(work, text, box));
  const isDetailOnly = isPhone && active !== undefined;
  return (
    <div className={`inbox${isDetailOnly ? ' is-open' : ''}`}>
      {isDetailOnly && <h1 className="unseen">{text('title')}</h1>}
      {!isDetailOnly && (
        <section className="inbox-side">
          <header className="inbox-bar">
            <h1>{text('title')}</h1>
            <Boxes box={box} total={box === 'TO_DECIDE' ? items.length : undefined} text={text} />
          </header>
          {chosen.size > 0 && <BatchBar {...{ work, text }} />}
          {inbox.error !== null && items.length === 0 && <Failure error={inbox.error} retry={inbox.retry} />}
          {inbox.isPending && <Waiting />}
          {!inbox.isPending && inbox.error === null && items.length === 0 && <Empty box={box} text={text} />}
          {items.length > 0 && (
            <InboxList
              {...{ box, items, chosen, text, reading, facts, now }}
              active={active?.key}
              refused={decisions.refused}
              onOpen={work.open}
              onChoose={work.choose}
              onMore={inbox.more}
            />
          )}
          <SaidLine decisions={decisions} text={text} />
        </section>
      )}
      {active !== undefined && (
        <InboxDetail
          key={active.key}
          item={active}
          {...{ reading, text }}
          issues={decisions.refused.get(active.key) ?? NO_ISSUES}
          actions={work.detail}
          areKeysOn={keys && !isPhone}
        />
      )}
      {active === undefined && !isPhone && items.length > 0 && <p className="inbox-none">{text('pickOne')}</p>}
      {asking !== undefined && (
        <DecisionDialog
          tenant={tenant.name}
          asking={asking}
          onDecide={work.decided}
          onCancel={() => work.ask(undefined)}
        />
      )}
    </div>
  );
}

interface WorkAsk {
  readonly items: readonly InboxItem[];
  readonly box: Box;
  readonly at: string | undefined;
  readonly isPhone: boolean;
  readonly decisions: Decisions;
}

type InboxWork = ReturnType<typeof useInboxWork>;

/** Which request is open, which are chosen, and what the reader does with them. */
function useInboxWork({ items: all, box, at, isPhone, decisions }: WorkAsk) {
  const { name } = useTenant();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const text = useInboxText();
  const [chosenKeys, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, ask] = useState<Asking>();
  const { gone, decide } = decisions;
  const items = useMemo(() => (box === 'TO_DECIDE' ? all.filter(({ key }) => !gone.has(key)) : all), [all, box, gone]);
  const found = items.find(({ key }) => key === at);
  const place = useRef(0);
  const active = found ?? (isPhone ? undefined : items[Math.min(place.current, items.length - 1)]);
  const index = active === undefined ? -1 : items.indexOf(active);
  useEffect(() => {
    place.current = Math.max(0, index);
  }, [index]);
  const chosen = useMemo(
    () => new Set(items.filter(({ key }) => chosenKeys.has(key)).map(({ key }) => key)),
    [items, chosenKeys],
  );

  const show = (item: InboxItem | undefined, isNew: boolean): void => {
    void navigate({
      to: '/w/$tenant/inbox',
      params: { tenant: name },
      search: { ...(box === 'TO_DECIDE' ? {} : { box }), ...(item === undefined ? {} : { at: item.key }) },
      replace: !isNew,
    });
  };
  const open = (item: InboxItem): void => show(item, isPhone);
  const move = (by: number): void => {
    const next = items[Math.min(items.length - 1, Math.max(0, index + by))];
    if (next === undefined) return;
    show(next, false);
    focusRow(next.key);
  };
  const settle = (done: readonly InboxItem[], verdict: Verdict): void => {
    const keys = new Set(done.map(({ key }) => key));
    const rest = items.filter(({ key }) => !keys.has(key));
    const next =
      active === undefined || !keys.has(active.key)
        ? active
        : (items.slice(index + 1).find(({ key }) => !keys.has(key)) ?? rest.at(-1));
    setChosen(new Set());
    ask(undefined);
    if (box === 'TO_DECIDE') {
      show(next, false);
      if (next !== undefined) focusRow(next.key);
    }
    void decide(done, verdict);
  };
  const picked = items.filter(({ key }) => chosen.has(key));
  const detail: DetailActions = {
    approve: () => {
      if (active?.canDecide === true) settle([active], { kind: 'APPROVE' });
    },
    ask: (kind) => {
      if (active?.canDecide === true && (active.kind === 'approval' || kind === 'APPROVE' || kind === 'REJECT'))
        ask({ kind, items: [active] });
    },
    withdraw: () => {
      if (active?.canWithdraw !== true) return;
      modal.confirm({
        title: text('withdrawAsk'),
        content: itemText(active),
        okText: text('withdraw'),
        cancelText: text('cancel'),
        onOk: () => decide([active], { kind: 'WITHDRAW' }),
      });
    },
    back: isPhone ? () => show(undefined, false) : undefined,
  };
  return {
    items,
    active,
    chosen,
    picked,
    asking,
    ask,
    open,
    move,
    detail,
    choose: ({ key }: InboxItem): void =>
      setChosen((keys) => new Set(keys.has(key) ? [...keys].filter((one) => one !== key) : [...keys, key])),
    chooseAll: (): void => setChosen(new Set(items.map(({ key }) => key))),
    chooseNone: (): void => setChosen(new Set()),
    decided: (verdict: Verdict): void => {
      if (asking !== undefined) settle(asking.items, verdict);
    },
  };
}

/** The row takes the focus once it is the open one, so that it is read out. */
function focusRow(key: string): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`.inbox-row[data-key="${CSS.escape(key)}"]`)?.focus();
  });
}

function actionsOf(work: InboxWork, text: InboxText, box: Box): readonly PageAction[] {
  const { active, picked, detail } = work;
  const moves: readonly PageAction[] = [
    { id: 'next', label: text('next'), keys: ['j', 'ArrowDown'], run: () => work.move(1), isMove: true },
    { id: 'previous', label: text('previous'), keys: ['k', 'ArrowUp'], run: () => work.move(-1), isMove: true },
  ];
  if (box !== 'TO_DECIDE' || active === undefined) return moves;
  const many = picked.length > 0;
  const askFor = (kind: Asking['kind']) => () => (many ? work.ask({ kind, items: picked }) : detail.ask(kind));
  return [
    ...moves,
    { id: 'select', label: text('select'), keys: [' ', 'x'], run: () => work.choose(active), isMove: true },
    {
      id: 'approve',
      label: text('approve'),
      keys: ['a'],
      run: many ? askFor('APPROVE') : detail.approve,
    },
    { id: 'approveWith', label: text('approveWith'), keys: ['A'], run: askFor('APPROVE') },
    { id: 'reject', label: text('reject'), keys: ['r'], run: askFor('REJECT') },
    ...(many || active.kind !== 'approval'
      ? []
      : [
          { id: 'sendBack', label: text('sendBack'), keys: ['b'], run: askFor('SEND_BACK') },
          { id: 'delegate', label: text('delegate'), keys: ['d'], run: askFor('DELEGATE') },
        ]),
  ];
}

interface BoxesProps {
  readonly box: Box;
  readonly total: number | undefined;
  readonly text: InboxText;
}

function Boxes({ box, total, text }: BoxesProps): ReactNode {
  const { name } = useTenant();
  return (
    <nav className="inbox-boxes" aria-label={text('boxes')}>
      {BOXES.map((one) => (
        <Link
          key={one}
          to="/w/$tenant/inbox"
          params={{ tenant: name }}
          search={one === 'TO_DECIDE' ? {} : { box: one }}
          className={`inbox-box${one === box ? ' is-chosen' : ''}`}
          aria-current={one === box ? 'page' : undefined}
          activeProps={{}}
        >
          {text(`box_${one}`)}
          {one === box && total !== undefined && total > 0 && <b>{total}</b>}
        </Link>
      ))}
    </nav>
  );
}

function BatchBar({ work, text }: { readonly work: InboxWork; readonly text: InboxText }): ReactNode {
  const { picked, items } = work;
  return (
    <div className="inbox-batch" role="toolbar" aria-label={text('chosen', { count: picked.length })}>
      <b>{text('chosen', { count: picked.length })}</b>
      <Button size="small" type="text" onClick={picked.length < items.length ? work.chooseAll : work.chooseNone}>
        {text(picked.length < items.length ? 'chooseAll' : 'chooseNone')}
      </Button>
      <span className="inbox-space" />
      <Button size="small" danger onClick={() => work.ask({ kind: 'REJECT', items: picked })}>
        {text('reject')}
      </Button>
      <Button size="small" type="primary" onClick={() => work.ask({ kind: 'APPROVE', items: picked })}>
        {text('approve')}
      </Button>
    </div>
  );
}

/** What was decided last: it can't be taken back, so it is said, and stays until the next. */
function SaidLine({ decisions, text }: { readonly decisions: Decisions; readonly text: InboxText }): ReactNode {
  const { said, sending, refused } = decisions;
  const failed = said?.items.find(({ key }) => refused.has(key));
  let line = '';
  if (said !== undefined) {
    const [first] = said.items;
    const what =
      said.items.length === 1 && first !== undefined ? itemText(first) : text('chosen', { count: said.items.length });
    const { verdict } = said;
    line = text(`said_${verdict.kind}`, { what, who: verdict.kind === 'DELEGATE' ? verdict.to.name : '' });
  }
  return (
    <p className={`inbox-said${failed === undefined ? '' : ' is-bad'}`} role="status">
      {failed === undefined ? line : text('refused', { what: itemText(failed) })}
      {sending > 0 && <small> {text('sending', { count: sending })}</small>}
    </p>
  );
}

function Empty({ box, text }: { readonly box: Box; readonly text: InboxText }): ReactNode {
  return (
    <div className="inbox-empty">
      <svg viewBox="0 0 48 48" width="56" height="56" aria-hidden="true">
        <path d="M8 27 14 11h20l6 16v10H8Z" />
        <path d="M8 27h10l2 5h8l2-5h10" />
        {box === 'TO_DECIDE' && <path className="inbox-empty-tick" d="m18 18 4 4 8-8" />}
      </svg>
      <strong>{text(`empty_${box}`)}</strong>
      <span>{text(`emptyHint_${box}`)}</span>
    </div>
  );
}
