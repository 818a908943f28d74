import { areaTexts } from '../../../i18n/area-texts.ts';

/** Texts of the page that prints a record. */
export const usePrintText = areaTexts('print', {
  page: { en: 'Print {what}', 'zh-CN': '打印 {what}' },
  back: { en: 'Back to the record', 'zh-CN': '返回记录' },
  print: { en: 'Print or save as PDF', 'zh-CN': '打印 / 存为 PDF' },
  view: { en: 'Form', 'zh-CN': '打印模板' },
  plain: { en: 'All fields', 'zh-CN': '全部字段' },
  language: { en: 'Language of the document', 'zh-CN': '单据语言' },
  english: { en: 'English', 'zh-CN': '英文' },
  chinese: { en: 'Chinese', 'zh-CN': '中文' },
  both: { en: 'Both', 'zh-CN': '中英对照' },
  signatures: { en: 'Signature lines', 'zh-CN': '签字栏' },
  sheet: { en: 'The document as it will be printed', 'zh-CN': '打印预览' },
} as const);

/** Words on the paper itself, in the language of the document. */
export const SHEET_TEXTS = {
  number: { en: 'No.', 'zh-CN': '单号' },
  state: { en: 'State', 'zh-CN': '状态' },
  preparedBy: { en: 'Prepared by', 'zh-CN': '制单' },
  approvedBy: { en: 'Approved by', 'zh-CN': '审核' },
  receivedBy: { en: 'Received by', 'zh-CN': '签收' },
  row: { en: '#', 'zh-CN': '序号' },
  sum: { en: 'Total', 'zh-CN': '合计' },
  inWords: { en: 'In Chinese words', 'zh-CN': '金额大写' },
  printed: { en: 'Printed', 'zh-CN': '打印' },
} as const;
