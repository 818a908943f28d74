import type { IssueSpec } from '../issue-spec.ts';

/** What can go wrong with ledger. */
export const LEDGER_ISSUES = {
  LEDGER_BELOW_MINIMUM: {
    message: {
      en: '{measureName} of {name} would fall to {after}; at least {lo} must stay. {available} can be taken, {asked} was asked for.',
      'zh-CN': '{name} 的{measureName}将降到 {after}，至少须保留 {lo}。可用 {available}，需要 {asked}。',
    },
    cure: {
      en: 'Take less, or bring more in first.',
      'zh-CN': '减少数量，或先补足余额。',
    },
  },
  LEDGER_ABOVE_MAXIMUM: {
    message: {
      en: '{measureName} of {name} would rise to {after}; {hi} is the most. There is room for {available}, {asked} was asked for.',
      'zh-CN': '{name} 的{measureName}将升到 {after}，最多为 {hi}。余量 {available}，需要 {asked}。',
    },
    cure: {
      en: 'Ask for less, free some of it, or have the limit raised.',
      'zh-CN': '减少数量、释放部分占用，或请有权限的人提高上限。',
    },
  },
  LEDGER_BACKDATED_BELOW_MINIMUM: {
    message: {
      en: '{measureName} of {name} would have fallen to {after} at {at}; at least {lo} had to stay.',
      'zh-CN': '{name} 的{measureName}在 {at} 将降到 {after}，当时至少须保留 {lo}。',
    },
    cure: { en: 'Choose a later date, or take less.', 'zh-CN': '选择较晚的日期，或减少数量。' },
  },
  LEDGER_PERIOD_CLOSED: {
    message: {
      en: '{ledgerName} is closed until {closedUntil}; {at} lies before that.',
      'zh-CN': '{ledgerName} 已结账至 {closedUntil}，{at} 在此之前。',
    },
    cure: {
      en: 'Choose a date in the open period, or have the period reopened.',
      'zh-CN': '选择未结账期间的日期，或请有权限的人反结账。',
    },
  },
  LEDGER_IN_FUTURE: {
    message: { en: '{at} lies more than a day ahead.', 'zh-CN': '{at} 在一天以后。' },
    cure: { en: 'Post when the day has come.', 'zh-CN': '到期后再过账。' },
  },
  LEDGER_UNBALANCED: {
    message: {
      en: 'The entries of {rule} in {ledgerName} do not sum to zero; {difference} is left over.',
      'zh-CN': '{ledgerName} 中 {rule} 的分录不平，相差 {difference}。',
    },
    cure: {
      en: 'Correct the amounts of the posting rule, so that what one account gives another takes.',
      'zh-CN': '修正过账规则的金额，使各科目收付相等。',
    },
  },
  LEDGER_ALREADY_REVERSED: {
    message: { en: 'Nothing of {rule} is left to reverse.', 'zh-CN': '{rule} 已没有可冲销的记录。' },
    cure: {
      en: 'Look at the movements: it was reversed before, or never posted.',
      'zh-CN': '查看流水：它已被冲销，或从未过账。',
    },
  },
  LEDGER_NOT_CONSUMABLE: {
    message: {
      en: 'The reservation {rule} of this document is not there to be used ({state}).',
      'zh-CN': '本单据的预留 {rule} 不可使用（{state}）。',
    },
    cure: {
      en: 'Reserve first; each reservation is used once, and not after it was reversed.',
      'zh-CN': '请先预留；每次预留只能使用一次，冲销后不可使用。',
    },
  },
  LEDGER_POSTING_MISMATCH: {
    message: {
      en: 'Posting {posting} was made before with other movements.',
      'zh-CN': '过账 {posting} 已存在，且内容不同。',
    },
    cure: { en: 'Use a new id for a new posting.', 'zh-CN': '新的过账请使用新的标识。' },
  },
  LEDGER_UNKNOWN: {
    message: { en: 'There is no ledger {ledger}.', 'zh-CN': '没有台账 {ledger}。' },
    cure: { en: 'Use the id of a ledger of the template.', 'zh-CN': '请使用模板中台账的标识。' },
  },
  LEDGER_PERIOD_BACKWARDS: {
    message: { en: '{ledger} is closed until {closedUntil} already.', 'zh-CN': '{ledger} 已结账至 {closedUntil}。' },
    cure: { en: 'Close until a later day, or reopen with a reason.', 'zh-CN': '选择更晚的日期，或说明原因后反结账。' },
  },
  LEDGER_PERIOD_IN_FUTURE: {
    message: {
      en: '{until} has not come yet; only what is over can be closed.',
      'zh-CN': '{until} 尚未到来，只能对已结束的期间结账。',
    },
    cure: { en: 'Close until today at most.', 'zh-CN': '最多结账到今天。' },
  },
  LEDGER_REASON_MISSING: {
    message: { en: 'A reason is needed.', 'zh-CN': '必须填写原因。' },
    cure: { en: 'Say why in a few words; they stay on record.', 'zh-CN': '简要说明原因，将留存备查。' },
  },
  LEDGER_OVERRIDE_NOT_OFFERED: {
    message: { en: '{ledger} allows no exceptions from its bounds.', 'zh-CN': '{ledger} 不允许突破限额。' },
    cure: { en: 'Add an override to the ledger in the template.', 'zh-CN': '在模板中为该台账设置例外规则。' },
  },
  LEDGER_OVERRIDE_FORBIDDEN: {
    message: { en: 'You may not decide about exceptions of {ledger}.', 'zh-CN': '您无权处理 {ledger} 的例外申请。' },
    cure: { en: 'Ask someone with one of these roles: {roles}.', 'zh-CN': '请具有以下角色的人处理：{roles}。' },
  },
  LEDGER_OVERRIDE_OWN: {
    message: { en: 'Who asks for an exception does not approve it.', 'zh-CN': '申请人不能批准自己的例外申请。' },
    cure: { en: 'Have a colleague decide.', 'zh-CN': '请同事审批。' },
  },
  LEDGER_OVERRIDE_DECIDED: {
    message: { en: 'This exception has been decided already ({state}).', 'zh-CN': '该例外申请已处理（{state}）。' },
    cure: { en: 'Ask anew if it is needed again.', 'zh-CN': '如仍需要，请重新申请。' },
  },
  LEDGER_OVERRIDE_UNKNOWN: {
    message: { en: 'There is no exception {id}.', 'zh-CN': '没有例外申请 {id}。' },
    cure: { en: 'Take an id from `ledgerOverrides`.', 'zh-CN': '请使用 ledgerOverrides 列出的标识。' },
  },
  LEDGER_KEY_INCOMPLETE: {
    message: {
      en: '{dimension} is missing: a balance of {ledger} is kept by it.',
      'zh-CN': '缺少 {dimension}：{ledger} 的余额按它核算。',
    },
    cure: { en: 'Give a value for every dimension that is not optional.', 'zh-CN': '请为每个必填维度填写值。' },
  },
  LEDGER_KEY_PART: {
    message: {
      en: '“{value}” cannot be the value of {dimension} here.',
      'zh-CN': '“{value}”不能作为 {dimension} 的值。',
    },
    cure: {
      en: 'Give each of these dimensions once: {known}. Rows, people and departments go by their ids.',
      'zh-CN': '以下维度各填一次：{known}。记录、人员和部门请填写其标识。',
    },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
