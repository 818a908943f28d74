import { areaTexts } from '../i18n/area-texts.ts';

/** Words that every page of administration uses. */
export const useAdminText = areaTexts('admin', {
  nav: { en: 'Administration', 'zh-CN': '企业管理' },
  people: { en: 'People', 'zh-CN': '成员' },
  departments: { en: 'Departments', 'zh-CN': '部门' },
  tokens: { en: 'API tokens', 'zh-CN': 'API 令牌' },
  webhooks: { en: 'Webhooks & automation', 'zh-CN': 'Webhook 与自动化' },
  audit: { en: 'Audit log', 'zh-CN': '操作日志' },
  languages: { en: 'Settings', 'zh-CN': '企业设置' },
  backups: { en: 'Backups', 'zh-CN': '备份与恢复' },
  details: { en: 'Details', 'zh-CN': '详情' },
  cancel: { en: 'Cancel', 'zh-CN': '取消' },
  save: { en: 'Save', 'zh-CN': '保存' },
  close: { en: 'Close', 'zh-CN': '关闭' },
  done: { en: 'Done', 'zh-CN': '完成' },
  copy: { en: 'Copy', 'zh-CN': '复制' },
  copied: { en: 'Copied.', 'zh-CN': '已复制。' },
  copyFailed: { en: 'Could not copy. Select the text and copy it.', 'zh-CN': '复制失败，请选中后手动复制。' },
  never: { en: 'never', 'zh-CN': '从未' },
  onlyOwners: { en: 'Administration is for owners.', 'zh-CN': '只有所有者可以进行企业管理。' },
  onlyOwnersHint: {
    en: 'Ask an owner of {tenant} if you need something changed here.',
    'zh-CN': '如需调整，请联系“{tenant}”的所有者。',
  },
  more: { en: 'Show more', 'zh-CN': '查看更多' },
  edit: { en: 'Edit', 'zh-CN': '编辑' },
});
