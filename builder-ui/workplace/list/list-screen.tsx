import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import type { BoardViewDef, ListViewDef } from '../../../schema/template/template-views.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Waiting } from '../../shell/feedback.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { listColumns, possibleColumns, type Columning, type ListColumn } from '../documents/list-columns.ts';
import { sortKeys, sortText, type ListSearch } from '../documents/list-search.ts';
import type { ApiRow } from '../documents/row-values.ts';
import { useEvalContext } from '../use-clock.ts';
import { useSources } from '../use-sources.ts';
import { useWorkText } from '../work-texts.ts';
import type { Reading } from './cell.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { useColumnLayout } from './layout-memory.ts';
import { FilterBar, ListHead } from './list-bar.tsx';
import { ListGrid } from './list-grid.tsx';
import { listPlan } from './list-plan.ts';
import { leaveTrail } from './list-trail.ts';
import { ListNothing, ListTrouble } from './list-nothing.tsx';
import { PAGE_ROWS } from './row-pages.ts';
import { useList } from './use-list.ts';
import { useListSearch } from './use-list-search.ts';
import { useRange } from './use-range.ts';
import { viewsOf } from './list-views.ts';
import './list.css';

/** Dragging comes with the first board. */
const BoardView = lazy(() => import('./board-view.tsx').then((board) => ({ default: board.BoardView })));

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
  const reading = useMemo<Reading>(() => ({ text, locale, timeZone }), [text, locale, timeZone]);
  const views = useMemo(() => viewsOf(tenant, entity), [tenant, entity]);
  const view = views.find(({ id }) => id === search.view) ?? views[0];
  if (view === undefined) return null;
  const shared = { tenant, columning, reading, search, change };
  return (
    <div className="list">
      <ListHead tenant={tenant.name} {...{ columning, views, search }} view={view.id} onChange={change} />
      {view.kind === 'board' && search.bin !== true ? (
        <BoardPart {...shared} view={view} />
      ) : (
        <ListPart
          key={view.id}
          {...shared}
          view={view.kind === 'list' ? view : (views.find((one) => one.kind === 'list') ?? view)}
        />
      )}
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
}

function BoardPart(props: ListPartProps<BoardViewDef>): ReactNode {
  const { tenant, columning, reading, search, change } = props;
  const sources = useSources(tenant, columning.rights);
  return (
    <>
      <FilterBar {...{ columning, search, sources, reading }} offered={[]} onChange={change} />
      <Suspense fallback={<Waiting />}>
        <BoardView {...props} />
      </Suspense>
    </>
  );
}

function ListPart({
  tenant,
  columning,
  reading,
  search,
  change,
  view,
}: ListPartProps<ListViewDef | BoardViewDef>): ReactNode {
  const { entity, locale, rights } = columning;
  const text = useWorkText();
  const navigate = useNavigate();
  const context = useEvalContext(tenant);
  const sources = useSources(tenant, rights);
  const [layout, setLayout] = useColumnLayout(`${tenant.name}.${entity.id}.${view.id}`);
  const [range, onRange] = useRange();
  const defs = view.kind === 'list' ? view.columns : (view.card ?? []);
  const possible = useMemo(() => possibleColumns(defs, columning), [defs, columning]);
  const columns = useMemo(() => {
    const designed = listColumns(defs, columning);
    const chosen = layout.shown?.flatMap((id) => possible.filter((column) => column.id === id)) ?? designed;
    return (chosen.length === 0 ? designed : chosen).map((column) => ({
      ...column,
      width: layout.widths?.[column.id] ?? column.width,
    }));
  }, [defs, columning, layout, possible]);
  const shownIds = columns.map(({ id }) => id).join(',');
  // Widths change nothing of what is asked.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const plan = useMemo(
    () => listPlan(columning, { view, search, columns, context }),
    [columning, view, search, shownIds, context],
  );
  const rows = useList({ tenant, columning, columns, plan, context, range });
  const sort =
    search.sort === undefined && view.kind === 'list'
      ? (view.sort ?? []).map(({ field, direction }) => ({ field, isDescending: direction === 'desc' }))
      : sortKeys(search.sort);
  const open = (row: ApiRow): void => {
    const ids = Array.from({ length: PAGE_ROWS * 2 }, (_, index) => rows.rowAt(range[0] + index)?.['id']);
    leaveTrail({ entity: entity.id, search, ids: ids.filter((id) => typeof id === 'string') });
    void navigate({
      to: '/w/$tenant/e/$entity/$id',
      params: { tenant: tenant.name, entity: entity.id, id: String(row['id']) },
    });
  };
  const onSort = (column: ListColumn, isAdded: boolean): void => {
    const now = sort.find(({ field }) => field === column.path);
    const next = { field: column.path, isDescending: now !== undefined && !now.isDescending };
    const others = isAdded ? sort.filter(({ field }) => field !== column.path) : [];
    change({ sort: sortText([...others, next]) });
  };
  const label = textIn(view.label ?? entity.label, locale);
  const hasChoice = search.q !== undefined || search.where !== undefined;
  return (
    <>
      <FilterBar
        {...{ columning, search, sources, reading }}
        offered={view.kind === 'list' ? (view.filters ?? []) : []}
        onChange={change}
      >
        <span className="list-count" role="status">
          {rows.count !== undefined && text('rows', { count: rows.count })}
          {rows.isCut && ` · ${text('cutRows', { count: 5_000 })}`}
        </span>
        <ColumnChooser
          possible={possible}
          shown={columns.map(({ id }) => id)}
          onChange={(shown) => setLayout(shown === undefined ? {} : { ...layout, shown })}
        />
      </FilterBar>
      {rows.error !== null && rows.count === undefined ? (
        <ListTrouble error={rows.error} retry={rows.retry} />
      ) : rows.count === 0 ? (
        <ListNothing
          {...{ columning, hasChoice }}
          tenant={tenant.name}
          isBin={search.bin === true}
          clear={() => change({ q: undefined, where: undefined })}
        />
      ) : (
        <ListGrid
          tenant={tenant.name}
          {...{ columning, columns, rows, context, reading, sort, onSort, onRange, label }}
          colors={plan.colors}
          onWidth={(column, width) => setLayout({ ...layout, widths: { ...layout.widths, [column.id]: width } })}
          onOpen={open}
        />
      )}
    </>
  );
}
