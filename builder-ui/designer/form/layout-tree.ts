import type { LayoutNode } from '../../../schema/template/template-views.ts';

/** A node that holds others. */
export type ParentNode = Extract<LayoutNode, { readonly children: readonly LayoutNode[] }>;

/** A node with where it stands: the nodes around it, from the outermost, and its neighbours in order. */
export interface PlacedNode {
  readonly node: LayoutNode;
  readonly parents: readonly ParentNode[];
  readonly siblings: readonly LayoutNode[];
  readonly index: number;
}

/** Whether a node holds others. */
export function isParent(node: LayoutNode): node is ParentNode {
  return 'children' in node;
}

/** All nodes as one reads them: a parent, then what it holds. */
export function placedNodes(layout: readonly LayoutNode[], parents: readonly ParentNode[] = []): readonly PlacedNode[] {
  return layout.flatMap((node, index) => {
    const placed = { node, parents, siblings: layout, index };
    return isParent(node) ? [placed, ...placedNodes(node.children, [...parents, node])] : [placed];
  });
}

/** The node of an id; `undefined` when the layout has none. */
export function findPlaced(layout: readonly LayoutNode[], id: string): PlacedNode | undefined {
  return placedNodes(layout).find(({ node }) => node.id === id);
}

/** Ids of all nodes. */
export function nodeIds(layout: readonly LayoutNode[]): readonly string[] {
  return placedNodes(layout).map(({ node }) => node.id);
}

/** The fields that a layout shows, paths over references among them. */
export function fieldsShown(layout: readonly LayoutNode[]): ReadonlySet<string> {
  return new Set(
    placedNodes(layout).flatMap(({ node }) => (node.kind === 'field' || node.kind === 'childGrid' ? [node.field] : [])),
  );
}

/** Of some nodes those that stand in none of the others, as one reads them: what moving or removing them means. */
export function outermost(layout: readonly LayoutNode[], ids: readonly string[]): readonly PlacedNode[] {
  const wanted = new Set(ids);
  return placedNodes(layout).filter(
    ({ node, parents }) => wanted.has(node.id) && !parents.some((parent) => wanted.has(parent.id)),
  );
}

/** Whether a parent may hold a node: tabs hold sections alone, and nothing holds itself. */
export function mayHold(parents: readonly ParentNode[], node: LayoutNode): boolean {
  if (parents.some(({ id }) => id === node.id)) return false;
  return parents.at(-1)?.kind !== 'tabs' || node.kind === 'section';
}

/** All ids between two nodes as one reads them, both included; just the second when the first is gone. */
export function idsBetween(layout: readonly LayoutNode[], from: string, to: string): readonly string[] {
  const ids = nodeIds(layout);
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  if (a < 0 || b < 0) return [to];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
