import { describe, expect, it } from 'vitest';
import { beginOn, chooseSlot, endOn, idleSlot, SHORT_MS, TOGETHER_MS, type SlotAsk } from './read-slots.ts';

const ask = (scope: string, expectedMs: number | undefined, now = 0): SlotAsk => ({
  scope,
  expectedMs,
  isShared: false,
  home: 0,
  now,
});

/** Where statements go that are sent one after the other and none is answered. */
function places(asks: readonly SlotAsk[], count = 3): readonly number[] {
  const slots = Array.from({ length: count }, idleSlot);
  return asks.map((one) => {
    const slot = chooseSlot(slots, one);
    beginOn(slot, one);
    return slots.indexOf(slot);
  });
}

describe('[TEN-32] reads', () => {
  it('that are short go together, as many as make nobody wait', () => {
    expect(places(Array.from({ length: 6 }, () => ask('a', SHORT_MS)))).toEqual([0, 0, 0, 0, 1, 1]);
    const shorter = TOGETHER_MS / 16;
    expect(places(Array.from({ length: 18 }, () => ask('a', shorter))).filter((place) => place === 0)).toHaveLength(16);
  });

  it('that are not short go by themselves, however little is under way', () => {
    const longer = 2 * SHORT_MS;
    expect(places([ask('a', longer), ask('a', longer), ask('a', SHORT_MS)])).toEqual([0, 1, 2]);
  });

  it('that are long or not known go where nothing else is', () => {
    expect(places([ask('a', undefined), ask('a', SHORT_MS), ask('a', 3), ask('a', SHORT_MS)])).toEqual([0, 1, 2, 1]);
  });

  it('that are long wait where least is under way', () => {
    expect(places([3, 3, 3, 3, 3].map((ms) => ask('a', ms)))).toEqual([0, 1, 2, 0, 1]);
  });

  it('of other tenants join only where no connection is free', () => {
    const of = (scope: string): SlotAsk => ask(scope, SHORT_MS);
    expect(places(['a', 'b', 'a', 'c', 'd', 'b'].map(of))).toEqual([0, 1, 0, 2, 0, 1]);
  });

  it('of a tenant with long ones leave two connections to others while those ask', () => {
    const shared = (scope: string): SlotAsk => ({ ...ask(scope, 100), isShared: true });
    const of = (scopes: string): readonly number[] => places([...scopes].map(shared), 6);
    expect(of('aaaaaa')).toEqual([0, 1, 2, 3, 0, 1]);
    // Who comes beside that finds a connection without work, and the last two are as free to all who ask little.
    expect(of('aaaaaabcab')).toEqual([0, 1, 2, 3, 0, 1, 4, 5, 2, 4]);
    expect(
      places(
        [...'aaaaaa'].map((scope) => ask(scope, 100)),
        6,
      ),
    ).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('go home where that is free, and elsewhere where it is not', () => {
    const at = (scope: string, home: number): SlotAsk => ({ ...ask(scope, 3), home });
    expect(places([at('a', 2), at('a', 2), at('b', 1), at('c', 2)])).toEqual([2, 0, 1, 2]);
    // Where nothing else was asked meanwhile, the connection that has its role is as good.
    const slots = Array.from({ length: 3 }, idleSlot);
    const [first, second] = slots;
    Object.assign(first ?? {}, { scope: 'b' });
    Object.assign(second ?? {}, { scope: 'a' });
    expect(chooseSlot(slots, at('a', 2))).toBe(second);
    expect(chooseSlot(slots, at('c', 2))).toBe(slots[2]);
  });

  it('never join what is stuck', () => {
    expect(places([ask('a', SHORT_MS), ask('a', SHORT_MS, 5)])).toEqual([0, 1]);
  });

  it('take as long as they are answered behind each other', () => {
    const slot = idleSlot();
    const [first, second] = [ask('a', undefined, 10), ask('a', SHORT_MS, 11)];
    beginOn(slot, first);
    beginOn(slot, second);
    expect([endOn(slot, first, 14), endOn(slot, second, 15)]).toEqual([4, 1]);
    expect(slot).toMatchObject({ load: 0, expectedMs: 0 });
  });
});
