import { listFunctions } from '../../../schema/expr/functions.ts';

/** Plain words that people look for a function by; its name and its own description are searched as well. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  sum: ['add', 'plus', 'total', '加法', '相加', '合计', '总和', '求和'],
  avg: ['average', 'mean', '平均', '均值'],
  min: ['smallest', 'least', 'lowest', '最小', '最低', '最早'],
  max: ['largest', 'most', 'highest', '最大', '最高', '最晚'],
  size: ['count', 'length', 'how many', '个数', '长度', '计数', '多少'],
  round: ['nearest', '四舍五入', '取整', '小数位'],
  floor: ['down', '向下取整', '舍去'],
  ceil: ['up', '向上取整', '进一'],
  abs: ['absolute', 'sign', '绝对值', '正数'],
  now: ['current time', 'moment', '现在', '当前时间'],
  today: ['date', '今天', '当天', '日期'],
  days: ['difference', 'between', '相差', '间隔', '天数'],
  addDays: ['later', 'deadline', '推迟', '几天后', '到期'],
  addMonths: ['later', '几个月后', '下个月'],
  year: ['年'],
  month: ['月'],
  day: ['日'],
  weekday: ['monday', '星期', '周几'],
  hour: ['小时', '几点'],
  concat: ['join', 'combine', '拼接', '连接', '合并'],
  contains: ['includes', 'search', 'find', '包含', '查找'],
  startsWith: ['begins', '开头'],
  endsWith: ['ends', '结尾'],
  substring: ['part', 'left', 'right', 'mid', '截取', '取字符'],
  upper: ['capital', 'uppercase', '大写'],
  lower: ['small', 'lowercase', '小写'],
  trim: ['spaces', '空格', '去空格'],
  coalesce: ['default', 'else', 'empty', '默认', '为空时', '空值'],
  orValue: ['default', 'else', '默认', '为空时'],
  table: ['lookup', 'matrix', '查表', '对照', '系数'],
  filter: ['those', 'where', '筛选', '过滤'],
  map: ['each', '逐行', '每一行'],
  all: ['every', '全部', '都满足'],
  exists: ['some', 'any', '任一', '存在'],
  dec: ['number', '小数', '数字'],
  date: ['日期'],
  datetime: ['时间'],
  duration: ['hours', 'period', '时长', '小时'],
  string: ['text', '文本', '转文本'],
  int: ['whole', '整数', '转整数'],
};

/** A function as the list of the formula editor shows it. */
export interface FoundFunction {
  readonly name: string;
  readonly signature: string;
  readonly doc: string;
  readonly texts: readonly string[];
}

/** Every function with all that it can be found by. */
export function searchableFunctions(locale: 'en' | 'zh-CN'): readonly FoundFunction[] {
  return listFunctions().map(({ name, signature, doc }) => ({
    name,
    signature,
    doc: doc[locale],
    texts: [name, doc.en, doc['zh-CN'], ...(WORDS[name] ?? [])],
  }));
}
