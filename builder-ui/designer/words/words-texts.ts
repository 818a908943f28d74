import { areaTexts } from '../../i18n/area-texts.ts';

/** Texts of the page of words. */
export const useWordsText = areaTexts('words', {
  title: { en: 'Words', 'zh-CN': '翻译' },
  hint: {
    en: 'Every text of your company’s design in both languages. Paste from Excel, or send a file to a translator.',
    'zh-CN': '集中维护设计中的全部中英文文字，可从 Excel 粘贴，或导出文件交给翻译人员。',
  },
  search: { en: 'Search texts and places', 'zh-CN': '搜索文字或位置（支持拼音）' },
  all: { en: 'All {count}', 'zh-CN': '全部 {count}' },
  missing: { en: 'Missing {count}', 'zh-CN': '待翻译 {count}' },
  changed: { en: 'Changed {count}', 'zh-CN': '已修改 {count}' },
  object: { en: 'Object', 'zh-CN': '业务对象' },
  everything: { en: 'All objects', 'zh-CN': '全部对象' },
  elsewhere: { en: 'Not of one object', 'zh-CN': '不属于单个对象' },
  place: { en: 'Where', 'zh-CN': '位置' },
  en: { en: 'English', 'zh-CN': '英文' },
  'zh-CN': { en: 'Chinese', 'zh-CN': '中文' },
  empty: { en: 'missing', 'zh-CN': '待翻译' },
  label: { en: 'Name', 'zh-CN': '名称' },
  help: { en: 'Help', 'zh-CN': '说明' },
  message: { en: 'Message', 'zh-CN': '提示' },
  explain: { en: 'Explanation', 'zh-CN': '解释' },
  text: { en: 'Text', 'zh-CN': '文字' },
  wholeTemplate: { en: 'The whole template', 'zh-CN': '整个模板' },
  none: { en: 'No text matches.', 'zh-CN': '没有符合条件的文字。' },
  allDone: { en: 'Every text is there in both languages.', 'zh-CN': '全部文字均已有中英文。' },
  set: { en: 'Text of {place}', 'zh-CN': '修改文字：{place}' },
  pasted_one: { en: 'Paste {count} text', 'zh-CN': '粘贴 {count} 条文字' },
  pasted_other: { en: 'Paste {count} texts', 'zh-CN': '粘贴 {count} 条文字' },
  imported_one: { en: 'Import {count} text', 'zh-CN': '导入 {count} 条文字' },
  imported_other: { en: 'Import {count} texts', 'zh-CN': '导入 {count} 条文字' },
  importedNothing: { en: 'The file has nothing new.', 'zh-CN': '文件中没有新的内容。' },
  importUnknown: {
    en: '{count} rows are about places that are not there any more.',
    'zh-CN': '{count} 行对应的位置已不存在。',
  },
  importUnreadable: {
    en: 'The file needs a column “id” and a column “en” or “zh-CN”. Export one to see how it looks.',
    'zh-CN': '文件需要有 id 列，以及 en 或 zh-CN 列。可先导出查看格式。',
  },
  exportFile: { en: 'Export CSV', 'zh-CN': '导出 CSV' },
  importFile: { en: 'Import CSV', 'zh-CN': '导入 CSV' },
  gridLabel: { en: 'Texts in both languages', 'zh-CN': '中英文文字表' },
  keys: {
    en: 'Arrows move, Enter or typing edits, Tab goes on, Delete empties, Ctrl+V pastes a block.',
    'zh-CN': '方向键移动，回车或直接输入进行编辑，Tab 下一格，Delete 清空，Ctrl+V 粘贴多格。',
  },
});

/** Gives the texts of the page of words in one language. */
export type WordsText = ReturnType<typeof useWordsText>;
