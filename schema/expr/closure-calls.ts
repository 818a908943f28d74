import {
  absDecimal,
  addDecimal,
  ceilDecimal,
  decimal,
  DECIMAL_ZERO,
  decimalText,
  divideDecimal,
  floorDecimal,
  parseDecimal,
  roundDecimal,
  truncateDecimal,
  type Decimal,
} from '../core/decimal.ts';
import type { CallName, ExprType } from './ast.ts';
import {
  addMonths,
  civilOf,
  dateText,
  inDateRange,
  isInnerDate,
  localDate,
  localHour,
  localText,
  startOfDay,
} from './calendar.ts';
import type { Frame, Run } from './frame.ts';
import { lowerText, trimText, upperText } from './letter-case.ts';
import { codePoints, compareValues, listOf, numberOf, textOf, type Value } from './values.ts';

/** Makes the closure of a call from those of its arguments. `argType` is the type of the first one. */
type CallMaker = (args: readonly Run[], argType: ExprType) => Run;

/** What each call does; the SQL side is `server/compile/expr-sql-calls.ts`, and a test holds them together. */
export const CALLS = {
  now: () => (frame) => frame.now,
  today: () => (frame) => frame.today,

  length: text((value) => whole(codePoints(value))),
  contains: text2((value, part) => value.includes(part)),
  startsWith: text2((value, part) => value.startsWith(part)),
  endsWith: text2((value, part) => value.endsWith(part)),
  lower: text(lowerText),
  upper: text(upperText),
  trim: text(trimText),
  substring: (args) => (frame) => {
    const [value, from, to] = args.map((arg) => arg(frame));
    const source = textOf(value ?? null);
    const start = numberOf(from ?? null);
    const end = args.length > 2 ? numberOf(to ?? null) : undefined;
    if (source === null || start === null || end === null) return null;
    const letters = Array.from(source);
    return letters
      .slice(clamp(start, letters.length), end === undefined ? undefined : clamp(end, letters.length))
      .join('');
  },

  count: list((items) => whole(items.length)),
  sum: list((items) => sumOf(items)),
  avg: list((items) => {
    const count = items.filter((item) => item !== null).length;
    return divideDecimal(sumOf(items), decimal(BigInt(count), 0)) ?? null;
  }),
  listMin: list((items) => extreme(items, -1)),
  listMax: list((items) => extreme(items, 1)),
  least: all((values) => extreme(values, -1)),
  greatest: all((values) => extreme(values, 1)),
  coalesce: (args) => (frame) => {
    for (const arg of args) {
      const value = arg(frame);
      if (value !== null) return value;
    }
    return null;
  },

  abs: number(absDecimal),
  round: ([value, digits]) => {
    return (frame) => {
      const given = numberOf(value?.(frame) ?? null);
      const scale = digits === undefined ? DECIMAL_ZERO : numberOf(digits(frame));
      return given === null || scale === null ? null : roundDecimal(given, Number(scale.coefficient));
    };
  },
  floor: number(floorDecimal),
  ceil: number(ceilDecimal),

  toText:
    ([value], type) =>
    (frame) =>
      asText(value?.(frame) ?? null, type, frame),
  toInt: ([value], type) =>
    type.kind === 'text'
      ? text((given) => readNumber(given, INT_TEXT))([value ?? nothing], type)
      : number(truncateDecimal)([value ?? nothing], type),
  toDecimal: ([value], type) =>
    type.kind === 'text'
      ? text((given) => readNumber(given, DECIMAL_TEXT))([value ?? nothing], type)
      : (value ?? nothing),

  dateOf: ([value], type) =>
    type.kind === 'date'
      ? (value ?? nothing)
      : (frame) => {
          const at = value?.(frame) ?? null;
          return typeof at === 'bigint' ? localDate(at, frame.timeZone) : null;
        },
  startOfDay: date((days, frame) => (isInnerDate(days) ? startOfDay(days, frame.timeZone) : null)),
  year: date((days) => whole(civilOf(days).year)),
  month: date((days) => whole(civilOf(days).month)),
  day: date((days) => whole(civilOf(days).day)),
  weekday: date((days) => whole(((((days + 3) % 7) + 7) % 7) + 1)),
  hour: ([value]) => {
    return (frame) => {
      const at = value?.(frame) ?? null;
      return typeof at === 'bigint' ? whole(localHour(at, frame.timeZone)) : null;
    };
  },
  addDays: dateAndNumber((days, count) => inDateRange(days + count) ?? null),
  addMonths: dateAndNumber((days, count) => addMonths(days, count) ?? null),
  days: all(([from, to]) => (typeof from === 'number' && typeof to === 'number' ? whole(to - from) : null)),
} as const satisfies Readonly<Record<CallName, CallMaker>>;

/** Texts that `int` and `decimal` read; the same patterns stand in the SQL (SPEC EXP-13). */
export const INT_TEXT = '^[+-]?[0-9]{1,38}$';
export const DECIMAL_TEXT = '^[+-]?[0-9]{1,38}(\\.[0-9]{1,18})?$';
const NUMBER_TEXTS: ReadonlyMap<string, RegExp> = new Map(
  [INT_TEXT, DECIMAL_TEXT].map((form) => [form, new RegExp(form)]),
);

/** More days or months than any two dates lie apart. */
export const SPAN_MAX = 4_000_000;

function readNumber(value: string, form: string): Decimal | null {
  return NUMBER_TEXTS.get(form)?.test(value) === true ? (parseDecimal(value) ?? null) : null;
}

function asText(value: Value, type: ExprType, frame: Frame): string | null {
  if (value === null) return null;
  if (type.kind === 'date') return typeof value === 'number' ? dateText(value) : null;
  if (type.kind === 'datetime') return typeof value === 'bigint' ? localText(value, frame.timeZone) : null;
  const amount = numberOf(value);
  if (amount !== null) return type.kind === 'duration' ? `PT${decimalText(amount)}S` : decimalText(amount);
  return typeof value === 'boolean' ? String(value) : textOf(value);
}

function nothing(): null {
  return null;
}

function whole(value: number): Decimal {
  return decimal(BigInt(value), 0);
}

function clamp(position: Decimal, length: number): number {
  const at = truncateDecimal(position).coefficient;
  return at < 0n ? 0 : at > BigInt(length) ? length : Number(at);
}

function sumOf(items: readonly Value[]): Decimal {
  return items.reduce<Decimal>((sum, item) => addDecimal(sum, numberOf(item) ?? DECIMAL_ZERO), DECIMAL_ZERO);
}

function extreme(items: readonly Value[], sign: 1 | -1): Value {
  let best: Value = null;
  for (const item of items) {
    if (item !== null && (best === null || compareValues(item, best) * sign > 0)) best = item;
  }
  return best;
}

function text(apply: (value: string) => Value): CallMaker {
  return ([value]) =>
    (frame) => {
      const given = textOf(value?.(frame) ?? null);
      return given === null ? null : apply(given);
    };
}

function text2(apply: (value: string, part: string) => Value): CallMaker {
  return ([value, part]) =>
    (frame) => {
      const given = textOf(value?.(frame) ?? null);
      const other = textOf(part?.(frame) ?? null);
      return given === null || other === null ? null : apply(given, other);
    };
}

function number(apply: (value: Decimal) => Decimal): CallMaker {
  return ([value]) =>
    (frame) => {
      const given = numberOf(value?.(frame) ?? null);
      return given && apply(given);
    };
}

function date(apply: (days: number, frame: Frame) => Value): CallMaker {
  return ([value]) =>
    (frame) => {
      const days = value?.(frame) ?? null;
      return typeof days === 'number' ? apply(days, frame) : null;
    };
}

function dateAndNumber(apply: (days: number, count: number) => Value): CallMaker {
  return ([value, count]) =>
    (frame) => {
      const days = value?.(frame) ?? null;
      const by = numberOf(count?.(frame) ?? null);
      if (typeof days !== 'number' || by === null) return null;
      const steps = Number(truncateDecimal(by).coefficient);
      return Math.abs(steps) > SPAN_MAX ? null : apply(days, steps);
    };
}

function list(apply: (items: readonly Value[]) => Value): CallMaker {
  return ([items]) =>
    (frame) =>
      apply(listOf(items?.(frame) ?? null));
}

function all(apply: (values: readonly Value[]) => Value): CallMaker {
  return (args) => (frame) => apply(args.map((arg) => arg(frame)));
}
