import { areaTexts } from '../../i18n/area-texts.ts';

/** Texts of the page of the API. */
export const useApiText = areaTexts('draftApi', {
  title: { en: 'API', 'zh-CN': '接口' },
  hint: {
    en: 'The GraphQL API that this draft makes, as it is designed. Nothing to write, nothing to deploy.',
    'zh-CN': '当前草稿生成的 GraphQL 接口，随设计实时更新，无需编码和部署。',
  },
  object: { en: 'Object', 'zh-CN': '业务对象' },
  everything: { en: 'The whole API', 'zh-CN': '全部接口' },
  schema: { en: 'Schema of the draft', 'zh-CN': '草稿的接口定义' },
  waiting: { en: 'Working out the API…', 'zh-CN': '正在生成接口…' },
  mistakes: {
    en: 'The draft has mistakes; the API is worked out when they are put right.',
    'zh-CN': '草稿有错误，改正后将生成接口。',
  },
  seeMistakes: { en: 'See the mistakes', 'zh-CN': '查看错误' },
  breakingNone: { en: 'No program breaks by this draft', 'zh-CN': '本草稿不会影响现有程序' },
  query: { en: 'Example query', 'zh-CN': '查询示例' },
  run: { en: 'Run', 'zh-CN': '运行' },
  runsOn: { en: 'Runs on version {number}, which is in force', 'zh-CN': '在当前生效的版本 {number} 上运行' },
  notYet: {
    en: 'What is new in the draft is answered once it is published.',
    'zh-CN': '草稿中新增的内容发布后才能查询。',
  },
  answer: { en: 'Answer', 'zh-CN': '返回结果' },
  took: { en: 'HTTP {status}, {ms} ms', 'zh-CN': 'HTTP {status}，{ms} 毫秒' },
  copyCurl: { en: 'Copy as curl', 'zh-CN': '复制为 curl' },
  copyTypescript: { en: 'Copy as TypeScript', 'zh-CN': '复制为 TypeScript' },
  copySdl: { en: 'Copy the schema', 'zh-CN': '复制接口定义' },
  copied: { en: 'Copied', 'zh-CN': '已复制' },
  explorer: { en: 'Open the explorer', 'zh-CN': '打开接口浏览器' },
});
