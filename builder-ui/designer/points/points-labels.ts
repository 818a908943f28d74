import type { PointsLedgerLabels } from './points-ledger-edits.ts';

/** What the parts of a new ledger for points are called. */
export const POINTS_LABELS: PointsLedgerLabels = {
  programme: { en: 'Points programme', 'zh-CN': '积分方案' },
  programmeCode: { en: 'Code', 'zh-CN': '编码' },
  programmeName: { en: 'Name', 'zh-CN': '名称' },
  ledgerName: { en: 'Points', 'zh-CN': '积分账' },
  budget: { en: 'Budget', 'zh-CN': '预算' },
  wallet: { en: 'Wallet', 'zh-CN': '个人积分' },
  pendingAccount: { en: 'Pending', 'zh-CN': '待确认' },
  expired: { en: 'Expired', 'zh-CN': '已过期' },
  owed: { en: 'Owed', 'zh-CN': '待扣回' },
};
