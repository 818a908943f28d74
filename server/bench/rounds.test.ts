import { describe, expect, it } from 'vitest';
import { isSteady } from './rounds.ts';

describe('a server that is asked until it is warm', () => {
  it('is warm when three looks in a row cost it no less than the least before them', () => {
    expect(isSteady([700, 690, 705, 710])).toBe(true);
    expect(isSteady([700, 690, 600, 640])).toBe(false);
  });

  it('is not warm after three looks, nor while one of the last three cost clearly less', () => {
    expect(isSteady([])).toBe(false);
    expect(isSteady([700, 700, 700])).toBe(false);
    expect(isSteady([900, 800, 850, 700, 820])).toBe(false);
  });
});
