/**
 * The letters that `lower` and `upper` change (SPEC EXP-12): Latin, Greek and Cyrillic letters whose capital and small
 * forms map to each other one to one. A fixed table rather than the runtime's, because PostgreSQL's `lower()` depends
 * on the database's locale provider; both sides use these two strings, which match position by position.
 */
const RANGES: readonly (readonly [from: number, to: number])[] = [
  [0x41, 0x5a],
  [0xc0, 0xd6],
  [0xd8, 0xde],
  [0x100, 0x12e],
  [0x132, 0x177],
  [0x179, 0x17e],
  [0x391, 0x3a1],
  [0x3a3, 0x3a9],
  [0x400, 0x42f],
];

const PAIRS: readonly (readonly [capital: string, small: string])[] = RANGES.flatMap(([from, to]) =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index))
    .map((capital) => [capital, capital.toLowerCase()] as const)
    .filter(([capital, small]) => small !== capital && small.length === 1 && small.toUpperCase() === capital),
);

export const CAPITALS = PAIRS.map(([capital]) => capital).join('');
export const SMALLS = PAIRS.map(([, small]) => small).join('');

const TO_SMALL: ReadonlyMap<string, string> = new Map(PAIRS);
const TO_CAPITAL: ReadonlyMap<string, string> = new Map(PAIRS.map(([capital, small]) => [small, capital]));

export function lowerText(text: string): string {
  return mapLetters(text, TO_SMALL);
}

export function upperText(text: string): string {
  return mapLetters(text, TO_CAPITAL);
}

/** What `trim` removes at both ends: space, tab, line feed, carriage return, no-break and ideographic space. */
export const SPACES = ' \t\n\r\u00a0\u3000';

export function trimText(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && SPACES.includes(text.charAt(from))) from += 1;
  while (to > from && SPACES.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

function mapLetters(text: string, map: ReadonlyMap<string, string>): string {
  let mapped = '';
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charAt(index);
    mapped += map.get(letter) ?? letter;
  }
  return mapped;
}
