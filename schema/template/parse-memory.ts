import { LIMITS } from '../core/limits.ts';
import type { SoundParts } from './check-shape.ts';
import { utf8Length, type JsonMeasure } from './json-size.ts';

/** What was found of the parts of documents that were parsed before, and that nobody changes. */
export interface ParseMemory {
  readonly sound: SoundParts;
  /** Depth and size of a document, to the depth that templates may have. */
  readonly measure: (json: unknown) => JsonMeasure;
}

export function newParseMemory(): ParseMemory {
  const known: MeasuredParts = new WeakMap();
  return { sound: new WeakMap(), measure: (json) => measureParts(json, LIMITS.templateDepthMax, known) };
}

type MeasuredParts = WeakMap<object, JsonMeasure>;

/** `measureJson` of a value that shares parts with others, each part measured once; to a depth of `depthMax`. */
function measureParts(json: unknown, depthMax: number, known: MeasuredParts): JsonMeasure {
  if (typeof json === 'string') return { depth: 0, bytes: utf8Length(json, Infinity) };
  if (typeof json !== 'object' || json === null) return { depth: 0, bytes: 1 };
  const there = known.get(json);
  if (there !== undefined) return there;
  if (depthMax < 1) return { depth: Infinity, bytes: 1 };
  const isList = Array.isArray(json);
  let depth = 0;
  let bytes = 1;
  for (const [key, child] of Object.entries(json)) {
    const part = measureParts(child, depthMax - 1, known);
    depth = Math.max(depth, part.depth);
    bytes += part.bytes + (isList ? 1 : key.length + 4);
  }
  const measure = { depth: depth + 1, bytes };
  // Cut off here, it may be whole from a place that is less deep.
  if (depth !== Infinity) known.set(json, measure);
  return measure;
}
