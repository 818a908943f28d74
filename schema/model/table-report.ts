import { addDecimal, compareDecimal, decimal, decimalText, divideDecimal } from '../core/decimal.ts';
import { must } from '../core/result.ts';
import type { ExprType, TableCell, TableModel } from '../expr/ast.ts';
import { dateText, instantText } from '../expr/calendar.ts';
import { compareValues, loaderOf, numberOf, textOf, type Value } from '../expr/values.ts';

/** Two rows that match together, and what they both match: `role = sales, total = 150`. */
export interface TableOverlap {
  /** Rows counted from 0. */
  readonly first: number;
  readonly second: number;
  readonly example: string;
}

/** What a decision table says more than once, and where it says nothing. */
export interface TableReport {
  /** Of hit policy `first` and `collect` no mistake; told all the same. At most `REPORTED_MAX`. */
  readonly overlaps: readonly TableOverlap[];
  /** What no row matches, where the table has no `else`: an example for each gap found, at most `REPORTED_MAX`. */
  readonly gaps: readonly string[];
  /** False where the table has too many combinations for the search for gaps to end in time. */
  readonly complete: boolean;
}

const REPORTED_MAX = 20;
const STEPS_MAX = 200_000;

/**
 * The report of a table (SPEC [MOD-54]): inputs are cut into the stretches between the bounds that cells name, on
 * which every row is either right or wrong as a whole. Empty inputs are looked at only in columns where some cell names
 * them; texts that no cell names stand for each other.
 */
export function tableReport(table: TableModel): TableReport {
  const columns = columnsOf(table);
  const gaps = table.otherwise === null ? gapsOf(table, columns) : { examples: [], complete: true };
  return { overlaps: findOverlaps(table, columns), gaps: gaps.examples, complete: gaps.complete };
}

/** The overlaps alone. */
export function overlapsOf(table: TableModel): readonly TableOverlap[] {
  return findOverlaps(table, columnsOf(table));
}

/** An input, cut into stretches. */
interface Column {
  readonly id: string;
  /** A value of each stretch, as people write it. */
  readonly examples: readonly string[];
  /** By row: bit n says that the row's cell takes stretch n. */
  readonly masks: readonly bigint[];
}

/** One stretch of an input: how cells judge it, and an example. */
interface Stretch {
  readonly example: string;
  readonly takes: (cell: TableCell) => boolean;
}

function columnsOf({ inputs, rows }: TableModel): readonly Column[] {
  return inputs.map(({ id, type }, index) => {
    const cells = rows.map((row): TableCell => row.cells[index] ?? { kind: 'any' });
    const stretches = stretchesOf(cells, type);
    return {
      id,
      examples: stretches.map(({ example }) => example),
      masks: cells.map((cell) =>
        stretches.reduce((mask, { takes }, bit) => (takes(cell) ? mask | (1n << BigInt(bit)) : mask), 0n),
      ),
    };
  });
}

function stretchesOf(cells: readonly TableCell[], type: ExprType): readonly Stretch[] {
  const load = loaderOf(type);
  const named = cells.flatMap((cell) => {
    if (cell.kind === 'oneOf') return cell.values;
    return cell.kind === 'range' ? [cell.low, cell.high].filter((bound) => bound !== undefined) : [];
  });
  const isEmptyNamed = named.includes(null);
  const values = distinct(named.map(load).filter((value) => value !== null));
  const stretches = type.kind === 'bool' ? bools() : type.kind === 'text' ? texts(values) : ordered(values, type);
  return isEmptyNamed ? [...stretches, { example: 'null', takes: (cell) => takesEmpty(cell) }] : stretches;
}

function distinct(values: readonly Value[]): readonly Value[] {
  const sorted = [...values].sort(compareValues);
  return sorted.filter((value, index) => index === 0 || compareValues(value, sorted[index - 1] ?? null) !== 0);
}

function takesEmpty(cell: TableCell): boolean {
  return cell.kind === 'any' || (cell.kind === 'oneOf' && cell.values.includes(null));
}

function bools(): readonly Stretch[] {
  return [true, false].map((value) => ({
    example: String(value),
    takes: (cell) => cell.kind === 'any' || (cell.kind === 'oneOf' && cell.values.includes(value)),
  }));
}

function texts(values: readonly Value[]): readonly Stretch[] {
  const named = values.map((value): Stretch => ({
    example: textOf(value) ?? '',
    takes: (cell) => cell.kind === 'any' || (cell.kind === 'oneOf' && cell.values.some((one) => one === value)),
  }));
  return [...named, { example: '…', takes: (cell) => cell.kind === 'any' }];
}

/** `at` is the value itself, `after` what lies between it and the next, `before` all that is smaller. */
function ordered(values: readonly Value[], type: ExprType): readonly Stretch[] {
  if (values.length === 0) return [{ example: '…', takes: (cell) => cell.kind === 'any' }];
  const stretch = (value: Value): readonly Stretch[] =>
    value === null ? [] : [{ example: exampleText(value, type), takes: (cell) => takesValue(cell, value, type) }];
  return [
    ...stretch(between(null, values[0] ?? null, type)),
    ...values.flatMap((value, index) => [
      ...stretch(value),
      ...stretch(between(value, values[index + 1] ?? null, type)),
    ]),
  ];
}

function takesValue(cell: TableCell, value: Value, type: ExprType): boolean {
  const load = loaderOf(type);
  if (cell.kind === 'any') return true;
  if (cell.kind === 'oneOf') return cell.values.some((one) => one !== null && compareValues(load(one), value) === 0);
  const low = cell.low === undefined ? 1 : compareValues(value, load(cell.low));
  const high = cell.high === undefined ? 1 : compareValues(load(cell.high), value);
  return (
    (cell.lowOpen && cell.low !== undefined ? low > 0 : low >= 0) &&
    (cell.highOpen && cell.high !== undefined ? high > 0 : high >= 0)
  );
}

const ONE = decimal(1n, 0);
const TWO = decimal(2n, 0);
const MICROS_PER_HOUR = 3_600_000_000n;

/** A value between two bounds, either of which may be missing; null where there is none, as between two days. */
function between(low: Value, high: Value, type: ExprType): Value {
  if (type.kind === 'time') return timeBetween(low, high);
  if (typeof low === 'bigint' || typeof high === 'bigint') return instantBetween(low, high);
  if (type.kind === 'date') {
    const day = typeof low === 'number' ? low + 1 : Number(high) - 1;
    return typeof high === 'number' && day >= high && typeof low === 'number' ? null : day;
  }
  const [from, to] = [numberOf(low), numberOf(high)];
  if (from === null) return to === null ? null : addDecimal(to, decimal(-1n, 0));
  if (to === null) return addDecimal(from, ONE);
  const next = addDecimal(from, ONE);
  if (compareDecimal(next, to) < 0) return next;
  if (type.kind === 'int') return null;
  return must(divideDecimal(addDecimal(from, to), TWO, Math.max(from.scale, to.scale) + 1), 'half of a sum');
}

function instantBetween(low: Value, high: Value): Value {
  if (typeof low !== 'bigint') return typeof high === 'bigint' ? high - MICROS_PER_HOUR : null;
  if (typeof high !== 'bigint') return low + MICROS_PER_HOUR;
  return high - low <= 1n ? null : (low + high) / 2n;
}

/** Times are texts to the second. */
function timeBetween(low: Value, high: Value): Value {
  const seconds = (value: Value): number | undefined =>
    typeof value === 'string' ? value.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) : undefined;
  const from = seconds(low) ?? -1;
  const to = seconds(high) ?? 86_400;
  if (to - from <= 1) return null;
  const middle = Math.floor((from + to) / 2);
  return [Math.floor(middle / 3600), Math.floor(middle / 60) % 60, Math.floor(middle % 60)]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

function exampleText(value: Value, type: ExprType): string {
  if (typeof value === 'bigint') return instantText(value);
  if (typeof value === 'number') return dateText(value);
  const number = numberOf(value);
  if (number !== null) return type.kind === 'duration' ? `PT${decimalText(number)}S` : decimalText(number);
  return textOf(value) ?? String(value === true);
}

function findOverlaps({ rows }: TableModel, columns: readonly Column[]): readonly TableOverlap[] {
  const found: TableOverlap[] = [];
  for (let second = 1; second < rows.length; second += 1) {
    for (let first = 0; first < second && found.length < REPORTED_MAX; first += 1) {
      const shared = columns.map(({ masks }) => (masks[first] ?? 0n) & (masks[second] ?? 0n));
      if (shared.includes(0n)) continue;
      const example = columns.map(
        ({ id, examples }, index) => `${id} = ${examples[lowestBit(shared[index] ?? 0n)] ?? ''}`,
      );
      found.push({ first, second, example: example.join(', ') });
    }
  }
  return found;
}

function lowestBit(mask: bigint): number {
  let bit = 0;
  while (((mask >> BigInt(bit)) & 1n) === 0n) bit += 1;
  return bit;
}

/** Walks the combinations column by column, with the rows still possible; a row that is possible to the end matches. */
function gapsOf(
  { rows }: TableModel,
  columns: readonly Column[],
): { readonly examples: readonly string[]; readonly complete: boolean } {
  const examples: string[] = [];
  let steps = 0;
  // From this column on, the row takes whatever comes.
  const anyFrom = rows.map((_, row) => columns.length - trailing(columns, row));
  const visit = (depth: number, possible: readonly number[], chosen: readonly string[]): void => {
    steps += 1;
    if (steps > STEPS_MAX || examples.length >= REPORTED_MAX) return;
    if (possible.length === 0) {
      const rest = columns.slice(chosen.length).map(({ id, examples: any }) => `${id} = ${any[0] ?? ''}`);
      examples.push([...chosen, ...rest].join(', '));
      return;
    }
    const column = columns[depth];
    if (column === undefined || possible.some((row) => (anyFrom[row] ?? 0) <= depth)) return;
    const seen = new Set<string>();
    for (const [bit, example] of column.examples.entries()) {
      const left = possible.filter((row) => (((column.masks[row] ?? 0n) >> BigInt(bit)) & 1n) === 1n);
      const key = left.join(' ');
      // Stretches that the same rows take lead to the same gaps.
      if (seen.has(key)) continue;
      seen.add(key);
      visit(depth + 1, left, [...chosen, `${column.id} = ${example}`]);
    }
  };
  visit(
    0,
    rows.map((_, index) => index),
    [],
  );
  return { examples, complete: steps <= STEPS_MAX };
}

/** How many of the last columns the row takes whole. */
function trailing(columns: readonly Column[], row: number): number {
  const isWhole = ({ examples, masks }: Column): boolean => masks[row] === (1n << BigInt(examples.length)) - 1n;
  const partial = columns.findLastIndex((column) => !isWhole(column));
  return columns.length - 1 - partial;
}
