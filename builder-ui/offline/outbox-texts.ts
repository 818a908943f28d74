import { areaTexts } from '../i18n/area-texts.ts';

/** Texts of the mark in the bar: it is on every page, so it has them by itself. */
export const useOutboxText = areaTexts('outbox', {
  waiting_one: { en: '{count} change waits to be sent', 'zh-CN': '{count} 条修改待提交' },
  waiting_other: { en: '{count} changes wait to be sent', 'zh-CN': '{count} 条修改待提交' },
  offline: { en: 'Offline', 'zh-CN': '离线' },
  offlineHint: {
    en: 'What you change is kept on this device and goes out by itself.',
    'zh-CN': '您的修改会保存在本设备，联网后自动提交。',
  },
  offlineAsOf: { en: 'Offline, as of {when}', 'zh-CN': '离线，数据截至 {when}' },
  newBuild: { en: 'There is a new version.', 'zh-CN': '有新版本可用。' },
  reload: { en: 'Reload', 'zh-CN': '重新加载' },
});
