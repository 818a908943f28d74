import type { LayoutNode } from '../../../schema/template/template-views.ts';
import { placeAfter, placeBefore, type Place } from './layout-places.ts';
import { findPlaced, isParent, type PlacedNode } from './layout-tree.ts';

/** A line on the screen where what is dragged would come to stand; in pixels of the window. */
export interface DropLine {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Drop {
  readonly place: Place;
  readonly line: DropLine;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** This near its upper or lower edge a section is passed, not entered. */
const EDGE_PX = 9;
const LINE_PX = 3;

/** Where a drop at a point of the window leads; `undefined` outside every node. */
export function dropAt(layout: readonly LayoutNode[], canvas: HTMLElement, point: Point): Drop | undefined {
  const hit = document.elementFromPoint(point.x, point.y)?.closest<HTMLElement>('[role=treeitem][data-node]');
  const element = hit !== null && hit !== undefined && canvas.contains(hit) ? hit : nearest(canvas, point);
  const placed = element === undefined ? undefined : findPlaced(layout, element.dataset['node'] ?? '');
  if (element === undefined || placed === undefined) return undefined;
  return isParent(placed.node) ? dropOnParent(layout, placed, { element, point }) : dropBeside(placed, element, point);
}

interface Hit {
  readonly element: HTMLElement;
  readonly point: Point;
}

function dropOnParent(layout: readonly LayoutNode[], placed: PlacedNode, { element, point }: Hit): Drop | undefined {
  const box = element.getBoundingClientRect();
  const isPassed = point.y < box.top + EDGE_PX || point.y > box.bottom - EDGE_PX;
  if (isPassed || !isParent(placed.node)) return dropBeside(placed, element, point);
  const child = nearest(element, point);
  const inner = child === undefined ? undefined : findPlaced(layout, child.dataset['node'] ?? '');
  if (child !== undefined && inner !== undefined) return dropBeside(inner, child, point);
  const place = { parents: [...placed.parents, placed.node] };
  return { place, line: { left: box.left + 12, top: box.bottom - 14, width: box.width - 24, height: LINE_PX } };
}

/** Before or after a node: to the left or right of it where others stand beside it, else above or below. */
function dropBeside(placed: PlacedNode, element: HTMLElement, { x, y }: Point): Drop {
  const box = element.getBoundingClientRect();
  const around = element.parentElement?.getBoundingClientRect() ?? box;
  if (box.width < around.width * 0.75) {
    const isBefore = x < box.left + box.width / 2;
    const left = isBefore ? box.left - 5 : box.right + 2;
    return {
      place: isBefore ? placeBefore(placed) : placeAfter(placed),
      line: { left, top: box.top, width: LINE_PX, height: box.height },
    };
  }
  const isBefore = y < box.top + box.height / 2;
  const top = isBefore ? box.top - 4 : box.bottom + 1;
  return {
    place: isBefore ? placeBefore(placed) : placeAfter(placed),
    line: { left: box.left, top, width: box.width, height: LINE_PX },
  };
}

/** Of the nodes right inside an element the one that is nearest to a point. */
function nearest(element: HTMLElement, { x, y }: Point): HTMLElement | undefined {
  const level = Number(element.getAttribute('aria-level') ?? 0) + 1;
  let found: HTMLElement | undefined;
  let best = Infinity;
  for (const child of element.querySelectorAll<HTMLElement>(`[role=treeitem][aria-level='${level}']`)) {
    const box = child.getBoundingClientRect();
    const distance = Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
    if (distance >= best) continue;
    best = distance;
    found = child;
  }
  return found;
}
