import type { IssueSpec } from '../issue-spec.ts';

const TAKE_IT = {
  en: 'Where the pack’s is the better one, set it in the designer.',
  'zh-CN': '若模板包中的内容更好，请在设计器中改用它。',
} as const;

/** Upgrading a tenant to another version of a pack. The `UPGRADE_BOTH_…` and `…_REMOVED` codes tell, and refuse nothing. */
export const UPGRADE_ISSUES = {
  UPGRADE_PACK_ABSENT: {
    message: { en: 'The company is not made of pack "{pack}".', 'zh-CN': '该企业未使用模板包“{pack}”。' },
    cure: { en: 'Name one of its packs: {packs}.', 'zh-CN': '请指定其使用的模板包：{packs}。' },
  },
  UPGRADE_VERSION_UNKNOWN: {
    message: { en: 'There is no version {version} of pack "{pack}".', 'zh-CN': '模板包“{pack}”没有版本 {version}。' },
    cure: {
      en: 'Known versions: {known}. Another one can be given with --file.',
      'zh-CN': '可用的版本：{known}。其他版本可用 --file 指定。',
    },
    none: { en: 'Give it with --file.', 'zh-CN': '请用 --file 指定该版本。' },
  },
  UPGRADE_NOT_NEWER: {
    message: {
      en: 'Version {version} of pack "{pack}" is not newer than {current}, which the company has.',
      'zh-CN': '模板包“{pack}”的版本 {version} 不比企业现有的 {current} 新。',
    },
    cure: {
      en: 'Choose a newer version; to go back, roll back to a former version of the company.',
      'zh-CN': '请选择更新的版本；若要退回，请回滚到企业的先前版本。',
    },
  },
  UPGRADE_FILE_OTHER: {
    message: { en: '{path} holds {found}, not {wanted}.', 'zh-CN': '{path} 的内容是 {found}，不是 {wanted}。' },
    cure: {
      en: 'Name the pack and version that the file holds.',
      'zh-CN': '请指定与文件内容一致的模板包和版本。',
    },
  },
  UPGRADE_BOTH_CHANGED: {
    message: {
      en: '{place}: the company has {ours}, the pack changed {base} to {theirs}. The company’s stays.',
      'zh-CN': '{place}：企业为 {ours}，模板包由 {base} 改为 {theirs}。保留企业的内容。',
    },
    cure: TAKE_IT,
  },
  UPGRADE_BOTH_ADDED: {
    message: {
      en: '{place}: the company added {ours}, the pack now brings {theirs}. The company’s stays.',
      'zh-CN': '{place}：企业添加了 {ours}，模板包现在带来 {theirs}。保留企业的内容。',
    },
    cure: TAKE_IT,
  },
  UPGRADE_BOTH_MOVED: {
    message: {
      en: '{place}: the company and the pack ordered this differently. The company’s order stays.',
      'zh-CN': '{place}：企业与模板包的排列顺序不同。保留企业的顺序。',
    },
    cure: TAKE_IT,
  },
  UPGRADE_OURS_REMOVED: {
    message: {
      en: '{place}: the company removed this, the pack changed it to {theirs}. It stays removed.',
      'zh-CN': '{place}：企业已删除，模板包改为 {theirs}。仍保持删除。',
    },
    cure: TAKE_IT,
  },
  UPGRADE_THEIRS_REMOVED: {
    message: {
      en: '{place}: the pack removed this, the company had changed it to {ours}. The company’s stays.',
      'zh-CN': '{place}：模板包已删除，而企业曾改为 {ours}。保留企业的内容。',
    },
    cure: {
      en: 'Remove it in the designer when nobody needs it any more.',
      'zh-CN': '若不再需要，请在设计器中删除。',
    },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
