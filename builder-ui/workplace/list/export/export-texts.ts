import { areaTexts } from '../../../i18n/area-texts.ts';

/** Texts of saving a list as a file. */
export const useExportText = areaTexts('listExport', {
  export: { en: 'Export', 'zh-CN': '导出' },
  excel: { en: 'Excel, as shown', 'zh-CN': '导出为 Excel' },
  csv: { en: 'CSV, as shown', 'zh-CN': '导出为 CSV' },
  total: { en: 'Total', 'zh-CN': '合计' },
  stop: { en: 'Stop', 'zh-CN': '停止' },
  progress: { en: '{done} of {count}', 'zh-CN': '{done} / {count}' },
  saved_one: { en: '{count} record saved as a file.', 'zh-CN': '已导出 {count} 条记录。' },
  saved_other: { en: '{count} records saved as a file.', 'zh-CN': '已导出 {count} 条记录。' },
  fewer: {
    en: 'Saved {saved} of {count} records; the others may not leave the company.',
    'zh-CN': '已导出 {saved} 条，共 {count} 条；其余记录您无权导出。',
  },
  failed: { en: 'The list could not be saved.', 'zh-CN': '导出失败。' },
} as const);
