import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../core/limits.ts';
import { measureJson } from './json-size.ts';
import { newParseMemory } from './parse-memory.ts';

const BOUNDS = { depthMax: LIMITS.templateDepthMax, bytesMax: LIMITS.templateBytesMax };

/** Lists in lists, `depth` of them around a text. */
function nested(depth: number): unknown {
  return depth === 0 ? 'x' : [nested(depth - 1)];
}

describe('[DSG-102] measuring a document with what is known of its parts', () => {
  it('gives the depth and size that measuring it alone gives, however often a part stands in it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.jsonValue({ maxDepth: 3 }), (part, other) => {
        const { measure } = newParseMemory();
        for (const json of [part, { part, other, again: part }, [part, [part]], other])
          expect(measure(json)).toEqual(measureJson(json, BOUNDS));
      }),
      { numRuns: 200 },
    );
  });

  it('knows a document that is too deep, and that a part of it alone is not', () => {
    const { measure } = newParseMemory();
    const inner = nested(LIMITS.templateDepthMax);
    const outer = [inner];
    expect(measure(outer).depth).toBeGreaterThan(LIMITS.templateDepthMax);
    expect(measure(inner)).toEqual(measureJson(inner, BOUNDS));
    expect(measure(inner).depth).toBe(LIMITS.templateDepthMax);
    expect(measure(outer).depth).toBeGreaterThan(LIMITS.templateDepthMax);
  });
});
