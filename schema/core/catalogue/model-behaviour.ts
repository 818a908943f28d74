import type { IssueSpec } from '../issue-spec.ts';

/** What can be wrong with tables, awards, ledgers and automations, beyond what they name. */
export const MODEL_BEHAVIOUR_ISSUES = {
  MODEL_TABLE_COLUMNS: {
    message: {
      en: 'The order of the columns of table “{id}” is not said.',
      'zh-CN': '没有写明“{id}”表各列的顺序。',
    },
    cure: {
      en: 'Name each of them once in “columns”: {inputs}.',
      'zh-CN': '请在 columns 中按顺序各写一次：{inputs}。',
    },
  },
  MODEL_TABLE_CELL: {
    message: {
      en: 'The cell “{cell}” cannot be read as {type} (column “{column}”).',
      'zh-CN': '单元格“{cell}”不是可识别的{type}（“{column}”列）。',
    },
    cure: {
      en: 'Write for example {example}, or - for any value.',
      'zh-CN': '写法示例：{example}；任意值写 -。',
    },
  },
  MODEL_TABLE_COLLECT_EMPTY: {
    message: {
      en: 'Table “{id}” adds up its rows; this row has no result.',
      'zh-CN': '“{id}”表把各行结果相加，此行没有结果。',
    },
    cure: { en: 'Give the row a number.', 'zh-CN': '请给此行一个数字。' },
  },
  MODEL_TABLE_OVERLAP: {
    message: {
      en: 'Rows {first} and {second} of table “{id}” both match {example}.',
      'zh-CN': '“{id}”表的第 {first} 行与第 {second} 行都匹配 {example}。',
    },
    cure: {
      en: 'Narrow one of the rows, or let the first that matches win.',
      'zh-CN': '请缩小其中一行的范围，或改为取第一个匹配的行。',
    },
  },
  MODEL_TABLE_GAP: {
    message: {
      en: 'No row of table “{id}” matches {example}; the answer there is empty.',
      'zh-CN': '“{id}”表没有匹配 {example} 的行，此时结果为空。',
    },
    cure: { en: 'Add a row, or say what holds for all else.', 'zh-CN': '请加一行，或写明其他情况的结果。' },
  },
  MODEL_AWARD_EVENT_UNKNOWN: {
    message: { en: 'There is no event “{id}”.', 'zh-CN': '没有事件“{id}”。' },
    cure: { en: 'Use one of: {known}.', 'zh-CN': '可用：{known}。' },
  },
  MODEL_AWARD_ATTRIBUTE_MISSING: {
    message: { en: 'The award “{id}” needs “{attribute}”.', 'zh-CN': '奖励“{id}”缺少“{attribute}”。' },
    cure: {
      en: 'Awards that are earned say to whom and how much.',
      'zh-CN': '自动奖励须写明给谁和多少。',
    },
  },
  MODEL_AWARD_ATTRIBUTE_UNFIT: {
    message: {
      en: 'A {how} award such as “{id}” cannot have “{attribute}”.',
      'zh-CN': '“{id}”这样的 {how} 奖励不能写 {attribute}。',
    },
    cure: {
      en: 'Remove it; the giver of a manual award says to whom and how much, and an event has no record.',
      'zh-CN': '请删除；手工奖励由授予人指定对象与数额，事件没有记录。',
    },
  },
  MODEL_AWARD_TO: {
    message: {
      en: 'An award goes to a person; this is no person.',
      'zh-CN': '奖励必须给到人，这里不是人员。',
    },
    cure: {
      en: 'Name a field of type user, createdBy, or actor.id.',
      'zh-CN': '请选择人员字段、创建人（createdBy）或当前用户（actor.id）。',
    },
  },
  MODEL_REWARD_PER: {
    message: {
      en: 'A reward has a share per “user” only, not per “{id}”.',
      'zh-CN': '奖品只能按 user 设限额，不能按“{id}”。',
    },
    cure: { en: 'Write "per": {"user": {…}}.', 'zh-CN': '请写 "per": {"user": {…}}。' },
  },
  MODEL_REWARD_WINDOW: {
    message: {
      en: 'Shares are counted by calendar periods; {window} is none.',
      'zh-CN': '限额按日历周期计算，{window} 不是日历周期。',
    },
    cure: { en: 'Write one of: {known}.', 'zh-CN': '请从以下写法中选择：{known}。' },
  },
  MODEL_REWARD_WINDOW_UNCOUNTED: {
    message: {
      en: 'Nothing counts what a person takes in each {period}, so {window} would not hold.',
      'zh-CN': '没有按周期（{period}）计数的账，{window} 无法生效。',
    },
    cure: {
      en: 'Key the posting that counts a person’s share by a text that reads an enum of the reward with the option “{period}”, or remove the window.',
      'zh-CN': '请让计数过账的键读取奖品上含选项“{period}”的枚举字段，或删除 window。',
    },
  },
  MODEL_APPROVAL_EXCEPT: {
    message: {
      en: 'Only a person can be left out of an approval; this is no person.',
      'zh-CN': '审批只能排除人员，这里不是人员。',
    },
    cure: {
      en: 'Name a field of type user, createdBy, or actor.id.',
      'zh-CN': '请选择人员字段、创建人（createdBy）或当前用户（actor.id）。',
    },
  },
  MODEL_AWARD_SECRET: {
    message: {
      en: 'Why an award was made is shown to people, and this reads the secret field “{id}”.',
      'zh-CN': '奖励的理由会给人看，而这里读取了机密字段“{id}”。',
    },
    cure: { en: 'Award by fields that are not secret.', 'zh-CN': '请改用非机密字段。' },
  },
  MODEL_AWARD_LEDGER: {
    message: {
      en: 'The award “{id}” finds no ledger of points.',
      'zh-CN': '奖励“{id}”没有可用的积分账本。',
    },
    cure: {
      en: 'Name a double ledger with the accounts wallet and budget in “ledger”; one of {known}.',
      'zh-CN': '请在 ledger 中写一个带 wallet 与 budget 账户的复式账本；已有：{known}。',
    },
    none: {
      en: 'Add a double ledger with the accounts wallet and budget.',
      'zh-CN': '请新增一个带 wallet 与 budget 账户的复式账本。',
    },
  },
  MODEL_AWARD_ACCOUNT: {
    message: {
      en: '“{attribute}” needs the account “{account}”, kept by {wanted}, in ledger “{ledger}”.',
      'zh-CN': '{attribute} 需要账本“{ledger}”中按 {wanted} 记的账户“{account}”。',
    },
    cure: { en: 'Add the account, or remove this setting.', 'zh-CN': '请添加该账户，或删除此设置。' },
  },
  MODEL_AWARD_LIMIT_PART: {
    message: { en: 'A limit cannot be per “{id}” here.', 'zh-CN': '此处不能按“{id}”限额。' },
    cure: { en: 'Use one of: {known}.', 'zh-CN': '可用：{known}。' },
  },
  MODEL_AWARD_LIMIT_EMPTY: {
    message: { en: 'The limit limits nothing.', 'zh-CN': '该限额没有任何限制。' },
    cure: { en: 'Set how many there may be, or how long to wait between two.', 'zh-CN': '请设置上限或间隔。' },
  },
  MODEL_EXPLAIN_BRACE: {
    message: {
      en: 'The brace at character {from} is not closed.',
      'zh-CN': '第 {from} 个字符处的大括号没有闭合。',
    },
    cure: {
      en: 'Write a closing brace after the expression; for a brace that is shown, write two.',
      'zh-CN': '请在表达式后写右大括号；要显示大括号本身请写两个。',
    },
  },
  MODEL_LEDGER_TOO_WIDE: {
    message: {
      en: '“{id}” has {count} {what}; {max} are allowed.',
      'zh-CN': '“{id}”有 {count} 个{what}，最多 {max} 个。',
    },
    cure: { en: 'Split the ledger in two.', 'zh-CN': '请拆成两个账本。' },
  },
  MODEL_POSTING_CONSUME: {
    message: {
      en: '“{id}” is no reservation of the same object and ledger: it needs “expires”.',
      'zh-CN': '“{id}”不是同一业务对象、同一账本的预留：它须写 expires。',
    },
    cure: {
      en: 'Consume a posting of this object and ledger that expires.',
      'zh-CN': '请核销同一业务对象、同一账本中带 expires 的过账。',
    },
  },
  MODEL_AUTOMATION_CYCLE: {
    message: {
      en: 'These automations can set each other off: {cycle}.',
      'zh-CN': '这些自动化会互相触发：{cycle}。',
    },
    cure: {
      en: 'Add conditions that end the circle; a chain is stopped after 8 steps.',
      'zh-CN': '请加上能结束循环的条件；连锁最多 8 步即停止。',
    },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
