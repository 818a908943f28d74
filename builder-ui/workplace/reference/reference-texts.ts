import { areaTexts } from '../../i18n/area-texts.ts';

/** What is said where rows that are referred to are made and looked at. */
export const useReferenceText = areaTexts('reference', {
  newOf: { en: 'New {what}', 'zh-CN': '新建{what}' },
  save: { en: 'Save and use', 'zh-CN': '保存并选用' },
  cancel: { en: 'Cancel', 'zh-CN': '取消' },
  open: { en: 'Open as a page', 'zh-CN': '打开详情页' },
  edit: { en: 'Edit here', 'zh-CN': '就地编辑' },
  saveHere: { en: 'Save', 'zh-CN': '保存' },
  gone: { en: 'You can’t see this record, or it is gone.', 'zh-CN': '该记录不存在，或您无权查看。' },
  close: { en: 'Close', 'zh-CN': '关闭' },
});
