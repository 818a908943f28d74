import type { IssueSpec } from '../issue-spec.ts';

const TAKE_IT = {
  en: 'Where the pack’s is the better one, set it in the designer.',
  'zh-CN': '若包中的内容更好，请在设计器中改用它。',
} as const;

/** Upgrading a tenant to another version of a pack. The `UPGRADE_BOTH_…` and `…_REMOVED` codes tell, and refuse nothing. */
export const UPGRADE_ISSUES = {
  UPGRADE_PACK_ABSENT: {
    message: { en: 'The tenant is not made of pack "{pack}".', 'zh-CN': '该租户未使用包“{pack}”。' },
    cure: { en: 'Name one of its packs: {packs}.', 'zh-CN': '请指定其使用的包：{packs}。' },
  },
  UPGRADE_VERSION_UNKNOWN: {
    message: { en: 'There is no version {version} of pack "{pack}".', 'zh-CN': '包“{pack}”没有版本 {version}。' },
    cure: {
      en: 'Known versions: {known}. Another one can be given with --file.',
      'zh-CN': '可用的版本：{known}。其他版本可用 --file 指定。',
    },
    none: { en: 'Give it with --file.', 'zh-CN': '请用 --file 指定该版本。' },
  },
  UPGRADE_NOT_NEWER: {
    message: {
      en: 'Version {version} of pack "{pack}" is not newer than {current}, which the tenant has.',
      'zh-CN': '包“{pack}”的版本 {version} 不比租户现有的 {current} 新。',
    },
    cure: {
      en: 'Choose a newer version; to go back, roll back to a former version of the tenant.',
      'zh-CN': '请选择更新的版本；若要退回，请回滚到租户的先前版本。',
    },
  },
  UPGRADE_FILE_OTHER: {
    message: { en: '{path} holds {found}, not {wanted}.', 'zh-CN': '{path} 的内容是 {found}，不是 {wanted}。' },
    cure: {
      en: 'Name the pack and version that the file holds.',
      'zh-CN': '请指定与文件内容一致的包和版本。',
    },
  },
  UPGRADE_BOTH_CHANGED: {
    message: {
      en: '{place}: the tenant has {ours}, the pack changed {base} to {theirs}. The tenant’s stays.',
      'zh-CN': '{place}：租户为 {ours}，包由 {base} 改为 {theirs}。保留租户的内容。',
    },
    cure: TAKE_IT,
  },
  UPGRADE_BOTH_ADDED: {
    message: {
      en: '{place}: the tenant added {ours}, the pack now brings {theirs}. The tenant’s stays.',
      'zh-CN': '{place}：租户添加了 {ours}，包现在带来 {theirs}。保留租户的内容。',
    },
    cure: TAKE_IT,
  },
  UPGRADE_BOTH_MOVED: {
    message: {
      en: '{place}: the tenant and the pack ordered this differently. The tenant’s order stays.',
      'zh-CN': '{place}：租户与包的排列顺序不同。保留租户的顺序。',
    },
    cure: TAKE_IT,
  },
  UPGRADE_OURS_REMOVED: {
    message: {
      en: '{place}: the tenant removed this, the pack changed it to {theirs}. It stays removed.',
      'zh-CN': '{place}：租户已删除，包改为 {theirs}。仍保持删除。',
    },
    cure: TAKE_IT,
  },
  UPGRADE_THEIRS_REMOVED: {
    message: {
      en: '{place}: the pack removed this, the tenant had changed it to {ours}. The tenant’s stays.',
      'zh-CN': '{place}：包已删除，而租户曾改为 {ours}。保留租户的内容。',
    },
    cure: {
      en: 'Remove it in the designer when nobody needs it any more.',
      'zh-CN': '若不再需要，请在设计器中删除。',
    },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
