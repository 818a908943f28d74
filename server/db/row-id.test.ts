import { describe, expect, it } from 'vitest';
import { validate, version } from 'uuid';
import { newRowId } from './row-id.ts';

describe('ids of rows', () => {
  it('are UUIDs of version 7 that go up and carry the time', () => {
    const before = Date.now();
    const ids = Array.from({ length: 20_000 }, newRowId);
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    const at = ids.map((id) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
    expect(at.every((ms) => ms >= before && ms <= Date.now())).toBe(true);
  });
});
