import { CloseOutlined, CrownFilled } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { listen } from '../data/live.ts';
import { askTenant } from '../data/tenant-client.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { newsIn, type News, type NewsEntry } from './news-figures.ts';
import { pointsKey } from './points-key.ts';
import { signedText, signOf } from './points-figures.ts';
import { useToastText } from './toast-texts.ts';
import './points-toasts.css';

// Small documents of its own: this is loaded with every page of the company.
const CHANGED_DOCUMENT = 'subscription { wallet: pointsChanged { balance } }';
const NEWEST_DOCUMENT =
  'query ($first: Int) { page: pointsEntries(first: $first) { nodes { id kind label text balance pending } } }';

/** What comes in one moment is told together. */
const GATHER_MS = 400;
const SHOWN_MS = 8_000;
const SHOWN_MAX = 3;
const LOOKED_AT = 12;
/** What came while the connection was being made is looked for once. */
const SETTLED_MS = 2_500;

/**
 * Tells of points as they come, wherever one works (SPEC [PWK-8]): said politely to who listens, never in the way of
 * the keyboard, gone by itself unless somebody looks at it.
 */
export function PointsToasts({ tenant }: { readonly tenant: string }): ReactNode {
  const text = useToastText();
  const [news, setNews] = useState<readonly News[]>([]);
  const add = useCallback((more: readonly News[]) => {
    setNews((shown) => [...shown.filter(({ id }) => more.every((one) => one.id !== id)), ...more].slice(-SHOWN_MAX));
  }, []);
  const remove = useCallback((id: string) => setNews((shown) => shown.filter((one) => one.id !== id)), []);
  usePointsNews(tenant, add);
  return (
    <div className="pts-toasts" role="status" aria-live="polite" aria-label={text('region')}>
      {news.map((one) => (
        <Toast key={one.id} tenant={tenant} news={one} onGone={remove} />
      ))}
    </div>
  );
}

/** Hears that points moved, renews what is shown of them, and gives what is new. */
function usePointsNews(name: string, onNews: (news: readonly News[]) => void): void {
  const { locale } = useLanguage();
  const client = useQueryClient();
  const seen = useRef<{ readonly id: string | undefined }>(undefined);
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let settled: ReturnType<typeof setTimeout> | undefined;
    const newest = async (first: number): Promise<readonly NewsEntry[]> => {
      const answer = await askTenant<{ readonly page: { readonly nodes: readonly NewsEntry[] } }>(name, {
        query: NEWEST_DOCUMENT,
        variables: { first },
        locale,
      });
      return answer.ok ? answer.data.page.nodes : [];
    };
    const look = async (): Promise<void> => {
      const entries = await newest(LOOKED_AT);
      if (isOver || seen.current === undefined) return;
      const told = newsIn(entries, seen.current.id);
      seen.current = { id: entries[0]?.id ?? seen.current.id };
      if (told.length > 0) onNews(told);
    };
    const begin = async (): Promise<void> => {
      const [entry] = await newest(1);
      seen.current ??= { id: entry?.id };
      if (!isOver) settled = setTimeout(() => void look().catch(() => undefined), SETTLED_MS);
    };
    // Without an answer now there is nothing to compare with; the page's own requests tell of the trouble.
    void begin().catch(() => undefined);
    const stop = listen<unknown>(`/t/${name}/graphql`, {
      query: CHANGED_DOCUMENT,
      onData: () => {
        timer ??= setTimeout(() => {
          timer = undefined;
          void client.invalidateQueries({ queryKey: pointsKey(name) });
          void look().catch(() => undefined);
        }, GATHER_MS);
      },
    });
    return () => {
      isOver = true;
      clearTimeout(timer);
      clearTimeout(settled);
      stop();
    };
  }, [client, name, locale, onNews]);
}

interface ToastProps {
  readonly tenant: string;
  readonly news: News;
  readonly onGone: (id: string) => void;
}

function Toast({ tenant, news, onGone }: ToastProps): ReactNode {
  const text = useToastText();
  const [isHeld, setHeld] = useState(false);
  const { id, count, isWaiting, amount } = news;
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => onGone(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld, id, onGone]);
  const isGain = signOf(amount) > 0;
  const kind = !isGain ? 'takenBack' : isWaiting ? 'waiting' : 'came';
  return (
    <div
      className={`pts-toast ${isGain ? '' : 'is-less'}`}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="pts-toast-mark" aria-hidden="true">
        <CrownFilled />
      </span>
      <div className="pts-toast-words">
        <strong>{text(kind, { amount: signedText(amount), count: Number(amount) })}</strong>
        <span>{count === 1 ? news.label : text('several', { count })}</span>
        {news.text !== null && news.text !== news.label && <small>{news.text}</small>}
      </div>
      <Link to="/w/$tenant/points" params={{ tenant }} hash={id} onClick={() => onGone(id)}>
        {text('why')}
      </Link>
      <button type="button" className="icon-button is-small" aria-label={text('close')} onClick={() => onGone(id)}>
        <CloseOutlined aria-hidden="true" />
      </button>
    </div>
  );
}
