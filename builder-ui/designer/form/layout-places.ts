import type { LayoutNode, SectionNode } from '../../../schema/template/template-views.ts';
import { findPlaced, isParent, placedNodes, type ParentNode, type PlacedNode } from './layout-tree.ts';

/** A place in a layout: inside these parents, before that node or at the end. */
export interface Place {
  readonly parents: readonly ParentNode[];
  readonly before?: string;
}

/**
 * Where something new of a kind goes when a node is selected (SPEC [DSG-32]): into what is a place for it, else after
 * it; sections and tabs beside the section that is selected.
 */
export function placeFor(layout: readonly LayoutNode[], selected: string | undefined, kind: LayoutNode['kind']): Place {
  const placed = selected === undefined ? undefined : findPlaced(layout, selected);
  if (placed === undefined) return placeAtEnd(layout, kind);
  const { node, parents } = placed;
  if (kind === 'section' || kind === 'tabs') return besideSection(layout, placed, kind);
  if (node.kind === 'tabs') {
    const first = node.children.find((child): child is SectionNode => child.kind === 'section');
    return first === undefined ? placeAfter(placed) : { parents: [...parents, node, first] };
  }
  if (node.kind === 'section' || (node.kind === 'columns' && kind === 'field')) return { parents: [...parents, node] };
  // A grid or a text beside the fields of a row would squeeze them.
  const row = parents.at(-1);
  const placedRow = row?.kind === 'columns' && kind !== 'field' ? findPlaced(layout, row.id) : undefined;
  return placeAfter(placedRow ?? placed);
}

function placeAtEnd(layout: readonly LayoutNode[], kind: LayoutNode['kind']): Place {
  const last = layout.findLast((node): node is SectionNode => node.kind === 'section');
  return last === undefined || kind === 'section' || kind === 'tabs' ? { parents: [] } : { parents: [last] };
}

/** As the next tab where tabs are selected, else at the top of the form. */
function besideSection(layout: readonly LayoutNode[], placed: PlacedNode, kind: 'section' | 'tabs'): Place {
  const { node, parents } = placed;
  if (kind === 'section' && node.kind === 'tabs') return { parents: [...parents, node] };
  const tabs = kind === 'section' ? parents.findLastIndex((parent) => parent.kind === 'tabs') : -1;
  const beside = [...parents, node][tabs + 1] ?? node;
  return placeAfter(findPlaced(layout, beside.id) ?? placed);
}

/** Right after a node. */
export function placeAfter({ parents, siblings, index }: PlacedNode): Place {
  const next = siblings[index + 1];
  return { parents, ...(next === undefined ? {} : { before: next.id }) };
}

/** Right before a node. */
export function placeBefore({ parents, node }: PlacedNode): Place {
  return { parents, before: node.id };
}

/** Which way a node moves among what is beside it. */
export type Direction = 'back' | 'on';

/** Where one step leads: past its neighbour, and past the first or last into the section or row before or after. */
export function stepPlace(layout: readonly LayoutNode[], placed: PlacedNode, direction: Direction): Place | undefined {
  const { parents, siblings, index } = placed;
  if (direction === 'back') {
    const before = siblings[index - 1];
    if (before !== undefined) return { parents, before: before.id };
  } else if (index < siblings.length - 1) {
    const after = siblings[index + 2];
    return { parents, ...(after === undefined ? {} : { before: after.id }) };
  }
  return placed.node.kind === 'section' || placed.node.kind === 'tabs'
    ? undefined
    : nextHolder(layout, placed, direction);
}

function nextHolder(layout: readonly LayoutNode[], placed: PlacedNode, direction: Direction): Place | undefined {
  const parent = placed.parents.at(-1);
  if (parent === undefined) return undefined;
  const holders = placedNodes(layout).filter(
    ({ node, parents }) =>
      (node.kind === 'section' || (node.kind === 'columns' && placed.node.kind === 'field')) &&
      node.id !== placed.node.id &&
      !parents.some(({ id }) => id === placed.node.id),
  );
  const at = holders.findIndex(({ node }) => node.id === parent.id);
  const holder = holders[direction === 'back' ? at - 1 : at + 1];
  if (at < 0 || holder === undefined || !isParent(holder.node)) return undefined;
  const parents = [...holder.parents, holder.node];
  const first = holder.node.children[0];
  return direction === 'back' || first === undefined ? { parents } : { parents, before: first.id };
}

/** Inside the neighbour that can hold the node: the one after it first, then the one before it. */
export function placeInside({ node, parents, siblings, index }: PlacedNode): Place | undefined {
  const holds = (other: LayoutNode | undefined): other is ParentNode =>
    other !== undefined && isParent(other) && (other.kind !== 'tabs' || node.kind === 'section');
  const [next, previous] = [siblings[index + 1], siblings[index - 1]];
  if (holds(next)) {
    const first = next.children[0];
    return { parents: [...parents, next], ...(first === undefined ? {} : { before: first.id }) };
  }
  return holds(previous) ? { parents: [...parents, previous] } : undefined;
}

/** Out of the parent, after it; past tabs too where the node is no section. */
export function placeOutside(layout: readonly LayoutNode[], { node, parents }: PlacedNode): Place | undefined {
  const parent = parents.at(-1);
  if (parent === undefined) return undefined;
  const outer = parents.at(-2);
  const beyond = outer?.kind === 'tabs' && node.kind !== 'section' ? outer : parent;
  const placed = findPlaced(layout, beyond.id);
  return placed === undefined ? undefined : placeAfter(placed);
}
