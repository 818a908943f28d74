import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Segmented, Select } from 'antd';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { LIMITS } from '../../../../schema/core/limits.ts';
import { civilOf, dateText, localDate, parseDate, parseInstant } from '../../../../schema/expr/calendar.ts';
import { must } from '../../../../schema/core/result.ts';
import { shownDate } from '../../../form-runtime/moment-text.ts';
import { submit } from '../../../offline/outbox.ts';
import { useOutboxHost } from '../../../offline/use-outbox-host.ts';
import { titleName, type PathEnd } from '../../documents/field-path.ts';
import { listColumns, orderBy, type Columning, type ListColumn } from '../../documents/list-columns.ts';
import { updateDocument } from '../../documents/record-document.ts';
import { textOf, type ApiRow } from '../../documents/row-values.ts';
import { useRecordText } from '../../record/record-texts.ts';
import { leaveStart } from '../../record/start-values.ts';
import { renewRows } from '../../use-api-rights.ts';
import { useEvalContext } from '../../use-clock.ts';
import { ListTrouble } from '../list-trouble.tsx';
import { listPlan } from '../list-plan.ts';
import type { LookProps } from '../list-screen.tsx';
import { leaveTrail } from '../list-trail.ts';
import type { RowsView } from '../list-views.ts';
import { useLookText } from '../look-texts.ts';
import { useFirstRows } from '../use-first-rows.ts';
import { usePhone } from '../use-phone.ts';
import { Agenda } from './calendar-agenda.tsx';
import {
  movePatch,
  rowsByDay,
  shownSpan,
  spanWhere,
  startValue,
  turned,
  type CalendarFields,
} from './calendar-days.ts';
import { CalendarGrid, type CalendarActs } from './calendar-grid.tsx';
import './calendar.css';

interface CalendarProps extends LookProps {
  /** Dates that the rows can be laid out by; the first unless the address names another. */
  readonly starts: readonly PathEnd[];
  readonly end: PathEnd | undefined;
}

/** Rows on their days: a month, a week, on a phone the days one below the other (SPEC [WRK-35]). */
export function CalendarView({ starts, end, ...props }: CalendarProps): ReactNode {
  const { tenant, columning, search, change, view } = props;
  const { entity, rights } = columning;
  const text = useLookText();
  const isPhone = usePhone();
  const context = useEvalContext(tenant);
  const start = must(starts.find(({ path }) => path === search.by) ?? starts[0], 'a date');
  const { timeZone } = tenant;
  const fields = useMemo<CalendarFields>(() => ({ start, end, timeZone }), [start, end, timeZone]);
  const today = localDate(must(parseInstant(context.now), 'an instant'), timeZone);
  const day = parseDate(search.on ?? '') ?? today;
  const span = search.span === 'week' && !isPhone ? 'week' : 'month';
  const shown = shownSpan(day, span);
  const second = useMemo(() => secondColumn(columning, view), [columning, view]);
  const columns = useMemo(
    () =>
      listColumns(
        [entity.title, start.path, ...(end === undefined ? [] : [end.path])].map((id) => ({ id })),
        columning,
      ).concat(second === undefined ? [] : [second]),
    [columning, entity.title, start, end, second],
  );
  const plan = useMemo(
    () => listPlan(columning, { view, search, columns, context }),
    [columning, view, search, columns, context],
  );
  const found = useFirstRows({
    tenant: tenant.name,
    columning,
    plan,
    context,
    where: spanWhere(fields, shown),
    orderBy: [orderBy(start, false)],
  });
  const days = rowsByDay(found.rows, fields, shown);
  const acts = useActs(props, { fields, second, colors: plan.colors, context, rows: found.rows });
  const month = civilOf(day).month;
  const go = (to: number): void => change({ on: to === today ? undefined : dateText(to) });
  if (found.error !== null) return <ListTrouble error={found.error} retry={found.retry} />;
  return (
    <div className="calendar" aria-busy={found.isWorking}>
      <div className="calendar-bar">
        <Button size="small" onClick={() => go(today)}>
          {text('today')}
        </Button>
        <Button
          size="small"
          type="text"
          aria-label={text('earlier')}
          icon={<LeftOutlined aria-hidden="true" />}
          onClick={() => go(turned(day, span, -1))}
        />
        <Button
          size="small"
          type="text"
          aria-label={text('later')}
          icon={<RightOutlined aria-hidden="true" />}
          onClick={() => go(turned(day, span, 1))}
        />
        <h2 className="calendar-title" aria-live="polite">
          {spanTitle(day, shown, { span, columning })}
        </h2>
        {starts.length > 1 && (
          <Select
            size="small"
            aria-label={text('byDate')}
            value={start.path}
            popupMatchSelectWidth={false}
            options={starts.map(({ path, label }) => ({ value: path, label }))}
            onChange={(path) => change({ by: path })}
          />
        )}
        {!isPhone && (
          <Segmented
            size="small"
            aria-label={text('span')}
            value={span}
            options={[
              { value: 'month' as const, label: text('month') },
              { value: 'week' as const, label: text('week') },
            ]}
            onChange={(next) => change({ span: next === 'week' ? 'week' : undefined })}
          />
        )}
      </div>
      {found.isCut && <p className="calendar-cut">{text('cutSpan', { count: LIMITS.pageSizeMax })}</p>}
      {isPhone ? (
        <Agenda {...{ acts, days, shown, today, month }} mayCreate={rights.creates(entity)} />
      ) : (
        <CalendarGrid
          {...{ acts, days, shown, today, month, span }}
          mayCreate={rights.creates(entity)}
          onDay={(one) => change({ on: dateText(one), span: 'week' })}
        />
      )}
    </div>
  );
}

/** What tells rows apart beside their titles: what the list shows first of texts and references. */
function secondColumn(columning: Columning, view: RowsView): ListColumn | undefined {
  const { entity } = columning;
  const defs = view.kind === 'list' ? view.columns : entity.fields.map(({ id }): { readonly id: string } => ({ id }));
  return listColumns(defs, columning).find(
    ({ kind, path }) => path !== entity.title && (kind === 'ref' || kind === 'text' || kind === 'user'),
  );
}

function spanTitle(
  day: number,
  shown: { readonly from: number; readonly to: number },
  { span, columning: { locale } }: { readonly span: 'month' | 'week'; readonly columning: Columning },
): string {
  if (span === 'week') return `${shownDate(dateText(shown.from), locale)} – ${shownDate(dateText(shown.to), locale)}`;
  const style = { year: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale, style).format(new Date(day * 86_400_000));
}

/** What the rows of a calendar can do: open, begin on a day, go to another. */
function useActs(
  { tenant, columning, reading, search }: LookProps,
  {
    fields,
    second,
    colors,
    context,
    rows,
  }: Pick<CalendarActs, 'fields' | 'second' | 'colors' | 'context'> & { readonly rows: readonly ApiRow[] },
): CalendarActs {
  const { entity, rights } = columning;
  const text = useLookText();
  const recordText = useRecordText();
  const host = useOutboxHost(tenant);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const moved = useRef<string>(undefined);
  useEffect(() => {
    // The row that the keys moved keeps them on its new day.
    if (moved.current === undefined) return;
    document.querySelector<HTMLElement>(`[data-event="${moved.current}"]`)?.focus();
    moved.current = undefined;
  }, [rows]);
  const goTo = (id: string): Promise<void> =>
    navigate({ to: '/w/$tenant/e/$entity/$id', params: { tenant: tenant.name, entity: entity.id, id } });
  const [startName = ''] = fields.start.steps;
  const [endName = ''] = fields.end?.steps ?? [];
  const mayMove =
    rights.updates(entity) &&
    rights.gives(entity, startName, 'update') &&
    (fields.end === undefined || rights.gives(entity, endName, 'update'));
  return {
    columning,
    reading,
    fields,
    second,
    colors,
    context,
    mayMove,
    open: (row) => {
      const ids = rows.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
      leaveTrail({ entity: entity.id, search, ids });
      void goTo(String(row['id']));
    },
    create: (day) => {
      leaveStart(entity.id, { [startName]: startValue(fields, day) });
      void goTo('new');
    },
    move: (row, by, isByKeys) => {
      if (by === 0) return;
      const patch = movePatch(fields, row, by);
      const id = String(row['id']);
      const what = textOf(row[titleName(entity)]);
      const about = { kind: 'update', entity: entity.id, record: id, title: what } as const;
      const variables = { id, version: row['version'], patch };
      const base = Object.fromEntries(Object.keys(patch).map((name) => [name, textOf(row[name]) || null]));
      void submit(host, { ...about, query: updateDocument(entity), variables, base, value: patch }).then((answer) => {
        if (isByKeys) moved.current = id;
        if (answer.kind === 'done')
          void message.success(text('movedTo', { what, day: (patch[startName] ?? '').slice(0, 10) }));
        else if (answer.kind === 'kept')
          void message.info({ key: 'kept', content: recordText('keptHere'), duration: 4 });
        else if (answer.kind === 'full') void message.error(recordText('keptFull'), 6);
        else void message.error(answer.issues.map((issue) => `${issue.message} ${issue.cure}`).join(' '));
        return renewRows(client, tenant.name, entity.id);
      });
    },
  };
}
