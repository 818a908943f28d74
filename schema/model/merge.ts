import { isRecord, itemKey } from '../template/item-key.ts';
import type { Template } from '../template/template.ts';
import { same } from './change-list.ts';
import type { EditPath, Json } from './edits.ts';

/** Where the vendor and the tenant both changed one thing. The tenant's stands until somebody says otherwise. */
export interface MergeConflict {
  readonly kind: 'bothChanged' | 'bothAdded' | 'bothMoved' | 'oursRemoved' | 'theirsRemoved';
  /** By names and ids, as edits address it. */
  readonly path: EditPath;
  /** Absent where the side does not have it. */
  readonly base?: Json;
  readonly ours?: Json;
  readonly theirs?: Json;
}

export interface Merged {
  readonly template: Template;
  readonly conflicts: readonly MergeConflict[];
}

/**
 * The vendor's new version with the tenant's changes kept (SPEC [MRG-1] to [MRG-7]): three-way by id. `base` is what
 * the tenant began from, `ours` what it has, `theirs` the vendor's new one. What one side changed, changes; what both
 * changed stays the tenant's and is a conflict. Whether the result resolves is `resolveModel`'s to say.
 */
export function mergeTemplates(versions: {
  readonly base: Template;
  readonly ours: Template;
  readonly theirs: Template;
}): Merged {
  const conflicts: MergeConflict[] = [];
  const sides: Sides = { base: asJson(versions.base), ours: asJson(versions.ours), theirs: asJson(versions.theirs) };
  return { template: asTemplate(mergeNode(sides, [], conflicts)), conflicts };
}

interface Sides {
  readonly base: Json | undefined;
  readonly ours: Json | undefined;
  readonly theirs: Json | undefined;
}

function mergeNode(sides: Sides, path: EditPath, conflicts: MergeConflict[]): Json | undefined {
  const { base, ours, theirs } = sides;
  if (same(ours, theirs) || same(base, theirs)) return ours;
  if (same(base, ours)) return theirs;
  if (ours === undefined) return conflict('oursRemoved', sides, { path, conflicts });
  if (theirs === undefined) return conflict('theirsRemoved', sides, { path, conflicts });
  if (isObject(ours) && isObject(theirs)) {
    return mergeObjects({ base: isObject(base) ? base : {}, ours, theirs }, path, conflicts);
  }
  if (isKeyed(ours) && isKeyed(theirs) && (base === undefined || isKeyed(base))) {
    return mergeLists({ base: base ?? [], ours, theirs }, path, conflicts);
  }
  return conflict(base === undefined ? 'bothAdded' : 'bothChanged', sides, { path, conflicts });
}

interface Place {
  readonly path: EditPath;
  readonly conflicts: MergeConflict[];
}

/** Records the conflict with all sides; the tenant's side stands. */
function conflict(
  kind: MergeConflict['kind'],
  { base, ours, theirs }: Sides,
  { path, conflicts }: Place,
): Json | undefined {
  conflicts.push({
    kind,
    path,
    ...(base === undefined ? {} : { base }),
    ...(ours === undefined ? {} : { ours }),
    ...(theirs === undefined ? {} : { theirs }),
  });
  return ours;
}

type JsonObject = { readonly [key: string]: Json };

interface Three<T> {
  readonly base: T;
  readonly ours: T;
  readonly theirs: T;
}

function mergeObjects({ base, ours, theirs }: Three<JsonObject>, path: EditPath, conflicts: MergeConflict[]): Json {
  const merged: [string, Json][] = [];
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs), ...Object.keys(base)])) {
    const own = (side: JsonObject): Json | undefined => (Object.hasOwn(side, key) ? side[key] : undefined);
    const value = mergeNode({ base: own(base), ours: own(ours), theirs: own(theirs) }, [...path, key], conflicts);
    if (value !== undefined) merged.push([key, value]);
  }
  return Object.fromEntries(merged);
}

function mergeLists({ base, ours, theirs }: Three<readonly Json[]>, path: EditPath, conflicts: MergeConflict[]): Json {
  const [b, o, t] = [byKey(base), byKey(ours), byKey(theirs)];
  const items = new Map<string, Json>();
  for (const key of new Set([...o.keys(), ...t.keys(), ...b.keys()])) {
    const sides = { base: b.get(key), ours: o.get(key), theirs: t.get(key) };
    const value = mergeNode(sides, [...path, key], conflicts);
    if (value !== undefined) items.set(key, value);
  }
  const order = mergeOrder({ base: [...b.keys()], ours: [...o.keys()], theirs: [...t.keys()] }, items, {
    path,
    conflicts,
  });
  return order.flatMap((key) => items.get(key) ?? []);
}

/** The order of what all have, three-way; the rest after what stood before it on its own side. */
function mergeOrder(
  { base, ours, theirs }: Three<readonly string[]>,
  items: ReadonlyMap<string, Json>,
  place: Place,
): readonly string[] {
  const common = new Set(base.filter((key) => ours.includes(key) && theirs.includes(key) && items.has(key)));
  const spine = (keys: readonly string[]): string => JSON.stringify(keys.filter((key) => common.has(key)));
  const [was, mine, yours] = [spine(base), spine(ours), spine(theirs)];
  const theirsLead = mine === was && yours !== was;
  if (mine !== was && yours !== was && mine !== yours) {
    place.conflicts.push({ kind: 'bothMoved', path: place.path, ours: [...ours], theirs: [...theirs] });
  }
  const [lead, other] = theirsLead ? [theirs, ours] : [ours, theirs];
  const order = lead.filter((key) => items.has(key));
  for (const [index, key] of other.entries()) {
    if (!items.has(key) || order.includes(key)) continue;
    const before = other.slice(0, index).findLast((one) => order.includes(one));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
  }
  return order;
}

function byKey(items: readonly Json[]): ReadonlyMap<string, Json> {
  return new Map(items.map((item) => [itemKey(item) ?? '', item]));
}

/** A list whose items have ids; an empty one is any list. */
function isKeyed(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value) && value.every((item: Json) => itemKey(item) !== undefined);
}

function isObject(value: Json | undefined): value is JsonObject {
  return isRecord(value);
}

/** Templates are JSON; the two casts are this codec. */
function asJson(template: Template): Json {
  return template as unknown as Json;
}

function asTemplate(json: Json | undefined): Template {
  return json as unknown as Template;
}
