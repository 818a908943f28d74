import { areaTexts } from '../../../i18n/area-texts.ts';

/** Texts that tell where a movement of a ledger comes from. */
export const useMovementText = areaTexts('movementWhy', {
  title: { en: 'Why this movement?', 'zh-CN': '这笔流水从何而来？' },
  ask: { en: 'Why?', 'zh-CN': '为什么？' },
  askFor: { en: 'Why this movement? {what}', 'zh-CN': '这笔流水从何而来？{what}' },
  rule: { en: 'Posting rule', 'zh-CN': '过账规则' },
  step: { en: 'Step', 'zh-CN': '操作' },
  document: { en: 'Document', 'zh-CN': '来源单据' },
  posted: { en: 'Posted', 'zh-CN': '过账' },
  effective: { en: 'In effect from', 'zh-CN': '业务时间' },
  by: { en: '{when} by {who}', 'zh-CN': '{who}，{when}' },
  reason: { en: 'Reason', 'zh-CN': '原因' },
  version: { en: 'Version', 'zh-CN': '版本' },
  versionNow: { en: '{version}, in force today', 'zh-CN': '第 {version} 版（当前生效）' },
  versionThen: { en: '{version} (today: {now})', 'zh-CN': '第 {version} 版（当前为第 {now} 版）' },
  says: { en: 'What the rule says', 'zh-CN': '规则内容' },
  saysToday: { en: 'What the rule says today', 'zh-CN': '规则内容（按当前版本）' },
  noRule: {
    en: 'The rule is not in the version in force any more.',
    'zh-CN': '当前版本中已没有该规则。',
  },
  values: { en: 'What it was made of', 'zh-CN': '依据的数据' },
  valuesNow: { en: 'As the document has it now.', 'zh-CN': '取自单据的当前数据。' },
  lines: { en: 'Lines', 'zh-CN': '明细' },
  moved: { en: 'What was moved', 'zh-CN': '变动明细' },
  after: { en: 'after it {amount}', 'zh-CN': '变动后 {amount}' },
  takesBack: {
    en: 'It takes back, to the last digit, what was posted before.',
    'zh-CN': '原样冲销此前的一次过账。',
  },
  lapsed: { en: 'It gives back a reservation whose time was over.', 'zh-CN': '预留到期，自动释放。' },
  takenBack: { en: 'It was taken back later.', 'zh-CN': '该过账之后已被冲销。' },
  showFormer: { en: 'Show what it took back', 'zh-CN': '查看被冲销的过账' },
  showLater: { en: 'Show what took it back', 'zh-CN': '查看冲销记录' },
  award: {
    en: 'An award gave it. Its full reason stands with the points of the person.',
    'zh-CN': '由积分规则发放，完整原因见该成员的积分明细。',
  },
  gone: { en: 'There is nothing of it that you may see.', 'zh-CN': '没有您可查看的内容。' },
} as const);
