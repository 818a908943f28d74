import { areaTexts } from '../i18n/area-texts.ts';

/** Texts of working without a connection. */
export const useOfflineText = areaTexts('offline', {
  waiting_one: { en: '{count} change waits to be sent', 'zh-CN': '{count} 条修改待提交' },
  waiting_other: { en: '{count} changes wait to be sent', 'zh-CN': '{count} 条修改待提交' },
  offline: { en: 'Offline', 'zh-CN': '离线' },
  offlineHint: {
    en: 'What you change is kept on this device and goes out by itself.',
    'zh-CN': '您的修改会保存在本设备，联网后自动提交。',
  },
  again: { en: 'Back online', 'zh-CN': '已恢复连接' },
  title: { en: 'Changes on this device', 'zh-CN': '本设备上的修改' },
  nothing: { en: 'Everything is with the server.', 'zh-CN': '所有修改都已提交。' },
  stateWaiting: { en: 'Waiting', 'zh-CN': '待提交' },
  stateSending: { en: 'Sending', 'zh-CN': '提交中' },
  stateRefused: { en: 'Refused', 'zh-CN': '被拒绝' },
  stateConflict: { en: 'Conflict', 'zh-CN': '有冲突' },
  created: { en: 'New {what}', 'zh-CN': '新建{what}' },
  changed: { en: '{what} changed', 'zh-CN': '修改{what}' },
  stepped: { en: '{what}: {step}', 'zh-CN': '{what}：{step}' },
  conflictHint: { en: 'Somebody else changed the same meanwhile.', 'zh-CN': '期间有其他人修改了相同的内容。' },
  goneHint: { en: 'The record is gone, or you may no longer change it.', 'zh-CN': '记录已不存在，或您已无权修改。' },
  open: { en: 'Open', 'zh-CN': '打开' },
  retry: { en: 'Try again', 'zh-CN': '重试' },
  choose: { en: 'Choose…', 'zh-CN': '选择保留…' },
  discard: { en: 'Discard', 'zh-CN': '放弃' },
  discarded_one: { en: 'One change was discarded.', 'zh-CN': '已放弃 1 条修改。' },
  discarded_other: { en: '{count} changes were discarded.', 'zh-CN': '已放弃 {count} 条修改。' },
  undo: { en: 'Undo', 'zh-CN': '撤销' },
  sendNow: { en: 'Send now', 'zh-CN': '立即提交' },
  close: { en: 'Close', 'zh-CN': '关闭' },
});
