import type { AreaTexts } from './text-store.ts';

/** Every text of the application's frame; `{name}` stands for a value. */
export const TEXTS = {
  tagline: { en: 'A business server that its users reshape.', 'zh-CN': '由用户自己塑造的业务系统。' },
  signIn: { en: 'Sign in', 'zh-CN': '登录' },
  signingIn: { en: 'Signing in…', 'zh-CN': '正在登录…' },
  mySettings: { en: 'My settings', 'zh-CN': '个人设置' },
  signOut: { en: 'Sign out', 'zh-CN': '退出登录' },
  email: { en: 'E-mail', 'zh-CN': '邮箱' },
  password: { en: 'Password', 'zh-CN': '密码' },
  language: { en: 'Language', 'zh-CN': '语言' },
  theme: { en: 'Light or dark', 'zh-CN': '浅色或深色' },
  loading: { en: 'Loading…', 'zh-CN': '加载中…' },
  retry: { en: 'Try again', 'zh-CN': '重试' },
  back: { en: 'All companies', 'zh-CN': '全部企业' },
  skipToContent: { en: 'Skip to the content', 'zh-CN': '跳到正文' },
  workOrDesign: { en: 'Work or design', 'zh-CN': '使用或设计' },
  modeWork: { en: 'Work', 'zh-CN': '使用' },
  modeDesign: { en: 'Design', 'zh-CN': '设计' },
  account: { en: 'Account of {name}', 'zh-CN': '{name} 的账号' },
  notFound: { en: 'There is nothing here.', 'zh-CN': '这里没有内容。' },
  broken: { en: 'This page cannot be shown.', 'zh-CN': '此页面无法显示。' },
  lost: {
    en: 'The connection was lost while it was loading. What you typed is kept.',
    'zh-CN': '加载时网络中断。已填写的内容都已保留。',
  },
  tenantUnknown: { en: 'There is no company “{tenant}” that you can use.', 'zh-CN': '没有您可用的企业“{tenant}”。' },
} as const satisfies AreaTexts;
