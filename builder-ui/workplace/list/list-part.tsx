import { CheckSquareOutlined, EditOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, memo, Suspense, useCallback, useMemo, useRef, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EvalContext } from '../../../schema/expr/evaluate.ts';
import type { FormSources } from '../../form-runtime/form-sources.ts';
import type { ListColumn } from '../documents/list-columns.ts';
import { groupingFrom } from '../documents/list-group.ts';
import { sortKeys, sortText } from '../documents/list-search.ts';
import type { ApiRow } from '../documents/row-values.ts';
import { useEvalContext } from '../use-clock.ts';
import { useSources } from '../use-sources.ts';
import { useWorkText } from '../work-texts.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { FilterBar } from './list-bar.tsx';
import { ListGrid } from './list-grid.tsx';
import { listPlan, type ListPlan } from './list-plan.ts';
import type { LookProps } from './list-screen.tsx';
import { leaveTrail } from './list-trail.ts';
import { ListTrouble } from './list-trouble.tsx';
import { LookSwitch } from './look-switch.tsx';
import { GroupPicker } from './group/group-picker.tsx';
import { mayExport } from './export/may-export.ts';
import { useListWorkText } from './list-work-texts.ts';
import { PAGE_ROWS } from './row-pages.ts';
import { useHasRows } from './use-has-rows.ts';
import { useList } from './use-list.ts';
import { useFitted, useListColumns } from './use-list-columns.ts';
import { useListWork, type ListWork } from './use-list-work.ts';
import { useRange } from './use-range.ts';

/** What is done with many rows comes with the first that is chosen. */
const ExportMenu = lazy(() => import('./export/export-menu.tsx').then((menu) => ({ default: menu.ExportMenu })));
const GroupedRows = lazy(() => import('./group/grouped-rows.tsx').then((rows) => ({ default: rows.GroupedRows })));
const ListNothing = lazy(() => import('./list-nothing.tsx').then((nothing) => ({ default: nothing.ListNothing })));
const SelectionBar = lazy(() => import('./bulk/selection-bar.tsx').then((bar) => ({ default: bar.SelectionBar })));
const UnsavedCells = lazy(() => import('./edit/unsaved-cells.tsx').then((cells) => ({ default: cells.UnsavedCells })));

/** The rows of a list in its grid, with what can be done in them. */
export function ListPart({ tenant, columning, reading, search, change, view, within }: LookProps): ReactNode {
  const { entity, locale, rights } = columning;
  const navigate = useNavigate();
  const context = useEvalContext(tenant);
  const sources = useSources(tenant, rights);
  const [range, onRange] = useRange();
  const arranged = useListColumns({ tenant, columning, search, change, view });
  const { possible, onWidth } = arranged;
  const onChoose = useRef(arranged.onChoose);
  onChoose.current = arranged.onChoose;
  const choose = useCallback((shown: readonly string[] | undefined) => onChoose.current(shown), []);
  const columnIds = arranged.columns.map(({ id }) => id).join(',');
  // Widths change nothing of what is asked.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const plan = useMemo(
    () => listPlan(columning, { view, search, columns: arranged.columns, context }),
    [columning, view, search, columnIds, context],
  );
  const rows = useList({ tenant, columning, columns: arranged.columns, plan, context, range });
  const columns = useFitted({ columns: arranged.columns, rows, reading, place: `${tenant.name} ${view.id}` });
  const work = useListWork({ tenant, columning, reading, plan, rows });
  const sort =
    search.sort === undefined && view.kind === 'list'
      ? (view.sort ?? []).map(({ field, direction }) => ({ field, isDescending: direction === 'desc' }))
      : sortKeys(search.sort);
  const toRow = useRef<(row: ApiRow) => void>(undefined);
  toRow.current = (row) => {
    const ids = Array.from({ length: PAGE_ROWS * 2 }, (_, index) => rows.rowAt(range[0] + index)?.['id']);
    leaveTrail({ entity: entity.id, search, ids: ids.filter((id) => typeof id === 'string') });
    void navigate({
      to: '/w/$tenant/e/$entity/$id',
      params: { tenant: tenant.name, entity: entity.id, id: String(row['id']) },
    });
  };
  // Always the same, so that a page that comes while one scrolls draws no row again that is there.
  const open = useCallback((row: ApiRow) => toRow.current?.(row), []);
  const onSort = (column: ListColumn, isAdded: boolean): void => {
    const now = sort.find(({ field }) => field === column.path);
    const next = { field: column.path, isDescending: now !== undefined && !now.isDescending };
    const others = isAdded ? sort.filter(({ field }) => field !== column.path) : [];
    change({ sort: sortText([...others, next]) });
  };
  const shownIds = (): readonly string[] =>
    Array.from({ length: rows.count ?? 0 }, (_, index) => rows.rowAt(index)?.['id']).filter(
      (id) => typeof id === 'string',
    );
  const grouping = useMemo(() => groupingFrom(columning, search.group), [columning, search.group]);
  const label = textIn(view.label ?? entity.label, locale);
  const hasChoice = search.q !== undefined || search.where !== undefined;
  return (
    <>
      <ListTools
        {...{ tenant, columning, reading, search, change, view, within, context, sources, work, columns, plan, label }}
        {...{ possible, choose }}
        count={rows.count}
        isCut={rows.isCut}
      />
      {rows.error !== null && rows.count === undefined ? (
        <ListTrouble error={rows.error} retry={rows.retry} />
      ) : rows.count === 0 ? (
        <Suspense fallback={null}>
          <ListNothing
            {...{ columning, hasChoice }}
            tenant={tenant.name}
            isBin={search.bin === true}
            clear={() => change({ q: undefined, where: undefined })}
          />
        </Suspense>
      ) : grouping !== undefined && search.bin !== true ? (
        <Suspense fallback={null}>
          <GroupedRows
            {...{ tenant, columning, reading, search, change, view, columns, plan, context, grouping }}
            onOpen={open}
          />
        </Suspense>
      ) : (
        <ListGrid
          tenant={tenant.name}
          {...{ columning, columns, rows, context, reading, sort, onSort, onRange, label }}
          colors={plan.colors}
          onWidth={onWidth}
          onOpen={open}
          work={work}
        />
      )}
      {work.edits.unsaved > 0 && (
        <Suspense fallback={null}>
          <UnsavedCells count={work.edits.unsaved} />
        </Suspense>
      )}
      {rows.count !== undefined && work.selection.countOf(rows.count) > 0 && (
        <Suspense fallback={null}>
          <SelectionBar
            tenant={tenant.name}
            tenantModel={tenant}
            columning={columning}
            where={plan.where}
            bin={plan.bin}
            shown={plan.rest === undefined ? undefined : shownIds()}
            selection={work.selection}
            total={rows.count}
          />
        </Suspense>
      )}
    </>
  );
}

interface ToolsProps extends LookProps {
  readonly context: EvalContext;
  readonly sources: FormSources;
  readonly work: ListWork;
  readonly columns: readonly ListColumn[];
  readonly possible: readonly ListColumn[];
  readonly plan: ListPlan;
  readonly label: string;
  readonly count: number | undefined;
  readonly isCut: boolean;
  readonly choose: (shown: readonly string[] | undefined) => void;
}

/** What stands over the rows; not drawn again because other rows come into sight. */
const ListTools = memo(Tools);

function Tools(props: ToolsProps): ReactNode {
  const { tenant, columning, reading, search, change, view, within, context, sources } = props;
  const { work, columns, possible, plan, label, count, isCut, choose } = props;
  const { entity } = columning;
  const text = useWorkText();
  const own = useListWorkText();
  const hasRows = useHasRows(count);
  const exports = useMemo(() => mayExport(tenant, entity.id), [tenant, entity.id]);
  return (
    <FilterBar
      {...{ columning, search, sources, reading, within }}
      offered={view.kind === 'list' ? (view.filters ?? []) : []}
      onChange={change}
    >
      <span className="list-count" role="status">
        {count !== undefined && text('rows', { count: count })}
        {isCut && ` · ${text('cutRows', { count: 5_000 })}`}
        {work.edits.unsaved > 0 && (
          <span className="list-unsaved"> · {own('unsaved', { count: work.edits.unsaved })}</span>
        )}
      </span>
      <GroupPicker {...{ columning, search, change }} />
      <LookSwitch {...{ tenant, columning, reading, search, change, view }} />
      {work.asksToSelect && (
        <Button
          type={work.isSelecting ? 'primary' : 'default'}
          icon={<CheckSquareOutlined aria-hidden="true" />}
          aria-pressed={work.isSelecting}
          aria-label={own('selectRows')}
          title={own('selectRows')}
          onClick={() => work.setSelecting(!work.isSelecting)}
        />
      )}
      {work.mayEdit && (
        <Button
          type={work.isEditing ? 'primary' : 'default'}
          icon={<EditOutlined aria-hidden="true" />}
          aria-pressed={work.isEditing}
          aria-label={own('editCells')}
          title={own(work.isEditing ? 'editCellsOff' : 'editCellsHint')}
          onClick={() => work.setEditing(!work.isEditing)}
        />
      )}
      {exports && hasRows && (
        <Suspense fallback={null}>
          <ExportMenu
            tenant={tenant.name}
            {...{ columning, columns, plan, context, reading }}
            name={label}
            count={count}
          />
        </Suspense>
      )}
      <ColumnChooser possible={possible} shown={columns.map(({ id }) => id)} onChange={choose} />
    </FilterBar>
  );
}
