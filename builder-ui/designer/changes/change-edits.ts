import { CHANGED_PROPERTIES } from '../../../schema/model/changed-properties.ts';
import type { ModelChange } from '../../../schema/model/changes.ts';
import { applyEdits, type Edit, type EditPath } from '../../../schema/model/edits.ts';
import { isRecord, itemKey } from '../../../schema/template/item-key.ts';
import type { Template } from '../../../schema/template/template.ts';
import { editsAt, editsBetween } from './edits-between.ts';

/** Two states of a template. */
export interface TemplatePair {
  readonly from: Template;
  readonly to: Template;
}

/**
 * The edits of one change alone (SPEC [DSG-62]): those between two templates that the change tells of. Undoing a
 * change is its edits from the draft to the version in force. Empty where the change follows from others.
 */
export function editsOfChange(change: ModelChange, { from, to }: TemplatePair): readonly Edit[] {
  if (change.kind === 'entityAdded' || change.kind === 'entityRemoved') return editsOfEntity(change, { from, to });
  const place = placeIn(change);
  const parents = { from: nodeAt(from, place.at), to: nodeAt(to, place.at) };
  const near = editsAt(parents, place.at).filter((edit) => keyBelow(edit, place.at) === place.list);
  if (change.kind === 'orderChanged') return orderEdits(change, { from, to });
  if (change.path.startsWith('/roles/') && place.list === 'grants')
    return grantEdits(near, { place, change, from, to });
  const own = withEmptied(
    near.filter((edit) => itemOf(edit, place.at.length) === place.id),
    { near, depth: place.at.length },
  );
  const keys = CHANGED_PROPERTIES[change.kind];
  if (keys === undefined) return own;
  const item = [...place.at, place.list, place.id];
  const named = own.filter((edit) => keys.includes(keyBelow(edit, item) ?? ''));
  return named.length > 0 ? named : own;
}

/** A list that only one of the templates has goes with its last item. */
function withEmptied(
  own: readonly Edit[],
  { near, depth }: { readonly near: readonly Edit[]; readonly depth: number },
): readonly Edit[] {
  const gone = near.filter((edit) => edit.kind === 'setProperty' && pathOf(edit).length === depth + 1);
  const others = near.filter((edit) => !own.includes(edit) && !gone.includes(edit));
  return own.length > 0 && others.length === 0 && own.every(({ kind }) => kind === 'removeItem')
    ? [...own, ...gone]
    : own;
}

/** The edits that take several changes back, one after the other; what one of them did already is not done again. */
export function revertEdits(changes: readonly ModelChange[], { from, to }: TemplatePair): readonly Edit[] {
  const edits: Edit[] = [];
  let template = from;
  for (const change of changes) {
    const next = editsOfChange(change, { from: template, to });
    const applied = applyEdits(template, next);
    if (!applied.ok) continue;
    edits.push(...next);
    template = applied.value.template;
  }
  return edits;
}

interface Place {
  /** Of what has the list. */
  readonly at: EditPath;
  readonly list: string;
  readonly id: string;
}

/** The model's pointers name items by id, as edits do. */
function placeIn(change: ModelChange): Place {
  const tokens = tokensOf(change);
  // A field that is unique by itself is told at the field.
  return { at: tokens.slice(0, -2), list: tokens.at(-2) ?? '', id: tokens.at(-1) ?? '' };
}

function tokensOf({ path }: ModelChange): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((token, index) => (token === 'uniques' && index === 2 ? 'unique' : token));
}

/** The object or list at a place; `undefined` when it is not there. */
export function nodeAt(template: Template, path: EditPath): unknown {
  let node: unknown = template;
  for (const step of path) {
    if (Array.isArray(node)) node = node.find((item) => itemKey(item) === step);
    else node = isRecord(node) && Object.hasOwn(node, step) ? node[step] : undefined;
  }
  return node;
}

function pathOf(edit: Edit): EditPath {
  return edit.kind === 'setProperty' ? [...edit.at, edit.key] : edit.list;
}

/** The property of the item at `at` that the edit is about. */
function keyBelow(edit: Edit, at: EditPath): string | undefined {
  return pathOf(edit)[at.length];
}

/** The item of the list at `depth` that the edit is about. */
function itemOf(edit: Edit, depth: number): string | undefined {
  const path = pathOf(edit);
  if (path.length > depth + 1) return path[depth + 1];
  return edit.kind === 'addItem' ? itemKey(edit.item) : edit.kind === 'setProperty' ? undefined : edit.id;
}

/** An order is of the items told, or of what they hold: an entity's fields, a field's options. */
function orderEdits(change: ModelChange, pair: TemplatePair): readonly Edit[] {
  const tokens = tokensOf(change);
  const isList = tokens.length % 2 === 1;
  const at = isList ? tokens.slice(0, -1) : tokens;
  const key = isList ? tokens.at(-1) : change.field === undefined ? 'fields' : 'options';
  return editsAt({ from: nodeAt(pair.from, at), to: nodeAt(pair.to, at) }, at).filter(
    (edit) => edit.kind === 'moveItem' && edit.list.length === at.length + 1 && edit.list.at(-1) === key,
  );
}

interface GrantChange extends TemplatePair {
  readonly place: Place;
  readonly change: ModelChange;
}

/** Rights are told by what they are to; where that is by a grant for all, the grants for all are meant. */
function grantEdits(near: readonly Edit[], { place, from, to }: GrantChange): readonly Edit[] {
  const keysIn = (template: Template, target: string): readonly string[] => {
    const grants = nodeAt(template, [...place.at, 'grants']);
    return (Array.isArray(grants) ? grants : []).flatMap((grant: unknown) =>
      isRecord(grant) && (grant['entity'] === target || grant['ledger'] === target) ? [itemKey(grant) ?? ''] : [],
    );
  };
  const keysOf = (target: string): readonly string[] => [...keysIn(from, target), ...keysIn(to, target)];
  const about = (keys: readonly string[]): readonly Edit[] =>
    near.filter((edit) => keys.includes(itemOf(edit, place.at.length) ?? ''));
  const own = about(keysOf(place.id));
  return own.length > 0 ? own : about(keysOf('*'));
}

/** An entity comes and goes with what is only about it: its views, its workflow, what roles may do with it. */
function editsOfEntity({ entity }: ModelChange, { from, to }: TemplatePair): readonly Edit[] {
  if (entity === undefined) return [];
  return editsBetween(from, to).filter((edit) => {
    if (edit.kind !== 'addItem' && edit.kind !== 'removeItem') return false;
    const source = edit.kind === 'addItem' ? edit.item : nodeAt(from, [...edit.list, edit.id]);
    if (edit.list.length === 1 && edit.list[0] === 'entities') return itemKey(source) === entity;
    if (!isRecord(source)) return false;
    const isGrant = edit.list[0] === 'roles' && edit.list[2] === 'grants';
    const isSection = edit.list.length === 1;
    return (isGrant && source['entity'] === entity) || (isSection && isAbout(source, entity));
  });
}

function isAbout(item: Readonly<Record<string, unknown>>, entity: string): boolean {
  const on = isRecord(item['on']) ? item['on']['entity'] : undefined;
  return item['of'] === entity || item['entity'] === entity || on === entity;
}
