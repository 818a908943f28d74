import type { EntityKind } from '../../../schema/template/template.ts';
import { MAP_KINDS, type ObjectFacts, type Relation } from './map-facts.ts';

/** Where an object stands in the picture. */
export interface PlacedObject {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** A frame around the objects of one pack. */
export interface PackFrame extends PlacedObject {
  /** Empty for what the company made itself. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** Objects and the frames around them. */
export interface MapLayout {
  readonly objects: readonly PlacedObject[];
  readonly frames: readonly PackFrame[];
}

/** More than these are no picture with all their lines: they stand by pack, and lines come with the object looked at. */
export const MANY = 16;
/** How wide an object is drawn. */
export const OBJECT_WIDTH = 204;

const OBJECT_HEIGHT = 46;
const COLUMN = 290;
const ROW = 62;
const NEAR = OBJECT_WIDTH + 18;
const LOW = OBJECT_HEIGHT + 14;
const FRAME_PAD = 18;
const FRAME_HEAD = 50;
const FRAME_GAP = 26;
const ROWS_MAX = 24;

/**
 * Objects by the pack that brought them, the company's own last; within a pack by kind. Columns are as high as fills a
 * picture of so much width to one of height best (SPEC [DSG-110]).
 */
export function clusteredLayout(facts: readonly ObjectFacts[], aspect: number): MapLayout {
  const packs = [...new Set(facts.map(({ entity }) => entity.origin ?? ''))].toSorted(
    (a, b) => Number(a === '') - Number(b === ''),
  );
  const groups = packs.map((pack) => ({
    pack,
    own: byKind(facts.filter(({ entity }) => (entity.origin ?? '') === pack)),
  }));
  const tries = Array.from({ length: ROWS_MAX - 3 }, (_, index) => framed(groups, index + 4));
  const scale = (layout: MapLayout): number => {
    const { width, height } = extent(layout);
    return Math.min(aspect / width, 1 / height);
  };
  return tries.reduce((best, one) => (scale(one) > scale(best) ? one : best));
}

interface Group {
  readonly pack: string;
  readonly own: readonly ObjectFacts[];
}

function framed(groups: readonly Group[], rows: number): MapLayout {
  const objects: PlacedObject[] = [];
  const frames: PackFrame[] = [];
  let x = 0;
  for (const { pack, own } of groups) {
    const columns = Math.ceil(own.length / rows);
    // As even as they can be, so that no column holds one alone.
    const high = Math.ceil(own.length / columns);
    own.forEach(({ entity }, index) => {
      objects.push({
        id: entity.id,
        x: x + FRAME_PAD + Math.floor(index / high) * NEAR,
        y: FRAME_HEAD + (index % high) * LOW,
      });
    });
    const width = FRAME_PAD * 2 + columns * NEAR - (NEAR - OBJECT_WIDTH);
    frames.push({ id: pack, x, y: 0, width, height: FRAME_HEAD + high * LOW + FRAME_PAD - (LOW - OBJECT_HEIGHT) });
    x += width + FRAME_GAP;
  }
  return { objects, frames };
}

function extent({ frames }: MapLayout): { readonly width: number; readonly height: number } {
  return {
    width: Math.max(...frames.map(({ x, width }) => x + width)),
    height: Math.max(...frames.map(({ height }) => height)),
  };
}

function byKind(facts: readonly ObjectFacts[]): readonly ObjectFacts[] {
  const rank = (kind: EntityKind): number => MAP_KINDS.indexOf(kind);
  return facts.toSorted((a, b) => rank(a.entity.kind) - rank(b.entity.kind));
}

/** Columns by how far an object is from what nothing refers to: what is referred to stands to the right. */
export function layeredLayout(facts: readonly ObjectFacts[], relations: readonly Relation[]): MapLayout {
  const depth = new Map<string, number>(facts.map(({ entity }) => [entity.id, 0]));
  for (let round = 0; round < facts.length; round += 1) {
    let isSettled = true;
    for (const { from, to } of relations) {
      const wanted = (depth.get(from) ?? 0) + 1;
      // Circles would push each other to the right for ever.
      if (from !== to && wanted <= DEPTH_MAX && (depth.get(to) ?? 0) < wanted) {
        depth.set(to, wanted);
        isSettled = false;
      }
    }
    if (isSettled) break;
  }
  const used = new Map<number, number>();
  const objects = byKind(facts).map(({ entity }) => {
    const column = depth.get(entity.id) ?? 0;
    const row = used.get(column) ?? 0;
    used.set(column, row + 1);
    return { id: entity.id, x: column * COLUMN, y: row * ROW };
  });
  return { objects, frames: [] };
}

const DEPTH_MAX = 5;

/**
 * The line of a relation, from the sides of the two that face each other; where they stand above one another it bows out
 * to the right. Text of an SVG path.
 */
export function linePath(from: PlacedObject, to: PlacedObject): string {
  const [y1, y2] = [from.y + OBJECT_HEIGHT / 2, to.y + OBJECT_HEIGHT / 2];
  const isOn = to.x > from.x + OBJECT_WIDTH;
  const isBack = to.x < from.x - OBJECT_WIDTH;
  const x1 = isBack ? from.x : from.x + OBJECT_WIDTH;
  const x2 = isOn ? to.x : to.x + OBJECT_WIDTH;
  const bend = isOn || isBack ? (x2 - x1) / 2 : BOW;
  const second = isOn || isBack ? x2 - bend : x2 + bend;
  return `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${second} ${y2}, ${x2} ${y2}`;
}

const BOW = 56;

/** The object that most others are tied to: the picture begins with its lines. */
export function hubOf(relations: readonly Relation[]): string | undefined {
  const ties = new Map<string, number>();
  for (const { from, to, kind } of relations) {
    if (from === to || kind === 'lines') continue;
    ties.set(from, (ties.get(from) ?? 0) + 1);
    ties.set(to, (ties.get(to) ?? 0) + 1);
  }
  return (
    [...ties].reduce<readonly [string, number]>((best, one) => (one[1] > best[1] ? one : best), ['', 0])[0] || undefined
  );
}
