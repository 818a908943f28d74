import { areaTexts } from '../../../i18n/area-texts.ts';

/** Texts that tell where a computed value comes from. */
export const useWhyText = areaTexts('why', {
  why: { en: 'Why this value? {field}', 'zh-CN': '为什么是这个值？{field}' },
  inputs: { en: 'What it is made of', 'zh-CN': '依据的数据' },
  ways: { en: 'How it was decided', 'zh-CN': '判断过程' },
  holds: { en: 'yes', 'zh-CN': '是' },
  fails: { en: 'no', 'zh-CN': '否' },
  tableRow: { en: '{table}: row {rows}', 'zh-CN': '{table}：第 {rows} 行' },
  tableNone: { en: '{table}: no row fits', 'zh-CN': '{table}：没有匹配的行' },
  result: { en: 'Result', 'zh-CN': '结果' },
  differs: {
    en: 'The record keeps {kept}: what was posted does not follow later changes, and what is typed here counts when it is saved.',
    'zh-CN': '记录中保存的是 {kept}：已过账的单据不随之后的变化更新；此处未保存的修改在保存后生效。',
  },
  rolled: { en: '{fn} over {entity}', 'zh-CN': '{entity}的{fn}' },
  rolledOf: { en: '{fn} of {field} over {entity}', 'zh-CN': '{entity}中“{field}”的{fn}' },
  rolledWhere: { en: 'Only where: {condition}', 'zh-CN': '仅统计：{condition}' },
  ofLedger: { en: 'It is the balance of the ledger “{ledger}”.', 'zh-CN': '取自账簿“{ledger}”的余额。' },
  behind: { en: 'Show the records behind it', 'zh-CN': '查看相关记录' },
  unseen: { en: 'not for you to see', 'zh-CN': '无权查看' },
  empty: { en: 'empty', 'zh-CN': '空' },
  furtherValues_one: { en: '… {count} more', 'zh-CN': '…… 另有 {count} 项' },
  furtherValues_other: { en: '… {count} more', 'zh-CN': '…… 另有 {count} 项' },
  sum: { en: 'Sum', 'zh-CN': '合计' },
  count: { en: 'Number of records', 'zh-CN': '记录数' },
  avg: { en: 'Average', 'zh-CN': '平均值' },
  min: { en: 'Smallest value', 'zh-CN': '最小值' },
  max: { en: 'Greatest value', 'zh-CN': '最大值' },
  other: { en: 'Summary', 'zh-CN': '汇总' },
} as const);
