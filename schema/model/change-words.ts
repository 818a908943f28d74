import { textIn, type Locale } from '../core/text.ts';
import { CHANGES, type ChangeKind, type ModelChange } from './changes.ts';

type Both = Readonly<Record<Locale, string>>;

/** What one item of a section is called. */
export const SECTION_WORDS: Readonly<Record<string, Both>> = {
  ledgers: { en: 'ledger', 'zh-CN': '台账' },
  postings: { en: 'posting rule', 'zh-CN': '记账规则' },
  tables: { en: 'decision table', 'zh-CN': '决策表' },
  awards: { en: 'points rule', 'zh-CN': '积分规则' },
  tiers: { en: 'tiers', 'zh-CN': '等级' },
  rewards: { en: 'reward', 'zh-CN': '奖品' },
  leaderboards: { en: 'leaderboard', 'zh-CN': '排行榜' },
  automations: { en: 'automation', 'zh-CN': '自动化' },
  schedules: { en: 'schedule', 'zh-CN': '定时任务' },
  reports: { en: 'report', 'zh-CN': '报表' },
  tests: { en: 'test', 'zh-CN': '测试' },
};

const KIND_WORDS: Readonly<Record<string, Both>> = {
  master: { en: 'master data', 'zh-CN': '基础资料' },
  document: { en: 'a document', 'zh-CN': '单据' },
  line: { en: 'lines', 'zh-CN': '明细' },
  log: { en: 'a log', 'zh-CN': '记录' },
};

const ON_DELETE_WORDS: Readonly<Record<string, Both>> = {
  restrict: { en: 'is refused', 'zh-CN': '禁止删除' },
  setNull: { en: 'empties the field', 'zh-CN': '清空引用' },
  cascade: { en: 'deletes the record too', 'zh-CN': '一并删除' },
};

/** Words for what the format has names for, by the changes that tell it. */
const WORDS: Readonly<Partial<Record<ChangeKind, Readonly<Record<string, Both>>>>> = {
  ruleAdded: SECTION_WORDS,
  ruleRemoved: SECTION_WORDS,
  ruleChanged: SECTION_WORDS,
  entityKindChanged: KIND_WORDS,
  onDeleteChanged: ON_DELETE_WORDS,
};

const PACK_ADDED: Both = { en: 'The pack {name} {to} is added', 'zh-CN': '加入模板包 {name} {to}' };
const PACK_REMOVED: Both = {
  en: 'The pack {name} {from} is no longer part of it',
  'zh-CN': '移除模板包 {name} {from}',
};

function textOf({ kind, from, to }: ModelChange): Both {
  if (kind === 'packChanged' && from === undefined) return PACK_ADDED;
  if (kind === 'packChanged' && to === undefined) return PACK_REMOVED;
  return CHANGES[kind].text;
}

/** The change as a sentence in the reader's language. */
export function describeChange(change: ModelChange, locale: Locale): string {
  const nothing = locale === 'en' ? 'nothing' : '（空）';
  const word = (text: string): string => WORDS[change.kind]?.[text]?.[locale] ?? text;
  const { from, to } = endsIn(change, locale);
  const values: Readonly<Record<string, string>> = {
    name: textIn(change.name, locale),
    entity: textIn(change.entityName ?? change.name, locale),
    from: from === undefined ? nothing : word(from),
    to: to === undefined ? nothing : word(to),
  };
  return textOf(change)[locale].replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
}

/** Labels in the reader's language where they differ in it, else in the one that they differ in. */
function endsIn({ labels, from, to }: ModelChange, locale: Locale): Pick<ModelChange, 'from' | 'to'> {
  const own = labels && { from: textIn(labels.from, locale), to: textIn(labels.to, locale) };
  return own === undefined || own.from === own.to
    ? { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
    : own;
}
