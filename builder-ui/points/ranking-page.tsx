import { Segmented, Switch } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import { humanText } from '../../schema/model/labels.ts';
import type { LeaderboardDef } from '../../schema/template/template-rules.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { Issues, Nothing, Panel } from './parts.tsx';
import { BOARD_DOCUMENT, OPT_OUT_DOCUMENT, type Board, type BoardRow } from './points-documents.ts';
import { difference, pointsText, signOf } from './points-figures.ts';
import { usePointsText } from './points-texts.ts';
import { useRankingText } from './ranking-texts.ts';
import { usePoints, usePointsAction } from './use-points.ts';
import { useShownDate } from './use-shown.ts';

/** Where the reader stands: himself among those around, his department, the first where a board shows them (SPEC [PWK-10]). */
export function RankingPage(): ReactNode {
  const text = useRankingText();
  const { locale } = useLanguage();
  const { template } = useTenant();
  const boards: readonly LeaderboardDef[] = template.leaderboards ?? [];
  // People look for themselves first.
  const [id, setId] = useState(() => (boards.find(({ group }) => group === 'user') ?? boards[0])?.id ?? '');
  const { data, error, refetch } = usePoints<{ readonly board: Board }>({
    query: BOARD_DOCUMENT,
    variables: { id },
    isWanted: id !== '',
  });
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const { board } = data;
  return (
    <>
      <header className="pts-head">
        <div>
          <h1 className="pts-title">{text('title')}</h1>
          <p className="pts-lead">{text('lead')}</p>
        </div>
        {boards.length > 1 && (
          <Segmented<string>
            aria-label={text('board')}
            value={id}
            onChange={setId}
            options={boards.map((one) => ({
              value: one.id,
              label: textIn(one.label ?? humanText(one.id), locale),
            }))}
          />
        )}
      </header>
      <MyPlace board={board} />
      <Places board={board} />
      {boards.some(({ optOut }) => optOut === true) && <StayOff key={String(board.optedOut)} isOut={board.optedOut} />}
    </>
  );
}

function MyPlace({ board }: { readonly board: Board }): ReactNode {
  const text = useRankingText();
  const shown = useShownDate();
  const { me, members, around, from } = board;
  const isTeams = board.group === 'department';
  const ahead = around.findLast((row) => me !== null && row.rank < me.rank);
  return (
    <section className="pts-balance pts-place" aria-label={text(isTeams ? 'ourPlace' : 'myPlace')}>
      <p className="pts-balance-label">
        {text(isTeams ? 'ourPlace' : 'myPlace')}
        {me !== null && isTeams && <> · {me.name}</>} ·{' '}
        {from === null ? text('allTime') : text('until', { date: shown(from) })}
      </p>
      {me === null ? (
        <p>{text(isTeams ? 'noTeam' : board.optedOut ? 'isOut' : 'noPlace')}</p>
      ) : (
        <>
          <p className="pts-place-figure">{text('place', { rank: me.rank, members })}</p>
          <p>
            <Value board={board} value={me.value} />
            {' · '}
            {ahead === undefined
              ? me.rank === 1 && text('lead1')
              : text('next', { amount: pointsText(difference(ahead.value, me.value)) })}
          </p>
        </>
      )}
    </section>
  );
}

function Places({ board }: { readonly board: Board }): ReactNode {
  const text = useRankingText();
  const isTeams = board.group === 'department';
  const { top, around } = board;
  if (board.members === 0) return <Nothing title={text(isTeams ? 'emptyTeams' : 'empty')} />;
  // Where those around me are among the first anyway, one list says it all.
  const isOneList = around.every(({ id }) => top.some((row) => row.id === id));
  return (
    <div className="pts-boards">
      {around.length > 0 && !(isOneList && top.length > 0) && (
        <Panel title={text(isTeams ? 'aroundUs' : 'around')}>
          <Rows board={board} rows={around} />
        </Panel>
      )}
      {top.length > 0 && (
        <Panel title={text('top')}>
          <Rows board={board} rows={top} />
        </Panel>
      )}
    </div>
  );
}

function Rows({ board, rows }: { readonly board: Board; readonly rows: readonly BoardRow[] }): ReactNode {
  const text = useRankingText();
  const highest = Math.max(...rows.map(({ value }) => Number(value)), 0);
  return (
    <ol className="pts-rows">
      {rows.map((row) => (
        <li key={row.id} className={row.isMe ? 'is-me' : ''}>
          <span className="pts-rank">{row.rank}</span>
          <span className="pts-row-name">
            {row.name}
            {row.isMe && <span className="pts-kind">{text(board.group === 'department' ? 'us' : 'me')}</span>}
          </span>
          <span className="pts-bar" aria-hidden="true">
            <span style={{ inlineSize: `${highest === 0 ? 0 : (Number(row.value) / highest) * 100}%` }} />
          </span>
          <Value board={board} value={row.value} />
        </li>
      ))}
    </ol>
  );
}

function Value({ board, value }: { readonly board: Board; readonly value: string }): ReactNode {
  const text = useRankingText();
  const unitOf = usePointsText();
  const isPerHead = board.metric.endsWith('PerActiveMember');
  return (
    <span className="pts-amount">
      {pointsText(value)}{' '}
      <small>
        {unitOf('ptOf', { count: Number(value) })}
        {isPerHead && signOf(value) > 0 && <> {text('perHead')}</>}
      </small>
    </span>
  );
}

function StayOff({ isOut }: { readonly isOut: boolean }): ReactNode {
  const text = useRankingText();
  const id = useId();
  const action = usePointsAction(OPT_OUT_DOCUMENT);
  return (
    <div className="pts-stay-off">
      <Switch
        id={id}
        checked={isOut}
        loading={action.isBusy}
        aria-describedby={`${id}-hint`}
        onChange={(out) => void action.run({ out })}
      />
      <div>
        <label htmlFor={id}>{text('stayOff')}</label>
        <p id={`${id}-hint`} className="pts-hint">
          {text('stayOffHint')}
        </p>
      </div>
      <Issues issues={action.issues} />
    </div>
  );
}
