import { areaTexts } from '../../i18n/area-texts.ts';

/** Texts of what all pages of the designer share. */
export const usePartText = areaTexts('parts', {
  otherLanguage: { en: '{label} in Chinese', 'zh-CN': '{label}（英文）' },
  showOther: { en: 'Also in Chinese', 'zh-CN': '填写英文' },
  hideOther: { en: 'Only English', 'zh-CN': '收起英文' },
  settings: { en: 'Settings', 'zh-CN': '设置' },
  closeSettings: { en: 'Close the settings', 'zh-CN': '关闭设置' },
  breaks: {
    en: 'These still need it and must be changed before publishing:',
    'zh-CN': '以下内容仍在引用它，发布前须修改：',
  },
  andMore: { en: 'and {count} more', 'zh-CN': '另有 {count} 项' },
  insertValue: { en: 'Insert a value', 'zh-CN': '插入字段' },
  readsAs: { en: 'Reads as', 'zh-CN': '效果' },
  missing: { en: 'No Chinese text yet', 'zh-CN': '尚无英文' },
});
