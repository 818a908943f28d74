import type { Text } from '../../../schema/core/text.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import type { FieldNode, LayoutNode, SectionNode } from '../../../schema/template/template-views.ts';
import { newId } from '../parts/new-id.ts';
import { listPath, materialise, type FormTarget } from './form-target.ts';
import type { Place } from './layout-places.ts';
import { findPlaced, mayHold, nodeIds, outermost, type PlacedNode } from './layout-tree.ts';
import { toJson } from './to-json.ts';

/** Edits of one step, with what makes the form an authored one where nobody designed it yet (SPEC [DSG-30]). */
export function withForm(target: FormTarget, edits: readonly Edit[]): readonly Edit[] {
  return edits.length === 0 ? [] : [...materialise(target), ...edits];
}

/** Adds nodes at a place, in order. */
export function addNodes(target: FormTarget, nodes: readonly LayoutNode[], place: Place): readonly Edit[] {
  return nodes.map((node) => addEdit(target, node, place));
}

function addEdit(target: FormTarget, node: LayoutNode, { parents, before }: Place): Edit {
  return {
    kind: 'addItem',
    list: listPath(target, parents),
    item: toJson(node),
    ...(before === undefined ? {} : { before }),
  };
}

/**
 * Moves nodes, in the order of the form, to a place (SPEC [DSG-33]). `undefined` where the place can't hold one of
 * them; nothing where all are there already.
 */
export function moveNodes(target: FormTarget, ids: readonly string[], place: Place): readonly Edit[] | undefined {
  const { layout } = target.view;
  const moved = outermost(layout, ids);
  if (!moved.every(({ node }) => mayHold(place.parents, node))) return undefined;
  const before = staying(layout, place, new Set(moved.map(({ node }) => node.id)));
  const at = before === undefined ? {} : { before };
  const home = place.parents.at(-1)?.id;
  return moved.flatMap((placed): readonly Edit[] => {
    const list = listPath(target, placed.parents);
    const { id } = placed.node;
    if (placed.parents.at(-1)?.id === home) return [{ kind: 'moveItem', list, id, ...at }];
    return [{ kind: 'removeItem', list, id }, addEdit(target, placed.node, { parents: place.parents, ...at })];
  });
}

/** What comes after the moved nodes must not be one of them. */
function staying(layout: readonly LayoutNode[], place: Place, moved: ReadonlySet<string>): string | undefined {
  const siblings = place.parents.at(-1)?.children ?? layout;
  const from = place.before === undefined ? siblings.length : siblings.findIndex(({ id }) => id === place.before);
  return siblings.slice(from).find(({ id }) => !moved.has(id))?.id;
}

/** Takes nodes, and what stands in them, off the form; the fields stay. */
export function removeNodes(target: FormTarget, ids: readonly string[]): readonly Edit[] {
  return outermost(target.view.layout, ids).map(({ node, parents }) => ({
    kind: 'removeItem',
    list: listPath(target, parents),
    id: node.id,
  }));
}

/** Sets a property of one node, or takes it away. */
export function setOnNode(
  target: FormTarget,
  id: string,
  { key, value }: { readonly key: string; readonly value: object | string | boolean | undefined },
): readonly Edit[] {
  const placed = findPlaced(target.view.layout, id);
  if (placed === undefined) return [];
  const at = [...listPath(target, placed.parents), id];
  const json = typeof value === 'object' ? toJson(value) : value;
  return [{ kind: 'setProperty', at, key, ...(json === undefined ? {} : { value: json }) }];
}

/** Gives fields a width; what else is selected stays as it is. */
export function setWidth(target: FormTarget, ids: readonly string[], width: FieldNode['width']): readonly Edit[] {
  return ids.flatMap((id) =>
    findPlaced(target.view.layout, id)?.node.kind === 'field'
      ? setOnNode(target, id, { key: 'width', value: width })
      : [],
  );
}

/** What a node and all after it can be moved into. */
export type Wrapping = 'section' | 'tab' | 'column';

/** What a wrapping made: the edits, and the section that the nodes are in now. */
export interface Wrapped {
  readonly edits: readonly Edit[];
  readonly section: string;
}

/**
 * Moves a node and all after it among its siblings to a new section, tab or column (SPEC [DSG-34]); a field of a row
 * takes its row along. Sections become tabs as they are. `undefined` where that makes no sense.
 */
export function wrapRest(
  target: FormTarget,
  id: string,
  { into, label }: { readonly into: Wrapping; readonly label: Text },
): Wrapped | undefined {
  const { layout } = target.view;
  const placed = outOfRow(layout, findPlaced(layout, id));
  if (placed === undefined) return undefined;
  const { node, parents, siblings, index } = placed;
  const parent = parents.at(-1);
  if (node.kind === 'tabs' || parent?.kind === 'tabs') return undefined;
  if (node.kind === 'section')
    return into === 'tab' && parent === undefined ? sectionsToTabs(target, placed) : undefined;
  const sectionId = nodeId(into, nodeIds(layout));
  const rest = siblings.slice(index);
  const section: SectionNode = {
    kind: 'section',
    id: sectionId,
    ...(into === 'column' ? {} : { label }),
    children: rest,
  };
  const list = listPath(target, parents);
  const taken: readonly Edit[] = rest.map((one) => ({ kind: 'removeItem', list, id: one.id }));
  if (into === 'column') return { edits: [...taken, ...besideColumn(target, placed, section)], section: sectionId };
  if (parent === undefined) return { edits: [...taken, ...atTop(target, section, into)], section: sectionId };
  const around = mustBeSection(parent);
  return around === undefined
    ? undefined
    : { edits: [...taken, ...besideSection(target, placed, { section, into, around })], section: sectionId };
}

function outOfRow(layout: readonly LayoutNode[], placed: PlacedNode | undefined): PlacedNode | undefined {
  const parent = placed?.parents.at(-1);
  return parent?.kind === 'columns' && placed?.node.kind !== 'section'
    ? outOfRow(layout, findPlaced(layout, parent.id))
    : placed;
}

function mustBeSection(parent: LayoutNode): SectionNode | undefined {
  return parent.kind === 'section' ? parent : undefined;
}

function sectionsToTabs(target: FormTarget, { siblings, index, node }: PlacedNode): Wrapped {
  const rest = siblings.slice(index);
  const end = rest.findIndex((one) => one.kind !== 'section');
  const children = end < 0 ? rest : rest.slice(0, end);
  const next = end < 0 ? undefined : rest[end];
  const list = listPath(target, []);
  const tabs: LayoutNode = { kind: 'tabs', id: nodeId('tabs', nodeIds(target.view.layout)), children };
  const taken: readonly Edit[] = children.map(({ id }) => ({ kind: 'removeItem', list, id }));
  const place = { parents: [], ...(next === undefined ? {} : { before: next.id }) };
  return { edits: [...taken, addEdit(target, tabs, place)], section: node.id };
}

function atTop(target: FormTarget, section: SectionNode, into: Wrapping): readonly Edit[] {
  if (into === 'section') return [addEdit(target, section, { parents: [] })];
  const ids = [...nodeIds(target.view.layout), section.id];
  return [addEdit(target, { kind: 'tabs', id: nodeId('tabs', ids), children: [section] }, { parents: [] })];
}

function besideColumn(
  target: FormTarget,
  { parents, siblings, index }: PlacedNode,
  section: SectionNode,
): readonly Edit[] {
  const outer = parents.at(-2);
  const parent = parents.at(-1);
  if (outer?.kind === 'columns' && parent !== undefined) {
    return [addEdit(target, section, { parents: parents.slice(0, -1), ...nextOf(outer.children, parent.id) })];
  }
  const ids = [...nodeIds(target.view.layout), section.id];
  const first: SectionNode = { kind: 'section', id: nodeId('column', ids), children: siblings.slice(0, index) };
  const columns: LayoutNode = {
    kind: 'columns',
    id: nodeId('columns', [...ids, first.id]),
    children: first.children.length === 0 ? [section] : [first, section],
  };
  const list = listPath(target, parents);
  const left: readonly Edit[] = first.children.map(({ id }) => ({ kind: 'removeItem', list, id }));
  return [...left, addEdit(target, columns, { parents })];
}

interface Beside {
  readonly section: SectionNode;
  readonly into: Wrapping;
  /** The section that the nodes were in. */
  readonly around: SectionNode;
}

function besideSection(
  target: FormTarget,
  { parents, index }: PlacedNode,
  { section, into, around }: Beside,
): readonly Edit[] {
  const { layout } = target.view;
  const outer = parents.slice(0, -1);
  const siblings = outer.at(-1)?.children ?? layout;
  const place = { parents: outer, ...nextOf(siblings, around.id) };
  if (into === 'section' || outer.at(-1)?.kind === 'tabs') return [addEdit(target, section, place)];
  const kept: SectionNode = { ...around, children: around.children.slice(0, index) };
  const ids = [...nodeIds(layout), section.id];
  const tabs: LayoutNode = { kind: 'tabs', id: nodeId('tabs', ids), children: [kept, section] };
  return [{ kind: 'removeItem', list: listPath(target, outer), id: around.id }, addEdit(target, tabs, place)];
}

function nextOf(siblings: readonly LayoutNode[], id: string): { readonly before?: string } {
  const next = siblings[siblings.findIndex((node) => node.id === id) + 1];
  return next === undefined ? {} : { before: next.id };
}

/** An id for a new node: what tenants add can meet nothing that a pack brings later. */
export function nodeId(words: string, taken: readonly string[]): string {
  return newId({ label: undefined, taken, style: 'camel', fallback: words.replace(/^x_/, '') });
}

/** A copy of a node with ids of its own; fields keep pointing at their field. */
export function copyNode(
  node: LayoutNode,
  taken: readonly string[],
): { readonly node: LayoutNode; readonly taken: readonly string[] } {
  const id = nodeId(node.id, taken);
  let used: readonly string[] = [...taken, id];
  if (!('children' in node)) return { node: { ...node, id }, taken: used };
  const children = node.children.map((child) => {
    const copied = copyNode(child, used);
    used = copied.taken;
    return copied.node;
  });
  return { node: { ...node, id, children }, taken: used };
}
