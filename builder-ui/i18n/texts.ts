import type { Locale } from '../../schema/core/text.ts';

/** Every text of the application's frame; `{name}` stands for a value. */
export const TEXTS = {
  tagline: { en: 'A business server that its users reshape.', 'zh-CN': '由用户自己塑造的业务系统。' },
  signIn: { en: 'Sign in', 'zh-CN': '登录' },
  signingIn: { en: 'Signing in…', 'zh-CN': '正在登录…' },
  signOut: { en: 'Sign out', 'zh-CN': '退出登录' },
  email: { en: 'E-mail', 'zh-CN': '邮箱' },
  password: { en: 'Password', 'zh-CN': '密码' },
  language: { en: 'Language', 'zh-CN': '语言' },
  theme: { en: 'Light or dark', 'zh-CN': '浅色或深色' },
  loading: { en: 'Loading…', 'zh-CN': '加载中…' },
  retry: { en: 'Try again', 'zh-CN': '重试' },
  yourTenants: { en: 'Your companies', 'zh-CN': '我的企业' },
  tenantsHint: { en: 'Each has its own template, data and API.', 'zh-CN': '每个企业都有自己的模板、数据和接口。' },
  noTenants: { en: 'You do not belong to a company yet.', 'zh-CN': '您还没有加入任何企业。' },
  noTenantsHint: { en: 'Ask an owner to invite {email}.', 'zh-CN': '请联系企业所有者邀请 {email}。' },
  version: { en: 'Version {number}', 'zh-CN': '版本 {number}' },
  notPublished: { en: 'Not published yet', 'zh-CN': '尚未发布' },
  publishedBy: { en: '{when}, by {who}', 'zh-CN': '{who}，{when}' },
  published: { en: '{when}', 'zh-CN': '{when}' },
  yourRoles: { en: 'Your roles', 'zh-CN': '我的角色' },
  asOperator: { en: 'operator', 'zh-CN': '运维管理员' },
  openExplorer: { en: 'Explore the API', 'zh-CN': '接口浏览器' },
  schemaFile: { en: 'Schema', 'zh-CN': '接口定义' },
  shape: { en: 'Shape', 'zh-CN': '形态' },
  back: { en: 'All companies', 'zh-CN': '全部企业' },
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
  notFound: { en: 'There is nothing here.', 'zh-CN': '这里没有内容。' },
  tenantUnknown: { en: 'There is no company “{tenant}” that you can use.', 'zh-CN': '没有您可用的企业“{tenant}”。' },
} as const satisfies Readonly<Record<string, Readonly<Record<Locale, string>>>>;

export type TextKey = keyof typeof TEXTS;
export type TextParams = Readonly<Record<string, string | number>>;

/** The text in the reader's language with its values filled in. */
export function textOf(key: TextKey, locale: Locale, params: TextParams = {}): string {
  return TEXTS[key][locale].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}
