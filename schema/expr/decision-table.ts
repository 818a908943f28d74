import { addDecimal, DECIMAL_ZERO } from '../core/decimal.ts';
import { assertNever } from '../core/result.ts';
import type { ExprNode, ExprType, TableCell } from './ast.ts';
import type { Run } from './frame.ts';
import { compareValues, loaderOf, numberOf, sameValue, type Value } from './values.ts';

type TableNode = Extract<ExprNode, { readonly kind: 'table' }>;

/** Hears which rows matched, counted from 0; what `explain` listens with. */
export type RowListener = (rows: readonly number[]) => void;

/** The look-up as a function of its arguments (SPEC [EXP-27], [EXP-28]); in SQL: `server/compile/expr-sql-table.ts`. */
export function tableRun({ table }: TableNode, args: readonly Run[], heard: RowListener | undefined): Run {
  const load = loaderOf(table.out);
  const otherwise = load(table.otherwise);
  const rows = table.rows.map(({ cells, out }) => ({
    tests: cells.flatMap((cell, index) => cellTest(cell, table.inputs[index]?.type ?? table.out, index)),
    out: load(out),
  }));
  const isCollect = table.hit === 'collect';
  return (frame) => {
    const values = args.map((arg) => arg(frame));
    const matched: number[] = [];
    for (const [index, { tests }] of rows.entries()) {
      if (!tests.every((test) => test(values))) continue;
      matched.push(index);
      if (!isCollect) break;
    }
    heard?.(matched);
    if (matched.length === 0) return otherwise;
    const outs = matched.map((index) => rows[index]?.out ?? null);
    if (!isCollect) return outs[0] ?? null;
    return outs.reduce<NonNullable<ReturnType<typeof numberOf>>>(
      (sum, out) => addDecimal(sum, numberOf(out) ?? DECIMAL_ZERO),
      DECIMAL_ZERO,
    );
  };
}

type Test = (values: readonly Value[]) => boolean;

/** None for a cell that takes anything. */
function cellTest(cell: TableCell, type: ExprType, index: number): readonly Test[] {
  const load = loaderOf(type);
  switch (cell.kind) {
    case 'any':
      return [];
    case 'oneOf': {
      const wanted = cell.values.map(load);
      return [(values) => wanted.some((one) => sameValue(one, values[index] ?? null))];
    }
    case 'range': {
      const [low, high] = [load(cell.low ?? null), load(cell.high ?? null)];
      return [
        (values) => {
          const value = values[index] ?? null;
          if (value === null) return false;
          return (
            (low === null || isBeyond(compareValues(value, low), cell.lowOpen)) &&
            (high === null || isBeyond(compareValues(high, value), cell.highOpen))
          );
        },
      ];
    }
    default:
      return assertNever(cell);
  }
}

function isBeyond(sign: number, isOpen: boolean): boolean {
  return isOpen ? sign > 0 : sign >= 0;
}
