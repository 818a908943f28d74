import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shared } from './shared.ts';

/** Lists of things with ids and of things without, which is what models are made of. */
const parts = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 1, 'a'),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c'), value: tie('any') }), {
      selector: ({ id }) => id,
      maxLength: 3,
    }),
    fc.dictionary(fc.constantFrom('x', 'y', 'z'), tie('any'), { maxKeys: 3 }),
  ),
})).any;

describe('[DSG-102] what is shared with the draft before', () => {
  it('is written as what it stands for, and is the very object of before where the two are equal', () => {
    fc.assert(
      fc.property(parts, parts, (before, after) => {
        const now = shared(before, after);
        expect(JSON.stringify(now)).toBe(JSON.stringify(after));
        if (JSON.stringify(before) === JSON.stringify(after)) expect(now).toBe(before);
        expect(shared(before, structuredClone(before))).toBe(before);
      }),
      { numRuns: 300 },
    );
  });

  it('finds items by their id wherever they went, and takes nothing for the same whose keys are in another order', () => {
    const a = { id: 'a', label: { en: 'A' } };
    const b = { id: 'b', label: { en: 'B' } };
    const before = [a, b];
    const after = shared(before, [{ id: 'b', label: { en: 'B' } }, { id: 'c' }, { id: 'a', label: { en: 'Aa' } }]);
    expect(after[0]).toBe(b);
    expect(after[2]).toEqual({ id: 'a', label: { en: 'Aa' } });
    expect(shared({ x: 1, y: 2 }, { y: 2, x: 1 })).not.toBe(before);
    expect(Object.keys(shared({ x: 1, y: 2 }, { y: 2, x: 1 }))).toEqual(['y', 'x']);
  });
});
