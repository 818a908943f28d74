import type { Locale } from '../core/text.ts';
import type { BinaryOp } from './ast.ts';

/** A form in each language; `{a}`, `{b}`, `{c}` stand for its parts. */
export type Words = Readonly<Record<Locale, string>>;

/** Operators in words. */
export const OPERATORS: Readonly<Record<BinaryOp, Words>> = {
  and: { en: '{a} and {b}', 'zh-CN': '{a}且{b}' },
  or: { en: '{a} or {b}', 'zh-CN': '{a}或{b}' },
  eq: { en: '{a} is {b}', 'zh-CN': '{a}等于{b}' },
  ne: { en: '{a} is not {b}', 'zh-CN': '{a}不等于{b}' },
  lt: { en: '{a} is less than {b}', 'zh-CN': '{a}小于{b}' },
  lte: { en: '{a} is at most {b}', 'zh-CN': '{a}不大于{b}' },
  gt: { en: '{a} is more than {b}', 'zh-CN': '{a}大于{b}' },
  gte: { en: '{a} is at least {b}', 'zh-CN': '{a}不小于{b}' },
  add: { en: '{a} + {b}', 'zh-CN': '{a} + {b}' },
  sub: { en: '{a} − {b}', 'zh-CN': '{a} − {b}' },
  mul: { en: '{a} × {b}', 'zh-CN': '{a} × {b}' },
  div: { en: '{a} ÷ {b}', 'zh-CN': '{a} ÷ {b}' },
  mod: { en: 'the remainder of {a} ÷ {b}', 'zh-CN': '{a} 除以 {b} 的余数' },
};

/** For dates and moments, order is before and after. */
export const TIME_OPERATORS: Readonly<Partial<Record<BinaryOp, Words>>> = {
  lt: { en: '{a} is before {b}', 'zh-CN': '{a}早于{b}' },
  lte: { en: '{a} is not after {b}', 'zh-CN': '{a}不晚于{b}' },
  gt: { en: '{a} is after {b}', 'zh-CN': '{a}晚于{b}' },
  gte: { en: '{a} is not before {b}', 'zh-CN': '{a}不早于{b}' },
};

/** All other forms. */
export const FORMS = {
  not: { en: 'not ({a})', 'zh-CN': '并非（{a}）' },
  isNull: { en: '{a} is empty', 'zh-CN': '{a}为空' },
  isFilled: { en: '{a} is filled in', 'zh-CN': '{a}已填写' },
  negate: { en: '−{a}', 'zh-CN': '−{a}' },
  in: { en: '{a} is one of {b}', 'zh-CN': '{a}是{b}之一' },
  notIn: { en: '{a} is none of {b}', 'zh-CN': '{a}不是{b}中的任何一项' },
  notContains: { en: '{a} does not contain {b}', 'zh-CN': '{a}不包含{b}' },
  if: { en: '{b} if {a}, else {c}', 'zh-CN': '若{a}则{b}，否则{c}' },
  all: { en: 'for every one of {a}: {b}', 'zh-CN': '{a}中每一项都满足：{b}' },
  exists: { en: 'for at least one of {a}: {b}', 'zh-CN': '{a}中至少一项满足：{b}' },
  filter: { en: 'those of {a} for which {b}', 'zh-CN': '{a}中满足“{b}”的项' },
  map: { en: '{b} for each of {a}', 'zh-CN': '{a}中每一项的{b}' },
  atMost: { en: '{a}, at most {b}', 'zh-CN': '{a}，最多 {b}' },
  atLeast: { en: '{a}, at least {b}', 'zh-CN': '{a}，最少 {b}' },
  of: { en: '{b} of {a}', 'zh-CN': '{a}的{b}' },
  true: { en: 'yes', 'zh-CN': '是' },
  false: { en: 'no', 'zh-CN': '否' },
  null: { en: 'empty', 'zh-CN': '空' },
  me: { en: 'the signed-in user', 'zh-CN': '当前用户' },
  days: { en: '{a} days', 'zh-CN': '{a} 天' },
  hours: { en: '{a} hours', 'zh-CN': '{a} 小时' },
  minutes: { en: '{a} minutes', 'zh-CN': '{a} 分钟' },
  seconds: { en: '{a} seconds', 'zh-CN': '{a} 秒' },
  table: { en: 'the value of table “{a}” for {b}', 'zh-CN': '“{a}”表中{b}对应的值' },
  quoted: { en: '“{a}”', 'zh-CN': '“{a}”' },
} as const satisfies Readonly<Record<string, Words>>;

/** What is asked of who acts. */
export const ACTOR_LABELS: Readonly<Record<string, Words>> = {
  id: FORMS.me,
  name: { en: 'the name of the signed-in user', 'zh-CN': '当前用户的姓名' },
  email: { en: 'the e-mail of the signed-in user', 'zh-CN': '当前用户的邮箱' },
  role: { en: 'the role of the signed-in user', 'zh-CN': '当前用户的角色' },
  roles: { en: 'the roles of the signed-in user', 'zh-CN': '当前用户的角色' },
  departments: { en: 'the departments of the signed-in user', 'zh-CN': '当前用户的部门' },
};

/** Seconds in a unit, the largest first. */
export const UNITS = [
  ['days', 86_400n],
  ['hours', 3_600n],
  ['minutes', 60n],
] as const;

/** Chinese text as it is set: a space between its characters and letters or digits, but not in what is quoted. */
export function spacedText(text: string): string {
  return outsideQuotes(text, (part) =>
    part.replace(/(\p{Script=Han})(-?[A-Za-z0-9])/gu, '$1 $2').replace(/([A-Za-z0-9])(\p{Script=Han})/gu, '$1 $2'),
  );
}

/** The same without those spaces, which nobody has to type. */
export function closeText(text: string): string {
  return outsideQuotes(text, (part) =>
    part.replace(/(?<=\p{Script=Han}) (?=-?[A-Za-z0-9{])|(?<=[A-Za-z0-9}]) (?=\p{Script=Han})/gu, ''),
  );
}

function outsideQuotes(text: string, change: (part: string) => string): string {
  return text.replace(/“[^”]*”|[^“]+|“/gu, (part) => (part.startsWith('“') ? part : change(part)));
}
