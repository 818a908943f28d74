import { describe, expect, it } from 'vitest';
import { joinedAnswer } from './write-answer.ts';

const each = { parts: ['select $1'], params: [] };
const unit = {
  statement: (_: unknown, given: Readonly<Record<string, unknown>>) => ({ text: 'each', params: [given['ids']] }),
};

describe('[TEN-36] answers that are read as one', () => {
  it('are asked by all ids, in their order', () => {
    const parts = ['b', 'a', 'b'].flatMap((id) => joinedAnswer(unit, each, [id]).joined ?? []);
    expect(parts.map(({ kind }) => kind)).toEqual([each, each, each]);
    expect(parts[0]?.together(parts)).toEqual({ text: 'each', params: [['b', 'a', 'b']] });
  });

  it('are each told by its place, in whatever order rows come, and not at all where there is none', () => {
    const { joined } = joinedAnswer(unit, each, ['a']);
    const [first, second] = [
      { n: 1, answer: 'A' },
      { n: 2, answer: 'B' },
    ];
    const told = [[first, second], [second, first], [second]].map((rows) =>
      [0, 1].map((at) => joined?.ownRows?.(rows, at)),
    );
    expect(told).toEqual([
      [[first], [second]],
      [[first], [second]],
      [[], [second]],
    ]);
  });

  it('are no such where a write answers of several rows, or by more than their ids', () => {
    expect(joinedAnswer(unit, each, ['a', 'b'])).toEqual({});
    expect(joinedAnswer(unit, undefined, ['a'])).toEqual({});
  });
});
