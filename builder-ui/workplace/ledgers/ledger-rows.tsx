import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { LedgerEntity } from '../../../schema/model/ledger-entities.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { mergeSelections } from '../documents/field-selection.ts';
import type { Columning, ListColumn } from '../documents/list-columns.ts';
import { sortKeys, sortText } from '../documents/list-search.ts';
import { textOf, type ApiRow } from '../documents/row-values.ts';
import type { Reading } from '../list/cell.tsx';
import { ColumnChooser } from '../list/column-chooser.tsx';
import { mayExport } from '../list/export/may-export.ts';
import { useColumnLayout, withWidth } from '../list/layout-memory.ts';
import { FilterBar } from '../list/list-bar.tsx';
import { ListGrid } from '../list/list-grid.tsx';
import { ListTrouble } from '../list/list-trouble.tsx';
import { listPlan, type ListPlan } from '../list/list-plan.ts';
import { useHasRows } from '../list/use-has-rows.ts';
import { useList } from '../list/use-list.ts';
import { useFitted } from '../list/use-list-columns.ts';
import { useListWork } from '../list/use-list-work.ts';
import { usePhone } from '../list/use-phone.ts';
import { useRange } from '../list/use-range.ts';
import { useEvalContext } from '../use-clock.ts';
import { useSources } from '../use-sources.ts';
import { useWorkText } from '../work-texts.ts';
import { LedgerCell } from './ledger-cell.tsx';
import type { LedgerSearch } from './ledger-search.ts';
import { LedgerNothing } from './ledger-nothing.tsx';
import { DOCUMENT_COLUMN, documentOf, documentSelection, keyConditions, ledgerView } from './ledger-view.ts';
import { useLedgerColumns } from './use-ledger-columns.ts';
import type { LedgerChange } from './use-ledger-search.ts';
import type { AskedMovement } from './why/movement-why.tsx';

const ExportMenu = lazy(() => import('../list/export/export-menu.tsx').then((menu) => ({ default: menu.ExportMenu })));

const MovementWhy = lazy(() => import('./why/movement-why.tsx').then((why) => ({ default: why.MovementWhy })));

interface LedgerRowsProps {
  readonly tenant: TenantModel;
  readonly shown: LedgerEntity;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly search: LedgerSearch;
  readonly change: (change: LedgerChange) => void;
  /** The moment as of which balances are shown. */
  readonly at: string | undefined;
}

/** The rows in the grid of the lists; a balance opens its movements, a movement its document. */
export function LedgerRowsPart(props: LedgerRowsProps): ReactNode {
  const { tenant, shown, columning, reading, search, change, at } = props;
  const { entity, locale, rights } = columning;
  const text = useWorkText();
  const navigate = useNavigate();
  const context = useEvalContext(tenant);
  const sources = useSources(tenant, rights);
  const [layout, setLayout] = useColumnLayout(`${tenant.name}.${entity.id}`);
  const [range, onRange] = useRange();
  const view = useMemo(() => ledgerView(shown), [shown]);
  const { columns, possible } = useLedgerColumns({ shown, columning, view, layout });
  const plan = useMemo<ListPlan>(() => {
    const made = listPlan(columning, { view, search, columns, context });
    const marks = shown.rows === 'movement' ? [{ postingId: true, reversesId: true, reversedById: true } as const] : [];
    const selection = mergeSelections([made.selection, ...documentSelection(columning), ...marks]);
    return { ...made, selection, ...(at === undefined ? {} : { at }) };
  }, [columning, view, search, columns, context, shown, at]);
  const rows = useList({ tenant, columning, columns, plan, context, range });
  const fitted = useFitted({ columns, rows, reading, place: `${tenant.name} ${entity.id}` });
  const work = useListWork({ tenant, columning, reading, plan, rows });
  const [asked, setAsked] = useState<AskedMovement>();
  const ask = (row: ApiRow): void =>
    setAsked({ ledger: shown.ledger.id, posting: textOf(row['postingId']), movement: textOf(row['id']) });
  const hasRows = useHasRows(rows.count);
  const isPhone = usePhone();
  const sort =
    search.sort === undefined
      ? (view.sort ?? []).map(({ field, direction }) => ({ field, isDescending: direction === 'desc' }))
      : sortKeys(search.sort);
  const onSort = (column: ListColumn, isAdded: boolean): void => {
    const now = sort.find(({ field }) => field === column.path);
    const next = { field: column.path, isDescending: now !== undefined && !now.isDescending };
    const others = isAdded ? sort.filter(({ field }) => field !== column.path) : [];
    change({ sort: sortText([...others, next]) });
  };
  const open = (row: ApiRow): void => {
    if (shown.rows === 'balance') {
      change({
        rows: 'movement',
        where: keyConditions(shown, columning, { row, reading }),
        sort: undefined,
        q: undefined,
      });
      return;
    }
    const found = documentOf(columning, row, reading);
    if (found !== undefined)
      void navigate({
        to: '/w/$tenant/e/$entity/$id',
        params: { tenant: tenant.name, entity: found.entity.id, id: found.id },
      });
  };
  const says = (column: ListColumn, row: ApiRow): string | undefined =>
    column.id === DOCUMENT_COLUMN ? (documentOf(columning, row, reading)?.title ?? '') : undefined;
  const label = `${textIn(entity.label, locale)}${search.day === undefined || at === undefined ? '' : ` ${search.day}`}`;
  return (
    <>
      <FilterBar {...{ columning, search, sources, reading }} offered={view.filters ?? []} onChange={change}>
        <span className="list-count" role="status">
          {rows.count !== undefined && text('rows', { count: rows.count })}
        </span>
        {mayExport(tenant, entity.id) && hasRows && (
          <Suspense fallback={null}>
            <ExportMenu
              tenant={tenant.name}
              {...{ columning, columns, plan, context, reading, says }}
              name={label}
              count={rows.count}
            />
          </Suspense>
        )}
        <ColumnChooser
          possible={possible}
          shown={columns.map(({ id }) => id)}
          onChange={(ids) => setLayout(ids === undefined ? {} : { ...layout, shown: ids })}
        />
      </FilterBar>
      {rows.error !== null && rows.count === undefined ? (
        <ListTrouble error={rows.error} retry={rows.retry} />
      ) : rows.count === 0 ? (
        <LedgerNothing rows={shown.rows} {...{ search, change }} />
      ) : (
        <ListGrid
          tenant={tenant.name}
          {...{ columning, rows, context, reading, sort, onSort, onRange, label, work }}
          columns={isPhone ? forPhone(columns) : fitted}
          colors={plan.colors}
          onWidth={({ id }, width) => setLayout({ ...layout, widths: withWidth(layout, id, width) })}
          onOpen={open}
          cellOf={(column, row) => (
            <LedgerCell
              {...{ shown, columning, reading, column, row }}
              tenant={tenant.name}
              isFirst={column.id === columns[0]?.id}
              onAsk={ask}
            />
          )}
          onAsk={shown.rows === 'movement' ? ask : undefined}
        />
      )}
      {asked !== undefined && (
        <Suspense fallback={null}>
          <MovementWhy {...{ tenant, reading, asked }} onClose={() => setAsked(undefined)} />
        </Suspense>
      )}
    </>
  );
}

/** A card has room for what happened, not also for what came of it. */
function forPhone(columns: readonly ListColumn[]): readonly ListColumn[] {
  const kept = columns.filter(({ id }) => !id.endsWith('After'));
  return kept.some(({ isNumber }) => isNumber) ? kept : columns;
}
