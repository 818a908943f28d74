import { pointer } from '../core/result.ts';
import type { Text } from '../core/text.ts';
import { isRecord } from '../template/item-key.ts';
import type { OpaqueDef, ViewDef } from '../template/template.ts';
import { SECTION_WORDS } from './change-words.ts';
import type { ChangeKind, ModelChange } from './changes.ts';
import { ChangeList, diffOrder, diffTexts, ids, otherLanguage, pairs, same, type DiffPlace } from './change-list.ts';
import { diffFields } from './diff-fields.ts';
import { diffRoles } from './diff-roles.ts';
import { diffWorkflows } from './diff-workflows.ts';
import { humanText } from './labels.ts';
import type { EntityModel, Model } from './model.ts';

/**
 * What publishing `after` over `before` changes (SPEC [DIF-1] to [DIF-9]): by id, so that a rename is no removal; in
 * the order of the models, what is gone first. Equal models have no changes; every difference is in some change.
 */
export function diffModels(before: Model, after: Model): readonly ModelChange[] {
  const list = new ChangeList();
  for (const { pack, version } of pairs(before.packs, after.packs, ({ pack }) => pack).flatMap(changedPack)) {
    list.add('packChanged', { path: pointer('/packs', pack), name: { en: pack } }, version);
  }
  for (const { old, now } of pairs(before.entities, after.entities, ({ id }) => id)) diffEntity(list, old, now);
  diffOrder(list, ids(before.entities), ids(after.entities), {
    path: '/entities',
    name: { en: 'Entities', 'zh-CN': '实体' },
  });
  diffWorkflows(list, before, after);
  diffRoles(list, before, after);
  diffViews(list, before.views, after.views);
  for (const section of new Set([...Object.keys(before.kept), ...Object.keys(after.kept)])) {
    diffKept(list, section, { old: before.kept[section] ?? [], now: after.kept[section] ?? [] });
  }
  for (const { key, old, now } of pairs(before.records, after.records, (set) => set.id ?? set.entity)) {
    if (same(old, now)) continue;
    const entity = after.entities.find(({ id }) => id === (now ?? old)?.entity);
    list.add('recordsChanged', {
      path: pointer('/records', key),
      name: humanText(key),
      ...(entity === undefined ? {} : { entity }),
    });
  }
  return list.changes;
}

type PackPair = ReturnType<typeof pairs<Model['packs'][number]>>[number];

function changedPack({ key, old, now }: PackPair) {
  return old?.version === now?.version ? [] : [{ pack: key, version: { from: old?.version, to: now?.version } }];
}

function diffEntity(list: ChangeList, old: EntityModel | undefined, now: EntityModel | undefined): void {
  if (old === undefined || now === undefined) {
    const entity = now ?? old;
    if (entity === undefined) return;
    const place = { path: pointer('/entities', entity.id), name: entity.label, entity };
    return list.add(old === undefined ? 'entityAdded' : 'entityRemoved', place);
  }
  const place: DiffPlace = { path: pointer('/entities', now.id), name: now.label, entity: now };
  if (old.kind !== now.kind) list.add('entityKindChanged', place, { from: old.kind, to: now.kind });
  diffEntityNames(list, { old, now }, place);
  diffTexts(list, place, { old, now, details: {}, other: otherLanguage });
  if (old.title !== now.title) list.add('titleChanged', place, { from: old.title, to: now.title });
  if (!same(old.number, now.number)) {
    list.add('numberChanged', place, { from: numberText(old.number), to: numberText(now.number) });
  }
  if (!same(old.parent, now.parent)) {
    list.add('parentChanged', place, { from: old.parent?.entity, to: now.parent?.entity });
  }
  diffFields(list, old, now);
  diffOrder(list, ids(old.fields), ids(now.fields), place);
  diffKeys(list, { old, now }, 'uniques');
  diffKeys(list, { old, now }, 'indexes');
  diffChecks(list, old, now);
}

interface EntityPair {
  readonly old: EntityModel;
  readonly now: EntityModel;
}

function diffEntityNames(list: ChangeList, { old, now }: EntityPair, place: DiffPlace): void {
  const names = ({ apiName, singular, plural }: EntityModel): string => `${apiName} (${singular}, ${plural})`;
  if (names(old) !== names(now)) {
    const kept = now.aliases.some(({ apiName, plural }) => apiName === old.apiName && plural === old.plural);
    // Root fields live on under former names, but types have one name: fragments and variables that say it break.
    const safe = kept && old.apiName === now.apiName;
    list.add('entityRenamedApi', place, { from: names(old), to: names(now), class: safe ? 'safe' : 'breaking' });
  }
  const live = new Set([now.apiName, ...now.aliases.map(({ apiName }) => apiName)]);
  for (const { apiName } of old.aliases) {
    if (!live.has(apiName)) list.add('aliasRemoved', place, { from: apiName });
  }
}

function numberText(number: EntityModel['number']): string | undefined {
  if (number === undefined) return undefined;
  return [number.pattern, ...number.per, ...(number.gapless ? ['gapless'] : [])].join(' ');
}

function diffKeys(list: ChangeList, { old, now }: EntityPair, section: 'uniques' | 'indexes'): void {
  const kind = section === 'uniques' ? 'unique' : 'index';
  for (const pair of pairs(old[section], now[section], ({ id }) => id)) {
    const [from, to] = [pair.old?.fields.join(', '), pair.now?.fields.join(', ')];
    if (from === to) continue;
    const place = {
      path: pointer('/entities', now.id, section, pair.key),
      name: { en: to ?? from ?? pair.key },
      entity: now,
    };
    const what = from === undefined ? `${kind}Added` : to === undefined ? `${kind}Removed` : `${kind}Changed`;
    list.add(KEY_KINDS[what] ?? 'indexChanged', place, { item: pair.key, from, to });
  }
}

const KEY_KINDS: Readonly<Record<string, ChangeKind>> = {
  uniqueAdded: 'uniqueAdded',
  uniqueRemoved: 'uniqueRemoved',
  uniqueChanged: 'uniqueChanged',
  indexAdded: 'indexAdded',
  indexRemoved: 'indexRemoved',
};

function diffChecks(list: ChangeList, before: EntityModel, after: EntityModel): void {
  for (const { key, old, now } of pairs(before.checks, after.checks, ({ id }) => id)) {
    const place = { path: pointer('/entities', after.id, 'checks', key), name: humanText(key), entity: after };
    const details = { item: key, from: old?.when.source, to: now?.when.source };
    if (old === undefined) list.add('checkAdded', place, details);
    else if (now === undefined) list.add('checkRemoved', place, details);
    else if (!same(old.when.source, now.when.source) || old.unlessRole !== now.unlessRole)
      list.add('checkChanged', place, details);
    else if (!same(old.message, now.message)) list.add('helpChanged', place, { item: key });
  }
}

function diffViews(list: ChangeList, before: readonly ViewDef[], after: readonly ViewDef[]): void {
  for (const { key, old, now } of pairs(before, after, ({ id }) => id)) {
    if (same(old, now)) continue;
    const place = { path: pointer('/views', key), name: (now ?? old)?.label ?? humanText(key) };
    list.add(old === undefined ? 'viewAdded' : now === undefined ? 'viewRemoved' : 'viewChanged', place, { item: key });
  }
  diffOrder(list, ids(before), ids(after), { path: '/views', name: { en: 'Views', 'zh-CN': '视图' } });
}

interface KeptPair {
  readonly old: readonly OpaqueDef[];
  readonly now: readonly OpaqueDef[];
}

function zhOf(section: string): Text {
  const word = SECTION_WORDS[section]?.['zh-CN'];
  return word === undefined ? {} : { 'zh-CN': word };
}

/** What an item is called, where its author said so. */
function labelOf(item: OpaqueDef | undefined): Text | undefined {
  const label = item?.['label'];
  if (!isRecord(label)) return undefined;
  const texts = Object.entries(label).flatMap(([tag, one]) => (typeof one === 'string' ? [[tag, one] as const] : []));
  return texts.length === 0 ? undefined : Object.fromEntries(texts);
}

function diffKept(list: ChangeList, section: string, kept: KeptPair): void {
  for (const { key, old, now } of pairs(kept.old, kept.now, ({ id }) => id)) {
    if (same(old, now)) continue;
    const place = { path: pointer('', section, key), name: labelOf(now ?? old) ?? humanText(key) };
    if (old === undefined) list.add('ruleAdded', place, { item: key, to: section });
    else if (now === undefined) list.add('ruleRemoved', place, { item: key, from: section });
    else list.add('ruleChanged', place, { item: key, to: section });
  }
  diffOrder(list, ids(kept.old), ids(kept.now), {
    path: pointer('', section),
    name: { ...humanText(section), ...zhOf(section) },
  });
}
