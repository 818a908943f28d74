import type { IssueSpec } from '../issue-spec.ts';

/** What can go wrong with what-if questions and the programme report. */
export const LAB_ISSUES = {
  LAB_DRAFT_FORM: {
    message: {
      en: 'A draft of points rules is a list of awards, or an object with "awards" and "tables".',
      'zh-CN': '积分规则草案应为奖励规则列表，或包含 "awards" 与 "tables" 的对象。',
    },
    cure: {
      en: 'Give the awards as they stand in a template.',
      'zh-CN': '请按模板中的写法提供奖励规则。',
    },
  },
  LAB_NO_AWARDS: {
    message: { en: 'This company has no points rules.', 'zh-CN': '该企业没有积分规则。' },
    cure: {
      en: 'Publish a template with awards, or a ledger of points, first.',
      'zh-CN': '请先发布包含奖励规则和积分台账的模板。',
    },
  },
  LAB_PERIOD_WRONG: {
    message: {
      en: 'The period has to end after it begins: from {from} to {to}.',
      'zh-CN': '时间段的结束必须晚于开始：{from} 至 {to}。',
    },
    cure: { en: 'Give two instants, the earlier one first.', 'zh-CN': '请给出两个时刻，较早的在前。' },
  },
  LAB_PERIOD_LONG: {
    message: {
      en: 'The period has {count} events; at most {max} are scored at once.',
      'zh-CN': '该时间段有 {count} 个事件，一次最多计算 {max} 个。',
    },
    cure: { en: 'Choose a shorter period.', 'zh-CN': '请选择较短的时间段。' },
  },
  LAB_BASELINE_HALF: {
    message: { en: 'A baseline has a beginning and an end.', 'zh-CN': '基线需要同时给出开始和结束。' },
    cure: {
      en: 'Give baselineFrom and baselineTo, or neither.',
      'zh-CN': '请同时给出 baselineFrom 和 baselineTo，或都不给。',
    },
  },
  LAB_TIME_FORM: {
    message: { en: '"{text}" is no date and no instant.', 'zh-CN': '“{text}”不是日期或时刻。' },
    cure: {
      en: 'Write 2026-03-01, or 2026-03-01T00:00:00Z.',
      'zh-CN': '请写成 2026-03-01 或 2026-03-01T00:00:00Z。',
    },
  },
  LAB_BUDGET_FORM: {
    message: {
      en: 'A budget to assume is {"of": {dimension: value}, "amount": "1000"}, the amount as a text.',
      'zh-CN': '假设预算的写法为 {"of": {维度: 值}, "amount": "1000"}，数额为文本。',
    },
    cure: {
      en: 'Name the budget as the awards do, or leave "of" out for all of them.',
      'zh-CN': '请按奖励规则中的写法指明预算；省略 of 表示全部预算。',
    },
  },
  LAB_BUDGET_UNKNOWN: {
    message: {
      en: 'No award of the draft is paid from the budget {budget}.',
      'zh-CN': '草案中没有奖励规则使用预算 {budget}。',
    },
    cure: { en: 'Budgets of the draft: {known}.', 'zh-CN': '草案使用的预算：{known}。' },
    none: { en: 'Give the awards of the draft a budget first.', 'zh-CN': '请先为草案中的奖励规则设置预算。' },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
