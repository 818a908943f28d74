import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import { localDate, parseInstant } from '../../schema/expr/calendar.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { DashboardViewDef } from '../../schema/template/template-views.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useApiRights } from '../workplace/use-api-rights.ts';
import { useEvalContext } from '../workplace/use-clock.ts';
import { BoardContext, type Board, type TileNews } from './board-context.ts';
import { BoardHead } from './board/board-head.tsx';
import { boardSearchFrom, type BoardSearch } from './board-search.ts';
import { commonFields } from './common-fields.ts';
import { FIRST_PERIOD, formerSpan, periodSpan } from './period.ts';
import { periodText } from './period-text.ts';
import { dashboardsOf, tileEntity } from './report-defs.ts';
import { useReportText } from './report-texts.ts';
import { Tile } from './tiles/tile.tsx';
import { useBoardLive } from './use-board-live.ts';
import './dash.css';

const BigScreen = lazy(() => import('./screen/big-screen.tsx').then((screen) => ({ default: screen.BigScreen })));

/** A dashboard: tiles over the company's records, filtered by a period and by what they have in common. */
export function DashboardPage(): ReactNode {
  const { view: id } = useParams({ from: '/w/$tenant/boards/$view' });
  const tenant = useTenant();
  const text = useReportText();
  const { rights, error, retry } = useApiRights(tenant);
  const boards = useMemo(() => dashboardsOf(tenant), [tenant]);
  const board = boards.find((one) => one.id === id);
  if (rights === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  if (board === undefined)
    return (
      <div className="notice">
        <h1>{text('unknownBoard')}</h1>
      </div>
    );
  return <BoardView key={id} board={board} boards={boards} />;
}

interface BoardViewProps {
  readonly board: DashboardViewDef;
  readonly boards: readonly DashboardViewDef[];
}

function BoardView({ board, boards }: BoardViewProps): ReactNode {
  const tenant = useTenant();
  const text = useReportText();
  const { locale } = useLanguage();
  const [search, change] = useBoardSearch(board.period ?? FIRST_PERIOD);
  const { news, tell } = useNews();
  const entities = useBoardEntities(board);
  useBoardLive(tenant.name, entities);
  const context = useEvalContext(tenant);
  const fields = useMemo(
    () =>
      commonFields(entities, {
        model: tenant.model,
        locale,
        tiles: board.tiles.flatMap((tile) => tileEntity(tile, tenant) ?? []),
      }),
    [entities, tenant, locale, board],
  );
  const isScreen = search.screen === 1;
  const value = useMemo<Board>(() => {
    const today = localDate(parseInstant(context.now) ?? 0n, tenant.timeZone);
    return {
      id: board.id,
      span: periodSpan(search.period, today),
      former: formerSpan(search.period, today),
      periodLabel: periodText(search.period, { text, locale }),
      where: search.where ?? [],
      fields,
      isScreen,
      tell,
    };
  }, [board.id, search, fields, isScreen, tell, context.now, tenant.timeZone, text, locale]);
  const label = textIn(board.label, locale) || board.id;
  const known = board.tiles.flatMap(({ id }) => news.get(id) ?? []);
  const leftOut = known.filter(({ state }) => state === 'refused').length;
  const tiles = board.tiles.map((tile) => <Tile key={tile.id} tile={tile} />);
  if (isScreen)
    return (
      <BoardContext value={value}>
        <Suspense fallback={<Waiting />}>
          <BigScreen {...{ board, boards, label, search, change, news }}>{tiles}</BigScreen>
        </Suspense>
      </BoardContext>
    );
  return (
    <BoardContext value={value}>
      <div className="dash">
        <BoardHead {...{ label, search, change, fields, news }} entities={entities} help={textIn(board.help, locale)} />
        {board.tiles.length === 0 ? (
          <div className="dash-nothing">
            <p>{text('noTiles')}</p>
            {tenant.myRoles.includes('owner') && (
              <Link to="/w/$tenant/design/boards" params={{ tenant: tenant.name }}>
                {text('design')}
              </Link>
            )}
          </div>
        ) : (
          <div className="tiles">{tiles}</div>
        )}
        {leftOut > 0 && <p className="dash-left-out">{text('leftOut', { count: leftOut })}</p>}
      </div>
    </BoardContext>
  );
}

/** The kinds of records that the tiles are about. */
function useBoardEntities(board: DashboardViewDef): readonly EntityModel[] {
  const tenant = useTenant();
  const { rights } = useApiRights(tenant);
  return useMemo(() => {
    const ids = new Set(board.tiles.map((tile) => tileEntity(tile, tenant)));
    return tenant.model.entities.filter((entity) => ids.has(entity.id) && rights?.reads(entity) === true);
  }, [board, tenant, rights]);
}

/** What the tiles said of themselves, by their ids. */
function useNews(): {
  readonly news: ReadonlyMap<string, TileNews>;
  readonly tell: Board['tell'];
} {
  const [news, setNews] = useState<ReadonlyMap<string, TileNews>>(new Map());
  const tell = useCallback((tile: string, next: TileNews) => {
    setNews((last) => new Map(last).set(tile, next));
  }, []);
  return { news, tell };
}

/** A part of the address may be given as `undefined`: it is taken out. */
export type ChangeBoard = (change: { readonly [Key in keyof BoardSearch]?: BoardSearch[Key] | undefined }) => void;

/** What the address says, and the period that it begins with: that is told in the address too. */
function useBoardSearch(first: string): readonly [BoardSearch, ChangeBoard] {
  const given = useSearch({ from: '/w/$tenant/boards/$view' });
  const search = useMemo(() => ({ ...given, period: given.period ?? first }), [given, first]);
  const navigate = useNavigate({ from: '/w/$tenant/boards/$view' });
  const change = useCallback<ChangeBoard>(
    (next) => {
      void navigate({
        search: (last) => boardSearchFrom({ ...last, ...next }),
        replace: !('screen' in next),
        resetScroll: false,
      });
    },
    [navigate],
  );
  useEffect(() => {
    if (given.period === undefined) change({ period: first });
  }, [given.period, first, change]);
  return [search, change];
}
