import type { Locale } from '../core/text.ts';
import type { CallName } from './ast.ts';

type Words = Readonly<Record<Locale, string>>;

const words = (en: string, zh: string) => (): Words => ({ en, 'zh-CN': zh });

/** “a, b and c” for as many arguments as there are. */
const listed =
  (en: string, zh: string) =>
  (count: number): Words => {
    const names = Array.from({ length: count }, (_, index) => `{${String.fromCharCode(97 + index)}}`);
    return { en: en.replace('…', names.join(', ')), 'zh-CN': zh.replace('…', names.join('、')) };
  };

/** Each call in words; `{a}`, `{b}`, `{c}` are its arguments. */
export const CALL_SENTENCES = {
  now: words('now', '现在'),
  today: words('today', '今天'),
  length: words('the number of characters of {a}', '{a}的字符数'),
  contains: words('{a} contains {b}', '{a}包含{b}'),
  startsWith: words('{a} begins with {b}', '{a}以{b}开头'),
  endsWith: words('{a} ends with {b}', '{a}以{b}结尾'),
  lower: words('{a} in small letters', '{a}的小写'),
  upper: words('{a} in capital letters', '{a}的大写'),
  trim: words('{a} without outer spaces', '去掉首尾空格的{a}'),
  substring: (count) =>
    count > 2
      ? { en: 'the characters of {a} from {b} to {c}', 'zh-CN': '{a}从第 {b} 到 {c} 个字符' }
      : { en: 'the characters of {a} from {b}', 'zh-CN': '{a}从第 {b} 个起的字符' },
  count: words('the number of {a}', '{a}的个数'),
  sum: words('the sum of {a}', '{a}之和'),
  avg: words('the mean of {a}', '{a}的平均值'),
  listMin: words('the smallest of {a}', '{a}的最小值'),
  listMax: words('the largest of {a}', '{a}的最大值'),
  least: (count) =>
    count === 2
      ? { en: 'the smaller of {a} and {b}', 'zh-CN': '{a}与{b}中较小的一个' }
      : listed('the smallest of …', '…中最小的一个')(count),
  greatest: (count) =>
    count === 2
      ? { en: 'the larger of {a} and {b}', 'zh-CN': '{a}与{b}中较大的一个' }
      : listed('the largest of …', '…中最大的一个')(count),
  coalesce: listed('the first filled in of …', '…中第一个非空的值'),
  abs: words('{a} without its sign', '{a}的绝对值'),
  round: (count) =>
    count > 1
      ? { en: '{a} rounded to {b} decimals', 'zh-CN': '{a}四舍五入到 {b} 位小数' }
      : { en: '{a} rounded', 'zh-CN': '{a}四舍五入' },
  floor: words('{a} rounded down', '{a}向下取整'),
  ceil: words('{a} rounded up', '{a}向上取整'),
  toText: words('{a} as text', '{a}的文本'),
  toInt: words('{a} as a whole number', '{a}的整数部分'),
  toDecimal: words('{a} as a number', '{a}的数值'),
  dateOf: words('the date of {a}', '{a}的日期'),
  startOfDay: words('the start of {a}', '{a}的开始时刻'),
  year: words('the year of {a}', '{a}的年份'),
  month: words('the month of {a}', '{a}的月份'),
  day: words('the day of the month of {a}', '{a}的日'),
  weekday: words('the weekday of {a}', '{a}的星期'),
  hour: words('the hour of {a}', '{a}的小时'),
  addDays: words('{a} plus {b} days', '{a}加 {b} 天'),
  addMonths: words('{a} plus {b} months', '{a}加 {b} 个月'),
  days: words('the days from {a} to {b}', '从{a}到{b}的天数'),
} as const satisfies Readonly<Record<CallName, (count: number) => Words>>;
