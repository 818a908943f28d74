import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, type ReactNode } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import { dateText, instantText, localDate, parseInstant, startOfDay } from '../../../../schema/expr/calendar.ts';
import type { LedgerEntity } from '../../../../schema/model/ledger-entities.ts';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import { periodSpan, type DaySpan } from '../../../reports/period.ts';
import { Waiting } from '../../../shell/feedback.tsx';
import type { Columning, ListColumn } from '../../documents/list-columns.ts';
import { sortKeys, sortText, type Condition } from '../../documents/list-search.ts';
import { textOf, valueIn, type ApiRow } from '../../documents/row-values.ts';
import { cellText, type Reading } from '../../list/cell.tsx';
import { ColumnChooser } from '../../list/column-chooser.tsx';
import { mayExport } from '../../list/export/may-export.ts';
import { useColumnLayout, withWidth } from '../../list/layout-memory.ts';
import { FilterBar } from '../../list/list-bar.tsx';
import { ListGrid } from '../../list/list-grid.tsx';
import { ListTrouble } from '../../list/list-trouble.tsx';
import { listPlan, type ListPlan } from '../../list/list-plan.ts';
import type { ListRows } from '../../list/use-list.ts';
import { useFitted } from '../../list/use-list-columns.ts';
import { useListWork } from '../../list/use-list-work.ts';
import { usePhone } from '../../list/use-phone.ts';
import { NotForYou } from '../../no-access.tsx';
import { refusal } from '../../refusal.ts';
import { rowsKey, useApiRights } from '../../use-api-rights.ts';
import { useEvalContext } from '../../use-clock.ts';
import { useSources } from '../../use-sources.ts';
import { useWorkText } from '../../work-texts.ts';
import { LedgerNothing } from '../ledger-nothing.tsx';
import type { LedgerSearch } from '../ledger-search.ts';
import { keyConditions, ledgerView } from '../ledger-view.ts';
import { withOwnWidth } from '../use-ledger-columns.ts';
import type { LedgerChange } from '../use-ledger-search.ts';
import { amountColumns, keyColumns, sortedRows } from './turnover-columns.ts';
import {
  turnoverDocument,
  turnoverFrom,
  turnoverMeasures,
  turnoverTotals,
  turnoverVariables,
  type Turnover,
  type TurnoverPart as Part,
} from './turnover-document.ts';
import { useTurnoverText } from './turnover-texts.ts';
import { USUAL_PERIOD } from './usual-period.ts';

const ExportMenu = lazy(() =>
  import('../../list/export/export-menu.tsx').then((menu) => ({ default: menu.ExportMenu })),
);

interface TurnoverProps {
  readonly tenant: TenantModel;
  readonly balances: LedgerEntity;
  readonly movements: LedgerEntity;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly search: LedgerSearch;
  readonly change: (change: LedgerChange) => void;
}

/**
 * What there was, came, went and is left over a period, by the dimensions that are shown (SPEC [WRK-161]): of stock what
 * storekeepers close a month with, of accounts the trial balance.
 */
export function TurnoverPart(props: TurnoverProps): ReactNode {
  const { tenant, movements, columning } = props;
  const moved = useApiRights(tenant, movements.entity);
  const rights = moved.rights;
  const measures = useMemo(
    () => (rights === undefined ? [] : turnoverMeasures(props.balances, movements, columning)),
    [rights, props.balances, movements, columning],
  );
  if (rights === undefined)
    return moved.error === null ? <Waiting /> : <ListTrouble error={moved.error} retry={moved.retry} />;
  const isAdded = measures.filter(({ change }) => rights.adds(movements.entity, change));
  if (!rights.reads(movements.entity) || isAdded.length === 0) return <NotForYou />;
  return <TurnoverRows {...props} measures={isAdded} />;
}

interface RowsProps extends TurnoverProps {
  readonly measures: ReturnType<typeof turnoverMeasures>;
}

function TurnoverRows(props: RowsProps): ReactNode {
  const { tenant, balances, columning, reading, search, change } = props;
  const text = useWorkText();
  const own = useTurnoverText();
  const context = useEvalContext(tenant);
  const sources = useSources(tenant, columning.rights);
  const [layout, setLayout] = useColumnLayout(`${tenant.name}.${columning.entity.id}.turnover`);
  const isPhone = usePhone();
  const { keys, columns, possible, heads } = useTurnoverColumns(props, layout.shown);
  const today = localDate(parseInstant(context.now) ?? 0n, tenant.timeZone);
  const days = periodSpan(search.period ?? USUAL_PERIOD, today) ?? { from: today, to: today };
  const view = useMemo(() => ledgerView(balances), [balances]);
  const plan = useMemo(
    () => listPlan(columning, { view, search: ofKeys(search, possible), columns: keys, context }),
    [columning, view, search, possible, keys, context],
  );
  const asked = useTurnover(props, { keys, plan, days });
  const rows = useTurnoverRows(asked, { columns, search, reading });
  // Names of amounts stand in two lines: twelve of them beside each other are wider than a page.
  const named = useMemo(
    () => columns.map(({ id, label }) => (isPhone ? undefined : heads.get(id)) ?? label),
    [columns, heads, isPhone],
  );
  const sized = useMemo(
    () => columns.map((column, index) => ({ ...withOwnWidth(column, layout), label: longestLine(named[index] ?? '') })),
    [columns, layout, named],
  );
  const fitted = useFitted({ columns: sized, rows, reading, place: `${tenant.name} ${columning.entity.id} turnover` });
  const shown = useMemo(
    () => fitted.map((column, index) => ({ ...column, label: named[index] ?? column.label })),
    [fitted, named],
  );
  const work = useListWork({ tenant, columning, reading, plan, rows });
  const sort = sortKeys(search.sort);
  const open = (row: ApiRow): void => change(movementsOf(props, { row, keys, days }));
  const label = `${textIn(balances.ledger.label, columning.locale)} ${dateText(days.from)} ${dateText(days.to)}`;
  return (
    <>
      <FilterBar {...{ columning, search, sources, reading }} offered={view.filters ?? []} onChange={change}>
        <span className="list-count" role="status">
          {rows.count !== undefined && text('rows', { count: rows.count })}
          {rows.isCut && ` · ${own('cut')}`}
        </span>
        {mayExport(tenant, columning.entity.id) && (rows.count ?? 0) > 0 && (
          <Suspense fallback={null}>
            <ExportMenu
              tenant={tenant.name}
              {...{ columning, plan, context, reading }}
              columns={columns}
              rows={rows.all}
              sums={rows.totals}
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
        <LedgerNothing rows="turnover" {...{ search, change }} />
      ) : (
        <div className="turnover-grid">
          <ListGrid
            tenant={tenant.name}
            {...{ columning, rows, context, reading, sort, label, work }}
            columns={isPhone ? forPhone(shown) : shown}
            colors={NO_COLORS}
            onSort={(column) => {
              const now = sort.find(({ field }) => field === column.path);
              const isDescending = now === undefined ? column.isNumber : !now.isDescending;
              change({ sort: sortText([{ field: column.path, isDescending }]) });
            }}
            onRange={ignoreRange}
            onWidth={({ id }, width) => setLayout({ ...layout, widths: withWidth(layout, id, width) })}
            onOpen={open}
            cellOf={(column, row) => {
              if (column.id === shown[0]?.id)
                return (
                  <span className="grid-link">{cellText(column, row[column.steps[0] ?? ''], reading) || '—'}</span>
                );
              return isPhone && column.summary === 'sum' ? <PhoneAmount {...{ column, row, reading }} /> : undefined;
            }}
          />
        </div>
      )}
    </>
  );
}

/** What a name of several lines is as wide as. */
function longestLine(label: string): string {
  return label.split('\n').reduce((longest, line) => (line.length > longest.length ? line : longest), '');
}

const NO_COLORS: ListPlan['colors'] = [];

/** All rows are there: nothing is asked for as they come into sight. */
function ignoreRange(): void {
  return undefined;
}

/** Only what both balances and movements have can be filtered by. */
function ofKeys({ where, q }: LedgerSearch, possible: readonly ListColumn[]): LedgerSearch {
  const paths = new Set(possible.filter(({ isNumber }) => !isNumber).map(({ path }) => path));
  const kept = where?.filter(({ field }) => paths.has(field));
  return { ...(q === undefined ? {} : { q }), ...(kept === undefined ? {} : { where: kept }) };
}

function useTurnoverColumns({ balances, columning, measures }: RowsProps, chosen: readonly string[] | undefined) {
  const own = useTurnoverText();
  return useMemo(() => {
    const isDouble = balances.ledger.mode === 'double';
    const wordOf = (part: Part): string =>
      own(isDouble && part === 'in' ? 'debit' : isDouble && part === 'out' ? 'credit' : part);
    const named = (part: Part, what: string | undefined): string =>
      what === undefined ? wordOf(part) : own('ofMeasure', { what, word: wordOf(part) });
    const headed = (part: Part, what: string | undefined): string =>
      what === undefined ? wordOf(part) : `${what}\n${wordOf(part)}`;
    const possible = [...keyColumns(balances, columning), ...amountColumns(measures, columning, named)];
    const wanted = chosen?.flatMap((id) => possible.filter((column) => column.id === id)) ?? [];
    // A row is made by something: without any dimension all of them are shown.
    const columns = wanted.some(isKey) ? wanted : possible;
    const heads = new Map(amountColumns(measures, columning, headed).map(({ id, label }) => [id, label]));
    return { possible, columns, heads, keys: columns.filter(isKey) };
  }, [balances, columning, measures, chosen, own]);
}

function isKey({ summary }: ListColumn): boolean {
  return summary === undefined;
}

interface Asked {
  readonly keys: readonly ListColumn[];
  readonly plan: ListPlan;
  readonly days: DaySpan;
}

function useTurnover(props: RowsProps, { keys, plan, days }: Asked) {
  const { tenant, balances, movements, columning, measures } = props;
  const { name, timeZone } = tenant;
  const { locale } = columning;
  const query = turnoverDocument({ balances, movements, columning, keys, measures });
  const start = startOfDay(days.from, timeZone);
  const span = {
    before: instantText(start - 1n),
    from: instantText(start),
    until: instantText(startOfDay(days.to + 1, timeZone)),
  };
  const variables = turnoverVariables({ keys, measures }, span, plan.where);
  return useQuery<Turnover, ServerError>({
    queryKey: [...rowsKey(name, columning.entity.id), 'turnover', { locale, query, variables }],
    queryFn: async () => {
      const answer = await askTenant<Readonly<Record<string, unknown>>>(name, { query, variables, locale });
      if (!answer.ok) throw refusal(answer.issues);
      return turnoverFrom(answer.data, { keys, measures });
    },
  });
}

/** The rows as a grid takes them, and all of them at once for a file. */
function useTurnoverRows(
  { data, error, isFetching, dataUpdatedAt, refetch }: ReturnType<typeof useTurnover>,
  {
    columns,
    search,
    reading,
  }: { readonly columns: readonly ListColumn[]; readonly search: LedgerSearch; readonly reading: Reading },
): ListRows & { readonly all: readonly ApiRow[] } {
  const { sort } = search;
  const all = useMemo(
    () => sortedRows(data?.rows ?? [], { sort: sortKeys(sort), columns, reading }),
    [data, sort, columns, reading],
  );
  const totals = useMemo(() => turnoverTotals(all, columns), [all, columns]);
  return {
    all,
    count: data === undefined ? undefined : all.length,
    isCut: data?.isCut === true,
    rowAt: (index) => all[index],
    totals,
    error,
    isWorking: isFetching,
    at: dataUpdatedAt,
    retry: () => void refetch(),
  };
}

/** The movements that a row's numbers are made of. */
function movementsOf(
  { balances, columning, reading, search }: RowsProps,
  { row, keys, days }: { readonly row: ApiRow; readonly keys: readonly ListColumn[]; readonly days: DaySpan },
): LedgerChange {
  const shown = new Set(keys.map(({ path }) => path));
  const own = keyConditions(balances, columning, { row, reading }).filter(({ field }) => shown.has(field));
  const others = (search.where ?? []).filter(({ field }) => !shown.has(field));
  const span: Condition = {
    field: 'effectiveAt',
    op: 'between',
    values: [dateText(days.from), dateText(days.to)],
  };
  return { rows: 'movement', where: [...others, ...own, span], sort: undefined };
}

/** What is left, and before it what came and what went. */
function PhoneAmount({
  column,
  row,
  reading,
}: Pick<RowsProps, 'reading'> & Readonly<{ column: ListColumn; row: ApiRow }>) {
  const [, name = ''] = column.steps;
  const moved = (part: Part, sign: string): string => {
    const amount = textOf(valueIn(row, [part, name]));
    return /[1-9]/.test(amount) ? `${sign}${cellText(column, amount, reading)}` : '';
  };
  const words = [moved('in', '+'), moved('out', '−')].filter((word) => word !== '').join(' ');
  return (
    <>
      {words !== '' && <span className="turnover-moved">{words}</span>}
      {cellText(column, valueIn(row, column.steps), reading)}
    </>
  );
}

/** A card has room for what is left of the first measure; what came and went stands before it. */
function forPhone(columns: readonly ListColumn[]): readonly ListColumn[] {
  const [first] = columns.filter(({ summary }) => summary === 'sum');
  const [measure = ''] = first?.id.split('.') ?? [];
  return columns.filter(({ id, summary }) => summary === undefined || id === `${measure}.closing`);
}
