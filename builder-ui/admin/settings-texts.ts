import { areaTexts } from '../i18n/area-texts.ts';

/** Words of the settings and backups pages. */
export const useSettingsText = areaTexts('admin-settings', {
  lead: {
    en: 'What the company is called, how its days are counted, and the languages it speaks.',
    'zh-CN': '企业名称、时区与语言。',
  },
  label: { en: 'Name of the company', 'zh-CN': '企业名称' },
  timeZone: { en: 'Time zone', 'zh-CN': '时区' },
  timeZoneHint: {
    en: 'Decides what “today” is, when schedules run and how reports divide days. Moments that are stored stay the same.',
    'zh-CN': '决定“今天”的范围、定时任务的执行时间以及报表按天的划分；已保存的时间点不变。',
  },
  saved: { en: 'Saved.', 'zh-CN': '已保存。' },
  languages: { en: 'Languages', 'zh-CN': '语言' },
  languagesHint: {
    en: 'Everybody chooses their own language in the bar above: English or 简体中文. Numbers and dates follow it.',
    'zh-CN': '每位成员可在顶部自行切换：English 或简体中文；数字与日期格式随语言变化。',
  },
  texts: { en: 'Texts of the template', 'zh-CN': '模板文本' },
  missing: { en: 'Missing in {language}', 'zh-CN': '缺少{language}' },
  complete: { en: 'complete', 'zh-CN': '已齐全' },
  toWords: { en: 'Translate in the designer', 'zh-CN': '前往“设计”翻译' },
  // Backups
  backupsLead: {
    en: 'All of this company in one file: template, records, files, members. Who has the file can read it; secret fields stay sealed.',
    'zh-CN': '将企业的全部内容保存为一个文件：模板、数据、附件与成员。持有文件者可读取其内容，加密字段除外。',
  },
  backUp: { en: 'Back up now', 'zh-CN': '立即备份' },
  running: { en: 'Backing up…', 'zh-CN': '正在备份…' },
  restoring: { en: 'Restoring as “{name}”…', 'zh-CN': '正在恢复为“{name}”…' },
  done: { en: 'The backup is done.', 'zh-CN': '备份已完成。' },
  restored: { en: 'The copy “{name}” is there.', 'zh-CN': '副本“{name}”已恢复完成。' },
  open: { en: 'Open it', 'zh-CN': '打开' },
  failed: { en: 'It was not finished.', 'zh-CN': '未能完成。' },
  rows: { en: '{done} of {total} rows', 'zh-CN': '{done} / {total} 行' },
  kept: { en: 'Kept backups', 'zh-CN': '已保存的备份' },
  none: { en: 'There is no backup yet.', 'zh-CN': '还没有备份。' },
  noneHint: {
    en: 'Make the first now, or turn daily backups on below.',
    'zh-CN': '请立即备份，或在下方开启每日自动备份。',
  },
  made: { en: 'Made', 'zh-CN': '备份时间' },
  kind: { en: 'Kind', 'zh-CN': '类型' },
  manual: { en: 'by hand', 'zh-CN': '手动' },
  daily: { en: 'daily', 'zh-CN': '每日' },
  size: { en: 'Size', 'zh-CN': '大小' },
  download: { en: 'Download', 'zh-CN': '下载' },
  verify: { en: 'Check', 'zh-CN': '校验' },
  verified: { en: 'The file is whole: its checksum is right.', 'zh-CN': '文件完整，校验和一致。' },
  restore: { en: 'Restore as a copy', 'zh-CN': '恢复为副本' },
  remove: { en: 'Remove', 'zh-CN': '删除' },
  removeTitle: { en: 'Remove this backup?', 'zh-CN': '确定删除这份备份？' },
  removeHint: {
    en: 'The file of {at} is deleted for good. Download it first if you may need it.',
    'zh-CN': '{at} 的备份文件将被永久删除；如仍需要，请先下载。',
  },
  removed: { en: 'The backup is removed.', 'zh-CN': '备份已删除。' },
  restoreTitle: { en: 'Restore as a new company', 'zh-CN': '恢复为新企业' },
  restoreHint: {
    en: 'Nothing here is touched: the backup becomes a company of its own. Its members come along with their roles; webhooks and mail are off there until somebody turns them on.',
    'zh-CN':
      '当前企业不受影响：备份将恢复为一个新的企业。成员及其角色一并恢复；其中的 Webhook 与邮件默认关闭，需手动开启。',
  },
  name: { en: 'Address', 'zh-CN': '地址标识' },
  nameHint: {
    en: 'Small letters, digits and hyphens: /w/{name}',
    'zh-CN': '小写字母、数字和连字符：/w/{name}',
  },
  copyOf: { en: '{label} (copy of {day})', 'zh-CN': '{label}（{day} 副本）' },
  schedule: { en: 'Daily backups', 'zh-CN': '每日自动备份' },
  scheduleHint: {
    en: 'One a day in the server’s data folder. When there is a new one, the oldest beyond the number goes.',
    'zh-CN': '每天一份，保存在服务器数据目录中；超出份数时自动删除最旧的一份。',
  },
  keep: { en: 'How many are kept', 'zh-CN': '保留份数' },
  apart: {
    en: 'Backups beside the data are lost with its disk: download one now and then, and keep the server’s secret key apart from it.',
    'zh-CN': '备份与数据在同一磁盘上时会一同丢失：请定期下载，并将服务器密钥另行保存。',
  },
});
