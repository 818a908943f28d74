import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import type { Edit, EditPath, Json } from '../../../schema/model/edits.ts';
import { isRecord, itemKey } from '../../../schema/template/item-key.ts';
import type { Template } from '../../../schema/template/template.ts';

/**
 * The edits that turn one template into another, by names and ids (SPEC [DSG-60]): nothing more than what differs, so
 * that they may also be done on a third template that has the same places.
 */
export function editsBetween(from: Template, to: Template): readonly Edit[] {
  return editsOf({ from: { ...from }, to: { ...to } }, []);
}

/** The edits for one place that both templates have: an object of the template, by names and ids. */
export function editsAt(pair: JsonPair, at: EditPath): readonly Edit[] {
  return editsOf(pair, at);
}

/** The same place in two templates. */
export interface JsonPair {
  readonly from: unknown;
  readonly to: unknown;
}

function editsOf({ from, to }: JsonPair, at: EditPath): readonly Edit[] {
  if (!isRecord(from) || !isRecord(to)) return [];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key): readonly Edit[] => {
    const pair = { from: from[key], to: to[key] };
    if (same(pair)) return [];
    const lists = asLists(pair);
    if (lists !== undefined) {
      // The list itself goes last, so that each of its items is an edit of its own.
      const gone: readonly Edit[] = pair.to === undefined ? [{ kind: 'setProperty', at, key }] : [];
      return [...listEdits(lists, [...at, key]), ...gone];
    }
    // A text in several languages is one value: it is shown, undone and merged as one.
    if (isRecord(pair.from) && isRecord(pair.to) && !isText(pair.from) && !isText(pair.to)) {
      return editsOf(pair, [...at, key]);
    }
    return [{ kind: 'setProperty', at, key, ...(pair.to === undefined ? {} : { value: asJson(pair.to) }) }];
  });
}

interface KeyedPair {
  readonly from: readonly unknown[];
  readonly to: readonly unknown[];
}

function listEdits({ from, to }: KeyedPair, list: EditPath): readonly Edit[] {
  const before = byKey(from);
  const after = byKey(to);
  const removed = [...before.keys()].filter((id) => !after.has(id));
  const edits: Edit[] = removed.map((id) => ({ kind: 'removeItem', list, id }));
  let order = [...before.keys()].filter((id) => after.has(id));
  // From the end, so that the one that each comes to stand before is in its place already.
  const wanted = [...after.keys()];
  for (const [index, id] of [...wanted.entries()].toReversed()) {
    const next = wanted[index + 1];
    const place = next === undefined ? {} : { before: next };
    if (!order.includes(id)) edits.push({ kind: 'addItem', list, item: asJson(after.get(id)), ...place });
    else if (order[order.indexOf(id) + 1] === next) continue;
    else edits.push({ kind: 'moveItem', list, id, ...place });
    const others = order.filter((one) => one !== id);
    const at = next === undefined ? others.length : others.indexOf(next);
    order = others.toSpliced(at, 0, id);
  }
  for (const id of wanted) {
    if (before.has(id)) edits.push(...editsOf({ from: before.get(id), to: after.get(id) }, [...list, id]));
  }
  return edits;
}

function byKey(items: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map(items.flatMap((item) => [[itemKey(item) ?? '', item] as const]));
}

function same({ from, to }: JsonPair): boolean {
  return from === to || (from !== undefined && to !== undefined && canonicalJson(from) === canonicalJson(to));
}

/** Both sides as keyed lists, where one of them is one and the other has nothing else. */
function asLists({ from, to }: JsonPair): KeyedPair | undefined {
  if (isKeyed(from)) return isKeyed(to) ? { from, to } : isNothing(to) ? { from, to: [] } : undefined;
  return isKeyed(to) && isNothing(from) ? { from: [], to } : undefined;
}

function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** A list whose items are told apart by what they are; an empty one has none to tell apart. */
function isKeyed(value: unknown): value is readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  const keys = value.map(itemKey);
  return !keys.includes(undefined) && new Set(keys).size === keys.length;
}

const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/;

function isText(value: Readonly<Record<string, unknown>>): boolean {
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([key, one]) => LANGUAGE.test(key) && typeof one === 'string');
}

/** Whatever a template holds is JSON; this cast is the codec. */
function asJson(value: unknown): Json {
  return value as Json;
}
