import { areaTexts } from '../i18n/area-texts.ts';

/** Words of the rules that everybody reads. */
export const useRulesText = areaTexts('points.rules', {
  title: { en: 'What earns points', 'zh-CN': '哪些行为可以获得积分' },
  lead: {
    en: 'These are all the rules there are, and they are the same for everyone. Each point says which of them gave it.',
    'zh-CN': '以下为全部规则，对所有人一视同仁；每一笔积分都注明依据的规则。',
  },
  search: { en: 'Search the rules', 'zh-CN': '搜索规则' },
  noneFound: { en: 'No rule says that.', 'zh-CN': '没有匹配的规则。' },
  forWhat: { en: 'For what', 'zh-CN': '触发' },
  howMuch: { en: 'How much', 'zh-CN': '积分' },
  conditions: { en: 'When it counts', 'zh-CN': '条件与限制' },
  after: { en: 'Afterwards', 'zh-CN': '后续' },
  limits: { en: 'Limits and what is left', 'zh-CN': '上限与我的剩余额度' },
  left: { en: '{left} of {max} left', 'zh-CN': '剩余 {left} / {max}' },
  budget: { en: 'Its budget has {amount} points left.', 'zh-CN': '预算剩余 {amount} 分。' },
  budgetEmpty: {
    en: 'Its budget is empty: until it is funded again the rule gives nothing.',
    'zh-CN': '预算已用完，补充拨付前不再发放。',
  },
  versions_one: { en: '{count} version', 'zh-CN': '{count} 个版本' },
  versions_other: { en: '{count} versions', 'zh-CN': '{count} 个版本' },
  version: { en: 'Version {number}, since {date}', 'zh-CN': '版本 {number}，自 {date} 起' },
  inForce: { en: 'in force', 'zh-CN': '现行' },
});
