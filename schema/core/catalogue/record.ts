import type { IssueSpec } from '../issue-spec.ts';

/** What can go wrong with what is said about a record. */
export const RECORD_ISSUES = {
  COMMENT_NOBODY: {
    message: {
      en: 'Comments are written by people, and nobody is signed in.',
      'zh-CN': '评论须由成员发表，而当前没有登录用户。',
    },
    cure: {
      en: 'Sign in as a member, or use a token that stands for a person.',
      'zh-CN': '请以成员身份登录，或使用代表某个人的令牌。',
    },
  },
  COMMENT_EMPTY: {
    message: { en: 'The comment is empty.', 'zh-CN': '评论内容为空。' },
    cure: { en: 'Write something, or leave it.', 'zh-CN': '请填写评论内容。' },
  },
  COMMENT_TOO_LONG: {
    message: {
      en: 'The comment has {length} characters; {max} are allowed.',
      'zh-CN': '评论有 {length} 个字，最多 {max} 个字。',
    },
    cure: { en: 'Shorten it, or write a second one.', 'zh-CN': '请缩短，或分成两条发表。' },
  },
  COMMENT_NOT_FOUND: {
    message: { en: 'There is no such comment.', 'zh-CN': '没有这条评论。' },
    cure: {
      en: 'It was deleted, or its record is out of your sight.',
      'zh-CN': '它可能已被删除，或您无权查看其所属记录。',
    },
  },
  COMMENT_NOT_YOURS: {
    message: { en: 'The comment is somebody else’s.', 'zh-CN': '这不是您发表的评论。' },
    cure: { en: 'Answer it with a comment of your own.', 'zh-CN': '您可以另发一条评论回复。' },
  },
  COMMENT_MENTION_UNKNOWN: {
    message: { en: 'Somebody who is mentioned is no active member here.', 'zh-CN': '被提到的人不是在职成员。' },
    cure: { en: 'Mention members who are active.', 'zh-CN': '请提及在职成员。' },
  },
  COMMENT_MENTION_UNSEEN: {
    message: { en: '{names} may not read this record.', 'zh-CN': '{names} 无权查看这条记录。' },
    cure: {
      en: 'Leave the name out, or have the person given a role that may read it.',
      'zh-CN': '请去掉该提及，或先为对方授予可查看此记录的角色。',
    },
  },
  COMMENT_MENTIONS_TOO_MANY: {
    message: {
      en: 'The comment mentions {count} people; {max} are allowed.',
      'zh-CN': '评论提及了 {count} 人，最多 {max} 人。',
    },
    cure: { en: 'Mention fewer people.', 'zh-CN': '请减少提及的人数。' },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
