import { areaTexts } from '../i18n/area-texts.ts';
import type { AreaTexts, TextKeyOf } from '../i18n/text-store.ts';

/** Every text of the API explorer; it comes with it and not with the frame. */
const TEXTS = {
  explorer: { en: 'API explorer', 'zh-CN': '接口浏览器' },
  run: { en: 'Run', 'zh-CN': '运行' },
  running: { en: 'Running…', 'zh-CN': '运行中…' },
  format: { en: 'Tidy', 'zh-CN': '整理' },
  query: { en: 'Query', 'zh-CN': '查询' },
  variables: { en: 'Variables', 'zh-CN': '变量' },
  result: { en: 'Result', 'zh-CN': '结果' },
  resultHint: { en: 'Press {keys} to run the query.', 'zh-CN': '按 {keys} 运行查询。' },
  variablesInvalid: { en: 'The variables are not a JSON object.', 'zh-CN': '变量不是合法的 JSON 对象。' },
  took: { en: '{ms} ms · {size} · HTTP {status}', 'zh-CN': '{ms} 毫秒 · {size} · HTTP {status}' },
  docs: { en: 'Schema', 'zh-CN': '接口结构' },
  searchDocs: { en: 'Search types and fields', 'zh-CN': '搜索类型和字段' },
  nothingFound: { en: 'Nothing found.', 'zh-CN': '没有找到。' },
  queries: { en: 'Queries', 'zh-CN': '查询' },
  mutations: { en: 'Mutations', 'zh-CN': '变更' },
  subscriptions: { en: 'Subscriptions', 'zh-CN': '订阅' },
  types: { en: 'Types', 'zh-CN': '类型' },
  deprecated: { en: 'deprecated', 'zh-CN': '已弃用' },
  arguments: { en: 'Arguments', 'zh-CN': '参数' },
  fields: { en: 'Fields', 'zh-CN': '字段' },
  values: { en: 'Values', 'zh-CN': '取值' },
  insert: { en: 'Write a query with it', 'zh-CN': '生成查询' },
  history: { en: 'History', 'zh-CN': '历史' },
  historyEmpty: { en: 'Queries that you run appear here.', 'zh-CN': '运行过的查询会显示在这里。' },
  historyClear: { en: 'Clear', 'zh-CN': '清空' },
} as const satisfies AreaTexts;

export const useExplorerText = areaTexts('explorer', TEXTS);
export type ExplorerTextKey = TextKeyOf<typeof TEXTS>;
