import { areaTexts } from '../../i18n/area-texts.ts';

/** Texts of the pages of ledgers. */
export const useLedgerText = areaTexts('ledgerPages', {
  ledgers: { en: 'Ledgers', 'zh-CN': '台账' },
  otherLedgers: { en: 'Points and other ledgers', 'zh-CN': '积分及其他台账' },
  balances: { en: 'Balances', 'zh-CN': '余额' },
  movements: { en: 'Movements', 'zh-CN': '流水' },
  turnover: { en: 'Turnover', 'zh-CN': '收发存汇总' },
  trialBalance: { en: 'Trial balance', 'zh-CN': '试算平衡' },
  asOf: { en: 'As of', 'zh-CN': '截至' },
  document: { en: 'Document', 'zh-CN': '来源单据' },
  reversal: { en: 'reversal', 'zh-CN': '冲销' },
  reversed: { en: 'reversed', 'zh-CN': '已冲销' },
  byHand: { en: 'without a document', 'zh-CN': '无单据' },
  whyMovement: { en: 'Why this movement?', 'zh-CN': '这笔流水从何而来？' },
  askWhy: { en: 'Why this movement? {what}', 'zh-CN': '这笔流水从何而来？{what}' },
  movementsOf: { en: 'Movements of {what}', 'zh-CN': '{what}的流水' },
  noBalances: { en: 'Nothing has been posted yet', 'zh-CN': '还没有余额' },
  noBalancesThen: { en: 'Nothing was posted until then', 'zh-CN': '截至该日没有余额' },
  noMovements: { en: 'Nothing has moved yet', 'zh-CN': '还没有流水' },
  nothingHint: {
    en: 'Documents that post to this ledger fill it.',
    'zh-CN': '相关单据过账后，数据会出现在这里。',
  },
} as const);
