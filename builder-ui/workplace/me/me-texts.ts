import { areaTexts } from '../../i18n/area-texts.ts';

/** Texts of the reader's own settings. */
export const useMeText = areaTexts('me', {
  device: { en: 'This device', 'zh-CN': '本设备' },
  title: { en: 'My settings', 'zh-CN': '个人设置' },
  roles: { en: 'Roles in {tenant}: {roles}', 'zh-CN': '在 {tenant} 的角色：{roles}' },
  look: { en: 'Language and look', 'zh-CN': '语言与外观' },
  language: { en: 'Language', 'zh-CN': '语言' },
  theme: { en: 'Colours', 'zh-CN': '主题' },
  light: { en: 'Light', 'zh-CN': '浅色' },
  dark: { en: 'Dark', 'zh-CN': '深色' },
  density: { en: 'Lists', 'zh-CN': '列表密度' },
  comfortable: { en: 'Comfortable', 'zh-CN': '标准' },
  compact: { en: 'Compact', 'zh-CN': '紧凑' },
  densityHint: { en: 'Compact shows more rows at once.', 'zh-CN': '紧凑模式下一屏可显示更多记录。' },
  work: { en: 'Keyboard', 'zh-CN': '键盘' },
  keys: { en: 'Single-key shortcuts', 'zh-CN': '单键快捷键' },
  keysHint: {
    en: 'Letters act at once, as in the inbox. Turn them off if you dictate. “?” lists them all.',
    'zh-CN': '按单个字母即可操作（如待办中的同意、驳回）。使用语音输入时建议关闭。按“?”查看全部。',
  },
  told: { en: 'Notifications', 'zh-CN': '消息提醒' },
  toasts: { en: 'Show small messages on the screen', 'zh-CN': '屏幕右下角弹出提醒' },
  toastsHint: { en: 'They take no focus and go away by themselves.', 'zh-CN': '不会打断输入，几秒后自动消失。' },
  mail: { en: 'Send me e-mails', 'zh-CN': '邮件提醒' },
  mailHint: { en: 'To {email}, in the language chosen here.', 'zh-CN': '发送至 {email}，使用当前所选语言。' },
  password: { en: 'Password', 'zh-CN': '密码' },
  current: { en: 'Present password', 'zh-CN': '当前密码' },
  next: { en: 'New password', 'zh-CN': '新密码' },
  again: { en: 'New password again', 'zh-CN': '再次输入新密码' },
  change: { en: 'Change the password', 'zh-CN': '修改密码' },
  differs: { en: 'The two are not the same.', 'zh-CN': '两次输入的新密码不一致。' },
  changed: {
    en: 'The password is changed; all other sessions were ended.',
    'zh-CN': '密码已修改，其他设备上的登录已退出。',
  },
  missing: { en: 'Fill this in.', 'zh-CN': '请填写。' },
} as const);
