import { areaTexts } from '../i18n/area-texts.ts';

/** Words of the tokens page. */
export const useTokensText = areaTexts('admin-tokens', {
  lead: {
    en: 'Keys for programs that read and write by the API. A token may do what its roles may, and never more than who made it.',
    'zh-CN': '供程序调用 API 使用的密钥。令牌的权限由其角色决定，且不会超过创建者本人。',
  },
  create: { en: 'Create token', 'zh-CN': '创建令牌' },
  label: { en: 'Name', 'zh-CN': '名称' },
  labelHint: { en: 'What uses it: “Warehouse scanner”.', 'zh-CN': '用于哪里，例如“仓库扫码枪”。' },
  roles: { en: 'Roles', 'zh-CN': '角色' },
  expires: { en: 'Expires', 'zh-CN': '到期时间' },
  days_one: { en: 'in {count} day', 'zh-CN': '{count} 天后' },
  days_other: { en: 'in {count} days', 'zh-CN': '{count} 天后' },
  standsFor: { en: 'Stands for', 'zh-CN': '代表' },
  me: { en: 'Me: it ends with my membership', 'zh-CN': '我本人（随我的成员身份失效）' },
  program: { en: 'A program of its own: it outlives memberships', 'zh-CN': '独立程序（不受成员变动影响）' },
  itself: { en: 'a program', 'zh-CN': '独立程序' },
  created: { en: 'Created', 'zh-CN': '创建时间' },
  used: { en: 'Last used', 'zh-CN': '最近使用' },
  expired: { en: 'expired', 'zh-CN': '已过期' },
  revoke: { en: 'Revoke', 'zh-CN': '吊销' },
  revokeTitle: { en: 'Revoke “{name}”?', 'zh-CN': '确定吊销“{name}”？' },
  revokeHint: {
    en: 'Programs that use it are turned away within five seconds. It can’t be brought back; make a new one instead.',
    'zh-CN': '使用该令牌的程序将在 5 秒内被拒绝。吊销后无法恢复，只能重新创建。',
  },
  revoked: { en: '“{name}” is revoked.', 'zh-CN': '已吊销“{name}”。' },
  shownOnce: {
    en: 'Copy the token now: it is shown this once, and only its hash is kept.',
    'zh-CN': '请立即复制令牌：仅显示这一次，服务器只保存其哈希值。',
  },
  token: { en: 'Token', 'zh-CN': '令牌' },
  example: { en: 'Try it', 'zh-CN': '调用示例' },
  none: { en: 'There are no tokens.', 'zh-CN': '还没有令牌。' },
  noneHint: {
    en: 'Make one for each program, so that it can be revoked without touching the others.',
    'zh-CN': '建议为每个程序单独创建令牌，便于分别吊销。',
  },
});
