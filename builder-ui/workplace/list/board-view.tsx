import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { MoreOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Dropdown } from 'antd';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { admits } from '../../../schema/expr/evaluate.ts';
import type { BoardViewDef, ColumnDef } from '../../../schema/template/template-views.ts';
import { submit } from '../../offline/outbox.ts';
import { useOutboxHost } from '../../offline/use-outbox-host.ts';
import { pathEnd, titleName, type PathEnd, type ShownOption } from '../documents/field-path.ts';
import { listColumns, type Columning, type ListColumn } from '../documents/list-columns.ts';
import { allOf } from '../documents/list-document.ts';
import { recordFacts } from '../documents/record-facts.ts';
import { expressionRow, textOf, valueIn, type ApiRow } from '../documents/row-values.ts';
import { renewRows } from '../use-api-rights.ts';
import { useRecordText } from '../record/record-texts.ts';
import { useEvalContext } from '../use-clock.ts';
import { useWorkText } from '../work-texts.ts';
import { boardMove, type BoardPlace } from './board-move.ts';
import { Cell, tint, type Reading } from './cell.tsx';
import { listPlan, type ListPlan, type RowColor } from './list-plan.ts';
import type { ListPartProps } from './list-screen.tsx';
import { leaveTrail } from './list-trail.ts';
import { PAGE_ROWS } from './row-pages.ts';
import { useList } from './use-list.ts';
import './board.css';

/** Rows as cards in lanes: by state, or by an option (SPEC [WRK-7]). Cards are dragged, or moved by their menu. */
export function BoardView({ tenant, columning, reading, search, view }: ListPartProps<BoardViewDef>): ReactNode {
  const { model, entity, rights, locale } = columning;
  const context = useEvalContext(tenant);
  const columns = useMemo(
    () => listColumns([...cardDefs(view, columning), { id: view.by }], columning),
    [view, columning],
  );
  const by = useMemo(() => pathEnd(model, entity, { path: view.by, locale }), [model, entity, view.by, locale]);
  const plan = useMemo(
    () => listPlan(columning, { view, search, columns, context }),
    [columning, view, search, columns, context],
  );
  const move = useMove({ tenant, columning });
  if (by?.options === undefined) return null;
  const lanes: readonly ShownOption[] = [
    ...by.options,
    ...(by.path === 'state' ? [] : [{ value: '', label: reading.text('noLane') }]),
  ];
  const place: BoardPlace = { model, entity, rights, by };
  return (
    <div className="board">
      {lanes.map((lane) => (
        <Lane
          key={lane.value}
          {...{ tenant, columning, reading, lane, lanes, columns, place, context, move }}
          plan={laneplan(plan, by, lane.value)}
        />
      ))}
    </div>
  );
}

/**
 * What a card shows: as designed, else what tells records apart, and in any case how much it is about, which is summed
 * up at the head of the lane (SPEC [WRK-123]).
 */
function cardDefs(view: BoardViewDef, columning: Columning): readonly ColumnDef[] {
  const { party, amount, date } = recordFacts(columning);
  const told = [party, date].flatMap((column) => (column === undefined ? [] : [{ id: column.path }]));
  const given: readonly ColumnDef[] = view.card ?? [{ id: columning.entity.title }, ...told];
  if (amount === undefined) return given;
  const isThere = given.some(({ id, field }) => (field ?? id) === amount.path);
  const all = isThere ? given : [...given, { id: amount.path }];
  return all.some(({ summary }) => summary !== undefined)
    ? all
    : all.map((def) => ((def.field ?? def.id) === amount.path ? { ...def, summary: 'sum' } : def));
}

function laneplan(plan: ListPlan, { steps: [name = ''] }: PathEnd, lane: string): ListPlan {
  const own = { [name]: lane === '' ? { isNull: true } : { eq: lane } };
  return { ...plan, where: allOf([plan.where, own]) };
}

type Move = (row: ApiRow, lane: ShownOption, place: BoardPlace) => void;

function useMove({ tenant, columning: { entity } }: Pick<ListPartProps<BoardViewDef>, 'tenant' | 'columning'>): Move {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const text = useWorkText();
  const host = useOutboxHost(tenant);
  const recordText = useRecordText();
  return (row, lane, place) => {
    const way = boardMove(place, row, lane.value);
    if (way === undefined) return;
    if (way.kind === 'open') {
      void navigate({
        to: '/w/$tenant/e/$entity/$id',
        params: { tenant: tenant.name, entity: entity.id, id: String(row['id']) },
      });
      return;
    }
    const title = textOf(row[titleName(entity)]);
    const write = { ...way, entity: entity.id, record: String(row['id']), title, step: lane.label };
    void submit(host, write).then((answer) => {
      if (answer.kind === 'done') void message.success(text('moved', { what: title, lane: lane.label }));
      else if (answer.kind === 'kept') void message.info({ key: 'kept', content: recordText('keptHere'), duration: 4 });
      else if (answer.kind === 'full') void message.error(recordText('keptFull'), 6);
      else void message.error(answer.issues.map((issue) => issue.message).join(' '));
      return renewRows(client, tenant.name, entity.id);
    });
  };
}

interface LaneProps extends Pick<ListPartProps<BoardViewDef>, 'tenant' | 'columning' | 'reading'> {
  readonly lane: ShownOption;
  readonly lanes: readonly ShownOption[];
  readonly columns: readonly ListColumn[];
  readonly place: BoardPlace;
  readonly plan: ListPlan;
  readonly context: ReturnType<typeof useEvalContext>;
  readonly move: Move;
}

const FIRST_PAGE = [0, PAGE_ROWS - 1] as const;

function Lane(props: LaneProps): ReactNode {
  const { lane, columns, plan, reading, place, move } = props;
  const rows = useList({ ...props, range: FIRST_PAGE });
  const target = useRef<HTMLElement>(null);
  const [over, setOver] = useState<'no' | 'can'>();
  useEffect(() => {
    const element = target.current;
    if (element === null) return undefined;
    const rowIn = (data: Record<string | symbol, unknown>): ApiRow | undefined => dragged(data);
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => rowIn(source.data) !== undefined,
      onDragEnter: ({ source }) => {
        const row = rowIn(source.data);
        setOver(row !== undefined && boardMove(place, row, lane.value) !== undefined ? 'can' : 'no');
      },
      onDragLeave: () => setOver(undefined),
      onDrop: ({ source }) => {
        setOver(undefined);
        const row = rowIn(source.data);
        if (row !== undefined) move(row, lane, place);
      },
    });
  }, [place, lane, move]);
  const count = rows.count ?? 0;
  const shown = Array.from({ length: Math.min(count, PAGE_ROWS) }, (_, index) => rows.rowAt(index)).filter(
    (row) => row !== undefined,
  );
  const summed = columns.find(({ summary }) => summary === 'sum');
  const total = summed === undefined ? undefined : rows.totals.get(summed.id);
  return (
    <section ref={target} className="lane" data-over={over} aria-label={lane.label}>
      <header className="lane-head" data-color={lane.color} {...tint(lane.color)}>
        <span className="lane-dot" aria-hidden="true" />
        <h2>{lane.label}</h2>
        <span className="lane-count">{rows.count ?? ''}</span>
        {summed !== undefined && total !== undefined && (
          <span className="lane-total">
            <Cell end={summed} value={total} reading={reading} />
          </span>
        )}
      </header>
      {/* Scrolls, so it can be reached by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className="lane-cards" tabIndex={0} aria-label={lane.label}>
        {shown.map((row) => (
          <Card key={String(row['id'])} {...props} row={row} colors={plan.colors} />
        ))}
        {rows.count === 0 && <li className="lane-empty">{reading.text('laneEmpty')}</li>}
        {count > shown.length && shown.length > 0 && (
          <li className="lane-empty">{reading.text('laneMore', { count: count - shown.length })}</li>
        )}
      </ul>
    </section>
  );
}

interface CardProps extends LaneProps {
  readonly row: ApiRow;
  readonly colors: readonly RowColor[];
}

function Card({ tenant, columning, columns, reading, row, colors, context, lanes, place, move }: CardProps): ReactNode {
  const { entity, model } = columning;
  const navigate = useNavigate();
  const text = useWorkText();
  const element = useRef<HTMLLIElement>(null);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    const card = element.current;
    if (card === null) return undefined;
    return draggable({
      element: card,
      getInitialData: () => ({ [CARD]: row }),
      onDragStart: () => setHeld(true),
      onDrop: () => setHeld(false),
    });
  }, [row]);
  const [first, ...rest] = columns.filter(({ path }) => path !== place.by.path);
  const doc = colors.length === 0 ? {} : expressionRow(model, entity, row);
  const color = colors.find(({ when }) => admits(when, { doc }, context))?.color;
  const title = textOf(row[titleName(entity)]);
  const reachable = lanes.filter(({ value }) => boardMove(place, row, value) !== undefined);
  const open = (): void => {
    leaveTrail({ entity: entity.id, search: {}, ids: [] });
    void navigate({
      to: '/w/$tenant/e/$entity/$id',
      params: { tenant: tenant.name, entity: entity.id, id: String(row['id']) },
    });
  };
  return (
    <li ref={element} className={`card${isHeld ? ' is-held' : ''}`} data-color={color} {...tint(color)}>
      <button type="button" className="card-open" onClick={open}>
        {first === undefined ? title : <CardValue column={first} row={row} reading={reading} />}
      </button>
      {reachable.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: reachable.map((lane) => ({
              key: lane.value,
              label: lane.label,
              onClick: () => move(row, lane, place),
            })),
          }}
        >
          <Button
            className="card-move"
            size="small"
            type="text"
            icon={<MoreOutlined aria-hidden="true" />}
            aria-label={text('moveTo', { what: title })}
          />
        </Dropdown>
      )}
      {rest.map((column) => (
        <div key={column.id} className={`card-line${column.isNumber ? ' is-number' : ''}`} title={column.label}>
          <CardValue column={column} row={row} reading={reading} />
        </div>
      ))}
    </li>
  );
}

function CardValue({
  column,
  row,
  reading,
}: {
  readonly column: ListColumn;
  readonly row: ApiRow;
  readonly reading: Reading;
}): ReactNode {
  const value = valueIn(row, column.steps);
  return value === null || value === undefined || value === '' ? (
    '—'
  ) : (
    <Cell end={column} value={value} reading={reading} />
  );
}

const CARD = Symbol('card');

function dragged(data: Record<string | symbol, unknown>): ApiRow | undefined {
  const row = data[CARD];
  return typeof row === 'object' && row !== null ? { ...row } : undefined;
}
