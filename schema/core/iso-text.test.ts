import { expect, it } from 'vitest';
import { isoText } from './iso-text.ts';

it('writes an instant as a date does, whatever was asked before', () => {
  for (const ms of [0, 0, 1_772_326_800_123, 1_772_326_800_124, 1_772_326_800_123, -1])
    expect(isoText(ms)).toBe(new Date(ms).toISOString());
  expect(() => isoText(Number.NaN)).toThrow(RangeError);
});
