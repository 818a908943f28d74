import type { IssueSpec } from '../issue-spec.ts';

/** What the designer asks of the server beside saving and publishing. */
export const DESIGNING_ISSUES = {
  SOCKET_SUBSCRIPTIONS_ONLY: {
    message: { en: 'Only subscriptions run over a WebSocket here.', 'zh-CN': '此处的 WebSocket 仅支持订阅。' },
    cure: { en: 'Send queries and mutations by HTTP.', 'zh-CN': '查询和变更请通过 HTTP 发送。' },
  },
  PRESENCE_FORM: {
    message: { en: '{name} has more than {max} characters or none.', 'zh-CN': '{name} 为空或超过 {max} 个字符。' },
    cure: { en: 'Send a short text.', 'zh-CN': '请发送较短的文本。' },
  },
  SCHEDULE_TIME: {
    message: {
      en: 'A publication can be scheduled from {minutes} minute to {days} days ahead.',
      'zh-CN': '定时发布的时间应在 {minutes} 分钟之后、{days} 天之内。',
    },
    cure: { en: 'Choose another time, or publish now.', 'zh-CN': '请另选时间，或立即发布。' },
  },
  SCHEDULE_TAKEN: {
    message: {
      en: 'A publication of draft "{draft}" is scheduled already, for {at}.',
      'zh-CN': '草稿“{draft}”已安排在 {at} 发布。',
    },
    cure: { en: 'Cancel it first.', 'zh-CN': '请先取消原有安排。' },
  },
  SCHEDULE_UNKNOWN: {
    message: {
      en: 'There is no such scheduled publication, or it has begun.',
      'zh-CN': '没有该定时发布，或已开始执行。',
    },
    cure: { en: 'Look at the list anew.', 'zh-CN': '请刷新列表。' },
  },
  SCHEDULE_FAILED: {
    message: {
      en: 'The server could not carry out the publication: {reason}',
      'zh-CN': '服务器未能执行发布：{reason}',
    },
    cure: { en: 'Publish it by hand, or schedule it anew.', 'zh-CN': '请手动发布，或重新安排。' },
  },
  LAB_RUN_UNKNOWN: {
    message: { en: 'There is no such calculation any more.', 'zh-CN': '该计算已不存在。' },
    cure: { en: 'Start it anew.', 'zh-CN': '请重新开始。' },
  },
  LAB_RUN_LOST: {
    message: { en: 'The calculation was cut short.', 'zh-CN': '计算已中断。' },
    cure: { en: 'Start it anew.', 'zh-CN': '请重新开始。' },
  },
  VIEW_AS_FORM: {
    message: { en: '"{value}" does not say as whom to look.', 'zh-CN': '“{value}”未指明以谁的身份查看。' },
    cure: {
      en: 'Write role:<id>, role:<id>,<id> or user:<id>.',
      'zh-CN': '请写成 role:<角色>、role:<角色>,<角色> 或 user:<用户>。',
    },
  },
  VIEW_AS_ROLE_UNKNOWN: {
    message: { en: 'The template has no role "{role}".', 'zh-CN': '模板中没有角色“{role}”。' },
    cure: { en: 'Choose one of: {known}.', 'zh-CN': '请选择：{known}。' },
    none: { en: 'Add a role first.', 'zh-CN': '请先新增角色。' },
  },
  VIEW_AS_USER_UNKNOWN: {
    message: { en: 'This person is not a member of the company.', 'zh-CN': '此人不是该企业的成员。' },
    cure: { en: 'Choose a member.', 'zh-CN': '请选择企业成员。' },
  },
  VIEW_AS_READ_ONLY: {
    message: {
      en: 'Nothing can be changed while you look as somebody else.',
      'zh-CN': '以他人身份查看时不能做任何更改。',
    },
    cure: { en: 'Go back to your own view first.', 'zh-CN': '请先退出“以他人身份查看”。' },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
