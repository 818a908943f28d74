import { describe, expect, it } from 'vitest';
import { addressLines } from './address-lines.ts';

describe('addresses to invite', () => {
  it('[ADM-2] names come along, doubles once, and what is no address is told', () => {
    const { people, unread } = addressLines(
      'Lin Hua <lin@example.com>\n王芳\twang@example.com；bo.chen@example.com, LIN@example.com\nnobody here',
    );
    expect(people).toEqual([
      { email: 'lin@example.com', name: 'Lin Hua' },
      { email: 'wang@example.com', name: '王芳' },
      { email: 'bo.chen@example.com', name: 'Bo Chen' },
    ]);
    expect(unread).toEqual(['nobody here']);
  });
});
