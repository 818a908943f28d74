import { lazy, Suspense, useEffect, useMemo, type ReactNode } from 'react';
import type { EntityModel } from '../../../schema/model/model.ts';
import type { BoardViewDef, CalendarViewDef } from '../../../schema/template/template-views.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Waiting } from '../../shell/feedback.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { pathEnd } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import type { ListSearch } from '../documents/list-search.ts';
import { forgetStart } from '../record/start-values.ts';
import { useSources } from '../use-sources.ts';
import { useWorkText } from '../work-texts.ts';
import type { Reading } from './cell.tsx';
import { FilterBar, ListHead } from './list-bar.tsx';
import { LookSwitch, dateEnds } from './look-switch.tsx';
import { ListPart } from './list-part.tsx';
import { useListSearch } from './use-list-search.ts';
import { viewsOf, type RowsView } from './list-views.ts';
import { seenWithin, withinOf, type Within } from './within.ts';
import './list.css';

/** Dragging, calendars, cards and charts come with the first of them. */
const BoardView = lazy(() => import('./board-view.tsx').then((board) => ({ default: board.BoardView })));
const CalendarView = lazy(() =>
  import('./calendar/calendar-view.tsx').then((calendar) => ({ default: calendar.CalendarView })),
);
const CardsView = lazy(() => import('./looks/cards-view.tsx').then((cards) => ({ default: cards.CardsView })));
const SavedViewsBar = lazy(() => import('./saved/saved-views-bar.tsx').then((bar) => ({ default: bar.SavedViewsBar })));
const ChartView = lazy(() => import('./looks/chart-view.tsx').then((chart) => ({ default: chart.ChartView })));

interface ListScreenProps {
  readonly tenant: TenantModel;
  readonly entity: EntityModel;
  readonly rights: ApiRights;
}

/** The rows of an entity in one of its views. */
export function ListScreen({ tenant, entity, rights }: ListScreenProps): ReactNode {
  const { locale } = useLanguage();
  const text = useWorkText();
  const [search, change] = useListSearch();
  const { model, timeZone } = tenant;
  const columning = useMemo<Columning>(() => ({ model, entity, rights, locale }), [model, entity, rights, locale]);
  const reading = useMemo<Reading>(
    () => ({ text, locale, timeZone, tenant: tenant.name }),
    [text, locale, timeZone, tenant.name],
  );
  const views = useMemo(() => viewsOf(tenant, entity), [tenant, entity]);
  useEffect(forgetStart, []);
  const within = useMemo(
    () => withinOf(tenant, entity, { within: search.within, locale }),
    [tenant, entity, search.within, locale],
  );
  const chosen = views.find(({ id }) => id === search.view) ?? views[0];
  const view = useMemo(
    () => (chosen === undefined || within === undefined ? chosen : seenWithin(chosen, within)),
    [chosen, within],
  );
  if (view === undefined) return null;
  const shared = { tenant, columning, reading, search, change, within };
  return (
    <div className="list">
      <ListHead tenant={tenant.name} {...{ columning, views, search }} view={view.id} onChange={change}>
        {search.bin !== true && (
          <Suspense fallback={null}>
            <SavedViewsBar {...{ tenant, columning, search }} viewId={view.id} />
          </Suspense>
        )}
      </ListHead>
      <ViewPart key={view.id} {...shared} view={view} list={views.find((one) => one.kind === 'list') ?? view} />
    </div>
  );
}

export interface ListPartProps<View> {
  readonly tenant: TenantModel;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly search: ListSearch;
  readonly change: ReturnType<typeof useListSearch>[1];
  readonly view: View;
  /** The report or tile whose rows these are. */
  readonly within?: Within | undefined;
}

/** What every way to look at the rows is given. */
export type LookProps = ListPartProps<RowsView>;

/** The bin is always a table. */
function ViewPart({ list, ...props }: LookProps & { readonly list: RowsView }): ReactNode {
  const { view, search, columning } = props;
  if (search.bin === true) return <ListPart {...props} view={view.kind === 'list' ? view : list} />;
  if (view.kind === 'board') return <BoardPart {...props} view={view} />;
  if (view.kind === 'calendar') return <CalendarPart {...props} view={view} />;
  const dates = dateEnds(columning, view);
  if (search.as === undefined || (search.as === 'calendar' && dates.length === 0)) return <ListPart {...props} />;
  return (
    <Bar {...props} offered={view.kind === 'list' ? (view.filters ?? []) : []} isSwitched>
      {search.as === 'cards' && <CardsView {...props} />}
      {search.as === 'chart' && <ChartView {...props} />}
      {search.as === 'calendar' && <CalendarView {...props} starts={dates} end={undefined} />}
    </Bar>
  );
}

interface BarProps extends LookProps {
  readonly offered: readonly string[];
  readonly isSwitched: boolean;
  readonly children: ReactNode;
}

function Bar({ children, isSwitched, offered, ...props }: BarProps): ReactNode {
  const { tenant, columning, reading, search, change, within } = props;
  const sources = useSources(tenant, columning.rights);
  return (
    <>
      <FilterBar {...{ columning, search, sources, reading, offered, within }} onChange={change}>
        {isSwitched && <LookSwitch {...props} />}
      </FilterBar>
      <Suspense fallback={<Waiting />}>{children}</Suspense>
    </>
  );
}

function BoardPart(props: ListPartProps<BoardViewDef>): ReactNode {
  return (
    <Bar {...props} offered={[]} isSwitched={false}>
      <BoardView {...props} />
    </Bar>
  );
}

function CalendarPart({ view, ...props }: ListPartProps<CalendarViewDef>): ReactNode {
  const { model, entity, locale } = props.columning;
  const start = pathEnd(model, entity, { path: view.start, locale });
  const end = view.end === undefined ? undefined : pathEnd(model, entity, { path: view.end, locale });
  if (start === undefined) return null;
  return (
    <Bar {...props} view={view} offered={[]} isSwitched={false}>
      <CalendarView {...props} view={view} starts={[start]} end={end} />
    </Bar>
  );
}
