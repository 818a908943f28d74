import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FewEachTurn } from './few-each-turn.ts';

describe('[HTTP-6] work of a few each turn', () => {
  it('is done in its order, 16 in a turn, and never in the turn in which it was added', async () => {
    const few = new FewEachTurn();
    const done: number[] = [];
    for (let index = 0; index < 40; index += 1) few.add(() => done.push(index));
    const turns = [done.length];
    for (let turn = 0; turn < 3; turn += 1) {
      await nextTurn();
      turns.push(done.length);
    }
    expect([turns, done]).toEqual([[0, 16, 32, 40], Array.from({ length: 40 }, (_, index) => index)]);
    few.add(() => done.push(40));
    await nextTurn();
    expect(done.at(-1)).toBe(40);
  });
});
