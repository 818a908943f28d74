import type { Locale } from '../../../schema/core/text.ts';
import type { AuditEntry } from '../../db/control-entities.ts';

/** Names for what entries tell by id. */
export interface AuditWords {
  /** Of people and departments, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** Labels by role id. */
  readonly roles: ReadonlyMap<string, string>;
  readonly locale: Locale;
}

type Detail = Readonly<Record<string, unknown>>;

/** The ids of people that an entry tells of. */
export function usersIn({ actor, detail }: AuditEntry): readonly string[] {
  const { user, to }: Readonly<Record<string, unknown>> = detail;
  return [actor, user, to].filter((id): id is string => typeof id === 'string');
}

/** What was done as a sentence without its subject, which stands beside it (SPEC [ADM-3]). */
export function auditSentence({ action, detail }: AuditEntry, words: AuditWords): string {
  const sentence = SENTENCES[action];
  if (sentence === undefined) return action;
  return sentence(readerOf(detail, words))[words.locale];
}

interface Reader {
  readonly text: (key: string) => string;
  /** Of a person or a department. */
  readonly name: (key: string) => string;
  readonly roles: string;
  /** With the article before them, as English has it. */
  readonly theRoles: string;
  readonly has: (key: string) => boolean;
}

function readerOf(detail: Detail, { names, roles, locale }: AuditWords): Reader {
  const text = (key: string): string => {
    const value = detail[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const list: unknown = detail['roles'];
  const given = (Array.isArray(list) ? list : []).map((role: unknown) => roles.get(String(role)) ?? String(role));
  return {
    text,
    name: (key) => names.get(text(key)) ?? (locale === 'en' ? 'somebody who has left' : '已离开的成员'),
    roles: given.join(locale === 'en' ? ', ' : '、'),
    theRoles: `the ${given.length === 1 ? 'role' : 'roles'} ${given.join(', ')}`,
    has: (key) => text(key) !== '',
  };
}

type Sentence = (reader: Reader) => Readonly<Record<Locale, string>>;

const SENTENCES: Readonly<Record<string, Sentence>> = {
  'member.set': ({ name, roles, theRoles }) => ({
    en: `gave ${name('user')} ${theRoles}`,
    'zh-CN': `将“${name('user')}”的角色设为${roles}`,
  }),
  'member.remove': ({ name }) => ({
    en: `ended the membership of ${name('user')}`,
    'zh-CN': `停用了成员“${name('user')}”`,
  }),
  'member.password': ({ name }) => ({
    en: `made a new first password for ${name('user')}`,
    'zh-CN': `为“${name('user')}”重置了密码`,
  }),
  'member.handOver': ({ name, text }) => ({
    en: `handed the work of ${name('user')} over to ${name('to')}: records ${text('records')}, decisions ${text('approvals')}, views ${text('views')}`,
    'zh-CN': `将“${name('user')}”的工作交接给“${name('to')}”：数据 ${text('records')} 条、待审批 ${text('approvals')} 项、视图 ${text('views')} 个`,
  }),
  'token.create': ({ text, roles, theRoles }) => ({
    en: `made the token ${text('prefix')}… with ${theRoles}`,
    'zh-CN': `创建了令牌 ${text('prefix')}…，角色：${roles}`,
  }),
  'token.revoke': ({ text }) => ({
    en: `revoked the token ${text('prefix')}…`,
    'zh-CN': `吊销了令牌 ${text('prefix')}…`,
  }),
  'department.set': ({ text, name, has }) => ({
    en: `set the department “${text('name')}”${has('parentId') ? ` below “${name('parentId')}”` : ''}${has('people') ? `, with ${text('people')} people` : ''}`,
    'zh-CN': `设置了部门“${text('name')}”${has('parentId') ? `，上级为“${name('parentId')}”` : ''}${has('people') ? `，共 ${text('people')} 人` : ''}`,
  }),
  'department.remove': ({ text }) => ({
    en: `removed the department “${text('name')}”`,
    'zh-CN': `删除了部门“${text('name')}”`,
  }),
  'template.publish': ({ text, has }) => ({
    en: `published version ${text('version')}${has('back') ? `, back to version ${text('back')}` : ''}${has('note') ? `: ${text('note')}` : ''}`,
    'zh-CN': `发布了版本 ${text('version')}${has('back') ? `（恢复到版本 ${text('back')}）` : ''}${has('note') ? `：${text('note')}` : ''}`,
  }),
  'publication.schedule': ({ text }) => ({
    en: `scheduled the draft “${text('draft')}” to be published at ${text('at')}`,
    'zh-CN': `安排草稿“${text('draft')}”于 ${text('at')} 发布`,
  }),
  'publication.cancel': () => ({ en: 'cancelled a scheduled publication', 'zh-CN': '取消了一次定时发布' }),
  'tenant.create': ({ text }) => ({
    en: `created the company “${text('name')}”`,
    'zh-CN': `创建了企业“${text('name')}”`,
  }),
  'tenant.upgrade': ({ text }) => ({
    en: `upgraded the pack ${text('pack')} from ${text('from')} to ${text('to')}, version ${text('version')}`,
    'zh-CN': `将模板包 ${text('pack')} 从 ${text('from')} 升级到 ${text('to')}（版本 ${text('version')}）`,
  }),
  'tenant.set': ({ text, has }) => ({
    en: `changed the settings${has('label') ? `: name “${text('label')}”` : ''}${has('timeZone') ? `, time zone ${text('timeZone')}` : ''}`,
    'zh-CN': `修改了企业设置${has('label') ? `：名称“${text('label')}”` : ''}${has('timeZone') ? `，时区 ${text('timeZone')}` : ''}`,
  }),
  'tenant.backup': ({ text }) => ({
    en: `backed up ${text('rows')} rows`,
    'zh-CN': `完成备份，共 ${text('rows')} 行`,
  }),
  'tenant.restore': ({ text }) => ({
    en: `made this company from a backup with ${text('rows')} rows`,
    'zh-CN': `由备份恢复为本企业，共 ${text('rows')} 行`,
  }),
  'backup.restore': ({ text }) => ({
    en: `restored the backup ${text('backup')} as the new company “${text('name')}”`,
    'zh-CN': `将备份 ${text('backup')} 恢复为新企业“${text('name')}”`,
  }),
  'backup.upload': ({ text, has }) => ({
    en: `uploaded the backup ${text('backup')}${has('of') ? ` of “${text('of')}”` : ''}`,
    'zh-CN': `上传了备份 ${text('backup')}${has('of') ? `（来自“${text('of')}”）` : ''}`,
  }),
  'backup.download': ({ text }) => ({
    en: `downloaded the backup ${text('backup')}`,
    'zh-CN': `下载了备份 ${text('backup')}`,
  }),
  'backup.remove': ({ text }) => ({
    en: `removed the backup ${text('backup')}`,
    'zh-CN': `删除了备份 ${text('backup')}`,
  }),
  'backup.schedule': ({ text, has }) => ({
    en: has('keep') ? `set daily backups, of which ${text('keep')} are kept` : 'stopped daily backups',
    'zh-CN': has('keep') ? `启用每日备份，保留 ${text('keep')} 份` : '停用了每日备份',
  }),
  'view.as': ({ name, has, roles, theRoles }) => ({
    en: has('user') ? `looked as ${name('user')}` : `looked as somebody with ${theRoles}`,
    'zh-CN': has('user') ? `以“${name('user')}”的身份查看` : `以角色${roles}的身份查看`,
  }),
  'tier.change': ({ name, text }) => ({
    en: `${name('user')} came from tier ${text('before') || '–'} to ${text('after') || '–'} by points`,
    'zh-CN': `“${name('user')}”的等级由 ${text('before') || '–'} 变为 ${text('after') || '–'}`,
  }),
};
