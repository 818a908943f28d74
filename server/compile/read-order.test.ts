import { expect, it } from 'vitest';
import { readCursor } from './read-order.ts';

const cursorOf = (...values: readonly unknown[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');
const BY_NAME = { name: 'name,id', count: 2 };

it('reads the values of a cursor back, in any script, and nothing that is none of this order', () => {
  expect(readCursor(cursorOf('name,id', 'Müller 陶瓷 🏺', '7'), BY_NAME)).toEqual(['Müller 陶瓷 🏺', '7']);
  expect(readCursor(cursorOf('name,id', 'Lee', null), BY_NAME)).toEqual(['Lee', null]);
  for (const other of [
    cursorOf('-name,id', 'Lee', '7'),
    cursorOf('name,id', 'Lee'),
    cursorOf('name,id', 'Lee', 7),
    'bm9uZQ',
    '÷÷÷÷',
    '',
  ])
    expect(readCursor(other, BY_NAME)).toBeUndefined();
});
