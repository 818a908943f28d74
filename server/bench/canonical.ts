import type { Workload } from './contract.ts';

/*
 * Answer of each workload.
 *
 * W2, W7: `first 50` of orders with `status` and `ordered_on <= until`, by `ordered_on desc, id desc`. W7 leaves out
 * orders with `confidential = true` (row rule) and `total` (field rule). W3: `first 1000` with `ordered_on <= day`, the
 * same order. W5: 20 after the sample's order, the same order, no filter. W6: `total` is the sum of quantity × price,
 * worked out by the system or its caller; the order is a draft of the first person (`plain.person` by id), all else
 * as the columns' defaults; lines are numbered from 1 in the order given. W8: the status is `confirmed`, each line's
 * quantity leaves `stock_balance` of its product with a row in `stock_movement` (quantity negative, balance after it),
 * and `POINTS_PER_CONFIRM` go to the assignee's `points_balance` with a row in `points_entry`, all in one transaction
 * that refuses an order that is not a draft and a balance below zero.
 */

/**
 * The form that all systems' answers are brought to, so that they can be compared: nothing but these properties,
 * decimals as text without needless zeros (`decimalText`), days as `YYYY-MM-DD` (`dayText`).
 */
export interface CanonicalLine {
  readonly lineNo: number;
  readonly quantity: number;
  readonly price: string;
  readonly product: { readonly id: string; readonly sku: string; readonly name: string };
}

/** W1 is one of these; W2 and W7 are lists of them, in the order asked for. Lines are sorted by `lineNo`. */
export interface CanonicalOrder {
  readonly id: string;
  readonly number: string;
  readonly orderedOn: string;
  readonly status: string;
  readonly shipCity: string;
  readonly note: string;
  /** `undefined` (left out) in W7: the role must not see it. */
  readonly total?: string;
  readonly customer: { readonly id: string; readonly name: string; readonly city: string };
  readonly lines: readonly CanonicalLine[];
}

/** W3: the ten columns. */
export interface CanonicalFlat {
  readonly id: string;
  readonly number: string;
  readonly orderedOn: string;
  readonly status: string;
  readonly shipCity: string;
  readonly freight: string;
  readonly discount: string;
  readonly total: string;
  readonly priority: number;
  readonly note: string;
}

/** W4, sorted by status. */
export interface CanonicalGroup {
  readonly status: string;
  readonly count: number;
  readonly total: string;
}

/** W5. */
export interface CanonicalPageRow {
  readonly id: string;
  readonly number: string;
  readonly orderedOn: string;
  readonly status: string;
  readonly total: string;
  readonly customer: { readonly id: string; readonly name: string };
}

/** A decimal as text: no exponent, no needless zeros, so that `15521.30`, `"15521.3"` and 15521.3 are the same. */
export function decimalText(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`not a decimal: ${String(value)}`);
  const text = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`not a decimal: ${text}`);
  if (!text.includes('.')) return text;
  const short = text.replace(/\.?0+$/, '');
  return short === '-0' ? '0' : short;
}

/** The day of a date that a system gives as text, with a time or without. */
export function dayText(value: unknown): string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) throw new Error(`not a day: ${String(value)}`);
  return value.slice(0, 10);
}

type Row = Readonly<Record<string, unknown>>;

/** The property that must be an object. */
export function part(row: unknown, name: string): Row {
  const value: unknown = Reflect.get(Object(row), name);
  if (typeof value !== 'object' || value === null) throw new Error(`no ${name} in ${JSON.stringify(row)}`);
  return value as Row;
}

/** The property that must be a list. */
export function list(row: unknown, name: string): readonly Row[] {
  const value: unknown = Reflect.get(Object(row), name);
  if (!Array.isArray(value)) throw new Error(`no ${name} in ${JSON.stringify(row)}`);
  return value as readonly Row[];
}

/** The property that must be text. */
export function text(row: Row, name: string): string {
  const value = row[name];
  if (typeof value !== 'string') throw new Error(`${name} is no text: ${JSON.stringify(value)}`);
  return value;
}

/** The property that must be a whole number; a system may give it as text. */
export function whole(row: Row, name: string): number {
  const value = Number(row[name]);
  if (!Number.isSafeInteger(value)) throw new Error(`${name} is no whole number: ${JSON.stringify(row[name])}`);
  return value;
}

/** An order whose properties have the canonical names already, brought to the canonical form. */
export function canonicalOrder(row: Row, workload: Workload): CanonicalOrder {
  const customer = part(row, 'customer');
  const lines = list(row, 'lines').map((line): CanonicalLine => {
    const product = part(line, 'product');
    return {
      lineNo: whole(line, 'lineNo'),
      quantity: whole(line, 'quantity'),
      price: decimalText(line['price']),
      product: { id: text(product, 'id'), sku: text(product, 'sku'), name: text(product, 'name') },
    };
  });
  return {
    id: text(row, 'id'),
    number: text(row, 'number'),
    orderedOn: dayText(row['orderedOn']),
    status: text(row, 'status'),
    shipCity: text(row, 'shipCity'),
    note: text(row, 'note'),
    ...(workload === 'W7' ? {} : { total: decimalText(row['total']) }),
    customer: { id: text(customer, 'id'), name: text(customer, 'name'), city: text(customer, 'city') },
    lines: lines.toSorted((a, b) => a.lineNo - b.lineNo),
  };
}

/** The same for W3. */
export function canonicalFlat(row: Row): CanonicalFlat {
  return {
    id: text(row, 'id'),
    number: text(row, 'number'),
    orderedOn: dayText(row['orderedOn']),
    status: text(row, 'status'),
    shipCity: text(row, 'shipCity'),
    freight: decimalText(row['freight']),
    discount: decimalText(row['discount']),
    total: decimalText(row['total']),
    priority: whole(row, 'priority'),
    note: text(row, 'note'),
  };
}

/** The same for W4, the whole list. */
export function canonicalGroups(rows: readonly Row[]): readonly CanonicalGroup[] {
  return rows
    .map((row) => ({ status: text(row, 'status'), count: whole(row, 'count'), total: decimalText(row['total']) }))
    .toSorted((a, b) => (a.status < b.status ? -1 : 1));
}

/** The same for W5. */
export function canonicalPageRow(row: Row): CanonicalPageRow {
  const customer = part(row, 'customer');
  return {
    id: text(row, 'id'),
    number: text(row, 'number'),
    orderedOn: dayText(row['orderedOn']),
    status: text(row, 'status'),
    total: decimalText(row['total']),
    customer: { id: text(customer, 'id'), name: text(customer, 'name') },
  };
}
