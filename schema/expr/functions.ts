import { decimalDigits, decimalText, parseDecimal } from '../core/decimal.ts';
import { LIMITS } from '../core/limits.ts';
import type { Locale } from '../core/text.ts';
import type { CallName, ExprType } from './ast.ts';
import { instantText, parseDate, parseDuration, parseInstant, parseTime } from './calendar.ts';
import { BOOL, DATE, DATETIME, DECIMAL, DURATION, INT, TEXT, TIME } from './types.ts';

/** What an argument may be. `date` also takes a datetime (its date in the tenant's time zone). */
export type ParamKind =
  | 'text'
  | 'int'
  | 'number'
  | 'date'
  | 'datetime'
  | 'onlyDate'
  | 'duration'
  | 'scalar'
  | 'list'
  | 'numberList'
  /** Numbers or durations. */
  | 'sumList'
  | 'orderedList'
  /** A digit count written out: 0 to the largest scale. */
  | 'digits';

/** When the result can be null: when any or all arguments can, never, or always. */
export type NullRule = 'any' | 'all' | 'never' | 'always';

/** `first` is the type of the first argument, `element` that of the elements of the list given first. */
export type ResultRule = ExprType | 'first' | 'element';

export type Overload =
  | {
      readonly kind: 'plain';
      readonly params: readonly ParamKind[];
      readonly call: CallName;
      readonly result: ResultRule;
      readonly nulls: NullRule;
    }
  /** Two or more arguments of one type. */
  | { readonly kind: 'same'; readonly call: CallName; readonly needs: 'ordered' | 'scalar' }
  /** A value written out; checked and read when the expression is compiled. */
  | {
      readonly kind: 'literal';
      readonly type: ExprType;
      readonly example: string;
      readonly read: (text: string) => string | undefined;
    };

export interface FunctionSpec {
  readonly name: string;
  /** As authors write it: `round(x, digits)`. */
  readonly signature: string;
  /** Whether `x.f(…)` may be written for `f(x, …)`. */
  readonly method: boolean;
  readonly doc: Readonly<Record<Locale, string>>;
  readonly overloads: readonly Overload[];
}

const FUNCTIONS: readonly FunctionSpec[] = [
  fn('now()', { en: 'This moment.', 'zh-CN': '当前时刻。' }, plain([], 'now', DATETIME, 'never')),
  fn(
    'today()',
    { en: "Today's date in the company's time zone.", 'zh-CN': '公司时区的今天。' },
    plain([], 'today', DATE, 'never'),
  ),

  fn(
    'size(x)',
    { en: 'How many characters a text or elements a list has.', 'zh-CN': '文本的字符数或列表的元素数。' },
    plain(['text'], 'length', INT),
    plain(['list'], 'count', INT, 'never'),
  ),
  fn(
    'contains(text, part)',
    { en: 'Whether the text holds the part.', 'zh-CN': '文本是否包含某部分。' },
    plain(['text', 'text'], 'contains', BOOL),
  ),
  fn(
    'startsWith(text, part)',
    { en: 'Whether the text begins with the part.', 'zh-CN': '文本是否以某部分开头。' },
    plain(['text', 'text'], 'startsWith', BOOL),
  ),
  fn(
    'endsWith(text, part)',
    { en: 'Whether the text ends with the part.', 'zh-CN': '文本是否以某部分结尾。' },
    plain(['text', 'text'], 'endsWith', BOOL),
  ),
  fn('lower(text)', { en: 'The text in small letters.', 'zh-CN': '转换为小写。' }, plain(['text'], 'lower', TEXT)),
  fn('upper(text)', { en: 'The text in capital letters.', 'zh-CN': '转换为大写。' }, plain(['text'], 'upper', TEXT)),
  fn(
    'trim(text)',
    { en: 'The text without spaces at both ends.', 'zh-CN': '去掉两端的空格。' },
    plain(['text'], 'trim', TEXT),
  ),
  fn(
    'substring(text, from, to)',
    {
      en: 'The characters from position from (0 is the first) up to, not including, to.',
      'zh-CN': '从 from（从 0 起）到 to（不含）的字符。',
    },
    plain(['text', 'int'], 'substring', TEXT),
    plain(['text', 'int', 'int'], 'substring', TEXT),
  ),
  fn('concat(a, b, …)', {
    en: 'The texts joined; null when one of them is null.',
    'zh-CN': '连接文本；任一为空则结果为空。',
  }),

  fn(
    'sum(list)',
    { en: 'The sum of the numbers; 0 for none.', 'zh-CN': '数字之和；没有则为 0。' },
    plain(['sumList'], 'sum', 'element', 'never'),
  ),
  fn(
    'avg(list)',
    { en: 'The mean of the numbers; null for none.', 'zh-CN': '平均值；没有则为空。' },
    plain(['numberList'], 'avg', DECIMAL, 'always'),
  ),
  fn(
    'min(list or a, b, …)',
    { en: 'The smallest value, nulls left out.', 'zh-CN': '最小值，忽略空值。' },
    plain(['orderedList'], 'listMin', 'element', 'always'),
    { kind: 'same', call: 'least', needs: 'ordered' },
  ),
  fn(
    'max(list or a, b, …)',
    { en: 'The largest value, nulls left out.', 'zh-CN': '最大值，忽略空值。' },
    plain(['orderedList'], 'listMax', 'element', 'always'),
    { kind: 'same', call: 'greatest', needs: 'ordered' },
  ),
  fn(
    'coalesce(a, b, …)',
    { en: 'The first value that is not null.', 'zh-CN': '第一个非空的值。' },
    { kind: 'same', call: 'coalesce', needs: 'scalar' },
  ),
  fn(
    'orValue(x, other)',
    { en: 'The value, or the other when it is null.', 'zh-CN': '该值；为空时取另一个。' },
    { kind: 'same', call: 'coalesce', needs: 'scalar' },
  ),

  fn('abs(x)', { en: 'The number without its sign.', 'zh-CN': '绝对值。' }, plain(['number'], 'abs', 'first')),
  fn(
    'round(x, digits)',
    { en: 'The number rounded, half away from zero.', 'zh-CN': '四舍五入到指定小数位。' },
    plain(['number'], 'round', INT),
    plain(['number', 'digits'], 'round', DECIMAL),
  ),
  fn(
    'floor(x)',
    { en: 'The largest whole number not above x.', 'zh-CN': '向下取整。' },
    plain(['number'], 'floor', INT),
  ),
  fn(
    'ceil(x)',
    { en: 'The smallest whole number not below x.', 'zh-CN': '向上取整。' },
    plain(['number'], 'ceil', INT),
  ),

  fn('string(x)', { en: 'The value as text.', 'zh-CN': '转换为文本。' }, plain(['scalar'], 'toText', TEXT)),
  fn(
    'int(x)',
    {
      en: 'The number cut to a whole one, or the text read as one (null when it is none).',
      'zh-CN': '取整数部分，或把文本读作整数（无法读取则为空）。',
    },
    plain(['number'], 'toInt', INT),
    plain(['text'], 'toInt', INT, 'always'),
  ),
  fn(
    'decimal(x)',
    {
      en: 'The number, or the text read as one (null when it is none).',
      'zh-CN': '数字，或把文本读作数字（无法读取则为空）。',
    },
    plain(['number'], 'toDecimal', DECIMAL),
    plain(['text'], 'toDecimal', DECIMAL, 'always'),
  ),

  fn("dec('1.5')", { en: 'An exact number.', 'zh-CN': '精确数字。' }, literal(DECIMAL, "dec('1.5')", readDecimal)),
  fn(
    "date('2026-01-31')",
    {
      en: 'A date, or the date of a datetime in the company’s time zone.',
      'zh-CN': '日期，或某时刻在公司时区的日期。',
    },
    literal(DATE, "date('2026-01-31')", (text) => (parseDate(text) === undefined ? undefined : text)),
    plain(['date'], 'dateOf', DATE),
  ),
  fn("time('08:30')", { en: 'A time of day.', 'zh-CN': '一天中的时间。' }, literal(TIME, "time('08:30')", parseTime)),
  fn(
    "datetime('2026-01-31T08:30:00Z')",
    { en: 'A moment, or the moment at which a date begins.', 'zh-CN': '时刻，或某日期开始的时刻。' },
    literal(DATETIME, "datetime('2026-01-31T08:30:00Z')", readInstant),
    plain(['onlyDate'], 'startOfDay', DATETIME, 'always'),
  ),
  fn(
    "duration('72h')",
    { en: 'A span of time: P7D, PT2M or 72h; a day is 24 hours.', 'zh-CN': '时长：P7D、PT2M 或 72h；一天为 24 小时。' },
    literal(DURATION, "duration('72h')", readDuration),
  ),

  fn('year(date)', { en: 'The year.', 'zh-CN': '年份。' }, plain(['date'], 'year', INT)),
  fn('month(date)', { en: 'The month, 1 to 12.', 'zh-CN': '月份（1–12）。' }, plain(['date'], 'month', INT)),
  fn('day(date)', { en: 'The day of the month.', 'zh-CN': '日（1–31）。' }, plain(['date'], 'day', INT)),
  fn(
    'weekday(date)',
    { en: 'The day of the week, Monday 1 to Sunday 7.', 'zh-CN': '星期（周一为 1，周日为 7）。' },
    plain(['date'], 'weekday', INT),
  ),
  fn(
    'hour(datetime)',
    { en: 'The hour of the day in the company’s time zone.', 'zh-CN': '公司时区的小时。' },
    plain(['datetime'], 'hour', INT),
  ),
  fn(
    'addDays(date, n)',
    { en: 'The date n days later.', 'zh-CN': 'n 天后的日期。' },
    plain(['date', 'int'], 'addDays', DATE, 'always'),
  ),
  fn(
    'addMonths(date, n)',
    {
      en: 'The date n months later, at most the last day of that month.',
      'zh-CN': 'n 个月后的日期（不超过当月最后一天）。',
    },
    plain(['date', 'int'], 'addMonths', DATE, 'always'),
  ),
  fn(
    'days(from, to)',
    { en: 'How many days lie between two dates.', 'zh-CN': '两个日期相差的天数。' },
    plain(['date', 'date'], 'days', INT),
  ),
];

const BY_NAME: ReadonlyMap<string, FunctionSpec> = new Map(FUNCTIONS.map((spec) => [spec.name, spec]));

/** Forms on lists that bind a name; not functions, since their last argument is not a value. */
export const MACROS: readonly FunctionSpec[] = [
  macro('all', { en: 'Whether the condition is false for no element.', 'zh-CN': '条件对所有元素都不为假。' }),
  macro('exists', { en: 'Whether the condition is true for an element.', 'zh-CN': '存在使条件为真的元素。' }),
  macro('exists_one', {
    en: 'Whether the condition is true for exactly one element.',
    'zh-CN': '恰有一个元素使条件为真。',
  }),
  macro('filter', { en: 'The elements for which the condition is true.', 'zh-CN': '使条件为真的元素。' }),
  macro('map', { en: 'The value of an expression for each element.', 'zh-CN': '对每个元素求值得到的列表。' }),
];

/** The function authors call by this name. */
export function functionSpec(name: string): FunctionSpec | undefined {
  return BY_NAME.get(name);
}

/** Everything callable, for completion and documentation: functions, then the list forms. */
export function listFunctions(): readonly FunctionSpec[] {
  return [...FUNCTIONS, ...MACROS, HAS, TABLE];
}

const HAS: FunctionSpec = {
  name: 'has',
  signature: 'has(x.field)',
  method: false,
  doc: { en: 'Whether the field has a value.', 'zh-CN': '字段是否有值。' },
  overloads: [],
};

/** Checked with the table that it names, in `check-tables.ts`. */
const TABLE: FunctionSpec = {
  name: 'table',
  signature: "table('id', a, …)",
  method: false,
  doc: { en: 'What the decision table says for these values.', 'zh-CN': '决策表对这些值给出的结果。' },
  overloads: [],
};

function fn(signature: string, doc: FunctionSpec['doc'], ...overloads: readonly Overload[]): FunctionSpec {
  const name = signature.slice(0, signature.indexOf('('));
  const isMethod = !signature.endsWith('()') && !overloads.some(({ kind }) => kind === 'literal');
  return { name, signature, method: isMethod, doc, overloads };
}

function macro(name: string, doc: FunctionSpec['doc']): FunctionSpec {
  return { name, signature: `list.${name}(x, …)`, method: true, doc, overloads: [] };
}

function plain(params: readonly ParamKind[], call: CallName, result: ResultRule, nulls: NullRule = 'any'): Overload {
  return { kind: 'plain', params, call, result, nulls };
}

function literal(type: ExprType, example: string, read: (text: string) => string | undefined): Overload {
  return { kind: 'literal', type, example, read };
}

function readDecimal(text: string): string | undefined {
  const value = parseDecimal(text);
  return value === undefined || !isStorable(decimalDigits(value)) ? undefined : decimalText(value);
}

function readInstant(text: string): string | undefined {
  const micros = parseInstant(text);
  return micros === undefined ? undefined : instantText(micros);
}

function readDuration(text: string): string | undefined {
  const seconds = parseDuration(text);
  return seconds === undefined ? undefined : decimalText(seconds);
}

/** Whether a number fits the largest column. */
export function isStorable(digits: { readonly whole: number; readonly fraction: number }): boolean {
  return digits.whole <= LIMITS.decimalPrecisionMax && digits.fraction <= LIMITS.decimalScaleMax;
}
