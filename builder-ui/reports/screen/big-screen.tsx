import { useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { textIn } from '../../../schema/core/text.ts';
import type { DashboardViewDef } from '../../../schema/template/template-views.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import type { TileNews } from '../board-context.ts';
import { oldestOf } from '../board/board-head.tsx';
import type { BoardSearch } from '../board-search.ts';
import type { ChangeBoard } from '../dashboard-page.tsx';
import { useReportText } from '../report-texts.ts';
import './screen.css';

const PACES = [10, 20, 30, 60] as const;
/** Nobody touches a wall: whatever the subscription missed is asked for now and then. */
const RENEW_MS = 30_000;
const HIDE_MS = 3_000;

interface BigScreenProps {
  readonly board: DashboardViewDef;
  readonly boards: readonly DashboardViewDef[];
  readonly label: string;
  readonly search: BoardSearch;
  readonly change: ChangeBoard;
  readonly news: ReadonlyMap<string, TileNews>;
  readonly children: ReactNode;
}

/**
 * A dashboard for a wall (SPEC [RPT-9]): dark, large, by itself. It keeps what it shows when the network is gone and
 * says since when; Esc leaves, the arrows go to the next dashboard.
 */
export function BigScreen({ board, boards, label, search, change, news, children }: BigScreenProps): ReactNode {
  const text = useReportText();
  const tenant = useTenant();
  const { locale } = useLanguage();
  const go = useGo(board, boards, search);
  const leave = (): void => {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    change({ screen: undefined, pace: undefined });
  };
  useKeys({ Escape: leave, ArrowRight: () => go(1), ArrowLeft: () => go(-1) });
  useLeftFullscreen(leave);
  useRotation(search.pace, () => go(1));
  useRenewing(tenant.name);
  const areToolsShown = useToolsShown();
  const paces = [0, ...PACES];
  return createPortal(
    <div
      className="big-screen"
      data-theme="dark"
      data-dense={board.tiles.length > 8}
      role="dialog"
      aria-modal="true"
      aria-label={label}
    >
      <div className="screen-head">
        <div>
          <p>{tenant.label}</p>
          <h1>{label}</h1>
        </div>
        <Staleness news={news} />
        <Clock />
      </div>
      <div className="tiles">{children}</div>
      <div className={`screen-tools${areToolsShown ? '' : ' is-hidden'}`}>
        <span>{text('screenHint')}</span>
        {boards.length > 1 && (
          <label>
            {text('pace')}{' '}
            <select
              value={search.pace ?? 0}
              onChange={({ target }) => change({ pace: Number(target.value) === 0 ? undefined : Number(target.value) })}
            >
              {paces.map((pace) => (
                <option key={pace} value={pace}>
                  {pace === 0 ? text('paceNever') : text('paceSeconds', { count: pace })}
                </option>
              ))}
            </select>
          </label>
        )}
        <span className="screen-others">
          {boards.map((one) => (
            <span key={one.id} className={one.id === board.id ? 'is-chosen' : ''}>
              {textIn(one.label, locale) || one.id}
            </span>
          ))}
        </span>
        <button type="button" onClick={leave}>
          {text('leaveScreen')}
        </button>
      </div>
    </div>,
    document.body,
  );
}

function useGo(
  board: DashboardViewDef,
  boards: readonly DashboardViewDef[],
  search: BoardSearch,
): (by: 1 | -1) => void {
  const navigate = useNavigate();
  const { name } = useTenant();
  return (by) => {
    const at = boards.findIndex(({ id }) => id === board.id);
    const next = boards[(at + by + boards.length) % boards.length];
    if (next === undefined || next.id === board.id) return;
    const { where: _own, ...kept } = search;
    void navigate({
      to: '/w/$tenant/boards/$view',
      params: { tenant: name, view: next.id },
      search: kept,
      replace: true,
    });
  };
}

function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event;
    // Within a field the arrows are the field's.
    if (target instanceof HTMLSelectElement && event.key !== 'Escape') return;
    keys[event.key]?.();
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => pressed(event);
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
}

/** The browser keeps the first Esc to itself when it leaves its full screen. */
function useLeftFullscreen(leave: () => void): void {
  const left = useEffectEvent(() => {
    if (document.fullscreenElement === null) leave();
  });
  useEffect(() => {
    const hear = (): void => left();
    document.addEventListener('fullscreenchange', hear);
    return () => document.removeEventListener('fullscreenchange', hear);
  }, []);
}

function useRotation(pace: number | undefined, next: () => void): void {
  const turn = useEffectEvent(next);
  useEffect(() => {
    if (pace === undefined) return undefined;
    const timer = setInterval(() => turn(), pace * 1_000);
    return () => clearInterval(timer);
  }, [pace]);
}

function useRenewing(tenant: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: ['rows', tenant] }), RENEW_MS);
    return () => clearInterval(timer);
  }, [client, tenant]);
}

/** Tools are there while somebody moves the mouse or uses the keyboard. */
function useToolsShown(): boolean {
  const [isShown, setShown] = useState(true);
  useEffect(() => {
    let timer = setTimeout(() => setShown(false), HIDE_MS);
    const wake = (): void => {
      clearTimeout(timer);
      setShown(true);
      timer = setTimeout(() => setShown(false), HIDE_MS);
    };
    const events = ['mousemove', 'keydown', 'touchstart'] as const;
    for (const name of events) document.addEventListener(name, wake);
    return () => {
      clearTimeout(timer);
      for (const name of events) document.removeEventListener(name, wake);
    };
  }, []);
  return isShown;
}

function Clock(): ReactNode {
  const { locale } = useLanguage();
  const { timeZone } = useTenant();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone });
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', month: 'long', day: 'numeric', timeZone });
  return (
    <div className="screen-clock">
      <time>{time.format(now)}</time>
      <p>{day.format(now)}</p>
    </div>
  );
}

/** Nothing while figures come; since when they are old while there is no network or answers fail. */
function Staleness({ news }: { readonly news: ReadonlyMap<string, TileNews> }): ReactNode {
  const text = useReportText();
  const { locale } = useLanguage();
  const { timeZone } = useTenant();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 2_000);
    return () => clearInterval(timer);
  }, []);
  const oldest = oldestOf(news);
  const isOld = !navigator.onLine || (oldest !== undefined && now - oldest > RENEW_MS * 2.5);
  if (!isOld || oldest === undefined) return <span className="screen-live" aria-hidden="true" />;
  const time = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
    timeZone,
  });
  return (
    <p className="screen-stale" role="status">
      {text('staleSince', { time: time.format(oldest) })}
    </p>
  );
}
