const WORD_CHARS_MAX = 80;

/** The candidate most like `word`, or `undefined` when none is near: what a "did you mean" shows. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  // Nobody misspells a word this long by a few letters.
  if (word.length > WORD_CHARS_MAX) return undefined;
  const wanted = word.toLowerCase();
  const farthest = Math.max(1, Math.floor(wanted.length * 0.4));
  let best: { readonly text: string; readonly distance: number } | undefined;
  for (const text of candidates) {
    if (Math.abs(text.length - wanted.length) > farthest) continue;
    const distance = editDistance(wanted, text.toLowerCase());
    if (distance <= farthest && (best === undefined || distance < best.distance)) best = { text, distance };
  }
  return best?.text;
}

/** Up to `count` of `known` that look most like `word`, the likeliest first; for “one of these”. */
export function closest(word: string, known: Iterable<string>, count = 5): readonly string[] {
  const wanted = word.slice(0, WORD_CHARS_MAX).toLowerCase();
  return [...known]
    .map((name) => ({ name, distance: editDistance(wanted, name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name);
}

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      current.push(cost);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
