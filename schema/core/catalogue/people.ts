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
} as const satisfies Readonly<Record<string, IssueSpec>>;
