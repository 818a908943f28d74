/** A title with the pinyin of its characters, one each; other characters stand for themselves. */
export type Syllables = readonly string[];

/** What of a typed text could be pinyin: letters, in lower case and without spaces; `undefined` for anything else. */
export function typedPinyin(text: string): string | undefined {
  const bare = text.replaceAll(/[\s']/g, '').toLowerCase();
  return /^[a-z0-9]{1,40}$/.test(bare) && /[a-z]/.test(bare) ? bare : undefined;
}

/** Whether the text names characters in a row: each by its whole pinyin or the beginning of it (`bj`, `beij`, `bjing`). */
export function matchesPinyin(syllables: Syllables, typed: string): boolean {
  return syllables.some((_, from) => matchesFrom(syllables, from, typed));
}

function matchesFrom(syllables: Syllables, from: number, typed: string): boolean {
  if (typed === '') return true;
  const syllable = syllables[from];
  if (syllable === undefined) return false;
  for (let length = commonLength(syllable, typed); length > 0; length -= 1)
    if (matchesFrom(syllables, from + 1, typed.slice(length))) return true;
  return false;
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}
