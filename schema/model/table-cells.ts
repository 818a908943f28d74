import { decimalDigits, decimalFrom, decimalText } from '../core/decimal.ts';
import type { ExprType, TableCell } from '../expr/ast.ts';
import { instantText, parseDate, parseDuration, parseInstant, parseTime } from '../expr/calendar.ts';
import { isStorable } from '../expr/functions.ts';
import { compareValues, loaderOf } from '../expr/values.ts';

/** Halves of characters; like NUL, PostgreSQL keeps none. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** A cell as authored. */
export type CellDef = string | number | boolean | null;

/** A value of a decision table as expressions hold it: numbers, dates and times as text. */
export type CellValue = string | boolean | null;

/** What the cells of a column of that type look like, for the cure of a cell that cannot be read. */
export function cellExample(type: ExprType): string {
  return EXAMPLES[type.kind] ?? 'a | b';
}

const EXAMPLES: Readonly<Partial<Record<ExprType['kind'], string>>> = {
  bool: 'true',
  int: '>= 10',
  decimal: '[1..5.5)',
  date: '>= 2026-01-31',
  time: '[08:00..12:00)',
  datetime: '< 2026-01-31T08:30:00Z',
  duration: '<= PT2H',
};

/**
 * The condition that a cell writes (SPEC [MOD-54]): null and `-` take anything; `a | b` lists values, with `null` for
 * “empty” and quotes around a text that means something else bare; numbers and times also take `>= 100`, `< 5`,
 * `[1..5)`. `undefined` when it is none of these or of another type.
 */
export function parseCell(cell: CellDef, type: ExprType): TableCell | undefined {
  if (cell === null) return { kind: 'any' };
  if (typeof cell !== 'string') {
    const value = cellValue(cell, type);
    return value === undefined ? undefined : { kind: 'oneOf', values: [value] };
  }
  const text = cell.trim();
  if (text === '-') return { kind: 'any' };
  const isRanged = type.kind !== 'text' && type.kind !== 'bool';
  if (isRanged && /^[<>[(]/.test(text)) return parseRange(text, type);
  const values = listed(text).map((part) => listedValue(part, type));
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 || known.length < values.length ? undefined : { kind: 'oneOf', values: known };
}

/** One value of the type, or `undefined`; numbers keep their digits. */
export function cellValue(given: CellDef, type: ExprType): CellValue | undefined {
  if (given === null) return null;
  switch (type.kind) {
    case 'bool':
      if (typeof given === 'boolean') return given;
      return given === 'true' ? true : given === 'false' ? false : undefined;
    case 'text':
      return typeof given === 'string' && !given.includes('\u0000') && !LONE_SURROGATE.test(given) ? given : undefined;
    case 'int':
    case 'decimal': {
      const number = typeof given === 'boolean' ? undefined : decimalFrom(given);
      if (number === undefined) return undefined;
      const digits = decimalDigits(number);
      if (!isStorable(digits) || (type.kind === 'int' && digits.fraction > 0)) return undefined;
      return decimalText(number);
    }
    default:
      return typeof given === 'string' ? momentValue(given, type) : undefined;
  }
}

function momentValue(text: string, type: ExprType): string | undefined {
  switch (type.kind) {
    case 'date':
      return parseDate(text) === undefined ? undefined : text;
    case 'time':
      return parseTime(text);
    case 'datetime': {
      const at = parseInstant(text);
      return at === undefined ? undefined : instantText(at);
    }
    case 'duration': {
      const seconds = parseDuration(text);
      return seconds === undefined ? undefined : decimalText(seconds);
    }
    default:
      return undefined;
  }
}

/** The parts between bars; a bar inside quotes is text. */
function listed(text: string): readonly string[] {
  const parts = [''];
  let quote = '';
  for (const character of text) {
    if (quote === '' && character === '|') {
      parts.push('');
      continue;
    }
    if (quote === character) quote = '';
    else if (quote === '' && (character === "'" || character === '"') && parts.at(-1)?.trim() === '') quote = character;
    parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts.map((part) => part.trim());
}

function listedValue(part: string, type: ExprType): CellValue | undefined {
  if (part === 'null') return null;
  const quoted = /^(?:'([^']*)'|"([^"]*)")$/.exec(part);
  if (quoted !== null) return type.kind === 'text' ? (quoted[1] ?? quoted[2] ?? '') : undefined;
  return part === '' ? undefined : cellValue(part, type);
}

const COMPARISON = /^(<=|>=|<|>)\s*(\S.*)$/;
const INTERVAL = /^([[(])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])])$/;

function parseRange(text: string, type: ExprType): TableCell | undefined {
  const [, operator, bound] = COMPARISON.exec(text) ?? [];
  if (operator !== undefined && bound !== undefined) {
    const value = rangeValue(bound, type);
    if (value === undefined) return undefined;
    const isOpen = operator.length === 1;
    return operator.startsWith('>')
      ? { kind: 'range', low: value, lowOpen: isOpen, highOpen: false }
      : { kind: 'range', high: value, lowOpen: false, highOpen: isOpen };
  }
  const [, open, from = '', to = '', close] = INTERVAL.exec(text) ?? [];
  const [low, high] = [rangeValue(from, type), rangeValue(to, type)];
  if (low === undefined || high === undefined) return undefined;
  const [lowOpen, highOpen] = [open === '(', close === ')'];
  const load = loaderOf(type);
  const sign = compareValues(load(low), load(high));
  if (sign > 0 || (sign === 0 && (lowOpen || highOpen))) return undefined;
  return { kind: 'range', low, high, lowOpen, highOpen };
}

function rangeValue(text: string, type: ExprType): string | undefined {
  const value = cellValue(text, type);
  return typeof value === 'string' ? value : undefined;
}

/** Whether a number has no more digits after the point than `scale`. */
export function fitsScale(value: CellValue, scale: number): boolean {
  const number = typeof value === 'string' ? decimalFrom(value) : undefined;
  return number === undefined || decimalDigits(number).fraction <= scale;
}
