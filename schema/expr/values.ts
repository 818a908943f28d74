import { compareDecimal, decimalFrom, decimalText, truncateDecimal, type Decimal } from '../core/decimal.ts';
import { assertNever } from '../core/result.ts';
import type { ExprType } from './ast.ts';
import { dateText, instantText, parseDate, parseDuration, parseInstant, parseTime } from './calendar.ts';

/**
 * A value inside the evaluator: text and time as string, numbers and durations (seconds) as `Decimal`, a date as days
 * since 1970 (number), a datetime as microseconds since 1970 (bigint), a reference as a row or an id.
 */
export type Value = null | boolean | string | number | bigint | Decimal | Row | Json | readonly Value[];
export type Row = Readonly<Record<string, unknown>>;
export interface Json {
  readonly json: unknown;
}

/** A value as it goes in and out: numbers, dates and durations (seconds) as text, a row as its id. */
export type ExprValue = string | number | boolean | null | readonly ExprValue[] | { readonly [key: string]: ExprValue };

/** Files, members and departments are known by their ids; of several files, by the first one's. */
function idIn(raw: unknown): string | null {
  const one: unknown = Array.isArray(raw) ? raw[0] : raw;
  const id: unknown = typeof one === 'object' && one !== null ? Reflect.get(one, 'id') : undefined;
  return typeof id === 'string' ? id : null;
}

/** The reader of raw data for a type. It never throws: what is not of the type is null, what is no list is empty. */
export function loaderOf(type: ExprType): (raw: unknown) => Value {
  switch (type.kind) {
    case 'bool':
      return (raw) => (typeof raw === 'boolean' ? raw : null);
    case 'text':
      return (raw) => (typeof raw === 'string' ? raw : idIn(raw));
    case 'int':
      return (raw) => wholeOf(decimalFrom(raw));
    case 'decimal':
      return (raw) => decimalFrom(raw) ?? null;
    case 'duration':
      return (raw) => decimalFrom(raw) ?? (typeof raw === 'string' ? parseDuration(raw) : undefined) ?? null;
    case 'date':
      return (raw) => (typeof raw === 'string' ? (parseDate(raw) ?? null) : null);
    case 'time':
      return (raw) => (typeof raw === 'string' ? (parseTime(raw) ?? null) : null);
    case 'datetime':
      return (raw) => (typeof raw === 'string' ? (parseInstant(raw) ?? null) : null);
    case 'json':
      return (raw) => (raw === null || raw === undefined ? null : { json: raw });
    case 'row':
    case 'actor':
      return (raw) => (typeof raw === 'string' || isRow(raw) ? raw : null);
    case 'list': {
      const load = loaderOf(type.of);
      return (raw) => (Array.isArray(raw) ? raw.map(load).filter((value) => value !== null) : []);
    }
    default:
      return assertNever(type);
  }
}

/** The value as text and plain data; the other direction of `loaderOf`. */
export function exportValue(value: Value, type: ExprType): ExprValue {
  if (value === null) return null;
  switch (type.kind) {
    case 'bool':
      return typeof value === 'boolean' ? value : null;
    case 'text':
    case 'time':
      return textOf(value);
    case 'int':
    case 'decimal':
    case 'duration': {
      const number = numberOf(value);
      return number && decimalText(number);
    }
    case 'date':
      return typeof value === 'number' ? dateText(value) : null;
    case 'datetime':
      return typeof value === 'bigint' ? instantText(value) : null;
    case 'json':
      return isRow(value) && 'json' in value ? plainJson(value.json) : null;
    case 'row':
    case 'actor':
      return idOfRow(value);
    case 'list':
      return Array.isArray(value) ? value.map((item) => exportValue(item, type.of)) : null;
    default:
      return assertNever(type);
  }
}

export function isRow(raw: unknown): raw is Row {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

/** The field's raw value; only what the row itself holds, never what it inherits. */
export function fieldOf(row: Value, field: string): unknown {
  if (typeof row === 'string') return field === 'id' ? row : null;
  if (!isRow(row) || !Object.hasOwn(row, field)) return null;
  return row[field];
}

export function textOf(value: Value): string | null {
  return typeof value === 'string' ? value : null;
}

export function numberOf(value: Value): Decimal | null {
  return isDecimal(value) ? value : null;
}

export function listOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Order of two values of one type: numbers by value, texts by code point (as PostgreSQL's "C" collation), false
 * before true.
 */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareCodePoints(a, b);
  if (isDecimal(a) && isDecimal(b)) return compareDecimal(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  return Number(a) - Number(b);
}

/** Whether two values of one type are the same, null being the same as null (SPEC EXP-8). */
export function sameValue(a: Value, b: Value): boolean {
  if (a === null || b === null) return a === b;
  return typeof a === 'string' || typeof a === 'boolean' ? a === b : compareValues(a, b) === 0;
}

/** How many code points; a pair of surrogates is one. */
export function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0xdc00 || unit > 0xdfff) count += 1;
  }
  return count;
}

/** UTF-16 units order surrogates below U+E000–U+FFFF; lifting them restores the order of code points. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return lifted(left) - lifted(right);
  }
  return a.length - b.length;
}

function lifted(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

function isDecimal(value: Value): value is Decimal {
  return typeof value === 'object' && value !== null && 'coefficient' in value && typeof value.coefficient === 'bigint';
}

function wholeOf(value: Decimal | undefined): Decimal | null {
  if (value === undefined) return null;
  if (value.scale === 0) return value;
  const truncated = truncateDecimal(value);
  return compareDecimal(truncated, value) === 0 ? truncated : null;
}

function idOfRow(value: Value): string | null {
  const id = fieldOf(value, 'id');
  return typeof id === 'string' ? id : null;
}

function plainJson(raw: unknown): ExprValue {
  if (raw === null || typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean') return raw;
  if (Array.isArray(raw)) return raw.map(plainJson);
  if (!isRow(raw)) return null;
  return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, plainJson(value)]));
}
