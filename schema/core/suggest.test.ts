import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { suggest } from './suggest.ts';

describe('suggestions', () => {
  it('[TPL-1] the nearest name is suggested, and nothing when none is near', () => {
    const known = ['customer', 'warehouse', 'dueAt'];
    expect(suggest('custmer', known)).toBe('customer');
    expect(suggest('CUSTOMER', known)).toBe('customer');
    expect(suggest('wraehouse', known)).toBe('warehouse');
    expect(suggest('price', known)).toBeUndefined();
    expect(suggest('customer', [])).toBeUndefined();
    expect(suggest('c'.repeat(81), ['c'.repeat(80)])).toBeUndefined();
  });
});

describe('canonical JSON', () => {
  it('[MOD-80] equal values give equal text whatever the order of keys', () => {
    expect(canonicalJson({ b: [1, { z: null, a: '"' }], a: true, c: undefined })).toBe(
      '{"a":true,"b":[1,{"a":"\\"","z":null}]}',
    );
    expect(canonicalJson({ a: 1, b: 2 })).toBe(canonicalJson({ b: 2, a: 1 }));
    expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
  });
});
