import { LOCALES, textIn, type Locale, type Text } from '../../schema/core/text.ts';
import type { Expr } from '../../schema/expr/ast.ts';
import type { AwardModel, AwardTrigger, LimitModel, LimitPart } from '../../schema/model/behaviour.ts';
import { humanText } from '../../schema/model/labels.ts';
import type { Model } from '../../schema/model/model.ts';
import { sentencesOf } from './award-words.ts';

/** What a sentence of a rule is about. */
export type RuleTopic =
  'ON' | 'TO' | 'WHEN' | 'AMOUNT' | 'ONCE' | 'LIMIT' | 'BUDGET' | 'PENDING' | 'EXPIRES' | 'CLAWBACK' | 'MANUAL';

export interface RuleSentence {
  readonly topic: RuleTopic;
  readonly says: Text;
}

/**
 * A rule of points in words, complete: what it says here is all that it does (SPEC [PTS-12]). `budgetTitle` gives what
 * the reader knows a budget's row by; without it the code stands.
 */
export function ruleSentences(
  model: Model,
  award: AwardModel,
  budgetTitle: (dimension: string, code: string) => string | undefined = () => undefined,
): readonly RuleSentence[] {
  const { to, when, amount, once, limits, budget, pending, expires, clawback } = award;
  const sentences: RuleSentence[] = [{ topic: 'ON', says: triggerSays(model, award.on) }];
  const add = (topic: RuleTopic, says: Text): void => {
    sentences.push({ topic, says });
  };
  if (award.on.kind === 'manual') for (const says of manualSays(model, award.on)) add('MANUAL', says);
  if (to !== undefined) add('TO', filled(WORDS.to, { a: sentencesOf(model, to) }));
  if (when !== undefined && when.source !== 'true') add('WHEN', filled(WORDS.when, { a: sentencesOf(model, when) }));
  if (amount !== undefined) add('AMOUNT', filled(WORDS.amount, { a: sentencesOf(model, amount) }));
  if (once.length > 0)
    add('ONCE', filled(WORDS.once, { a: joined(once.map((expr) => onceSays(model, award.on, expr))) }));
  for (const limit of limits) add('LIMIT', limitSays(model, limit));
  const paid = Object.entries(budget).map(([dimension, code]) => both(budgetTitle(dimension, code) ?? code));
  if (paid.length > 0) add('BUDGET', filled(WORDS.budget, { a: joined(paid) }));
  if (pending?.until !== undefined)
    add('PENDING', filled(WORDS.pending, { a: stepLabel(model, award.on, pending.until) }));
  if (pending?.atMost !== undefined) add('PENDING', filled(WORDS.atMost, { a: durationSays(pending.atMost) }));
  if (expires !== undefined) {
    const a = durationSays(expires.after);
    const { align } = expires;
    add(
      'EXPIRES',
      align === undefined ? filled(WORDS.expires, { a }) : filled(WORDS.expiresAt, { a, b: WORDS[align] }),
    );
  }
  if (clawback !== undefined && clawback.on.length > 0) {
    const steps = joined(clawback.on.map((step) => stepLabel(model, award.on, step)));
    add('CLAWBACK', filled(WORDS.clawback, { a: steps }));
    if (clawback.short !== undefined) add('CLAWBACK', WORDS.owed);
  }
  return sentences;
}

/** The id of the record itself goes by what the record is called. */
function onceSays(model: Model, on: AwardTrigger, expr: Expr): Text {
  const { root } = expr;
  const isOwnId = root.kind === 'field' && root.field === 'id' && root.of.kind === 'variable' && 'entity' in on;
  return isOwnId && root.of.type.kind === 'row' ? entityLabel(model, on.entity) : sentencesOf(model, expr);
}

/** A cap or a pause in words: `At most 40 for each person and day`. */
export function limitSays(model: Model, { per, max, cooldown }: LimitModel): Text {
  const each = eachOf(per.map((part) => partSays(model, part)));
  const parts = [
    ...(max === undefined ? [] : [filled(per.length === 0 ? WORDS.maxOfAll : WORDS.max, { a: both(max), b: each })]),
    ...(cooldown === undefined ? [] : [filled(WORDS.cooldown, { a: durationSays(cooldown), b: each })]),
  ];
  return joinedTexts(parts);
}

/** `person and day`; 每人每天. */
function eachOf(texts: readonly Text[]): Text {
  return {
    en: texts.map((text) => textIn(text, 'en')).join(' and '),
    'zh-CN': texts.map((text) => `每${textIn(text, 'zh-CN')}`).join(''),
  };
}

function partSays(model: Model, part: LimitPart): Text {
  return part.kind === 'value' ? sentencesOf(model, part.value) : WORDS[part.kind];
}

function triggerSays(model: Model, on: AwardTrigger): Text {
  switch (on.kind) {
    case 'transition':
      return filled(WORDS.onTransition, { a: entityLabel(model, on.entity), b: stepLabel(model, on, on.transition) });
    case 'change': {
      const entity = entityLabel(model, on.entity);
      if (on.change !== 'updated' || on.fields.length === 0)
        return filled(WORDS.onChange, { a: entity, b: WORDS[on.change] });
      const fields = model.entities.find(({ id }) => id === on.entity)?.fields ?? [];
      const labels = on.fields.map((id) => fields.find((field) => field.id === id)?.label ?? humanText(id));
      return filled(WORDS.onFields, { a: entity, b: joined(labels) });
    }
    case 'event':
      return on.event === 'signIn.firstOfDay' ? WORDS.onSignIn : both(on.event);
    case 'manual':
      return WORDS.onManual;
  }
}

function manualSays(model: Model, on: Extract<AwardTrigger, { readonly kind: 'manual' }>): readonly Text[] {
  const roles = (ids: readonly string[]): Text => joined(ids.map((id) => roleLabel(model, id)));
  return [
    filled(WORDS.givenBy, { a: roles(on.by) }),
    ...(on.reason === 'required' ? [WORDS.reason] : []),
    ...(on.notToSelf ? [WORDS.notToSelf] : []),
    ...on.approvals.map(({ roles: deciding, mode }) => filled(WORDS[mode], { a: roles(deciding) })),
  ];
}

/** `P12M` → `12 months`; `PT2M` → `2 minutes`. */
export function durationSays(duration: string): Text {
  const [date = '', time = ''] = duration.slice(1).split('T');
  const parts: Text[] = [];
  for (const [text, units] of [
    [date, DATE_UNITS],
    [time, TIME_UNITS],
  ] as const) {
    for (const [, count = '', unit = ''] of text.matchAll(/([\d.]+)([A-Z])/g)) {
      const words = units[unit];
      if (words !== undefined) parts.push(filled(count === '1' ? words.one : words.many, { a: both(count) }));
    }
  }
  return Object.fromEntries(LOCALES.map((locale) => [locale, parts.map((part) => textIn(part, locale)).join(' ')]));
}

const unit = (one: string, many: string, chinese: string): { readonly one: Text; readonly many: Text } => ({
  one: { en: `{a} ${one}`, 'zh-CN': `{a} ${chinese}` },
  many: { en: `{a} ${many}`, 'zh-CN': `{a} ${chinese}` },
});
const DATE_UNITS: Readonly<Record<string, ReturnType<typeof unit>>> = {
  Y: unit('year', 'years', '年'),
  M: unit('month', 'months', '个月'),
  W: unit('week', 'weeks', '周'),
  D: unit('day', 'days', '天'),
};
const TIME_UNITS: Readonly<Record<string, ReturnType<typeof unit>>> = {
  H: unit('hour', 'hours', '小时'),
  M: unit('minute', 'minutes', '分钟'),
  S: unit('second', 'seconds', '秒'),
};

function entityLabel(model: Model, entity: string): Text {
  return model.entities.find(({ id }) => id === entity)?.label ?? humanText(entity);
}

function stepLabel(model: Model, on: AwardTrigger, step: string): Text {
  const workflow = 'entity' in on ? model.behaviour.workflows.find(({ entity }) => entity === on.entity) : undefined;
  return workflow?.transitions.find(({ id }) => id === step)?.label ?? humanText(step);
}

function roleLabel(model: Model, role: string): Text {
  return model.roles.find(({ id }) => id === role)?.label ?? humanText(role);
}

function both(text: string): Text {
  return { en: text, 'zh-CN': text };
}

function joined(texts: readonly Text[]): Text {
  return {
    en: texts.map((text) => textIn(text, 'en')).join(', '),
    'zh-CN': texts.map((text) => textIn(text, 'zh-CN')).join('、'),
  };
}

function joinedTexts(texts: readonly Text[]): Text {
  return {
    en: texts.map((text) => textIn(text, 'en')).join('; '),
    'zh-CN': texts.map((text) => textIn(text, 'zh-CN')).join('；'),
  };
}

function filled(words: Text, values: Readonly<Record<string, Text>>): Text {
  const fill = (locale: Locale): string =>
    textIn(words, locale).replaceAll(/\{([ab])\}/g, (_, name: string) => textIn(values[name], locale));
  return { en: fill('en'), 'zh-CN': fill('zh-CN') };
}

const WORDS = {
  onTransition: { en: '{a}: step “{b}”', 'zh-CN': '{a}：执行“{b}”' },
  onChange: { en: '{a} is {b}', 'zh-CN': '{a}被{b}' },
  onFields: { en: '{a}: {b} is changed', 'zh-CN': '{a}的{b}发生变化' },
  onSignIn: { en: 'First sign-in of a day', 'zh-CN': '每日首次登录' },
  onManual: { en: 'Given by a person', 'zh-CN': '由人发放' },
  created: { en: 'created', 'zh-CN': '新建' },
  updated: { en: 'changed', 'zh-CN': '修改' },
  deleted: { en: 'deleted', 'zh-CN': '删除' },
  restored: { en: 'restored', 'zh-CN': '恢复' },
  to: { en: 'Goes to: {a}', 'zh-CN': '发给：{a}' },
  when: { en: 'Only if: {a}', 'zh-CN': '条件：{a}' },
  amount: { en: 'Points: {a}', 'zh-CN': '积分：{a}' },
  once: { en: 'Once for each: {a}', 'zh-CN': '每项仅一次：{a}' },
  max: { en: 'At most {a} for each {b}', 'zh-CN': '{b}最多 {a}' },
  maxOfAll: { en: 'At most {a} in all', 'zh-CN': '总计最多 {a}' },
  cooldown: { en: 'A pause of {a} for each {b}', 'zh-CN': '{b}间隔 {a}' },
  user: { en: 'person', 'zh-CN': '人' },
  giver: { en: 'giver', 'zh-CN': '发放人' },
  day: { en: 'day', 'zh-CN': '天' },
  week: { en: 'week', 'zh-CN': '周' },
  month: { en: 'month', 'zh-CN': '月' },
  quarter: { en: 'quarter', 'zh-CN': '季度' },
  year: { en: 'year', 'zh-CN': '年' },
  budget: { en: 'Paid from the budget: {a}', 'zh-CN': '预算来源：{a}' },
  pending: { en: 'Counts once the step “{a}” is taken', 'zh-CN': '执行“{a}”后生效' },
  atMost: { en: 'Goes back to the budget if that takes more than {a}', 'zh-CN': '超过 {a}未生效则退回预算' },
  expires: { en: 'Expires after {a}', 'zh-CN': '{a}后过期' },
  expiresAt: { en: 'Expires after {a}, {b}', 'zh-CN': '{a}后于{b}过期' },
  dayEnd: { en: 'at the end of that day', 'zh-CN': '当日结束时' },
  weekEnd: { en: 'at the end of that week', 'zh-CN': '当周末' },
  monthEnd: { en: 'at the end of that month', 'zh-CN': '当月底' },
  quarterEnd: { en: 'at the end of that quarter', 'zh-CN': '当季末' },
  yearEnd: { en: 'at the end of that year', 'zh-CN': '当年末' },
  clawback: { en: 'Taken back by the step: {a}', 'zh-CN': '执行以下步骤时收回：{a}' },
  owed: {
    en: 'What was spent by then is owed, and settled by the next points',
    'zh-CN': '已使用的部分记为欠分，由之后的积分抵扣',
  },
  givenBy: { en: 'Given by: {a}', 'zh-CN': '发放人：{a}' },
  reason: { en: 'With a reason that the person reads', 'zh-CN': '须填写理由，接收人可见' },
  notToSelf: { en: 'Never to oneself', 'zh-CN': '不得发给自己' },
  all: { en: 'Approved by all of: {a}', 'zh-CN': '须全部批准：{a}' },
  any: { en: 'Approved by one of: {a}', 'zh-CN': '须其一批准：{a}' },
  inOrder: { en: 'Approved one after another by: {a}', 'zh-CN': '须依次批准：{a}' },
} as const satisfies Readonly<Record<string, Text>>;
