import { areaTexts } from '../i18n/area-texts.ts';

/** Texts of the page of all companies, which only who has several meets. */
export const useTenantsText = areaTexts('tenants', {
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
  openExplorer: { en: 'API explorer', 'zh-CN': '接口浏览器' },
  schemaFile: { en: 'Schema', 'zh-CN': '接口定义' },
  openTenant: { en: 'Open', 'zh-CN': '进入' },
});
