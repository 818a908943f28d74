import type { IssueSpec } from '../issue-spec.ts';

/** What can go wrong with what people keep for themselves. */
export const PEOPLE_ISSUES = {
  PREFERENCE_NOBODY: {
    message: {
      en: 'Preferences belong to people, and nobody is signed in.',
      'zh-CN': '个人设置属于成员，而当前没有登录用户。',
    },
    cure: {
      en: 'Sign in as a member, or use a token that stands for a person.',
      'zh-CN': '请以成员身份登录，或使用代表某个人的令牌。',
    },
  },
  PREFERENCE_KEY: {
    message: { en: '“{key}” is no key of a preference.', 'zh-CN': '“{key}”不是有效的设置键。' },
    cure: {
      en: 'Join words of letters, digits, _ and - by points, with {max} characters at most.',
      'zh-CN': '请用点号连接由字母、数字、_ 和 - 组成的词，最长 {max} 个字符。',
    },
  },
  PREFERENCE_LARGE: {
    message: {
      en: 'The preference has {size} bytes; {max} are allowed.',
      'zh-CN': '该设置有 {size} 字节，最多允许 {max} 字节。',
    },
    cure: { en: 'Keep less in it.', 'zh-CN': '请精简内容。' },
  },
  PREFERENCES_MANY: {
    message: {
      en: 'You keep {max} preferences already, and there can be no more.',
      'zh-CN': '您的个人设置已达上限 {max} 项。',
    },
    cure: { en: 'Remove favourites that you no longer need.', 'zh-CN': '请移除不再需要的收藏。' },
  },
  SAVED_VIEW_NOBODY: {
    message: {
      en: 'Saved views belong to people, and nobody is signed in.',
      'zh-CN': '视图由成员保存，而当前没有登录用户。',
    },
    cure: {
      en: 'Sign in as a member, or use a token that stands for a person.',
      'zh-CN': '请以成员身份登录，或使用代表某个人的令牌。',
    },
  },
  SAVED_VIEW_NAME: {
    message: { en: 'A view needs a name of at most {max} characters.', 'zh-CN': '视图需要名称，最长 {max} 个字符。' },
    cure: { en: 'Give it a short name.', 'zh-CN': '请填写简短的名称。' },
  },
  SAVED_VIEW_LARGE: {
    message: {
      en: 'What the view keeps has {size} bytes; {max} are allowed.',
      'zh-CN': '视图内容有 {size} 字节，最多允许 {max} 字节。',
    },
    cure: { en: 'Filter by fewer values.', 'zh-CN': '请减少筛选值。' },
  },
  SAVED_VIEWS_MANY: {
    message: { en: 'You have saved {max} views already.', 'zh-CN': '您保存的视图已达上限 {max} 个。' },
    cure: { en: 'Delete views that you no longer need.', 'zh-CN': '请删除不再需要的视图。' },
  },
  SAVED_VIEW_SHARING: {
    message: { en: 'You may not share views or change shared ones.', 'zh-CN': '您无权共享视图或修改共享视图。' },
    cure: {
      en: 'Save it for yourself, or ask an owner or a template designer.',
      'zh-CN': '请保存为个人视图，或联系所有者、模板设计者。',
    },
  },
  SAVED_VIEW_UNKNOWN: {
    message: { en: 'There is no such view or list: “{id}”.', 'zh-CN': '没有这个视图或列表：“{id}”。' },
    cure: { en: 'It may have been deleted; load the list again.', 'zh-CN': '它可能已被删除，请刷新列表。' },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
