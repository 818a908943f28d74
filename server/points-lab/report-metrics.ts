import type { Text } from '../../schema/core/text.ts';

/** What a figure of the programme report is: its place, its unit, and its definition in both languages. */
export interface Metric {
  readonly block: keyof typeof BLOCKS;
  readonly unit: 'share' | 'points' | 'people' | 'hours' | 'days' | 'count' | 'index' | 'ratio';
  readonly label: Text;
  readonly definition: Text;
  /** Why there is never anything to count. */
  readonly noData?: Text;
}

export const BLOCKS = {
  activity: { en: 'Activity', 'zh-CN': '活跃度' },
  documents: { en: 'Documents', 'zh-CN': '单据' },
  stock: { en: 'Ledgers of quantities', 'zh-CN': '数量台账' },
  programme: { en: 'Programme', 'zh-CN': '积分方案' },
  retention: { en: 'Retention', 'zh-CN': '留存' },
  satisfaction: { en: 'Satisfaction', 'zh-CN': '满意度' },
  fairness: { en: 'Fairness', 'zh-CN': '公平性' },
  gaming: { en: 'Gaming', 'zh-CN': '刷分防范' },
  cost: { en: 'Cost and benefit', 'zh-CN': '成本收益' },
} as const satisfies Readonly<Record<string, Text>>;

const t = (en: string, zh: string): Text => ({ en, 'zh-CN': zh });
type Parts = readonly [label: Text, definition: Text, noData?: Text];
const metric = (block: Metric['block'], unit: Metric['unit'], [label, definition, noData]: Parts): Metric => ({
  block,
  unit,
  label,
  definition,
  ...(noData === undefined ? {} : { noData }),
});

/** The figures in the order of the report. A metric that the tenant has no data for says so; it never shows a number. */
export const METRICS = {
  signInRate: metric('activity', 'share', [
    t('Daily sign-in rate', '日登录率'),
    t(
      'Members who signed in on a day, summed over working days (Monday to Friday, no holidays), of members × working days. Sign-ins are kept from when the company gives points.',
      '各工作日（周一至周五，不计节假日）登录过的成员数之和 ÷（成员数 × 工作日数）。自企业启用积分起保留登录记录。',
    ),
  ]),
  activeRate: metric('activity', 'share', [
    t('Daily activity', '日活跃率'),
    t(
      'Members with an event in the log, summed over working days (Monday to Friday, no holidays), of members × working days.',
      '各工作日（周一至周五，不计节假日）有事件记录的成员数之和 ÷（成员数 × 工作日数）。',
    ),
  ]),
  productiveRate: metric('activity', 'share', [
    t('Productive members', '有产出的成员'),
    t(
      'Members who took a document to a posted or closed state at least once, of all active members.',
      '至少一次将单据推进到已过账或已关闭状态的成员，占全部在职成员。',
    ),
  ]),
  presentOnly: metric('activity', 'share', [
    t('Active without outcome', '有活动无产出'),
    t('Members with events but no outcome, of members with events.', '有事件但没有产出的成员，占有事件的成员。'),
  ]),
  featureBreadth: metric('activity', 'ratio', [
    t('Breadth of use', '功能使用广度'),
    t('Different steps taken, per member who took any.', '每位执行过流程步骤的成员使用的不同步骤数。'),
  ]),
  tasksOnTime: metric('activity', 'share', [
    t('Approvals on time', '审批及时率'),
    t(
      'Approval tasks decided before they were due, of tasks due in the period.',
      '在期限前处理的审批任务，占期内到期的任务。',
    ),
  ]),
  processingP50: metric('documents', 'hours', [
    t('Processing time, median', '处理时长中位数'),
    t(
      'Hours from creation to the first posted or closed state, of documents that reached it in the period.',
      '期内首次到达已过账或已关闭状态的单据，从创建到该状态的小时数（中位数）。',
    ),
  ]),
  processingP90: metric('documents', 'hours', [
    t('Processing time, 90th percentile', '处理时长 90 分位'),
    t('The same, 90th percentile.', '同上，90 分位。'),
  ]),
  onTime: metric('documents', 'share', [
    t('On time', '准时率'),
    t(
      'Of documents with the field dueAt that were done in the period: done (the first of shippedAt, deliveredAt, completedAt, doneAt that the entity has; else the first posted or closed state) by then.',
      '期内完成且有 dueAt 字段的单据中，不晚于 dueAt 完成的比例；完成时间取 shippedAt、deliveredAt、completedAt、doneAt 中首个存在的字段，否则取首次过账或关闭时间。',
    ),
  ]),
  firstPassYield: metric('documents', 'share', [
    t('First-pass yield', '一次通过率'),
    t(
      'Documents first posted or closed in the period and at least 14 days ago that were not reversed within 14 days.',
      '期内首次过账或关闭且已满 14 天的单据中，14 天内未被冲销的比例。',
    ),
  ]),
  postingDelay: metric('stock', 'hours', [
    t('Posting delay, 90th percentile', '记账延迟 90 分位'),
    t('Hours from the business time of a movement to its posting.', '从业务时间到记账时间的小时数（90 分位）。'),
  ]),
  emptyKeys: metric('stock', 'share', [
    t('Empty balances', '缺货比例'),
    t(
      'Balances of measures that may not go below zero that are zero at the end of the period, of those ever moved.',
      '不允许为负的计量中，期末余额为零的键占曾有变动的键。',
    ),
  ]),
  refused: metric('stock', 'count', [
    t('Refused attempts', '被拒绝的尝试'),
    t(
      'Writes of the period that were refused because a balance of the ledger would have gone below its minimum or above its maximum; each write once for each bound. Known from the first that was noted.',
      '期内因该台账的余额将低于下限或高于上限而被拒绝的写入；每次写入按上限、下限各计一次。自首次记录起可知。',
    ),
  ]),
  accuracy: metric('stock', 'share', [
    t('Count accuracy', '盘点准确率'),
    t(
      'Lines counted without a difference, of lines counted: those of postings that set a measure to what was counted, made in the period and not reversed.',
      '期内由“调整到实盘数”的过账记入且未被冲销的盘点行中，无差异的行占全部盘点行。',
    ),
  ]),
  asked: metric('programme', 'points', [
    t('Asked', '应得积分'),
    t('Points that rules asked for before limits and budgets.', '规则计算的积分（限额与预算之前）。'),
  ]),
  earned: metric('programme', 'points', [
    t('Earned', '实得积分'),
    t('Points granted, pending ones included.', '已授予的积分，含待确认。'),
  ]),
  matured: metric('programme', 'points', [
    t('Matured', '已生效'),
    t(
      'Points that reached wallets: granted at once or after their outcome.',
      '进入钱包的积分：即时授予或结果确认后授予。',
    ),
  ]),
  pending: metric('programme', 'points', [
    t('Pending at the end', '期末待确认'),
    t('Points that wait for an outcome at the end of the period.', '期末等待结果的积分。'),
  ]),
  released: metric('programme', 'points', [
    t('Lapsed', '未确认退回'),
    t('Pending points that went back because the outcome did not come.', '因结果未出现而退回的待确认积分。'),
  ]),
  clawedBack: metric('programme', 'points', [
    t('Taken back', '追回'),
    t('Points that were taken back in the period, whenever they were earned.', '期内被追回的积分，不论何时获得。'),
  ]),
  expired: metric('programme', 'points', [
    t('Expired', '过期'),
    t('Points that expired unspent.', '未使用而过期的积分。'),
  ]),
  redeemed: metric('programme', 'points', [
    t('Redeemed', '兑换'),
    t('Points spent from wallets, less what was given back.', '从钱包中花费的积分，减去退回部分。'),
  ]),
  outstanding: metric('programme', 'points', [
    t('Outstanding at the end', '期末未用'),
    t('Points in wallets and pending at the end of the period.', '期末钱包与待确认积分之和。'),
  ]),
  redemptionRate: metric('programme', 'share', [
    t('Redemption rate', '兑换率'),
    t('Points redeemed in the period, of points that reached wallets in it.', '期内兑换积分 ÷ 期内进入钱包的积分。'),
  ]),
  redeemers: metric('programme', 'share', [
    t('People who redeemed', '兑换人数比例'),
    t(
      'People who redeemed in the period, of those who ever had points by its end.',
      '期内兑换过的人，占期末前有过积分的人。',
    ),
  ]),
  firstRedemption: metric('programme', 'days', [
    t('Time to first redemption, median', '首次兑换用时中位数'),
    t(
      'Days from a person’s first points to his first redemption, when that was in the period.',
      '从首次获得积分到首次兑换的天数（首次兑换在期内）。',
    ),
  ]),
  budgetBurn: metric('programme', 'share', [
    t('Budget used', '预算使用率'),
    t(
      'What left the budgets for awards, less what came back, of what they held at the start and were given.',
      '用于奖励的净支出 ÷（期初预算 + 期内拨款）。',
    ),
  ]),
  retained: metric('retention', 'share', [
    t('Still productive in weeks 9–12', '第 9–12 周仍有产出'),
    t(
      'Members with events in weeks 1–4 of the period who reached an outcome in weeks 9–12.',
      '第 1–4 周活跃的成员中，第 9–12 周仍有产出的比例。',
    ),
  ]),
  survey: metric('satisfaction', 'index', [
    t('Survey mean', '调查均值'),
    t('Mean of answers, with their number and the response rate.', '调查回答的均值、数量与回收率。'),
    t('There is no survey in this company.', '该企业没有调查。'),
  ]),
  appeals: metric('satisfaction', 'count', [
    t('Appeals', '申诉'),
    t('Appeals against flags opened in the period.', '期内提出的标记申诉。'),
  ]),
  appealsWon: metric('satisfaction', 'share', [
    t('Appeals that were right', '申诉成立率'),
    t(
      'Flags dismissed or explained, of those appealed in the period and decided.',
      '期内申诉且已裁决的标记中被撤销或解释的比例。',
    ),
  ]),
  appealDays: metric('satisfaction', 'days', [
    t('Days to decide, mean', '裁决平均天数'),
    t('Days from appeal to decision.', '从申诉到裁决的天数。'),
  ]),
  perHead: metric('fairness', 'points', [
    t('Points per head', '人均积分'),
    t('Points of active members, less what was taken back, divided by their number.', '在职成员净得积分 ÷ 人数。'),
  ]),
  medianPoints: metric('fairness', 'points', [
    t('Median', '中位数'),
    t('Median of the points of active members.', '在职成员积分的中位数。'),
  ]),
  lowerQuartile: metric('fairness', 'points', [
    t('Lower quartile', '下四分位数'),
    t('A quarter of the active members have at most so many points.', '四分之一的在职成员积分不高于此值。'),
  ]),
  upperQuartile: metric('fairness', 'points', [
    t('Upper quartile', '上四分位数'),
    t('A quarter of the active members have at least so many points.', '四分之一的在职成员积分不低于此值。'),
  ]),
  spread: metric('fairness', 'ratio', [
    t('P90 / P10', 'P90 / P10'),
    t(
      '90th percentile of points divided by the 10th; absent where that is nothing.',
      '积分 90 分位 ÷ 10 分位；后者为零时不显示。',
    ),
  ]),
  gini: metric('fairness', 'index', [
    t('Gini', '基尼系数'),
    t(
      'How unevenly points are spread: 0 all the same, towards 1 one has all.',
      '积分分布的不均程度：0 为完全平均，趋近 1 为一人独占。',
    ),
  ]),
  opportunity: metric('fairness', 'ratio', [
    t('Opportunity index', '机会指数'),
    t('Events that could earn (awards made and not made), per head.', '人均可得分事件数（含未得分）。'),
  ]),
  topTenth: metric('fairness', 'share', [
    t('Share of the top 10 %', '前 10% 占比'),
    t(
      'Points of the tenth of members with the most, of all points; of 25 members the first two and half of the third. 10 % is all the same.',
      '积分最多的十分之一成员的积分 ÷ 全部积分；25 人时取前两名及第三名的一半。10% 表示完全平均。',
    ),
  ]),
  zeroEarners: metric('fairness', 'share', [
    t('Without any points', '零积分成员'),
    t(
      'Active members who have no points from the period, or lost them again, of all.',
      '期内没有积分或积分已全部被追回的在职成员占比。',
    ),
  ]),
  ruleShare: metric('fairness', 'share', [
    t('Share of the rule', '规则占比'),
    t('Points that one rule granted, of all granted.', '单一规则授予的积分占全部。'),
  ]),
  flags: metric('gaming', 'count', [
    t('Flags', '标记'),
    t('Flags raised in the period, by detector.', '期内各检测器产生的标记。'),
  ]),
  flagsUpheld: metric('gaming', 'share', [
    t('Flags upheld', '标记成立率'),
    t('Flags upheld, of those raised in the period and decided.', '期内产生且已裁决的标记中成立的比例。'),
  ]),
  createCancel: metric('gaming', 'share', [
    t('Created and cancelled', '建后取消率'),
    t(
      'Documents created in the period and reversed by its end, of those created.',
      '期内创建且期末前被冲销的单据占比。',
    ),
  ]),
  takenBackShare: metric('gaming', 'share', [
    t('Part taken back', '追回占比'),
    t('Points taken back, of points earned.', '追回积分 ÷ 实得积分。'),
  ]),
  rewardCost: metric('cost', 'index', [
    t('Cost of rewards', '奖励成本'),
    t('Money spent on rewards.', '用于奖励的金额。'),
    t('Rewards have a price in points, not in money.', '奖品只有积分价格，没有金额。'),
  ]),
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricId = keyof typeof METRICS;
