import { canonicalJson } from '../core/canonical-json.ts';
import { issue, ok, refused, type Issue, type Result } from '../core/result.ts';
import { isRecord, itemKey } from '../template/item-key.ts';
import type { Template } from '../template/template.ts';

/**
 * A place in a template by names and ids, never by positions: `['entities', 'SalesOrder', 'fields', 'dueAt']`. Each
 * step is a key of an object or the key of an item in a keyed list.
 */
export type EditPath = readonly string[];

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One reversible step of designing. `before` is the id that the item comes to stand before; the end when absent. */
export type Edit =
  | { readonly kind: 'addItem'; readonly list: EditPath; readonly item: Json; readonly before?: string }
  | { readonly kind: 'removeItem'; readonly list: EditPath; readonly id: string }
  | { readonly kind: 'moveItem'; readonly list: EditPath; readonly id: string; readonly before?: string }
  /** Sets a property of the item at `at`, or removes it when `value` is absent. */
  | { readonly kind: 'setProperty'; readonly at: EditPath; readonly key: string; readonly value?: Json };

export interface Edited {
  readonly template: Template;
  readonly inverse: Edit;
}

/**
 * The template after one edit, and the edit that undoes it exactly (SPEC [EDT-1]). Refuses with `MODEL_EDIT_NO_PLACE`,
 * `MODEL_EDIT_ID_TAKEN` or `MODEL_EDIT_ID_FIXED`; the form and meaning of the result are `parseTemplate`'s and
 * `resolveModel`'s to judge.
 */
export function applyEdit(template: Template, edit: Edit): Result<Edited> {
  const path = edit.kind === 'setProperty' ? edit.at : edit.list;
  let inverse: Edit | undefined;
  const outcome = changeAt(asJson(template), path, {
    edit,
    at: '',
    done: (made) => {
      inverse = made;
    },
  });
  if (!outcome.ok) return outcome;
  return inverse === undefined
    ? refused([noPlace(path.join('/'))])
    : ok({ template: asTemplate(outcome.value), inverse });
}

/** All edits in order; the inverse undoes them all. Refuses at the first that cannot be applied, changing nothing. */
export function applyEdits(
  template: Template,
  edits: readonly Edit[],
): Result<{ readonly template: Template; readonly inverse: readonly Edit[] }> {
  let current = template;
  const inverse: Edit[] = [];
  for (const edit of edits) {
    const edited = applyEdit(current, edit);
    if (!edited.ok) return edited;
    current = edited.value.template;
    inverse.unshift(edited.value.inverse);
  }
  return ok({ template: current, inverse });
}

/**
 * The same edits with less: of successive settings of one property only the last counts, an item added and then
 * removed was never there. Applying the result gives the same template.
 */
export function squashEdits(edits: readonly Edit[]): readonly Edit[] {
  const squashed: Edit[] = [];
  for (const edit of edits) {
    const last = squashed.at(-1);
    if (last !== undefined && edit.kind === 'setProperty' && last.kind === 'setProperty' && samePlace(last, edit)) {
      squashed[squashed.length - 1] = edit;
    } else if (last?.kind === 'addItem' && edit.kind === 'removeItem' && isSameItem(last, edit)) squashed.pop();
    else if (
      last?.kind === 'moveItem' &&
      edit.kind === 'moveItem' &&
      last.id === edit.id &&
      last.list.join('/') === edit.list.join('/')
    ) {
      squashed[squashed.length - 1] = edit;
    } else squashed.push(edit);
  }
  return squashed;
}

type SetProperty = Extract<Edit, { kind: 'setProperty' }>;

function samePlace(a: SetProperty, b: SetProperty): boolean {
  return a.key === b.key && canonicalJson(a.at) === canonicalJson(b.at);
}

function isSameItem(
  added: Extract<Edit, { kind: 'addItem' }>,
  removed: Extract<Edit, { kind: 'removeItem' }>,
): boolean {
  return itemKey(added.item) === removed.id && canonicalJson(added.list) === canonicalJson(removed.list);
}

interface Change {
  readonly edit: Edit;
  readonly at: string;
  readonly done: (inverse: Edit) => void;
}

function noPlace(place: string): Issue {
  return issue('MODEL_EDIT_NO_PLACE', '', { place: place === '' ? '/' : place });
}

/** Rebuilds the way down to the place; everything beside it stays the same object. */
function changeAt(node: Json | undefined, path: EditPath, change: Change): Result<Json | undefined> {
  const [step, ...rest] = path;
  if (step === undefined)
    return change.edit.kind === 'setProperty' ? setProperty(node, change) : changeList(node, change);
  const at = `${change.at}/${step}`;
  if (isList(node)) {
    const index = node.findIndex((item) => itemKey(item) === step);
    if (index < 0) return refused([noPlace(at)]);
    const child = changeAt(node[index], rest, { ...change, at });
    return child.ok && child.value !== undefined ? ok(node.with(index, child.value)) : child;
  }
  if (!isObject(node)) return refused([noPlace(at)]);
  const there = Object.hasOwn(node, step);
  // A list that is not there yet is empty: adding its first item makes it.
  const mayMake = rest.length === 0 && change.edit.kind === 'addItem';
  if (!there && !mayMake) return refused([noPlace(at)]);
  const child = changeAt(there ? node[step] : undefined, rest, { ...change, at });
  if (!child.ok) return child;
  return ok(withKey(node, step, child.value));
}

/** Key order is kept where the key was, and does not matter where it is new: templates are compared canonically. */
function withKey(node: { readonly [key: string]: Json }, key: string, value: Json | undefined): Json {
  if (value !== undefined) return { ...node, [key]: value };
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key));
}

function setProperty(node: Json | undefined, { edit, at, done }: Change): Result<Json | undefined> {
  if (edit.kind !== 'setProperty' || !isObject(node)) return refused([noPlace(at)]);
  if (edit.key === 'id' && Object.hasOwn(node, 'id')) return refused([issue('MODEL_EDIT_ID_FIXED', '', { place: at })]);
  const old = Object.hasOwn(node, edit.key) ? node[edit.key] : undefined;
  done({ kind: 'setProperty', at: edit.at, key: edit.key, ...(old === undefined ? {} : { value: old }) });
  return ok(withKey(node, edit.key, edit.value));
}

function changeList(node: Json | undefined, change: Change): Result<Json | undefined> {
  const { edit, at, done } = change;
  if (node !== undefined && !isList(node)) return refused([noPlace(at)]);
  const items = node ?? [];
  switch (edit.kind) {
    case 'addItem':
      return addItem(node, change, edit);
    case 'removeItem': {
      const index = items.findIndex((item) => itemKey(item) === edit.id);
      const item = items[index];
      if (item === undefined) return refused([noPlace(`${at}/${edit.id}`)]);
      const next = itemKey(items[index + 1]);
      done({ kind: 'addItem', list: edit.list, item, ...(next === undefined ? {} : { before: next }) });
      return ok(items.toSpliced(index, 1));
    }
    case 'moveItem': {
      const index = items.findIndex((item) => itemKey(item) === edit.id);
      const item = items[index];
      if (item === undefined) return refused([noPlace(`${at}/${edit.id}`)]);
      const next = itemKey(items[index + 1]);
      const others = items.toSpliced(index, 1);
      const place = placeBefore(others, edit.before);
      if (place === undefined) return refused([noPlace(`${at}/${edit.before ?? ''}`)]);
      done({ kind: 'moveItem', list: edit.list, id: edit.id, ...(next === undefined ? {} : { before: next }) });
      return ok(others.toSpliced(place, 0, item));
    }
    default:
      return refused([noPlace(at)]);
  }
}

function addItem(
  node: readonly Json[] | undefined,
  { at, done }: Change,
  edit: Extract<Edit, { kind: 'addItem' }>,
): Result<Json> {
  const items = node ?? [];
  const id = itemKey(edit.item);
  if (id === undefined) return refused([noPlace(`${at}/?`)]);
  if (items.some((item) => itemKey(item) === id)) return refused([issue('MODEL_EDIT_ID_TAKEN', '', { id, place: at })]);
  const place = placeBefore(items, edit.before);
  if (place === undefined) return refused([noPlace(`${at}/${edit.before ?? ''}`)]);
  const key = edit.list.at(-1);
  // Undoing the first item of a list that was not there takes the list away again.
  if (node === undefined && key !== undefined) done({ kind: 'setProperty', at: edit.list.slice(0, -1), key });
  else done({ kind: 'removeItem', list: edit.list, id });
  return ok(items.toSpliced(place, 0, edit.item));
}

function placeBefore(items: readonly Json[], before: string | undefined): number | undefined {
  if (before === undefined) return items.length;
  const index = items.findIndex((item) => itemKey(item) === before);
  return index < 0 ? undefined : index;
}

function isList(node: Json | undefined): node is readonly Json[] {
  return Array.isArray(node);
}

function isObject(node: Json | undefined): node is { readonly [key: string]: Json } {
  return isRecord(node);
}

/** Templates are JSON; the two casts are this codec. */
function asJson(template: Template): Json {
  return template as unknown as Json;
}

function asTemplate(json: Json | undefined): Template {
  return json as unknown as Template;
}
