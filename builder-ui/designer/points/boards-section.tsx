import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Empty, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import type { LeaderboardDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { nameOf } from './award-words.ts';
import { MistakesAt } from './mistakes-at.tsx';
import { addedBoard } from './part-edits.ts';
import { usePartDesign, type PartDesign } from './use-part.ts';

const GROUPS = ['user', 'department'] as const;
const METRICS = ['earned', 'earnedPerActiveMember'] as const;
const WINDOWS = ['day', 'week', 'month', 'quarter', 'year'] as const;
const SHOWN = ['all', 'top10', 'topThird', 'aroundMe'] as const;

/** Leaderboards: of whom, by what, when, and how much of them is shown. */
export function BoardsSection(): ReactNode {
  const design = usePartDesign();
  const { template, text, run } = design;
  const boards = template.leaderboards ?? [];
  return (
    <section className="panel" aria-labelledby="boards-title">
      <h2 id="boards-title">{text('boardsTitle')}</h2>
      <p className="flow-hint">{text('boardsHint')}</p>
      {boards.length === 0 && <Empty description={text('noBoards')} />}
      <ul className="points-cards">
        {boards.map((board, index) => (
          <li key={board.id} data-item={board.id} className="points-card">
            <Board design={design} board={board} />
            <MistakesAt path={`/leaderboards/${index}`} />
          </li>
        ))}
      </ul>
      <Button
        icon={<PlusOutlined />}
        onClick={() => run(text('newBoard'), [addedBoard(template, { en: 'This month', 'zh-CN': '本月榜' })])}
      >
        {text('addBoard')}
      </Button>
    </section>
  );
}

function Board({ design, board }: { readonly design: PartDesign; readonly board: LeaderboardDef }): ReactNode {
  const { text, locale, run } = design;
  const name = nameOf(board, locale);
  const put = (key: keyof LeaderboardDef, value: unknown, what: string): void =>
    design.set(['leaderboards', board.id], { key, value }, { item: board.label, what });
  const choice = (
    key: 'group' | 'metric' | 'window' | 'show',
    what: string,
    options: { value: string; label: string }[],
  ): ReactNode => (
    <Labelled label={what}>
      <Select
        aria-label={`${name}: ${what}`}
        value={board[key] ?? options[0]?.value ?? ''}
        options={options}
        onChange={(value: string) => put(key, value, what)}
      />
    </Labelled>
  );
  return (
    <>
      <div className="points-group-head">
        <strong>{name}</strong>
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={text('removeItem', { name })}
          onClick={() =>
            run(text('removeItem', { name }), [{ kind: 'removeItem', list: ['leaderboards'], id: board.id }])
          }
        />
      </div>
      <BilingualInput
        hideLabel
        label={`${text('board')}: ${name}`}
        value={board.label}
        onCommit={(label) => put('label', label, text('board'))}
      />
      <div className="points-pair">
        {choice(
          'group',
          text('group'),
          GROUPS.map((one) => ({ value: one, label: text(`group_${one}`) })),
        )}
        {choice(
          'metric',
          text('boardMetric'),
          METRICS.map((one) => ({ value: one, label: text(`boardMetric_${one}`) })),
        )}
        {choice(
          'window',
          text('boardWindow'),
          WINDOWS.map((one) => ({ value: one, label: text(`boardWindow_${one}`) })),
        )}
        {choice(
          'show',
          text('show'),
          SHOWN.map((one) => ({ value: one, label: text(`show_${one}`) })),
        )}
      </div>
      <label className="points-switch">
        <Switch checked={board.optOut === true} onChange={(optOut) => put('optOut', optOut, text('optOut'))} />
        <span>{text('optOut')}</span>
      </label>
    </>
  );
}
