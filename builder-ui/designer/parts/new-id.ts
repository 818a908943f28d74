import type { Text } from '../../../schema/core/text.ts';

const CHARS_MAX = 40;

/**
 * An id for what a tenant adds (SPEC [MOD-73]): `x_` and its English words, or those of its pinyin where there is no
 * English, with a number where that is taken. `pascal` for entities.
 */
export function newId({
  label,
  pinyin,
  taken,
  style,
  fallback,
}: {
  readonly label: Text | undefined;
  /** Of the Chinese label, words apart by spaces. */
  readonly pinyin?: string;
  readonly taken: Iterable<string>;
  readonly style: 'camel' | 'pascal';
  /** Where the label gives no letters. */
  readonly fallback: string;
}): string {
  const words = wordsOf(label?.en ?? '');
  const named = words.length > 0 ? words : wordsOf(pinyin ?? '');
  const used = named.length > 0 ? named : wordsOf(fallback);
  const name = used
    .map((word, index) => (index === 0 && style === 'camel' ? lowerFirst(word) : upperFirst(word)))
    .join('')
    .slice(0, CHARS_MAX);
  const ids = new Set(taken);
  const base = `x_${name}`;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}${number}`;
    if (!ids.has(id)) return id;
  }
}

/** Letters and digits; a word does not begin with a digit. */
function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const words = plain.match(/[A-Za-z0-9]+/g) ?? [];
  const first = words.findIndex((word) => /^[A-Za-z]/.test(word));
  return first < 0 ? [] : words.slice(first);
}

function lowerFirst(word: string): string {
  return `${word.charAt(0).toLowerCase()}${word.slice(1)}`;
}

function upperFirst(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
