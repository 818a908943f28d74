import { pointer, type JsonPointer } from '../core/result.ts';
import { textIn, type Locale, type Text } from '../core/text.ts';
import { isRecord, itemKey } from '../template/item-key.ts';
import { same } from './change-list.ts';
import type { Json } from './edits.ts';
import { humanText } from './labels.ts';

/** One difference of two documents as they are written, whatever they mean. Sides are absent where there is nothing. */
export interface DocumentChange {
  readonly kind: 'itemAdded' | 'itemRemoved' | 'itemsMoved' | 'propertyChanged';
  /** By ids: `/entities/SalesOrder/fields/dueAt/type`. */
  readonly path: JsonPointer;
  /** What the item, or the one that has the property, is called. */
  readonly name: Text;
  readonly property?: string;
  readonly before?: Json;
  readonly after?: Json;
}

/**
 * The differences of two template documents by id, as they are written (SPEC [DIF-10]): also of such that mean nothing,
 * for which `diffModels` has no model. What is gone and what is new is told whole, with all that is in it.
 */
export function diffDocuments(before: Json, after: Json): readonly DocumentChange[] {
  const changes: DocumentChange[] = [];
  diffItem({ before, after }, { path: '', name: { en: 'Template', 'zh-CN': '模板' } }, changes);
  return changes;
}

const SENTENCES = {
  itemAdded: { en: '“{name}” is new', 'zh-CN': '新增“{name}”' },
  itemRemoved: { en: '“{name}” is removed', 'zh-CN': '删除“{name}”' },
  itemsMoved: { en: 'The order within “{name}” has changed', 'zh-CN': '“{name}”内的顺序有变' },
  propertyChanged: { en: '“{property}” of “{name}” has changed', 'zh-CN': '“{name}”的“{property}”有变' },
} as const satisfies Readonly<Record<DocumentChange['kind'], Readonly<Record<Locale, string>>>>;

/** What people call the properties that they change most; others go by their key. */
const PROPERTIES: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  label: { en: 'Label', 'zh-CN': '名称' },
  help: { en: 'Help', 'zh-CN': '帮助' },
  message: { en: 'Message', 'zh-CN': '提示' },
  type: { en: 'Type', 'zh-CN': '类型' },
  kind: { en: 'Kind', 'zh-CN': '种类' },
  to: { en: 'Target', 'zh-CN': '目标' },
  of: { en: 'Source', 'zh-CN': '来源' },
  title: { en: 'Title', 'zh-CN': '标题字段' },
  number: { en: 'Numbering', 'zh-CN': '编号规则' },
  required: { en: 'Required', 'zh-CN': '必填' },
  unique: { en: 'Unique', 'zh-CN': '唯一' },
  default: { en: 'Default', 'zh-CN': '默认值' },
  formula: { en: 'Formula', 'zh-CN': '公式' },
  rollup: { en: 'Rollup', 'zh-CN': '汇总' },
  min: { en: 'Minimum', 'zh-CN': '最小值' },
  max: { en: 'Maximum', 'zh-CN': '最大值' },
  pattern: { en: 'Pattern', 'zh-CN': '格式' },
  visible: { en: 'Visible', 'zh-CN': '显示条件' },
  readonly: { en: 'Read-only', 'zh-CN': '只读' },
  when: { en: 'Condition', 'zh-CN': '条件' },
  roles: { en: 'Roles', 'zh-CN': '角色' },
  amount: { en: 'Amount', 'zh-CN': '数值' },
  limits: { en: 'Limits', 'zh-CN': '上限' },
  layout: { en: 'Layout', 'zh-CN': '布局' },
  apiName: { en: 'API name', 'zh-CN': '接口名称' },
};

/** The difference as a sentence in the reader's language. */
export function describeDocumentChange({ kind, name, property = '' }: DocumentChange, locale: Locale): string {
  const values: Readonly<Record<string, string>> = {
    name: textIn(name, locale),
    property: PROPERTIES[property]?.[locale] ?? property,
  };
  return SENTENCES[kind][locale].replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
}

/** What a document has at a path by ids; `undefined` where there is nothing. */
export function documentAt(document: Json, path: JsonPointer): Json | undefined {
  let node: Json | undefined = document;
  for (const step of path.split('/').slice(1).map(unescaped)) {
    if (isList(node)) node = node.find((item) => itemKey(item) === step);
    else node = isObject(node) && Object.hasOwn(node, step) ? node[step] : undefined;
  }
  return node;
}

/** Lists of items that have changes of their own. */
export function isKeyedList(value: Json | undefined): value is readonly Json[] {
  if (!isList(value)) return false;
  const keys = value.map(itemKey);
  return keys.every((key) => key !== undefined) && new Set(keys).size === keys.length;
}

interface Sides {
  readonly before: Json;
  readonly after: Json;
}

interface Place {
  readonly path: JsonPointer;
  readonly name: Text;
}

function diffItem({ before, after }: Sides, place: Place, changes: DocumentChange[]): void {
  if (same(before, after)) return;
  if (!isObject(before) || !isObject(after)) {
    changes.push({ kind: 'propertyChanged', ...place, before, after });
    return;
  }
  for (const property of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const own = (side: { readonly [key: string]: Json }): Json | undefined =>
      Object.hasOwn(side, property) ? side[property] : undefined;
    const [was, is] = [own(before), own(after)];
    if (same(was, is)) continue;
    const path = pointer(place.path, property);
    const [had, has] = [was ?? [], is ?? []];
    if (isKeyedList(had) && isKeyedList(has) && had.length + has.length > 0)
      diffList(
        { before: had, after: has },
        { path, name: place.path === '' ? humanText(property) : place.name },
        changes,
      );
    else
      changes.push({
        kind: 'propertyChanged',
        path,
        name: place.name,
        property,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      });
  }
}

interface Lists {
  readonly before: readonly Json[];
  readonly after: readonly Json[];
}

function diffList({ before, after }: Lists, place: Place, changes: DocumentChange[]): void {
  const [old, now] = [byKey(before), byKey(after)];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(key), now.get(key)];
    const here = { path: pointer(place.path, key), name: nameOf(is ?? was, key) };
    if (was === undefined && is !== undefined) changes.push({ kind: 'itemAdded', ...here, after: is });
    else if (is === undefined && was !== undefined) changes.push({ kind: 'itemRemoved', ...here, before: was });
    else if (was !== undefined && is !== undefined) diffItem({ before: was, after: is }, here, changes);
  }
  const stayed = (own: ReadonlyMap<string, Json>, other: ReadonlyMap<string, Json>): readonly string[] =>
    [...own.keys()].filter((key) => other.has(key));
  const [was, is] = [stayed(old, now), stayed(now, old)];
  if (!same(was, is)) changes.push({ kind: 'itemsMoved', ...place, before: was, after: is });
}

function byKey(items: readonly Json[]): ReadonlyMap<string, Json> {
  return new Map(items.map((item) => [itemKey(item) ?? '', item]));
}

function nameOf(item: Json | undefined, key: string): Text {
  const label = isObject(item) ? item['label'] : undefined;
  if (!isObject(label)) return humanText(key);
  return Object.fromEntries(
    Object.entries(label).flatMap(([tag, text]) => (typeof text === 'string' ? [[tag, text]] : [])),
  );
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return isRecord(value);
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
