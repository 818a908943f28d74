import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { ColumnDef } from '../../../schema/template/template-views.ts';
import { listColumns, possibleColumns, type ListColumn } from '../documents/list-columns.ts';
import { usePreferences } from '../preferences/use-preferences.ts';
import { chosenFrom, chosenText, type ChosenColumn } from './column-choice.ts';
import { amountDigits, contentWidths, MEASURED_ROWS, textMeasure } from './content-width.ts';
import { useColumnLayout, type ColumnLayout } from './layout-memory.ts';
import type { LookProps } from './list-screen.tsx';
import type { ListRows } from './use-list.ts';

/** The columns of a list as the reader has them, and how they change them. */
export interface ListColumnsWork {
  readonly columns: readonly ListColumn[];
  readonly possible: readonly ListColumn[];
  /** Which columns are shown, in order; as designed without any. */
  readonly onChoose: (shown: readonly string[] | undefined) => void;
  /** While an edge is dragged, and when it is let go; without a width it is as wide as what it holds. */
  readonly onWidth: (column: ListColumn, width: number | undefined, isDone: boolean) => void;
}

const NO_CARD: readonly ColumnDef[] = [];

/**
 * The reader's arrangement stands in the address, so that it goes with a link and into a saved view (SPEC [WRK-122]);
 * outside of saved views it is kept in this browser too, and brought back.
 */
export function useListColumns({
  tenant,
  columning,
  search,
  change,
  view,
}: Pick<LookProps, 'tenant' | 'columning' | 'search' | 'change' | 'view'>): ListColumnsWork {
  const { entity } = columning;
  const [layout, setLayout] = useColumnLayout(`${tenant.name}.${entity.id}.${view.id}`);
  const [held, setHeld] = useState<Required<ChosenColumn>>();
  const defs = view.kind === 'list' ? view.columns : view.kind === 'board' ? (view.card ?? NO_CARD) : NO_CARD;
  const possible = useMemo(() => possibleColumns(defs, columning), [defs, columning]);
  const own = search.saved === undefined ? layout : NO_LAYOUT;
  const columns = useMemo(() => {
    const designed = listColumns(defs, columning);
    const named = search.columns === undefined ? chosenOf(own, designed) : chosenFrom(search.columns);
    const found = named.flatMap(({ id, width }) =>
      possible.filter((column) => column.id === id).map((column) => sized(column, width)),
    );
    return found.length === 0 ? designed : found;
  }, [defs, columning, own, possible, search.columns]);
  const keep = (next: readonly ChosenColumn[] | undefined): void => {
    change({ columns: next === undefined ? undefined : chosenText(next) });
    if (search.saved === undefined) setLayout(next === undefined ? {} : layoutOf(next));
  };
  const chosen = columns.map(({ id, width, isSized }): ChosenColumn => (isSized === true ? { id, width } : { id }));
  useRemembered(tenant.name, {
    entity: entity.id,
    columns: search.columns === undefined && isArranged(own) ? chosenText(chosen) : undefined,
    change,
  });
  return {
    columns: held === undefined ? columns : columns.map((one) => (one.id === held.id ? sized(one, held.width) : one)),
    possible,
    onChoose: (shown) => keep(shown?.map((id) => chosen.find((one) => one.id === id) ?? { id })),
    onWidth: (column, width, isDone) => {
      setHeld(isDone || width === undefined ? undefined : { id: column.id, width });
      if (isDone)
        keep(
          chosen.map((one) => (one.id !== column.id ? one : width === undefined ? { id: one.id } : { ...one, width })),
        );
    },
  };
}

const NO_LAYOUT: ColumnLayout = {};

function isArranged({ shown, widths }: ColumnLayout): boolean {
  return shown !== undefined || widths !== undefined;
}

function chosenOf({ shown, widths }: ColumnLayout, designed: readonly ListColumn[]): readonly ChosenColumn[] {
  return (shown ?? designed.map(({ id }) => id)).map((id) => {
    const width = widths?.[id];
    return { id, ...(width === undefined ? {} : { width }) };
  });
}

function layoutOf(chosen: readonly ChosenColumn[]): ColumnLayout {
  const widths = chosen.flatMap(({ id, width }) => (width === undefined ? [] : [[id, width] as const]));
  return {
    shown: chosen.map(({ id }) => id),
    ...(widths.length === 0 ? {} : { widths: Object.fromEntries(widths) }),
  };
}

function sized(column: ListColumn, width: number | undefined): ListColumn {
  return width === undefined ? column : { ...column, width, isSized: true };
}

/**
 * What this browser remembers is put into the address, so that the address is the whole list. Who begins with a saved
 * view has that instead.
 */
function useRemembered(
  tenant: string,
  {
    entity,
    columns,
    change,
  }: { readonly entity: string; readonly columns: string | undefined; readonly change: LookProps['change'] },
): void {
  const preferences = usePreferences(tenant);
  const isFree = preferences !== undefined && preferences.get(`list.view.${entity}`) === undefined;
  const remember = useEffectEvent(() => change({ columns }));
  const isWanted = isFree && columns !== undefined;
  useEffect(() => {
    if (isWanted) remember();
  }, [isWanted]);
}

interface Fitting extends Pick<LookProps, 'reading'> {
  readonly columns: readonly ListColumn[];
  readonly rows: ListRows;
  /** Other rows of the same key keep the widths, so that nothing moves while one searches. */
  readonly place: string;
}

function withDigits(column: ListColumn, known: ReadonlyMap<string, number>): ListColumn {
  const digits = known.get(column.id);
  return digits === undefined || digits === 0 ? column : { ...column, digits };
}

/** The columns as wide as what the first rows hold, with amounts of as many digits as these have. */
export function useFitted({ columns, rows, reading, place }: Fitting): readonly ListColumn[] {
  const key = `${place} ${reading.locale} ${columns.map(({ id }) => id).join(',')}`;
  const [fitted, setFitted] = useState<{
    readonly key: string;
    readonly widths: ReadonlyMap<string, number>;
    readonly digits: ReadonlyMap<string, number>;
  }>();
  if (fitted?.key !== key && rows.rowAt(0) !== undefined) {
    const first = Array.from({ length: MEASURED_ROWS }, (_, index) => rows.rowAt(index)).filter(
      (row) => row !== undefined,
    );
    const digits = amountDigits({ columns, rows: first });
    const plain = columns.map(({ isSized: _isSized, ...column }) => withDigits(column, digits));
    setFitted({ key, digits, widths: contentWidths({ columns: plain, rows: first, reading, measure: textMeasure() }) });
  }
  return useMemo(
    () =>
      columns.map((given) => {
        if (fitted?.key !== key) return given;
        const column = withDigits(given, fitted.digits);
        const width = column.isSized === true ? undefined : fitted.widths.get(column.id);
        return width === undefined ? column : { ...column, width };
      }),
    [columns, fitted, key],
  );
}
