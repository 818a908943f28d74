import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FewEachTurn } from './few-each-turn.ts';

describe('[HTTP-6] work of which a few are done each turn', () => {
  it('is done in its order, the first at once', async () => {
    const few = new FewEachTurn(16);
    const done: number[] = [];
    const add = (from: number, to: number): void => {
      for (let index = from; index < to; index += 1) few.add(() => done.push(index));
    };
    add(0, 40);
    const turns = [done.length];
    for (let turn = 0; turn < 3; turn += 1) {
      await nextTurn();
      // Behind those that wait, though there would be room.
      if (turn === 0) add(40, 42);
      turns.push(done.length);
    }
    expect([turns, done]).toEqual([[16, 32, 42, 42], Array.from({ length: 42 }, (_, index) => index)]);
    add(42, 62);
    expect(done.length).toBe(58);
    await nextTurn();
    expect(done.length).toBe(62);
  });

  it('is more of it where much waits', async () => {
    const few = new FewEachTurn(1);
    let done = 0;
    for (let index = 0; index < 81; index += 1) few.add(() => (done += 1));
    await nextTurn();
    expect(done).toBe(11);
    await nextTurn();
    expect(done).toBe(20);
  });
});
