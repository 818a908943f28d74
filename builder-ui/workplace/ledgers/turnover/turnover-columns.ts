import { compareDecimal, DECIMAL_ZERO, parseDecimal } from '../../../../schema/core/decimal.ts';
import type { LedgerEntity } from '../../../../schema/model/ledger-entities.ts';
import { listColumns, type Columning, type ListColumn } from '../../documents/list-columns.ts';
import type { SortKey } from '../../documents/list-search.ts';
import { textOf, valueIn, type ApiRow } from '../../documents/row-values.ts';
import { cellText, type Reading } from '../../list/cell.tsx';
import { keyIds } from '../ledger-view.ts';
import { TURNOVER_PARTS, type TurnoverMeasure, type TurnoverPart } from './turnover-document.ts';

/** The columns that a row is known by: dimensions, and the account of a double ledger. */
export function keyColumns({ ledger }: LedgerEntity, columning: Columning): readonly ListColumn[] {
  const { entity, rights } = columning;
  return listColumns(
    keyIds(ledger).map((id) => ({ id })),
    columning,
  ).filter(({ steps: [name = ''] }) => rights.compares(entity, name));
}

/** Opening, in, out and closing of each measure; of several each with the name of its measure. */
export function amountColumns(
  measures: readonly TurnoverMeasure[],
  columning: Columning,
  named: (part: TurnoverPart, what: string | undefined) => string,
): readonly ListColumn[] {
  return measures.flatMap(({ id, name }) =>
    listColumns([{ id }], columning).flatMap((column) =>
      TURNOVER_PARTS.map((part): ListColumn => ({
        ...column,
        id: `${id}.${part}`,
        path: `${id}.${part}`,
        steps: [part, name],
        label: named(part, measures.length > 1 ? column.label : undefined),
        isSortable: true,
        summary: 'sum',
      })),
    ),
  );
}

/** The rows in the order of the columns: numbers by size, everything else as it is read. */
export function sortedRows(
  rows: readonly ApiRow[],
  {
    sort,
    columns,
    reading,
  }: { readonly sort: readonly SortKey[]; readonly columns: readonly ListColumn[]; readonly reading: Reading },
): readonly ApiRow[] {
  const chosen = sort.flatMap(({ field, isDescending }) =>
    columns.filter(({ path }) => path === field).map((column) => ({ column, sign: isDescending ? -1 : 1 })),
  );
  const rest = columns.filter(({ isNumber }) => !isNumber).map((column) => ({ column, sign: 1 }));
  const words = new Intl.Collator(reading.locale, { numeric: true });
  const compare = (a: ApiRow, b: ApiRow, column: ListColumn): number => {
    const [one, other] = [valueIn(a, column.steps), valueIn(b, column.steps)];
    return column.isNumber
      ? compareDecimal(parseDecimal(textOf(one)) ?? DECIMAL_ZERO, parseDecimal(textOf(other)) ?? DECIMAL_ZERO)
      : words.compare(cellText(column, one, reading), cellText(column, other, reading));
  };
  return rows.toSorted((a, b) => {
    for (const { column, sign } of [...chosen, ...rest]) {
      const order = compare(a, b, column) * sign;
      if (order !== 0) return order;
    }
    return 0;
  });
}
